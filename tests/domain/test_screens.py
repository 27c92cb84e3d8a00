"""Paired screens: playlists, sleep, how each one is, and which the foreman misses."""

from datetime import UTC, datetime, timedelta

import pytest

from board.domain.calendar import Stretch
from board.domain.refusals import Refused
from board.domain.screens import (
    Report,
    ScreenState,
    Seen,
    StaleReason,
    Standing,
    Turn,
    last_night,
    night,
    require_night,
    require_turns,
    shown,
    sleeps,
    stale_reason,
    standing,
    trouble,
)

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
"""Twelve o'clock in Shanghai."""
OPENING = Stretch(NOON - timedelta(hours=4), NOON + timedelta(hours=6))
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
WELL = Report(live=True, painted_ms_ago=900, asleep=False, differs=False)


def turns(*each: tuple[str, int]) -> list[Turn]:
    return [Turn(view, seconds) for view, seconds in each]


def test_a_playlist_shows_its_walls_and_nothing_else() -> None:
    both = turns(("workshop", 30), ("lounge", 15))
    require_turns("workshop", both)
    assert shown("workshop", both) == {"workshop", "lounge"}
    require_turns("tablet", [])
    assert shown("tablet", []) == {"tablet"}


@pytest.mark.parametrize(
    ("view", "playlist"),
    [
        ("workshop", turns(("workshop", 30))),
        ("workshop", turns(("workshop", 30), ("tablet", 15))),
        ("workshop", turns(("workshop", 30), ("foreman", 15))),
        ("workshop", turns(("lounge", 30), ("lounge", 15))),
        ("workshop", turns(("workshop", 4), ("lounge", 15))),
        ("workshop", turns(("workshop", 30), ("lounge", 3601))),
        ("workshop", turns(*[("workshop", 30), ("lounge", 15)] * 4)),
    ],
)
def test_what_is_no_playlist_is_refused(view: str, playlist: list[Turn]) -> None:
    with pytest.raises(Refused, match="turns_wrong"):
        require_turns(view, playlist)


def test_a_sleep_goes_over_midnight_and_comes_again() -> None:
    sleep = night("20:30", "07:00", SHANGHAI, NOON)
    assert sleep == Stretch(NOON + timedelta(hours=8.5), NOON + timedelta(hours=19))
    assert not sleeps(sleep, NOON)
    late = NOON + timedelta(hours=13)
    assert night("20:30", "07:00", SHANGHAI, late) == sleep
    assert sleeps(sleep, late)
    assert night("20:30", "07:00", SHANGHAI, sleep.end) == Stretch(
        sleep.begin + timedelta(days=1), sleep.end + timedelta(days=1)
    )
    assert last_night("20:30", "07:00", SHANGHAI, NOON) == Stretch(
        sleep.begin - timedelta(days=1), sleep.end - timedelta(days=1)
    )
    assert night("12:30", "13:00", SHANGHAI, NOON) == Stretch(NOON + 30 * MINUTE, NOON + 60 * MINUTE)


def test_it_wakes_by_the_clock_on_the_wall_when_the_clocks_change() -> None:
    evening = datetime(2026, 10, 24, 20, tzinfo=UTC)
    sleep = night("21:00", "06:00", BERLIN, evening)
    assert sleep is not None
    assert (sleep.begin.hour, sleep.end.hour, sleep.minutes) == (19, 5, 10 * 60)


def test_a_screen_without_hours_never_sleeps() -> None:
    require_night(None, None)
    assert night(None, None, SHANGHAI, NOON) is None
    assert last_night(None, None, SHANGHAI, NOON) is None
    assert not sleeps(None, NOON)


@pytest.mark.parametrize(
    "hours", [("20:00", None), (None, "07:00"), ("20:00", "20:00"), ("24:00", "07:00"), ("8", "9")]
)
def test_hours_that_are_none_are_refused(hours: tuple[str | None, str | None]) -> None:
    with pytest.raises(Refused, match="hours_wrong"):
        require_night(*hours)


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (WELL, None),
        (Report(live=True, painted_ms_ago=900, asleep=False, differs=None), None),
        (Report(live=False, painted_ms_ago=900, asleep=False, differs=None), StaleReason.not_live),
        (Report(live=True, painted_ms_ago=900, asleep=False, differs=True), StaleReason.differs),
        (Report(live=True, painted_ms_ago=15_001, asleep=False, differs=False), StaleReason.not_painting),
        (Report(live=False, painted_ms_ago=99_999, asleep=True, differs=True), None),
    ],
)
def test_what_is_wrong_with_a_screen(report: Report, why: StaleReason | None) -> None:
    assert stale_reason(report) is why


def test_how_a_screen_is() -> None:
    long_ago = NOON - timedelta(days=9)
    sleep = Stretch(NOON + 60 * MINUTE, NOON + 120 * MINUTE)
    well = Seen(NOON - 89 * SECOND, long_ago, None)
    assert standing(well, long_ago, sleep, NOON) == Standing(ScreenState.fine, long_ago)
    stale = Seen(NOON, NOON - 5 * MINUTE, StaleReason.differs)
    assert standing(stale, long_ago, sleep, NOON) == Standing(ScreenState.stale, NOON - 5 * MINUTE, StaleReason.differs)
    silent = Seen(NOON - 91 * SECOND, long_ago, StaleReason.differs)
    assert standing(silent, long_ago, sleep, NOON) == Standing(ScreenState.dark, NOON - 91 * SECOND)
    assert standing(None, long_ago, None, NOON) == Standing(ScreenState.dark, long_ago)
    assert standing(silent, long_ago, sleep, sleep.begin) == Standing(ScreenState.asleep, sleep.begin)


def test_the_foreman_misses_a_wall_after_two_minutes_of_the_opening_hours() -> None:
    dark = Standing(ScreenState.dark, NOON - 2 * MINUTE)
    assert trouble(dark, None, OPENING, NOON) is None
    assert trouble(dark, None, OPENING, NOON + SECOND) == dark
    stale = Standing(ScreenState.stale, NOON - 9 * MINUTE, StaleReason.not_live)
    assert trouble(stale, None, OPENING, NOON) == stale
    for state in (ScreenState.fine, ScreenState.asleep):
        assert trouble(Standing(state, NOON - 9 * MINUTE), None, OPENING, NOON) is None


def test_nobody_misses_a_wall_of_a_closed_workshop_or_one_that_should_sleep() -> None:
    dark = Standing(ScreenState.dark, NOON - timedelta(days=2))
    for opening in (None, Stretch(NOON - 9 * MINUTE, NOON), Stretch(NOON + MINUTE, NOON + 9 * MINUTE)):
        assert trouble(dark, None, opening, NOON) is None
    just_opened = Stretch(NOON - MINUTE, NOON + 60 * MINUTE)
    assert trouble(dark, None, just_opened, NOON) is None
    assert trouble(dark, None, just_opened, NOON + 2 * MINUTE) == Standing(ScreenState.dark, just_opened.begin)
    assert trouble(dark, NOON - MINUTE, OPENING, NOON) is None, "it has only just been due to wake"
