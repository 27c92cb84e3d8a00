"""The three checks as they are stored: who signed, what failed, and what comes of it; and test drives."""

from typing import Any

import pytest
from sqlalchemy import select

from board.commands import attachments, checking, setting_up, working
from board.domain.checklists import Occasion
from board.domain.job import ServiceType
from board.domain.stages import Stage
from board.store import models
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


LIST = ["灯光正常", "无渗漏"]


def _list(workshop: Workshop, occasion: Occasion = Occasion.final, service_type: ServiceType | None = None) -> None:
    workshop.do(setting_up.set_checklist, "admin", occasion=occasion, items=LIST, service_type=service_type)


def test_a_check_passes_when_everything_on_the_list_is_ticked(workshop: Workshop) -> None:
    _list(workshop)
    job = workshop.car_at(Stage.final_check)
    for ticked in ([], LIST[:1], ["别的"]):
        with refused(workshop, "checklist_open"):
            workshop.do(checking.sign_final_check, "inspector", job=job, passed=True, ticked=ticked)
    workshop.do(checking.sign_final_check, "inspector", job=job, passed=True, ticked=[*reversed(LIST), "别的"])
    assert workshop.job(job).checks[-1].ticked == LIST


def test_a_service_type_s_own_list_goes_before_the_one_for_all(workshop: Workshop) -> None:
    _list(workshop)
    workshop.do(
        setting_up.set_checklist,
        "admin",
        occasion=Occasion.final,
        items=["钣喷间隙"],
        service_type=ServiceType.body_paint,
    )
    job = workshop.car_at(Stage.final_check, service_type=ServiceType.body_paint)
    with refused(workshop, "checklist_open"):
        workshop.do(checking.sign_final_check, "inspector", job=job, passed=True, ticked=LIST)
    workshop.do(checking.sign_final_check, "inspector", job=job, passed=True, ticked=["钣喷间隙"])


def test_a_failed_check_keeps_what_was_seen_and_goes_to_whom_the_checker_names(workshop: Workshop) -> None:
    _list(workshop)
    job, other = workshop.car_at(Stage.final_check), workshop.take_in()
    picture: dict[str, Any] = {"digest": "0" * 64, "media_type": "image/jpeg", "size": 1, "width": 1, "height": 1}
    photo = workshop.do(attachments.add_photo, "inspector", job=job, **picture).result["attachment"]
    foreign = workshop.do(attachments.add_photo, "advisor", job=other, **picture).result["attachment"]
    told: dict[str, Any] = {"job": job, "passed": False, "items": ["渗油", "渗油", " "], "note": "右前"}
    with refused(workshop, "not_found"):
        workshop.do(checking.sign_final_check, "inspector", **told, photos=[foreign])
    with refused(workshop, "not_a_technician"):
        workshop.do(checking.sign_final_check, "inspector", **told, technician=workshop.people["washer"])
    again = workshop.people["electrician"]
    workshop.do(checking.sign_final_check, "inspector", **told, photos=[photo], ticked=LIST[:1], technician=again)
    row = workshop.job(job)
    check = row.checks[-1]
    assert (check.items, check.note, check.photos, check.ticked) == (["渗油"], "右前", [photo], LIST[:1])
    assert [each.text for each in row.operations if each.rework] == ["渗油"]
    assert [each.person_id for each in row.assignments] == [again]
    assert workshop.entries()[-1].details["technician"] == again
    workshop.do(working.clock_on, "electrician", job=job)


def test_a_test_drive_is_kept_with_its_kilometres(workshop: Workshop) -> None:
    job, waiting = workshop.car_at(Stage.final_check), workshop.take_in()
    with refused(workshop, "test_drive_order"):
        workshop.do(checking.record_test_drive, "inspector", job=job, from_km=52_010, to_km=52_009)
    workshop.do(checking.record_test_drive, "inspector", job=job, from_km=52_010, to_km=52_016, note="高速无异响")
    with workshop.store.reading() as session:
        drive = session.scalars(select(models.TestDrive)).one()
        assert (drive.job_id, drive.by_id, drive.at) == (job, workshop.people["inspector"], workshop.now)
        assert (drive.from_km, drive.to_km, drive.note) == (52_010, 52_016, "高速无异响")
    assert f"job:{job}" in workshop.entries()[-1].touched
    with refused(workshop, "wrong_stage"):
        workshop.do(checking.record_test_drive, "inspector", job=waiting, from_km=1, to_km=2)
