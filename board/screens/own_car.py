"""The customer's own car: when, where it stands, what needs their yes, whom to call. Nothing about anybody else, and of
the people who work here the advisor only."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from board.domain.add_ons import AddOnState, add_on_state
from board.domain.clockings import ClockingAct
from board.domain.job import OperationState, PauseReason
from board.domain.stages import CLOSED, Stage
from board.screens.add_ons import counted_parts, found_work, part_lines, total_cents
from board.screens.handover import valid_exit_pass
from board.screens.look import ms
from board.screens.lounge import STEP
from board.screens.workshop import plate
from board.store import models

WORK, CHECKS, WASH, READY = 2, 3, 4, 5
_COUNTED: Final = frozenset({OperationState.open, OperationState.started, OperationState.done})
_TOLD_PAUSES: Final = frozenset({PauseReason.parts, PauseReason.customer_approval})
"""Why work stands still, where it concerns the customer; they are not told of anybody's break."""


def own_car(session: Session, row: models.Job, now: datetime) -> dict[str, Any]:
    """What the customer's page shows of a job. Times are milliseconds, money whole cents of the site's currency."""
    site = session.get_one(models.Site, row.site_id)
    closed = row.stage in CLOSED
    return {
        "now": ms(now),
        "plate": plate(row.vehicle.plate),
        "model": row.vehicle.model,
        "service_type": row.service_type.value,
        "wash": row.wash_wanted,
        "currency": site.currency,
        "closed": None if not closed else "cancelled" if row.stage is Stage.cancelled else "delivered",
        "ready": STEP.get(row.stage) == READY,
        "promised_at": ms(row.promised_at),
        "steps": _steps(row),
        "work": _work(row),
        "add_ons": _add_ons(session, row),
        "advisor": _advisor(row),
        "exit_pass": valid_exit_pass(session, row.id) if row.stage is Stage.settled else None,
    }


def photos_for_customer(session: Session, job: int) -> set[int]:
    """The photos that the customer of a job may see: those of found work."""
    return {photo for each in found_work(session, [job]) for photo in each.photos}


def _steps(row: models.Job) -> list[dict[str, Any]]:
    """The plain steps, each with when it began where that is known."""
    step = STEP.get(row.stage)
    ons = [each.at for each in row.clockings if each.act is ClockingAct.on]
    offs = [each.at for each in row.clockings if each.act is ClockingAct.off]
    began = {
        1: row.arrived_at or row.taken_in_at,
        WORK: min(ons, default=None),
        CHECKS: max(offs, default=None) if step is None or step >= CHECKS else None,
        WASH: row.stage_since if step == WASH else None,
        READY: row.stage_since if row.stage is Stage.ready else None,
    }
    return [
        {"step": number, "state": _standing(number, step), "began_at": ms(began[number])}
        for number in range(1, 6)
        if number != WASH or row.wash_wanted
    ]


def _standing(number: int, step: int | None) -> str:
    if step is None or number < step:
        return "done"
    return "now" if number == step else "ahead"


def _work(row: models.Job) -> dict[str, Any]:
    """How far the work is: lines of the order done, what is done at this moment, and why nothing is."""
    counted = [each for each in row.operations if each.state in _COUNTED]
    on = {each.operation_id for each in row.on}
    pause = row.pause_reason if row.pause_reason in _TOLD_PAUSES else "other"
    return {
        "done": len([each for each in counted if each.state is OperationState.done]),
        "of": len(counted),
        "doing": [each.text for each in row.operations if each.id in on],
        "pause": pause if row.stage is Stage.paused else None,
    }


def _add_ons(session: Session, row: models.Job) -> list[dict[str, Any]]:
    lines = {each.id: each for each in row.operations}
    parts = part_lines(session, [row.id])
    return [
        _add_on(lines[each.operation_id], each, counted_parts(lines[each.operation_id], parts))
        for each in found_work(session, [row.id])
        if each.operation_id in lines
    ]


def _add_on(line: models.Operation, found: models.AddOn, parts: list[models.PartLine]) -> dict[str, Any]:
    state = add_on_state(line.state, line.price_cents is not None)
    told: dict[str, Any] = {
        "operation": line.id,
        "text": line.text,
        "note": found.note,
        "safety": line.safety,
        "standard_minutes": line.standard_minutes,
        "photos": list(found.photos),
        "state": state.value,
        "price_cents": line.price_cents,
        "total_cents": total_cents(line, parts),
        "parts": [],
        "decided_at": ms(found.decided_at),
        "decided_name": found.decided_name,
    }
    if state is not AddOnState.to_price:
        told["parts"] = [
            {"name": each.name, "quantity": each.quantity, "price_cents": each.price_cents} for each in parts
        ]
    return told


def _advisor(row: models.Job) -> dict[str, Any] | None:
    return {"name": row.advisor.name, "phone": row.advisor.phone} if row.advisor else None
