"""A workshop itself: founding it, and what it is called and how it works."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from board.commands.change import Change, command
from board.commands.setting_up.screens import reload_all
from board.commands.setting_up.seen import require_seen, touch_live_jobs
from board.domain.hours import require_timezone
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.retention import require_personal_days
from board.domain.shifts import local_day
from board.store import models
from board.store.transaction import Store

WORKSHOP_COLUMNS: Final = ("name", "language", "timezone", "brand", "currency", "jobs_at_once", "personal_days")
"""What `change_workshop` changes of a site."""


def found_site(
    store: Store,
    name: str,
    language: str,
    timezone: str,
    now: datetime,
    demo: bool = False,
    brand: str = "#0b6e69",
    shift: tuple[str, str] = ("08:00", "18:00"),
) -> int:
    """Make a workshop in a database, and the installation with it when this is the first; gives the site's id.

    `shift` is its begin and end, `HH:MM` at the site.

    Refused: `demo_refused` (a demo workshop beside a real one).
    """
    with store.changing() as session:
        installation = session.get(models.Installation, 1)
        if installation is None:
            session.add(models.Installation(epoch=secrets.token_hex(8), demo=demo, made_at=now))
        elif demo and not installation.demo:
            raise Refused("demo_refused")
        site = models.Site(
            name=name,
            language=language,
            timezone=timezone,
            brand=brand,
            day=local_day(now, timezone),
            shift_start=shift[0],
            shift_end=shift[1],
        )
        session.add(site)
        session.flush()
        return site.id


@command(Action.set_up)
def change_workshop(
    change: Change,
    name: str,
    language: str,
    timezone: str,
    brand: str,
    currency: str,
    jobs_at_once: int,
    personal_days: int | None = None,
    seen: str | None = None,
) -> Mapping[str, Any]:
    """What the workshop is called, how it looks, on how many cars one may be clocked on at a time, and for how many
    days the personal data of a stay is kept (0: for ever; None: as before).

    Refused: `timezone_unknown`, `personal_days_wrong`, `changed_meanwhile`.
    """
    site = change.site
    require_seen(seen, site, only=WORKSHOP_COLUMNS)
    require_timezone(timezone)
    if personal_days is not None:
        require_personal_days(personal_days)
        site.personal_days = personal_days
    if jobs_at_once != site.jobs_at_once:
        touch_live_jobs(change)
    if (name, language, timezone, brand) != (site.name, site.language, site.timezone, site.brand):
        reload_all(change)
    if timezone != site.timezone:
        site.day = local_day(change.now, timezone)
    site.name, site.language, site.timezone = name, language, timezone
    site.brand, site.currency, site.jobs_at_once = brand, currency, jobs_at_once
    change.touch("site", site.id)
    return {}


@command(Action.set_up)
def require_second_factor(change: Change, of_admins: bool) -> Mapping[str, Any]:
    """Whether administrators need a second factor. Those who have none set one up when they sign in next; who is signed
    in stays so."""
    change.site.second_factor_for_admins = of_admins
    change.details = {"of_admins": of_admins}
    return {}
