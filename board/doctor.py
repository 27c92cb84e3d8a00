"""What is wrong with an installation, and what to do about it: everything an operator would look at, looked at."""

import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, cast

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from board.backups.record import Written
from board.backups.standing import stand
from board.config import Settings
from board.domain.https import WARN_BEFORE, covers
from board.domain.people import Role
from board.domain.refusals import SENTENCES
from board.domain.screens import WALLS, ScreenState
from board.https.addresses import host_of, reached_at
from board.https.certificates import Shown, shown
from board.https.folder import Damaged, TlsFolder
from board.https.given import Unfit
from board.https.given import examine as examine_given
from board.screens import paired
from board.store import models
from board.store.migrating import Shape, shape
from board.store.transaction import Store, Unavailable

Level = Literal["good", "info", "warning", "wrong"]
_FREE_BYTES: Final = 500 * 1024 * 1024
_AUTHORITY_WARNING: Final = timedelta(days=180)
_TURN_ON: Final = {"own": "board https", "given": "board https --certificate FILE --key FILE"}
_RENEW: Final = {
    "own": "A running board renews it a month before. Start the board; its log says what keeps it from that.",
    "given": "Have it renewed, and write it over the old files: the board reads it by itself.",
}
_LATE_SCANS_WAIT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `advice` says what to do; empty when it is good."""

    level: Level
    what: str
    advice: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at an installation: its folder, key, address, database and workshop. Changes nothing."""
    findings = [*_folder(settings), *_key(settings), *_address(settings), *_https(settings, datetime.now(UTC))]
    store = Store(settings.database_url)
    try:
        findings += _database(store)
        if shape(store) is Shape.current and store.installation() is not None:
            findings += _backups(settings, store)
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
        yield Finding("good", f"People reach the board over HTTPS at {reached_at(settings)}.")
    else:
        yield Finding(
            "warning",
            "The board is not reached over HTTPS: tablets may not use their camera, and passwords cross the network "
            "in clear.",
            "Run: board https (or put an HTTPS proxy in front). Hand scanners and typing work without.",
        )
    if settings.host not in {"127.0.0.1", "::1", "localhost"}:
        return
    if not settings.trusted_proxies:
        yield Finding(
            "warning",
            f"The board listens on {settings.host} only: no other machine can reach it.",
            "Set BOARD_HOST=0.0.0.0, or put a proxy in front.",
        )


def _https(settings: Settings, now: datetime) -> Iterator[Finding]:
    if settings.https == "off":
        return
    certificate = shown(settings)
    if certificate is None:
        yield Finding("wrong", "HTTPS is on, but its certificate cannot be read.", f"Run: {_TURN_ON[settings.https]}")
        return
    if settings.https == "own":
        yield from _own(settings, certificate, now)
    else:
        yield from _given(settings, now)
    ends = certificate.ends
    if ends < now + WARN_BEFORE:
        yield Finding(
            "wrong" if ends < now else "warning", f"The certificate ends on {ends:%Y-%m-%d}.", _RENEW[settings.https]
        )
    else:
        yield Finding("good", f"The certificate is good until {ends:%Y-%m-%d}.")
    if certificate.begins > now:
        yield Finding("wrong", "The certificate begins in the future: this machine's clock is wrong.", "Set it (NTP).")
    if settings.public_url.startswith("http://"):
        yield Finding(
            "warning",
            f"BOARD_PUBLIC_URL is {settings.public_url}: printed codes lead over plain HTTP.",
            "Set it to https://.",
        )


