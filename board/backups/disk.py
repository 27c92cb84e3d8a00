"""Writing so that a power cut leaves all of a file or nothing, and nobody else can read it."""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from board.domain.refusals import Refused

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHTS: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_CHUNK: Final = 1024 * 1024


@contextmanager
def trouble_with(folder: Path) -> Iterator[None]:
    """What the disk says becomes a refusal: `backup_no_space`, `backup_no_rights` or `backup_place_gone`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refused("backup_no_space", folder=str(folder)) from None
        if error.errno in _NO_RIGHTS:
            raise Refused("backup_no_rights", folder=str(folder)) from None
        raise Refused("backup_place_gone", folder=str(folder)) from None


@contextmanager
def alone_with(path: Path, code: str) -> Iterator[None]:
    """Hold the lock of this file; refused with `code` when another process has it. It ends with the process."""
    with open_private(path, os.O_RDWR | os.O_CREAT) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(code) from None
        yield


def is_held(path: Path) -> bool:
    """Whether a process holds the lock of this file."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextmanager
def open_private(path: Path, flags: int) -> Iterator[int]:
    """A file that only its owner may read."""
    descriptor = os.open(path, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """A folder that only its owner may enter; one that is there stays as it is."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """All of the content under this name, or what was there before."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open_private(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as descriptor:
            with os.fdopen(os.dup(descriptor), "wb") as file:
                file.write(content)
            os.fsync(descriptor)
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    keep(path.parent)


def copy_whole(source: Path, target: Path) -> str:
    """Copy a file, all of it or nothing; gives the SHA-256 of what was copied."""
    half = target.with_name(f".{target.name}.{os.getpid()}")
    digest = hashlib.sha256()
    try:
        with source.open("rb") as file, open_private(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as descriptor:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                _write_all(descriptor, chunk)
            os.fsync(descriptor)
        half.replace(target)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def _write_all(descriptor: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk itself; some network shares cannot say it of a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(folder: Path) -> None:
    """Take a folder away so that, whenever this is ended, nobody takes what is left of it for whole."""
    going = folder if folder.name.startswith(".") else folder.with_name(f".going-{folder.name}")
    if going != folder:
        folder.rename(going)
    shutil.rmtree(going)
