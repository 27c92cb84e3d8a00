"""What the board does by itself when its time has come: turn the day, end forgotten clockings, forget old receipts and
the personal data of stays that ended long ago.

Each is a command under an id that follows from what it is about, so that several processes, or one that starts
again, do it once.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import select

from board import access
from board.access import Asker
from board.commands.change import forget_old_receipts, sites
from board.commands.clockings import close_forgotten, turn_day
from board.domain.permissions import Principal
from board.domain.refusals import Refused
from board.domain.shift_ends import forgotten
from board.domain.shifts import local_day
from board.retention import forget_a_few, forget_unnamed_cars
from board.store import models
from board.store.states import own_hours, site_hours
from board.store.transaction import Store, Unavailable

TICK_SECONDS: Final = 20.0

log = structlog.get_logger()


def run(store: Store, clock: Callable[[], datetime]) -> None:
    """Do what is due, for ever."""
    while True:
        try:
            tick(store, clock())
        except Unavailable as error:
            log.warning("timed_commands_wait", reason=str(error))
        except Exception:
            log.exception("timed_commands_failed")
        time.sleep(TICK_SECONDS)


def tick(store: Store, now: datetime) -> None:
    """Do what is due at `now` (UTC). Raises Unavailable."""
    with store.reading() as session:
        here = sites(session)
    for site in here:
        clock = Asker(site=site.id, roles=frozenset({Principal.clock}))
        if local_day(now, site.timezone) > site.day:
            day = local_day(now, site.timezone)
            access.carry_out(store, clock, turn_day, f"turn-day-{site.id}-{day}", {}, now)
            forget_old_receipts(store, now)
            forget_unnamed_cars(store, site.id, now)
        for open_clocking in _forgotten(store, site, now):
            _close(store, clock, open_clocking, now)
        forget_a_few(store, site.id, now)


def _forgotten(store: Store, site: models.Site, now: datetime) -> list[models.ClockedOn]:
    with store.reading() as session:
        query = select(models.ClockedOn).join(models.Job, models.Job.id == models.ClockedOn.job_id)
        found = session.scalars(query.where(models.Job.site_id == site.id)).all()
        usual = site_hours(site)
        own = {each.person_id: own_hours(session, each.person) for each in found}
        return [each for each in found if forgotten(each.since, usual, own[each.person_id], site.timezone, now)]


def _close(store: Store, clock: Asker, open_clocking: models.ClockedOn, now: datetime) -> None:
    command_id = f"close-forgotten-{open_clocking.id}-{open_clocking.since:%Y%m%d%H%M%S}"
    details = {"job": open_clocking.job_id, "person": open_clocking.person_id}
    try:
        access.carry_out(store, clock, close_forgotten, command_id, details, now)
    except Refused as refused:
        log.info("not_closed", code=refused.code, job=open_clocking.job_id)
