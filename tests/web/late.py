"""A tablet without network: it keeps what is scanned, and sends it when it is asked to."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from werkzeug.test import TestResponse

from tests.access.door import Caller, Door
from tests.commands.workshop import PIN, next_id


def ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@dataclass
class Tablet:
    """`fast` is how far its clock is ahead, `offset` what it last measured (server minus tablet)."""

    door: Door
    caller: Caller
    fast: timedelta = timedelta(0)
    offset: int | None = 0
    outbox: str = "outbox-of-this-tablet-1"
    session: str = "session-1"
    kept: list[dict[str, Any]] = field(default_factory=list)
    proofs: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def time(self) -> int:
        return ms(self.door.workshop.now + self.fast)

    def sign_in(self, login: str) -> None:
        """With network; whoever was signed in is not any more."""
        self.caller.client.delete_cookie("board_tablet")
        self.caller.headers["X-CSRF-Token"] = self.caller.get("/api/v1/me").get_json()["csrf"]
        answer = self.caller.post(
            "/api/v1/tablet/sign-in", {"person": self.door.workshop.people[login], "pin": PIN}
        ).get_json()
        self.caller.headers["X-CSRF-Token"] = answer["csrf"]
        self.proofs[login] = {"sign_in": answer["person"]["sign_in"]}

    def show_badge(self, login: str, pin: str = PIN, **more: Any) -> None:
        """Without."""
        spki = base64.b64decode(self.provisions()["seal"]["spki"])
        key = serialization.load_der_public_key(spki)
        assert isinstance(key, rsa.RSAPublicKey)
        told = {"pin": pin, "person": self.door.workshop.people[login], "at": self.time}
        told |= {"outbox": self.outbox, "session": self.session} | more
        sealed = key.encrypt(
            json.dumps(told).encode(), padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
        )
        self.proofs[login] = {
            "badge": self.door.workshop.badges[login],
            "sealed": base64.b64encode(sealed).decode(),
            "session": self.session,
        }

    def scan(self, login: str, job: int | None, step: str | None, **more: Any) -> dict[str, Any]:
        """A minute passes, and something is kept."""
        self.door.workshop.now += timedelta(minutes=1)
        said = {name: more.pop(name) for name in ("reason", "operation", "from_job", "items", "note") if name in more}
        item = {
            "seq": len(self.kept) + 1,
            "id": next_id(),
            "person": self.door.workshop.people[login],
            "proof": self.proofs.get(login),
            "act": "scan" if step else "sign_out",
            "code": None,
            "job": job,
            "via": "list",
            "step": step,
            "said": said,
            "at": self.time,
            "offset": self.offset,
            **more,
        }
        self.kept.append(item)
        return item

    def send(self, *items: Any) -> TestResponse:
        """What is kept, or only these."""
        body = {"outbox": self.outbox, "sent_at": self.time, "items": list(items or self.kept)}
        return self.caller.post("/api/v1/tablet/late-scans", body)

    def outcomes(self, *items: Any) -> list[str | tuple[str, str]]:
        """What became of each: the outcome, with the code where it has one."""
        answer = self.send(*items)
        assert answer.status_code == 200, answer.text
        results = answer.get_json()["results"]
        return [(each["outcome"], each["code"]) if each["code"] else each["outcome"] for each in results]

    def provisions(self) -> dict[str, Any]:
        """What it keeps to go on without network."""
        answer = self.caller.get("/api/v1/tablet/provisions")
        assert answer.status_code == 200, answer.text
        return answer.get_json()


def tablet(door: Door, *logins: str, **more: Any) -> Tablet:
    """A paired tablet; these have signed in on it, the last one still is."""
    caller, _ = door.paired("tablet", f"平板{next_id()}")
    made = Tablet(door, caller, **more)
    for login in logins:
        made.sign_in(login)
    return made
