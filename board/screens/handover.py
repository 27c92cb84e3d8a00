"""Handing over: what the advisor ticks, what is settled, where the car stands, and the pass it leaves with."""

from typing import Any, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain.bays import BayKind
from board.domain.checklists import Occasion, list_for
from board.domain.codes import CodeKind
from board.domain.job import OperationState
from board.domain.parts import PartState
from board.domain.refusals import Refused
from board.screens.look import Look, ms
from board.screens.workshop import Plate, plate
from board.store import models

_NOT_SOLD = {OperationState.proposed, OperationState.declined, OperationState.cancelled}


class Handover(TypedDict):
    """`total_cents` is what the order's lines add up to, None where none has a price: a proposal to the cashier."""

    items: list[str]
    old_parts: str
    mileage_km: int | None
    lines: list[dict[str, Any]]
    total_cents: int | None
    currency: str
    settled: dict[str, Any] | None
    exit_pass: bool


class Stall(TypedDict):
    number: str
    free: int
    out_of_service: str | None
    cars: list[dict[str, Any]]


def handover(look: Look, job: int) -> Handover:
    """What handing over and settling a car need to know. Refused: `not_found`."""
    row = look.session.get(models.Job, job)
    if row is None or row.site_id != look.site.id:
        raise Refused("not_found")
    lines = _lines(look, row)
    prices = [line["cents"] for line in lines if line["cents"] is not None]
    return Handover(
        items=list(_items(look, row)),
        old_parts=row.old_parts.value,
        mileage_km=row.mileage_km,
        lines=lines,
        total_cents=sum(prices) if prices else None,
        currency=look.site.currency,
        settled=_settled(row),
        exit_pass=valid_exit_pass(look.session, row.id) is not None,
    )


def valid_exit_pass(session: Session, job_id: int) -> str | None:
    """The text of the pass that opens the gate for this job, or None: not settled, used, or revoked."""
    query = select(models.Code.text).where(
        models.Code.job_id == job_id,
        models.Code.kind == CodeKind.exit_pass,
        models.Code.used_at.is_(None),
        models.Code.revoked_at.is_(None),
    )
    return session.scalars(query.order_by(models.Code.id).limit(1)).one_or_none()


def stalls(look: Look) -> list[Stall]:
    """The ready stalls in their order, with the cars in them."""
    standing: dict[str, list[models.Job]] = {}
    for row in look.jobs(None):
        if row.stall is not None:
            standing.setdefault(row.stall, []).append(row)
    return [
        Stall(
            number=bay.number,
            free=max(0, bay.capacity - len(standing.get(bay.number, []))) if bay.out_of_service is None else 0,
            out_of_service=bay.out_of_service,
            cars=[{"job": row.id, "plate": _plate(row)} for row in standing.get(bay.number, [])],
        )
        for bay in look.bays().values()
        if bay.kind is BayKind.ready_stall
    ]


def _plate(row: models.Job) -> Plate:
    return plate(row.vehicle.plate)


def _items(look: Look, row: models.Job) -> tuple[str, ...]:
    query = select(models.Checklist).where(
        models.Checklist.site_id == look.site.id, models.Checklist.occasion == Occasion.handover.value
    )
    lists = {(each.occasion, each.service_type): each.items for each in look.session.scalars(query)}
    return list_for(lists, Occasion.handover.value, row.service_type.value)


def _lines(look: Look, row: models.Job) -> list[dict[str, Any]]:
    """What was sold, with its price in cents where it has one: work first, then parts of work that was sold."""
    sold = {each.id for each in row.operations if each.state not in _NOT_SOLD and not each.rework}
    found: list[dict[str, Any]] = [
        {"text": each.text, "cents": each.price_cents} for each in row.operations if each.id in sold
    ]
    query = select(models.PartLine).where(
        models.PartLine.job_id == row.id, models.PartLine.state != PartState.cancelled
    )
    for part in look.session.scalars(query.order_by(models.PartLine.id)):
        if part.operation_id is None or part.operation_id in sold:
            cents = None if part.price_cents is None else part.price_cents * part.quantity
            found.append({"text": f"{part.name} × {part.quantity}", "cents": cents})
    return found


def _settled(row: models.Job) -> dict[str, Any] | None:
    if row.settled_way is None and row.settled_cents is None and row.invoice is None:
        return None
    way = row.settled_way.value if row.settled_way else None
    return {
        "amount_cents": row.settled_cents,
        "way": way,
        "invoice": row.invoice,
        "handed_over_at": ms(row.handed_over_at),
    }
