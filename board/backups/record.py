"""What is written down of the backups: `backups.json` in the data folder, which every process and command reads."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from board.backups.disk import write_whole
from board.domain.backups import Record

FILE: Final = "backups.json"


@dataclass(frozen=True, slots=True)
class Written:
    """The last try, the last good backup and the last trial restore. Times are ISO texts (UTC), codes are refusals'."""

    tried_at: str | None = None
    failed: str | None = None
    failed_details: dict[str, Any] = field(default_factory=dict)
    good_at: str | None = None
    good: str | None = None
    """The folder of the last good backup."""
    size: int = 0
    """Bytes of its database and, apart, of all pictures."""
    picture_size: int = 0
    pictures: int = 0
    missing: int = 0
    seconds: float = 0.0
    trial_at: str | None = None
    trial_of: str | None = None
    trial_failed: str | None = None
    trial_details: dict[str, Any] = field(default_factory=dict)
    trial_read_only: bool = False
    """The database was read through, not put back: the database's user may not make another database."""

    swept_at: str | None = None
    """When the pictures that no row names any more were last deleted."""

    @property
    def record(self) -> Record:
        """As the rules see it."""
        return Record(_time(self.tried_at), self.failed, _time(self.good_at), _time(self.trial_at), self.trial_failed)


def read_record(data_dir: Path) -> Written:
    """What is written down; nothing where there is no such file, or one that cannot be read."""
    try:
        return Written(**json.loads((data_dir / FILE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return Written()


def write_record(data_dir: Path, **changes: Any) -> Written:
    """Write some of it anew. Called by who holds the lock of the backups. Raises OSError."""
    written = replace(read_record(data_dir), **changes)
    write_whole(data_dir / FILE, json.dumps(asdict(written), indent=1).encode())
    return written


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
