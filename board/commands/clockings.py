"""Putting clockings right, and ending the forgotten ones: always a new record, never a changed one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import clockings as rules
from board.domain import working
from board.domain.appointments import shown_since
from board.domain.clockings import ClockingAct
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.shift_ends import forgotten
from board.domain.shifts import day_began, local_day
from board.store import models
from board.store.states import clocking_state, job_state, own_hours, site_hours


@command(Action.correct_clocking)
def correct_clocking(change: Change, clocking: int, at: datetime, reason: str) -> Mapping[str, Any]:
    """Put the time of a clocking right. Refused as `domain.clockings.correct`, and `reason_needed`."""
    if not reason.strip():
        raise Refused("reason_needed")
    _put_right(change, clocking, at, reason)
    return {}


def _put_right(change: Change, clocking: int, at: datetime, reason: str) -> None:
    original, records = _records(change, clocking)
    rules.correct(clocking, at, records, _asker_id(change), change.now, change.site.jobs_at_once)
    change.details |= {"clocking": clocking, "was": _counted(clocking, records).isoformat(), "at": at.isoformat()}
    change.details["reason"] = reason
    _add_correction(change, original, at, reason)
    if original.act is ClockingAct.on:
        _move_start(change, original, _counted(clocking, records), at)


def _counted(clocking: int, records: Sequence[rules.Clocking]) -> datetime:
    """The time of a clocking as it counts so far, earlier corrections included."""
    return max((each for each in records if clocking in (each.id, each.corrects)), key=lambda each: each.id).at


@command(Action.confirm_clocking)
def confirm_clocking(change: Change, clocking: int) -> Mapping[str, Any]:
    """Confirm the time that the end of the shift gave to a clock-off. Refused as `domain.clockings.confirm`."""
    original, records = _records(change, clocking)
    rules.confirm(clocking, records, _asker_id(change))
    change.details["clocking"] = clocking
    _add_correction(change, original, original.at, "confirmed")
    return {}


@command(Action.propose_repair)
def propose_repair(change: Change, clocking: int, at: datetime, explanation: str) -> Mapping[str, Any]:
    """Say which time one of the asker's own clockings was meant to have (UTC), and why; a foreman decides.

    Refused: `not_found`, `reason_needed`, `repair_waiting`, and as `domain.clockings.propose`.
    """
    if not explanation.strip():
        raise Refused("reason_needed")
    original, records = _records(change, clocking)
    rules.propose(clocking, at, records, _asker_id(change), change.now, change.site.jobs_at_once)
    waiting = select(models.Repair.id).where(models.Repair.clocking_id == clocking, models.Repair.accepted.is_(None))
    if change.session.scalar(waiting) is not None:
        raise Refused("repair_waiting")
    repair = models.Repair(
        site_id=change.site.id,
        clocking_id=clocking,
        at=at,
        explanation=explanation.strip(),
        by_id=original.person_id,
        proposed_at=change.at,
    )
    change.session.add(repair)
    change.log.flush()
    was = _counted(clocking, records).isoformat()
    change.details |= {"repair": repair.id, "clocking": clocking, "was": was, "at": at.isoformat()}
    change.touch("repair", repair.id)
    change.touch("person", original.person_id)
    return {"repair": repair.id}


@command(Action.decide_repair)
def decide_repair(change: Change, repair: int, accepted: bool, answer: str = "") -> Mapping[str, Any]:
    """A foreman accepts a proposed time, which puts the clocking right as `correct_clocking` does, or declines it
    with an answer. Refused: `not_found`, `repair_decided`, `reason_needed`, `self_correction`, and as `correct`.
    """
    row = change.session.get(models.Repair, repair)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    if row.accepted is not None:
        raise Refused("repair_decided")
    if row.by_id == _asker_id(change):
        raise Refused("self_correction")
    if accepted:
        _put_right(change, row.clocking_id, row.at, row.explanation)
    elif not answer.strip():
        raise Refused("reason_needed")
    else:
        change.job(change.session.get_one(models.Clocking, row.clocking_id).job_id)
        change.details |= {"clocking": row.clocking_id, "at": row.at.isoformat()}
    row.accepted, row.answer = accepted, answer.strip()
    row.decided_by_id, row.decided_at = change.actor.person, change.at
    change.details |= {"repair": repair, "accepted": accepted, "answer": answer.strip()}
    change.touch("repair", repair)
    change.touch("person", row.by_id)
    return {}


@command(Action.close_forgotten)
def close_forgotten(change: Change, job: int, person: int) -> Mapping[str, Any]:
    """End a clocking that was forgotten at the end of the shift it ran into. Refused: `not_found`, `not_clocked_on`."""
    row = change.job(job)
    open_clocking = next((on for on in row.on if on.person_id == person), None)
    if open_clocking is None:
        raise Refused("not_clocked_on")
    own = own_hours(change.session, open_clocking.person)
    ended_at = forgotten(open_clocking.since, site_hours(change.site), own, change.site.timezone, change.now)
    if ended_at is None:
        raise Refused("clocking_confirmed")
    after = working.clock_off_forgotten(job_state(row), person, ended_at)
    change.at = ended_at
    write(change, row, after, reason="end_of_shift", forgotten=True)
    change.log.flush()
    change.touch("unconfirmed", row.clockings[-1].id)
    return {}


@command(Action.turn_day)
def turn_day(change: Change) -> Mapping[str, Any]:
    """A new day at the site: the day's numbers begin again, old appointments leave the board, and the gate expects
    today's cars and forgets those that left yesterday."""
    shown, zone = shown_since(change.site.day, change.site.timezone), change.site.timezone
    began = day_began(change.site.day, zone)
    change.site.day = local_day(change.now, zone)
    told_anew = select(models.Appointment.id).where(
        models.Appointment.site_id == change.site.id,
        models.Appointment.at >= shown,
        models.Appointment.at < day_began(change.site.day + timedelta(days=1), zone),
    )
    change.touch("appointment", *change.session.scalars(told_anew))
    left = select(models.Job.id).where(models.Job.site_id == change.site.id, models.Job.delivered_at >= began)
    change.touch("job", *change.session.scalars(left))
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
    if original.forgotten:
        change.touch("unconfirmed", original.id)


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
