"""What every change of the set-up begins and ends with: is it as it was seen, and which screens show it."""

from typing import Any

from sqlalchemy import select

from board.commands.change import Change
from board.domain.refusals import Refused
from board.domain.stages import LIVE
from board.store import models
from board.store.versions import version


def require_seen(seen: str | None, *rows: Any, only: tuple[str, ...] = ()) -> None:
    """The rows are as the asker saw them (None: they did not say), else `changed_meanwhile`."""
    if seen is not None and seen != version(*rows, only=only):
        raise Refused("changed_meanwhile")


def touch_live_jobs(change: Change) -> None:
    """Every car on the floor is drawn anew: what was changed is part of each card."""
    query = select(models.Job.id).where(models.Job.site_id == change.site.id, models.Job.stage.in_(LIVE))
    change.touch("job", *change.session.scalars(query))


def touch_people(change: Change) -> None:
    """Everybody who works here is drawn anew."""
    query = select(models.Person.id).where(models.Person.site_id == change.site.id, models.Person.active)
    change.touch("person", *change.session.scalars(query))
