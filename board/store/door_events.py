"""Writing down what happens at the doors."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain.signing_in import Event
from board.store import models


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stood at the door, as far as it is known, and where they came from."""

    site: int | None
    person: int | None = None
    device: int | None = None
    address: str = ""


def note(
    session: Session, event: Event, at: datetime, caller: Caller, *, by: int | None = None, action: str | None = None
) -> None:
    """Add an event in this transaction; `at` is UTC. It holds no password, PIN or code, right or wrong."""
    session.add(
        models.DoorEvent(
            site_id=caller.site,
            at=at,
            event=event,
            person_id=caller.person,
            device_id=caller.device,
            by_id=by if by != caller.person else None,
            address=caller.address[:45],
            action=action,
        )
    )


def was_refused_since(session: Session, caller: Caller, action: str, since: datetime) -> bool:
    """The same was refused to the same one and written down after `since` (UTC)."""
    row = models.DoorEvent
    query = select(row.id).where(
        row.event == Event.refused,
        row.person_id == caller.person,
        row.device_id == caller.device,
        row.action == action,
        row.at > since,
    )
    return session.scalars(query.limit(1)).first() is not None
