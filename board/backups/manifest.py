"""What a backup says of itself: `manifest.json`, written last."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from board.domain.refusals import Refused

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PICTURE_LIST: Final = "attachments.sha256"
PICTURES: Final = "attachments"
KEY: Final = "secret_key"
SEAL: Final = "tablet_seal.pem"
"""What tablets seal PINs to while they have no network."""
TLS: Final = "tls"
"""The folder of what devices trust; in a backup its files are named `tls-…`."""
DATABASE_FILES: Final = {"sqlite": "board.sqlite3", "postgresql": "board.pgdump"}
_NAME: Final = "board-%Y%m%d-%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database says of itself. `migration` is its shape, `revisions` are by site, `rows` by table."""

    migration: str
    epoch: str
    founded_at: str
    timezone: str
    revisions: dict[str, int]
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup. `files` has the SHA-256 of each of its files; `missing` are pictures that were lost before it.

    `size` (of the database) and `picture_size` are in bytes.
    """

    format: int
    version: str
    made_at: str
    database: str
    facts: Facts
    files: dict[str, str]
    size: int
    pictures: int
    picture_size: int
    missing: list[str]

    @property
    def at(self) -> datetime:
        """When the picture of the database was taken (UTC)."""
        return datetime.fromisoformat(self.made_at)

    def written(self) -> bytes:
        """The manifest as it lies in the backup."""
        return (json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n").encode()


def name_at(at: datetime) -> str:
    """What a backup of this time is called."""
    return at.astimezone(UTC).strftime(_NAME)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup. Refused: `backup_not_found`, `backup_damaged`, `backup_newer`."""
    path = folder / MANIFEST
    if not path.is_file():
        raise Refused("backup_not_found", folder=str(folder))
    try:
        said = json.loads(path.read_bytes())
        if said["format"] > FORMAT:
            raise Refused("backup_newer", version=said.get("version", "?"))
        return _manifest(said)
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("backup_damaged", what=MANIFEST) from None


def _manifest(said: Mapping[str, Any]) -> Manifest:
    found = Manifest(**{**said, "facts": Facts(**said["facts"])})
    if found.database not in DATABASE_FILES or found.at.tzinfo is None:
        raise ValueError(found.database)
    return found


def backups_in(root: Path, founded_at: str | None = None) -> Iterator[tuple[Path, Manifest]]:
    """The backups in a folder, of any installation or of the one that was founded then; the oldest first."""
    if not root.is_dir():
        return
    found = []
    for folder in root.iterdir():
        if folder.name.startswith(".") or not (folder / MANIFEST).is_file():
            continue
        try:
            manifest = read_manifest(folder)
        except Refused:
            continue
        if founded_at is None or manifest.facts.founded_at == founded_at:
            found.append((folder, manifest))
    yield from sorted(found, key=lambda each: (each[1].at, each[0].name))


def read_list(folder: Path) -> dict[str, str]:
    """The pictures of a backup: their SHA-256 by their path in `attachments`. Refused: `backup_damaged`."""
    try:
        lines = (folder / PICTURE_LIST).read_text().splitlines()
        return {path.removeprefix(f"{PICTURES}/"): digest for digest, path in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError):
        raise Refused("backup_damaged", what=PICTURE_LIST) from None


def written_list(pictures: Mapping[str, str]) -> bytes:
    """The list of pictures as `sha256sum --check` reads it in the folder of all backups."""
    return "".join(f"{digest}  {PICTURES}/{path}\n" for path, digest in sorted(pictures.items())).encode()
