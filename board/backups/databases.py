"""The database's part of a backup: one moment of it, written while others go on writing."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from board.backups import programs
from board.backups.disk import keep, open_private
from board.backups.manifest import DATABASE_FILES, Facts
from board.backups.pictures import Named
from board.domain.refusals import Refused
from board.store.transaction import Store, Unavailable

_STEP_PAGES: Final = 256
_KEPT_EVERY: Final = 8
"""Megabytes that wait to be brought to the disk: all of it at the end would hold up the commits of the live board."""
_STEP_PAUSE_SECONDS: Final = 0.002
"""After each megabyte: the disk and the second core are the live screens' first."""


def kind_of(store: Store) -> str:
    """`sqlite` or `postgresql`."""
    return "sqlite" if store.is_sqlite else "postgresql"


def copy_database(store: Store, folder: Path) -> tuple[Facts, list[Named]]:
    """Write a copy of one moment into the folder; gives what that moment says of itself, and the pictures it names.

    The moment is after everything that was committed before the call. Refused: `backup_database_gone`,
    `backup_no_space`, and as `programs.dump`.
    """
    target = folder / DATABASE_FILES[kind_of(store)]
    with open_private(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL):
        pass
    with _one_moment(store) as connection:
        facts, named = read_facts(connection), _pictures(connection)
        if store.is_sqlite:
            _copy_sqlite(connection, target)
        else:
            snapshot = str(connection.execute(text("SELECT pg_export_snapshot()")).scalar())
            programs.dump(store.url, target, snapshot)
    keep(target)
    return facts, named


@contextmanager
def _one_moment(store: Store) -> Iterator[Connection]:
    try:
        if store.is_sqlite and not Path(store.reader.url.database or "").is_file():
            raise Refused("backup_database_gone")
        with store.reader.connect() as connection:
            yield connection
    except (SQLAlchemyError, Unavailable):
        raise Refused("backup_database_gone") from None


def _copy_sqlite(connection: Connection, target: Path) -> None:
    """Page by page within the open read transaction: it sees one moment, and no writer waits for it."""
    source: Any = connection.connection.driver_connection

    def pause(_status: int, remaining: int, _total: int) -> None:
        if remaining // _STEP_PAGES % _KEPT_EVERY == 0:
            keep(target)
        time.sleep(_STEP_PAUSE_SECONDS)

    try:
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy, pages=_STEP_PAGES, progress=pause)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without the two beside it
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname in {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE"}:
            raise Refused("backup_no_space", folder=str(target.parent)) from None
        raise Refused("backup_database_gone") from None


def read_facts(connection: Connection) -> Facts:
    """What a database says of itself, whatever its shape. Refused: `backup_database_gone` (there is no workshop)."""
    tables = sorted(inspect(connection).get_table_names())
    if "installation" not in tables:
        raise Refused("backup_database_gone")
    one = connection.execute(text("SELECT epoch, made_at FROM installation")).one_or_none()
    sites = connection.execute(text("SELECT id, revision, timezone FROM site ORDER BY id")).all()
    if one is None or not sites:
        raise Refused("backup_database_gone")
    return Facts(
        migration=str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar()),
        epoch=one.epoch,
        founded_at=str(one.made_at),
        timezone=sites[0].timezone,
        revisions={str(site.id): site.revision for site in sites},
        rows={name: _count(connection, name) for name in tables},
    )


def _count(connection: Connection, table: str) -> int:
    quoted = connection.dialect.identifier_preparer.quote(table)
    return int(connection.execute(text(f"SELECT count(*) FROM {quoted}")).scalar() or 0)  # noqa: S608 - a table's name


def _pictures(connection: Connection) -> list[Named]:
    query = text("SELECT DISTINCT digest, media_type FROM attachment ORDER BY digest")
    return [(row.digest, row.media_type) for row in connection.execute(query)]


def require_sound(path: Path, facts: Facts) -> None:
    """A copy of an SQLite database can be opened, is whole, and says what it should. Refused: `backup_damaged`."""
    engine = create_engine("sqlite://", creator=lambda: _opened(path), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            sound = connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"
            if not sound or read_facts(connection) != facts:
                raise Refused("backup_damaged", what=path.name)
    except (SQLAlchemyError, sqlite3.Error, Refused):
        raise Refused("backup_damaged", what=path.name) from None


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
