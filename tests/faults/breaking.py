"""Ways to break what the server stands on, and to mend it again."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from tests.contract.live import Live


@contextmanager
def held(live: Live) -> Iterator[None]:
    """Hold the write lock of the database, as a backup or another program might."""
    connection = sqlite3.connect(live.floor.installation.folder / "board.sqlite3", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@contextmanager
def full_disk(live: Live) -> Iterator[None]:
    """No file of the server can take another byte, its log neither: a full disk, as it sees it."""
    pid = live.server.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
