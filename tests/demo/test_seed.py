"""`board demo seed`: a believable workshop, once, and never beside a real one."""

import json
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from board.demo.doors import FILE, read_doors
from board.demo.seed import seed
from board.domain.add_ons import AddOnState, add_on_state
from board.domain.appointments import AppointmentState
from board.domain.following_up import CallResult
from board.domain.parts import PartState
from board.domain.people import Role
from board.domain.stages import LIVE, Stage
from board.store import models
from board.store.files import FOLDER, Files
from board.store.states import high_voltage_until
from board.store.transaction import Store
from tests.infra.server import Installation


@contextmanager
def reading(installation: Installation) -> Iterator[Session]:
    store = Store(installation.database_url or f"sqlite:///{installation.folder / 'board.sqlite3'}")
    with store.reading() as session:
        yield session
    store.close()


def revision(installation: Installation) -> int:
    with reading(installation) as session:
        return session.scalars(select(models.Site.revision)).one()


@pytest.fixture
def demo(furnished: Callable[..., Installation]) -> Installation:
    return furnished(language="zh_CN")


def test_cars_stand_everywhere(demo: Installation) -> None:
    with reading(demo) as session:
        stages = Counter(session.scalars(select(models.Job.stage)))
    assert stages.keys() == LIVE | {Stage.delivered, Stage.followed_up}
    assert stages[Stage.delivered] >= 8
    assert sum(count for stage, count in stages.items() if stage in LIVE) == 33


def test_every_kind_of_thing_can_be_looked_at(demo: Installation) -> None:
    with reading(demo) as session:

        def count(table: type[models.Base], *where: ColumnElement[bool]) -> int:
            return session.scalar(select(func.count()).select_from(table).where(*where)) or 0

        booked = count(models.Appointment, models.Appointment.state == AppointmentState.booked)
        assert booked >= 10
        assert count(models.Appointment, models.Appointment.state == AppointmentState.confirmed_day_before) >= 1
        assert count(models.WalkMark, models.WalkMark.photo_id.is_not(None)) >= 8
        assert count(models.Job, models.Job.signed_at.is_not(None), models.Job.order_digest.is_not(None)) >= 8
        found = Counter(
            add_on_state(state, priced is not None)
            for state, priced in session.execute(
                select(models.Operation.state, models.Operation.price_cents).where(models.Operation.add_on)
            )
        )
        assert found.keys() == set(AddOnState)
        assert set(session.scalars(select(models.PartLine.state))) >= set(PartState) - {PartState.arrived}
        assert count(models.AndonCall, models.AndonCall.answered_at.is_(None)) == 1
        assert count(models.AndonCall, models.AndonCall.resolved_at.is_not(None)) == 1
        assert count(models.TestDrive) >= 1
        assert count(models.Operation, func.json_array_length(models.Operation.ticked) == 2) >= 1
        assert count(models.Clocking, models.Clocking.forgotten.is_(True)) == 1
        assert count(models.Repair, models.Repair.accepted.is_(None)) == 1
        assert set(session.scalars(select(models.FollowUpCall.result))) == set(CallResult)
        assert count(models.Complaint, models.Complaint.closed_at.is_(None)) == 1
        assert count(models.Job, models.Job.comeback_of_id.is_not(None)) == 1
        assert count(models.Job, models.Job.next_service_on.is_not(None)) >= 10
        pictures = session.execute(select(models.Attachment.digest, models.Attachment.media_type)).all()
    files = Files(demo.folder / FOLDER)
    assert all(files.path(*picture).is_file() for picture in pictures)


@pytest.mark.slow
@pytest.mark.parametrize("now", ["2026-12-31T20:40"])
def test_it_can_be_set_up_at_any_hour(sqlite_url: str, tmp_path: Path, now: str) -> None:
    store = Store(sqlite_url, "k" * 32)
    seed(store, tmp_path, "en", datetime.fromisoformat(now).replace(tzinfo=UTC))
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(models.Job)) == 48
    store.close()


