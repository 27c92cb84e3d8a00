"""Both ends of the work: order, wash, ready stall, handing over, promises, cancelling."""

from dataclasses import replace
from datetime import timedelta

import pytest

from board.domain.bays import Bay, Standing
from board.domain.handing_over import (
    announce,
    cancel,
    change_promise,
    deliver,
    end_wash,
    hand_over,
    park_ready,
    settle,
    sign_order,
    start_wash,
)
from board.domain.job import Operation, OperationState
from board.domain.stages import Stage
from tests.domain.cast import BRAKES, EXPRESS, LATER, NOW, STALL, WASH, code_of, job_at, with_operations

OPEN = Operation(BRAKES, "Brakes", 60)
ASKED = Operation(BRAKES, "Brakes", 60, OperationState.proposed, add_on=True)
FULL = replace(WASH, holds=(Standing(99, "沪B·54321"),))


def test_an_order_has_work_to_do() -> None:
    empty = replace(job_at(Stage.reception), operations=())
    assert code_of(lambda: sign_order(empty, NOW)) == "nothing_to_do"
    assert code_of(lambda: sign_order(with_operations(empty, ASKED), NOW)) == "nothing_to_do"


def test_a_wash_has_its_bay_or_none() -> None:
    assert start_wash(job_at(Stage.wash_queue), WASH, NOW).bay == WASH.id
    assert start_wash(job_at(Stage.wash_queue), None, NOW).bay is None


@pytest.mark.parametrize(
    ("bay", "code"),
    [
        (FULL, "bay_taken"),
        (replace(WASH, out_of_service="pump"), "bay_out_of_service"),
        (EXPRESS, "not_a_wash_bay"),
        (STALL, "not_a_wash_bay"),
    ],
)
def test_washing_elsewhere_is_refused(bay: Bay, code: str) -> None:
    assert code_of(lambda: start_wash(job_at(Stage.wash_queue), bay, NOW)) == code


def test_a_wash_line_holds_as_many_cars_as_the_site_says() -> None:
    assert start_wash(job_at(Stage.wash_queue), replace(FULL, capacity=2), NOW).bay == WASH.id


def test_nobody_washes_a_car_against_the_customers_wish() -> None:
    assert code_of(lambda: start_wash(replace(job_at(Stage.wash_queue), wash_wanted=False), WASH, NOW)) == (
        "wash_not_wanted"
    )


def test_nothing_with_open_work_reaches_the_wash_or_the_customer() -> None:
    queued, ready = job_at(Stage.wash_queue), job_at(Stage.ready)
    assert code_of(lambda: start_wash(with_operations(queued, OPEN), WASH, NOW)) == "operations_open"
    assert code_of(lambda: start_wash(with_operations(queued, ASKED), WASH, NOW)) == "add_on_undecided"
    assert code_of(lambda: hand_over(with_operations(ready, OPEN), NOW)) == "operations_open"
    assert code_of(lambda: hand_over(with_operations(ready, ASKED), NOW)) == "add_on_undecided"


def test_after_the_wash_the_bay_is_free_and_the_stall_known() -> None:
    washed = end_wash(job_at(Stage.washing), " A-03 ", NOW)
    assert (washed.bay, washed.stall) == (None, "A-03")
    assert end_wash(job_at(Stage.washing), "  ", NOW).stall is None
    assert end_wash(job_at(Stage.washing), None, NOW).stall is None


def test_a_ready_car_can_be_parked_again() -> None:
    assert park_ready(replace(job_at(Stage.ready), stall="A-03"), "B-01").stall == "B-01"


def test_the_customer_is_told_once() -> None:
    told = announce(job_at(Stage.ready), NOW)
    assert told.announced_at == NOW
    assert code_of(lambda: announce(told, LATER)) == "already_announced"
    assert hand_over(told, LATER).announced_at == NOW


def test_beginning_the_handover_tells_the_customer() -> None:
    assert hand_over(job_at(Stage.ready), NOW).announced_at == NOW


def test_the_gate_opens_for_a_settled_job_only() -> None:
    assert code_of(lambda: deliver(job_at(Stage.handover), NOW)) == "not_settled"
    left = deliver(replace(settle(job_at(Stage.handover), NOW), stall="A-03"), NOW)
    assert (left.stage, left.bay, left.stall) == (Stage.delivered, None, None)


@pytest.mark.parametrize("stage", [Stage.booked, Stage.in_work, Stage.paused, Stage.washing, Stage.handover])
def test_a_cancelled_job_stands_nowhere_and_nobody_is_on_it(stage: Stage) -> None:
    gone = cancel(replace(job_at(stage), stall="A-03"), "customer left", NOW)
    assert (gone.bay, gone.stall, gone.on, gone.pause) == (None, None, (), None)


@pytest.mark.parametrize("reason", ["", " \t"])
def test_cancelling_needs_a_reason(reason: str) -> None:
    assert code_of(lambda: cancel(job_at(Stage.in_work), reason, NOW)) == "reason_needed"


SOONER, SAME = NOW + timedelta(minutes=5), job_at(Stage.in_work).promised_at


def test_a_promise_changes_with_a_reason_and_somebody_who_told_the_customer() -> None:
    assert change_promise(job_at(Stage.in_work), SOONER, "done early", "陈顾问", NOW).promised_at == SOONER


def test_a_first_promise_needs_neither() -> None:
    unpromised = replace(job_at(Stage.reception), promised_at=None)
    assert change_promise(unpromised, LATER, "", "", NOW).promised_at == LATER


def test_other_promises_are_refused() -> None:
    job = job_at(Stage.in_work)
    assert SAME is not None
    assert code_of(lambda: change_promise(job, NOW, "late", "陈顾问", NOW)) == "promise_in_past"
    assert code_of(lambda: change_promise(job, SAME, "late", "陈顾问", NOW)) == "promise_unchanged"
    assert code_of(lambda: change_promise(job, SOONER, " ", "陈顾问", NOW)) == "reason_needed"
    assert code_of(lambda: change_promise(job, SOONER, "late", " ", NOW)) == "promise_needs_told"
