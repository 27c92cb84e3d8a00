"""Clocking on and off, pausing, switching, taking over, ticking and finishing, as they are stored."""

from typing import Any

from board.commands import checking, setting_up, working
from board.domain.clockings import ClockingAct
from board.domain.job import OperationState, PauseReason
from board.domain.people import Role
from board.domain.stages import Stage
from board.domain.steps import MOST_OPERATIONS
from board.screens.views import VIEWS, Audience, build
from board.store import models
from tests.commands.workshop import BATTERY, BRAKES, OIL, Workshop, refused


def _acts(job: models.Job) -> list[tuple[ClockingAct, str | None]]:
    return [(each.act, each.reason) for each in job.clockings]


def test_clocking_on_starts_the_work(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.dispatched)
    workshop.do(working.clock_on, "technician", job=job)
    row = workshop.job(job)
    assert (row.stage, row.stage_since) == (Stage.in_work, workshop.now)
    assert [(each.person_id, each.since) for each in row.on] == [(workshop.people["technician"], workshop.now)]
    assert row.operations[0].state is OperationState.started
    assert [(each.act, each.at, each.by_id) for each in row.clockings] == [
        (ClockingAct.on, workshop.now, workshop.people["technician"])
    ]


def test_clocking_on_and_off_is_drawn_on_the_car_and_on_the_person(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.dispatched)
    keys = [f"job:{job}", f"person:{workshop.people['technician']}"]
    workshop.do(working.clock_on, "technician", job=job)
    assert workshop.entries()[-1].touched == keys
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.rest)
    assert workshop.entries()[-1].touched == keys


