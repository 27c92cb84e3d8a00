"""The paired walls and tablets: what the page of each is told, how each is, and those that the foreman misses."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain import screens
from board.domain.calendar import Stretch
from board.domain.screens import SETTINGS, WALLS, Seen, Standing
from board.screens.look import Keys, Look, ids_of, ms
from board.store import models
from board.store.versions import version


class Told(TypedDict):
    """What a screen's own page is told. It loads itself anew when `reloads` is another than when it was served."""

    version: int
    reloads: int
    number: int
    name: str
    view: str
    playlist: list[dict[str, Any]]
    sleep: dict[str, int | None] | None
    identify_until_at: int | None


class TroubleCard(TypedDict):
    kind: str
    name: str
    trouble: str
    since_at: int | None


class Paired(NamedTuple):
    """A screen, and its last report where there is one."""

    device: models.Device
    health: models.ScreenHealth | None


def told(session: Session, device_id: int, now: datetime) -> Told | None:
    """What a screen's page is told now; None when the screen is not paired any more."""
    device = session.get(models.Device, device_id)
    if device is None or device.revoked_at is not None:
        return None
    site = session.get_one(models.Site, device.site_id)
    sleep = night_of(device, site.timezone, now)
    return Told(
        version=device.version,
        reloads=device.reloads,
        number=device.id,
        name=device.name,
        view=device.view,
        playlist=list(device.playlist),
        sleep={"from_at": ms(sleep.begin), "until_at": ms(sleep.end)} if sleep else None,
        identify_until_at=ms(device.identify_until),
    )


def night_of(device: models.Device, timezone: str, now: datetime) -> Stretch | None:
    """The sleep that a screen is in, or its next one."""
    return screens.night(device.sleep_from, device.sleep_until, timezone, now)


def standing_of(paired: Paired, timezone: str, now: datetime) -> Standing:
    """How a screen is, by its last report."""
    health = paired.health
    seen = Seen(health.seen_at, health.since, health.stale) if health is not None else None
    return screens.standing(seen, paired.device.paired_at, night_of(paired.device, timezone, now), now)


def missed(paired: Paired, timezone: str, opening: Stretch | None, now: datetime) -> Standing | None:
    """What the foreman is told of a wall; None when nobody misses it, as one that has never come up. `opening` is the
    site's on this day."""
    if paired.health is None:
        return None
    slept = screens.last_night(paired.device.sleep_from, paired.device.sleep_until, timezone, now)
    found = standing_of(paired, timezone, now)
    return screens.trouble(found, slept.end if slept else None, opening, now)


def all_paired(session: Session, site_id: int) -> Iterator[Paired]:
    """A site's screens in the order in which they were paired."""
    query = (
        select(models.Device, models.ScreenHealth)
        .outerjoin(models.ScreenHealth, models.ScreenHealth.device_id == models.Device.id)
        .where(models.Device.site_id == site_id, models.Device.revoked_at.is_(None))
        .order_by(models.Device.id)
    )
    return (Paired(device, health) for device, health in session.execute(query))


def listed(look: Look) -> list[dict[str, Any]]:
    """A site's screens as their administrator sees them: what they are set to, and how they are."""
    return [_line(each, look.site.timezone, look.now) for each in all_paired(look.session, look.site.id)]


def _line(paired: Paired, timezone: str, now: datetime) -> dict[str, Any]:
    device = paired.device
    found = standing_of(paired, timezone, now)
    return {
        "id": device.id,
        "name": device.name,
        "view": device.view,
        "language": device.language,
        "playlist": list(device.playlist),
        "sleep_from": device.sleep_from,
        "sleep_until": device.sleep_until,
        "paired_at": ms(device.paired_at),
        "seen": version(device, only=SETTINGS),
        "state": found.state.value,
        "since_at": ms(found.since),
        "why": found.why.value if found.why else None,
        "health": _health(paired.health) if paired.health else None,
    }


def _health(row: models.ScreenHealth) -> dict[str, Any]:
    return {
        "seen_at": ms(row.seen_at),
        "view": row.view,
        "version": row.version,
        "revision": row.revision,
        "painted_ms_ago": row.painted_ms_ago,
        "good_ms_ago": row.good_ms_ago,
        "errors": row.errors,
        "last_error": row.last_error,
        "memory_mb": row.memory_mb,
        "width": row.width,
        "height": row.height,
        "browser": row.browser,
        "uptime_s": row.uptime_s,
    }


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The walls that the foreman misses."""
    ids = None if keys is None else ids_of("screen", keys)
    if ids is not None and not ids:
        return {}
    device = models.Device
    query = select(device).where(
        device.site_id == look.site.id,
        device.trouble.is_not(None),
        device.view.in_(WALLS),
        device.revoked_at.is_(None),
    )
    rows = look.session.scalars(query if ids is None else query.where(device.id.in_(ids)))
    return {
        f"screen:{row.id}": TroubleCard(
            kind="screen", name=row.name, trouble=row.trouble or "", since_at=ms(row.trouble_since)
        )
        for row in rows
    }
