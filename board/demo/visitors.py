"""People of the demo workshop at their desks and tablets: they know the public HTTP API and nothing else."""

import base64
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any, Final, TypeVar
from urllib.parse import quote

from board.demo.doors import DemoPerson

PATIENCE_SECONDS: Final = 300.0
"""How long a board may be gone (an update, a restart) before the day is given up."""
_LONGEST_PAUSE_SECONDS: Final = 15.0
_TRY_AGAIN: Final = frozenset({429, 502, 503, 504})


class Gone(Exception):
    """The board did not answer for too long."""


@dataclass
class No(Exception):
    """The board refused: its code, and the sentence it said."""

    code: str
    sentence: str


_Told = TypeVar("_Told")


class Visitor:
    """One browser: its cookies, its CSRF token, and the patience of somebody who taps again."""

    def __init__(
        self, base_url: str, sleep: Callable[[float], None] = time.sleep, patience: float = PATIENCE_SECONDS
    ) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise ValueError(base_url)
        self._base_url = base_url.rstrip("/")
        self._sleep = sleep
        self._patience = patience
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._csrf = ""

    def get(self, path: str) -> Any:
        """What the API says. Raises No, Gone."""
        return self._ask("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        """Ask for something that isn't a command: signing in and out, looking a code up. Raises No, Gone."""
        return self._ask("POST", path, body)

    def command(self, path: str, **body: Any) -> Any:
        """Carry a command out once, however often it has to be sent. Raises No, Gone."""
        return self._ask("POST", path, {"id": f"play-{secrets.token_hex(10)}", **body})

    def send_picture(self, path: str, picture: bytes, caption: str = "") -> int:
        """Send a photo or a signature; gives its id. Raises No, Gone."""
        request = urllib.request.Request(  # noqa: S310 - see __init__
            f"{self._base_url}/api/v1{path}/play-{secrets.token_hex(10)}",
            method="PUT",
            data=picture,
            headers={
                "Content-Type": "application/octet-stream",
                "Accept": "application/json",
                "X-CSRF-Token": self._csrf,
                "X-Caption": quote(caption),
            },
        )
        return int(json.loads(self._persist(request))["result"]["attachment"])

    def send(self, path: str, **body: Any) -> None:
        """Carry a command out that isn't the API's but a page's own. Raises No, Gone."""
        sent = json.dumps({"id": f"play-{secrets.token_hex(10)}", **body}).encode()
        kind = {"Content-Type": "application/json", "Accept": "application/json"}
        self._persist(urllib.request.Request(self._base_url + path, sent, kind))  # noqa: S310 - see __init__

    def open(self, path: str) -> None:
        """Go to a page for its cookie. Raises No, Gone."""
        self._persist(urllib.request.Request(self._base_url + path))  # noqa: S310 - see __init__

    def remember(self, answer: Any) -> None:
        """Keep the CSRF token of an answer."""
        self._csrf = answer["csrf"]

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - see __init__
            f"{self._base_url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json", "X-CSRF-Token": self._csrf},
        )
        return json.loads(self._persist(request))

    def _persist(self, request: urllib.request.Request) -> bytes:
        """Send it until it is answered: a board that is busy or away is asked again, later and later."""
        given_up_at = time.monotonic() + self._patience
        pause = 0.5
        while True:
            try:
                with self._opener.open(request, timeout=20) as answer:
                    return bytes(answer.read())
            except urllib.error.HTTPError as error:
                told = error.read()
                if error.code not in _TRY_AGAIN:
                    raise _no(error.code, told) from None
                wait = float(error.headers.get("Retry-After") or pause)
            except (OSError, HTTPException):
                wait = pause
            if time.monotonic() + wait > given_up_at:
                raise Gone(self._base_url)
            self._sleep(wait)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


