"""The small cast that the tests of the rules share: a workshop's people and bays, and a job at any stage."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from board.domain.bays import Bay, BayKind
from board.domain.job import Check, CheckKind, Job, OnJob, Operation, OperationState, Pause, PauseReason
from board.domain.people import Clocked, Person, Role
from board.domain.refusals import Refused
from board.domain.stages import Stage

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(hours=1)
LATER = NOW + timedelta(hours=1)

WANG = Person(1, "王强", frozenset({Role.technician}))
LI = Person(2, "李电", frozenset({Role.technician}), high_voltage_until=NOW + timedelta(days=90))
WU = Person(3, "吴过期", frozenset({Role.technician}), high_voltage_until=NOW - timedelta(days=1))
ZHAO = Person(4, "赵班长", frozenset({Role.leader}))
QIAN = Person(5, "钱班长", frozenset({Role.leader}))
SUN = Person(6, "孙质检", frozenset({Role.inspector}))
FENG = Person(7, "冯总监", frozenset({Role.inspector, Role.leader}))
ZHOU = Person(8, "周洗车", frozenset({Role.washer}))
CHEN = Person(9, "陈顾问", frozenset({Role.advisor}))
HE = Person(10, "何主管", frozenset({Role.foreman}))
LU = Person(11, "吕主管", frozenset({Role.foreman}))
MA = Person(12, "马结算", frozenset({Role.cashier}))
MEN = Person(13, "门卫", frozenset({Role.guard}))

LIFT = Bay(1, "1", BayKind.lift)
EXPRESS = Bay(2, "2", BayKind.express)
WASH = Bay(3, "W", BayKind.wash)
STALL = Bay(4, "A-01", BayKind.ready_stall, capacity=12)

OIL, BRAKES, TYRES = 11, 12, 13

CHECK_ORDER = (Stage.self_check, Stage.leader_check, Stage.final_check)
_PASSED = (
    Check(CheckKind.self_check, WANG.id, True, BEFORE),
    Check(CheckKind.leader, ZHAO.id, True, BEFORE),
    Check(CheckKind.final, SUN.id, True, BEFORE),
)
_BEFORE_WORK = {Stage.booked, Stage.arrived, Stage.reception, Stage.waiting_dispatch, Stage.dispatched}
_STANDS_IN_A_BAY = {Stage.dispatched, Stage.in_work, Stage.paused, *CHECK_ORDER}


def job_at(stage: Stage, number: int = 17) -> Job:
    """A job with one operation that came to `stage` the usual way: Wang works on it in bay 1, Zhao and Sun check."""
    began = stage not in _BEFORE_WORK
    done = began and stage not in {Stage.in_work, Stage.paused, Stage.cancelled}
    state = OperationState.done if done else OperationState.started if began else OperationState.open
    passed = _PASSED[: CHECK_ORDER.index(stage)] if stage in CHECK_ORDER else _PASSED if done else ()
    return Job(
        id=number,
        number=f"1121-{number:03}",
        plate="京A12345",
        stage=stage,
        stage_since=BEFORE,
        bay=LIFT.id if stage in _STANDS_IN_A_BAY else WASH.id if stage is Stage.washing else None,
        operations=(Operation(OIL, "Oil and filter", 30, state),),
        assigned=frozenset() if stage in _BEFORE_WORK - {Stage.dispatched} else frozenset({WANG.id}),
        on=(OnJob(WANG.id, OIL, BEFORE),) if stage is Stage.in_work else (),
        worked=frozenset({WANG.id}) if began else frozenset(),
        checks=passed,
        pause=Pause(PauseReason.parts, BEFORE, Role.parts) if stage is Stage.paused else None,
        promised_at=LATER,
    )


def with_operations(job: Job, *operations: Operation) -> Job:
    """The job with these operations more."""
    return replace(job, operations=(*job.operations, *operations))


def clocked_on_to(person: Person, *jobs: Job) -> Person:
    """The person as the store would load them while they are on those jobs."""
    return replace(person, clocked=tuple(Clocked(job.id, job.number, OIL) for job in jobs))


def refusal(attempt: Callable[[], object]) -> Refused:
    """The refusal that the attempt met; a rule that lets it pass fails the test."""
    with pytest.raises(Refused) as caught:
        attempt()
    return caught.value


def code_of(attempt: Callable[[], object]) -> str:
    """The code of the refusal that the attempt met."""
    return refusal(attempt).code
