"""Bays: which there are, what they hold, and whether they can be used."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, select

from board.commands.change import Change, command
from board.commands.setting_up.seen import require_seen
from board.domain.bays import BayKind
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.stages import LIVE
from board.store import models


@command(Action.set_up)
def add_bay(change: Change, number: str, kind: BayKind, capacity: int = 1) -> Mapping[str, Any]:
    """A bay, after those already there. Refused: `number_taken`."""
    bays = _bays(change)
    if any(bay.number == number for bay in bays):
        raise Refused("number_taken", number=number)
    bay = models.Bay(
        site_id=change.site.id,
        number=number,
        kind=kind,
        capacity=capacity,
        position=max((bay.position for bay in bays), default=0) + 1,
    )
    change.session.add(bay)
    change.log.flush()
    change.touch("bay", bay.id)
    return {"bay": bay.id}


@command(Action.set_up)
def change_bay(
    change: Change, bay: int, number: str, kind: BayKind, capacity: int, place: int, seen: str | None = None
) -> Mapping[str, Any]:
    """What a bay is called, what it is for, how many cars it holds, and its place among the bays, from 1.

    Refused: `not_found`, `number_taken`, `bay_not_empty` (it is made smaller or something else under its cars; a ready
    stall keeps its number as well), `changed_meanwhile`.
    """
    row = change.bay(bay)
    require_seen(seen, row)
    bays = _bays(change)
    if any(each.number == number and each.id != row.id for each in bays):
        raise Refused("number_taken", number=number)
    cars = cars_in(change, row)
    renamed_stall = row.kind is BayKind.ready_stall and number != row.number
    if cars and (kind is not row.kind or capacity < len(cars) or renamed_stall):
        raise Refused("bay_not_empty", bay=row.number, cars=len(cars))
    row.number, row.kind, row.capacity = number, kind, capacity
    _place(change, bays, row, place)
    change.touch("bay", row.id)
    change.touch("job", *cars)
    return {}


@command(Action.set_up)
def remove_bay(change: Change, bay: int) -> Mapping[str, Any]:
    """Take a bay that was never used off the list. Refused: `not_found`, `bay_was_used` (take it out of service)."""
    row = change.bay(bay)
    if was_used(change, row):
        raise Refused("bay_was_used", bay=row.number)
    change.session.delete(row)
    change.touch("bay", row.id)
    return {}


@command(Action.take_bay_out)
def take_bay_out(change: Change, bay: int, reason: str, until: datetime | None = None) -> Mapping[str, Any]:
    """Take a bay out of service, with a reason and an expected end (UTC). A car in it stays where it is.

    Refused: `not_found`, `reason_needed`, `until_past`.
    """
    if not reason.strip():
        raise Refused("reason_needed")
    if until is not None and until <= change.now:
        raise Refused("until_past")
    row = change.bay(bay)
    row.out_of_service, row.out_of_service_until = reason.strip(), until
    change.details = {"bay": row.number, "reason": row.out_of_service}
    change.touch("bay", row.id)
    return {}


@command(Action.return_bay)
def return_bay(change: Change, bay: int) -> Mapping[str, Any]:
    """The bay can be used again. Refused: `not_found`, `bay_in_service`."""
    row = change.bay(bay)
    if row.out_of_service is None:
        raise Refused("bay_in_service", bay=row.number)
    row.out_of_service = row.out_of_service_until = None
    change.details = {"bay": row.number}
    change.touch("bay", row.id)
    return {}


def cars_in(change: Change, row: models.Bay) -> list[int]:
    """The jobs whose cars stand in a bay or a ready stall now."""
    place = models.Job.stall == row.number if row.kind is BayKind.ready_stall else models.Job.bay_id == row.id
    here = select(models.Job.id).where(models.Job.site_id == row.site_id, models.Job.stage.in_(LIVE), place)
    return list(change.session.scalars(here))


def was_used(change: Change, row: models.Bay) -> bool:
    """A car was ever dispatched, moved or parked here; the record of past days shows it."""
    called = select(models.AndonCall.id).where(models.AndonCall.bay_id == row.id)
    told = select(models.JournalEntry.id).where(
        models.JournalEntry.site_id == row.site_id, models.JournalEntry.job_id.is_not(None)
    )
    moved = told.where(cast(models.JournalEntry.touched, String).contains(f'"bay:{row.id}"'))
    parked = told.where(cast(models.JournalEntry.rows, String).contains(f'"stall": {json.dumps(row.number)}'))
    queries = (called, moved, parked) if row.kind is BayKind.ready_stall else (called, moved)
    return any(change.session.scalar(query.limit(1)) is not None for query in queries)


def _bays(change: Change) -> list[models.Bay]:
    query = select(models.Bay).where(models.Bay.site_id == change.site.id).order_by(models.Bay.position, models.Bay.id)
    return list(change.session.scalars(query))


def _place(change: Change, bays: list[models.Bay], row: models.Bay, place: int) -> None:
    """Put a bay at its place, and number all of them anew."""
    ordered = [each for each in bays if each.id != row.id]
    ordered.insert(min(max(place - 1, 0), len(ordered)), row)
    for position, each in enumerate(ordered, start=1):
        if each.position != position:
            each.position = position
            change.touch("bay", each.id)
