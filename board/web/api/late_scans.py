"""What a tablet without network needs, and what it sends when the network is back."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

import structlog
from flask import Response, jsonify, make_response, request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from board.access import Asker
from board.commands import late_settling
from board.commands.late_items import Badge, Item, Outcome, Sender, SignedIn, Taken
from board.commands.late_scans import expected, take
from board.domain.late_scans import Settling, TabletTime
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.signing_in import ABSOLUTE_LIMIT, IDLE_LIMIT
from board.domain.stages import Stage
from board.metrics import LATE_SCANS
from board.proofs import Shown
from board.screens import provisions
from board.web.api import wire
from board.web.api.endpoints import InvalidBody, carry_out, endpoint, look
from board.web.api.scans import BODIES, said_with
from board.web.i18n import sentence
from board.web.parts import asker, now, parts

MOST_ITEMS: Final = 50
TabletMs = Annotated[int, Field(strict=True, gt=-32_503_680_000_000, lt=32_503_680_000_000)]
"""Milliseconds of a tablet's clock, which may be years off."""
_COMMAND_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")

log = structlog.get_logger()


class _Kept(BaseModel):
    model_config = ConfigDict(extra="ignore")
    """What a newer tablet says beside it is no reason to lose a scan."""


class SignInProof(_Kept):
    sign_in: wire.Id


class BadgeProof(_Kept):
    """`sealed` is a PIN, sealed to the key of the provisions."""

    badge: Annotated[str, StringConstraints(max_length=512)]
    sealed: Annotated[str, StringConstraints(max_length=2048)]
    session: Annotated[str, StringConstraints(min_length=8, max_length=64)]


class LateItem(_Kept):
    """One thing that a tablet kept; `said` are the step's own fields."""

    seq: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    id: wire.CommandId
    person: wire.Id
    proof: SignInProof | BadgeProof
    act: Literal["scan", "sign_out"] = "scan"
    code: Annotated[str, StringConstraints(max_length=512)] | None = None
    job: wire.Id | None = None
    step: Annotated[str, StringConstraints(max_length=40)] | None = None
    said: dict[str, Any] = Field(default_factory=dict)
    at: TabletMs
    offset: TabletMs | None = None


class SendLateScans(wire.Wire):
    """Items are LateItem, in the order of `seq`; one that is not is kept as unreadable, and holds up nothing."""

    outbox: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,40}$")]
    sent_at: TabletMs
    items: Annotated[list[Any], Field(max_length=MOST_ITEMS)]

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **how: Any) -> "SendLateScans":
        """As any body, but for half an emoji, which browsers send and the strict reader takes for no JSON at all."""
        try:
            clean = json.dumps(json.loads(json_data), ensure_ascii=False).encode("utf-8", "replace")
        except (ValueError, RecursionError):
            clean = bytes(json_data) if not isinstance(json_data, str) else json_data.encode("utf-8", "replace")
        return super().model_validate_json(clean, **how)


class SettleLateScan(wire.CommandBody):
    """`from_at` and `until_at` are for `record_time`: what the person worked on that car."""

    way: Settling
    reason: wire.Note = ""
    from_at: wire.Milliseconds | None = None
    until_at: wire.Milliseconds | None = None


@endpoint("GET", "/tablet/provisions", Action.keep_provisions, answer=wire.AnyAnswer)
def read_provisions() -> Response:
    """What this tablet keeps to go on without network: the cars, the people who use it, and the steps they may take.

    Refused: `tablet_only`.
    """
    device = _tablet(asker())
    with parts().store.reading() as session:
        view = look(session)
        people = provisions.people_of(view, device)
        tag = provisions.tag(view, people, parts().version, parts().epoch)
        if tag in request.headers.get("If-None-Match", ""):
            response = make_response("", 304)
        else:
            seal = parts().proofs.seal
            told = {"epoch": parts().epoch, "seal": {"key_id": seal.key_id, "spki": seal.spki}}
            response = make_response(jsonify(told | provisions.provisions(view, people)))
    response.headers["ETag"] = f'W/"{tag}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@endpoint("POST", "/tablet/late-scans", Action.send_late_scans, SendLateScans, wire.AnyAnswer)
def send_late_scans(sent: SendLateScans) -> dict[str, Any]:
    """Take what this tablet kept without network, in its order and once; see docs/api.md. Refused: `tablet_only`."""
    who, store = asker(), parts().store
    device = _tablet(who)
    sender = Sender(who.actor.site, device, sent.outbox, IDLE_LIMIT, ABSOLUTE_LIMIT)
    with store.reading() as session:
        expects = expected(session, sender.site, sent.outbox)
    results: list[dict[str, Any]] = []
    for seq, raw in _numbered(sent.items, expects):
        taken = take(store, sender, _item(sender, seq, raw, sent.sent_at, judged=seq >= expects), now())
        if taken is None:
            break
        _count(taken)
        results.append(_told(seq, raw, taken))
        for _ in late_settling.try_again(store, sender.site, taken.touched, now()):
            LATE_SCANS.labels("done_later").inc()
    with store.reading() as session:
        expects = expected(session, sender.site, sent.outbox)
    return {"now": round(now().timestamp() * 1000), "expects": expects, "results": results}


