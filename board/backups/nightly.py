"""The backup of every night: a process of its own, begun by a running server, once however many processes serve."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from board import runtime
from board.backups.disk import is_held
from board.backups.record import Written, read_record
from board.backups.taking import LOCK
from board.config import Settings
from board.domain.backups import Record, is_due
from board.metrics import BACKUP_BYTES, BACKUP_FAILED, BACKUP_GOOD, BACKUP_TRIAL, BACKUP_TRIAL_FAILED
from board.store import models
from board.store.transaction import Store, Unavailable

FIRST_LOOK_SECONDS: Final = 300.0
"""A missed night is caught up when the screens have had time to come back."""
EXIT_RUNNING: Final = 5
"""How `board backup` ends when another process makes one already."""
_LOOK_SECONDS: Final = 30.0

log = structlog.get_logger()


def run(settings: Settings, store: Store, clock: Callable[[], datetime]) -> None:
    """Begin what is due, for ever."""
    measure(read_record(settings.data_dir))
    time.sleep(FIRST_LOOK_SECONDS)
    while True:
        try:
            look(settings, store, clock())
        except (Unavailable, OSError) as error:
            log.warning("backup_waits", reason=str(error))
        except Exception:
            log.exception("backup_not_begun")
        time.sleep(_LOOK_SECONDS)


def look(settings: Settings, store: Store, now: datetime) -> bool:
    """Begin the work of the night if it is due at `now` (UTC); tells whether it did. Raises Unavailable, OSError."""
    written = read_record(settings.data_dir)
    measure(written)
    if is_running(settings) or not (sweep_is_due(written, now) or due(settings, store, written.record, now)):
        return False
    begin(settings, "--nightly")
    return True


def due(settings: Settings, store: Store, record: Record, now: datetime) -> bool:
    """The night's backup of this installation is still to be made. Raises Unavailable."""
    if not settings.backup:
        return False
    with store.reading() as session:
        installation = session.get(models.Installation, 1)
        site = session.get(models.Site, 1)
    if installation is None or site is None:
        return False
    return is_due(record, now, settings.backup_at, site.timezone, installation.made_at)


def sweep_is_due(written: Written, now: datetime) -> bool:
    """The pictures that no row names any more were not deleted today; also where no backup is made at night."""
    return written.swept_at is None or now - datetime.fromisoformat(written.swept_at) >= timedelta(days=1)


def is_running(settings: Settings) -> bool:
    """A backup is being made now, by whichever process."""
    return is_held(settings.data_dir / LOCK)


def begin(settings: Settings, *words: str) -> None:
    """Start `board backup` beside this process; how it ended comes into the log. Raises OSError."""
    # The words are ours, and the program is the one that runs here.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "board.cli", "backup", *words],
        env={**os.environ, "BOARD_DATA_DIR": str(settings.data_dir.absolute())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    log.info("backup_begun", process=process.pid)
    runtime.spawn(_watch, settings, process)


def _watch(settings: Settings, process: "subprocess.Popen[bytes]") -> None:
    while (code := process.poll()) is None:
        time.sleep(0.2)
    written = read_record(settings.data_dir)
    measure(written)
    told = {"exit_code": code, "good_at": written.good_at, "size": written.size, "trial_failed": written.trial_failed}
    if code in {0, EXIT_RUNNING}:
        log.info("backup_ended", seconds=written.seconds, pictures=written.pictures, **told)
    else:
        log.error("backup_failed", reason=written.failed, **told)


def measure(written: Written) -> None:
    """What the operator's monitoring is told."""
    record = written.record
    BACKUP_GOOD.set(record.good_at.timestamp() if record.good_at else 0)
    BACKUP_FAILED.set(0 if record.failed is None else 1)
    BACKUP_BYTES.set(written.size)
    BACKUP_TRIAL.set(record.trial_at.timestamp() if record.trial_at else 0)
    BACKUP_TRIAL_FAILED.set(0 if record.trial_failed is None else 1)
