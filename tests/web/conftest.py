"""The workshop of the commands' tests, and its door."""

from tests.access.conftest import any_door, door
from tests.commands.conftest import opened_postgres, opened_sqlite, postgres_workshop, sqlite_workshop, workshop

__all__ = ["any_door", "door", "opened_postgres", "opened_sqlite", "postgres_workshop", "sqlite_workshop", "workshop"]
