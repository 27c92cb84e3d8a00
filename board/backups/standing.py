"""How the backups of an installation stand: for `board doctor` and the administrator's page."""

import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from board.backups.nightly import is_running
from board.backups.record import Written, read_record
from board.config import Settings
from board.domain.backups import worries
from board.store import models
from board.store.transaction import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """What is written down, and what is to be worried about (codes of `domain.backups.worries`, `same_disk`,
    `open_to_others`)."""

    written: Written
    folder: Path
    running: bool
    worries: list[str]


def stand(settings: Settings, store: Store, now: datetime) -> Standing:
    """Look at the record and the folder. Raises Unavailable."""
    written = read_record(settings.data_dir)
    with store.reading() as session:
        installation = session.get_one(models.Installation, 1)
    found = worries(written.record, now, installation.made_at, settings.backup)
    folder = Path(written.good).parent if written.good else settings.backup_folder
    running = is_running(settings)
    if running and written.failed == "backup_interrupted":
        found = [each for each in found if each != "failed"]
    return Standing(written, folder.absolute(), running, [*found, *_of_folder(folder, settings)])


def _of_folder(folder: Path, settings: Settings) -> list[str]:
    found = []
    try:
        there = folder.stat()
        if there.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found.append("open_to_others")
        if there.st_dev == settings.data_dir.stat().st_dev:
            found.append("same_disk")
    except OSError:
        pass
    return found
