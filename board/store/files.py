"""Pictures on disk, named by the digest of what is in them: `attachments/<2 hex>/<sha256>.jpg` in the data directory.

A file is there before the row that names it and is never changed. One that no row names does no harm, and is deleted
when it is a day old.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

FOLDER: Final = "attachments"
_ENDINGS: Final = {"image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True)
class Files:
    """The folder of an installation's pictures. Everything here waits for the disk: call it off the hub."""

    folder: Path

    def keep(self, content: bytes, media_type: str, small: bytes | None = None) -> str:
        """Write a picture, and a small one beside it; gives its digest. Raises OSError, and then nothing is there."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest, media_type)
        path.parent.mkdir(parents=True, exist_ok=True)
        if small is not None:
            _write(self.path(digest, media_type, small=True), small)
        _write(path, content)
        return digest

    def path(self, digest: str, media_type: str, small: bool = False) -> Path:
        """Where a picture lies."""
        return self.folder / digest[:2] / f"{digest}{'.small' if small else ''}{_ENDINGS[media_type]}"

    def older_than(self, moment: datetime) -> list[Path]:
        """The files that were last kept before then (UTC)."""
        return [path for path in self.folder.glob("*/*") if path.stat().st_mtime < moment.timestamp()]

    def discard(self, path: Path, moment: datetime) -> bool:
        """Delete a file that no row names, unless somebody keeps the same picture at this moment; tells whether it did.

        Who keeps it touches it first. So it is taken out of the way, looked at once more, and put back if it was.
        """
        going = path.with_name(f".{path.name}.going")
        path.rename(going)
        if going.stat().st_mtime >= moment.timestamp():
            going.rename(path)
            return False
        going.unlink()
        return True


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, also when the power fails: a file of another name first, then its name."""
    with suppress(FileNotFoundError):
        os.utime(path)  # it is named again: nobody may delete it now
        return
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
