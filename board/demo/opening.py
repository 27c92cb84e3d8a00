"""When the demo workshop works: hours that suit the moment at which it is set up, and its calendar."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from board.demo.catalogue import SETTINGS
from board.demo.standard_jobs import SHIFTS, special_days
from board.domain.calendar import Calendar, Hours

_DAY_SHIFT: Final = ("08:00", "18:00")
_EVERY_DAY: Final = frozenset(range(7))


def hours_at(now: datetime, timezone: str) -> tuple[str, str]:
    """The day shift while it lasts; else one that has begun and goes on, or whoever is at work would be sent home."""
    local = now.astimezone(ZoneInfo(timezone))
    if time(11) <= local.time() <= time(16):
        return _DAY_SHIFT
    return f"{local - timedelta(hours=7):%H}:00", f"{local + timedelta(hours=9):%H}:00"


def calendar_at(now: datetime, language: str) -> Calendar:
    """The calendar of a workshop that is set up at `now` (UTC)."""
    timezone = SETTINGS[language].timezone
    today = now.astimezone(ZoneInfo(timezone)).date()
    special: dict[Any, bool] = {each["day"]: each["open"] for each in special_days(today, language)}
    shifts = tuple(Hours(start, end, frozenset(days)) for _, start, end, days in SHIFTS)
    return Calendar(timezone, Hours(*hours_at(now, timezone)), _EVERY_DAY, special, shifts)


def takes_cars_in(calendar: Calendar, at: datetime) -> bool:
    """Whether an appointment can be booked for that moment (UTC)."""
    opening = calendar.opening(calendar.day_of(at))
    return opening is not None and opening.begin <= at < opening.end


def last_end(now: datetime, timezone: str) -> datetime:
    """The last end (UTC) of the workshop's hours that everybody went home at."""
    end = time.fromisoformat(hours_at(now, timezone)[1])
    local = now.astimezone(ZoneInfo(timezone))
    ended = datetime.combine(local.date(), end, ZoneInfo(timezone))
    while ended > local - timedelta(hours=6):
        ended -= timedelta(days=1)
    return ended.astimezone(UTC)
