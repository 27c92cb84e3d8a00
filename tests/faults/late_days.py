"""Random days in a workshop whose tablets have no network, and the ways in which they can come back."""

import copy
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, Final

from board.commands.late_items import Item, SignedIn
from board.commands.late_scans import expected
from board.domain.clockings import spans
from board.domain.late_scans import TabletTime
from board.domain.stages import Stage
from board.domain.steps import Step, steps
from board.store import models
from board.store.states import clocking_state
from board.store.transaction import Store
from tests.commands.late import Tablet, ms, tablet
from tests.commands.workshop import BRAKES, OIL, Workshop

CREW: Final = ("technician", "electrician", "leader", "inspector", "washer")
TABLETS: Final = 3
REASONS: Final = ("rest", "parts", "no_bay")
AFTER: Final = timedelta(hours=3)
"""So long after the last scan the network is back."""

Event = tuple[int, Item]
"""The number of a tablet, and what it kept."""


@dataclass
class World:
    """A workshop in the morning; `folder` holds its database, `tablets` are where everybody has signed in."""

    workshop: Workshop
    folder: Path
    tablets: list[Tablet]
    jobs: list[int]


def morning(workshop: Workshop) -> World:
    """Three cars in their bays, three tablets."""
    jobs = [workshop.take_in(OIL, BRAKES) for _ in range(3)]
    for job, bay in zip(jobs, ("1", "2", "3"), strict=True):
        workshop.dispatch(job, bay, "technician", "electrician")
    made = [tablet(workshop, *CREW, outbox=f"outbox-number-{number}") for number in range(TABLETS)]
    workshop.store.close()
    return World(workshop, Path(workshop.store.url.removeprefix("sqlite:///")).parent, made, jobs)


@contextmanager
def again(world: World) -> Iterator[World]:
    """That morning once more."""
    folder = Path(tempfile.mkdtemp(prefix="board-late-"))
    shutil.copytree(world.folder, folder, dirs_exist_ok=True)
    workshop = copy.copy(world.workshop)
    workshop.store = Store(f"sqlite:///{folder / 'board.db'}")
    connection = workshop.store.writer.raw_connection()
    connection.cursor().execute("PRAGMA synchronous=OFF")  # no power cut is part of this day
    connection.close()
    try:
        tablets = [replace(each, workshop=workshop, kept=[]) for each in world.tablets]
        yield World(workshop, folder, tablets, world.jobs)
    finally:
        workshop.store.close()
        shutil.rmtree(folder)


# a day


Allowed = Callable[[World, int, int, Step], bool]
"""Whether a scan belongs to the day: the tablet's number, the job, the step."""


def any_day(_world: World, _tablet: int, _job: int, _step: Step) -> bool:
    """Whatever is offered, by anybody on any tablet."""
    return True


def shared_day(world: World, on_tablet: int, job: int, step: Step) -> bool:
    """What may come back in any order: the first car is worked on from all tablets and not finished; of the others
    one tablet does the work, and whoever checks and washes them goes on where it has left off."""
    if step.step.startswith("fail"):
        return False
    cars = [job] if step.from_job is None else [job, step.from_job]
    if any(each != world.jobs[0] and _is_work(step) and world.jobs.index(each) != 1 + on_tablet % 2 for each in cars):
        return False
    return job != world.jobs[0] or step.step not in {"finish_operation", "take_over"}


def _is_work(step: Step) -> bool:
    working = {"clock_on", "resume", "switch", "take_over", "finish_operation", "pause", "record_test_drive"}
    return step.step in working or "self_check" in step.step


