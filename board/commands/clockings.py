"""Putting clockings right, and ending the forgotten ones: always a new record, never a changed one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import clockings as rules
from board.domain import working
from board.domain.clockings import ClockingAct
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.shifts import forgotten, local_day
from board.store import models
from board.store.states import clocking_state, job_state


@command(Action.correct_clocking)
def correct_clocking(change: Change, clocking: int, at: datetime, reason: str) -> Mapping[str, Any]:
    """Put the time of a clocking right. Refused as `domain.clockings.correct`, and `reason_needed`."""
    if not reason.strip():
        raise Refused("reason_needed")
    original, records = _records(change, clocking)
    rules.correct(clocking, at, records, _asker_id(change), change.now)
    change.details |= {"clocking": clocking, "was": original.at.isoformat(), "at": at.isoformat(), "reason": reason}
    _add_correction(change, original, at, reason)
    if original.act is ClockingAct.on:
        counted = max((each for each in records if clocking in (each.id, each.corrects)), key=lambda each: each.id)
        _move_start(change, original, counted.at, at)
    return {}


@command(Action.confirm_clocking)
def confirm_clocking(change: Change, clocking: int) -> Mapping[str, Any]:
    """Confirm the time that the end of the shift gave to a clock-off. Refused as `domain.clockings.confirm`."""
    original, records = _records(change, clocking)
    rules.confirm(clocking, records, _asker_id(change))
    change.details["clocking"] = clocking
    _add_correction(change, original, original.at, "confirmed")
    return {}


@command(Action.close_forgotten)
def close_forgotten(change: Change, job: int, person: int) -> Mapping[str, Any]:
    """End a clocking that was forgotten at the end of the shift it ran into. Refused: `not_found`, `not_clocked_on`."""
    row = change.job(job)
    open_clocking = next((on for on in row.on if on.person_id == person), None)
    if open_clocking is None:
        raise Refused("not_clocked_on")
    ended_at = forgotten(open_clocking.since, change.site.shift_end, change.site.timezone, change.now)
    if ended_at is None:
        raise Refused("clocking_confirmed")
    after = working.clock_off_forgotten(job_state(row), person, ended_at)
    change.at = ended_at
    write(change, row, after, reason="end_of_shift", forgotten=True)
    return {}


@command(Action.turn_day)
def turn_day(change: Change) -> Mapping[str, Any]:
    """A new day at the site: the day's numbers begin again."""
    change.site.day = local_day(change.now, change.site.timezone)
    change.touch("site", change.site.id)
    people = select(models.Person.id).where(models.Person.site_id == change.site.id, models.Person.active)
    change.touch("person", *change.session.scalars(people))
    return {}


def _asker_id(change: Change) -> int:
    return change.asker().id


def _records(change: Change, clocking: int) -> tuple[models.Clocking, list[rules.Clocking]]:
    original = change.session.get(models.Clocking, clocking)
    if original is None:
        raise Refused("not_found")
    change.job(original.job_id)
    rows = change.session.scalars(select(models.Clocking).where(models.Clocking.person_id == original.person_id))
    return original, [clocking_state(row) for row in rows]


def _add_correction(change: Change, original: models.Clocking, at: datetime, reason: str) -> None:
    change.session.add(
        models.Clocking(
            job_id=original.job_id,
            person_id=original.person_id,
            operation_id=original.operation_id,
            act=original.act,
            at=at,
            recorded_at=change.now,
            device_id=change.actor.device,
            by_id=change.actor.person,
            reason=reason,
            corrects_id=original.id,
        )
    )
    change.touch("job", original.job_id)
    change.touch("person", original.person_id)


def _move_start(change: Change, original: models.Clocking, counted: datetime, at: datetime) -> None:
    """Somebody who is still clocked on by the corrected record, at the time that `counted` so far, is on since `at`."""
    still_on = change.session.scalars(
        select(models.ClockedOn).where(
            models.ClockedOn.job_id == original.job_id,
            models.ClockedOn.person_id == original.person_id,
            models.ClockedOn.since == counted,
        )
    ).one_or_none()
    if still_on is not None:
        still_on.since = at
