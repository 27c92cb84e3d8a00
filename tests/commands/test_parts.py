"""Parts: asked for, looked up, ordered, arrived, issued; and what that does to the car that waits for them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from board.commands import parts, receiving, working
from board.domain.job import PauseReason
from board.domain.parts import PartState
from board.domain.people import Role
from board.domain.stages import Stage
from board.store import models
from tests.commands.workshop import Workshop, refused


def want(workshop: Workshop, job: int, by: str = "technician", **more: Any) -> int:
    return int(workshop.do(parts.want_part, by, job=job, **{"name": "机油滤清器", **more}).result["part"])


def put(workshop: Workshop, job: int, part: int, state: PartState, **more: Any) -> None:
    workshop.do(parts.set_part, "parts", job=job, part=part, state=state, **more)


def line(workshop: Workshop, part: int) -> models.PartLine:
    with workshop.store.reading() as session:
        return session.get_one(models.PartLine, part)


def test_a_part_is_asked_for_and_fetched(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = workshop.job(job).operations[0].id
    part = want(workshop, job, operation=operation, quantity=2, number=" 06L115562 ", note="急")
    row = line(workshop, part)
    assert (row.name, row.number, row.quantity, row.note) == ("机油滤清器", "06L115562", 2, "急")
    assert (row.state, row.operation_id, row.changed_at) == (PartState.wanted, operation, workshop.now)
    assert workshop.entries()[-1].touched == [f"job:{job}"]
    put(workshop, job, part, PartState.in_stock, price_cents=8_900)
    asked = line(workshop, part).changed_at
    put(workshop, job, part, PartState.in_stock, number="06L115562B")
    assert (line(workshop, part).number, line(workshop, part).changed_at) == ("06L115562B", asked)
    put(workshop, job, part, PartState.issued)
    row = line(workshop, part)
    assert (row.state, row.price_cents, row.changed_at) == (PartState.issued, 8_900, workshop.now)
    assert workshop.job(job).stage is Stage.in_work, "somebody works on: it does not wait"


def test_a_car_on_which_nobody_works_waits_for_its_part_by_itself(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.dispatched)
    part = want(workshop, job)
    assert workshop.job(job).stage is Stage.dispatched
    expected = workshop.now + timedelta(days=1)
    put(workshop, job, part, PartState.ordered, expected_at=expected)
    row = workshop.job(job)
    assert (row.stage, row.pause_reason, row.pause_owner) == (Stage.paused, PauseReason.parts, Role.parts)
    assert (row.pause_since, row.parts_missing) == (workshop.now, True)
    put(workshop, job, part, PartState.ordered, expected_at=expected + timedelta(days=1))
    assert line(workshop, part).expected_at == expected + timedelta(days=1)
    assert workshop.job(job).stage_since == row.stage_since, "a later time is no new wait"
    put(workshop, job, part, PartState.arrived)
    row = workshop.job(job)
    assert (row.stage, row.stage_since, row.parts_missing) == (Stage.dispatched, workshop.now, False)
    workshop.do(working.clock_on, "technician", job=job)


def test_work_goes_on_while_a_part_comes_and_the_pause_names_it_afterwards(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    first, second = want(workshop, job), want(workshop, job, name="垫圈")
    put(workshop, job, first, PartState.ordered)
    assert (workshop.job(job).stage, workshop.job(job).parts_missing) == (Stage.in_work, True)
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.parts)
    put(workshop, job, first, PartState.arrived)
    assert workshop.job(job).stage is Stage.paused, "the other one was not looked for yet"
    put(workshop, job, second, PartState.issued)
    assert workshop.job(job).stage is Stage.dispatched


def test_another_pause_stays(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    part = want(workshop, job)
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.technical_support)
    put(workshop, job, part, PartState.ordered)
    put(workshop, job, part, PartState.arrived)
    assert workshop.job(job).pause_reason == PauseReason.technical_support


def test_a_part_that_is_given_up_is_waited_for_no_longer(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.dispatched)
    part = want(workshop, job)
    put(workshop, job, part, PartState.ordered)
    workshop.do(parts.cancel_part, "technician", job=job, part=part)
    assert (workshop.job(job).stage, workshop.job(job).parts_missing) == (Stage.dispatched, False)
    other = want(workshop, job)
    workshop.do(receiving.cancel, "advisor", job=job, reason="客户取消")
    assert line(workshop, other).state is PartState.cancelled
    with refused(workshop, "job_closed"):
        put(workshop, job, other, PartState.ordered)


def test_what_parts_refuse(workshop: Workshop) -> None:
    gone = workshop.car_at(Stage.delivered)
    job, other = workshop.car_at(Stage.in_work), workshop.take_in()
    part, theirs = want(workshop, job), want(workshop, other, by="advisor")
    with refused(workshop, "part_unknown"):
        put(workshop, job, theirs, PartState.in_stock)
    with refused(workshop, "part_order"):
        put(workshop, job, part, PartState.arrived)
    with refused(workshop, "part_already"):
        put(workshop, job, part, PartState.wanted)
    with refused(workshop, "expected_in_past"):
        put(workshop, job, part, PartState.ordered, expected_at=workshop.now)
    put(workshop, job, part, PartState.issued)
    with refused(workshop, "part_already"):
        put(workshop, job, part, PartState.issued, number="X")
    with refused(workshop, "part_order"):
        workshop.do(parts.cancel_part, "parts", job=job, part=part)
    with refused(workshop, "operation_unknown"):
        want(workshop, job, operation=999)
    with refused(workshop, "job_closed"):
        want(workshop, gone)


@pytest.mark.parametrize("state", [PartState.issued, PartState.cancelled])
def test_what_is_issued_or_given_up_stays_so(sqlite_workshop: Workshop, state: PartState) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    part = want(workshop, job)
    put(workshop, job, part, state)
    for following in set(PartState) - {state}:
        with refused(workshop, "part_order"):
            put(workshop, job, part, following)
    with workshop.store.reading() as session:
        assert session.scalars(select(models.PartLine.state)).all() == [state]
