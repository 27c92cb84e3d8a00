"""When the workshop is open: the week, the days against it, shifts, and the nights in which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.calendar import Calendar, Hours, Stretch

SATURDAY, SUNDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
WEEK = frozenset(range(6))  # closed on Sundays
SHOP = Calendar("Asia/Shanghai", Hours("08:00", "18:00"), WEEK)
BERLIN = Calendar("Europe/Berlin", Hours("08:00", "18:00"), frozenset(range(7)))
INTO_SUMMER, INTO_WINTER = date(2026, 3, 28), date(2026, 10, 24)  # the Saturdays before


def _utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def _with(special: dict[date, bool] | None = None, *shifts: Hours) -> Calendar:
    return Calendar(SHOP.timezone, SHOP.hours, WEEK, special or {}, shifts)


def test_the_week_says_which_days_are_open() -> None:
    assert SHOP.is_open(SATURDAY)
    assert not SHOP.is_open(SUNDAY)
    assert SHOP.opening(SUNDAY) is None


def test_a_special_day_is_stronger_than_the_week() -> None:
    holidays = _with({MONDAY: False, SUNDAY: True})
    assert holidays.opening(MONDAY) is None
    assert holidays.opening(SUNDAY) == Stretch(_utc(SUNDAY, 0), _utc(SUNDAY, 10))


def test_the_opening_is_the_sites_hours_in_utc() -> None:
    assert SHOP.opening(SATURDAY) == Stretch(_utc(SATURDAY, 0), _utc(SATURDAY, 10))


def test_a_late_shift_keeps_the_shop_open_on_its_days() -> None:
    late = _with(None, Hours("12:00", "21:30", frozenset({5})))
    saturday, monday = late.opening(SATURDAY), late.opening(MONDAY)
    assert saturday is not None
    assert monday is not None
    assert late.clock_of(saturday.end) == "20:00"  # appointments end at eight, whoever still works
    assert late.clock_of(monday.end) == "18:00"


def test_a_shop_of_nights_takes_cars_in_by_day() -> None:
    nights = Calendar("Asia/Shanghai", Hours("21:00", "06:00"), WEEK)
    opening = nights.opening(SATURDAY)
    assert opening is not None
    assert (nights.clock_of(opening.begin), nights.clock_of(opening.end)) == ("08:00", "20:00")


def test_hours_are_worked_on_their_days_and_on_a_day_that_stands_in_for_one() -> None:
    weekdays = Hours("09:00", "17:00", frozenset(range(5)))
    assert SHOP.working(weekdays, SATURDAY) is None
    assert SHOP.working(weekdays, MONDAY) == Stretch(_utc(MONDAY, 1), _utc(MONDAY, 9))
    assert _with({SUNDAY: True}).working(weekdays, SUNDAY) == Stretch(_utc(SUNDAY, 1), _utc(SUNDAY, 9))
    assert _with({MONDAY: False}).working(weekdays, MONDAY) is None


def test_a_day_that_is_open_anyway_brings_no_shift_of_another_day() -> None:
    assert _with({SATURDAY: True}).working(Hours("09:00", "17:00", frozenset(range(5))), SATURDAY) is None


@pytest.mark.parametrize(("day", "hours"), [(INTO_SUMMER, 7), (INTO_WINTER, 9), (SATURDAY, 8)])
def test_a_night_shift_is_as_long_as_its_night(day: date, hours: int) -> None:
    worked = BERLIN.working(Hours("22:00", "06:00"), day)
    assert worked is not None
    assert worked.minutes == hours * 60


@pytest.mark.parametrize(("day", "hours"), [(INTO_SUMMER, 23), (INTO_WINTER, 25), (SATURDAY, 24)])
def test_a_whole_day_has_its_real_length(day: date, hours: int) -> None:
    assert BERLIN.whole(day + timedelta(days=1) if hours != 24 else day).minutes == hours * 60


def test_the_days_around_a_clock_change_open_at_eight_at_the_site() -> None:
    before, after = BERLIN.opening(INTO_SUMMER), BERLIN.opening(INTO_SUMMER + timedelta(days=1))
    assert before is not None
    assert after is not None
    assert (before.begin.hour, after.begin.hour) == (7, 6)
    assert BERLIN.clock_of(before.begin) == BERLIN.clock_of(after.begin) == "08:00"


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.times(),
    st.times(),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_an_opening_lies_on_its_day_between_eight_and_eight(day: date, start: time, end: time, zone: str) -> None:
    shop = Calendar(zone, Hours(start.strftime("%H:%M"), end.strftime("%H:%M")), frozenset(range(7)))
    opening = shop.opening(day)
    assert opening is not None
    assert opening.begin < opening.end
    assert shop.day_of(opening.begin) == shop.day_of(opening.end) == day
    assert "08:00" <= shop.clock_of(opening.begin) < shop.clock_of(opening.end) <= "20:00"
