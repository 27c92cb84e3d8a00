"""When a scan was made by a clock that cannot be trusted, and what may become of one that comes too late."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.clockings import Clocking, ClockingAct, Span, spans
from board.domain.following import FOLLOWS, WAYS
from board.domain.job import OnJob
from board.domain.late_scans import (
    Clock,
    Kept,
    Settling,
    TabletTime,
    moment,
    propose_time,
    require_nothing_later,
    require_order,
    require_time,
    signed_in_at,
    ways,
    worked_since,
)
from board.domain.permissions import PERMISSIONS
from board.domain.stages import Stage
from tests.domain.cast import BEFORE, NOW, WANG, code_of, job_at

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
MS = 60_000
HERE = round(NOW.timestamp() * 1000)
YEARS = 86_400_000 * 1500


def _said(minutes_ago: float, offset: int | None, clock: int = 0, clock_now: int | None = None) -> TabletTime:
    """A scan so many minutes ago, by a clock that is `clock` ms ahead, and `clock_now` when it is sent."""
    ahead = clock if clock_now is None else clock_now
    return TabletTime(HERE - round(minutes_ago * MS) + clock, offset, HERE + ahead)


@pytest.mark.parametrize(
    ("told", "ago", "clock"),
    [
        (_said(5, 0), 5, Clock.good),
        (_said(5, 90_000, clock=-90_000), 5, Clock.good),
        (_said(5, None), 5, Clock.good),
        (_said(5, 0, clock_now=119_000), 5, Clock.good),
        (_said(90, YEARS, clock=-YEARS), 90, Clock.corrected),
        (_said(90, -7_200_000, clock=7_200_000), 90, Clock.corrected),
        (_said(90, None, clock=-YEARS), 90, Clock.corrected),
        # set right while the scans waited: it is the offset of before that tells
        (_said(90, YEARS, clock=-YEARS, clock_now=0), 90, Clock.doubtful),
        # set right before the scan, with nothing measured since
        (_said(90, YEARS, clock=0), 90, Clock.doubtful),
        # set wrong in both directions, nothing to go by
        (_said(90, None, clock=YEARS, clock_now=0), 0, Clock.doubtful),
        (_said(-5, 0), 0, Clock.doubtful),
        (_said(-1, 0), 0, Clock.good),
    ],
)
def test_the_time_of_a_scan(told: TabletTime, ago: float, clock: Clock) -> None:
    found = moment(told, NOW, NOW - 8 * HOUR)
    assert (found.at, found.clock) == (NOW - timedelta(minutes=ago), clock)


def test_without_an_offset_a_scan_of_before_the_sign_in_is_doubtful() -> None:
    began = NOW - HOUR
    assert moment(_said(300, None), NOW, began) == moment(_said(60, 0), NOW, began).__class__(began, Clock.doubtful)
    assert moment(_said(300, 0), NOW, began).at == NOW - 5 * HOUR, "a clock that is known is believed, and refused"


@given(
    at=st.integers(-(10**13), 10**13),
    offset=st.none() | st.integers(-(10**13), 10**13),
    sent_at=st.integers(-(10**13), 10**13),
    began=st.none() | st.integers(0, 10_000).map(lambda minutes: NOW - minutes * MINUTE),
)
def test_no_scan_is_of_the_future(at: int, offset: int | None, sent_at: int, began: datetime | None) -> None:
    found = moment(TabletTime(at, offset, sent_at), NOW, began)
    assert found.at <= NOW
    if found.clock is Clock.doubtful and began is not None:
        assert found.at >= began


def test_a_sign_in_counts_while_it_is_used_and_not_ended() -> None:
    began, idle = NOW - 3 * HOUR, HOUR
    ended = NOW - 2 * HOUR
    assert signed_in_at(began, began, ended, began, idle)
    assert signed_in_at(began - MINUTE, began, ended, began, idle), "clocks differ a little"
    assert not signed_in_at(began - 3 * MINUTE, began, ended, began, idle)
    assert signed_in_at(ended + MINUTE, began, ended, NOW, idle)
    assert not signed_in_at(ended + 3 * MINUTE, began, ended, NOW, idle)
    assert not signed_in_at(began + 2 * HOUR, began, None, began, idle), "nobody used it for so long"


# in order


def test_a_step_fits_only_behind_what_it_would_change() -> None:
    car = job_at(Stage.leader_check)
    require_nothing_later(car, 1, BEFORE, car.stage_since)
    assert code_of(lambda: require_nothing_later(car, 1, BEFORE - MINUTE, car.stage_since)) == "recorded_since"
    busy = replace(job_at(Stage.in_work), on=(OnJob(WANG.id, 11, NOW),))
    assert code_of(lambda: require_nothing_later(busy, WANG.id, NOW - MINUTE, BEFORE)) == "recorded_since"
    require_nothing_later(busy, 2, NOW - MINUTE, BEFORE)


def _record(number: int, act: ClockingAct, at: datetime, job: int = 17) -> Clocking:
    return Clocking(number, 1, job, None, act, at)


ON, OFF = ClockingAct.on, ClockingAct.off


def test_records_of_a_time_that_has_passed_must_fit() -> None:
    known = [_record(1, ON, BEFORE), _record(2, OFF, NOW)]
    require_order([*known, _record(3, ON, NOW)], {3}, NOW, 1)
    early = BEFORE - HOUR
    assert code_of(lambda: require_order([*known, _record(3, ON, early)], {3}, early, 1)) == "clocking_overlap"
    other = [_record(1, ON, BEFORE, job=18), _record(2, ON, NOW)]
    assert code_of(lambda: require_order(other, {2}, NOW, 1)) == "clocking_overlap"
    require_order(other, {2}, NOW, 2)
    ended = [_record(1, ON, NOW), _record(2, OFF, BEFORE)]
    assert code_of(lambda: require_order(ended, {2}, BEFORE, 1)) == "clocking_order"
    assert code_of(lambda: require_order(ended, {2}, NOW, 1)) == "clocking_order", "clamped to when they came"


def test_a_pair_that_is_recorded_later_leaves_an_open_one_open() -> None:
    early = BEFORE - HOUR
    found = spans([_record(1, ON, NOW), _record(2, ON, early), _record(3, OFF, BEFORE)])
    assert [(span.start, span.end) for span in found] == [(early, BEFORE), (NOW, None)]


def _span(begin: int, end: int | None) -> Span:
    start = NOW + begin * MINUTE
    return Span(1, 17, None, start, None if end is None else NOW + end * MINUTE, None, 0, None, False)


@pytest.mark.parametrize(
    ("of_car", "sent_back", "since"),
    [
        ([(10, None)], False, 10),
        ([(10, None)], True, 0),
        ([(10, 20), (30, None)], False, 30),
        ([(10, 20), (30, None)], True, 30),
        ([(10, 20), (15, 40), (30, None)], False, 10),
        ([(10, 20), (20, None)], False, 10),
        ([(-50, -20), (5, 9), (8, None)], False, 5),
    ],
)
def test_a_car_is_in_work_since_nobody_was_missing(
    of_car: list[tuple[int, int | None]], sent_back: bool, since: int
) -> None:
    found = worked_since([_span(*each) for each in of_car], NOW, sent_back)
    assert found == NOW + since * MINUTE


# settling


@pytest.mark.parametrize(
    ("step", "known", "proven", "possible"),
    [
        ("clock_on", True, True, {"retry", "record_time", "dismiss"}),
        ("pause", True, False, {"record_time", "dismiss"}),
        ("pass_final_check", True, True, {"retry", "dismiss"}),
        ("pass_final_check", True, False, {"dismiss"}),
        ("clock_on", False, True, {"dismiss"}),
        (None, True, True, {"dismiss"}),
    ],
)
def test_the_ways_to_settle(step: str | None, known: bool, proven: bool, possible: set[str]) -> None:
    assert set(ways(step, known, proven)) == {Settling(each) for each in possible}


def test_recorded_time_is_past_short_and_beside_nothing() -> None:
    def code(start: datetime, end: datetime, by: int = 2) -> str:
        return code_of(lambda: require_time(1, start, end, [_span(-30, -20), _span(-5, None)], by, NOW))

    require_time(1, NOW - 20 * MINUTE, NOW - 5 * MINUTE, [_span(-30, -20), _span(-5, None)], 2, NOW)
    assert code(NOW - 25 * MINUTE, NOW - 10 * MINUTE) == "clocking_overlap"
    assert code(NOW - 10 * MINUTE, NOW - MINUTE) == "clocking_overlap"
    assert code(NOW - HOUR, NOW - HOUR) == "clocking_order"
    assert code(NOW - MINUTE, NOW + MINUTE) == "clocking_in_future"
    assert code(NOW - 30 * HOUR, NOW - HOUR) == "time_too_long"
    assert code(NOW - 20 * MINUTE, NOW - 5 * MINUTE, by=1) == "self_correction"


def test_a_proposal_is_read_from_what_lies_around() -> None:
    came, went = Kept("clock_on", 17, NOW - 50 * MINUTE), Kept("pause", 17, NOW - 40 * MINUTE)
    elsewhere = Kept("pause", 18, NOW - 45 * MINUTE)
    assert propose_time(came, [], [went, elsewhere]) == (came.at, went.at)
    assert propose_time(went, [], [came, elsewhere]) == (came.at, went.at)
    assert propose_time(came, [_span(-45, -42)], [went]) == (came.at, NOW - 45 * MINUTE)
    assert propose_time(went, [_span(-45, -42)], [came]) is None, "they were elsewhere in between"
    assert propose_time(came, [], []) is None
    assert propose_time(Kept("pass_self_check", 17, NOW), [], [came]) is None


# what follows


def test_what_follows_a_step() -> None:
    assert set(FOLLOWS["clock_on"]) == {
        "clock_on", "switch", "tick", "finish_operation", "pause", "record_test_drive",
    }  # fmt: skip
    assert {"pass_self_check", "fail_self_check"} <= set(FOLLOWS["finish_operation"])
    assert FOLLOWS["pass_self_check"] == FOLLOWS["pass_leader_check"] == FOLLOWS["deliver"] == ()
    assert FOLLOWS["start_wash"] == ("end_wash",)
    assert {"resume", "clock_on", "take_over"} <= set(FOLLOWS["pause"])


def test_every_step_is_an_action_of_people() -> None:
    assert all(PERMISSIONS[way.action] for way in WAYS.values())
    assert set(FOLLOWS) == set(WAYS)
