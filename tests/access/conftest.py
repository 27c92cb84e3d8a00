"""The workshop of the commands' tests, and its door."""

from pathlib import Path

import pytest

from tests.access.door import Door, open_door
from tests.commands.conftest import opened_postgres, opened_sqlite, postgres_workshop, sqlite_workshop, workshop
from tests.commands.workshop import Workshop

__all__ = ["opened_postgres", "opened_sqlite", "postgres_workshop", "sqlite_workshop", "workshop"]


@pytest.fixture
def door(sqlite_workshop: Workshop, tmp_path: Path) -> Door:
    """A board on SQLite, asked in this process."""
    return open_door(sqlite_workshop, tmp_path)


@pytest.fixture
def any_door(workshop: Workshop, tmp_path: Path) -> Door:
    """A board on both databases."""
    return open_door(workshop, tmp_path)
