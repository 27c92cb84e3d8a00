"""The ledger of promises: every time that a customer was promised, with the reason and who told them."""

from datetime import datetime

from board.commands.change import Change
from board.store import models


def note_promise(
    change: Change, row: models.Job, promised_at: datetime, was: datetime | None, reason: str = "", told: str = ""
) -> models.Promise:
    """Write down that this time (UTC) is promised from now on, instead of `was`."""
    promise = models.Promise(
        job_id=row.id,
        promised_at=promised_at,
        was=was,
        reason=reason.strip(),
        told=told.strip(),
        by_id=change.actor.person,
        at=change.at,
    )
    change.session.add(promise)
    return promise
