"""`board backup`, `board restore` and `board retention`: what is asked of an operator, and what they are told."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from board.terminal import fail, settings

if TYPE_CHECKING:
    from board.config import Settings
    from board.domain.backups import Keep
    from board.domain.refusals import Refused

EXIT_CODES = {
    "backup_no_space": 3,
    "backup_no_rights": 4,
    "backup_place_gone": 4,
    "backup_running": 5,
    "backup_place_wrong": 6,
    "backup_program_missing": 7,
    "backup_damaged": 8,
    "backup_pictures_missing": 9,
    "board_in_use": 10,
}
"""The exit codes that a script can tell apart; everything else that goes wrong is 1."""


def told(refused: "Refused") -> str:
    """A refusal's sentence, for the terminal."""
    from board.domain.refusals import SENTENCES  # noqa: PLC0415

    return SENTENCES[refused.code] % refused.details


def refusing(work: Callable[[], None]) -> None:
    """Do it, or end with the refusal's sentence and its exit code."""
    from board.domain.refusals import Refused  # noqa: PLC0415

    try:
        work()
    except Refused as refused:
        fail(told(refused), EXIT_CODES.get(refused.code, 1))


@click.command()
@click.option(
    "--to", type=click.Path(path_type=Path), default=None, help="Folder of backups. Default: BOARD_BACKUP_DIR."
)
@click.option("--keep", type=click.IntRange(1, 1000), default=14, show_default=True, help="Days of which one is kept.")
@click.option("--nightly", is_flag=True, hidden=True)
def backup(to: Path | None, keep: int, nightly: bool) -> None:
    """Make a backup beside the running board, and look whether it is good."""
    chosen = settings()
    refusing(lambda: _backup(chosen, to, keep, nightly))


def _backup(chosen: "Settings", to: Path | None, keep: int, nightly: bool) -> None:
    from board.backups.presence import at_work  # noqa: PLC0415
    from board.backups.taking import only_backup  # noqa: PLC0415
    from board.domain.backups import Keep  # noqa: PLC0415

    os.nice(10)
    with only_backup(chosen), at_work(chosen):
        if nightly:
            _work_of_the_night(chosen, Keep(daily=keep))
        else:
            _make(chosen, to or chosen.backup_folder, Keep(daily=keep))


def _make(chosen: "Settings", root: Path, keep: "Keep") -> Path:
    from board.backups.taking import back_up  # noqa: PLC0415
    from board.domain.refusals import Refused  # noqa: PLC0415

    folder, made = back_up(chosen, root, keep)
    click.echo(
        f"{folder}\n{made.size / 1e6:.1f} MB, and {made.pictures} picture files of {made.picture_size / 1e6:.1f} MB; "
        "it was looked at and is good."
    )
    if made.missing:
        raise Refused("backup_pictures_missing", count=len(made.missing))
    return folder


def _work_of_the_night(chosen: "Settings", keep: "Keep") -> None:
    """A backup, once a week its trial, and the pictures that no row names any more: each if it is due, since another
    process may have done it after this one was begun."""
    from board.backups.nightly import due, sweep_is_due  # noqa: PLC0415
    from board.backups.record import read_record, write_record  # noqa: PLC0415
    from board.backups.trying import try_out  # noqa: PLC0415
    from board.domain.backups import trial_is_due  # noqa: PLC0415
    from board.domain.refusals import Refused  # noqa: PLC0415
    from board.retention import forget_pictures  # noqa: PLC0415
    from board.store.transaction import Store, Unavailable  # noqa: PLC0415

    now, store = datetime.now(UTC), Store(chosen.database_url)
    try:
        if sweep_is_due(read_record(chosen.data_dir), now):
            forget_pictures(store, chosen.data_dir, now)
            write_record(chosen.data_dir, swept_at=now.isoformat())
        if due(chosen, store, read_record(chosen.data_dir).record, now):
            folder = _make(chosen, chosen.backup_folder, keep)
            if trial_is_due(read_record(chosen.data_dir).record, now):
                try_out(chosen, folder)
    except Unavailable:
        raise Refused("backup_database_gone") from None
    finally:
        store.close()


@click.command()
@click.argument("source", metavar="FROM", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only try: put it back in a folder of its own, and remove that again.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(source: Path, check: bool, yes: bool) -> None:
    """Put a backup back (a backup's folder, or a folder of backups: the newest). Stop the board first."""
    chosen = settings()
    refusing(lambda: _check(chosen, source) if check else _restore(chosen, source, yes))


def _check(chosen: "Settings", source: Path) -> None:
    from board.backups.restoring import chosen as chosen_backup  # noqa: PLC0415
    from board.backups.taking import only_backup  # noqa: PLC0415
    from board.backups.trying import try_out  # noqa: PLC0415

    folder = chosen_backup(source)
    with only_backup(chosen):
        restored = try_out(chosen, folder)
    click.echo(f"{folder} can be restored: every file was read, the database was put back and its rows were counted.")
    if not restored:
        click.echo("The database was only read through: its user may not make another database to try it in.")


def _restore(chosen: "Settings", source: Path, yes: bool) -> None:
    from board.backups.presence import alone  # noqa: PLC0415
    from board.backups.restoring import chosen as chosen_backup  # noqa: PLC0415
    from board.backups.restoring import require_restorable, restore  # noqa: PLC0415

    folder = chosen_backup(source)
    with alone(chosen):
        pass  # before anybody is asked
    made = require_restorable(chosen, folder)
    if not yes:
        click.echo(f"The backup {folder} is of {made.at:%Y-%m-%d %H:%M} UTC, version {made.version}.")
        click.echo("What happened since then is not in it. What is here now is kept beside it.")
        click.confirm("Put it back?", abort=True)
    aside = restore(chosen, folder)
    click.echo(f"The board is as it was at {made.at:%Y-%m-%d %H:%M} UTC.")
    if aside is not None:
        click.echo(f"What was here before lies in {aside}; remove it when all is well.")
    click.echo(
        "Next: `board doctor`, then start the board. Screens come back by themselves and show the restored picture; "
        "what was scanned after the backup has to be scanned again."
    )


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say how many.")
def retention(dry_run: bool) -> None:
    """Take personal data out of stays that are older than the workshop keeps it (a running board does so by itself)."""
    chosen = settings()
    refusing(lambda: _retention(chosen, dry_run))


def _retention(chosen: "Settings", dry_run: bool) -> None:
    from board.backups.presence import at_work  # noqa: PLC0415
    from board.retention import due_now, forget_all  # noqa: PLC0415
    from board.store.transaction import Store  # noqa: PLC0415

    store = Store(chosen.database_url)
    with ExitStack() as held:
        held.callback(store.close)
        held.enter_context(at_work(chosen))
        now: Any = datetime.now(UTC)
        for site in due_now(store, now):
            click.echo(site.told)
        if not dry_run:
            done = forget_all(store, chosen, now)
            click.echo(f"Done: {done.stays} stays, {done.appointments} appointments, {done.files} picture files.")
