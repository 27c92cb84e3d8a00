"""Restarts at night and for memory."""

from datetime import UTC, datetime, time, timedelta

from kiosk.planning import Running, planned_restart

NIGHT = time(3, 30)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def running(started: datetime = NOON, memory: int = 400, since: datetime | None = None, quiet: bool = True) -> Running:
    return Running(started, memory, since, quiet)


def why(what: Running, now: datetime, nightly: time | None = NIGHT) -> str | None:
    return planned_restart(what, now, nightly, 1000)


def test_once_a_night() -> None:
    night = NOON.replace(day=3, hour=3, minute=30)
    assert why(running(), night - timedelta(minutes=1)) is None
    assert why(running(), night) == "night"
    assert why(running(started=night), night + timedelta(hours=23)) is None
    assert why(running(started=night), night + timedelta(hours=24)) == "night"


def test_a_night_that_was_missed_is_made_up_for() -> None:
    assert why(running(), NOON + timedelta(days=1)) == "night"


def test_no_night_when_none_is_set() -> None:
    assert why(running(), NOON + timedelta(days=9), nightly=None) is None


def test_memory_waits_for_a_quiet_moment_but_not_for_ever() -> None:
    large = running(memory=1100, since=NOON, quiet=False)
    assert why(large, NOON + timedelta(minutes=29)) is None
    assert why(running(memory=1100, since=NOON), NOON) == "memory"
    assert why(large, NOON + timedelta(minutes=30)) == "memory"


def test_far_too_much_memory_does_not_wait() -> None:
    assert why(running(memory=1501, since=NOON, quiet=False), NOON) == "memory"


def test_enough_memory_is_no_reason() -> None:
    assert why(running(memory=1000), NOON) is None
