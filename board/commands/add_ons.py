"""Add-on work: found by the floor, priced by the store, decided by the customer, on a phone or through the advisor."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from board.commands.attachments import add_signature, photo_of
from board.commands.change import Change, command
from board.commands.closing import valid_links
from board.commands.codes import issue_code
from board.commands.parts import give_up_parts, lines_of
from board.commands.promising import note_promise
from board.commands.recording import write
from board.domain import add_ons as rules
from board.domain import working
from board.domain.add_ons import DecidedVia
from board.domain.codes import CodeKind
from board.domain.handing_over import change_promise
from board.domain.job import Job, Operation, PauseReason
from board.domain.parts import PartState
from board.domain.permissions import Action
from board.domain.reception import AttachmentKind
from board.domain.refusals import Refused
from board.domain.stages import CLOSED
from board.store import models
from board.store.states import job_state, people_states

CLOCKED_OFF_BY_HIGH_VOLTAGE = "high_voltage"
"""The reason that is kept with the clock-offs of people without the papers."""


@command(Action.propose_add_on)
def propose_add_on(
    change: Change,
    job: int,
    text: str = "",
    code: str | None = None,
    standard_minutes: int | None = None,
    skill: str | None = None,
    high_voltage: bool = False,
    safety: bool = False,
    note: str = "",
    photos: Sequence[int] = (),
    pause: bool = False,
) -> Mapping[str, Any]:
    """Put found work on a job, in words or by the code of a standard job, whose hours, marks and parts it then brings.
    With `pause` the finder is clocked off at once and waits for the customer.

    Refused as `domain.add_ons.propose_add_on` and `domain.working.pause`; `not_found` (code, photo), `text_needed`.
    """
    row = change.job(job)
    standard = _standard_job(change, code) if code else None
    found = _found_work(change, standard, text, standard_minutes, skill, high_voltage, safety)
    after = rules.propose_add_on(job_state(row), found)
    if pause:
        after = working.pause(after, change.asker(), PauseReason.customer_approval, change.at)
    write(change, row, after, reason=PauseReason.customer_approval.value)
    change.log.flush()
    operation = row.operations[-1]
    operation.code = standard.code if standard else None
    change.session.add(
        models.AddOn(
            job_id=row.id,
            operation_id=operation.id,
            found_by_id=change.actor.person,
            found_at=change.at,
            note=note.strip(),
            photos=[photo_of(change, row.id, each) for each in dict.fromkeys(photos)],
        )
    )
    if standard is not None:
        _write_parts(change, row, operation, standard.parts)
    change.details |= {"operation": operation.id, "text": operation.text, "minutes": operation.standard_minutes}
    return {"operation": operation.id}


def _standard_job(change: Change, code: str) -> models.StandardJob:
    query = select(models.StandardJob).where(
        models.StandardJob.site_id == change.site.id, models.StandardJob.code == code, models.StandardJob.active
    )
    found = change.session.scalars(query).one_or_none()
    if found is None:
        raise Refused("not_found")
    return found


def _found_work(
    change: Change,
    standard: models.StandardJob | None,
    text: str,
    minutes: int | None,
    skill: str | None,
    high_voltage: bool,
    safety: bool,
) -> Operation:
    """The line of work: what was said, and what the catalogue says beyond it. A mark of danger is never taken off."""
    if standard is None:
        if not text.strip():
            raise Refused("text_needed")
        return Operation(None, text.strip(), minutes or 0, skill=skill, high_voltage=high_voltage, safety=safety)
    own = standard.text_zh if change.site.language.startswith("zh") else standard.text_en
    return Operation(
        None,
        text.strip() or own or standard.text_zh,
        standard.standard_minutes if minutes is None else minutes,
        skill=skill or standard.skill,
        high_voltage=high_voltage or standard.high_voltage,
        safety=safety or standard.safety,
        checklist=tuple(standard.checklist),
    )


@command(Action.price_add_on)
def price_add_on(
    change: Change, job: int, operation: int, price_cents: int, parts: Sequence[Mapping[str, Any]] = ()
) -> Mapping[str, Any]:
    """Say what found work costs: its labour, and its parts (`{number, name, quantity, price_cents}`, of one piece), in
    whole cents. Until the customer has decided it may be priced anew. Refused as `domain.add_ons.undecided`."""
    row = change.job(job)
    rules.undecided(job_state(row), operation)
    line, add_on = _add_on(change, row, operation)
    line.price_cents = price_cents
    add_on.priced_at, add_on.priced_by_id = change.at, change.actor.person
    _write_parts(change, row, line, parts)
    change.details |= {"operation": operation, "text": line.text, "price_cents": price_cents, "parts": len(parts)}
    change.touch("job", row.id)
    return {}


def _write_parts(
    change: Change, row: models.Job, operation: models.Operation, parts: Sequence[Mapping[str, Any]]
) -> None:
    """The operation's part lines are these; one that stays keeps how far it is."""
    known = {(line.number, line.name): line for line in lines_of(change, row) if line.operation_id == operation.id}
    for part in parts:
        number, name = str(part.get("number") or "").strip(), str(part["name"]).strip()
        line = known.pop((number, name), None)
        if line is None:
            line = models.PartLine(
                job_id=row.id,
                operation_id=operation.id,
                number=number,
                name=name,
                state=PartState.wanted,
                changed_at=change.at,
            )
            change.session.add(line)
        line.quantity = int(part.get("quantity") or 1)
        line.price_cents = part.get("price_cents")
    for gone in known.values():
        change.session.delete(gone)


