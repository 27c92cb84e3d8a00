"""What a scan asks: look a code up, or take a step with it. A scanned text is looked up and nothing else: never
followed as a link, never logged whole."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from flask import Response, g, jsonify, make_response
from pydantic import ValidationError
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, lazyload

from board.commands.scan_steps import STEPS
from board.domain.codes import Code, CodeKind, read_code
from board.domain.permissions import Action
from board.domain.plates import normalise_plate
from board.domain.refusals import Refused
from board.domain.stages import CLOSED, LIVE
from board.metrics import SCANS
from board.screens import tablet
from board.screens.look import Look
from board.store import models
from board.web.api import wire
from board.web.api.delivering import HandOver, Settle
from board.web.api.endpoints import InvalidBody, answered, done, endpoint, look, plain
from board.web.parts import asker, now, parts

LOGGED_CHARACTERS: Final = 4

BODIES: Final[Mapping[str, type[wire.CommandBody]]] = {
    "clock_on": wire.OnOperation,
    "resume": wire.OnOperation,
    "switch": wire.Switch,
    "pause": wire.Pause,
    "finish_operation": wire.FinishOperation,
    "take_over": wire.TakeOver,
    "tick": wire.Tick,
    "record_test_drive": wire.RecordTestDrive,
    "pass_self_check": wire.SignCheck,
    "fail_self_check": wire.SignCheck,
    "pass_leader_check": wire.SignCheck,
    "fail_leader_check": wire.SignCheck,
    "pass_final_check": wire.SignCheck,
    "fail_final_check": wire.SignCheck,
    "open_reception": wire.CommandBody,
    "start_wash": wire.StartWash,
    "end_wash": wire.EndWash,
    "park_ready": wire.ParkReady,
    "announce": wire.CommandBody,
    "hand_over": HandOver,
    "settle": Settle,
    "deliver": wire.CommandBody,
}
"""What is said with each step of commands.scan_steps."""

log = structlog.get_logger()


@endpoint("POST", "/scans/look", Action.scan, wire.LookScan, wire.AnyAnswer)
def look_up(sent: wire.LookScan) -> dict[str, Any]:
    """What a code is, with the steps it offers the asker; typed text may also be a job's number or a plate.

    Refused: `scan_foreign`, `scan_damaged`, `scan_revoked`, `scan_too_long`, `scan_empty`, `scan_ambiguous`,
    `job_closed`.
    """
    try:
        with parts().store.reading() as session:
            view = look(session)
            found = _found(session, view, sent.text, typed=sent.via == "typed")
    except Refused as refused:
        SCANS.labels(sent.via, refused.code).inc()
        log.info("scan_refused", code=refused.code, via=sent.via, length=len(sent.text), begins=_shortened(sent.text))
        raise
    SCANS.labels(sent.via, "found").inc()
    return found


@endpoint("POST", "/scans", Action.scan, wire.Scan, wire.CommandAnswer)
def scan(sent: wire.Scan) -> Response:
    """Take a step on the job whose card was scanned. Refused as `look_up` and as the step's command."""
    if sent.step not in STEPS:
        raise Refused("bad_request")
    step = STEPS[sent.step]
    details = plain(said_with(sent.step, sent.id, sent.model_extra or {}))
    with parts().store.reading() as session:
        view = look(session)
        # A repeat is answered as the first time, also when the step has closed the job or the card was lost since.
        known = session.get(models.Receipt, (view.site.id, sent.id)) is not None
        job = _job_of(session, view, sent.code, typed=sent.via == "typed", repeated=known)
    g.job_concerned = job.id
    key, person = f"job:{job.id}", asker().person or 0

    def card(session: Session, site: models.Site) -> Any:
        return tablet.cards(Look(session, site, now()), {key}, person).get(key)

    answer = done(step.command, sent.id, {**details, **step.fixed, "job": job.id}, show=card)
    if answer.repeated:
        with parts().store.reading() as session:
            shown = tablet.cards(look(session), {key}, person).get(key)
    else:
        shown = answer.shown
    return make_response(jsonify(answered(answer) | {"card": shown}), 200)


