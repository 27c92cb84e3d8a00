"""What the board does by itself when its time has come: turn the day, end forgotten clockings, forget what is old and
the personal data of stays that ended long ago, say which walls are missed, renew its certificate.

What changes the workshop is a command under an id that follows from what it is about, so that several processes, or one
that starts again, do it once.
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
from board.commands.setting_up import note_screen
from board.domain.permissions import Principal
from board.domain.refusals import Refused
from board.domain.screens import WALLS, Standing
from board.domain.shift_ends import forgotten
from board.domain.shifts import local_day
from board.https.certificates import Certificates
from board.retention import forget_a_few, forget_unnamed_cars
from board.screens import paired
from board.signing_in import forget_what_is_old
from board.store import models
from board.store.states import calendar_state, own_hours, site_hours
from board.store.transaction import Store, Unavailable

TICK_SECONDS: Final = 20.0

log = structlog.get_logger()


def run(store: Store, clock: Callable[[], datetime], certificates: Certificates | None = None) -> None:
    """Do what is due, for ever."""
    while True:
        try:
            if certificates is not None:
                certificates.look(clock())
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
            forget_what_is_old(store, now)
            forget_unnamed_cars(store, site.id, now)
        for open_clocking in _forgotten(store, site, now):
            _close(store, clock, open_clocking, now)
        for device, missed in _missed_otherwise(store, site, now):
            _note(store, clock, device, missed, now)
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


def _missed_otherwise(store: Store, site: models.Site, now: datetime) -> list[tuple[models.Device, Standing | None]]:
    """The walls of which the foreman has been told something else than is so now."""
    with store.reading() as session:
        opening = calendar_state(session, site).opening(local_day(now, site.timezone))
        found = [
            (each.device, paired.missed(each, site.timezone, opening, now))
            for each in paired.all_paired(session, site.id)
            if each.device.view in WALLS
        ]
    return [(device, missed) for device, missed in found if device.trouble != (missed.state.value if missed else None)]


def _note(store: Store, clock: Asker, device: models.Device, missed: Standing | None, now: datetime) -> None:
    state, since = (missed.state.value, missed.since) if missed is not None else (None, device.trouble_since)
    command_id = f"screen-{device.id}-{state or 'well'}-{since or now:%Y%m%d%H%M%S}"
    details = {"device": device.id, "trouble": state, "since": since if state is not None else None}
    try:
        access.carry_out(store, clock, note_screen, command_id, details, now)
    except Refused as refused:
        log.info("screen_not_noted", code=refused.code, device=device.id)
