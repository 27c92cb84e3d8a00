"""Two at once: one wins, the other is told why, and nothing is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from board.commands import dispatching, working
from board.commands.change import Actor, Answer, Command, perform
from board.domain.refusals import Refused
from board.domain.stages import Stage
from tests.commands.workshop import Workshop, next_id

Attempt = Callable[[], Answer]


def _attempt(
    workshop: Workshop, command: Command, by: str, command_id: str | None = None, **details: object
) -> Attempt:
    actor, chosen = Actor(workshop.site, workshop.people[by]), command_id or next_id()
    return lambda: perform(workshop.store, command, actor, chosen, details, workshop.now)


def _at_once(*attempts: Attempt) -> list[Answer | str]:
    """What each got: its answer, or the code it was refused with."""
    start = Barrier(len(attempts))

    def run(attempt: Attempt) -> Answer | str:
        start.wait()
        try:
            return attempt()
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(len(attempts)) as threads:
        return list(threads.map(run, attempts))


def _codes(results: list[Answer | str]) -> list[str]:
    return sorted(each if isinstance(each, str) else "done" for each in results)


def test_two_foremen_move_one_car(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work, bay="1")
    seen = workshop.bays["1"]
    results = _at_once(
        _attempt(workshop, dispatching.move, "foreman", job=job, bay=workshop.bays["2"], seen_bay=seen),
        _attempt(workshop, dispatching.move, "foreman2", job=job, bay=workshop.bays["3"], seen_bay=seen),
    )
    assert _codes(results) == ["done", "moved_meanwhile"]
    winner = "2" if isinstance(results[0], Answer) else "3"
    assert workshop.job(job).bay_id == workshop.bays[winner]


def test_two_cars_into_one_bay(workshop: Workshop) -> None:
    jobs = [workshop.take_in(), workshop.take_in()]
    people = [workshop.people["technician"]]
    given: dict[str, Any] = {"bay": workshop.bays["1"], "technicians": people}
    results = _at_once(
        _attempt(workshop, dispatching.dispatch, "foreman", job=jobs[0], **given),
        _attempt(workshop, dispatching.dispatch, "foreman2", job=jobs[1], **given),
    )
    assert _codes(results) == ["bay_taken", "done"]
    assert sorted(workshop.job(job).stage for job in jobs) == [Stage.dispatched, Stage.waiting_dispatch]


def test_two_foremen_dispatch_one_car(workshop: Workshop) -> None:
    job = workshop.take_in()
    people = [workshop.people["technician"]]
    results = _at_once(
        _attempt(workshop, dispatching.dispatch, "foreman", job=job, bay=workshop.bays["1"], technicians=people),
        _attempt(workshop, dispatching.dispatch, "foreman2", job=job, bay=workshop.bays["2"], technicians=people),
    )
    assert _codes(results) == ["already_dispatched", "done"]


def test_two_technicians_scan_one_card(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.dispatched)
    results = _at_once(
        _attempt(workshop, working.clock_on, "technician", job=job),
        _attempt(workshop, working.clock_on, "leader", job=job),
    )
    assert _codes(results) == ["done", "done"]
    row = workshop.job(job)
    assert {each.person_id for each in row.on} == {workshop.people["technician"], workshop.people["leader"]}
    assert len(row.clockings) == 2


def test_one_technician_scans_two_cards(workshop: Workshop) -> None:
    jobs = [workshop.car_at(Stage.dispatched, bay=bay) for bay in ("1", "2")]
    results = _at_once(*(_attempt(workshop, working.clock_on, "technician", job=job) for job in jobs))
    assert _codes(results) == ["clocked_on_elsewhere", "done"]


def test_one_command_sent_twice(workshop: Workshop) -> None:
    job, command_id = workshop.car_at(Stage.dispatched), next_id()
    before = workshop.revision
    results = _at_once(
        *[_attempt(workshop, working.clock_on, "technician", command_id=command_id, job=job) for _ in range(4)]
    )
    answers = [each for each in results if isinstance(each, Answer)]
    assert sorted(each.repeated for each in answers) == [False, True, True, True]
    assert {each.revision for each in answers} == {before + 1} == {workshop.revision}


def test_numbers_of_cars_taken_in_at_once_are_not_given_twice(workshop: Workshop) -> None:
    with ThreadPoolExecutor(4) as threads:
        jobs = list(threads.map(lambda _: workshop.take_in(), range(8)))
    assert sorted(workshop.job(job).number for job in jobs) == [f"261121-{count:03d}" for count in range(1, 9)]
