"""A workshop for each test, opened once in a run and copied: on both databases, or on SQLite where the database is not
the point. Other folders import these fixtures."""

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.store.migrating import migrate
from board.store.transaction import Store
from tests.commands.workshop import SECRET_KEY, Workshop, open_workshop
from tests.infra.postgresql import Cluster


@pytest.fixture(scope="session")
def opened_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The workshop as every test on SQLite finds it. Copy it, do not use it."""
    return _open(f"sqlite:///{tmp_path_factory.mktemp('opened')}/board.db")


@pytest.fixture(scope="session")
def opened_postgres(postgresql: Cluster) -> Workshop:
    """The workshop as every test on PostgreSQL finds it. Copy it, do not use it."""
    return _open(postgresql.url(postgresql.create_database()))


def _open(url: str) -> Workshop:
    store = Store(url, SECRET_KEY)
    migrate(store)
    opened = open_workshop(store)
    store.close()
    return opened


@pytest.fixture
def sqlite_workshop(opened_sqlite: Workshop, tmp_path: Path) -> Iterator[Workshop]:
    """A workshop on SQLite."""
    shutil.copytree(Path(opened_sqlite.store.url.removeprefix("sqlite:///")).parent, tmp_path / "workshop")
    yield from _at(f"sqlite:///{tmp_path / 'workshop' / 'board.db'}", opened_sqlite)


@pytest.fixture
def postgres_workshop(opened_postgres: Workshop, postgresql: Cluster) -> Iterator[Workshop]:
    """A workshop on PostgreSQL."""
    name = postgresql.create_database(template=opened_postgres.store.url.rsplit("/", 1)[1])
    yield from _at(postgresql.url(name), opened_postgres)
    postgresql.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def workshop(request: pytest.FixtureRequest) -> Workshop:
    """A workshop: the test runs once on SQLite and once on PostgreSQL."""
    fixture = {"sqlite": "sqlite_workshop", "postgresql": "postgres_workshop"}[request.param]
    found: Workshop = request.getfixturevalue(fixture)
    return found


def _at(url: str, opened: Workshop) -> Iterator[Workshop]:
    moved = copy.copy(opened)
    moved.store = Store(url, SECRET_KEY)
    yield moved
    moved.store.close()
