"""Clocking on and off, pausing, switching, and finishing operations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from board.domain.checklists import require_ticked
from board.domain.dispatching import require_worker
from board.domain.job import PAUSE_OWNERS, Job, OnJob, Operation, OperationState, Pause, PauseReason
from board.domain.people import Person, Role
from board.domain.refusals import Refused
from board.domain.stages import Move, Stage, require_stage

OwnReasons = Mapping[str, Role]
"""The pause reasons that a site has beside ours, with who owns each."""
NONE_OF_ITS_OWN: Final[OwnReasons] = MappingProxyType({})


def clock_on(job: Job, person: Person, operation_id: int | None, now: datetime, jobs_at_once: int = 1) -> Job:
    """Clock a technician on to an operation (the next open one when None). The first one on starts the work.

    Refused: `wrong_stage`, `job_closed`, `not_a_technician`, `not_hv_qualified`, `needs_bay`,
    `already_clocked_on`, `clocked_on_elsewhere`, `operation_unknown`, `operation_not_open`, `nothing_to_do`.
    """
    return _put_on(job, person, operation_id, now, jobs_at_once, Move.clock_on)


def resume(job: Job, person: Person, operation_id: int | None, now: datetime, jobs_at_once: int = 1) -> Job:
    """Go on with a paused job: as `clock_on`, but only where work has been interrupted."""
    return _put_on(job, person, operation_id, now, jobs_at_once, Move.resume)


def _put_on(job: Job, person: Person, operation_id: int | None, now: datetime, jobs_at_once: int, verb: Move) -> Job:
    require_stage(job.stage, verb)
    require_worker(job, person, now)
    operation = _operation_to_start(job, operation_id)
    present = job.clocked_on(person.id)
    if present is not None and present.operation == operation.id:
        raise Refused("already_clocked_on")
    elsewhere = [clocked for clocked in person.clocked if clocked.job != job.id]
    if len(elsewhere) >= jobs_at_once:
        raise Refused("clocked_on_elsewhere", number=elsewhere[0].number)
    if job.bay is None:
        raise Refused("needs_bay")
    others = tuple(on for on in job.on if on.person != person.id)
    job = replace(
        job,
        stage=Stage.in_work,
        stage_since=now if job.stage is not Stage.in_work else job.stage_since,
        pause=None,
        on=(*others, OnJob(person.id, operation.id, now)),
        assigned=job.assigned | {person.id},
        worked=job.worked | {person.id},
    )
    return _with_operation(job, replace(operation, state=OperationState.started))


def _operation_to_start(job: Job, operation_id: int | None) -> Operation:
    if operation_id is not None:
        operation = job.operation(operation_id)
        if operation is None:
            raise Refused("operation_unknown")
        if not operation.to_be_done:
            raise Refused("operation_not_open", text=operation.text, state=operation.state)
        return operation
    following = next_operation(job)
    if following is None:
        raise Refused("nothing_to_do")
    return following


def next_operation(job: Job) -> Operation | None:
    """The operation to go on with: first one that nobody is on, else one that somebody already works on."""
    busy = {on.operation for on in job.on}
    left = [operation for operation in job.operations if operation.to_be_done]
    return next((operation for operation in left if operation.id not in busy), left[0] if left else None)


def pause(job: Job, person: Person, reason: str | None, now: datetime, own: OwnReasons = NONE_OF_ITS_OWN) -> Job:
    """Clock this person off; when nobody is left on the job, it is paused for that reason: ours, or the site's own.

    A car in work that nobody is on (sent back by a check, or for approved work) is paused by a foreman: its clock
    must run against somebody. Refused: `wrong_stage`, `job_closed`, `not_clocked_on`, `reason_needed`,
    `reason_unknown`.
    """
    require_stage(job.stage, Move.pause)
    because = _pause_for(reason, now, own)
    if job.clocked_on(person.id) is not None:
        return _put_off(job, person.id, because)
    if job.on or Role.foreman not in person.roles:
        raise Refused("not_clocked_on")
    return _paused(job, because)


def _pause_for(reason: str | None, now: datetime, own: OwnReasons) -> Pause:
    if not reason:
        raise Refused("reason_needed")
    owner = PAUSE_OWNERS[PauseReason(reason)] if reason in PAUSE_OWNERS else own.get(reason)
    if owner is None:
        raise Refused("reason_unknown")
    return Pause(reason, now, owner)


def clock_off_forgotten(job: Job, person_id: int, ended_at: datetime) -> Job:
    """End a clocking that was forgotten, at the end of the shift (UTC).

    Refused: `not_clocked_on`, and `clocking_order` for somebody who clocked on after that end: overtime.
    """
    present = job.clocked_on(person_id)
    if present is None:
        raise Refused("not_clocked_on")
    if ended_at < present.since:
        raise Refused("clocking_order")
    return _put_off(job, person_id, _pause_for(PauseReason.end_of_shift, ended_at, NONE_OF_ITS_OWN))


def switch(
    left: Job,
    taken: Job,
    person: Person,
    reason: str,
    operation_id: int | None,
    now: datetime,
    jobs_at_once: int = 1,
    own: OwnReasons = NONE_OF_ITS_OWN,
) -> tuple[Job, Job]:
    """Pause one job and clock on to another in one step; gives both back. Refused as `pause` and `clock_on`,
    with `nothing_to_switch` when the person is not on the first, `already_clocked_on` when both are the same job."""
    if left.clocked_on(person.id) is None:
        raise Refused("nothing_to_switch")
    if left.id == taken.id:
        raise Refused("already_clocked_on")
    free = replace(person, clocked=tuple(each for each in person.clocked if each.job != left.id))
    return pause(left, person, reason, now, own), clock_on(taken, free, operation_id, now, jobs_at_once)


def take_over(
    job: Job, person: Person, operation_id: int, from_person: int, now: datetime, jobs_at_once: int = 1
) -> Job:
    """Go on with the operation that somebody else is on: this person is clocked on to it, the other one off.

    Refused as `clock_on`, and `not_on_operation` when the other one is not on it (any more).
    """
    require_stage(job.stage, Move.take_over)
    relieved = job.clocked_on(from_person)
    if relieved is None or relieved.operation != operation_id:
        raise Refused("not_on_operation")
    if from_person == person.id:
        raise Refused("already_clocked_on")
    left = replace(job, on=tuple(on for on in job.on if on.person != from_person))
    return _put_on(left, person, operation_id, now, jobs_at_once, Move.take_over)


def tick(job: Job, person: Person, operation_id: int, ticked: Sequence[str], cleared: Sequence[str] = ()) -> Job:
    """Tick items of the checklist of the operation this person is on, or clear their ticks; the others stay as they
    are, whoever ticked them meanwhile.

    Refused: `wrong_stage`, `job_closed`, `operation_unknown`, `operation_not_open`, `not_clocked_on`, `item_unknown`.
    """
    require_stage(job.stage, Move.tick)
    operation = _own_open_operation(job, person, operation_id)
    stranger = next((item for item in (*ticked, *cleared) if item not in operation.checklist), None)
    if stranger is not None:
        raise Refused("item_unknown", item=stranger)
    kept = ({*operation.ticked, *ticked}) - set(cleared)
    return _with_operation(job, replace(operation, ticked=tuple(item for item in operation.checklist if item in kept)))


def _own_open_operation(job: Job, person: Person, operation_id: int) -> Operation:
    operation = job.operation(operation_id)
    if operation is None:
        raise Refused("operation_unknown")
    if not operation.to_be_done:
        raise Refused("operation_not_open", text=operation.text, state=operation.state)
    present = job.clocked_on(person.id)
    if present is None or present.operation != operation_id:
        raise Refused("not_clocked_on")
    return operation


def finish_operation(job: Job, person: Person, operation_id: int, now: datetime) -> Job:
    """Finish the operation this person is on. They, and whoever was on it with them, go on with the next ones that
    nobody is on; after the last one everybody is clocked off and the car goes to the self check.

    While high-voltage work is open, only somebody qualified goes on: this person if they are. The papers of the
    others are not at hand here; they are clocked off and scan again.
    Refused: `wrong_stage`, `job_closed`, `operation_unknown`, `operation_not_open`, `not_clocked_on`, `checklist_open`.
    """
    require_stage(job.stage, Move.finish_operation)
    operation = _own_open_operation(job, person, operation_id)
    require_ticked(operation.checklist, operation.ticked)
    job = _with_operation(job, replace(operation, state=OperationState.done))
    left = [each for each in job.operations if each.to_be_done]
    if not left:
        return replace(job, stage=Stage.self_check, stage_since=now, on=())
    finishers = {on.person for on in job.on if on.operation == operation_id}
    still_on = tuple(on for on in job.on if on.person not in finishers)
    job = replace(job, on=still_on)
    busy = {on.operation for on in still_on}
    if job.high_voltage:
        finishers = {person.id} if person.high_voltage_qualified(now) else set()
    for finisher in sorted(finishers, key=lambda each: each != person.id):
        free = next((each for each in left if each.id not in busy), None)
        if free is None:
            continue
        busy.add(free.id)
        job = replace(job, on=(*job.on, OnJob(finisher, free.id, now)))
        job = _with_operation(job, replace(free, state=OperationState.started))
    return job


def _put_off(job: Job, person_id: int, because: Pause) -> Job:
    remaining = tuple(on for on in job.on if on.person != person_id)
    job = replace(job, on=remaining)
    return job if remaining else _paused(job, because)


def _paused(job: Job, because: Pause) -> Job:
    return replace(job, stage=Stage.paused, stage_since=because.since, pause=because)


def _with_operation(job: Job, changed: Operation) -> Job:
    return replace(
        job,
        operations=tuple(changed if each.id == changed.id else each for each in job.operations),
    )
