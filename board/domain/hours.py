"""What may be set as hours and weekdays: `HH:MM` at the site, Monday is 0."""

import re
from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from board.domain.refusals import Refused

_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
WEEK: Final = range(7)


def require_hours(start: str, end: str) -> None:
    """Two different times, else `hours_wrong`; hours that end before they begin go on into the next day."""
    if not (_CLOCK.fullmatch(start) and _CLOCK.fullmatch(end)) or start == end:
        raise Refused("hours_wrong")


def weekdays(days: Iterable[int]) -> list[int]:
    """The days in their order, each once. Refused: `days_needed` for none, or for what is no day of the week."""
    kept = sorted(set(days))
    if not kept or not set(kept) <= set(WEEK):
        raise Refused("days_needed")
    return kept


def require_timezone(name: str) -> None:
    """There is such a time zone, else `timezone_unknown`."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("timezone_unknown", name=name) from None
