"""How often one may try: the counters that `domain.attempts` judges."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain.attempts import Subject, Tally, after_failure, wait_of, wide_wait
from board.domain.refusals import Refused
from board.store import models
from board.store.transaction import Store


def require_unlocked(store: Store, subjects: Sequence[Subject], now: datetime) -> None:
    """Nobody has to wait, else `too_many_attempts`: asked before a password is hashed, which costs."""
    with store.reading() as session:
        _refuse_locked(session, subjects, now)


def take_turn(session: Session, subjects: Sequence[Subject], now: datetime) -> None:
    """Attempts sent all at once are counted one after the other; after a lock they are refused, right or wrong."""
    session.execute(select(models.Installation.id).with_for_update())
    _refuse_locked(session, subjects, now)


def count_failure(session: Session, subjects: Sequence[Subject], now: datetime) -> bool:
    """One more failure of each; tells whether the next attempt has to wait now."""
    for subject in subjects:
        row = session.get(models.Attempts, subject.key)
        after = after_failure(_tally(row), subject.limit, now)
        if row is None:
            row = models.Attempts(subject=subject.key, name=subject.name)
            session.add(row)
        row.failures, row.last_at, row.locked_until = after.failures, now, after.locked_until
    session.flush()
    return _longest_wait(session, subjects, now) > timedelta(0)


def forget_failures(session: Session, subject: Subject) -> None:
    """It went well: this name begins anew at this place. The place itself goes on counting."""
    row = session.get(models.Attempts, subject.key)
    if row is not None:
        session.delete(row)


def _refuse_locked(session: Session, subjects: Sequence[Subject], now: datetime) -> None:
    wait = _longest_wait(session, subjects, now)
    if wait > timedelta(0):
        raise Refused("too_many_attempts", seconds=int(wait.total_seconds()) + 1)


def _longest_wait(session: Session, subjects: Sequence[Subject], now: datetime) -> timedelta:
    waits = [wait_of(_tally(session.get(models.Attempts, each.key)), each.limit, now) for each in subjects]
    names = [each.name for each in subjects if each.name is not None]
    for name in names:
        rows = session.scalars(select(models.Attempts).where(models.Attempts.name == name))
        waits.append(wide_wait([_tally(row) for row in rows], now))
    return max(waits)


def _tally(row: models.Attempts | None) -> Tally:
    return Tally(row.failures, row.last_at, row.locked_until) if row is not None else Tally()
