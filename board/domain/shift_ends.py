"""When a clocking ends by itself: at the end of the shift it ran into. Given and returned times are UTC."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from board.domain.calendar import Hours

OVERTIME_GRACE: Final = timedelta(hours=2)
"""A clocking is taken as forgotten only this long after the shift's end: until then it may be overtime."""


def shift_end_after(since: datetime, site: Hours, own: Hours | None, timezone: str) -> datetime:
    """The first end after `since` of a shift: of the person's own one on its days, else of the site's hours.

    A shift of the night belongs to the day on which it begins. In the night in which the clocks are set, an end that
    the clock shows twice or not at all is the later one: nobody is clocked off early.
    """
    local = since.astimezone(ZoneInfo(timezone)).date()
    days = (local + timedelta(days=ahead) for ahead in range(-1, 3))
    return min(end for day in days if (end := _end(day, site, own, timezone)) > since)


def _end(day: date, site: Hours, own: Hours | None, timezone: str) -> datetime:
    hours = own if own is not None and (own.days is None or day.weekday() in own.days) else site
    last_day = day if hours.end > hours.start else day + timedelta(days=1)
    shown = datetime.combine(last_day, time.fromisoformat(hours.end), ZoneInfo(timezone))
    return max(shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def forgotten(since: datetime, site: Hours, own: Hours | None, timezone: str, now: datetime) -> datetime | None:
    """When a clocking that began at `since` has to be ended, if it was forgotten by `now`; else None."""
    end = shift_end_after(since, site, own, timezone)
    return end if now >= end + OVERTIME_GRACE else None
