"""The technician's verbs: clocking on and off, pausing, switching, finishing."""

from collections.abc import Callable, Mapping
from typing import Any

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import working as rules
from board.domain.job import Job, PauseReason
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
def pause(change: Change, job: int, reason: PauseReason, note: str = "") -> Mapping[str, Any]:
    """Clock the asker off with a reason; the last one off pauses the job. Refused as `domain.working.pause`."""
    row = change.job(job)
    change.details |= {"reason": reason.value, "note": note}
    write(change, row, rules.pause(job_state(row), change.asker(), reason, change.at), reason=reason.value)
    return {}


@command(Action.switch)
def switch(
    change: Change, job: int, from_job: int, reason: PauseReason, operation: int | None = None
) -> Mapping[str, Any]:
    """Pause one job and clock on to another, both or neither. Refused as `domain.working.switch`."""
    left = change.job(from_job)
    taken = change.job(job)
    change.details |= {"reason": reason.value, "from_job": left.id}
    left_after, taken_after = rules.switch(
        job_state(left), job_state(taken), change.asker(), reason, operation, change.at, change.site.jobs_at_once
    )
    write(change, left, left_after, reason=reason.value)
    change.log.flush()
    write(change, taken, taken_after)
    return {"from_job": left.id}


@command(Action.finish_operation)
def finish_operation(change: Change, job: int, operation: int) -> Mapping[str, Any]:
    """Finish the operation the asker is on; after the last one the car goes to the self check.

    Refused as `domain.working.finish_operation`.
    """
    row = change.job(job)
    change.details["operation"] = operation
    write(change, row, rules.finish_operation(job_state(row), change.asker(), operation, change.at), reason="finished")
    return {}