def live(world: World, choices: Sequence[tuple[int, int, int, int]], allowed: Allowed, home: int) -> list[Event]:
    """The day as it would have been with network: each scan is taken when it is made. With `shared_day` everybody has
    a tablet of their own (`home` says which); poisoned items lie between."""
    events: list[Event] = []
    for who, what, minutes, where in choices:
        world.workshop.now += timedelta(minutes=minutes)
        login = CREW[who % len(CREW)]
        number = (home // 3 ** CREW.index(login)) % TABLETS if allowed is shared_day else where % TABLETS
        on = world.tablets[number]
        item = _item(world, number, login, what, allowed)
        on.kept.append(item)
        events.append((number, item))
        on.send(item)
    return events


def _item(world: World, number: int, login: str, what: int, allowed: Allowed) -> Item:
    on, workshop = world.tablets[number], world.workshop
    given: dict[str, Any] = {
        "seq": len(on.kept) + 1,
        "id": f"scan-{number}-{len(on.kept) + 1:04}",
        "person": workshop.people[login],
        "told": TabletTime(ms(workshop.now), 0, 0),
    }
    offers = [each for each in _offers(world, login) if allowed(world, number, *each)]
    if not offers or what % 11 == 0:
        fault = ("late_scan_unreadable", "step_unknown")[what % 2]
        return Item(**given, proof=None, job=world.jobs[what % 3], fault=fault)
    job, step = offers[what % len(offers)]
    name = "clock_on" if step.step == "resume" and job == world.jobs[0] else step.step
    return Item(**given, proof=SignedIn(on.sign_ins[login]), job=job, step=name, said=_said(step, what))


def _offers(world: World, login: str) -> list[tuple[int, Step]]:
    with world.workshop.look() as look:
        person = look.person(world.workshop.people[login])
        return [(row.id, step) for row in look.jobs(None) for step in steps(look.state(row), person, look.now)]


def _said(step: Step, what: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: value
        for name, value in (
            ("operation", step.operation),
            ("from_job", step.from_job),
            ("from_person", step.from_person),
        )
        if value is not None
    }
    needs: dict[str, dict[str, Any]] = {
        "reason": {"reason": REASONS[what % 3]},
        "stall": {"stall": f"A-{what % 5}"},
        "items": {"items": ["异响"]},
        "km": {"from_km": 1, "to_km": 2},
    }
    for need in step.needs:
        said |= needs[need]
    return said


# coming back


def in_order(world: World, events: Sequence[Event], random: Random) -> None:
    """The scans arrive in the order in which they were made; each may come several times, or too early."""
    world.workshop.now += AFTER
    for place, (number, item) in enumerate(events):
        on = world.tablets[number]
        for other, noise in random.choices(events[: place + 4], k=random.randrange(3)):
            if other == number or noise.seq < _expects(world, other):
                _send(world, other, noise)  # done before, or not its turn yet
        on.send(item)


def _send(world: World, number: int, item: Item) -> None:
    if item.seq != _expects(world, number):
        world.tablets[number].send(item)


def shuffled(world: World, events: Sequence[Event], random: Random) -> None:
    """The tablets come back one after the other or all at once, with batches of any size: sent again when the answer
    was lost, cut anywhere, too early."""
    world.workshop.now += AFTER
    kept: list[list[Item]] = [[] for _ in world.tablets]
    for number, item in events:
        kept[number].append(item)
    while waiting := [number for number, items in enumerate(kept) if _expects(world, number) <= len(items)]:
        number = random.choice(waiting)
        begin = max(0, _expects(world, number) - 1 + random.choice((0, 0, 0, -3, -1, 2)))
        batch = kept[number][begin : begin + random.randrange(1, 9)]
        for _ in range(random.choice((1, 1, 2))):
            world.tablets[number].send(*batch) if batch else None


def _expects(world: World, number: int) -> int:
    on = world.tablets[number]
    with world.workshop.store.reading() as session:
        return expected(session, on.workshop.site, on.outbox)


# what is compared


def state(world: World) -> dict[str, Any]:
    """Everything that was to come out: cars, who is on them, records, spans, checks, and what the foreman has to
    settle; not when the server learned of it."""
    with world.workshop.store.reading() as session:
        jobs = session.query(models.Job).order_by(models.Job.id).all()
        records = session.query(models.Clocking).order_by(models.Clocking.id).all()
        late = session.query(models.LateScan).filter(models.LateScan.settled_at.is_(None)).all()
        receipts = session.query(models.Receipt).all()
        return {
            "jobs": [_job(row) for row in jobs],
            "records": sorted(
                (each.person_id, each.job_id, each.operation_id or 0, each.act.value, each.at, each.reason or "")
                for each in records
            ),
            "spans": sorted(
                (each.person, each.job, each.operation or 0, each.start, str(each.end))
                for each in spans(clocking_state(row) for row in records)
            ),
            "late": sorted((each.command_id or "", each.code) for each in late),
            "done": sorted(each.command_id for each in receipts if each.command_id.startswith("scan-")),
        }


def _job(row: models.Job) -> dict[str, Any]:
    return {
        "stage": (row.stage, row.stage_since, row.pause_reason, row.pause_since, row.stall, row.bay_id, row.reworks),
        "operations": [(each.text, each.state) for each in row.operations],
        "on": sorted((each.person_id, each.operation_id or 0, each.since) for each in row.on),
        "checks": sorted((each.kind.value, each.by_id, each.passed, each.at) for each in row.checks),
        "assigned": sorted(each.person_id for each in row.assignments),
    }


def holds(world: World) -> None:
    """Whatever came in whatever order: nothing goes backwards, nobody is in two places, stages say who is there."""
    with world.workshop.store.reading() as session:
        rows = session.query(models.Clocking).order_by(models.Clocking.id).all()
        found = spans(clocking_state(row) for row in rows)
        for person in {span.person for span in found}:
            own = [span for span in found if span.person == person]
            for span, following in pairwise(own):
                assert span.end is not None
                assert span.start <= span.end <= following.start
        for row in session.query(models.Job).all():
            assert bool(row.on) <= (row.stage is Stage.in_work)
            assert row.stage_since <= world.workshop.now
            assert {(on.person_id, on.since) for on in row.on} == {
                (span.person, span.start) for span in found if span.job == row.id and span.end is None
            }
