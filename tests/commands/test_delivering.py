"""From the wash to the gate."""

import pytest

from board.commands import delivering, setting_up
from board.domain.stages import Stage
from tests.commands.workshop import Workshop, refused


def test_a_washed_car_is_ready_in_its_stall(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.wash_queue)
    workshop.do(delivering.start_wash, "washer", job=job, bay=workshop.bays["W"])
    assert (workshop.job(job).stage, workshop.job(job).bay_id) == (Stage.washing, workshop.bays["W"])
    workshop.do(delivering.end_wash, "washer", job=job, stall=" B-07 ")
    row = workshop.job(job)
    assert (row.stage, row.stall, row.bay_id) == (Stage.ready, "B-07", None)
    workshop.do(delivering.park_ready, "washer", job=job, stall="B-08")
    assert workshop.job(job).stall == "B-08"


def test_a_wash_bay_holds_what_the_site_says(workshop: Workshop) -> None:
    jobs = [workshop.car_at(Stage.wash_queue) for _ in range(3)]
    with refused(workshop, "not_a_wash_bay"):
        workshop.do(delivering.start_wash, "washer", job=jobs[0], bay=workshop.bays["1"])
    for job in jobs[:2]:
        workshop.do(delivering.start_wash, "washer", job=job, bay=workshop.bays["W"])
    with refused(workshop, "bay_taken"):
        workshop.do(delivering.start_wash, "washer", job=jobs[2], bay=workshop.bays["W"])
    workshop.do(setting_up.take_bay_out, None, bay=workshop.bays["W"], reason="停水")
    with refused(workshop, "bay_out_of_service"):
        workshop.do(delivering.start_wash, "washer", job=jobs[2], bay=workshop.bays["W"])


def test_the_customer_is_told_once(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.ready)
    workshop.do(delivering.announce, "advisor", job=job)
    told = workshop.now
    with refused(workshop, "already_announced"):
        workshop.do(delivering.announce, "advisor", job=job)
    workshop.do(delivering.hand_over, "advisor", job=job)
    assert (workshop.job(job).stage, workshop.job(job).announced_at) == (Stage.handover, told)


def test_a_car_leaves_when_it_is_settled(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.handover)
    with refused(workshop, "not_settled"):
        workshop.do(delivering.deliver, "guard", job=job)
    workshop.do(delivering.settle, "cashier", job=job)
    workshop.do(delivering.deliver, "guard", job=job)
    row = workshop.job(job)
    assert (row.stage, row.delivered_at, row.stall) == (Stage.delivered, workshop.now, None)
    assert f"site:{workshop.site}" in workshop.entries()[-1].touched


@pytest.mark.parametrize("stage", [Stage.waiting_dispatch, Stage.in_work, Stage.final_check, Stage.settled])
def test_the_ends_begin_where_they_begin(sqlite_workshop: Workshop, stage: Stage) -> None:
    job = sqlite_workshop.car_at(stage)
    for command in (delivering.start_wash, delivering.end_wash, delivering.announce, delivering.hand_over):
        with refused(sqlite_workshop, "wrong_stage"):
            sqlite_workshop.do(command, "both", job=job)
    with refused(sqlite_workshop, "wrong_stage"):
        sqlite_workshop.do(delivering.park_ready, "both", job=job, stall="A-01")
    with refused(sqlite_workshop, "wrong_stage"):
        sqlite_workshop.do(delivering.settle, "cashier", job=job)
