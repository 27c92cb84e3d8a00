"""How long one waits after failures: longer each time, only where one failed, and never for good."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.domain.attempts import (
    NAME_AT_PLACE,
    PLACE,
    SECOND_STEP,
    WIDE,
    Limit,
    Tally,
    after_failure,
    at_desk,
    counted,
    on_tablet,
    place_of,
    wait_of,
    wide_wait,
)

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
NOTHING = timedelta(0)
UNHURRIED = settings(max_examples=50, deadline=None)
LIMITS = st.sampled_from([NAME_AT_PLACE, PLACE, SECOND_STEP])
PAUSES = st.lists(st.integers(0, 20 * 3600).map(lambda seconds: timedelta(seconds=seconds)), max_size=60)


def failing(limit: Limit, pauses: list[timedelta]) -> tuple[Tally, datetime]:
    """Somebody who fails again and again, and pauses in between."""
    tally, now = Tally(), NOW
    for pause in pauses:
        now += pause
        tally = after_failure(tally, limit, now)
    return tally, now


@UNHURRIED
@given(LIMITS, st.integers(0, 60))
def test_the_first_failures_cost_nothing_and_then_each_doubles_the_wait(limit: Limit, failures: int) -> None:
    tally, now = failing(limit, [NOTHING] * failures)
    doubled = limit.first.total_seconds() * 2 ** max(failures - limit.free, 0)
    expected = timedelta(seconds=min(doubled, limit.longest.total_seconds()))
    assert wait_of(tally, limit, now) == (expected if failures >= limit.free else NOTHING)


@UNHURRIED
@given(LIMITS, PAUSES)
def test_nobody_ever_waits_longer_than_the_longest_and_then_may_try(limit: Limit, pauses: list[timedelta]) -> None:
    tally, now = failing(limit, pauses)
    wait = wait_of(tally, limit, now)
    assert NOTHING <= wait <= limit.longest
    assert wait_of(tally, limit, now + wait) == NOTHING


@UNHURRIED
@given(LIMITS, PAUSES, st.integers(0, 400))
def test_a_clock_that_was_set_back_locks_nobody_out_for_long(limit: Limit, pauses: list[timedelta], days: int) -> None:
    tally, now = failing(limit, pauses)
    assert wait_of(tally, limit, now - timedelta(days=days)) <= limit.longest


@UNHURRIED
@given(LIMITS, st.integers(1, 60))
def test_failures_are_forgotten(limit: Limit, failures: int) -> None:
    tally, now = failing(limit, [NOTHING] * failures)
    later = now + limit.forgotten_after + timedelta(seconds=1)
    assert counted(tally, limit, later) == 0
    assert after_failure(tally, limit, later).failures == 1


@UNHURRIED
@given(PAUSES, PAUSES)
def test_one_or_two_places_alone_slow_nobody_down_elsewhere(one: list[timedelta], other: list[timedelta]) -> None:
    tallies = [failing(NAME_AT_PLACE, pauses) for pauses in (one, other)]
    assert wide_wait([tally for tally, _ in tallies], max(now for _, now in tallies)) == NOTHING


@UNHURRIED
@given(st.lists(st.integers(0, 200), max_size=40))
def test_many_places_together_slow_a_name_down_and_never_shut_it_out(failures: list[int]) -> None:
    tallies = [failing(NAME_AT_PLACE, [NOTHING] * count)[0] for count in failures]
    wait = wide_wait(tallies, NOW)
    assert wait <= WIDE.longest
    assert (wait > NOTHING) == (sum(min(count, 6) for count in failures) >= WIDE.free)
    assert wide_wait(tallies, NOW + wait) == NOTHING


def test_a_tablet_of_the_house_is_never_locked_for_more_than_a_minute() -> None:
    tally, now = failing(PLACE, [NOTHING] * 1000)
    assert wait_of(tally, PLACE, now) == timedelta(minutes=1)


def test_a_name_is_counted_where_it_was_tried() -> None:
    here, there = on_tablet(5, 1), on_tablet(5, 2)
    assert here[0].key != there[0].key
    assert here[0].name == there[0].name != on_tablet(6, 1)[0].name
    assert at_desk("x", "192.0.2.1")[0].key != at_desk("x", "192.0.2.2")[0].key
    assert {subject.name for subject in (here[1], at_desk("x", "192.0.2.1")[1])} == {None}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("nonsense" * 20, ("nonsense" * 20)[:45]),
    ],
)
def test_a_network_of_addresses_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place


def test_the_longest_login_at_the_longest_address_still_fits_the_table() -> None:
    assert len(at_desk("x" * 64, "2001:db8:1111:2222::1")[0].key) <= 160
