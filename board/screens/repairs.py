"""What waits for a foreman's word about clockings: times that people propose, and ends that the shift's end made."""

from collections.abc import Iterator
from typing import Any, TypedDict

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from board.domain.clockings import Span, spans
from board.screens.look import Keys, Look, ids_of, ms
from board.screens.workshop import Plate, plate
from board.store import models
from board.store.states import clocking_state


class RepairCard(TypedDict):
    kind: str
    person: dict[str, Any]
    job: int
    number: str
    plate: Plate
    operation: str | None
    clocking: int
    act: str
    was_at: int | None
    at: int | None
    explanation: str
    proposed_at: int | None


class UnconfirmedCard(TypedDict):
    kind: str
    person: dict[str, Any]
    job: int
    number: str
    plate: Plate
    clocking: int
    at: int | None
    began_at: int | None


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The open ones among the keys, all of them when None."""
    return {**dict(_repairs(look, keys)), **dict(_unconfirmed(look, keys))}


def open_repairs(look: Look) -> dict[str, RepairCard]:
    """Every proposal that waits, the oldest first."""
    return dict(_repairs(look, None))


def _repairs(look: Look, keys: Keys | None) -> Iterator[tuple[str, RepairCard]]:
    ids = None if keys is None else ids_of("repair", keys)
    if ids is not None and not ids:
        return
    query = (
        select(models.Repair, models.Clocking, models.Job.number, models.Vehicle.plate, models.Person.name)
        .join(models.Clocking, models.Clocking.id == models.Repair.clocking_id)
        .join(models.Job, models.Job.id == models.Clocking.job_id)
        .join(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .join(models.Person, models.Person.id == models.Clocking.person_id)
        .where(models.Repair.site_id == look.site.id, models.Repair.accepted.is_(None))
        .order_by(models.Repair.id)
    )
    found = look.session.execute(query if ids is None else query.where(models.Repair.id.in_(ids))).all()
    counted = _counted_times(look, {clocking.id for _, clocking, _, _, _ in found})
    for repair, clocking, number, text, name in found:
        yield (
            f"repair:{repair.id}",
            RepairCard(
                kind="repair",
                person={"id": clocking.person_id, "name": name},
                job=clocking.job_id,
                number=number,
                plate=plate(text),
                operation=_operation_text(look, clocking.operation_id),
                clocking=clocking.id,
                act=clocking.act.value,
                was_at=counted.get(clocking.id, ms(clocking.at)),
                at=ms(repair.at),
                explanation=repair.explanation,
                proposed_at=ms(repair.proposed_at),
            ),
        )


def _counted_times(look: Look, clockings: set[int]) -> dict[int, int | None]:
    """The times of those among some clockings that were corrected before, as they count now."""
    query = select(models.Clocking.corrects_id, models.Clocking.at).where(models.Clocking.corrects_id.in_(clockings))
    rows = look.session.execute(query.order_by(models.Clocking.id)).all() if clockings else []
    return {corrected: ms(at) for corrected, at in rows if corrected is not None}


def _operation_text(look: Look, operation_id: int | None) -> str | None:
    row = look.session.get(models.Operation, operation_id) if operation_id is not None else None
    return row.text if row else None


def _unconfirmed(look: Look, keys: Keys | None) -> Iterator[tuple[str, UnconfirmedCard]]:
    ids = None if keys is None else ids_of("unconfirmed", keys)
    if ids is not None and not ids:
        return
    for off, number, text, name in look.session.execute(_forgotten_ends(look.site.id, ids)):
        began = _began(look, off)
        yield (
            f"unconfirmed:{off.id}",
            UnconfirmedCard(
                kind="unconfirmed",
                person={"id": off.person_id, "name": name},
                job=off.job_id,
                number=number,
                plate=plate(text),
                clocking=off.id,
                at=ms(off.at),
                began_at=ms(began.start) if began else None,
            ),
        )


def _forgotten_ends(site_id: int, ids: set[int] | None) -> Select[models.Clocking, str, str, str]:
    correction = aliased(models.Clocking)
    query = (
        select(models.Clocking, models.Job.number, models.Vehicle.plate, models.Person.name)
        .join(models.Job, models.Job.id == models.Clocking.job_id)
        .join(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .join(models.Person, models.Person.id == models.Clocking.person_id)
        .where(
            models.Person.site_id == site_id,
            models.Clocking.forgotten,
            ~select(correction.id).where(correction.corrects_id == models.Clocking.id).exists(),
        )
        .order_by(models.Clocking.id)
    )
    return query if ids is None else query.where(models.Clocking.id.in_(ids))


def _began(look: Look, off: models.Clocking) -> Span | None:
    """The span that a clock-off ended."""
    query = select(models.Clocking).where(
        models.Clocking.job_id == off.job_id, models.Clocking.person_id == off.person_id
    )
    found = spans(clocking_state(row) for row in look.session.scalars(query))
    return next((span for span in found if span.ended_by == off.id), None)
