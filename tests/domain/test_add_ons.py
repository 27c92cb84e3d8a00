"""Found work: the shop proposes, the customer decides, a declined safety item is signed for."""

from dataclasses import replace

import pytest

from board.domain.add_ons import approve_add_on, decline_add_on, propose_add_on
from board.domain.job import Job, Operation, OperationState
from board.domain.stages import Stage
from tests.domain.cast import BEFORE, NOW, OIL, code_of, job_at, with_operations

WIPERS = Operation(20, "Wipers", 10, OperationState.proposed, add_on=True)
BELT = replace(WIPERS, id=21, text="Timing belt", safety=True)
CHECKED = [Stage.self_check, Stage.leader_check, Stage.final_check]


def _asked(stage: Stage) -> Job:
    return with_operations(job_at(stage), WIPERS, BELT)


def test_found_work_waits_for_the_customer_whatever_it_claims_to_be() -> None:
    claimed = Operation(7, "Wipers", 10, OperationState.done, high_voltage=True, safety=True)
    proposed = propose_add_on(job_at(Stage.in_work), claimed).operations[-1]
    assert proposed == Operation(
        None, "Wipers", 10, OperationState.proposed, high_voltage=True, safety=True, add_on=True
    )
    assert not proposed.to_be_done


@pytest.mark.parametrize("stage", [Stage.reception, Stage.dispatched, Stage.in_work, Stage.paused])
def test_approved_work_is_open_and_the_car_stays_where_it_is(stage: Stage) -> None:
    approved = approve_add_on(_asked(stage), 20, NOW)
    assert approved.operation(20) == replace(WIPERS, state=OperationState.open)
    assert (approved.stage, approved.stage_since) == (stage, BEFORE)


@pytest.mark.parametrize("stage", CHECKED)
def test_a_car_being_checked_goes_back_to_work_for_it_and_that_is_no_rework(stage: Stage) -> None:
    approved = approve_add_on(_asked(stage), 20, NOW)
    assert (approved.stage, approved.stage_since, approved.reworks) == (Stage.in_work, NOW, 0)


@pytest.mark.parametrize("stage", CHECKED)
def test_declined_work_stays_on_record_and_the_check_goes_on(stage: Stage) -> None:
    declined = decline_add_on(_asked(stage), 20, signed=False, now=NOW)
    assert declined.operation(20) == replace(WIPERS, state=OperationState.declined)
    assert declined.stage is stage


def test_declining_a_safety_item_is_signed_for() -> None:
    assert code_of(lambda: decline_add_on(_asked(Stage.in_work), 21, signed=False, now=NOW)) == "signature_needed"
    declined = decline_add_on(_asked(Stage.in_work), 21, signed=True, now=NOW)
    assert declined.operation(21) == replace(BELT, state=OperationState.declined, decline_signed=True)


def test_a_decision_is_made_once() -> None:
    approved = approve_add_on(_asked(Stage.in_work), 20, NOW)
    assert code_of(lambda: approve_add_on(approved, 20, NOW)) == "add_on_decided"
    assert code_of(lambda: decline_add_on(approved, 20, signed=True, now=NOW)) == "add_on_decided"
    assert code_of(lambda: decline_add_on(approved, OIL, signed=True, now=NOW)) == "add_on_decided"
    assert code_of(lambda: approve_add_on(approved, 999, NOW)) == "operation_unknown"