def said_with(step: str, command_id: str, told: Mapping[str, Any]) -> wire.CommandBody:
    """What was said with a step. Raises InvalidBody."""
    body, given = BODIES[step], {"id": command_id, **told}
    if body is wire.SignCheck:
        given["passed"] = step.startswith("pass")
    try:
        return body.model_validate(given)
    except ValidationError as error:
        raise InvalidBody(error) from None


def _found(session: Session, view: Look, text: str, typed: bool) -> dict[str, Any]:
    if not typed or _is_code(text):
        code = read_code(text)
        if code.kind is CodeKind.badge:
            person = badge_holder(session, view.site.id, code)
            return {"kind": "badge", "person": {"id": person.id, "name": person.name}}
    row = _job_of(session, view, text, typed)
    g.job_concerned = row.id
    cards = tablet.cards(view, {f"job:{row.id}"}, asker().person or 0)
    return {"kind": "job", "job": row.id, "card": cards[f"job:{row.id}"]}


def _is_code(text: str) -> bool:
    try:
        read_code(text)
    except Refused as refused:
        return refused.code == "scan_damaged" and len(text.strip()) > 20
    return True


def _job_of(session: Session, view: Look, text: str, typed: bool, repeated: bool = False) -> models.Job:
    if typed and not _is_code(text):
        row = _typed_job(session, view, text)
    else:
        row = _scanned_job(session, view, text, repeated)
    if row.stage in CLOSED and not repeated:
        raise Refused("job_closed", stage=row.stage)
    return row


def _scanned_job(session: Session, view: Look, text: str, repeated: bool) -> models.Job:
    code = read_code(text)
    if code.kind is CodeKind.badge:
        raise Refused("scan_foreign")
    row = _known_code(session, view.site.id, code) if repeated else _valid_code(session, view.site.id, code)
    return session.get_one(models.Job, row.job_id, options=(lazyload("*"),))  # what hangs on it is read when asked for


def _typed_job(session: Session, view: Look, text: str) -> models.Job:
    """A job by its number (the day may be left out) or its plate, among the cars that are here."""
    if len(text) > 60:
        raise Refused("scan_too_long")
    wanted = text.strip()
    if not wanted:
        raise Refused("scan_empty")
    if "\x00" in wanted:
        raise Refused("scan_foreign")  # nobody's, and no text for a database
    try:
        plate = normalise_plate(wanted)
    except Refused:
        plate = ""
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    here = select(models.Job).join(models.Vehicle).where(models.Job.site_id == view.site.id)
    by_number = models.Job.number == wanted, models.Job.number.endswith(f"-{escaped}", escape="\\")
    partly = models.Job.number.endswith(escaped, escape="\\") if "-" in wanted else by_number[0]
    meant = here.where(or_(*by_number, partly, models.Vehicle.plate == plate)).order_by(models.Job.id.desc())
    present = session.scalars(meant.where(models.Job.stage.in_(LIVE)).limit(2)).all()
    if len(present) > 1:
        raise Refused("scan_ambiguous")
    row = present[0] if present else session.scalars(meant.limit(1)).first()
    if row is None:
        raise Refused("scan_foreign")
    return row


def _valid_code(session: Session, site_id: int, code: Code) -> models.Code:
    row = _known_code(session, site_id, code)
    if row.revoked_at is not None:
        raise Refused("scan_revoked")
    return row


def _known_code(session: Session, site_id: int, code: Code) -> models.Code:
    row = session.scalars(
        select(models.Code).where(models.Code.text == code.text, models.Code.site_id == site_id)
    ).one_or_none()
    if row is None:
        raise Refused("scan_foreign")
    return row


def badge_holder(session: Session, site_id: int, code: Code) -> models.Person:
    """Whose badge it is. Refused: `scan_foreign`, `scan_revoked`."""
    if code.kind is not CodeKind.badge:
        raise Refused("scan_foreign")
    row = _valid_code(session, site_id, code)
    person = session.get_one(models.Person, row.person_id)
    if not person.active:
        raise Refused("scan_revoked")
    return person


def _shortened(text: str) -> str:
    """The beginning, harmless in a log: enough to tell a link from a misread card, never a whole plate or name."""
    return "".join(each if each.isprintable() else "?" for each in text[: min(LOGGED_CHARACTERS, len(text) // 2)])
