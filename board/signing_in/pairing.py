"""The code of a new screen, typed by an administrator: how often one may try."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from board.domain import attempts
from board.domain.refusals import Refused
from board.signing_in.limits import count_failure, forget_failures, require_unlocked, take_turn
from board.store.transaction import Store

_Answer = TypeVar("_Answer")


def with_pairing_code(store: Store, person: int | None, now: datetime, use: Callable[[], _Answer]) -> _Answer:
    """Use a code that somebody typed. Whoever types wrong ones waits longer and longer.

    Refused as `use`, and `too_many_attempts`."""
    subjects = attempts.pairing(person)
    require_unlocked(store, subjects, now)
    try:
        answer = use()
    except Refused as refused:
        if refused.code == "pairing_unknown":
            with store.changing() as session:
                take_turn(session, subjects, now)
                count_failure(session, subjects, now)
        raise
    with store.changing() as session:
        forget_failures(session, subjects[0])
    return answer
