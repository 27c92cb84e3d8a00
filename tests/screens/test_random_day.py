"""Random days in a small workshop, by the real commands. After each step every screen that was fed by changes shows
what a fresh one shows, each accepted command raised the revision by one, a refused one changed nothing, and the rules
of the trade hold in the database."""

import json
import shutil
import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from board import ticker
from board.commands import checking, clockings, delivering, dispatching, receiving, setting_up, working
from board.commands.change import Answer, Command
from board.domain.clockings import ClockingAct, spans
from board.domain.job import CheckKind, OperationState, PauseReason
from board.domain.refusals import Refused
from board.domain.stages import AT_WORK, CLOSED, IN_BAY, IN_CHECK, LIVE, Stage
from board.realtime.pictures import Pictures
from board.screens.views import VIEWS, Audience, build
from board.store import models
from board.store.journal import touched_since
from board.store.states import clocking_state
from board.store.transaction import Store
from tests.commands.workshop import BATTERY, BRAKES, OIL, SECRET_KEY, Workshop

EPOCH = "the only one"
PAST_FINAL_CHECK = {Stage.wash_queue, Stage.washing, Stage.ready, Stage.handover, Stage.settled, Stage.delivered}
WORKERS = ("technician", "electrician", "leader", "both")
MOST_CARS = 4

PERSONAL = (
    ("tablet", "technician"),
    ("tablet", "electrician"),
    ("tablet", "both"),
    ("desk", "advisor"),
    ("desk", "both"),
)

WHAT_HAPPENS = """
    take_in dispatch dispatch dispatch work work work work work check check check deliver deliver deliver
    at_the_desk at_the_desk correct time_passes bay_breaks
""".split()
"""What happens, more often what moves a car on."""
FITS: dict[str, frozenset[Stage]] = {
    "dispatch": frozenset({Stage.waiting_dispatch, Stage.dispatched}),
    "work": AT_WORK,
    "check": IN_CHECK,
    "deliver": LIVE - AT_WORK - IN_CHECK - {Stage.waiting_dispatch},
}
"""The cars that something is tried on, mostly."""
choice = st.integers(0, 23)