@endpoint("POST", "/late-scans/<int:late_scan>/settle", Action.settle_late_scan, SettleLateScan, wire.CommandAnswer)
def settle_late_scan(sent: SettleLateScan, late_scan: int) -> Response:
    """Settle a scan that could not be carried out when it arrived."""
    given = {"way": sent.way, "reason": sent.reason, "start": sent.from_at, "end": sent.until_at}
    return carry_out(late_settling.settle_late_scan, wire.CommandBody(id=sent.id), late_scan=late_scan, **given)


def _tablet(who: Asker) -> int:
    if who.device is None or who.view != "tablet":
        raise Refused("tablet_only")
    return who.device


def _numbered(items: Sequence[Any], expects: int) -> list[tuple[int, Any]]:
    """Each item with its number; one whose number cannot be read has that of its place."""
    read = [_whole(raw, "seq") for raw in items]
    first = next((seq - place for place, seq in enumerate(read) if seq is not None), expects)
    return [(first + place if seq is None else seq, items[place]) for place, seq in enumerate(read)]


def _item(sender: Sender, seq: int, raw: Any, sent_at: int, judged: bool) -> Item:
    """What a tablet sent, as far as it can be understood. `judged`: who made it has to be found out."""
    try:
        sent = LateItem.model_validate(raw)
        step = sent.step if sent.act == "scan" and sent.step in BODIES else None
        said = said_with(step, sent.id, sent.said).model_dump(mode="json", exclude={"id"}) if step else {}
    except (ValidationError, InvalidBody):
        return _unreadable(seq, raw, sent_at)
    fault = "step_unknown" if sent.act == "scan" and step is None else None
    return Item(
        seq=seq,
        id=sent.id,
        person=sent.person,
        proof=_proof(sender, sent) if judged and fault is None else None,
        told=TabletTime(sent.at, sent.offset, sent_at),
        step=step,
        said=said,
        code=sent.code,
        job=sent.job,
        fault=fault,
    )


def _proof(sender: Sender, sent: LateItem) -> SignedIn | Badge:
    if isinstance(sent.proof, SignInProof):
        return SignedIn(sent.proof.sign_in)
    shown = Shown(sent.person, sender.outbox, sent.proof.session, sent.proof.sealed)
    verdict = parts().proofs.judge(sender.device, shown, now())
    return Badge(sent.proof.badge, verdict.refused, verdict.at)


def _unreadable(seq: int, raw: Any, sent_at: int) -> Item:
    """What is left of an item that cannot be read: whatever helps to find out whose it was, and when."""
    given = raw if isinstance(raw, dict) else {}
    told, code, at = given.get("id"), given.get("code"), _whole(given, "at")
    return Item(
        seq=seq,
        id=told if isinstance(told, str) and _COMMAND_ID.fullmatch(told) else None,
        person=_whole(given, "person"),
        proof=None,
        told=TabletTime(sent_at if at is None else at, _whole(given, "offset"), sent_at),
        code=code if isinstance(code, str) and len(code) <= 512 else None,
        job=_whole(given, "job"),
        fault="late_scan_unreadable",
    )


def _whole(raw: Any, name: str) -> int | None:
    value = raw.get(name) if isinstance(raw, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**45 else None


def _count(taken: Taken) -> None:
    LATE_SCANS.labels(taken.outcome.value).inc()
    if taken.outcome in {Outcome.late, Outcome.unreadable}:
        log.info("late_scan", late_scan=taken.late_scan, code=taken.code, job=taken.job)


def _in_words(details: Mapping[str, Any]) -> dict[str, Any]:
    """Details with their stage as one that has a word: a late scan that was kept has it as plain text."""
    return dict(details) | ({"stage": Stage(details["stage"])} if "stage" in details else {})


def _told(seq: int, raw: Any, taken: Taken) -> dict[str, Any]:
    told = raw.get("id") if isinstance(raw, dict) else None
    return {
        "seq": seq,
        "id": told if isinstance(told, str) else None,
        "outcome": taken.outcome.value,
        "job": taken.job,
        "revision": taken.revision,
        "code": taken.code,
        "sentence": sentence(taken.code, _in_words(taken.details)) if taken.code else None,
        "late_scan": taken.late_scan,
    }
