"""Paired walls and tablets: what they show, when they sleep, and how they are.

Given and returned times are UTC; `HH:MM` is the site's time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from board.domain.calendar import Stretch
from board.domain.hours import require_hours
from board.domain.refusals import Refused
from board.domain.shifts import local_day

WALLS: Final = ("workshop", "lounge")
SCREEN_VIEWS: Final = (*WALLS, "tablet")
"""What a device can be paired as."""
SETTINGS: Final = ("name", "view", "language", "playlist", "sleep_from", "sleep_until")
"""What an administrator sets of a screen."""
MOST_TURNS: Final = 6
SHORTEST_TURN: Final = 5
LONGEST_TURN: Final = 3600
IDENTIFY_FOR: Final = timedelta(seconds=10)
"""So long a screen shows its name and number."""
DARK_AFTER: Final = timedelta(seconds=90)
"""A screen reports every 30 s: this is three reports that did not come."""
PAINTED_WITHIN: Final = timedelta(seconds=15)
TOLD_AFTER: Final = timedelta(minutes=2)
"""So long a wall may be dark or stale before the foreman is told."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A view of a playlist, and for how long it is shown."""

    view: str
    seconds: int


class ScreenState(StrEnum):
    fine = "fine"
    stale = "stale"
    dark = "dark"
    asleep = "asleep"


class StaleReason(StrEnum):
    """Why a screen that reports does not show the present picture."""

    not_live = "not_live"
    differs = "differs"
    not_painting = "not_painting"


@dataclass(frozen=True, slots=True)
class Report:
    """What a screen said of itself. `differs`: its picture is another than the server's of that revision; None: they
    could not be compared."""

    live: bool
    painted_ms_ago: int
    asleep: bool
    differs: bool | None


@dataclass(frozen=True, slots=True)
class Seen:
    """The last report of a screen: when it came, since when its reports say the same of it, and why it is stale."""

    at: datetime
    since: datetime
    stale: StaleReason | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a screen is, since when, and why where it is stale."""

    state: ScreenState
    since: datetime
    why: StaleReason | None = None


def require_turns(view: str, turns: Sequence[Turn]) -> None:
    """A playlist is two to six walls of 5 to 3600 seconds each, the screen's own view among them; else `turns_wrong`.

    None at all is no playlist.
    """
    if not turns:
        return
    fits = all(each.view in WALLS and SHORTEST_TURN <= each.seconds <= LONGEST_TURN for each in turns)
    if not fits or not 2 <= len(turns) <= MOST_TURNS or view not in {each.view for each in turns}:
        raise Refused("turns_wrong", least=SHORTEST_TURN, most=LONGEST_TURN)


def shown(view: str, turns: Iterable[Turn]) -> frozenset[str]:
    """The views that a screen may be sent: its own, and those of its playlist."""
    return frozenset({view, *(each.view for each in turns)})


def require_night(start: str | None, end: str | None) -> None:
    """Two different times, or none at all: else `hours_wrong`."""
    if start is None and end is None:
        return
    require_hours(start or "", end or "")


def night(start: str | None, end: str | None, timezone: str, now: datetime) -> Stretch | None:
    """The sleep that a screen is in, or its next one; None for a screen that never sleeps.

    In the nights in which the clocks change it is as long as the clock says it is.
    """
    if start is None or end is None:
        return None
    today = local_day(now, timezone)
    nights = (_night(today + timedelta(days=ahead), start, end, timezone) for ahead in range(-1, 3))
    return next(each for each in nights if each.end > now)


def last_night(start: str | None, end: str | None, timezone: str, now: datetime) -> Stretch | None:
    """The last sleep that is over; None for a screen that never sleeps."""
    if start is None or end is None:
        return None
    today = local_day(now, timezone)
    nights = (_night(today - timedelta(days=back), start, end, timezone) for back in range(3))
    return next(each for each in nights if each.end <= now)


def _night(day: date, start: str, end: str, timezone: str) -> Stretch:
    begins, ends = time.fromisoformat(start), time.fromisoformat(end)
    zone = ZoneInfo(timezone)
    begin = datetime.combine(day, begins, zone)
    finish = datetime.combine(day + timedelta(days=0 if ends > begins else 1), ends, zone)
    return Stretch(begin.astimezone(UTC), finish.astimezone(UTC))


def sleeps(sleep: Stretch | None, now: datetime) -> bool:
    """Whether a screen with this `night` is asleep."""
    return sleep is not None and sleep.begin <= now < sleep.end


def stale_reason(report: Report) -> StaleReason | None:
    """What is wrong with a screen that reports this; None: it shows the present picture, or sleeps."""
    if report.asleep:
        return None
    if not report.live:
        return StaleReason.not_live
    if report.differs:
        return StaleReason.differs
    return StaleReason.not_painting if report.painted_ms_ago > PAINTED_WITHIN / timedelta(milliseconds=1) else None


def standing(seen: Seen | None, paired_at: datetime, sleep: Stretch | None, now: datetime) -> Standing:
    """How a screen is, from its last report. A screen that should sleep is asleep, also when it is switched off."""
    if sleep is not None and sleeps(sleep, now):
        return Standing(ScreenState.asleep, sleep.begin)
    if seen is None:
        return Standing(ScreenState.dark, paired_at)
    if now - seen.at > DARK_AFTER:
        return Standing(ScreenState.dark, seen.at)
    if seen.stale is not None:
        return Standing(ScreenState.stale, seen.since, seen.stale)
    return Standing(ScreenState.fine, seen.since)


def trouble(found: Standing, woke_at: datetime | None, opening: Stretch | None, now: datetime) -> Standing | None:
    """What the foreman is told of a wall: dark or stale for more than two minutes of the opening hours; else None.

    `woke_at` is when its last sleep ended: nobody misses a wall that was meant to be black. `since` is when it began
    to be missed.
    """
    if found.state not in {ScreenState.dark, ScreenState.stale} or opening is None:
        return None
    if not opening.begin <= now < opening.end:
        return None
    since = max(found.since, opening.begin, *([woke_at] if woke_at is not None else []))
    return Standing(found.state, since, found.why) if now - since > TOLD_AFTER else None
