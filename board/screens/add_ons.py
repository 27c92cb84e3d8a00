"""Found work and parts of one job, for whoever opens its file, and what of it its customer is shown."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain.add_ons import add_on_state
from board.domain.job import OperationState
from board.domain.parts import PartState
from board.screens.look import Look, ms
from board.store import models

_GIVEN_UP: Final = PartState.cancelled


def add_ons(look: Look, row: models.Job, named: bool) -> list[dict[str, Any]]:
    """Found work as it was found, with its photos, price and parts, and what the customer said; their name where it is
    for the reader to know (`named`)."""
    lines = {each.id: each for each in row.operations}
    parts = part_lines(look.session, [row.id])
    return [
        {
            **_found(lines[each.operation_id]),
            "note": each.note,
            "photos": list(each.photos),
            "found_by": look.name(each.found_by_id),
            "found_at": ms(each.found_at),
            "priced_at": ms(each.priced_at),
            "priced_by": look.name(each.priced_by_id),
            "parts": [part(line) for line in counted_parts(lines[each.operation_id], parts)],
            "decided": _decided(look, each, named),
        }
        for each in found_work(look.session, [row.id])
        if each.operation_id in lines
    ]


def parts(look: Look, row: models.Job) -> list[dict[str, Any]]:
    """Every part line of a job, as they were asked for."""
    texts = {each.id: each.text for each in row.operations}
    return [
        {**part(line), "operation": line.operation_id, "operation_text": texts.get(line.operation_id or 0)}
        for line in part_lines(look.session, [row.id])
    ]


def found_work(session: Session, jobs: Iterable[int]) -> list[models.AddOn]:
    """The add-ons of some jobs, as they were found."""
    query = select(models.AddOn).where(models.AddOn.job_id.in_(list(jobs))).order_by(models.AddOn.id)
    return list(session.scalars(query))


def part_lines(session: Session, jobs: Iterable[int]) -> list[models.PartLine]:
    """The part lines of some jobs, as they were asked for."""
    query = select(models.PartLine).where(models.PartLine.job_id.in_(list(jobs))).order_by(models.PartLine.id)
    return list(session.scalars(query))


def part(line: models.PartLine) -> dict[str, Any]:
    """A part line; the price is that of one piece."""
    return {
        "id": line.id,
        "number": line.number,
        "name": line.name,
        "quantity": line.quantity,
        "price_cents": line.price_cents,
        "state": line.state.value,
        "expected_at": ms(line.expected_at),
        "changed_at": ms(line.changed_at),
        "note": line.note,
    }


def counted_parts(operation: models.Operation, lines: Iterable[models.PartLine]) -> list[models.PartLine]:
    """The parts that the work needs; of declined work those that it would have needed."""
    declined = operation.state is OperationState.declined
    return [each for each in lines if each.operation_id == operation.id and (declined or each.state is not _GIVEN_UP)]


def total_cents(operation: models.Operation, lines: Iterable[models.PartLine]) -> int | None:
    """What the work costs with its parts, or None while it has no price."""
    if operation.price_cents is None:
        return None
    return operation.price_cents + sum((each.price_cents or 0) * each.quantity for each in lines)


def _found(line: models.Operation) -> dict[str, Any]:
    return {
        "operation": line.id,
        "code": line.code,
        "text": line.text,
        "standard_minutes": line.standard_minutes,
        "skill": line.skill,
        "high_voltage": line.high_voltage,
        "safety": line.safety,
        "price_cents": line.price_cents,
        "state": add_on_state(line.state, line.price_cents is not None).value,
        "work": line.state.value,
    }


def _decided(look: Look, row: models.AddOn, named: bool) -> dict[str, Any] | None:
    if row.decided_at is None or row.decided_via is None:
        return None
    return {
        "at": ms(row.decided_at),
        "via": row.decided_via.value,
        "name": row.decided_name if named else None,
        "recorded_by": look.name(row.decided_by_id),
        "signature": row.signature_id if named else None,
    }
