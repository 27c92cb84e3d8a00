"""What a scan offers: exactly what the rules accept, the most likely first."""

from dataclasses import replace

import pytest

from board.domain.job import Job, OnJob, Operation, OperationState
from board.domain.people import Person
from board.domain.stages import Stage
from board.domain.steps import Step, steps
from board.domain.working import clock_on
from tests.domain.cast import (
    BRAKES,
    CHEN,
    FENG,
    HE,
    LI,
    MA,
    MEN,
    NOW,
    OIL,
    SUN,
    TYRES,
    WANG,
    ZHAO,
    ZHOU,
    clocked_on_to,
    job_at,
    with_operations,
)

AT_WORK = with_operations(job_at(Stage.in_work), Operation(BRAKES, "Brakes", 60), Operation(TYRES, "Tyres", 40))
BUSY_WANG = clocked_on_to(WANG, AT_WORK)
ELSEWHERE = job_at(Stage.in_work, number=18)


@pytest.mark.parametrize(
    ("stage", "person", "first"),
    [
        (Stage.dispatched, WANG, Step("clock_on", operation=OIL)),
        (Stage.in_work, LI, Step("clock_on", operation=OIL)),
        (Stage.in_work, WANG, Step("finish_operation", operation=OIL)),
        (Stage.paused, WANG, Step("resume", operation=OIL)),
        (Stage.self_check, WANG, Step("pass_self_check")),
        (Stage.leader_check, ZHAO, Step("pass_leader_check")),
        (Stage.final_check, SUN, Step("pass_final_check")),
        (Stage.wash_queue, ZHOU, Step("start_wash")),
        (Stage.washing, ZHOU, Step("end_wash", needs=("stall",))),
        (Stage.ready, ZHOU, Step("park_ready", needs=("stall",))),
        (Stage.ready, CHEN, Step("park_ready", needs=("stall",))),
        (Stage.handover, MA, Step("settle")),
        (Stage.settled, MEN, Step("deliver")),
    ],
)
def test_the_most_likely_step_comes_first(stage: Stage, person: Person, first: Step) -> None:
    assert steps(job_at(stage), person, NOW)[0] == first


@pytest.mark.parametrize(
    ("stage", "person"),
    [
        (Stage.booked, WANG),
        (Stage.arrived, MEN),
        (Stage.reception, CHEN),
        (Stage.waiting_dispatch, WANG),
        (Stage.dispatched, SUN),
        (Stage.dispatched, HE),
        (Stage.self_check, LI),
        (Stage.self_check, ZHAO),
        (Stage.leader_check, WANG),
        (Stage.final_check, ZHAO),
        (Stage.wash_queue, WANG),
        (Stage.settled, MA),
        (Stage.delivered, WANG),
        (Stage.delivered, MEN),
        (Stage.cancelled, CHEN),
    ],
)
def test_where_there_is_nothing_to_do_nothing_is_offered(stage: Stage, person: Person) -> None:
    assert steps(job_at(stage), person, NOW) == []


def test_the_advisor_opens_the_reception_of_a_car_that_has_come() -> None:
    assert steps(job_at(Stage.arrived), CHEN, NOW) == [Step("open_reception")]


def test_a_parked_car_is_announced_first() -> None:
    parked = replace(job_at(Stage.ready), stall="A-03")
    assert [step.step for step in steps(parked, CHEN, NOW)] == ["announce", "hand_over", "park_ready"]
    told = replace(parked, announced_at=NOW)
    assert [step.step for step in steps(told, CHEN, NOW)] == ["hand_over", "park_ready"]


def test_finishing_says_which_operation_follows() -> None:
    assert steps(AT_WORK, BUSY_WANG, NOW)[0] == Step("finish_operation", operation=OIL, then=BRAKES)
    helped = clock_on(AT_WORK, LI, BRAKES, NOW)
    assert steps(helped, BUSY_WANG, NOW)[0] == Step("finish_operation", operation=OIL, then=TYRES)


def test_finishing_says_that_nothing_follows_when_others_are_on_all_the_rest() -> None:
    two = with_operations(job_at(Stage.in_work), Operation(BRAKES, "Brakes", 60))
    helped = clock_on(two, LI, BRAKES, NOW)
    assert steps(helped, clocked_on_to(WANG, two), NOW)[0] == Step("finish_operation", operation=OIL)


TEST_DRIVE = Step("record_test_drive", needs=("km",))


def test_nobody_unqualified_is_told_to_go_on_with_high_voltage_work() -> None:
    electric = with_operations(job_at(Stage.in_work), Operation(20, "Battery", 90, high_voltage=True))
    assert [step for step in steps(electric, WANG, NOW) if step.then or step.step == "clock_on"] == []
    assert steps(electric, LI, NOW) == [
        Step("clock_on", operation=20),
        Step("take_over", operation=OIL, from_person=WANG.id),
        Step("clock_on", operation=OIL),
    ]


def test_whoever_is_on_may_pause_or_take_any_other_operation() -> None:
    assert steps(AT_WORK, BUSY_WANG, NOW)[1:] == [
        Step("pause", needs=("reason",)),
        TEST_DRIVE,
        Step("clock_on", operation=BRAKES),
        Step("clock_on", operation=TYRES),
    ]


def test_somebody_on_another_job_is_offered_the_switch() -> None:
    busy = clocked_on_to(LI, ELSEWHERE)
    assert steps(AT_WORK, busy, NOW) == [Step("switch", operation=BRAKES, from_job=18, needs=("reason",))]


def test_a_site_that_allows_two_jobs_offers_both_ways() -> None:
    busy = clocked_on_to(LI, ELSEWHERE)
    assert [step.step for step in steps(AT_WORK, busy, NOW, jobs_at_once=2)][:2] == ["clock_on", "switch"]


def test_a_check_is_not_offered_as_passed_while_the_customer_decides() -> None:
    asked = with_operations(job_at(Stage.final_check), Operation(20, "Wipers", 5, OperationState.proposed))
    assert steps(asked, SUN, NOW) == [Step("fail_final_check", needs=("items",)), TEST_DRIVE]


def test_no_check_is_offered_to_somebody_who_may_not_sign_it() -> None:
    worked: Job = replace(job_at(Stage.final_check), worked=frozenset({WANG.id, FENG.id}))
    assert steps(worked, FENG, NOW) == []


def test_a_car_without_a_bay_offers_no_work() -> None:
    assert steps(replace(job_at(Stage.paused), bay=None), WANG, NOW) == []


def test_an_offer_changes_nothing() -> None:
    before = replace(AT_WORK)
    steps(AT_WORK, BUSY_WANG, NOW)
    assert before == AT_WORK
    assert AT_WORK.on == (OnJob(WANG.id, OIL, AT_WORK.on[0].since),)
