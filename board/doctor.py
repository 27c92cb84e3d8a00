"""What is wrong with an installation, and what to do about it: everything an operator would look at, looked at."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from board.config import Settings
from board.domain.people import Role
from board.store import models
from board.store.migrating import Shape, shape
from board.store.transaction import Store, Unavailable

Level = Literal["good", "warning", "wrong"]
_FREE_BYTES: Final = 500 * 1024 * 1024
_LATE_SCANS_WAIT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `advice` says what to do; empty when it is good."""

    level: Level
    what: str
    advice: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at an installation: its folder, key, address, database and workshop. Changes nothing."""
    findings = [*_folder(settings), *_key(settings), *_address(settings)]
    store = Store(settings.database_url)
    try:
        findings += _database(store)
    except (SQLAlchemyError, Unavailable) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0][:120]
        findings.append(
            Finding(
                "wrong",
                f"The database cannot be read: {reason}",
                "Check BOARD_DATABASE_URL, that the database server runs, and the rights of the data folder.",
            )
        )
    finally:
        store.close()
    return findings


def _folder(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.data_dir).free
    if free < _FREE_BYTES:
        yield Finding(
            "warning", f"Only {free // 1024**2} MB are free in {settings.data_dir}.", "Make room: at least 500 MB."
        )
    else:
        yield Finding("good", f"The data folder {settings.data_dir} can be written, {free // 1024**3} GB are free.")


def _key(settings: Settings) -> Iterator[Finding]:
    path = settings.secret_key_file or settings.data_dir / "secret_key"
    if path.exists() and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield Finding("warning", "Other users of this machine can read the secret key.", f"Run: chmod 600 {path}")
    else:
        yield Finding("good", "The secret key is there and private.")


def _address(settings: Settings) -> Iterator[Finding]:
    if settings.secure:
        yield Finding("good", f"People reach the board over HTTPS at {settings.public_url}.")
    else:
        yield Finding(
            "warning",
            "The board is not reached over HTTPS: tablets may not use their camera, and passwords cross the network "
            "in clear.",
            "Put an HTTPS proxy in front and set BOARD_PUBLIC_URL and BOARD_TRUSTED_PROXIES. Hand scanners and typing "
            "work without.",
        )
    if settings.host not in {"127.0.0.1", "::1", "localhost"}:
        return
    if not settings.trusted_proxies:
        yield Finding(
            "warning",
            f"The board listens on {settings.host} only: no other machine can reach it.",
            "Set BOARD_HOST=0.0.0.0, or put a proxy in front.",
        )


def _database(store: Store) -> Iterator[Finding]:
    found = shape(store)
    if found is Shape.pending:
        yield Finding("wrong", "The database is not up to date.", "Run: board migrate")
        return
    if found is Shape.newer:
        yield Finding(
            "wrong",
            "The database was written by a newer version of the board.",
            "Install that version, or restore a backup.",
        )
        return
    yield Finding("good", "The database is up to date.")
    if store.is_sqlite:
        yield from _sqlite_file(store)
    installation = store.installation()
    if installation is None:
        yield Finding("wrong", "There is no workshop yet.", "Run: board init (or, to look round, board demo seed)")
        return
    yield from _workshop(store, installation)


def _sqlite_file(store: Store) -> Iterator[Finding]:
    with store.reader.connect() as connection:
        answer = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
    if answer == "ok":
        yield Finding("good", "The database file is sound.")
    else:
        yield Finding("wrong", f"The database file is damaged: {answer[:120]}", "Restore the last backup.")


def _workshop(store: Store, installation: models.Installation) -> Iterator[Finding]:
    with store.reading() as session:
        people = session.scalars(select(models.Person).where(models.Person.active)).all()
        bays = session.scalar(select(func.count()).select_from(models.Bay)) or 0
        devices = session.scalar(select(func.count()).where(models.Device.revoked_at.is_(None))) or 0
        latest = session.scalar(select(func.max(models.JournalEntry.recorded_at)))
        late, since = models.LateScan, datetime.now(UTC) - _LATE_SCANS_WAIT
        waiting = session.scalar(select(func.count()).where(late.settled_at.is_(None), late.received_at < since))
    if installation.demo:
        yield Finding(
            "warning",
            "This is the demo workshop: its passwords are known.",
            "Use another BOARD_DATA_DIR for a real one.",
        )
    if not any(Role.admin in person.roles for person in people):
        yield Finding("wrong", "Nobody is administrator.", "Run `board init` on an empty database.")
    if not bays:
        yield Finding("warning", "There are no bays.", "Run: board bay add NUMBER --kind lift")
    if not devices:
        yield Finding("warning", "No screen is paired.", "Run: board device add NAME --view workshop")
    yield Finding("good", f"{len(people)} people, {bays} bays, {devices} paired screens.")
    if waiting:
        yield Finding(
            "warning",
            f"Scans that tablets took without network wait for a foreman for more than a day: {waiting}.",
            "A foreman settles them on the foreman's page: until then worked time may be missing.",
        )
    if latest is not None and latest > datetime.now(UTC) + timedelta(minutes=5):
        yield Finding(
            "wrong", "The newest entry lies in the future: this machine's clock is wrong.", "Set the clock (NTP)."
        )