class Day(RuleBasedStateMachine):
    opened: Workshop

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="board-day-"))
        shutil.copytree(Path(self.opened.store.url.removeprefix("sqlite:///")).parent, self.folder, dirs_exist_ok=True)
        opened, store = self.opened, Store(f"sqlite:///{self.folder / 'board.db'}", SECRET_KEY)
        self.workshop = Workshop(store, opened.site, opened.now, opened.people, opened.badges, opened.bays)
        connection = self.workshop.store.writer.raw_connection()
        connection.cursor().execute("PRAGMA synchronous=OFF")  # no power cut is part of this day
        connection.close()
        for stage, bay in ((Stage.in_work, "1"), (Stage.final_check, "2"), (Stage.wash_queue, "3")):
            job = self.workshop.car_at(stage, bay=bay, waits=True)
            if stage is Stage.in_work:
                self.workshop.do(working.pause, "technician", job=job, reason=PauseReason.parts)
        self.pictures = Pictures(self.workshop.store, EPOCH, lambda: self.workshop.now)
        self.commits = sqlite3.connect(self.folder / "board.db")
        self.shown = self._fresh()
        self.late = dict(self.shown)
        self.late_since = self.revision = self.workshop.revision

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.commits.close()
            self.workshop.store.close()
            shutil.rmtree(self.folder)

    # what the screens show

    def _fresh(self) -> dict[Audience, dict[str, Any]]:
        with self.workshop.look() as look:
            return {audience: build(look, audience, None) for audience in _audiences(self.workshop)}

    def _publish(self) -> None:
        with self.workshop.look() as look:
            touched = touched_since(look.session, 1, self.revision, 100)
            assert touched is not None
            for audience, cards in self.shown.items():
                change = self.pictures.change(look, audience, self.revision, touched)
                self.shown[audience] = _applied(cards, change)
            self.revision = look.site.revision

    def do(self, command: Command, by: str | None, **details: Any) -> Answer | None:
        """Try a command; a refused one must have changed nothing at all."""
        before = self._commits()
        try:
            answer = self.workshop.do(command, by, **details)
        except Refused:
            assert self._commits() == before, command.verb
            return None
        assert answer.revision == self.workshop.revision == self.revision + 1, command.verb
        self._publish()
        return answer

    def _commits(self) -> int:
        """A number that SQLite raises with every commit of somebody else."""
        return int(self.commits.execute("PRAGMA data_version").fetchone()[0])

    # the cars and their work

    def _jobs(self) -> list[models.Job]:
        with self.workshop.look() as look:
            return look.jobs(None)

    @rule(what=st.sampled_from(WHAT_HAPPENS), number=choice, who=st.sampled_from(WORKERS), more=choice)
    def something_happens(self, what: str, number: int, who: str, more: int) -> None:
        jobs = self._jobs()
        if what == "take_in" or not jobs:
            self._take_in(len(jobs), more)
        elif what in {"time_passes", "bay_breaks", "correct"}:
            getattr(self, f"_{what}")(number, more)
        else:
            fitting = [job for job in jobs if job.stage in FITS.get(what, LIVE)]
            cars = fitting if fitting and more % 6 else jobs
            getattr(self, f"_{what}")(cars[number % len(cars)], jobs[more % len(jobs)], who, more)

    def _take_in(self, cars: int, more: int) -> None:
        if cars >= MOST_CARS:
            return
        operations = [BATTERY if more % 4 == 0 else OIL, *([BRAKES] if more % 3 == 0 else [])]
        known: dict[str, Any] = {"plate": "京A10001", "colour": f"{self.revision}"} if more % 5 == 0 else {}
        before = self.workshop.revision
        self.workshop.take_in(*operations, waits=more % 2 == 0, wash_wanted=more % 7 < 5, **known)
        assert self.workshop.revision == before + 1
        self._publish()

    def _dispatch(self, job: models.Job, _other: models.Job, who: str, more: int) -> None:
        bay = self.workshop.bays[("1", "2", "3", "W")[more % 4]]
        people = [self.workshop.people[who if more % 5 else "washer"]]
        if job.stage is Stage.waiting_dispatch or more % 8 == 0:
            self.do(dispatching.dispatch, "foreman", job=job.id, bay=bay, technicians=people)
        elif job.stage is Stage.dispatched and more % 3 == 0:
            self.do(dispatching.recall, "foreman", job=job.id, seen_bay=job.bay_id)
        elif more % 3 == 1:
            self.do(dispatching.assign, "foreman", job=job.id, technicians=people)
        else:
            to = bay if more % 4 else None
            self.do(dispatching.move, "foreman", job=job.id, bay=to, seen_bay=job.bay_id if more % 7 else 1)

    def _work(self, job: models.Job, other: models.Job, who: str, more: int) -> None:
        reason = list(PauseReason)[more % len(PauseReason)]
        on = next((each for each in job.on if each.person_id == self.workshop.people[who]), None)
        if on is not None and more % 3:
            self.do(working.finish_operation, who, job=job.id, operation=on.operation_id)
        elif on is not None:
            self.do(working.pause, who, job=job.id, reason=reason)
        elif other.id != job.id and self.workshop.people[who] in {each.person_id for each in other.on}:
            self.do(working.switch, who, job=job.id, from_job=other.id, reason=reason)
        else:
            self.do(working.clock_on if more % 2 else working.resume, who, job=job.id)

    def _check(self, job: models.Job, _other: models.Job, who: str, more: int) -> None:
        signs = {
            Stage.self_check: (checking.sign_self_check, who),
            Stage.leader_check: (checking.sign_leader_check, who),
        }
        command, by = signs.get(job.stage, (checking.sign_final_check, "inspector" if more % 4 else who))
        passed = more % 3 > 0
        self.do(command, by, job=job.id, passed=passed, items=[] if passed else ["异响", "渗油"][: more % 3 + 1])

    def _deliver(self, job: models.Job, _other: models.Job, _who: str, more: int) -> None:
        bay = (self.workshop.bays["W"], self.workshop.bays["1"], None)[more % 3]
        following: dict[Stage, tuple[Command, dict[str, Any]]] = {
            Stage.wash_queue: (delivering.start_wash, {"bay": bay}),
            Stage.washing: (delivering.end_wash, {"stall": "A-01"}),
            Stage.ready: (delivering.hand_over, {}) if more % 3 else (delivering.park_ready, {"stall": "B"}),
            Stage.handover: (delivering.settle, {}),
        }
        command, details = following.get(job.stage, (delivering.deliver, {}))
        self.do(command, "both", job=job.id, **details)

    def _at_the_desk(self, job: models.Job, _other: models.Job, _who: str, more: int) -> None:
        later = self.workshop.now + timedelta(hours=more)
        told = {"promised_at": later, "reason": "待料", "told": "王敏"}
        command, details = (
            (delivering.announce, {}),
            (receiving.change_promise, told),
            (receiving.print_card, {}),
            (receiving.revoke_card, {}),
            (receiving.cancel, {"reason": "客户取消" if more > 12 else " "}),
        )[more % 5]
        self.do(command, "advisor", job=job.id, **details)

    def _correct(self, number: int, more: int) -> None:
        with self.workshop.look() as look:
            records = look.session.query(models.Clocking).order_by(models.Clocking.id.desc()).limit(6).all()
        record = records[number % len(records)]
        if more % 6 == 0:
            self.do(clockings.confirm_clocking, "foreman", clocking=record.id)
        else:
            at = record.at + timedelta(minutes=(more - 12) * 2)
            self.do(clockings.correct_clocking, "foreman", clocking=record.id, at=at, reason="补卡")

    def _bay_breaks(self, number: int, _more: int) -> None:
        bay = ("2", "W")[number % 2]
        self.do(setting_up.take_bay_out, "admin", bay=self.workshop.bays[bay], reason="检修" if number > 16 else " ")

    def _time_passes(self, _number: int, more: int) -> None:
        self.workshop.now += timedelta(hours=12 if more == 0 else more / 8)
        ticker.tick(self.workshop.store, self.workshop.now)
        self._publish()

    @rule()
    def a_screen_comes_back(self) -> None:
        """It says what it has and gets the changes since, or everything."""
        fresh = self._fresh()
        for audience, cards in self.late.items():
            answer = self.pictures.answer(audience, EPOCH, self.late_since)
            told = json.loads(answer)
            self.late[audience] = told["cards"] if told["kind"] == "snapshot" else _applied(cards, told)
            assert self.late[audience] == fresh[audience], audience
        self.late_since = self.revision

    # what must hold after every step

    @invariant()
    def screens_show_what_a_fresh_one_shows(self) -> None:
        for audience, fresh in self._fresh().items():
            assert self.shown[audience].keys() == fresh.keys(), audience
            for key, card in fresh.items():
                assert self.shown[audience][key] == card, (audience, key)

    @invariant()
    def the_rules_hold(self) -> None:
        with self.workshop.store.reading() as session:
            jobs = list(session.query(models.Job))
            bays = {row.id: row for row in session.query(models.Bay)}
            for job in jobs:
                _holds_for_a_job(job)
            _bays_hold_what_they_can(jobs, bays)
            on = [each.person_id for job in jobs for each in job.on]
            assert len(on) == len(set(on)), "somebody is on two cars at once"
            _clockings_pair_up(list(session.query(models.Clocking)), jobs)


