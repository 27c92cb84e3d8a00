"""From what a rule gave back to the rows: the one place where a job's new state is written.

The difference between the job before and after is the record: who came on or went off becomes clockings, a new check
a check, a new operation an operation.
"""

from datetime import datetime
from typing import Any

from board.commands.change import Change
from board.commands.closing import close
from board.domain import job as domain
from board.domain.clockings import ClockingAct, ended_at
from board.domain.job import Job
from board.domain.stages import CLOSED, LIVE, Stage
from board.store import models
from board.store.states import job_state


def write(change: Change, row: models.Job, after: Job, reason: str | None = None, forgotten: bool = False) -> None:
    """Write a job's new state and what follows from it, and say what the screens have to draw anew.

    `reason` is kept with the clock-offs, `forgotten` marks them as made by the end of the shift.
    """
    before = job_state(row)
    _write_place(change, row, before, after)
    _write_operations(row, after)
    _write_people(change, row, before, after, reason, forgotten)
    for check in after.checks[len(before.checks) :]:
        row.checks.append(
            models.Check(
                kind=check.kind,
                by=change.person(check.by),
                passed=check.passed,
                items=list(check.items),
                note=check.note,
                ticked=list(check.ticked),
                photos=list(check.photos),
                at=check.at,
            )
        )
    if before.stage is not after.stage:
        change.details |= {"from": before.stage.value, "to": after.stage.value}
        _count(change, row, before.stage, after.stage)
        if after.stage in CLOSED and before.stage not in CLOSED:
            close(change, row, after)
    change.touch("job", row.id)


def _write_place(change: Change, row: models.Job, before: Job, after: Job) -> None:
    row.stage = after.stage
    row.stage_since = after.stage_since
    row.stall = after.stall
    row.planned_start = after.planned_start
    row.promised_at = after.promised_at
    row.announced_at = after.announced_at
    row.reworks = after.reworks
    row.parts_missing = after.parts_missing
    row.pause_reason = after.pause.reason if after.pause else None
    row.pause_owner = after.pause.owner if after.pause else None
    row.pause_since = after.pause.since if after.pause else None
    if before.bay != after.bay:
        row.bay_id = after.bay
        change.touch("bay", before.bay, after.bay)
        change.details |= {"from_bay": before.bay, "to_bay": after.bay}


def _write_operations(row: models.Job, after: Job) -> None:
    rows = {operation.id: operation for operation in row.operations}
    for operation in after.operations:
        if operation.id is None:
            row.operations.append(_new_operation(row, operation))
            continue
        stored = rows[operation.id]
        stored.state = operation.state
        stored.decline_signed = operation.decline_signed
        if stored.ticked != list(operation.ticked):
            stored.ticked = list(operation.ticked)


def _new_operation(row: models.Job, operation: domain.Operation) -> models.Operation:
    return models.Operation(
        position=len(row.operations) + 1,
        text=operation.text,
        standard_minutes=operation.standard_minutes,
        skill=operation.skill,
        high_voltage=operation.high_voltage,
        state=operation.state,
        add_on=operation.add_on,
        safety=operation.safety,
        rework=operation.rework,
        decline_signed=operation.decline_signed,
        checklist=list(operation.checklist),
        ticked=list(operation.ticked),
    )


def _write_people(
    change: Change, row: models.Job, before: Job, after: Job, reason: str | None, forgotten: bool
) -> None:
    if before.assigned != after.assigned:
        _write_assigned(change, row, after)
    gone = [on for on in before.on if on not in after.on]
    come = [on for on in after.on if on not in before.on]
    for on in gone:
        at = ended_at(on.since, change.at)
        _clock(change, row, on.person, on.operation, ClockingAct.off, at, reason, forgotten)
    leavers = {on.person for on in gone}
    _remove(change, row.on, [each for each in row.on if each.person_id in leavers])
    if gone and come:
        change.log.flush()  # somebody who goes on with another operation has one row, then another
    for on in come:
        _clock(change, row, on.person, on.operation, ClockingAct.on, change.at, None, False)
        row.on.append(models.ClockedOn(person=change.person(on.person), operation_id=on.operation, since=on.since))
    change.touch("person", *(on.person for on in gone), *(on.person for on in come))


def _write_assigned(change: Change, row: models.Job, after: Job) -> None:
    stored = {each.person_id for each in row.assignments}
    _remove(change, row.assignments, [each for each in row.assignments if each.person_id not in after.assigned])
    for person_id in sorted(after.assigned - stored):
        row.assignments.append(models.Assignment(person=change.person(person_id)))
    change.touch("person", *(stored ^ after.assigned))


def _remove(change: Change, collection: list[Any], gone: list[Any]) -> None:
    """Taken off the list and deleted at once, so that the journal sees it."""
    for each in gone:
        collection.remove(each)
        change.session.delete(each)


def _clock(
    change: Change,
    row: models.Job,
    person_id: int,
    operation_id: int | None,
    act: ClockingAct,
    at: datetime,
    reason: str | None,
    forgotten: bool,
) -> None:
    row.clockings.append(
        models.Clocking(
            person_id=person_id,
            operation_id=operation_id,
            act=act,
            at=at,
            recorded_at=change.now,
            device_id=change.actor.device,
            by_id=change.actor.person,
            reason=reason,
            forgotten=forgotten,
        )
    )


def _count(change: Change, row: models.Job, before: Stage, after: Stage) -> None:
    """The day's numbers on the site's card change when a car comes, leaves, or is delivered."""
    if after is Stage.delivered:
        row.delivered_at = change.at
    if (before in LIVE) != (after in LIVE) or after in CLOSED:
        change.touch("site", change.site.id)
        change.touch("person", *(each.person_id for each in row.assignments))
