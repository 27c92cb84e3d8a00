"""Scans: what a code is, what it offers, and what is said of those that are none."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from board.commands import receiving
from board.domain.codes import CodeKind, make_code
from board.domain.stages import Stage
from board.store import models
from tests.access.door import Caller, Door
from tests.commands.workshop import BRAKES, OIL, Workshop, next_id


def _card(workshop: Workshop, job: int) -> str:
    return str(workshop.do(receiving.print_card, "advisor", job=job).result["card"])


def _look(caller: Caller, text: str, via: str = "camera") -> TestResponse:
    return caller.post("/api/v1/scans/look", {"text": text, "via": via})


def _scan(caller: Caller, code: str, step: str, via: str = "camera", command_id: str = "", **more: Any) -> TestResponse:
    body = {"id": command_id or next_id(), "code": code, "step": step, "via": via, **more}
    return caller.post("/api/v1/scans", body)


def _told(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_a_card_is_looked_up_and_its_likely_step_taken(any_door: Door) -> None:
    workshop = any_door.workshop
    job = workshop.car_at(Stage.dispatched)
    code, tablet = _card(workshop, job), any_door.on_tablet("technician")
    found = _look(tablet, f" {code[:8].lower()}-{code[8:]} ").get_json()
    assert (found["kind"], found["job"], found["card"]["kind"]) == ("job", job, "job")
    assert [(step["step"], step["likely"]) for step in found["card"]["steps"]] == [("clock_on", True)]
    answer = _scan(tablet, code, "clock_on").get_json()
    assert (answer["job"], answer["revision"], answer["card"]["stage"]) == (job, workshop.revision, "in_work")
    assert answer["card"]["steps"][0]["step"] == "finish_operation"


def test_the_card_in_the_answer_is_the_one_that_everybody_reads(any_door: Door) -> None:
    # It is drawn from the rows in hand, before the commit.
    workshop = any_door.workshop
    job, other = workshop.take_in(OIL, BRAKES), workshop.car_at(Stage.dispatched)
    workshop.dispatch(job, "3")
    technician, leader = any_door.on_tablet("technician"), any_door.on_tablet("leader")
    code, other_code = _card(workshop, job), _card(workshop, other)

    def agrees(caller: Caller, card: str, step: str, **more: Any) -> None:
        answered = _scan(caller, card, step, **more).get_json()["card"]
        assert answered == _look(caller, card).get_json()["card"]

    first, second = (each.id for each in workshop.job(job).operations)
    agrees(technician, code, "clock_on")
    agrees(technician, code, "pause", reason="rest")
    agrees(technician, code, "resume")
    agrees(technician, other_code, "switch", from_job=job, reason="rest")
    agrees(technician, code, "switch", from_job=other, reason="rest")
    agrees(technician, code, "finish_operation", operation=first)
    agrees(technician, code, "finish_operation", operation=second)
    agrees(technician, code, "fail_self_check", items=["异响"])
    agrees(technician, code, "clock_on")
    agrees(technician, code, "finish_operation", operation=workshop.job(job).operations[-1].id)
    agrees(technician, code, "pass_self_check")
    agrees(leader, code, "fail_leader_check", items=["渗油", "异响"])


def test_a_badge_is_told_from_a_card(any_door: Door) -> None:
    caller, workshop = any_door.person("technician"), any_door.workshop
    found = _look(caller, workshop.badges["leader"]).get_json()
    assert found == {"kind": "badge", "person": {"id": workshop.people["leader"], "name": "周涛"}}
    assert _told(_scan(caller, workshop.badges["leader"], "clock_on")) == (409, "scan_foreign")
    tablet, _ = any_door.paired("tablet")
    read = tablet.post("/api/v1/tablet/badge", {"text": workshop.badges["leader"]})
    assert read.get_json()["person"]["name"] == "周涛"


FOREIGN = make_code(CodeKind.job_card, bytes(range(17))).text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FOREIGN, "scan_foreign"),
        (FOREIGN[:-1], "scan_damaged"),
        (FOREIGN[:-1] + ("0" if FOREIGN[-1] != "0" else "1"), "scan_damaged"),
        (make_code(CodeKind.customer_copy, bytes(17)).text, "scan_foreign"),
        ("https://evil.example/?q=WBJ", "scan_foreign"),
        ("<script>alert(1)</script>", "scan_foreign"),
        ("javascript:alert(1)", "scan_foreign"),
        ("\x00", "scan_foreign"),
        ("%", "scan_foreign"),
        ("", "scan_empty"),
        (" \u3000 ", "scan_empty"),
        ("x" * 513, "scan_too_long"),
        ("W" * 20_000, "scan_too_long"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_card_gets_one_plain_sentence(any_door: Door, text: str, code: str) -> None:
    caller = any_door.person("technician")
    any_door.workshop.take_in()
    scanned = [ask(caller, text, via) for via in ("camera", "wedge") for ask in (_look, _clock_on)]
    assert [_told(each) for each in scanned] == [(409, code)] * 4
    typed = [ask(caller, text, "typed") for ask in (_look, _clock_on)]
    assert {_told(each) for each in typed} <= {(409, code), (409, "scan_foreign"), (409, "scan_too_long")}
    assert all("<" not in each.get_json()["sentence"] for each in scanned + typed)


def _clock_on(caller: Caller, text: str, via: str) -> TestResponse:
    return _scan(caller, text, "clock_on", via)


def test_a_revoked_card_is_told_from_the_new_one(any_door: Door) -> None:
    workshop, caller = any_door.workshop, any_door.person("technician")
    job = workshop.car_at(Stage.dispatched)
    lost = _card(workshop, job)
    workshop.do(receiving.revoke_card, "advisor", job=job)
    new = _card(workshop, job)
    assert _told(_look(caller, lost)) == (409, "scan_revoked")
    assert _told(_scan(caller, lost, "clock_on")) == (409, "scan_revoked")
    assert _scan(caller, new, "clock_on").status_code == 200


@pytest.mark.parametrize("stage", [Stage.delivered, Stage.cancelled])
def test_the_card_of_a_closed_job_says_so(any_door: Door, stage: Stage) -> None:
    workshop, caller = any_door.workshop, any_door.person("guard")
    job = workshop.take_in()
    code = _card(workshop, job)
    with workshop.store.changing() as session:
        session.get_one(models.Job, job).stage = stage
    for answer in (_look(caller, code), _scan(caller, code, "deliver"), _look(caller, "001", "typed")):
        assert _told(answer) == (409, "job_closed")


def test_a_repeated_scan_is_answered_though_it_closed_the_job_or_the_card_was_lost(any_door: Door) -> None:
    workshop, guard = any_door.workshop, any_door.person("guard")
    job = workshop.car_at(Stage.handover)
    code, command_id = _card(workshop, job), next_id()
    cashier = any_door.person("cashier")
    assert _scan(cashier, code, "settle").status_code == 200
    first = _scan(guard, code, "deliver", command_id=command_id).get_json()
    workshop.do(receiving.revoke_card, "advisor", job=job)
    again = _scan(guard, code, "deliver", command_id=command_id)
    assert (again.status_code, again.get_json()) == (200, {**first, "repeated": True})
    assert _told(_scan(guard, code, "deliver")) == (409, "scan_revoked")
    assert _told(_scan(cashier, code, "settle", command_id=command_id)) == (409, "command_id_reused")


def test_typed_numbers_and_plates(any_door: Door) -> None:
    workshop, caller = any_door.workshop, any_door.person("technician")
    job = workshop.take_in(plate="京A6K218")
    other = workshop.take_in(plate="沪B12345")
    number = workshop.job(job).number
    for text in (number, number.removeprefix("261121-"), f" {number} ", "京a·6k218", "京A 6K218"):
        assert _look(caller, text, "typed").get_json().get("job") == job, text
    assert _told(_look(caller, number, "camera")) == (409, "scan_foreign")
    assert _told(_look(caller, "京A6K21_", "typed")) == (409, "scan_foreign")
    again = workshop.take_in(plate="京A6K218")
    assert _told(_look(caller, "京A6K218", "typed")) == (409, "scan_ambiguous")
    assert {job, other, again} == {_look(caller, f"00{count}", "typed").get_json()["job"] for count in (1, 2, 3)}


def test_a_number_of_long_ago_is_found_while_the_car_is_here(door: Door) -> None:
    workshop = door.workshop
    carried_over = workshop.take_in()
    for _ in range(22):
        workshop.now += timedelta(days=1)
        workshop.do(receiving.cancel, "foreman", job=workshop.take_in(by="foreman"), reason="x")
    assert _look(door.person("foreman"), "001", "typed").get_json().get("job") == carried_over


@pytest.mark.parametrize(
    ("step", "more", "field"),
    [
        ("pause", {}, "reason"),
        ("pause", {"reason": "x" * 41}, "reason"),
        ("take_over", {"operation": 1}, "from_person"),
        ("record_test_drive", {"from_km": -1, "to_km": 3}, "from_km"),
        ("pass_self_check", {"ticked": "扭矩"}, "ticked"),
        ("clock_on", {"operation": "first"}, "operation"),
        ("clock_on", {"job": 7}, "job"),
        ("clock_on", {"passed": True}, "passed"),
        ("fail_self_check", {"items": "异响"}, "items"),
        ("switch", {"reason": "parts"}, "from_job"),
    ],
)
def test_what_a_step_needs_is_asked_for(door: Door, step: str, more: dict[str, Any], field: str) -> None:
    code = _card(door.workshop, door.workshop.car_at(Stage.in_work))
    answer = _scan(door.person("technician"), code, step, **more)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.get_json()["fields"]] == [field]


@pytest.mark.parametrize("step", ["", "dispatch", "take_in", "__init__", "cancel"])
def test_a_scan_takes_steps_and_nothing_else(door: Door, step: str) -> None:
    code = _card(door.workshop, door.workshop.car_at(Stage.in_work))
    assert _told(_scan(door.person("foreman"), code, step)) == (400, "bad_request")


@pytest.mark.parametrize(
    ("login", "step"), [("washer", "clock_on"), ("technician", "pass_final_check"), ("parts", "settle")]
)
def test_a_scan_allows_nobody_more(door: Door, login: str, step: str) -> None:
    code = _card(door.workshop, door.workshop.car_at(Stage.dispatched))
    assert _told(_scan(door.person(login), code, step)) == (403, "not_allowed")


def test_a_refused_step_bears_the_present_card_in_the_asker_s_view(any_door: Door) -> None:
    workshop = any_door.workshop
    job = workshop.car_at(Stage.in_work)
    code = _card(workshop, job)
    tablet, desk = any_door.on_tablet("leader"), any_door.person("both", view="desk")
    told = _scan(tablet, code, "pause", reason="rest").get_json()
    assert (told["code"], told["present"][f"job:{job}"]["steps"][0]["step"]) == ("not_clocked_on", "clock_on")
    assert "customer" not in told["present"][f"job:{job}"]
    told = _scan(desk, code, "pause", reason="rest").get_json()
    assert told["present"][f"job:{job}"]["customer"]["name"] == "欧阳若兰"


def test_who_was_second_is_told_how_it_stands(any_door: Door) -> None:
    workshop = any_door.workshop
    job, bays = workshop.car_at(Stage.in_work, bay="1"), workshop.bays
    one, other = any_door.person("foreman", view="foreman"), any_door.person("foreman2", view="foreman")
    assert one.command(f"/jobs/{job}/move", bay=bays["2"], seen_bay=bays["1"]).status_code == 200
    late = other.command(f"/jobs/{job}/move", bay=bays["3"], seen_bay=bays["1"])
    assert (late.status_code, late.get_json()["code"]) == (409, "moved_meanwhile")
    present = late.get_json()["present"]
    assert (list(present), present[f"job:{job}"]["bay"]) == ([f"job:{job}"], bays["2"])
    assert present[f"job:{job}"]["may"]


def test_no_view_and_a_view_that_is_not_the_asker_s_get_no_card(door: Door) -> None:
    job = door.workshop.car_at(Stage.in_work)
    for view in ("", "foreman", "no_such_view"):
        told = door.person("technician", view=view).command(f"/jobs/{job}/resume")
        assert (told.status_code, told.get_json()["present"]) == (409, None)
