"""The foreman's rules: a car, a free bay, people who may work on it; and two foremen at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from board.domain.bays import Bay, Standing
from board.domain.dispatching import assign, dispatch, move, recall
from board.domain.job import Operation, OperationState
from board.domain.people import Person
from board.domain.stages import Stage
from tests.domain.cast import (
    CHEN,
    EXPRESS,
    LATER,
    LI,
    LIFT,
    NOW,
    STALL,
    SUN,
    WANG,
    WASH,
    WU,
    ZHAO,
    code_of,
    job_at,
    refusal,
    with_operations,
)

WAITING = job_at(Stage.waiting_dispatch)
HIGH_VOLTAGE = with_operations(WAITING, Operation(20, "Battery module", 90, high_voltage=True))
TAKEN = replace(EXPRESS, holds=(Standing(99, "沪B·54321"),))
BROKEN = replace(EXPRESS, out_of_service="hydraulics")


def test_a_waiting_job_gets_its_bay_people_and_start() -> None:
    sent = dispatch(WAITING, LIFT, [WANG, ZHAO], LATER, NOW)
    assert (sent.stage, sent.bay, sent.planned_start) == (Stage.dispatched, LIFT.id, LATER)
    assert sent.assigned == {WANG.id, ZHAO.id}


def test_without_a_planned_start_it_starts_now() -> None:
    assert dispatch(WAITING, LIFT, [WANG], None, NOW).planned_start == NOW


@pytest.mark.parametrize(
    ("bay", "people", "code"),
    [
        (TAKEN, [WANG], "bay_taken"),
        (BROKEN, [WANG], "bay_out_of_service"),
        (WASH, [WANG], "bay_not_for_work"),
        (STALL, [WANG], "bay_not_for_work"),
        (LIFT, [], "technicians_needed"),
        (LIFT, [SUN], "not_a_technician"),
        (LIFT, [WANG, CHEN], "not_a_technician"),
    ],
)
def test_dispatch_is_refused(bay: Bay, people: list[Person], code: str) -> None:
    assert code_of(lambda: dispatch(WAITING, bay, people, None, NOW)) == code


def test_the_refusal_names_the_car_that_stands_there() -> None:
    assert refusal(lambda: dispatch(WAITING, TAKEN, [WANG], None, NOW)).details == {"bay": "2", "plate": "沪B·54321"}


def test_a_job_without_work_is_not_dispatched() -> None:
    declined = tuple(replace(each, state=OperationState.declined) for each in WAITING.operations)
    assert code_of(lambda: dispatch(replace(WAITING, operations=declined), LIFT, [WANG], None, NOW)) == "nothing_to_do"


@pytest.mark.parametrize("unqualified", [WANG, WU, ZHAO])
def test_high_voltage_goes_to_the_qualified_only(unqualified: Person) -> None:
    sent = dispatch(HIGH_VOLTAGE, LIFT, [LI], None, NOW)
    caught = refusal(lambda: dispatch(HIGH_VOLTAGE, LIFT, [LI, unqualified], None, NOW))
    assert (caught.code, caught.details) == ("not_hv_qualified", {"name": unqualified.name})
    assert code_of(lambda: assign(sent, [unqualified], NOW)) == "not_hv_qualified"


def test_a_qualification_ends_at_its_minute() -> None:
    until_now = replace(LI, high_voltage_until=NOW)
    assert code_of(lambda: dispatch(HIGH_VOLTAGE, LIFT, [until_now], None, NOW)) == "not_hv_qualified"
    assert dispatch(HIGH_VOLTAGE, LIFT, [until_now], None, NOW - timedelta(seconds=1)).bay == LIFT.id


def test_high_voltage_work_that_is_done_or_declined_binds_nobody() -> None:
    declined = with_operations(WAITING, Operation(20, "Battery", 90, OperationState.declined, high_voltage=True))
    assert dispatch(declined, LIFT, [WANG], None, NOW).assigned == {WANG.id}


def test_assigning_leaves_whoever_is_clocked_on_at_work() -> None:
    working = job_at(Stage.in_work)
    changed = assign(working, [LI], NOW)
    assert changed.assigned == {LI.id}
    assert changed.on == working.on


def test_of_two_foremen_who_move_one_car_the_second_is_told() -> None:
    job = job_at(Stage.dispatched)
    first = move(job, EXPRESS, seen_bay=LIFT.id)
    assert first.bay == EXPRESS.id
    assert code_of(lambda: move(first, LIFT, seen_bay=LIFT.id)) == "moved_meanwhile"
    assert code_of(lambda: recall(first, LIFT.id, NOW)) == "moved_meanwhile"


@pytest.mark.parametrize(
    ("bay", "code"),
    [
        (LIFT, "already_there"),
        (TAKEN, "bay_taken"),
        (BROKEN, "bay_out_of_service"),
        (WASH, "bay_not_for_work"),
        (None, "people_on_job"),
    ],
)
def test_a_move_is_refused(bay: Bay | None, code: str) -> None:
    assert code_of(lambda: move(job_at(Stage.in_work), bay, LIFT.id)) == code


def test_a_paused_car_can_leave_its_bay_and_a_dispatched_one_is_recalled_instead() -> None:
    assert move(job_at(Stage.paused), None, LIFT.id).bay is None
    assert code_of(lambda: move(job_at(Stage.dispatched), None, LIFT.id)) == "wrong_stage"


def test_a_car_without_a_bay_gets_one() -> None:
    out = move(job_at(Stage.paused), None, LIFT.id)
    assert move(out, EXPRESS, None).bay == EXPRESS.id


def test_a_recalled_job_waits_as_if_it_had_never_been_sent() -> None:
    sent = dispatch(WAITING, LIFT, [WANG], LATER, NOW)
    assert recall(sent, LIFT.id, NOW) == replace(WAITING, stage_since=NOW)