@command(Action.approve_add_on)
def approve_add_on(
    change: Change,
    job: int,
    operation: int,
    name: str,
    via: DecidedVia,
    promise: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    """Record that the customer said yes, by phone or at the desk: whose word it was, and how it came. `promise`
    (`{promised_at, reason, told}`) is the new time that they were told; without it the promise stays.

    Refused as `domain.add_ons.approve_add_on` and `domain.handing_over.change_promise`.
    """
    row = change.job(job)
    _approve(change, row, operation, name, _by_voice(via), promise=promise)
    return {}


@command(Action.decline_add_on)
def decline_add_on(
    change: Change,
    job: int,
    operation: int,
    name: str,
    via: DecidedVia,
    signature: int | None = None,
    promise: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    """Record that the customer said no; a safety item needs their signature (an attachment of this job).

    Refused as `domain.add_ons.decline_add_on` and `domain.handing_over.change_promise`, and `not_found` (signature).
    """
    row = change.job(job)
    if signature is not None:
        signature = photo_of(change, row.id, signature, AttachmentKind.signature)
    _decline(change, row, operation, name, _by_voice(via), signature=signature, promise=promise)
    return {}


@command(Action.decide_own_add_on)
def decide_own_add_on(
    change: Change,
    job: int,
    operation: int,
    approved: bool,
    name: str,
    address: str,
    signature: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    """The customer decides on their own phone; their name and the network address of the phone are kept with it.
    `signature` is the picture that they drew, as `add_signature` takes it.

    Refused: `add_on_unpriced`, and as `domain.add_ons.approve_add_on` and `decline_add_on`.
    """
    row = change.job(job)
    asked = rules.undecided(job_state(row), operation)
    if next(each for each in row.operations if each.id == operation).price_cents is None:
        raise Refused("add_on_unpriced", text=asked.text)
    if approved:
        _approve(change, row, operation, name, DecidedVia.link, address=address)
        return {}
    drawn = add_signature.run(change, job, **signature)["attachment"] if signature is not None else None
    _decline(change, row, operation, name, DecidedVia.link, signature=drawn, address=address)
    return {}


def _by_voice(via: DecidedVia) -> DecidedVia:
    """What an advisor can record: the link is the customer's own."""
    if via is DecidedVia.link:
        raise Refused("bad_request")
    return via


def _approve(
    change: Change,
    row: models.Job,
    operation: int,
    name: str,
    via: DecidedVia,
    address: str | None = None,
    promise: Mapping[str, Any] | None = None,
) -> None:
    on = people_states(change.session, [each.person for each in row.on])
    after = rules.approve_add_on(job_state(row), operation, change.at, on)
    _record(change, row, operation, name, via, None, address)
    after = _promised(change, row, give_up_parts(change, row, after), promise)
    change.details["approved"] = True
    write(change, row, after, reason=CLOCKED_OFF_BY_HIGH_VOLTAGE)


def _decline(
    change: Change,
    row: models.Job,
    operation: int,
    name: str,
    via: DecidedVia,
    signature: int | None,
    address: str | None = None,
    promise: Mapping[str, Any] | None = None,
) -> None:
    after = rules.decline_add_on(job_state(row), operation, signature is not None, change.at)
    _record(change, row, operation, name, via, signature, address)
    after = _promised(change, row, give_up_parts(change, row, after), promise)
    change.details["approved"] = False
    write(change, row, after)


def _record(
    change: Change,
    row: models.Job,
    operation: int,
    name: str,
    via: DecidedVia,
    signature: int | None,
    address: str | None,
) -> None:
    if not name.strip():
        raise Refused("name_needed")
    line, add_on = _add_on(change, row, operation)
    add_on.decided_at, add_on.decided_via, add_on.decided_name = change.at, via, name.strip()
    add_on.decided_address, add_on.decided_by_id = address, change.actor.person
    add_on.signature_id = signature
    change.details |= {"operation": operation, "text": line.text, "via": via.value}


def _promised(change: Change, row: models.Job, after: Job, promise: Mapping[str, Any] | None) -> Job:
    """The new time that the customer was told of with their decision, in the ledger."""
    if promise is None:
        return after
    at, reason, told = promise["promised_at"], promise.get("reason", ""), promise.get("told", "")
    later = change_promise(after, at, reason, told, change.now)
    note_promise(change, row, at, row.promised_at, reason, told)
    change.details |= {
        "was": row.promised_at.isoformat() if row.promised_at else None,
        "promised_at": at.isoformat(),
        "reason": reason,
        "told": told,
    }
    row.first_promised_at = row.first_promised_at or at
    return later


def _add_on(change: Change, row: models.Job, operation: int) -> tuple[models.Operation, models.AddOn]:
    line = next((each for each in row.operations if each.id == operation), None)
    found = change.session.scalars(select(models.AddOn).where(models.AddOn.operation_id == operation)).one_or_none()
    if line is None or found is None:
        raise Refused("operation_unknown")
    return line, found


@command(Action.renew_customer_link)
def renew_customer_link(change: Change, job: int) -> Mapping[str, Any]:
    """Give the customer a new link, for instance when the printed copy was lost; the old one opens nothing any more.

    Refused: `job_closed`.
    """
    row = change.job(job)
    if row.stage in CLOSED:
        raise Refused("job_closed", stage=row.stage)
    for code in valid_links(change, row.id):
        code.revoked_at = change.at
    change.touch("job", row.id)
    issue_code(change, CodeKind.customer_copy, job=row.id)
    return {}
