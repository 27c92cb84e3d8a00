"""The site's day, in the site's own time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from board.domain.shifts import day_began, local_day

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


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
