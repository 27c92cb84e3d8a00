"""Scans that a tablet kept while it had no network: taken once, in order, at their time."""

from datetime import timedelta

from board.domain.stages import Stage
from tests.access.door import Door
from tests.web.late import tablet


def test_a_morning_without_network(any_door: Door) -> None:
    workshop = any_door.workshop
    job = workshop.car_at(Stage.dispatched)
    operation = workshop.job(job).operations[0].id
    kept = tablet(any_door, "technician")
    kept.scan("technician", job, "clock_on")
    came = workshop.now
    kept.scan("technician", job, "finish_operation", operation=operation)
    went = workshop.now
    kept.scan("technician", job, "pass_self_check")
    workshop.now += timedelta(hours=2)
    assert kept.outcomes() == ["done", "done", "done"]
    row = workshop.job(job)
    assert (row.stage, row.stage_since) == (Stage.leader_check, went + timedelta(minutes=1))
    assert [(each.at, each.recorded_at) for each in row.clockings] == [(came, workshop.now), (went, workshop.now)]
    assert kept.outcomes() == ["repeated"] * 3
    assert len(workshop.job(job).clockings) == 2
