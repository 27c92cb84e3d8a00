"""The workshop of the commands' tests: what is stored is stored by them."""

from tests.commands.conftest import opened_postgres, opened_sqlite, postgres_workshop, sqlite_workshop, workshop

__all__ = ["opened_postgres", "opened_sqlite", "postgres_workshop", "sqlite_workshop", "workshop"]
