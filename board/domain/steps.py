"""What a scan offers: the steps this person may take on this job now, the most likely one first.

A step is offered when the permission table and the rule itself both let it pass: the rules are asked, not repeated.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from board.domain import checking, handing_over, working
from board.domain.following import WAYS
from board.domain.job import CheckKind, Job, PauseReason
from board.domain.people import Person
from board.domain.permissions import Action, permitted
from board.domain.refusals import Refused

MOST_OPERATIONS: Final = 12
"""So many operations are offered to start with at once: more is no choice, and a job may have a thousand."""


@dataclass(frozen=True, slots=True)
class Step:
    """An offered step. `needs` names what must be said with it; `then` is the operation that follows; `from_person`
    is who is relieved."""

    step: str
    operation: int | None = None
    then: int | None = None
    from_job: int | None = None
    from_person: int | None = None
    needs: tuple[str, ...] = ()


def steps(job: Job, person: Person, now: datetime, jobs_at_once: int = 1) -> list[Step]:
    """The steps that would be accepted now (`now` in UTC), most likely first."""
    offered = _candidates(job, person, now, jobs_at_once)
    return [step for rule, step in offered if _passes(person, WAYS[step.step].action, rule)]


def _passes(person: Person, action: Action, rule: Callable[[], object]) -> bool:
    if not permitted(person.roles, action):
        return False
    try:
        rule()
    except Refused:
        return False
    return True


_Candidate = tuple[Callable[[], object], Step]


def _candidates(job: Job, person: Person, now: datetime, jobs_at_once: int) -> Iterator[_Candidate]:
    yield from _work(job, person, now, jobs_at_once)
    yield from _checks(job, person, now)
    yield from _ends(job, now)


def _work(job: Job, person: Person, now: datetime, jobs_at_once: int) -> Iterator[_Candidate]:
    present = job.clocked_on(person.id)
    following = working.next_operation(job)
    if present is not None and present.operation is not None:
        current = present.operation
        yield (
            lambda: working.finish_operation(job, person, current, now),
            Step("finish_operation", operation=current, then=_operation_after(job, person, current, now)),
        )
        if _list_open(job, current):
            yield (
                lambda: working.tick(job, person, current, ()),
                Step("tick", operation=current, needs=("ticked",)),
            )
    yield (
        lambda: working.pause(job, person, PauseReason.rest, now),
        Step("pause", needs=("reason",)),
    )
    if present is not None:
        yield lambda: checking.require_test_drive(job, 0, 0), _TEST_DRIVE
    if following is None:
        return
    first = following.id
    yield (
        lambda: _paused(job) and working.resume(job, person, first, now, jobs_at_once),
        Step("resume", operation=first),
    )
    yield (
        lambda: _not_paused(job) and working.clock_on(job, person, first, now, jobs_at_once),
        Step("clock_on", operation=first),
    )
    for elsewhere in person.clocked:
        if elsewhere.job != job.id:
            yield (
                lambda: working.clock_on(job, person, first, now, jobs_at_once + 1),
                Step("switch", operation=first, from_job=elsewhere.job, needs=("reason",)),
            )
    if present is None:
        yield from _colleagues(job, person, now, jobs_at_once)
    yield from _other_operations(job, person, first, now, jobs_at_once)


_TEST_DRIVE: Final = Step("record_test_drive", needs=("km",))


def _list_open(job: Job, operation_id: int) -> bool:
    operation = job.operation(operation_id)
    return operation is not None and not set(operation.checklist) <= set(operation.ticked)


def _colleagues(job: Job, person: Person, now: datetime, jobs_at_once: int) -> Iterator[_Candidate]:
    """Taking over from each of those who are on the car."""
    for on in job.on:
        if on.operation is not None:
            yield (
                partial(working.take_over, job, person, on.operation, on.person, now, jobs_at_once),
                Step("take_over", operation=on.operation, from_person=on.person),
            )


def _other_operations(
    job: Job, person: Person, first: int | None, now: datetime, jobs_at_once: int
) -> Iterator[_Candidate]:
    """Starting with another operation than the next one: what lets one of them pass lets all of them pass."""
    present = job.clocked_on(person.id)
    mine = present.operation if present else None
    others = [each.id for each in job.operations if each.to_be_done and each.id not in {first, mine}]
    if others and _passes(person, Action.clock_on, lambda: working.clock_on(job, person, others[0], now, jobs_at_once)):
        for operation in others[:MOST_OPERATIONS]:
            yield lambda: None, Step("clock_on", operation=operation)


def _operation_after(job: Job, person: Person, current: int, now: datetime) -> int | None:
    try:
        following = working.finish_operation(job, person, current, now).clocked_on(person.id)
    except Refused:
        return None
    return following.operation if following else None


def _paused(job: Job) -> bool:
    if job.pause is None:
        raise Refused("wrong_stage", stage=job.stage)
    return True


def _not_paused(job: Job) -> bool:
    if job.pause is not None:
        raise Refused("wrong_stage", stage=job.stage)
    return True


def _checks(job: Job, person: Person, now: datetime) -> Iterator[_Candidate]:
    for kind, action, name in (
        (CheckKind.self_check, Action.sign_self_check, "self_check"),
        (CheckKind.leader, Action.sign_leader_check, "leader_check"),
        (CheckKind.final, Action.sign_final_check, "final_check"),
    ):
        yield (
            partial(checking.sign_check, job, kind, person, True, (), "", now),
            Step(f"pass_{name}"),
        )
        yield (
            partial(checking.sign_check, job, kind, person, False, ("-",), "", now),
            Step(f"fail_{name}", needs=("items",)),
        )
        yield (
            partial(_test_drive_of, job, kind, person, action, now),
            _TEST_DRIVE,
        )


def _test_drive_of(job: Job, kind: CheckKind, person: Person, action: Action, now: datetime) -> None:
    """A test drive belongs to a check: it is offered to whoever may sign that check."""
    if not permitted(person.roles, action):
        raise Refused("not_allowed")
    checking.sign_check(job, kind, person, False, ("-",), "", now)
    checking.require_test_drive(job, 0, 0)


def _ends(job: Job, now: datetime) -> Iterator[_Candidate]:
    yield lambda: handing_over.open_reception(job, now), Step("open_reception")
    yield lambda: handing_over.start_wash(job, None, now), Step("start_wash")
    yield lambda: handing_over.end_wash(job, None, now), Step("end_wash", needs=("stall",))
    if job.stall is None:
        yield (
            lambda: handing_over.park_ready(job, "-"),
            Step("park_ready", needs=("stall",)),
        )
    yield lambda: handing_over.announce(job, now), Step("announce")
    yield lambda: handing_over.hand_over(job, now), Step("hand_over")
    if job.stall is not None:
        yield (
            lambda: handing_over.park_ready(job, "-"),
            Step("park_ready", needs=("stall",)),
        )
    yield lambda: handing_over.settle(job, now), Step("settle")
    yield lambda: handing_over.deliver(job, now), Step("deliver")
