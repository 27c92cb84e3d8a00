"""The pictures of all backups, each once: a file that lies in the pool already is not copied again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from board.backups.disk import copy_whole, make_folder, sha256_of
from board.backups.manifest import PICTURES, backups_in, read_list
from board.domain.refusals import Refused
from board.store.files import Files

Named = tuple[str, str]
"""A picture as its row names it: digest and media type."""
_ROOM: Final = 64 * 1024


@dataclass
class Gathered:
    """What lies in the pool now: SHA-256 by path, the bytes of all of them, and what could not be had."""

    listed: dict[str, str] = field(default_factory=dict)
    size: int = 0
    missing: list[str] = field(default_factory=list)


def gather(live: Files, pool: Path, named: Iterable[Named], known: Mapping[str, str]) -> Gathered:
    """Bring every picture that a row names into the pool, with its small one where it has one.

    `known` are the digests of the last backup: what it names and the pool holds in the right size is taken as good (a
    trial restore reads all of it). A picture that is lost or spoilt on the live disk is told, and stops nothing.
    """
    gathered = Gathered()
    for digest, media_type in named:
        path = live.path(digest, media_type)
        name = path.relative_to(live.folder).as_posix()
        if not _bring(path, pool / name, name, gathered, known, digest):
            gathered.missing.append(digest)
            continue
        small = live.path(digest, media_type, small=True)
        if small.exists():
            name = small.relative_to(live.folder).as_posix()
            _bring(small, pool / name, name, gathered, known, None)
    return gathered


def _bring(path: Path, kept: Path, name: str, gathered: Gathered, known: Mapping[str, str], must: str | None) -> bool:
    """One file; `must` is the digest that its content has to have. False: it is not there, or not what it should be."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return False
    digest = known.get(name) if _is_kept(kept, size) else None
    if digest is None:
        make_folder(kept.parent)
        digest = copy_whole(path, kept)
    if must is not None and digest != must:
        kept.unlink()
        return False
    gathered.listed[name] = digest
    gathered.size += size
    return True


def _is_kept(kept: Path, size: int) -> bool:
    try:
        return kept.stat().st_size == size
    except FileNotFoundError:
        return False


def room_needed(live: Files, pool: Path, named: Iterable[Named]) -> int:
    """The bytes that `gather` would write at most."""
    needed = 0
    for digest, media_type in named:
        path = live.path(digest, media_type)
        if path.exists() and not (pool / path.relative_to(live.folder)).exists():
            needed += path.stat().st_size + _ROOM
    return needed


def require_pictures(pool: Path, listed: Mapping[str, str], thorough: bool) -> None:
    """Every picture of a backup is in the pool, and (`thorough`) what it was. Refused: `backup_damaged`."""
    for name, digest in listed.items():
        path = pool / name
        if not path.is_file() or (thorough and sha256_of(path) != digest):
            raise Refused("backup_damaged", what=f"{PICTURES}/{name}")


def sweep(root: Path) -> None:
    """Delete the pictures that no backup in this folder names. A list that cannot be read keeps all of them."""
    named: set[str] = set()
    try:
        for folder, _manifest in backups_in(root):
            named.update(read_list(folder))
    except Refused:
        return
    pool = root / PICTURES
    if len(list(_backup_folders(root))) != len(list(backups_in(root))):
        return
    for path in pool.glob("*/*"):
        if path.relative_to(pool).as_posix() not in named:
            path.unlink(missing_ok=True)


def _backup_folders(root: Path) -> Iterable[Path]:
    """Whatever looks like a backup, also one whose manifest cannot be read."""
    return (each for each in root.iterdir() if each.is_dir() and each.name.startswith("board-"))
