"""Clocking on and off, pausing, switching and finishing, as they are stored."""

from board.commands import working
from board.domain.clockings import ClockingAct
from board.domain.job import OperationState, PauseReason
from board.domain.stages import Stage
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
