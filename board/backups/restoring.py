"""Putting a backup back: everything is made ready beside what is there, then the two change places."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from board.backups import programs
from board.backups.disk import copy_whole, keep, make_folder, trouble_with
from board.backups.manifest import DATABASE_FILES, KEY, PICTURES, SEAL, TLS, Manifest, backups_in, read_list
from board.backups.presence import alone
from board.backups.verifying import require_good
from board.config import Settings
from board.domain.refusals import Refused
from board.store.files import FOLDER
from board.store.migrating import Shape, migrate, shape_of
from board.store.transaction import Store

_STAGED: Final = ".restoring"
_OLD_SCHEMA: Final = "before_restore"


@dataclass
class Switch:
    """Files that change places; when something goes wrong before the end, all of them change back."""

    aside: Path
    _moved: list[tuple[Path, Path]] = field(default_factory=list)

    def put(self, staged: Path | None, place: Path) -> None:
        """What lies at a place goes aside, and what was made ready (None: nothing) comes there."""
        if place.exists():
            make_folder(self.aside)
            self._move(place, self.aside / place.name)
        if staged is not None:
            self._move(staged, place)

    def undo(self) -> None:
        """Everything as it was."""
        for source, target in reversed(self._moved):
            shutil.move(target, source)

    def _move(self, source: Path, target: Path) -> None:
        shutil.move(source, target)
        self._moved.append((source, target))


def chosen(path: Path) -> Path:
    """The backup that is meant: this folder, or of a folder of backups the newest. Refused: `backup_not_found`."""
    if (path / "manifest.json").exists():
        return path
    found = [folder for folder, _manifest in backups_in(path)]
    if not found:
        raise Refused("backup_not_found", folder=str(path))
    return found[-1]


def require_restorable(settings: Settings, folder: Path) -> Manifest:
    """The backup is good, for this kind of database, and not of a newer version.

    Refused: `backup_newer`, `backup_other_database`, and as `require_good`.
    """
    manifest = require_good(folder)
    if (manifest.database == "sqlite") is not settings.database_url.startswith("sqlite"):
        raise Refused("backup_other_database", kind=manifest.database)
    if shape_of(manifest.facts.migration) is Shape.newer:
        raise Refused("backup_newer", version=manifest.version)
    return manifest


def restore(settings: Settings, folder: Path) -> Path | None:
    """Put a backup back, with a new epoch and this version's shape; gives where what was there lies now, if anything.

    Refused: `board_in_use`, as `require_restorable`, and as the disk says; everything is then as it was before.
    """
    manifest = require_restorable(settings, folder)
    with alone(settings), trouble_with(settings.data_dir):
        aside = settings.data_dir / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%SZ}"
        staged = settings.data_dir / _STAGED
        shutil.rmtree(staged, ignore_errors=True)
        make_folder(staged)
        switch = Switch(aside)
        try:
            _stage_pictures(folder, staged)
            _stage_beside(folder, staged)
            with _database(settings, folder, manifest, switch):
                switch.put(staged / PICTURES, settings.data_dir / FOLDER)
                for name in (SEAL, TLS):
                    if (staged / name).exists():
                        switch.put(staged / name, settings.data_dir / name)
                if uses_key_file(settings):
                    copy_whole(folder / KEY, staged / KEY)
                    switch.put(staged / KEY, settings.data_dir / KEY)
        except BaseException:
            switch.undo()
            raise
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        keep(settings.data_dir)
        return aside if aside.exists() else None


def uses_key_file(settings: Settings) -> bool:
    """The secret key is the one in the data folder, none of the environment's."""
    path = settings.data_dir / KEY
    return settings.secret_key_file is None and path.exists() and path.read_text().strip() == settings.secret_key


def _stage_pictures(folder: Path, staged: Path) -> None:
    pool, there = folder.parent / PICTURES, staged / PICTURES
    make_folder(there)
    for name, digest in read_list(folder).items():
        target = there / name
        make_folder(target.parent)
        if copy_whole(pool / name, target) != digest:
            raise Refused("backup_damaged", what=f"{PICTURES}/{name}")


