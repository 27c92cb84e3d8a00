"""The append-only journal: each revision of a site has one entry, with the rows it changed before and after.

The rows alone are enough to rebuild the state; what must never be in them (hashes of passwords, PINs and tokens) is
left out.
"""

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from board.store.models import (
    Attempts,
    Base,
    DoorEvent,
    JournalEntry,
    Mention,
    Outbox,
    Pairing,
    Receipt,
    ScreenHealth,
    SecondFactor,
    SignIn,
)

_NOT_JOURNALED: Final = (
    Attempts,
    DoorEvent,
    JournalEntry,
    Mention,
    Outbox,
    Pairing,
    Receipt,
    ScreenHealth,
    SecondFactor,
    SignIn,
)
_SECRET_COLUMNS: Final = frozenset({"password_hash", "pin_hash", "token_digest"})
_COUNTED_APART: Final = frozenset({"revision"})
_SUBJECTS: Final = frozenset({"appointment", "customer", "job", "vehicle"})


class RowLog:
    """Collects what a transaction changes, flush by flush."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.rows: list[dict[str, Any]] = []
        self.subjects: set[str] = set()
        """What the rows are about, as `Mention.subject` says it."""

    def flush(self) -> None:
        """Send the pending changes to the database and remember them."""
        session = self._session
        new = [row for row in session.new if _journaled(row)]
        changed = [row for row in session.dirty if _journaled(row) and session.is_modified(row)]
        gone = [row for row in session.deleted if _journaled(row)]
        self.rows.extend(entry for row in changed if (entry := _changed(row)))
        self.rows.extend(_entry(row, was=_values(row), now=None) for row in gone)
        session.flush()
        self.rows.extend(_entry(row, was=None, now=_values(row)) for row in new)
        for row in (*new, *changed, *gone):
            self.subjects.update(_subjects(row))


def touched_since(session: Session, site_id: int, revision: int, most: int) -> set[str] | None:
    """The keys that changed after a revision, or None when that is more than `most` entries ago."""
    query = (
        select(JournalEntry.touched)
        .where(JournalEntry.site_id == site_id, JournalEntry.revision > revision)
        .order_by(JournalEntry.revision)
        .limit(most + 1)
    )
    found = list(session.scalars(query))
    if len(found) > most:
        return None
    return {key for touched in found for key in touched}


def _journaled(row: object) -> bool:
    return isinstance(row, Base) and not isinstance(row, _NOT_JOURNALED)


def _subjects(row: Any) -> Iterator[str]:
    if row.__tablename__ in _SUBJECTS:
        yield f"{row.__tablename__}:{row.id}"
    job_id = getattr(row, "job_id", None)
    if job_id is not None:
        yield f"job:{job_id}"


def _values(row: Any) -> dict[str, Any]:
    names = (attribute.key for attribute in inspect(row).mapper.column_attrs)
    return {name: _plain(getattr(row, name)) for name in names if name not in _SECRET_COLUMNS | _COUNTED_APART}


def _changed(row: Any) -> dict[str, Any] | None:
    was, now = {}, {}
    state = inspect(row)
    for attribute in state.mapper.column_attrs:
        if attribute.key in _SECRET_COLUMNS | _COUNTED_APART:
            continue
        history = state.attrs[attribute.key].history
        if history.has_changes():
            was[attribute.key] = _plain(history.deleted[0] if history.deleted else None)
            now[attribute.key] = _plain(history.added[0] if history.added else None)
    return _entry(row, was, now) if now else None


def _entry(row: Any, was: dict[str, Any] | None, now: dict[str, Any] | None) -> dict[str, Any]:
    return {"table": row.__tablename__, "id": row.id, "was": was, "now": now}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
