"""What commands do at the doors: ending sign-ins, and writing down who did it."""

from typing import Any

from sqlalchemy import select

from board.commands.change import Change
from board.domain.signing_in import Event
from board.store import door_events, models


def end_sign_ins(change: Change, row: models.Person, *which: Any) -> None:
    """End somebody's sign-ins, all of them or `which`; their screens are cut within two seconds."""
    query = select(models.SignIn).where(models.SignIn.person_id == row.id, models.SignIn.ended_at.is_(None), *which)
    for sign_in in change.session.scalars(query):
        sign_in.ended_at = change.now
        if row.id != change.actor.person:
            note(change, Event.ended, person=row.id, device=sign_in.device_id)


def note(change: Change, event: Event, *, person: int | None = None, device: int | None = None) -> None:
    """Write down in the command's own transaction what it did at the doors."""
    caller = door_events.Caller(change.site.id, person, device)
    door_events.note(change.session, event, change.now, caller, by=change.actor.person)
