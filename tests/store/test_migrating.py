"""Migrations make what the models say, and a database of another version is not touched."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from board.store.migrating import Shape, migrate, shape
from board.store.models import Base
from board.store.transaction import Store, Unavailable
from tests.infra.server import Installation


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, SQLite and PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture
def store(empty_url: str) -> Store:
    """An empty database."""
    return Store(empty_url)


def test_migrations_make_what_the_models_say(store: Store) -> None:
    assert shape(store) is Shape.pending
    migrate(store)
    assert shape(store) is Shape.current
    with store.reader.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []
        inspected = inspect(connection)
        for table in Base.metadata.sorted_tables:
            needed = {column["name"]: column["nullable"] for column in inspected.get_columns(table.name)}
            assert needed == {column.name: bool(column.nullable) for column in table.columns}, table.name
    store.close()


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrate(store)
    migrate(store)
    assert shape(store) is Shape.current
    store.close()


def test_a_database_of_a_newer_version_is_left_alone(store: Store, empty_url: str, tmp_path: Path) -> None:
    migrate(store)
    with store.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))
    assert shape(store) is Shape.newer
    store.close()
    installation = Installation(tmp_path, empty_url)
    assert "newer version" in installation.board("run", expect=1)
    assert "newer version" in installation.board("migrate", expect=1)
    assert "Traceback" not in installation.board("init", *_INIT, expect=1)


_INIT = ("--name", "x", "--admin-name", "x", "--admin-login", "x", "--admin-password", "quiet-river-7-stones")


def test_a_database_that_waits_for_migrations_is_not_served(empty_url: str, tmp_path: Path) -> None:
    installation = Installation(tmp_path, empty_url)
    said = installation.board("run", expect=1)
    assert "board migrate" in said
    assert "Traceback" not in said


def test_a_workshop_that_was_never_made_is_not_served(store: Store, empty_url: str, tmp_path: Path) -> None:
    migrate(store)
    store.close()
    assert "board init" in Installation(tmp_path, empty_url).board("run", expect=1)


def test_a_database_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    missing = Store(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    with pytest.raises(Unavailable):
        missing.installation()
    said = Installation(tmp_path, missing.url).board("run", expect=1)
    assert "Traceback" not in said