def test_whoever_clocks_on_unasked_is_assigned_too(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    workshop.do(working.clock_on, "leader", job=job)
    assert workshop.people["leader"] in {each.person_id for each in workshop.job(job).assignments}


def test_what_clocking_on_refuses(workshop: Workshop) -> None:
    job, electric = workshop.car_at(Stage.in_work), workshop.take_in(BATTERY)
    with refused(workshop, "wrong_stage"):
        workshop.do(working.clock_on, "leader", job=electric)
    workshop.dispatch(electric, "3", "electrician")
    with refused(workshop, "not_hv_qualified"):
        workshop.do(working.clock_on, "leader", job=electric)
    with refused(workshop, "already_clocked_on"):
        workshop.do(working.clock_on, "technician", job=job)
    with refused(workshop, "not_a_technician"):
        workshop.do(working.clock_on, "washer", job=job)
    with refused(workshop, "operation_unknown"):
        workshop.do(working.clock_on, "leader", job=job, operation=999)
    other = workshop.car_at(Stage.waiting_dispatch)
    workshop.dispatch(other, "2", "leader")
    with refused(workshop, "clocked_on_elsewhere"):
        workshop.do(working.clock_on, "technician", job=other)


def test_the_last_one_off_pauses_the_job(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    workshop.do(working.clock_on, "leader", job=job)
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.rest)
    assert workshop.job(job).stage is Stage.in_work
    workshop.do(working.pause, "leader", job=job, reason=PauseReason.parts, note="等前刹车片")
    row = workshop.job(job)
    assert (row.stage, row.pause_reason, row.pause_since) == (Stage.paused, PauseReason.parts, workshop.now)
    assert row.on == []
    assert workshop.entries()[-1].details["note"] == "等前刹车片"
    with refused(workshop, "wrong_stage"):
        workshop.do(working.pause, "leader", job=job, reason=PauseReason.parts)


def test_only_who_is_on_clocks_off(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    with refused(workshop, "not_clocked_on"):
        workshop.do(working.pause, "leader", job=job, reason=PauseReason.rest)


def test_a_paused_job_is_resumed(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.paused)
    workshop.do(working.resume, "technician", job=job)
    row = workshop.job(job)
    assert (row.stage, row.pause_reason, row.pause_since) == (Stage.in_work, None, None)
    assert _acts(row) == [(ClockingAct.on, None), (ClockingAct.off, "parts"), (ClockingAct.on, None)]


def test_switching_leaves_one_car_and_takes_the_other(workshop: Workshop) -> None:
    left, taken = workshop.car_at(Stage.in_work, bay="1"), workshop.take_in()
    workshop.dispatch(taken, "2", "technician")
    workshop.do(working.switch, "technician", job=taken, from_job=left, reason=PauseReason.parts)
    assert (workshop.job(left).stage, workshop.job(taken).stage) == (Stage.paused, Stage.in_work)
    assert (workshop.job(left).on, len(workshop.job(taken).on)) == ([], 1)
    assert {f"job:{left}", f"job:{taken}"} <= set(workshop.entries()[-1].touched)


def test_a_switch_that_cannot_arrive_does_not_leave(workshop: Workshop) -> None:
    left, waiting, electric = workshop.car_at(Stage.in_work), workshop.take_in(), workshop.take_in(BATTERY)
    workshop.dispatch(electric, "3", "electrician")
    for taken, code in ((waiting, "wrong_stage"), (electric, "not_hv_qualified"), (999, "not_found")):
        with refused(workshop, code):
            workshop.do(working.switch, "technician", job=taken, from_job=left, reason=PauseReason.rest)
    with refused(workshop, "nothing_to_switch"):
        workshop.do(working.switch, "electrician", job=electric, from_job=left, reason=PauseReason.rest)


def test_finishing_goes_on_with_the_next_operation_and_ends_in_the_self_check(workshop: Workshop) -> None:
    job = workshop.take_in(OIL, BRAKES)
    workshop.dispatch(job)
    workshop.do(working.clock_on, "technician", job=job)
    first, second = (each.id for each in workshop.job(job).operations)
    with refused(workshop, "not_clocked_on"):
        workshop.do(working.finish_operation, "technician", job=job, operation=second)
    workshop.do(working.finish_operation, "technician", job=job, operation=first)
    assert [each.operation_id for each in workshop.job(job).on] == [second]
    with refused(workshop, "operation_not_open"):
        workshop.do(working.finish_operation, "technician", job=job, operation=first)
    workshop.do(working.finish_operation, "technician", job=job, operation=second)
    row = workshop.job(job)
    assert (row.stage, row.on) == (Stage.self_check, [])
    assert {each.state for each in row.operations} == {OperationState.done}
    assert [act for act, _ in _acts(row)] == [ClockingAct.on, ClockingAct.off] * 2


def test_changing_the_operation_is_two_clockings(workshop: Workshop) -> None:
    job = workshop.take_in(OIL, BRAKES)
    workshop.dispatch(job)
    workshop.do(working.clock_on, "technician", job=job)
    second = workshop.job(job).operations[1].id
    workshop.do(working.clock_on, "technician", job=job, operation=second)
    row = workshop.job(job)
    assert [each.operation_id for each in row.on] == [second]
    assert _acts(row) == [(ClockingAct.on, None), (ClockingAct.off, "next_operation"), (ClockingAct.on, None)]


LISTED: dict[str, Any] = {**OIL, "checklist": ["放油螺栓扭矩", "机油液位"]}


def _own_reason(workshop: Workshop, zh: str = "等拖车", owner: Role = Role.advisor) -> str:
    added = workshop.do(setting_up.add_pause_reason, "admin", zh=zh, en="Tow truck", owner=owner)
    return str(added.result["code"])


def _card(workshop: Workshop, view: str, job: int, login: str = "technician") -> dict[str, Any]:
    person = workshop.people[login] if VIEWS[view].personal else None
    with workshop.look() as look:
        card = build(look, Audience(workshop.site, view, person), {f"job:{job}"})[f"job:{job}"]
    assert isinstance(card, dict)
    return card


def test_a_site_pauses_for_a_reason_of_its_own(workshop: Workshop) -> None:
    code, job = _own_reason(workshop), workshop.car_at(Stage.in_work)
    with refused(workshop, "reason_unknown"):
        workshop.do(working.pause, "technician", job=job, reason="own_7")
    with refused(workshop, "reason_needed"):
        workshop.do(working.pause, "technician", job=job, reason="")
    workshop.do(working.pause, "technician", job=job, reason=code)
    row = workshop.job(job)
    assert (row.stage, row.pause_reason, row.pause_owner) == (Stage.paused, code, Role.advisor)
    assert row.clockings[-1].reason == code
    for view in ("workshop", "foreman", "tablet", "desk"):
        pause = _card(workshop, view, job, "advisor" if view == "desk" else "technician")["pause"]
        assert (pause["owner"], pause["text"]) == ("advisor", {"zh_CN": "等拖车", "en": "Tow truck"})


def test_a_retired_reason_is_given_no_more_and_still_said(workshop: Workshop) -> None:
    code = _own_reason(workshop)
    paused, other = workshop.car_at(Stage.in_work), workshop.car_at(Stage.waiting_dispatch)
    workshop.do(working.pause, "technician", job=paused, reason=code)
    retired: dict[str, Any] = {"code": code, "zh": "等拖车", "en": "Tow truck", "owner": Role.advisor, "active": False}
    workshop.do(setting_up.change_pause_reason, "admin", **retired)
    assert _card(workshop, "workshop", paused)["pause"]["text"]["en"] == "Tow truck"
    workshop.dispatch(other, "2")
    workshop.do(working.clock_on, "technician", job=other)
    with refused(workshop, "reason_unknown"):
        workshop.do(working.pause, "technician", job=other, reason=code)
    with refused(workshop, "reason_unknown"):
        workshop.do(working.switch, "technician", job=paused, from_job=other, reason=code)


def test_a_car_that_was_sent_back_is_paused_by_the_foreman(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.self_check)
    workshop.do(checking.sign_self_check, "technician", job=job, passed=False, items=["渗油"])
    assert "pause" in _card(workshop, "foreman", job)["may"]
    with refused(workshop, "not_clocked_on"):
        workshop.do(working.pause, "technician", job=job, reason=PauseReason.parts)
    workshop.do(working.pause, "foreman", job=job, reason=PauseReason.parts)
    row = workshop.job(job)
    assert (row.stage, row.pause_owner, row.pause_since) == (Stage.paused, Role.parts, workshop.now)
    workshop.do(working.resume, "technician", job=job)
    assert workshop.job(job).stage is Stage.in_work
    assert "pause" not in _card(workshop, "foreman", job)["may"]
    with refused(workshop, "not_clocked_on"):
        workshop.do(working.pause, "foreman", job=job, reason=PauseReason.parts)


def test_one_technician_takes_over_from_another_in_one_step(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = workshop.job(job).operations[0].id
    offered = next(each for each in _card(workshop, "tablet", job, "leader")["steps"] if each["step"] == "take_over")
    assert offered["from_person"] == {"id": workshop.people["technician"], "name": "张伟"}
    before = workshop.revision
    details: dict[str, Any] = {
        "job": job,
        "operation": offered["operation"],
        "from_person": workshop.people["technician"],
    }
    workshop.do(working.take_over, "leader", **details)
    row = workshop.job(job)
    assert workshop.revision == before + 1
    assert [(on.person_id, on.operation_id, on.since) for on in row.on] == [
        (workshop.people["leader"], operation, workshop.now)
    ]
    off, on = row.clockings[-2:]
    assert (off.person_id, off.act, off.at, off.reason) == (
        workshop.people["technician"],
        ClockingAct.off,
        workshop.now,
        "handed_over",
    )
    assert (on.person_id, on.act, on.at) == (workshop.people["leader"], ClockingAct.on, workshop.now)
    people = {f"person:{workshop.people[login]}" for login in ("technician", "leader")}
    assert people <= set(workshop.entries()[-1].touched)


def test_what_taking_over_refuses(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation, technician = workshop.job(job).operations[0].id, workshop.people["technician"]
    details: dict[str, Any] = {"job": job, "operation": operation, "from_person": technician}
    with refused(workshop, "already_clocked_on"):
        workshop.do(working.take_over, "technician", **details)
    with refused(workshop, "not_on_operation"):
        workshop.do(working.take_over, "leader", **{**details, "from_person": workshop.people["electrician"]})
    with refused(workshop, "not_on_operation"):
        workshop.do(working.take_over, "leader", **{**details, "operation": operation + 99})
    other = workshop.take_in()
    workshop.dispatch(other, "2", "leader")
    workshop.do(working.clock_on, "leader", job=other)
    with refused(workshop, "clocked_on_elsewhere"):
        workshop.do(working.take_over, "leader", **details)
    electric = workshop.take_in(BATTERY)
    workshop.dispatch(electric, "3", "electrician")
    workshop.do(working.clock_on, "electrician", job=electric)
    battery = workshop.job(electric).operations[0].id
    with refused(workshop, "not_hv_qualified"):
        workshop.do(
            working.take_over, "both", job=electric, operation=battery, from_person=workshop.people["electrician"]
        )
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.rest)
    with refused(workshop, "wrong_stage"):
        workshop.do(working.take_over, "both", **details)


def test_a_list_is_ticked_by_two_and_has_to_be_whole(workshop: Workshop) -> None:
    job = workshop.take_in(LISTED)
    workshop.dispatch(job, "1", "technician", "leader")
    workshop.do(working.clock_on, "technician", job=job)
    operation = workshop.job(job).operations[0].id
    workshop.do(working.clock_on, "leader", job=job, operation=operation)
    one, other = LISTED["checklist"]
    with refused(workshop, "checklist_open"):
        workshop.do(working.finish_operation, "technician", job=job, operation=operation)
    with refused(workshop, "not_clocked_on"):
        workshop.do(working.tick, "electrician", job=job, operation=operation, ticked=[one])
    with refused(workshop, "item_unknown"):
        workshop.do(working.tick, "technician", job=job, operation=operation, ticked=["轮胎"])
    assert _card(workshop, "tablet", job)["steps"][0]["step"] == "tick"
    workshop.do(working.tick, "technician", job=job, operation=operation, ticked=[other])
    workshop.do(working.tick, "leader", job=job, operation=operation, ticked=[one])
    line = _card(workshop, "tablet", job)["operations"][0]
    assert (line["checklist"], line["ticked"]) == ([one, other], [one, other])
    workshop.do(working.tick, "leader", job=job, operation=operation, cleared=[one])
    with refused(workshop, "checklist_open"):
        workshop.do(working.finish_operation, "leader", job=job, operation=operation)
    workshop.do(working.tick, "technician", job=job, operation=operation, ticked=[one])
    assert _card(workshop, "tablet", job)["steps"][0]["step"] == "finish_operation"
    workshop.do(working.finish_operation, "technician", job=job, operation=operation)
    assert workshop.job(job).stage is Stage.self_check


def test_a_thousand_operations_are_worked_off_one_after_the_other(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.take_in(*({"text": f"作业 {number}", "standard_minutes": 1} for number in range(1000)))
    workshop.dispatch(job)
    workshop.do(working.clock_on, "technician", job=job)
    for operation in [each.id for each in workshop.job(job).operations[:3]]:
        workshop.do(working.finish_operation, "technician", job=job, operation=operation)
    card = _card(workshop, "tablet", job)
    assert len(card["operations"]) == 1000
    assert [each["step"] for each in card["steps"]].count("clock_on") == 1 + MOST_OPERATIONS
    assert card["steps"][0]["operation"] == workshop.job(job).operations[3].id
