"""The order: what is to be done for how much and until when, and the customer's signature under it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from board.commands.attachments import photo_of
from board.commands.change import Change, command
from board.commands.comebacks import link_latest
from board.commands.promising import note_promise
from board.commands.receiving import touch_its_other_jobs, vehicle_of
from board.commands.recording import write
from board.domain import reception
from board.domain.job import OldParts, Priority, ServiceType
from board.domain.masking import Salutation
from board.domain.parts import PartState
from board.domain.permissions import Action
from board.domain.plates import normalise_plate, spaced_plate
from board.domain.reception import AttachmentKind
from board.domain.refusals import Refused
from board.domain.stages import LIVE
from board.store import models
from board.store.states import job_state, order_state

_STILL_OURS = frozenset({PartState.wanted, PartState.in_stock})
"""Lines for which nothing was ordered or taken out yet: they may go without a word."""


@command(Action.write_order)
def write_order(
    change: Change,
    job: int,
    vehicle: Mapping[str, Any],
    customer: Mapping[str, Any],
    service_type: ServiceType,
    operations: Sequence[Mapping[str, Any]],
    parts: Sequence[Mapping[str, Any]] = (),
    priority: Priority = Priority.normal,
    promised_at: datetime | None = None,
    waits: bool = False,
    wash_wanted: bool = True,
    old_parts: OldParts = OldParts.discard,
) -> Mapping[str, Any]:
    """Write the whole order anew while the car is in reception; its lines replace those that were there. It may be
    unfinished: what is missing is said when it is to be signed. A part's `operation` is the place of its line, from 0.

    Refused: `wrong_stage`, `job_closed`, `plate_invalid`, `already_here` (another plate, of a car that is in the shop),
    `promise_in_past`.
    """
    row = change.job(job)
    reception.require_reception(job_state(row))
    reception.require_promise_ahead(promised_at, row.promised_at, change.now)
    _write_vehicle(change, row, vehicle)
    row.customer.name = customer["name"].strip()
    row.customer.salutation = Salutation(customer.get("salutation") or Salutation.none)
    row.customer.phone = customer.get("phone") or None
    row.service_type, row.priority = service_type, priority
    row.promised_at, row.waits, row.wash_wanted, row.old_parts = promised_at, waits, wash_wanted, old_parts
    lines, surplus = _write_lines(row, operations)
    change.log.flush()
    _write_parts(change, row, parts, lines, {each.id for each in surplus})
    change.log.flush()
    for each in surplus:
        row.operations.remove(each)
        change.session.delete(each)
    change.touch("job", row.id)
    return {}


def _write_vehicle(change: Change, row: models.Job, told: Mapping[str, Any]) -> None:
    plate = normalise_plate(told["plate"])
    if plate != row.vehicle.plate:
        _require_elsewhere(change, plate)
    vehicle = vehicle_of(change, plate, told["model"].strip(), told["energy"], told.get("colour"), told.get("vin"))
    change.log.flush()
    row.vehicle, row.vehicle_id = vehicle, vehicle.id
    touch_its_other_jobs(change, row.vehicle)
    booked = select(models.Appointment.id).where(models.Appointment.vehicle_id == row.vehicle.id)
    change.touch("appointment", *change.session.scalars(booked))


def _require_elsewhere(change: Change, plate: str) -> None:
    query = (
        select(models.Job)
        .join(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .where(models.Job.site_id == change.site.id, models.Vehicle.plate == plate, models.Job.stage.in_(LIVE))
    )
    here = change.session.scalars(query.order_by(models.Job.id).limit(1)).one_or_none()
    if here is not None:
        raise Refused("already_here", plate=spaced_plate(plate), stage=here.stage, job=here.id)


def _write_lines(
    row: models.Job, wanted: Sequence[Mapping[str, Any]]
) -> tuple[list[models.Operation], list[models.Operation]]:
    """The rows of the lines, in order, and those that are no longer wanted."""
    ordered = [each for each in row.operations if not each.add_on]
    lines = []
    for place, line in enumerate(wanted):
        if place < len(ordered):
            operation = ordered[place]
        else:
            operation = models.Operation(high_voltage=False, safety=False)
            row.operations.append(operation)
        skill = line.get("skill")
        operation.position = place + 1
        operation.code = line.get("code") or None
        operation.text = line["text"]
        operation.standard_minutes = line["standard_minutes"]
        operation.skill = str(skill) if skill else None
        operation.high_voltage = line.get("high_voltage", False)
        operation.safety = line.get("safety", False)
        operation.price_cents = line.get("price_cents")
        operation.checklist = list(line.get("checklist") or ())
        lines.append(operation)
    return lines, ordered[len(wanted) :]


def _write_parts(
    change: Change,
    row: models.Job,
    wanted: Sequence[Mapping[str, Any]],
    lines: Sequence[models.Operation],
    surplus: set[int],
) -> None:
    """A line that is the same part as before keeps what the store did about it; one that the store has already ordered
    or given out stays, even when the order no longer has it: somebody has to take it back."""
    query = select(models.PartLine).where(models.PartLine.job_id == row.id).order_by(models.PartLine.id)
    left = list(change.session.scalars(query))
    for part in wanted:
        number, name = (part.get("number") or "").strip(), part["name"].strip()
        line = next((each for each in left if (each.number, each.name) == (number, name)), None)
        if line is None:
            line = models.PartLine(
                job_id=row.id, number=number, name=name, state=PartState.wanted, changed_at=change.at, note=""
            )
            change.session.add(line)
        else:
            left.remove(line)
        line.quantity, line.price_cents = part.get("quantity", 1), part.get("price_cents")
        place = part.get("operation")
        line.operation_id = lines[place].id if place is not None and place < len(lines) else None
    for gone in left:
        if gone.state in _STILL_OURS:
            change.session.delete(gone)
        elif gone.operation_id in surplus:
            gone.operation_id = None


@command(Action.sign_order)
def sign_order(change: Change, job: int, seen: str, signature: int | None = None) -> Mapping[str, Any]:
    """The customer signed the order as they saw it (`seen` is its digest, `signature` the attachment): the first
    promise is made, and the car waits for dispatch. What was signed is what is stored, and its digest stays.

    Refused as `domain.reception.sign_order`, and `not_found` (the signature).
    """
    row = change.job(job)
    order = order_state(change.session, row)
    after = reception.sign_order(job_state(row), order, seen, signature is not None, change.now)
    walk = change.session.scalars(select(models.WalkRound).where(models.WalkRound.job_id == row.id)).one()
    walk.ended_at = walk.ended_at or change.at
    row.signed_at = change.at
    row.order_digest = order.digest
    if signature is not None:
        row.signature_id = photo_of(change, row.id, signature, AttachmentKind.signature)
    if order.promised_at is not None:
        note_promise(change, row, order.promised_at, was=None)
        row.first_promised_at = order.promised_at
    change.details |= {"digest": order.digest, "signature": signature, "total_cents": order.total_cents}
    write(change, row, after)
    link_latest(change, row)
    return {"digest": order.digest}
