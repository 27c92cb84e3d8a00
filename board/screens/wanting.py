"""What the cars of the desk want: facts that the job's own rows do not hold, read for all of a picture's cars at once.

Most cars need no question at all: only those with undecided add-ons, with parts on their way, or at the beginning of
a stay (where it may be a comeback) are asked about.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from board.domain import comebacks
from board.domain.job import TO_BE_DONE, OperationState
from board.domain.needs import FoundWork, Need, OrderedPart, needs
from board.domain.parts import MISSING
from board.screens.look import Look, ms
from board.store import models
from board.store.states import STAY_COLUMNS, stay_state


def needs_of(look: Look, rows: Sequence[models.Job]) -> dict[int, list[dict[str, Any]]]:
    """What each of these cars needs from the desk."""
    new = [row for row in rows if row.id not in look.needs]
    found, ordered = _found_work(look, new), _ordered_parts(look, new)
    for row in new:
        standards = look.standards(row.service_type)
        add_ons, parts = tuple(found.get(row.id, ())), tuple(ordered.get(row.id, ()))
        look.needs[row.id] = [_told(need) for need in needs(look.state(row), add_ons, parts, standards)]
    return look.needs


def _told(need: Need) -> dict[str, Any]:
    return {"need": need.kind.value, "since_at": ms(need.since), "due_at": ms(need.due)}


def _found_work(look: Look, rows: Sequence[models.Job]) -> dict[int, list[FoundWork]]:
    asked = [row.id for row in rows if any(each.state is OperationState.proposed for each in row.operations)]
    if not asked:
        return {}
    query = (
        select(models.AddOn.job_id, models.AddOn.found_at, models.AddOn.priced_at)
        .join(models.Operation, models.Operation.id == models.AddOn.operation_id)
        .where(models.AddOn.job_id.in_(asked), models.Operation.state == OperationState.proposed)
    )
    found: dict[int, list[FoundWork]] = {}
    for job, found_at, priced_at in look.session.execute(query):
        found.setdefault(job, []).append(FoundWork(found_at, priced_at))
    return found


def _ordered_parts(look: Look, rows: Sequence[models.Job]) -> dict[int, list[OrderedPart]]:
    asked = [row.id for row in rows if row.parts_missing]
    if not asked:
        return {}
    query = (
        select(models.PartLine.job_id, models.PartLine.changed_at, models.PartLine.expected_at)
        .outerjoin(models.Operation, models.Operation.id == models.PartLine.operation_id)
        .where(models.PartLine.job_id.in_(asked), models.PartLine.state.in_(MISSING))
        .where(or_(models.PartLine.operation_id.is_(None), models.Operation.state.in_(TO_BE_DONE)))
    )
    found: dict[int, list[OrderedPart]] = {}
    for job, changed_at, expected_at in look.session.execute(query):
        found.setdefault(job, []).append(OrderedPart(changed_at, expected_at))
    return found


def comebacks_of(look: Look, rows: Sequence[models.Job]) -> dict[int, dict[str, Any] | None]:
    """The stay that each of these cars has come back from, or may have: `linked` says which of the two."""
    new = [row for row in rows if row.id not in look.comebacks]
    stays = _earlier_stays(look, new)
    look.comebacks |= {row.id: _comeback(row, stays) for row in new}
    return look.comebacks


def _comeback(row: models.Job, stays: dict[int, Any]) -> dict[str, Any] | None:
    job = row.comeback_of_id
    if job is None and row.stage in comebacks.PROPOSED:
        candidate = comebacks.latest(stay_state(row), [stay_state(each) for each in stays.values()])
        job = candidate.job if candidate else None
    if job not in stays:
        return None
    number, left = stays[job].number, ms(stays[job].delivered_at)
    return {"job": job, "number": number, "delivered_at": left, "linked": row.comeback_of_id is not None}


def _earlier_stays(look: Look, rows: Sequence[models.Job]) -> dict[int, Any]:
    """The stays that are linked, and those of cars that have just come."""
    linked = {row.comeback_of_id for row in rows if row.comeback_of_id is not None}
    fresh = {row.vehicle_id for row in rows if row.comeback_of_id is None and row.stage in comebacks.PROPOSED}
    if not linked and not fresh:
        return {}
    job = models.Job
    query = select(job.number, *STAY_COLUMNS).where(
        job.delivered_at.is_not(None), or_(job.id.in_(linked), job.vehicle_id.in_(fresh))
    )
    return {each.id: each for each in look.session.execute(query)}