def _no(status: int, told: bytes) -> No:
    try:
        answer = json.loads(told)
        return No(answer["code"], answer["sentence"])
    except (ValueError, KeyError, TypeError):
        return No(str(status), told[:100].decode(errors="replace"))


class Phone:
    """A customer with the link of their own car."""

    def __init__(self, base_url: str, code: str) -> None:
        self._visitor = Visitor(base_url)
        self._link = f"/c/{code}"

    def decide(self, operation: int, approved: bool, name: str, signature: bytes) -> None:
        """Say yes or no to found work, signed where that is asked. Raises No, Gone."""
        drawn = {} if approved else {"signature": base64.b64encode(signature).decode()}
        self._visitor.send(f"{self._link}/decisions", operation=operation, approved=approved, name=name, **drawn)


class Desk:
    """Somebody with a password, at a computer of their own."""

    def __init__(self, base_url: str, person: DemoPerson) -> None:
        self.person = person
        self._base_url = base_url
        self._visitor: Visitor | None = None

    def get(self, path: str) -> Any:
        """What the API tells this person. Raises No, Gone."""
        return self._signed_in(lambda visitor: visitor.get(path))

    def do(self, path: str, **body: Any) -> Any:
        """Carry a command out as this person. Raises No, Gone."""
        return self._signed_in(lambda visitor: visitor.command(path, **body))

    def send_picture(self, path: str, picture: bytes, caption: str = "") -> int:
        """Send a photo or a signature as this person; gives its id. Raises No, Gone."""
        return self._signed_in(lambda visitor: visitor.send_picture(path, picture, caption))

    def _signed_in(self, ask: Callable[[Visitor], _Told]) -> _Told:
        try:
            return ask(self._visitor or self._sign_in())
        except No as no:
            if no.code not in {"sign_in_first", "csrf_failed"}:
                raise
        return ask(self._sign_in())

    def _sign_in(self) -> Visitor:
        visitor = Visitor(self._base_url)
        visitor.remember(visitor.post("/sign-in", login=self.person.login, password=self.person.password))
        self._visitor = visitor
        return visitor


class Tablet:
    """A paired tablet that people take turns at: badge, PIN, card, one tap."""

    def __init__(self, base_url: str, token: str) -> None:
        self._visitor = Visitor(base_url)
        self._visitor.open(f"/d/{token}")
        self._person: DemoPerson | None = None

    def scan(self, person: DemoPerson, code: str, step: str, **details: Any) -> Any:
        """Scan a job's card as this person and take a step. Raises No, Gone."""
        return self.do(person, "/scans", code=code, step=step, via="camera", **details)

    def do(self, person: DemoPerson, path: str, **body: Any) -> Any:
        """Carry a command out as this person. Raises No, Gone."""
        return self._as(person, lambda visitor: visitor.command(path, **body))

    def send_picture(self, person: DemoPerson, path: str, picture: bytes, caption: str = "") -> int:
        """Send a photo as this person; gives its id. Raises No, Gone."""
        return self._as(person, lambda visitor: visitor.send_picture(path, picture, caption))

    def _as(self, person: DemoPerson, ask: Callable[[Visitor], _Told]) -> _Told:
        if self._person != person:
            self._sign_in(person)
        try:
            return ask(self._visitor)
        except No as no:
            if no.code not in {"sign_in_first", "csrf_failed"}:
                raise
        self._sign_in(person)
        return ask(self._visitor)

    def _sign_in(self, person: DemoPerson) -> None:
        self._visitor.remember(self._visitor.get("/me"))
        if self._person is not None:
            self._leave()
        badge = self._visitor.post("/tablet/badge", text=person.badge)
        self._visitor.remember(self._visitor.post("/tablet/sign-in", person=badge["person"]["id"], pin=person.pin))
        self._person = person

    def _leave(self) -> None:
        self._person = None
        with suppress(No):  # the sign-in may have ended by itself
            self._visitor.post("/sign-out")
        self._visitor.remember(self._visitor.get("/me"))