def _stage_beside(folder: Path, staged: Path) -> None:
    """What tablets seal PINs to, and what devices trust: they need not be visited again."""
    if (folder / SEAL).exists():
        copy_whole(folder / SEAL, staged / SEAL)
    for each in folder.glob(f"{TLS}-*"):
        make_folder(staged / TLS)
        copy_whole(each, staged / TLS / each.name.removeprefix(f"{TLS}-"))


@contextmanager
def _database(settings: Settings, folder: Path, manifest: Manifest, switch: Switch) -> Iterator[None]:
    """The database of the backup takes its place, unless what is done inside goes wrong."""
    source = folder / DATABASE_FILES[manifest.database]
    if manifest.database == "sqlite":
        place = Path(Store(settings.database_url).reader.url.database or "")
        ready = place.with_name(f"{_STAGED}-{place.name}")
        prepare_sqlite(source, ready, secrets.token_hex(8))
        for ending in ("-wal", "-shm"):
            switch.put(None, place.with_name(place.name + ending))
        switch.put(ready, place)
        keep(place.parent)
        yield
    else:
        with _other_schema(settings, source, switch.aside):
            yield


def prepare_sqlite(source: Path, target: Path, epoch: str) -> None:
    """A copy of an SQLite database in this version's shape, telling a history of its own."""
    for left in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        left.unlink(missing_ok=True)
    copy_whole(source, target)
    store = Store(f"sqlite:///{target.absolute()}")
    try:
        bring_along(store, epoch)
    finally:
        store.close()


def bring_along(store: Store, epoch: str) -> None:
    """Migrate what was put back, and give it a new epoch. Refused: `backup_damaged`."""
    try:
        migrate(store)
        with store.writer.begin() as connection:
            connection.execute(text("UPDATE installation SET epoch = :epoch"), {"epoch": epoch})
    except SQLAlchemyError:
        raise Refused("backup_damaged", what="the database") from None


@contextmanager
def _other_schema(settings: Settings, source: Path, aside: Path) -> Iterator[None]:
    """On PostgreSQL the tables that are there step aside into another schema until the backup's are in their place; a
    dump of them stays with the rest of what was there."""
    store = Store(settings.database_url)
    try:
        _run(store, _come_back)
        if _has_tables(store):
            make_folder(aside)
            programs.dump(store.url, aside / DATABASE_FILES["postgresql"])
        _run(store, _step_aside)
        try:
            programs.put_back(store.url, source)
            bring_along(store, secrets.token_hex(8))
            yield
        except BaseException:
            _run(store, _come_back)
            raise
        with suppress(Refused):  # it is done; what stays of the old tables harms nobody
            _run(store, lambda connection: connection.execute(text(f"DROP SCHEMA {_OLD_SCHEMA} CASCADE")))
    finally:
        store.close()


def _run(store: Store, work: Callable[[Connection], object]) -> None:
    try:
        with store.writer.begin() as connection:
            work(connection)
    except SQLAlchemyError:
        raise Refused("backup_database_gone") from None


def _step_aside(connection: Connection) -> None:
    connection.execute(text(f"ALTER SCHEMA public RENAME TO {_OLD_SCHEMA}"))
    connection.execute(text("CREATE SCHEMA public"))
    connection.execute(text("GRANT USAGE ON SCHEMA public TO PUBLIC"))


def _come_back(connection: Connection) -> None:
    """Also after a restore that was killed: as long as the old schema is there, it is what counts."""
    there = text("SELECT 1 FROM information_schema.schemata WHERE schema_name = :name")
    if connection.execute(there, {"name": _OLD_SCHEMA}).scalar():
        connection.execute(text("DROP SCHEMA IF EXISTS public CASCADE"))
        connection.execute(text(f"ALTER SCHEMA {_OLD_SCHEMA} RENAME TO public"))


def _has_tables(store: Store) -> bool:
    found: list[object] = []
    query = text("SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' LIMIT 1")
    _run(store, lambda connection: found.append(connection.execute(query).scalar()))
    return found[0] is not None
