"""Taking a car in, printing its card, its promise, and giving it up."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from board.commands import receiving, setting_up
from board.domain.codes import CodeKind, read_code
from board.domain.job import Energy, OperationState, Priority, ServiceType
from board.domain.stages import Stage
from board.store import models
from board.store.keys import link_digest
from tests.commands.workshop import BATTERY, BRAKES, OIL, Workshop, refused


def test_a_job_is_taken_in_with_all_that_was_said(workshop: Workshop) -> None:
    promised = workshop.now + timedelta(hours=3)
    job = workshop.take_in(
        OIL,
        BATTERY,
        plate=" 京a·d01234 ",
        model="  小鹏 G6 ",
        energy=Energy.ev,
        service_type=ServiceType.diagnosis,
        priority=Priority.urgent,
        concern=" 行驶中有异响 ",
        waits=True,
        wash_wanted=False,
        promised_at=promised,
        advisor=workshop.people["advisor"],
        vin="LSVAA4182E2123456",
        mileage_km=45210,
        fuel_eighths=5,
        colour="白",
    )
    row = workshop.job(job)
    assert (row.vehicle.plate, row.vehicle.model, row.concern) == ("京AD01234", "小鹏 G6", "行驶中有异响")
    assert (row.stage, row.stage_since, row.taken_in_at) == (Stage.waiting_dispatch, workshop.now, workshop.now)
    assert (row.promised_at, row.first_promised_at) == (promised, promised)
    assert [(each.text, each.high_voltage, each.state) for each in row.operations] == [
        ("更换机油", False, OperationState.open),
        ("动力电池检查", True, OperationState.open),
    ]
    assert (row.priority, row.waits, row.wash_wanted, row.mileage_km) == (Priority.urgent, True, False, 45210)


def test_numbers_count_through_the_site_s_day(workshop: Workshop) -> None:
    numbers = [workshop.job(workshop.take_in()).number for _ in range(2)]
    workshop.now += timedelta(hours=15, minutes=30)  # midnight in Shanghai, not in Greenwich
    numbers.append(workshop.job(workshop.take_in()).number)
    assert numbers == ["261121-001", "261121-002", "261122-001"]


def test_a_car_that_comes_again_is_the_same_vehicle(workshop: Workshop) -> None:
    first = workshop.take_in(plate="京A12345", model="Model 3", colour="红", vin="OLDVIN")
    second = workshop.take_in(plate="京A·12345", model="Model 3 焕新版")
    one, two = workshop.job(first).vehicle, workshop.job(second).vehicle
    assert one.id == two.id
    assert (two.model, two.colour, two.vin) == ("Model 3 焕新版", "红", "OLDVIN")
    assert f"job:{first}" in workshop.entries()[-1].touched


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"plate": "?!"}, "plate_invalid"),
        ({"plate": "A" * 21}, "plate_invalid"),
        ({"operations": []}, "nothing_to_do"),
        ({"promised_at": "now"}, "promise_in_past"),
        ({"advisor": 999}, "not_found"),
    ],
)
def test_what_cannot_be_taken_in(sqlite_workshop: Workshop, wrong: dict, code: str) -> None:
    if wrong.get("promised_at"):
        wrong = {"promised_at": sqlite_workshop.now + timedelta(minutes=1)}
    with refused(sqlite_workshop, code):
        sqlite_workshop.take_in(**wrong)


def test_a_card_is_printed_once_and_again_with_the_same_codes(workshop: Workshop) -> None:
    job = workshop.take_in()
    first = workshop.do(receiving.print_card, "advisor", job=job).result
    again = workshop.do(receiving.print_card, "advisor", job=job).result
    assert first == again
    assert read_code(first["card"]).kind is CodeKind.job_card
    assert read_code(workshop.link(job)).kind is CodeKind.customer_copy
    assert workshop.link(job) == workshop.link(job)


def test_a_lost_card_is_revoked_with_its_copy_and_printed_anew(workshop: Workshop) -> None:
    job = workshop.take_in()
    lost = workshop.do(receiving.print_card, "advisor", job=job).result
    lost_link = workshop.link(job)
    workshop.do(receiving.revoke_card, "advisor", job=job)
    new = workshop.do(receiving.print_card, "advisor", job=job).result
    assert lost["card"] != new["card"]
    assert lost_link != workshop.link(job)
    with workshop.store.reading() as session:
        codes = {
            row.text or row.digest: row.revoked_at is not None
            for row in session.scalars(select(models.Code).where(models.Code.job_id == job))
        }
    assert codes == {
        lost["card"]: True,
        link_digest(lost_link): True,
        new["card"]: False,
        link_digest(workshop.link(job)): False,
    }


@pytest.mark.parametrize("stage", [Stage.delivered, Stage.cancelled])
def test_nothing_happens_to_a_closed_job(sqlite_workshop: Workshop, stage: Stage) -> None:
    job = sqlite_workshop.car_at(stage)
    later = sqlite_workshop.now + timedelta(hours=1)
    with refused(sqlite_workshop, "job_closed"):
        sqlite_workshop.do(receiving.print_card, "advisor", job=job)
    with refused(sqlite_workshop, "job_closed"):
        sqlite_workshop.do(receiving.cancel, "advisor", job=job, reason="x")
    with refused(sqlite_workshop, "job_closed"):
        sqlite_workshop.do(receiving.change_promise, "advisor", job=job, promised_at=later, reason="x", told="x")


def test_a_promise_is_changed_with_reason_and_who_told(workshop: Workshop) -> None:
    first, second = workshop.now + timedelta(hours=2), workshop.now + timedelta(hours=4)
    job = workshop.take_in()
    workshop.do(receiving.change_promise, "advisor", job=job, promised_at=first)
    for said, code in (({"told": "王敏"}, "reason_needed"), ({"reason": "待料"}, "promise_needs_told")):
        with refused(workshop, code):
            workshop.do(receiving.change_promise, "advisor", job=job, promised_at=second, **said)
    workshop.do(receiving.change_promise, "advisor", job=job, promised_at=second, reason="待料", told="王敏")
    row = workshop.job(job)
    assert (row.promised_at, row.first_promised_at) == (second, first)
    assert workshop.entries()[-1].details == {
        "was": first.isoformat(),
        "promised_at": second.isoformat(),
        "reason": "待料",
        "told": "王敏",
    }


def test_a_cancelled_job_leaves_bay_and_people(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    with refused(workshop, "reason_needed"):
        workshop.do(receiving.cancel, "advisor", job=job, reason="  ")
    workshop.do(receiving.cancel, "advisor", job=job, reason="客户不修了")
    row = workshop.job(job)
    assert (row.stage, row.bay_id, row.on) == (Stage.cancelled, None, [])
    assert [(each.act.value, each.reason) for each in row.clockings] == [("on", None), ("off", "cancelled")]
    assert workshop.entries()[-1].details["reason"] == "客户不修了"


def test_skills_are_stored_as_words(workshop: Workshop) -> None:
    job = workshop.take_in(BRAKES)
    assert workshop.job(job).operations[0].skill == "mechanic"


def test_a_line_of_the_catalogue_brings_its_checklist_and_its_mark_of_safety(sqlite_workshop: Workshop) -> None:
    listed: dict[str, Any] = {
        "text_zh": "制动检查",
        "standard_minutes": 20,
        "safety": True,
        "checklist": ["扭矩", "路试"],
    }
    sqlite_workshop.do(setting_up.add_standard_job, "admin", code="BRAKES", **listed)
    lines = sqlite_workshop.job(
        sqlite_workshop.take_in({**BRAKES, "code": "BRAKES"}, {**OIL, "code": "own"})
    ).operations
    assert [(each.safety, each.checklist) for each in lines] == [(True, ["扭矩", "路试"]), (False, [])]
