"""The three checks as they are stored: who signed, what failed, and what comes of it."""

import pytest

from board.commands import checking, working
from board.domain.stages import Stage
from tests.commands.workshop import Workshop, refused


def test_three_signatures_lead_to_the_wash(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.wash_queue)
    row = workshop.job(job)
    assert [(each.kind.value, each.by_id, each.passed) for each in row.checks] == [
        ("self", workshop.people["technician"], True),
        ("leader", workshop.people["leader"], True),
        ("final", workshop.people["inspector"], True),
    ]
    assert row.bay_id is None


def test_no_wash_wanted_leads_to_ready(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.final_check, wash_wanted=False)
    workshop.do(checking.sign_final_check, "inspector", job=job, passed=True)
    assert workshop.job(job).stage is Stage.ready


def test_a_failed_check_names_the_items_and_sends_the_car_back(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.final_check)
    with refused(workshop, "items_needed"):
        workshop.do(checking.sign_final_check, "inspector", job=job, passed=False, items=["  "])
    items = ["螺栓扭矩", "油液渗漏"]
    workshop.do(checking.sign_final_check, "inspector", job=job, passed=False, items=items, note="左前轮")
    row = workshop.job(job)
    assert (row.stage, row.reworks) == (Stage.in_work, 1)
    assert (row.checks[-1].passed, row.checks[-1].items, row.checks[-1].note) == (False, items, "左前轮")
    assert [(each.text, each.rework, each.position) for each in row.operations[1:]] == [
        ("螺栓扭矩", True, 2),
        ("油液渗漏", True, 3),
    ]


@pytest.mark.parametrize(
    ("stage", "check", "by", "code"),
    [
        (Stage.self_check, checking.sign_self_check, "electrician", "not_worked_on_it"),
        (Stage.leader_check, checking.sign_leader_check, "technician", "signed_self_check"),
        (Stage.final_check, checking.sign_final_check, "technician", "worked_on_it"),
        (Stage.final_check, checking.sign_final_check, "leader", "signed_earlier_check"),
        (Stage.self_check, checking.sign_final_check, "inspector", "wrong_stage"),
    ],
)
def test_who_may_not_sign(sqlite_workshop: Workshop, stage: Stage, check: object, by: str, code: str) -> None:
    job = sqlite_workshop.car_at(stage)
    with refused(sqlite_workshop, code):
        sqlite_workshop.do(check, by, job=job, passed=True)  # type: ignore[arg-type]


def test_rework_is_checked_again_from_the_start(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.leader_check)
    workshop.do(checking.sign_leader_check, "leader", job=job, passed=False, items=["异响"])
    workshop.do(working.clock_on, "electrician", job=job)
    rework = workshop.job(job).operations[-1].id
    workshop.do(working.finish_operation, "electrician", job=job, operation=rework)
    assert workshop.job(job).stage is Stage.self_check
    workshop.do(checking.sign_self_check, "electrician", job=job, passed=True)
    workshop.do(checking.sign_leader_check, "leader", job=job, passed=True)
    assert workshop.job(job).stage is Stage.final_check
