"""What is kept of sign-ins, attempts and what happened at the doors, and for how long."""

from datetime import datetime

from sqlalchemy import delete

from board.domain.attempts import NAME_AT_PLACE
from board.domain.signing_in import EVENTS_KEPT
from board.store import models
from board.store.transaction import Store


def forget_what_is_old(store: Store, now: datetime) -> None:
    """Delete events and sign-ins of half a year ago, and attempts that count no more."""
    with store.changing() as session:
        session.execute(delete(models.DoorEvent).where(models.DoorEvent.at < now - EVENTS_KEPT))
        session.execute(delete(models.SignIn).where(models.SignIn.began_at < now - EVENTS_KEPT))
        session.execute(delete(models.Attempts).where(models.Attempts.last_at < now - NAME_AT_PLACE.forgotten_after))