def test_something_is_wrong_with_some_of_them(demo: Installation) -> None:
    now = datetime.now(UTC)
    with reading(demo) as session:
        jobs = session.scalars(select(models.Job).where(models.Job.stage.in_(LIVE))).all()
        assert len({job.pause_reason for job in jobs if job.pause_reason}) == 4
        assert [job for job in jobs if job.promised_at and job.promised_at < now and job.stage is Stage.in_work]
        assert [job for job in jobs if job.stage is Stage.in_work and job.reworks]
        assert len([job for job in jobs if job.waits]) >= 10
        assert [job for job in jobs if any(operation.high_voltage for operation in job.operations)]


def test_everybody_is_there_with_what_they_may_do(demo: Installation) -> None:
    now = datetime.now(UTC)
    with reading(demo) as session:
        people = session.scalars(select(models.Person)).all()
        roles = Counter(role for person in people for role in person.roles)
        certified = [until for person in people if (until := high_voltage_until(person))]
        assert all(person.demo for person in people)
        assert session.scalars(select(models.Installation.demo)).one()
    assert (roles[Role.technician], roles[Role.leader], roles[Role.advisor]) == (16, 3, 3)
    assert (roles[Role.inspector], roles[Role.washer], roles[Role.guard]) == (2, 2, 1)
    assert (len([until for until in certified if until > now]), len(certified)) == (3, 4)


def test_two_working_bays_are_free_for_the_first_drag(demo: Installation) -> None:
    with reading(demo) as session:
        taken = set(session.scalars(select(models.Job.bay_id).where(models.Job.bay_id.is_not(None))))
        working = session.scalars(select(models.Bay).where(models.Bay.kind.not_in(["wash", "ready_stall"]))).all()
    assert len(working) == 12
    assert len([bay for bay in working if bay.id not in taken]) >= 2


def test_the_english_demo_speaks_english(furnished: Callable[..., Installation]) -> None:
    with reading(furnished(language="en")) as session:
        site = session.scalars(select(models.Site)).one()
        told = [*session.scalars(select(models.Person.name)), *session.scalars(select(models.Operation.text))]
        told += session.scalars(select(models.Vehicle.plate))
    assert (site.name, site.language) == ("Riverside Service Centre", "en")
    assert all(text.isascii() for text in told)


def test_seeding_twice_changes_nothing(demo: Installation, tmp_path: Path) -> None:
    installation = demo.copy_to(tmp_path)
    before = revision(installation)
    first = json.loads((installation.folder / FILE).read_text())
    printed = installation.board("demo", "seed", "--if-empty") + installation.board("demo", "seed")
    assert revision(installation) == before
    assert json.loads((installation.folder / FILE).read_text()) == first
    assert first["screens"][0]["token"] in printed


def test_a_real_workshop_is_left_alone(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.found()
    before = revision(installation)
    assert "Demo people cannot be added to a real workshop." in installation.board("demo", "seed", expect=1)
    assert installation.board("demo", "seed", "--if-empty") == ""
    assert revision(installation) == before
    with reading(installation) as session:
        assert session.scalar(select(func.count()).select_from(models.Person)) == 1


def test_a_demo_without_its_doors_says_so(demo: Installation, tmp_path: Path) -> None:
    installation = demo.copy_to(tmp_path)
    (tmp_path / FILE).unlink()
    assert FILE in installation.board("demo", "seed", "--if-empty", expect=1)


def test_doors_are_for_their_owner_alone(demo: Installation) -> None:
    path = demo.folder / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    doors = read_doors(demo.folder)
    assert doors is not None
    assert {screen.view for screen in doors.screens} == {"workshop", "lounge", "tablet"}
    told = json.loads(path.read_text())["doors"]
    assert {"title", "role", "login", "password", "pin", "href"} <= told[-1].keys()


@pytest.mark.slow
def test_it_can_be_set_up_on_postgresql(empty_postgres_url: str, tmp_path: Path) -> None:
    installation = Installation(tmp_path, empty_postgres_url)
    installation.board("migrate")
    printed = installation.board("demo", "seed", "--language", "en")
    doors = read_doors(tmp_path)
    assert doors is not None
    assert doors.screens[0].token in printed
    with reading(installation) as session:
        assert session.scalar(select(func.count()).select_from(models.Job)) == 48
