"""Putting a backup back by way of trial, where it disturbs nobody: what was never tried is a hope, not a backup."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from board.backups import programs
from board.backups.databases import read_facts
from board.backups.disk import make_folder, trouble_with
from board.backups.manifest import DATABASE_FILES, Manifest
from board.backups.record import write_record
from board.backups.restoring import bring_along, prepare_sqlite, require_restorable
from board.config import Settings
from board.domain.refusals import Refused
from board.store.transaction import Store, Unavailable


def try_out(settings: Settings, folder: Path) -> bool:
    """Read every file of a backup, put its database back elsewhere, bring it along and count its rows; what came of it
    is written down. Gives False where the database could only be read through, see `_postgresql`.

    Only call it while `only_backup` is held. Refused: `backup_damaged`, and as `require_restorable`.
    """
    now = datetime.now(UTC).isoformat()
    try:
        with trouble_with(folder.parent):
            manifest = require_restorable(settings, folder)
            sqlite = manifest.database == "sqlite"
            restored = _sqlite(folder, manifest) if sqlite else _postgresql(settings, folder, manifest)
    except Refused as refused:
        _note(settings, trial_at=now, trial_of=folder.name, trial_failed=refused.code, trial_details=refused.details)
        raise
    _note(
        settings,
        trial_at=now,
        trial_of=folder.name,
        trial_failed=None,
        trial_details={},
        trial_read_only=not restored,
    )
    return restored


def _note(settings: Settings, **changes: object) -> None:
    with suppress(OSError):
        write_record(settings.data_dir, **changes)


def _sqlite(folder: Path, manifest: Manifest) -> bool:
    beside = folder.parent / f".trial-{folder.name}"
    shutil.rmtree(beside, ignore_errors=True)
    make_folder(beside)
    try:
        prepare_sqlite(folder / DATABASE_FILES["sqlite"], beside / "board.sqlite3", "trial")
        store = Store(f"sqlite:///{(beside / 'board.sqlite3').absolute()}")
        try:
            _require_same_rows(store, manifest)
        finally:
            store.close()
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return True


def _require_same_rows(store: Store, manifest: Manifest) -> None:
    """Nothing was lost on the way; tables that a newer version added or emptied are its own business."""
    try:
        with store.reader.connect() as connection:
            found = read_facts(connection)
            broken = store.is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first() is not None
    except (SQLAlchemyError, Unavailable, Refused):
        raise Refused("backup_damaged", what="the database") from None
    same_shape = found.migration == manifest.facts.migration
    if broken or found.revisions != manifest.facts.revisions or (same_shape and found.rows != manifest.facts.rows):
        raise Refused("backup_damaged", what="the database")


def _postgresql(settings: Settings, folder: Path, manifest: Manifest) -> bool:
    """Into a database of its own; where this user may not make one, the dump was read from end to end already."""
    with _trial_database(settings) as url:
        if url is None:
            return False
        programs.put_back(url, folder / DATABASE_FILES["postgresql"])
        store = Store(url)
        try:
            bring_along(store, "trial")
            _require_same_rows(store, manifest)
        finally:
            store.close()
    return True


@contextmanager
def _trial_database(settings: Settings) -> Iterator[str | None]:
    name = f"board_trial_{secrets.token_hex(6)}"
    store = Store(settings.database_url)
    maker = store.writer.execution_options(isolation_level="AUTOCOMMIT")
    try:
        try:
            with maker.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        except SQLAlchemyError:
            yield None
            return
        try:
            yield make_url(settings.database_url).set(database=name).render_as_string(hide_password=False)
        finally:
            with suppress(SQLAlchemyError), maker.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name}"))
    finally:
        store.close()