def _audiences(workshop: Workshop) -> list[Audience]:
    shared = [Audience(workshop.site, view) for view in VIEWS if not VIEWS[view].personal]
    return shared + [Audience(workshop.site, view, workshop.people[who]) for view, who in PERSONAL]


def _applied(cards: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    return {key: card for key, card in {**cards, **change["set"]}.items() if key not in change["drop"]}


def _holds_for_a_job(job: models.Job) -> None:
    assert bool(job.on) <= (job.stage is Stage.in_work), job.stage
    assert (job.pause_reason is not None) == (job.stage is Stage.paused)
    assert job.reworks == sum(not check.passed for check in job.checks)
    worked = {each.person_id for each in job.clockings if each.act is ClockingAct.on}
    for place, check in enumerate(job.checks):
        assert check.passed or check.items
        if check.kind is CheckKind.final:
            assert check.by_id not in worked
            assert all(each.by_id != check.by_id for each in job.checks[:place] if each.kind is not CheckKind.final)
    if job.stage in PAST_FINAL_CHECK:
        assert {each.state for each in job.operations} <= {OperationState.done}
        assert job.checks[-1].kind is CheckKind.final
        assert job.checks[-1].passed
    if job.stage in CLOSED:
        assert (job.bay_id, job.stall, job.on) == (None, None, [])
    assert (job.delivered_at is not None) == (job.stage is Stage.delivered)


def _bays_hold_what_they_can(jobs: list[models.Job], bays: dict[int, models.Bay]) -> None:
    standing = [job for job in jobs if job.bay_id is not None]
    for job in standing:
        assert job.stage in IN_BAY | {Stage.washing}
        assert job.stage in LIVE
    for bay in bays.values():
        assert sum(job.bay_id == bay.id for job in standing) <= bay.capacity


def _clockings_pair_up(records: list[models.Clocking], jobs: list[models.Job]) -> None:
    found = spans(clocking_state(row) for row in records)
    assert all(span.end is None or span.start <= span.end for span in found)
    still_on = {(each.person_id, job.id, each.since) for job in jobs for each in job.on}
    assert {(span.person, span.job, span.start) for span in found if span.end is None} == still_on


@pytest.mark.slow
def test_random_days(opened_sqlite: Workshop) -> None:
    Day.opened = opened_sqlite
    run_state_machine_as_test(
        Day,
        settings=settings(
            max_examples=7,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
