"""Whether a board is at work on this data: every process that serves or changes it says so, and restoring needs to be
alone. On the data folder it is a file's lock; on PostgreSQL, which other machines reach too, a lock of the database."""

import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from board import runtime
from board.backups.disk import open_private, trouble_with
from board.config import Settings
from board.domain.refusals import Refused
from board.store.transaction import Store

FILE: Final = "in-use.lock"
_KEY: Final = 7_305_114_982
"""Of the database's lock: any number, but always the same."""
_LOOK_SECONDS: Final = 15.0

log = structlog.get_logger()


@contextmanager
def at_work(settings: Settings) -> Iterator[None]:
    """Work on this data, beside others who do. Refused: `restore_running`."""
    with _file_lock(settings, fcntl.LOCK_SH, "restore_running"):
        yield


@contextmanager
def serving(settings: Settings) -> Iterator[None]:
    """Serve this data, beside others who do. Refused: `restore_running`."""
    with ExitStack() as held:
        held.enter_context(at_work(settings))
        if not settings.database_url.startswith("sqlite"):
            store = Store(settings.database_url)
            held.callback(store.close)
            holder = _Holder(store)
            held.callback(holder.let_go)
            runtime.spawn(holder.hold)
        yield


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Work on this data while nobody else does. Refused: `board_in_use`."""
    with ExitStack() as held:
        held.enter_context(_file_lock(settings, fcntl.LOCK_EX, "board_in_use"))
        if not settings.database_url.startswith("sqlite"):
            store = Store(settings.database_url)
            held.callback(store.close)
            if (connection := _locked(store, shared=False)) is None:
                raise Refused("board_in_use")
            held.callback(connection.close)
        yield


@contextmanager
def _file_lock(settings: Settings, kind: int, code: str) -> Iterator[None]:
    with ExitStack() as held:
        with trouble_with(settings.data_dir):
            descriptor = held.enter_context(open_private(settings.data_dir / FILE, os.O_RDWR | os.O_CREAT))
            try:
                fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(code) from None
        yield


def _locked(store: Store, shared: bool) -> Connection | None:
    """A connection that holds the database's lock as long as it is open, or None: somebody else has it."""
    connection = store.writer.execution_options(isolation_level="AUTOCOMMIT").connect()
    function = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
    got = connection.execute(text(f"SELECT {function}(:key)"), {"key": _KEY}).scalar()
    if got:
        return connection
    connection.close()
    return None


class _Holder:
    """Holds the database's lock while a server serves, also when the database goes away and comes back."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._over = threading.Event()
        connection = _locked(store, shared=True)
        if connection is None:
            raise Refused("restore_running")
        self._connection = connection

    def hold(self) -> None:
        """Take the lock again when the database was away; end the server when it is being restored meanwhile."""
        while not self._over.wait(_LOOK_SECONDS):
            try:
                self._connection.execute(text("SELECT 1"))
            except SQLAlchemyError:
                with suppress(SQLAlchemyError):
                    self._take_again()

    def let_go(self) -> None:
        """Nobody is held up any more."""
        self._over.set()
        with suppress(SQLAlchemyError):
            self._connection.close()

    def _take_again(self) -> None:
        with suppress(SQLAlchemyError):
            self._connection.invalidate()
            self._connection.close()
        again = _locked(self._store, shared=True)
        if again is not None:
            self._connection = again
            return
        log.error("ended_for_a_restore")
        os.kill(os.getpid(), signal.SIGTERM)
