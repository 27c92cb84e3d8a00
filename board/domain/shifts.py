"""The site's day, in the site's time zone. Given and returned times are UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def local_day(now: datetime, timezone: str) -> date:
    """The calendar day at the site."""
    return now.astimezone(ZoneInfo(timezone)).date()


def day_began(day: date, timezone: str) -> datetime:
    """When a day of the site began (UTC); nights of a clock change included."""
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)
