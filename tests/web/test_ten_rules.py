"""The ten rules that must hold always, each asked for over the public API, with what it refuses."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from board import ticker
from board.commands import attachments
from board.domain.stages import Stage
from board.store import models
from tests.access.door import Caller, Door
from tests.commands.workshop import BRAKES, OIL, Workshop, next_id


def _told(answer: TestResponse) -> tuple[int, str]:
    told = answer.get_json()
    return answer.status_code, told.get("code", "")


def _done(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code in {200, 201}, answer.text
    result: dict[str, Any] = answer.get_json()["result"]
    return result


def _lines(workshop: Workshop, job: int) -> list[int]:
    return [each.id for each in workshop.job(job).operations]


@pytest.fixture
def workshop(door: Door) -> Workshop:
    """The workshop behind the door."""
    return door.workshop


def test_1_a_change_its_clocking_and_its_news_are_one(door: Door, workshop: Workshop) -> None:
    job, technician = workshop.car_at(Stage.dispatched), door.person("technician")
    before = workshop.revision
    _done(technician.command(f"/jobs/{job}/clock-on"))
    row, entry = workshop.job(job), workshop.entries()[-1]
    assert (row.stage, len(row.clockings), workshop.revision) == (Stage.in_work, 1, before + 1)
    assert (entry.verb, f"job:{job}" in entry.touched) == ("clock_on", True)
    assert _told(technician.command(f"/jobs/{job}/clock-on")) == (409, "already_clocked_on")
    assert (len(workshop.job(job).clockings), workshop.revision) == (1, before + 1)


def test_2_the_three_checks_are_three_acts(door: Door, workshop: Workshop) -> None:
    job, both = workshop.car_at(Stage.self_check), door.person("leader")
    assert _told(both.command(f"/jobs/{job}/self-check", passed=True)) == (409, "not_worked_on_it")
    _done(door.person("technician").command(f"/jobs/{job}/self-check", passed=True))
    assert _told(door.person("technician").command(f"/jobs/{job}/final-check", passed=True)) == (403, "not_allowed")
    _done(both.command(f"/jobs/{job}/leader-check", passed=True))
    with workshop.store.changing() as session:
        session.get_one(models.Person, workshop.people["leader"]).roles = ["leader", "inspector"]
    assert _told(both.command(f"/jobs/{job}/final-check", passed=True)) == (409, "signed_earlier_check")
    _done(door.person("inspector").command(f"/jobs/{job}/final-check", passed=True))


def test_3_a_failed_check_names_what_failed_and_is_counted(door: Door, workshop: Workshop) -> None:
    job, inspector = workshop.car_at(Stage.final_check), door.person("inspector")
    assert _told(inspector.command(f"/jobs/{job}/final-check", passed=False)) == (409, "items_needed")
    _done(inspector.command(f"/jobs/{job}/final-check", passed=False, items=["渗油"]))
    row = workshop.job(job)
    assert (row.stage, row.reworks, row.operations[-1].text) == (Stage.in_work, 1, "渗油")


def test_4_nothing_approved_stays_open_and_a_declined_safety_item_is_signed(door: Door, workshop: Workshop) -> None:
    job, leader = workshop.car_at(Stage.leader_check), door.person("leader")
    found: dict[str, Any] = {"text": "刹车片过薄", "standard_minutes": 40, "safety": True}
    operation = _done(leader.command(f"/jobs/{job}/propose-add-on", **found))["operation"]
    assert _told(leader.command(f"/jobs/{job}/leader-check", passed=True)) == (409, "add_on_undecided")
    advisor = door.person("advisor")
    no: dict[str, Any] = {"operation": operation, "name": "欧阳若兰", "via": "in_person"}
    assert _told(advisor.command(f"/jobs/{job}/decline-add-on", **no)) == (409, "signature_needed")
    picture: dict[str, Any] = {"digest": "0" * 64, "media_type": "image/png", "size": 1, "width": 1, "height": 1}
    signed = workshop.do(attachments.add_signature, "advisor", job=job, **picture).result["attachment"]
    _done(advisor.command(f"/jobs/{job}/decline-add-on", **no, signature=signed))
    assert workshop.job(job).operations[-1].decline_signed
    _done(leader.command(f"/jobs/{job}/leader-check", passed=True))


def test_5_a_technician_is_on_one_job_at_a_time(door: Door, workshop: Workshop) -> None:
    first, second = workshop.car_at(Stage.in_work), workshop.take_in(BRAKES)
    workshop.dispatch(second, "2")
    technician = door.person("technician")
    assert _told(technician.command(f"/jobs/{second}/clock-on")) == (409, "clocked_on_elsewhere")
    _done(technician.command(f"/jobs/{second}/switch", from_job=first, reason="other_job"))
    assert (workshop.job(first).stage, workshop.job(second).stage) == (Stage.paused, Stage.in_work)


def test_6_a_forgotten_clock_off_ends_with_the_shift_and_waits_for_the_foreman(door: Door, workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    workshop.now += timedelta(days=1)
    ticker.tick(workshop.store, workshop.now)
    forgotten = workshop.job(job).clockings[-1]
    assert forgotten.forgotten
    technician, foreman = door.person("technician"), door.person("foreman")
    assert _told(technician.command(f"/clockings/{forgotten.id}/confirm")) == (403, "not_allowed")
    _done(foreman.command(f"/clockings/{forgotten.id}/confirm"))
    assert _told(foreman.command(f"/clockings/{forgotten.id}/confirm")) == (409, "clocking_confirmed")


def test_7_a_bay_holds_one_car_and_of_two_foremen_one_wins(door: Door, workshop: Workshop) -> None:
    job, other = workshop.car_at(Stage.dispatched), workshop.take_in(OIL)
    foremen = [door.person(name, view="foreman") for name in ("foreman", "foreman2")]
    there: dict[str, Any] = {"bay": workshop.bays["1"], "technicians": [workshop.people["electrician"]]}
    assert _told(foremen[0].command(f"/jobs/{other}/dispatch", **there)) == (409, "bay_taken")
    places: list[dict[str, Any]] = [
        {"bay": workshop.bays[number], "seen_bay": workshop.bays["1"]} for number in ("2", "3")
    ]
    _done(foremen[0].command(f"/jobs/{job}/move", **places[0]))
    slower = foremen[1].command(f"/jobs/{job}/move", **places[1])
    assert _told(slower) == (409, "moved_meanwhile")
    assert slower.get_json()["present"][f"job:{job}"]["bay"] == workshop.bays["2"]


def test_8_what_is_put_right_is_kept_with_before_and_after(door: Door, workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work, promised_at=workshop.now + timedelta(hours=2))
    advisor, foreman = door.person("advisor"), door.person("foreman")
    later = round((workshop.now + timedelta(hours=5)).timestamp() * 1000)
    assert _told(advisor.command(f"/jobs/{job}/promise", promised_at=later)) == (409, "reason_needed")
    _done(advisor.command(f"/jobs/{job}/promise", promised_at=later, reason="待料", told="王敏"))
    clocking = workshop.job(job).clockings[0]
    at = round((clocking.at - timedelta(minutes=4)).timestamp() * 1000)
    assert _told(foreman.command(f"/clockings/{clocking.id}/correct", at=at, reason="")) == (409, "reason_needed")
    _done(foreman.command(f"/clockings/{clocking.id}/correct", at=at, reason="补卡"))
    with workshop.store.reading() as session:
        ledger = session.scalars(select(models.Promise).where(models.Promise.job_id == job)).all()
        records = session.scalars(select(models.Clocking).where(models.Clocking.job_id == job)).all()
    assert [(each.was is None, each.reason, each.told) for each in ledger] == [(True, "", ""), (False, "待料", "王敏")]
    assert [(each.corrects_id, each.at == clocking.at) for each in records] == [(None, True), (clocking.id, False)]


def test_9_the_server_decides_who_may(door: Door, workshop: Workshop) -> None:
    job = workshop.car_at(Stage.ready)
    assert _told(door.nobody().command(f"/jobs/{job}/announce")) == (401, "sign_in_first")
    for login in ("technician", "cashier", "guard", "lounge_attendant"):
        assert _told(door.person(login).command(f"/jobs/{job}/announce")) == (403, "not_allowed")
    _done(door.person("advisor").command(f"/jobs/{job}/announce"))


def test_10_public_screens_are_sent_masked_data_only(door: Door, workshop: Workshop) -> None:
    concern = "行驶中有异响"
    workshop.car_at(Stage.in_work, waits=True, concern=concern, vin="LSVAA4182E2123456", plate="京A12345")
    screen, _ = door.paired("lounge")
    sent = screen.get("/api/v1/views/lounge")
    assert "京A·12**5" in sent.text
    assert not [each for each in ("12345", "若兰", "13800138000", "LSVAA", concern) if each in sent.text]
    assert _told(screen.get("/api/v1/views/workshop")) == (403, "not_allowed")


def test_a_repeat_is_answered_and_breaks_no_rule(door: Door, workshop: Workshop) -> None:
    job, technician, command_id = workshop.car_at(Stage.dispatched), door.person("technician"), next_id()
    answers = [technician.command(f"/jobs/{job}/clock-on", command_id).get_json() for _ in range(3)]
    assert [each["repeated"] for each in answers] == [False, True, True]
    assert len(workshop.job(job).clockings) == 1


def test_a_stranger_to_the_site_finds_nothing(door: Door, workshop: Workshop) -> None:
    caller: Caller = door.person("advisor")
    assert _told(caller.command("/jobs/999999/announce")) == (404, "not_found")
