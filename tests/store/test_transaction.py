"""Reading sees one moment; changing is all or nothing; a database that cannot be used says so and heals."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import StatementError

from board.commands import receiving
from board.domain.stages import Stage
from board.store import models
from board.store.transaction import BrokenRule, Store, Unavailable
from tests.commands.workshop import Workshop, all_rows, next_id


def test_a_reading_session_sees_one_moment(workshop: Workshop) -> None:
    with workshop.store.reading() as session:
        assert session.scalar(select(models.Site.revision)) == workshop.revision
        job = workshop.take_in()
        assert session.scalar(select(models.Site.revision)) == workshop.revision - 1
        assert session.get(models.Job, job) is None
    with workshop.store.reading() as session:
        assert session.get(models.Job, job) is not None


def test_a_reading_session_writes_nothing(postgres_workshop: Workshop) -> None:
    with pytest.raises(Unavailable), postgres_workshop.store.reading() as session:
        session.execute(update(models.Site).values(name="x"))


def test_an_error_in_a_changing_session_leaves_nothing(workshop: Workshop) -> None:
    def rename_and_fail() -> None:
        with workshop.store.changing() as session:
            session.execute(update(models.Site).values(name="x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()
    with workshop.store.reading() as session:
        assert session.scalar(select(models.Site.name)) == "测试车间"


def _break_a_rule_of_the_tables(store: Store) -> None:
    with store.changing() as session:
        session.add(models.Team(site_id=999, name="13800138000"))
        session.flush()


def test_a_broken_rule_of_the_tables_is_no_absent_database(workshop: Workshop) -> None:
    with pytest.raises(BrokenRule) as caught:
        _break_a_rule_of_the_tables(workshop.store)
    assert "foreign key" in str(caught.value).casefold()
    assert caught.value.__cause__ is None


@contextmanager
def _held_sqlite(store: Store):  # type: ignore[no-untyped-def]
    with closing(sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _held_postgres(store: Store):  # type: ignore[no-untyped-def]
    other = Store(store.url)
    with other.writer.connect() as connection:
        connection.execute(text("SELECT 1 FROM site FOR UPDATE"))
        yield
        connection.rollback()
    other.close()


@pytest.fixture
def held(workshop: Workshop) -> Callable[[Store], AbstractContextManager[None]]:
    """Another program that holds the database, or the site in it."""
    return _held_sqlite if workshop.store.is_sqlite else _held_postgres


def test_while_another_program_holds_the_database_nothing_changes_and_reading_goes_on(
    workshop: Workshop, held: Callable[[Store], AbstractContextManager[None]]
) -> None:
    job, command_id = workshop.take_in(), next_id()
    with workshop.store.reader.connect() as connection:
        before = all_rows(connection)
    with held(workshop.store):
        with pytest.raises(Unavailable):
            workshop.do(receiving.cancel, "advisor", command_id=command_id, job=job, reason="x")
        assert workshop.job(job).stage is Stage.waiting_dispatch
        with closing(Store(workshop.store.url)) as newcomer:
            assert newcomer.installation() is not None
    with workshop.store.reader.connect() as connection:
        assert all_rows(connection) == before
    assert not workshop.do(receiving.cancel, "advisor", command_id=command_id, job=job, reason="x").repeated


def test_two_processes_change_one_after_the_other(workshop: Workshop) -> None:
    """Each of two writers reads before it writes, and neither is turned away or undoes what the other did."""
    before = workshop.revision

    def raise_often(store: Store) -> None:
        for _ in range(20):
            with store.changing() as session:
                store.lock_site(session, workshop.site).revision += 1

    with closing(Store(workshop.store.url)) as other, ThreadPoolExecutor(2) as threads:
        list(threads.map(raise_often, (workshop.store, other)))
    assert workshop.revision == before + 40


def test_times_come_back_as_they_were_in_utc(workshop: Workshop) -> None:
    local = datetime(2026, 11, 21, 9, 15, 30, 123456, tzinfo=timezone(timedelta(hours=8)))
    with workshop.store.changing() as session:
        session.execute(update(models.Installation).values(made_at=local))
    stored = workshop.store.installation()
    assert stored is not None
    assert stored.made_at == local
    assert stored.made_at.tzinfo is UTC


def test_times_without_zone_and_unknown_words_are_not_stored(workshop: Workshop) -> None:
    with pytest.raises(StatementError, match="without a zone"), workshop.store.changing() as session:
        session.execute(update(models.Installation).values(made_at=datetime(2026, 11, 21)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="no_such_kind"), workshop.store.changing() as session:
        session.execute(update(models.Bay).values(kind="no_such_kind"))
