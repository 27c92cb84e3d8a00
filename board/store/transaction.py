"""Sessions: reading ones see one moment of the database, changing ones are alone on their site.

Under eventlet a wait inside SQLite's C code stops every screen. So the process queues for its one writer itself,
asks SQLite for the write lock without waiting (`BEGIN IMMEDIATE`, busy timeout 0) and tries again cooperatively.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from board.store.keys import KEY, Key
from board.store.models import Installation, Site

WRITE_PATIENCE_SECONDS: Final = 4.0
"""How long a change waits for its turn before it is refused as unavailable (and may be sent again)."""
_RETRY_SECONDS: Final = 0.02
_SQLITE_READ_WAIT_SECONDS: Final = 0.1
_MISTAKES: Final = ("22", "23")
"""PostgreSQL's states of wrong data and broken constraints, which its driver reports like any other trouble."""


class Unavailable(Exception):
    """The database cannot be used now. Nothing was changed."""


class BrokenRule(Exception):
    """The tables do not take this: a mistake of ours. Nothing was changed."""


class Store:
    """The database of one installation. `announce(site_id, revision)` is called after each commit that raised one.

    `secret_key` is needed for customers' links and second factors, see `store.keys`.
    """

    def __init__(self, url: str, secret_key: str = "") -> None:
        self.url = url
        self.key = Key(secret_key)
        self.is_sqlite = url.startswith("sqlite")
        self._turn = threading.Lock()
        self._file: tuple[int, int] | None = None
        self.announce: Callable[[int, int], None] = _nobody_listens
        if self.is_sqlite:
            self.reader = _sqlite_engine(url, "BEGIN", _SQLITE_READ_WAIT_SECONDS, pool_size=8)
            self.writer = _sqlite_engine(url, "BEGIN IMMEDIATE", 0, pool_size=1)
        else:
            self.writer = _postgres_engine(url)
            self.reader = self.writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database. Raises Unavailable when it cannot be read."""
        with _unavailable_as_such(), Session(self.reader, autoflush=False, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """A session for one transaction, committed when the block ends well. Unavailable: nothing was changed."""
        with _unavailable_as_such(), self._my_turn():
            session = self._begun()
            try:
                self._require_same_file()
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                session.close()

    def lock_site(self, session: Session, site_id: int) -> Site:
        """The site's row, held until the transaction ends: changes to one site happen one after the other."""
        return session.execute(select(Site).where(Site.id == site_id).with_for_update()).scalar_one()

    def installation(self) -> Installation | None:
        """The installation's row, or None while the database is empty. Raises Unavailable."""
        with self.reading() as session:
            return session.get(Installation, 1)

    def let_go_of_replaced_file(self) -> None:
        """Reading goes on in an SQLite file that another one took the place of: see that it is noticed."""
        with suppress(Unavailable):
            self._require_same_file()

    def close(self) -> None:
        """Let go of all connections."""
        self.reader.dispose()
        self.writer.dispose()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=WRITE_PATIENCE_SECONDS):
            raise Unavailable("the queue of writers is too long")
        try:
            yield
        finally:
            self._turn.release()

    def _require_same_file(self) -> None:
        """SQLite goes on in a file that was deleted or replaced; what it saves there is lost. Raises Unavailable."""
        if not self.is_sqlite:
            return
        try:
            there = Path(self.writer.url.database or "").stat()
        except OSError:
            raise Unavailable("the database file is gone") from None
        if self._file is None:
            self._file = there.st_dev, there.st_ino
        elif self._file != (there.st_dev, there.st_ino):
            self._file = None
            self.close()  # the next ones open what is there now
            raise Unavailable("the database file was replaced")

    def _begun(self) -> Session:
        deadline = time.monotonic() + WRITE_PATIENCE_SECONDS
        while True:
            session = Session(self.writer, autoflush=False, expire_on_commit=False, info={KEY: self.key})
            try:
                session.connection()
            except DBAPIError as error:
                session.close()
                if not self.is_sqlite or "locked" not in str(error.orig) or time.monotonic() > deadline:
                    raise
                time.sleep(_RETRY_SECONDS)
            else:
                return session


def _nobody_listens(site_id: int, revision: int) -> None:
    """Commands run from the command line tell nobody; a running server sees the revision within two seconds."""


@contextmanager
def _unavailable_as_such() -> Iterator[None]:
    """Errors as the rest knows them; without statement, values and cause, which may be personal and would be logged."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        state, kind = _kind_of(error)
        if isinstance(error, IntegrityError | DataError) or state.startswith(_MISTAKES):
            raise BrokenRule(kind) from None
        raise Unavailable(kind) from None


def _kind_of(error: SQLAlchemyError) -> tuple[str, str]:
    """PostgreSQL's state (empty on SQLite), and what went wrong in words."""
    told = getattr(error, "orig", None) or "timeout"
    arguments = getattr(told, "args", ())
    if arguments and isinstance(arguments[0], dict):
        state, message = (str(arguments[0].get(key, "")) for key in ("C", "M"))
        return state, f"{state} {message}"[:200]
    return "", f"{type(error).__name__}: {told}"[:200]


def _sqlite_engine(url: str, begin: str, wait_seconds: float, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=64 if pool_size > 1 else 0,
        connect_args={"timeout": wait_seconds, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin ourselves, see below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is forgotten is overwritten, not only marked as free
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error")
    def _let_go(context: ExceptionContext) -> None:
        # A connection that was opened while the file could only be read never writes: the next one may.
        context.is_disconnect |= "readonly" in str(context.original_exception)

    return engine


def _postgres_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=WRITE_PATIENCE_SECONDS,
        pool_pre_ping=True,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = '{int(WRITE_PATIENCE_SECONDS * 1000)}ms'")
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.close()
        connection.commit()

    return engine
