"""Time standards and the sets of stages that screens and rules go by."""

from datetime import timedelta

import pytest

from board.domain.stages import CLOSED, IN_BAY, LIVE, Stage, stage_due
from tests.domain.cast import BEFORE, LATER, NOW


@pytest.mark.parametrize(
    ("stage", "minutes"),
    [
        (Stage.arrived, 3),
        (Stage.reception, 15),
        (Stage.waiting_dispatch, 10),
        (Stage.dispatched, 10),
        (Stage.self_check, 5),
        (Stage.leader_check, 5),
        (Stage.final_check, 10),
        (Stage.wash_queue, 15),
        (Stage.washing, 20),
        (Stage.ready, 5),
        (Stage.handover, 15),
    ],
)
def test_a_stage_has_its_time_standard(stage: Stage, minutes: int) -> None:
    assert stage_due(stage, NOW, None, announced=False) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "stage",
    [Stage.booked, Stage.in_work, Stage.paused, Stage.settled, Stage.delivered, Stage.followed_up, Stage.cancelled],
)
def test_other_stages_have_none(stage: Stage) -> None:
    assert stage_due(stage, NOW, None, announced=False) is None


def test_a_dispatched_job_counts_from_its_plan_but_never_from_before_it_was_dispatched() -> None:
    ten = timedelta(minutes=10)
    assert stage_due(Stage.dispatched, NOW, LATER, announced=False) == LATER + ten
    assert stage_due(Stage.dispatched, NOW, BEFORE, announced=False) == NOW + ten


def test_ready_counts_to_the_call_to_the_customer() -> None:
    assert stage_due(Stage.ready, NOW, None, announced=True) is None
    assert stage_due(Stage.washing, NOW, None, announced=True) is not None


def test_which_cars_are_in_the_shop() -> None:
    assert {stage.value for stage in CLOSED} == {"delivered", "followed_up", "cancelled"}
    assert set(Stage) - LIVE == CLOSED | {Stage.booked}
    assert {stage.value for stage in IN_BAY} == {
        "dispatched", "in_work", "paused", "self_check", "leader_check", "final_check"
    }  # fmt: skip
