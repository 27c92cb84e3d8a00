"""When a clocking ends by itself: days and nights, own shifts, the site's hours, nights in which clocks are set."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.calendar import Hours
from board.domain.shift_ends import OVERTIME_GRACE, forgotten, shift_end_after

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
SITE = Hours("08:00", "18:00")
EARLY = Hours("06:00", "14:00", frozenset({0, 1, 2, 3, 4}))
NIGHT = Hours("22:00", "06:00", frozenset({0, 1, 2, 3, 4}))

EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # 08:00 on a Saturday in Shanghai
SIX_PM = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai


def _at(text: str, zone: str = SHANGHAI, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "own", "end"),
    [
        pytest.param("2026-11-20 08:00", None, "2026-11-20 18:00", id="no shift: the site's hours"),
        pytest.param("2026-11-20 18:00", None, "2026-11-21 18:00", id="overtime: the next end"),
        pytest.param("2026-11-20 08:00", EARLY, "2026-11-20 14:00", id="own shift"),
        pytest.param("2026-11-20 14:30", EARLY, "2026-11-21 18:00", id="overtime before a day off: that day's end"),
        pytest.param("2026-11-21 08:30", EARLY, "2026-11-21 18:00", id="on a day off: the site's hours"),
        pytest.param("2026-11-19 23:10", NIGHT, "2026-11-20 06:00", id="before midnight"),
        pytest.param("2026-11-20 00:10", NIGHT, "2026-11-20 06:00", id="after midnight"),
        pytest.param("2026-11-21 05:59", NIGHT, "2026-11-21 06:00", id="Friday's night ends on Saturday"),
        pytest.param("2026-11-21 06:00", NIGHT, "2026-11-21 18:00", id="after the last night"),
        pytest.param("2026-11-23 22:00", NIGHT, "2026-11-24 06:00", id="Monday's first minute"),
    ],
)
def test_a_clocking_runs_into_the_end_of_its_shift(since: str, own: Hours | None, end: str) -> None:
    assert shift_end_after(_at(since), SITE, own, SHANGHAI) == _at(end)


def test_a_site_of_nights_ends_in_the_morning() -> None:
    assert shift_end_after(SIX_PM, Hours("20:00", "06:00"), None, SHANGHAI) == _at("2026-11-22 06:00")


def test_the_short_night_is_an_hour_shorter_and_the_long_one_longer() -> None:
    """Clocks are set on, then back, at three in the morning."""
    began, ended = _at("2026-03-28 22:00", BERLIN), _at("2026-03-29 06:00", BERLIN)
    every_night = Hours("22:00", "06:00")
    assert shift_end_after(began, SITE, every_night, BERLIN) == ended
    assert ended - began == timedelta(hours=7)
    began, ended = _at("2026-10-24 22:00", BERLIN), _at("2026-10-25 06:00", BERLIN)
    assert shift_end_after(began, SITE, every_night, BERLIN) == ended
    assert ended - began == timedelta(hours=9)


def test_an_end_that_the_clock_shows_twice_or_not_at_all_is_the_later_one() -> None:
    late = Hours("18:00", "02:30")
    twice = shift_end_after(_at("2026-10-24 19:00", BERLIN), SITE, late, BERLIN)
    assert twice == _at("2026-10-25 02:30", BERLIN, fold=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    between = _at("2026-10-25 02:10", BERLIN, fold=1)
    assert shift_end_after(between, SITE, late, BERLIN) == twice
    never = shift_end_after(_at("2026-03-28 19:00", BERLIN), SITE, late, BERLIN)
    assert never == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert never.astimezone(ZoneInfo(BERLIN)).strftime("%H:%M") == "03:30"


def test_a_clocking_is_forgotten_only_after_the_grace_for_overtime() -> None:
    assert forgotten(EIGHT, SITE, None, SHANGHAI, SIX_PM) is None
    assert forgotten(EIGHT, SITE, None, SHANGHAI, SIX_PM + OVERTIME_GRACE - timedelta(seconds=1)) is None
    assert forgotten(EIGHT, SITE, None, SHANGHAI, SIX_PM + OVERTIME_GRACE) == SIX_PM


@given(
    st.integers(0, 365 * 24 * 60).map(lambda minutes: EIGHT + timedelta(minutes=minutes)),
    st.times().map(lambda time: f"{time:%H:%M}"),
    st.times().map(lambda time: f"{time:%H:%M}"),
    st.none() | st.frozensets(st.integers(0, 6), min_size=1).map(lambda days: Hours("22:00", "06:00", days)),
    st.sampled_from([SHANGHAI, BERLIN, "America/St_Johns"]),
)
def test_the_end_is_always_after_the_beginning_and_soon(
    since: datetime, start: str, end: str, own: Hours | None, zone: str
) -> None:
    found = shift_end_after(since, Hours(start, end), own, zone)
    assert since < found <= since + timedelta(hours=49)
