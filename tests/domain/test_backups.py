"""Which backups are kept, when the next one is due, and what is to be worried about."""

from datetime import UTC, datetime, timedelta

import pytest

from board.domain.backups import Keep, Record, is_due, last_due, outdated, trial_is_due, worries

NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shanghai, a Saturday."""
FOUNDED = NOW - timedelta(days=100)
SITE = "Asia/Shanghai"


def nights(count: int, now: datetime = NOW) -> dict[str, datetime]:
    """A backup of each of the last nights, the newest is `0`."""
    return {str(age): now - timedelta(days=age, hours=6) for age in range(count)}


def kept(taken: dict[str, datetime], keep: Keep, now: datetime = NOW) -> list[int]:
    return sorted(int(name) for name in set(taken) - outdated(taken, now, SITE, keep))


def test_a_night_of_each_of_the_last_days_is_kept() -> None:
    assert kept(nights(30), Keep(daily=5, weekly=0, monthly=0)) == [0, 1, 2, 3, 4]


def test_the_newest_of_each_week_is_kept() -> None:
    assert kept(nights(30), Keep(daily=0, weekly=3, monthly=0)) == [0, 1, 6, 13], "the young ones, and two Sundays'"


def test_the_newest_of_each_month_is_kept() -> None:
    assert kept(nights(90), Keep(daily=0, weekly=0, monthly=3)) == [0, 1, 28, 59], (
        "the young ones, 31 October, 30 September"
    )


def test_after_years_of_nights_a_year_of_them_is_left() -> None:
    left = kept(nights(900), Keep())
    assert left[:14] == list(range(14))
    assert len(left) <= 14 + 8 + 12
    assert max(left) < 366, "what is forgotten on the board is in no backup a year later"


def test_rotating_every_night_ends_in_the_same() -> None:
    taken: dict[str, datetime] = {}
    for age in reversed(range(200)):
        now = NOW - timedelta(days=age)
        taken[str(age)] = now - timedelta(hours=6)
        for name in outdated(taken, now, SITE, Keep()):
            del taken[name]
    assert sorted(map(int, taken)) == kept(nights(200), Keep())


def test_the_newest_is_kept_however_old_it_is() -> None:
    taken = {"old": NOW - timedelta(days=4000), "older": NOW - timedelta(days=4001)}
    assert outdated(taken, NOW, SITE, Keep()) == {"older"}


def test_two_of_one_day_leave_the_newer_when_they_are_two_days_old() -> None:
    taken = {"morning": NOW - timedelta(hours=3), "noon": NOW}
    assert outdated(taken, NOW + timedelta(hours=44), SITE, Keep()) == set()
    assert outdated(taken, NOW + timedelta(hours=46), SITE, Keep()) == {"morning"}


def test_a_clock_that_was_set_back_deletes_nothing_new() -> None:
    taken = {"tomorrow": NOW + timedelta(days=1), "today": NOW}
    assert outdated(taken, NOW, SITE, Keep()) == set()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 28, 1, 0, tzinfo=UTC), datetime(2026, 11, 27, 18, 30, tzinfo=UTC)),
        (datetime(2026, 11, 27, 18, 29, tzinfo=UTC), datetime(2026, 11, 26, 18, 30, tzinfo=UTC)),
        (datetime(2026, 11, 27, 18, 30, tzinfo=UTC), datetime(2026, 11, 27, 18, 30, tzinfo=UTC)),
    ],
)
def test_half_past_two_at_the_site(now: datetime, due: datetime) -> None:
    assert last_due(now, "02:30", SITE) == due


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)])
def test_the_nights_of_the_clock_change_have_one_backup(day: datetime) -> None:
    """In Berlin half past two does not exist on the one night, and comes twice on the other."""
    moments = {last_due(day + timedelta(minutes=step), "02:30", "Europe/Berlin") for step in range(-720, 720, 7)}
    assert len({moment for moment in moments if moment.date() == day.date()}) == 1


def due(record: Record, now: datetime = NOW, founded: datetime = FOUNDED) -> bool:
    return is_due(record, now, "02:30", SITE, founded)


def test_a_night_that_was_missed_is_caught_up() -> None:
    assert due(Record())
    assert due(Record(good_at=NOW - timedelta(days=3), tried_at=NOW - timedelta(days=3)))
    assert not due(Record(good_at=NOW - timedelta(hours=6), tried_at=NOW - timedelta(hours=6)))


def test_a_workshop_of_today_has_missed_no_night() -> None:
    assert not due(Record(), founded=NOW - timedelta(hours=2))


def test_one_that_failed_is_tried_again_after_an_hour() -> None:
    failed = Record(tried_at=NOW - timedelta(minutes=59), failed="backup_no_space", good_at=NOW - timedelta(days=1))
    assert not due(failed)
    assert due(failed, NOW + timedelta(minutes=2))


def test_a_failed_try_from_the_future_does_not_hold_it_up() -> None:
    assert due(Record(tried_at=NOW + timedelta(days=9), failed="backup_no_space"))


def test_a_trial_once_a_week_and_again_after_one_that_failed() -> None:
    assert trial_is_due(Record(), NOW)
    assert trial_is_due(Record(trial_at=NOW - timedelta(days=7)), NOW)
    assert not trial_is_due(Record(trial_at=NOW - timedelta(days=6)), NOW)
    assert trial_is_due(Record(trial_at=NOW - timedelta(hours=20), trial_failed="backup_damaged"), NOW)


GOOD = Record(tried_at=NOW, good_at=NOW, trial_at=NOW)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (GOOD, []),
        (Record(), ["never"]),
        (Record(tried_at=NOW, failed="backup_no_space"), ["failed", "never"]),
        (Record(tried_at=NOW, good_at=NOW - timedelta(days=2, hours=1), trial_at=NOW), ["old"]),
        (Record(tried_at=NOW, good_at=NOW), ["untried"]),
        (Record(tried_at=NOW, good_at=NOW, trial_at=NOW - timedelta(days=15)), ["untried"]),
        (Record(tried_at=NOW, good_at=NOW, trial_at=NOW, trial_failed="backup_damaged"), ["trial_failed"]),
    ],
)
def test_what_is_to_be_worried_about(record: Record, said: list[str]) -> None:
    assert worries(record, NOW, FOUNDED, nightly=True) == said
    assert worries(record, NOW, FOUNDED, nightly=False) == ["off", *said]


def test_a_new_workshop_is_not_worried_yet() -> None:
    assert worries(Record(), NOW, NOW - timedelta(hours=20), nightly=True) == []
    assert worries(Record(tried_at=NOW, good_at=NOW), NOW, NOW - timedelta(days=5), nightly=True) == []
