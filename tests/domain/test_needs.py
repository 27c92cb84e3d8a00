"""What a car needs from the desk, at each stage and for each thing it waits for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from board.domain.job import Job, Operation, OperationState, Pause, PauseReason
from board.domain.needs import FoundWork, Need, NeedKind, OrderedPart, needs
from board.domain.people import Role
from board.domain.stages import LIVE, Stage
from tests.domain.cast import BEFORE, LATER, NOW, job_at, with_operations

MINUTES = timedelta(minutes=1)
PROMISE = Need(NeedKind.promise, due=LATER)
PADS = Operation(91, "Brake pads", 60, OperationState.proposed, add_on=True)

AT_STAGE: dict[Stage, list[Need]] = {
    Stage.arrived: [Need(NeedKind.greet, BEFORE, BEFORE + 3 * MINUTES), PROMISE],
    Stage.reception: [Need(NeedKind.finish_reception, BEFORE, BEFORE + 15 * MINUTES), PROMISE],
    Stage.waiting_dispatch: [PROMISE],
    Stage.dispatched: [PROMISE],
    Stage.in_work: [PROMISE],
    Stage.paused: [PROMISE],
    Stage.self_check: [PROMISE],
    Stage.leader_check: [PROMISE],
    Stage.final_check: [PROMISE],
    Stage.wash_queue: [PROMISE],
    Stage.washing: [PROMISE],
    Stage.ready: [Need(NeedKind.announce, BEFORE, BEFORE + 5 * MINUTES)],
    Stage.handover: [Need(NeedKind.settle, BEFORE, BEFORE + 15 * MINUTES)],
    Stage.settled: [Need(NeedKind.let_out, BEFORE)],
}


def kinds(job: Job, add_ons: Sequence[FoundWork] = (), ordered: Sequence[OrderedPart] = ()) -> list[str]:
    return [need.kind.value for need in needs(job, tuple(add_ons), tuple(ordered))]


def test_every_live_stage_is_thought_of() -> None:
    assert AT_STAGE.keys() == LIVE


@pytest.mark.parametrize("stage", AT_STAGE)
def test_what_a_stage_needs(stage: Stage) -> None:
    assert list(needs(job_at(stage))) == AT_STAGE[stage]


def test_a_site_s_own_minutes_count() -> None:
    assert needs(job_at(Stage.arrived), standards={Stage.arrived: 8})[0].due == BEFORE + 8 * MINUTES


def test_once_told_the_customer_is_waited_for() -> None:
    told = replace(job_at(Stage.ready), announced_at=NOW)
    assert needs(told) == (Need(NeedKind.hand_over, NOW),)


def test_without_a_promise_none_can_break() -> None:
    assert needs(replace(job_at(Stage.in_work), promised_at=None)) == ()


@pytest.mark.parametrize(
    ("reason", "owner", "waits"),
    [
        (PauseReason.customer_approval, Role.advisor, True),
        (PauseReason.warranty_approval, Role.advisor, True),
        (PauseReason.insurer, Role.advisor, True),
        ("own_1", Role.advisor, True),
        (PauseReason.parts, Role.parts, False),
        (PauseReason.no_bay, Role.foreman, False),
        (PauseReason.rest, Role.technician, False),
    ],
)
def test_a_pause_is_the_advisor_s_when_its_clock_runs_against_them(reason: str, owner: Role, waits: bool) -> None:
    paused = replace(job_at(Stage.paused), pause=Pause(reason, BEFORE, owner))
    assert (Need(NeedKind.waiting, BEFORE) in needs(paused)) is waits


@pytest.mark.parametrize(
    ("add_ons", "expected"),
    [
        ([], ["promise"]),
        ([FoundWork(BEFORE)], ["price_add_on", "promise"]),
        ([FoundWork(BEFORE, NOW)], ["call_add_on", "promise"]),
        ([FoundWork(BEFORE, NOW), FoundWork(BEFORE)], ["price_add_on", "call_add_on", "promise"]),
    ],
)
def test_found_work_is_priced_and_then_told_to_the_customer(add_ons: list[FoundWork], expected: list[str]) -> None:
    assert kinds(with_operations(job_at(Stage.in_work), PADS), add_ons) == expected


def test_the_one_that_waits_longest_counts() -> None:
    add_ons = (FoundWork(BEFORE, NOW), FoundWork(BEFORE, NOW - 9 * MINUTES))
    found = needs(with_operations(job_at(Stage.in_work), PADS), add_ons)
    assert found[0] == Need(NeedKind.call_add_on, NOW - 9 * MINUTES)


def test_decided_work_needs_no_call() -> None:
    decided = with_operations(job_at(Stage.in_work), replace(PADS, state=OperationState.declined))
    assert kinds(decided, [FoundWork(BEFORE, NOW)]) == ["promise"]


def test_a_pause_for_the_customer_s_yes_is_the_same_call() -> None:
    approval = Pause(PauseReason.customer_approval, BEFORE, Role.advisor)
    paused = with_operations(replace(job_at(Stage.paused), pause=approval), PADS)
    assert kinds(paused, [FoundWork(BEFORE, NOW)]) == ["call_add_on", "promise"]
    assert kinds(paused, [FoundWork(BEFORE)]) == ["price_add_on", "waiting", "promise"]


@pytest.mark.parametrize(
    ("expected_at", "need"),
    [
        (None, Need(NeedKind.parts_late, BEFORE)),
        (LATER - MINUTES, Need(NeedKind.parts_late, BEFORE, LATER - MINUTES)),
        (LATER + MINUTES, Need(NeedKind.parts_after_promise, BEFORE, LATER)),
    ],
)
def test_parts_that_come_late(expected_at: object, need: Need) -> None:
    waiting = replace(job_at(Stage.paused), parts_missing=True)
    first = OrderedPart(BEFORE, NOW) if expected_at else OrderedPart(NOW)
    ordered = (first, OrderedPart(BEFORE, expected_at))  # type: ignore[arg-type]
    assert needs(waiting, ordered=ordered)[0] == need


def test_parts_of_a_car_that_misses_none_are_no_matter() -> None:
    assert kinds(job_at(Stage.in_work), ordered=[OrderedPart(BEFORE, NOW)]) == ["promise"]
