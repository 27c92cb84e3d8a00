"""The technician's verbs: clocking on and off, pausing, switching, finishing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import working as rules
from board.domain.job import Job
from board.domain.own_reasons import owners_of
from board.domain.permissions import Action
from board.store.states import job_state


@command(Action.clock_on)
def clock_on(change: Change, job: int, operation: int | None = None) -> Mapping[str, Any]:
    """Clock the asker on to a job. Refused as `domain.working.clock_on`."""
    return _come_on(change, job, operation, rules.clock_on)


@command(Action.resume)
def resume(change: Change, job: int, operation: int | None = None) -> Mapping[str, Any]:
    """Clock the asker on to a job that was interrupted. Refused as `domain.working.resume`."""
    return _come_on(change, job, operation, rules.resume)


def _come_on(change: Change, job: int, operation: int | None, rule: Callable[..., Job]) -> Mapping[str, Any]:
    row = change.job(job)
    after = rule(job_state(row), change.asker(), operation, change.at, change.site.jobs_at_once)
    write(change, row, after, reason="next_operation")
    return {}


@command(Action.pause)
def pause(change: Change, job: int, reason: str, note: str = "") -> Mapping[str, Any]:
    """Clock the asker off with a reason, one of ours or the site's own; the last one off pauses the job.

    Refused as `domain.working.pause`.
    """
    row = change.job(job)
    own = owners_of(change.site.pause_reasons)
    after = rules.pause(job_state(row), change.asker(), reason, change.at, own)
    change.details |= {"reason": str(reason), "note": note}
    write(change, row, after, reason=str(reason))
    return {}


@command(Action.switch)
def switch(change: Change, job: int, from_job: int, reason: str, operation: int | None = None) -> Mapping[str, Any]:
    """Pause one job and clock on to another, both or neither. Refused as `domain.working.switch`."""
    left = change.job(from_job)
    taken = change.job(job)
    change.details |= {"reason": str(reason), "from_job": left.id}
    left_after, taken_after = rules.switch(
        job_state(left),
        job_state(taken),
        change.asker(),
        reason,
        operation,
        change.at,
        change.site.jobs_at_once,
        owners_of(change.site.pause_reasons),
    )
    write(change, left, left_after, reason=str(reason))
    change.log.flush()
    write(change, taken, taken_after)
    return {"from_job": left.id}


@command(Action.take_over)
def take_over(change: Change, job: int, operation: int, from_person: int) -> Mapping[str, Any]:
    """Clock the asker on to the operation that somebody else is on, and the other one off.

    Refused as `domain.working.take_over`.
    """
    row = change.job(job)
    after = rules.take_over(job_state(row), change.asker(), operation, from_person, change.at, change.site.jobs_at_once)
    change.details |= {"operation": operation, "from_person": from_person}
    write(change, row, after, reason="handed_over")
    return {}


@command(Action.tick)
def tick(
    change: Change, job: int, operation: int, ticked: Sequence[str] = (), cleared: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Tick items of the checklist of the operation the asker is on, or clear their ticks.

    Refused as `domain.working.tick`.
    """
    row = change.job(job)
    after = rules.tick(job_state(row), change.asker(), operation, ticked, cleared)
    change.details |= {"operation": operation, "ticked": list(ticked), "cleared": list(cleared)}
    write(change, row, after)
    return {}


@command(Action.finish_operation)
def finish_operation(change: Change, job: int, operation: int) -> Mapping[str, Any]:
    """Finish the operation the asker is on; after the last one the car goes to the self check.

    Refused as `domain.working.finish_operation`.
    """
    row = change.job(job)
    change.details["operation"] = operation
    write(change, row, rules.finish_operation(job_state(row), change.asker(), operation, change.at), reason="finished")
    return {}
