"""Taking a backup: beside a running server, in a folder of another name until all of it is there and was looked at."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import board
from board.backups import manifest as paper
from board.backups.databases import copy_database, kind_of
from board.backups.disk import alone_with, keep, make_folder, open_private, remove, sha256_of, trouble_with
from board.backups.manifest import Facts, Manifest, backups_in, name_at, read_list, written_list
from board.backups.pictures import Gathered, Named, gather, room_needed, sweep
from board.backups.record import write_record
from board.backups.verifying import require_good
from board.config import Settings
from board.domain.backups import Keep, outdated
from board.domain.refusals import Refused
from board.store.files import FOLDER, Files
from board.store.transaction import Store

LOCK: Final = "backup.lock"
_ROOM_BESIDE: Final = 32 * 1024 * 1024
"""So much stays free on the disk of the backups, which is often the disk of the database."""


@contextmanager
def only_backup(settings: Settings) -> Iterator[None]:
    """While this is held no backup is made of this installation. Refused: `backup_running`, and as the disk says."""
    with ExitStack() as held:
        with trouble_with(settings.data_dir):
            held.enter_context(alone_with(settings.data_dir / LOCK, "backup_running"))
        yield


def back_up(settings: Settings, root: Path, keep_so_many: Keep) -> tuple[Path, Manifest]:
    """Make a backup in a folder of backups, look whether it is good, and take away those that are not kept any more.

    What becomes of it is written down in the data folder. Only call it while `only_backup` is held. Refused:
    `backup_place_wrong`, `backup_no_space`, `backup_no_rights`, `backup_place_gone`, `backup_database_gone`,
    `backup_program_missing`, `backup_program_failed`, `backup_damaged`.
    """
    began, at = time.monotonic(), datetime.now(UTC)
    _note(settings, tried_at=at.isoformat(), failed="backup_interrupted", failed_details={})
    try:
        require_place(root, settings.data_dir)
        folder, made = _take(settings, root, at)
    except Refused as refused:
        _note(settings, failed=refused.code, failed_details=dict(refused.details))
        raise
    lost = len(made.missing)
    _note(
        settings,
        failed="backup_pictures_missing" if lost else None,
        failed_details={"count": lost} if lost else {},
        good_at=made.made_at,
        good=str(folder.absolute()),
        size=made.size,
        picture_size=made.picture_size,
        pictures=made.pictures,
        missing=lost,
        seconds=round(time.monotonic() - began, 1),
    )
    with trouble_with(root):
        _rotate(root, made, keep_so_many)
    return folder, made


def _note(settings: Settings, **changes: Any) -> None:
    """What cannot be written down is not: the backup counts for more."""
    with suppress(OSError):
        write_record(settings.data_dir, **changes)


def require_place(root: Path, data_dir: Path) -> None:
    """Backups may lie here. Refused: `backup_place_wrong` (in the pictures, or in a backup)."""
    place, pictures = root.resolve(), (data_dir / FOLDER).resolve()
    inside_backup = any((each / paper.MANIFEST).exists() for each in (place, *place.parents))
    if place == data_dir.resolve() or place.is_relative_to(pictures) or inside_backup:
        raise Refused("backup_place_wrong", folder=str(root))


def _take(settings: Settings, root: Path, at: datetime) -> tuple[Path, Manifest]:
    with trouble_with(root):
        make_folder(root)
        make_folder(root / paper.PICTURES)
        clear_halves(root)
        half = root / f".half-{name_at(at)}"
        half.mkdir(mode=0o700)
        try:
            made = _fill(settings, root, half, at)
            return _give_name(half, root, name_at(at)), made
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise


def _fill(settings: Settings, root: Path, half: Path, at: datetime) -> Manifest:
    store = Store(settings.database_url)
    try:
        if store.is_sqlite:
            _require_room(root, _size_of(Path(store.reader.url.database or "")))
        facts, named = copy_database(store, half)
    finally:
        store.close()
    gathered = _gather(settings, root, named, facts)
    _write(half / paper.PICTURE_LIST, written_list(gathered.listed))
    _write(half / paper.KEY, (settings.secret_key + "\n").encode())
    for name, path in _kept_beside(settings.data_dir).items():
        _write(half / name, path.read_bytes())
    made = _described(half, kind_of(store), facts, gathered, at)
    _write(half / paper.MANIFEST, made.written())
    require_good(half, thorough=False)
    return made


def _kept_beside(data_dir: Path) -> dict[str, Path]:
    """The small files that have to come back too, by their name in a backup."""
    files = {f"{paper.TLS}-{each.name}": each for each in (data_dir / paper.TLS).glob("*") if each.is_file()}
    seal = data_dir / paper.SEAL
    return files | ({paper.SEAL: seal} if seal.exists() else {})


def _gather(settings: Settings, root: Path, named: list[Named], facts: Facts) -> Gathered:
    live, pool = Files(settings.data_dir / FOLDER), root / paper.PICTURES
    _require_room(root, room_needed(live, pool, named))
    return gather(live, pool, named, _known(root, facts))


def _known(root: Path, facts: Facts) -> dict[str, str]:
    """The digests of the pictures of the newest backup of this installation."""
    for folder, _manifest in reversed(list(backups_in(root, facts.founded_at))):
        with suppress(Refused):
            return read_list(folder)
    return {}


def _described(half: Path, database: str, facts: Facts, gathered: Gathered, at: datetime) -> Manifest:
    files = sorted(each for each in half.iterdir() if each.is_file())
    return Manifest(
        format=paper.FORMAT,
        version=board.__version__,
        made_at=at.isoformat(),
        database=database,
        facts=facts,
        files={each.name: sha256_of(each) for each in files},
        size=sum(_size_of(each) for each in files),
        pictures=len(gathered.listed),
        picture_size=gathered.size,
        missing=gathered.missing,
    )


def _give_name(half: Path, root: Path, name: str) -> Path:
    folder = root / name
    if folder.exists():  # two in one second
        folder = root / f"{name}-{os.getpid()}"
    keep(half)
    half.rename(folder)
    keep(root)
    return folder


def _require_room(root: Path, needed: int) -> None:
    if shutil.disk_usage(root).free < needed + _ROOM_BESIDE:
        raise Refused("backup_no_space", folder=str(root))


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _write(path: Path, content: bytes) -> None:
    with open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as descriptor:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(content)
        os.fsync(descriptor)


def clear_halves(root: Path) -> None:
    """Take away what an ended process left: nobody else is at work here."""
    for pattern in (".half-*", ".going-*", ".trial-*"):
        for left in root.glob(pattern):
            remove(left)
    for left in (root / paper.PICTURES).glob("*/.*"):
        left.unlink(missing_ok=True)


def _rotate(root: Path, made: Manifest, keep_so_many: Keep) -> None:
    mine = {folder.name: each.at for folder, each in backups_in(root, made.facts.founded_at)}
    for name in outdated(mine, made.at, made.facts.timezone, keep_so_many):
        remove(root / name)
    sweep(root)