def _own(settings: Settings, certificate: Shown, now: datetime) -> Iterator[Finding]:
    folder = TlsFolder(settings.data_dir)
    try:
        folder.authority()
    except Damaged as damaged:
        yield Finding("wrong", "The board cannot renew its certificate.", str(damaged))
    if any(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) for path in folder.path.glob("*.key")):
        yield Finding("warning", "Other users can read the key of the authority.", f"Run: chmod -R go= {folder.path}")
    public = host_of(settings.public_url)
    if public is not None and not covers(certificate.names, public):
        yield Finding(
            "wrong",
            f"The certificate is not good for {public}, where BOARD_PUBLIC_URL leads.",
            f"Run: board https --name {public} --new-authority (every device must trust it anew)",
        )
    if certificate.authority_ends is not None and certificate.authority_ends < now + _AUTHORITY_WARNING:
        yield Finding(
            "warning",
            f"What devices trust ends on {certificate.authority_ends:%Y-%m-%d}.",
            "Run: board https --new-authority, and let every device trust it.",
        )


def _given(settings: Settings, now: datetime) -> Iterator[Finding]:
    if settings.tls_certificate is None or settings.tls_key is None:
        return
    try:
        examine_given(settings.tls_certificate, settings.tls_key, host_of(settings.public_url), now)
    except Unfit as unfit:
        yield Finding("wrong", str(unfit), _TURN_ON["given"])


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


def _backups(settings: Settings, store: Store) -> Iterator[Finding]:
    standing = stand(settings, store, datetime.now(UTC))
    written, place = standing.written, f"in {standing.folder}"
    if written.good_at is not None:
        made = f"The last backup was made at {written.good_at[:16].replace('T', ' ')} UTC {place}."
        yield Finding("good", made)
    elif not standing.worries or standing.worries == ["same_disk"]:
        yield Finding("info", f"The first backup will be made at {settings.backup_at}, {place}.")
    for worry in standing.worries:
        yield _worry(worry, written, place)


def _worry(worry: str, written: Written, place: str) -> Finding:
    why = _sentence(written.failed, written.failed_details)
    why_not = _sentence(written.trial_failed, written.trial_details)
    told = {
        "off": ("warning", "No backup is made at night.", "Unset BOARD_BACKUP, or run `board backup` by other means."),
        "failed": ("warning", f"The last backup did not succeed. {why}", "See to it, then run: board backup"),
        "never": ("warning", "No backup was ever made.", "Run: board backup"),
        "old": ("warning", "The last good backup is older than two days.", "Run `board backup` and see what it says."),
        "trial_failed": ("warning", f"The last trial restore did not succeed. {why_not}", "Run: board backup"),
        "untried": ("warning", "No backup was put back by way of trial lately.", "Run: board restore --check FOLDER"),
        "same_disk": (
            "info",
            "The backups lie on the same disk as the data: they do not help when it breaks.",
            "Set BOARD_BACKUP_DIR to a folder on another disk or machine.",
        ),
        "open_to_others": (
            "warning",
            "Other users of this machine can read the backups.",
            f"Take their rights away: chmod 700 {place.removeprefix('in ')}",
        ),
    }
    level, what, advice = told[worry]
    return Finding(cast(Level, level), what, advice)


def _sentence(code: str | None, details: Mapping[str, object]) -> str:
    return SENTENCES[code] % details if code is not None and code in SENTENCES else ""


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
        yield Finding("warning", "No screen is paired.", "Open /screen on the wall, and type its code at /pair.")
    yield Finding("good", f"{len(people)} people, {bays} bays, {devices} paired screens.")
    yield from _screens(store)
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


def _screens(store: Store) -> Iterator[Finding]:
    """Walls that do not show the present picture. Tablets are switched off and on as people need them."""
    now = datetime.now(UTC)
    with store.reading() as session:
        found = [
            (each.device.name, paired.standing_of(each, site.timezone, now).state)
            for site in session.scalars(select(models.Site).order_by(models.Site.id))
            for each in paired.all_paired(session, site.id)
            if each.device.view in WALLS
        ]
    for state, what in ((ScreenState.dark, "do not report"), (ScreenState.stale, "show an old picture")):
        names = [name for name, each in found if each is state]
        if names:
            yield Finding(
                "warning",
                f"{len(names)} walls {what}: {', '.join(names[:5])}{'…' if len(names) > 5 else ''}",
                "Look at /set-up#screens and at the screen itself; docs/screens.md says what to do. Remove those that "
                "are not used any more.",
            )
