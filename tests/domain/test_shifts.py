"""The site's day and the ends of its shifts, in the site's own time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.shifts import OVERTIME_GRACE, day_began, forgotten, local_day, shift_end_after

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"
EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
SIX_PM = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai


def test_the_day_is_the_sites_not_the_servers() -> None:
    late_on_the_20th_in_utc = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert local_day(late_on_the_20th_in_utc, SHANGHAI) == date(2026, 11, 21)
    assert local_day(late_on_the_20th_in_utc, BERLIN) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 21), 24)],
)
def test_a_day_with_a_clock_change_has_its_real_length(day: date, hours: int) -> None:
    length = day_began(day + timedelta(days=1), BERLIN) - day_began(day, BERLIN)
    assert length == timedelta(hours=hours)


def test_a_shift_ends_the_same_evening() -> None:
    assert shift_end_after(EIGHT, "18:00", SHANGHAI) == SIX_PM


def test_whoever_came_after_the_end_has_the_next_one() -> None:
    assert shift_end_after(SIX_PM, "18:00", SHANGHAI) == SIX_PM + timedelta(days=1)


def test_a_night_shift_ends_in_the_morning() -> None:
    assert shift_end_after(SIX_PM, "06:00", SHANGHAI) == datetime(2026, 11, 21, 22, 0, tzinfo=UTC)


def test_a_clocking_is_forgotten_only_after_the_grace_for_overtime() -> None:
    assert forgotten(EIGHT, "18:00", SHANGHAI, SIX_PM) is None
    assert forgotten(EIGHT, "18:00", SHANGHAI, SIX_PM + OVERTIME_GRACE - timedelta(seconds=1)) is None
    assert forgotten(EIGHT, "18:00", SHANGHAI, SIX_PM + OVERTIME_GRACE) == SIX_PM


@given(
    st.integers(0, 365 * 24 * 60).map(lambda minutes: EIGHT + timedelta(minutes=minutes)),
    st.times().map(lambda time: f"{time:%H:%M}"),
    st.sampled_from([SHANGHAI, BERLIN, "America/St_Johns"]),
)
def test_the_end_is_always_after_the_beginning_and_soon(since: datetime, shift_end: str, zone: str) -> None:
    end = shift_end_after(since, shift_end, zone)
    assert since < end <= since + timedelta(hours=25)
