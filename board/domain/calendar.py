# ruff: noqa: A005 - imports are absolute: nobody takes it for the standard library's
"""When the workshop is open: the week's rule, the days against it, and the hours of the shifts.

Days and `HH:MM` are the site's; returned times are UTC, so a night in which the clocks change has its real length.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from board.domain.shifts import day_began, local_day

EARLIEST: Final = time(8)
LATEST: Final = time(20)
"""Appointments are made within these hours, whoever works at night."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `begin` to `end` (UTC)."""

    begin: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Its real length in minutes."""
        return round((self.end - self.begin).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours, `HH:MM` at the site, on these weekdays (Monday is 0; None: whenever the site is open). Hours that
    end before they begin, or when they begin, end on the next day."""

    start: str
    end: str
    days: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A site's hours, its open weekdays, the days that are open or closed against the week's rule, and its shifts."""

    timezone: str
    hours: Hours
    open_days: frozenset[int]
    special: Mapping[date, bool] = field(default_factory=dict)
    shifts: tuple[Hours, ...] = ()

    def is_open(self, day: date) -> bool:
        """Whether the workshop is open on a day of the site."""
        return self.special.get(day, day.weekday() in self.open_days)

    def day_of(self, at: datetime) -> date:
        """The calendar day at the site."""
        return local_day(at, self.timezone)

    def whole(self, day: date) -> Stretch:
        """From midnight to midnight; 23 or 25 hours where the clocks change."""
        return Stretch(day_began(day, self.timezone), day_began(day + timedelta(days=1), self.timezone))

    def clock_of(self, at: datetime) -> str:
        """The time of day at the site, `HH:MM`."""
        return at.astimezone(ZoneInfo(self.timezone)).strftime("%H:%M")

    def working(self, hours: Hours, day: date) -> Stretch | None:
        """When hours that begin on this day are worked; None on a closed day, or one that is not among theirs.

        A day that is open against the week's rule is worked by every shift: it stands in for one of their own.
        """
        if not self.is_open(day):
            return None
        made_up = self.special.get(day, False) and day.weekday() not in self.open_days
        if hours.days is not None and day.weekday() not in hours.days and not made_up:
            return None
        start, end = time.fromisoformat(hours.start), time.fromisoformat(hours.end)
        last_day = day if end > start else day + timedelta(days=1)
        return Stretch(self._at(day, start), self._at(last_day, end))

    def opening(self, day: date) -> Stretch | None:
        """When cars are taken in on a day; None when it is closed.

        From the first begin to the last end of the site's hours and of its shifts, within EARLIEST and LATEST. Where
        nobody works within these, as in a shop of nights, they are the opening.
        """
        if not self.is_open(day):
            return None
        earliest, latest = self._at(day, EARLIEST), self._at(day, LATEST)
        worked = [span for each in (self.hours, *self.shifts) if (span := self.working(each, day)) is not None]
        begins = [max(span.begin, earliest) for span in worked if span.begin < latest and span.end > earliest]
        ends = [min(span.end, latest) for span in worked if span.begin < latest and span.end > earliest]
        return Stretch(min(begins, default=earliest), max(ends, default=latest))

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, ZoneInfo(self.timezone)).astimezone(UTC)
