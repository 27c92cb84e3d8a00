"""The workshop of the commands' tests, as every test here finds it."""

from tests.commands.conftest import opened_postgres, opened_sqlite, postgres_workshop, sqlite_workshop, workshop

__all__ = ["opened_postgres", "opened_sqlite", "postgres_workshop", "sqlite_workshop", "workshop"]
