"""Clocking on and off, pausing, switching, and finishing operations."""

from dataclasses import replace
from datetime import datetime

from board.domain.dispatching import require_worker
from board.domain.job import PAUSE_OWNERS, Job, OnJob, Operation, OperationState, Pause, PauseReason
from board.domain.people import Person
from board.domain.refusals import Refused
from board.domain.stages import Move, Stage, require_stage


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


def pause(job: Job, person: Person, reason: PauseReason | None, now: datetime) -> Job:
    """Clock this person off; when nobody is left on the job, it is paused for that reason.

    Refused: `wrong_stage`, `job_closed`, `not_clocked_on`, `reason_needed`.
    """
    require_stage(job.stage, Move.pause)
    if reason is None:
        raise Refused("reason_needed")
    if job.clocked_on(person.id) is None:
        raise Refused("not_clocked_on")
    return _put_off(job, person.id, reason, now)


def clock_off_forgotten(job: Job, person_id: int, ended_at: datetime) -> Job:
    """End a clocking that was forgotten, at the end of the shift (UTC).

    Refused: `not_clocked_on`, and `clocking_order` for somebody who clocked on after that end: overtime.
    """
    present = job.clocked_on(person_id)
    if present is None:
        raise Refused("not_clocked_on")
    if ended_at < present.since:
        raise Refused("clocking_order")
    return _put_off(job, person_id, PauseReason.end_of_shift, ended_at)


def switch(
    left: Job,
    taken: Job,
    person: Person,
    reason: PauseReason,
    operation_id: int | None,
    now: datetime,
    jobs_at_once: int = 1,
) -> tuple[Job, Job]:
    """Pause one job and clock on to another in one step; gives both back. Refused as `pause` and `clock_on`,
    with `nothing_to_switch` when the person is not on the first, `already_clocked_on` when both are the same job."""
    if left.clocked_on(person.id) is None:
        raise Refused("nothing_to_switch")
    if left.id == taken.id:
        raise Refused("already_clocked_on")
    free = replace(person, clocked=tuple(each for each in person.clocked if each.job != left.id))
    return pause(left, person, reason, now), clock_on(taken, free, operation_id, now, jobs_at_once)


def finish_operation(job: Job, person: Person, operation_id: int, now: datetime) -> Job:
    """Finish the operation this person is on. They, and whoever was on it with them, go on with the next ones that
    nobody is on; after the last one everybody is clocked off and the car goes to the self check.

    While high-voltage work is open, only somebody qualified goes on: this person if they are. The papers of the
    others are not at hand here; they are clocked off and scan again.
    Refused: `wrong_stage`, `job_closed`, `operation_unknown`, `operation_not_open`, `not_clocked_on`.
    """
    require_stage(job.stage, Move.finish_operation)
    operation = job.operation(operation_id)
    if operation is None:
        raise Refused("operation_unknown")
    if not operation.to_be_done:
        raise Refused("operation_not_open", text=operation.text, state=operation.state)
    present = job.clocked_on(person.id)
    if present is None or present.operation != operation_id:
        raise Refused("not_clocked_on")
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


def _put_off(job: Job, person_id: int, reason: PauseReason, now: datetime) -> Job:
    remaining = tuple(on for on in job.on if on.person != person_id)
    job = replace(job, on=remaining)
    if remaining:
        return job
    return replace(job, stage=Stage.paused, stage_since=now, pause=Pause(reason, now, PAUSE_OWNERS[reason]))


def _with_operation(job: Job, changed: Operation) -> Job:
    return replace(
        job,
        operations=tuple(changed if each.id == changed.id else each for each in job.operations),
    )
