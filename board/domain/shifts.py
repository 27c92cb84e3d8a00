"""The site's day and its shifts, in the site's time zone. Given and returned times are UTC."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

OVERTIME_GRACE: Final = timedelta(hours=2)
"""A clocking is taken as forgotten only this long after the shift's end: until then it may be overtime."""


def local_day(now: datetime, timezone: str) -> date:
    """The calendar day at the site."""
    return now.astimezone(ZoneInfo(timezone)).date()


def day_began(day: date, timezone: str) -> datetime:
    """When a day of the site began (UTC); nights of a clock change included."""
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)


def shift_end_after(since: datetime, shift_end: str, timezone: str) -> datetime:
    """The first end of a shift (`HH:MM` at the site) after `since`; night shifts end on the next day."""
    zone = ZoneInfo(timezone)
    day = since.astimezone(zone).date()
    end = time.fromisoformat(shift_end)
    candidates = (datetime.combine(day + timedelta(days=ahead), end, zone).astimezone(UTC) for ahead in range(3))
    return next(candidate for candidate in candidates if candidate > since)


def forgotten(since: datetime, shift_end: str, timezone: str, now: datetime) -> datetime | None:
    """When a clocking that began at `since` has to be ended, if it was forgotten by `now`; else None."""
    end = shift_end_after(since, shift_end, timezone)
    return end if now >= end + OVERTIME_GRACE else None
