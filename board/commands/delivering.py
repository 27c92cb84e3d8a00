"""From the wash to the exit: washing, parking, telling the customer, handing over, settling, letting out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.commands.codes import issue_code
from board.commands.recording import write
from board.domain import handing_over as rules
from board.domain.checklists import Occasion, list_for, ticked_of
from board.domain.codes import CodeKind
from board.domain.following_up import PaymentWay
from board.domain.gate import ExitPass, read_exit_pass, require_valid_pass
from board.domain.permissions import Action
from board.domain.plates import plate_kind, spaced_plate
from board.domain.refusals import Refused
from board.domain.stages import Move, require_stage
from board.store import models
from board.store.states import bay_state, job_state, stall_state


@command(Action.start_wash)
def start_wash(change: Change, job: int, bay: int | None = None) -> Mapping[str, Any]:
    """Begin the wash. Refused as `domain.handing_over.start_wash`."""
    row = change.job(job)
    place = bay_state(change.session, change.bay(bay)) if bay is not None else None
    write(change, row, rules.start_wash(job_state(row), place, change.at))
    return {}


@command(Action.end_wash)
def end_wash(change: Change, job: int, stall: str | None = None) -> Mapping[str, Any]:
    """The car is clean, and stands in that ready stall. Refused as `domain.handing_over.park_ready`."""
    row = change.job(job)
    configured = stall_state(change.session, change.site.id, stall)
    write(change, row, rules.end_wash(job_state(row), stall, change.at, configured))
    return {}


@command(Action.park_ready)
def park_ready(change: Change, job: int, stall: str) -> Mapping[str, Any]:
    """Say in which ready stall the car stands. Refused as `domain.handing_over.park_ready`."""
    row = change.job(job)
    configured = stall_state(change.session, change.site.id, stall)
    write(change, row, rules.park_ready(job_state(row), stall, configured))
    return {}


@command(Action.announce)
def announce(change: Change, job: int) -> Mapping[str, Any]:
    """The customer was told. Refused: `wrong_stage`, `job_closed`, `already_announced`."""
    row = change.job(job)
    write(change, row, rules.announce(job_state(row), change.at))
    return {}


@command(Action.hand_over)
def hand_over(
    change: Change,
    job: int,
    ticked: Sequence[str] = (),
    old_parts_given: bool | None = None,
    next_service_on: date | None = None,
    next_service_km: int | None = None,
) -> Mapping[str, Any]:
    """Begin the walk with the customer; `ticked` is the advisor's own check, against the site's list.

    Refused as `domain.handing_over.hand_over`.
    """
    row = change.job(job)
    items = _handover_list(change, row)
    write(change, row, rules.hand_over(job_state(row), change.at, items, ticked))
    row.handed_over_at = change.at
    row.old_parts_given = old_parts_given
    row.next_service_on, row.next_service_km = next_service_on, next_service_km
    change.details |= {"ticked": list(ticked_of(items, ticked)), "old_parts_given": old_parts_given}
    return {}


@command(Action.settle)
def settle(
    change: Change,
    job: int,
    amount_cents: int | None = None,
    way: PaymentWay | None = None,
    invoice: str | None = None,
) -> Mapping[str, Any]:
    """Paid or invoiced: the car may leave, and the gate opens for its exit pass. No bookkeeping: what the cashier says
    is kept as said (whole cents of the site's currency). Refused: `wrong_stage`, `job_closed`."""
    row = change.job(job)
    write(change, row, rules.settle(job_state(row), change.at))
    row.settled_cents, row.settled_way, row.invoice = amount_cents, way, invoice or None
    change.details |= {"amount_cents": amount_cents, "way": way.value if way else None, "invoice": row.invoice}
    return {"exit_pass": _exit_pass(change, row).text}


@command(Action.issue_exit_pass)
def issue_exit_pass(change: Change, job: int) -> Mapping[str, Any]:
    """The exit pass of a settled job; a reprint bears the code already issued, unless that was revoked.

    Refused: `not_settled`, `job_closed`.
    """
    row = change.job(job)
    require_stage(row.stage, Move.deliver)
    return {"exit_pass": _exit_pass(change, row).text}


@command(Action.deliver)
def deliver(change: Change, job: int) -> Mapping[str, Any]:
    """The car left through the gate without its pass being read; the pass opens nothing any more.

    Refused: `not_settled`, `job_closed`.
    """
    row = change.job(job)
    _leave(change, row)
    return {}


@command(Action.let_out)
def let_out(change: Change, code: str) -> Mapping[str, Any]:
    """The exit pass was read at the gate: the car leaves. `code` is the pass as scanned or typed; what is told is what
    the guard compares with the car that stands there.

    Refused: `exit_pass_damaged`, `not_an_exit_pass`, `exit_pass_unknown`, `exit_pass_used`, `exit_pass_revoked`,
    `not_settled`, `job_closed`.
    """
    found = _issued(change, read_exit_pass(code).text)
    row = change.job(found.job_id or 0)
    require_valid_pass(ExitPass(found.used_at, found.revoked_at))
    _leave(change, row)
    vehicle = row.vehicle
    plate = {"text": spaced_plate(vehicle.plate), "kind": plate_kind(vehicle.plate).value}
    return {"plate": plate, "model": vehicle.model, "colour": vehicle.colour}


def _issued(change: Change, text: str) -> models.Code:
    query = select(models.Code).where(models.Code.text == text, models.Code.site_id == change.site.id)
    found = change.session.scalars(query).one_or_none()
    if found is None:
        raise Refused("exit_pass_unknown")
    return found


def _leave(change: Change, row: models.Job) -> None:
    """Deliver the job; its pass has done its work, whether or not it was read."""
    write(change, row, rules.deliver(job_state(row), change.at))
    for code in _open_passes(change, row):
        code.used_at = change.at


def _exit_pass(change: Change, row: models.Job) -> models.Code:
    passes = _open_passes(change, row)
    if passes:
        return passes[0]
    return issue_code(change, CodeKind.exit_pass, job=row.id)


def _open_passes(change: Change, row: models.Job) -> list[models.Code]:
    query = select(models.Code).where(
        models.Code.job_id == row.id,
        models.Code.kind == CodeKind.exit_pass,
        models.Code.used_at.is_(None),
        models.Code.revoked_at.is_(None),
    )
    return list(change.session.scalars(query.order_by(models.Code.id)))


def _handover_list(change: Change, row: models.Job) -> tuple[str, ...]:
    query = select(models.Checklist).where(
        models.Checklist.site_id == change.site.id, models.Checklist.occasion == Occasion.handover.value
    )
    lists = {(each.occasion, each.service_type): each.items for each in change.session.scalars(query)}
    return list_for(lists, Occasion.handover.value, row.service_type.value)
