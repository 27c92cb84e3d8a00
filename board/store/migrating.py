"""Bringing a database to the shape that this code knows, and saying when it is not."""

from enum import Enum
from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from board.store.transaction import Store


class Shape(Enum):
    """How a database stands to this code."""

    current = "current"
    pending = "pending"
    """Older than the code (or empty): `board migrate` brings it up to date."""
    newer = "newer"
    """Written by a newer version: this code must not touch it."""


def shape(store: Store) -> Shape:
    """Compare the database's migrations with the code's. Raises sqlalchemy's DBAPIError when it cannot be reached."""
    with store.reader.connect() as connection:
        return shape_of(MigrationContext.configure(connection).get_current_revision())


def shape_of(present: str | None) -> Shape:
    """How a database that was migrated up to there (None: never) stands to this code."""
    scripts = ScriptDirectory.from_config(_config())
    if present == scripts.get_current_head():
        return Shape.current
    if present is None:
        return Shape.pending
    try:
        scripts.get_revision(present)
    except CommandError:
        return Shape.newer
    return Shape.pending


def migrate(store: Store) -> None:
    """Apply what is missing, in one transaction. Raises sqlalchemy's DBAPIError when the database cannot be changed."""
    config = _config()
    with store.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("board.store") / "migrations"))
    return config
