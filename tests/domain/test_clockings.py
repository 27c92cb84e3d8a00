"""Clockings: records only ever added; the spans read from them never overlap and never run backwards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.clockings import (
    Clocking,
    ClockingAct,
    Span,
    confirm,
    correct,
    ended_at,
    propose,
    propose_repairs,
    spans,
)
from board.domain.refusals import Refused
from tests.domain.cast import HE, LI, NOW, OIL, WANG, code_of

ON, OFF = ClockingAct.on, ClockingAct.off


def _at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def _record(number: int, act: ClockingAct, minutes: int, job: int = 17) -> Clocking:
    return Clocking(number, WANG.id, job, OIL, act, _at(minutes))


MORNING = (
    _record(1, ON, 0),
    replace(_record(2, OFF, 60), reason="other_job"),
    _record(3, ON, 60, job=18),
    replace(_record(4, OFF, 120, job=18), forgotten=True, reason="end_of_shift"),
    _record(5, ON, 180),
)
EVENING = _at(600)


def _times(records: tuple[Clocking, ...]) -> list[tuple[int, datetime, datetime | None]]:
    return [(span.job, span.start, span.end) for span in spans(records)]


def test_records_pair_into_spans() -> None:
    first, second, third = spans(MORNING)
    assert first == Span(WANG.id, 17, OIL, _at(0), _at(60), "other_job", 1, 2, False)
    assert second == Span(WANG.id, 18, OIL, _at(60), _at(120), "end_of_shift", 3, 4, True)
    assert third == Span(WANG.id, 17, OIL, _at(180), None, None, 5, None, False)


def test_the_order_in_which_records_are_read_does_not_matter() -> None:
    assert spans(reversed(MORNING)) == spans(MORNING)


def test_what_began_before_the_records_asked_for_is_left_out() -> None:
    assert spans(MORNING[1:]) == spans(MORNING)[1:]


def test_people_and_jobs_are_kept_apart() -> None:
    colleague = tuple(replace(record, id=record.id + 10, person=2) for record in MORNING)
    assert len(spans(MORNING + colleague)) == 6


def test_a_correction_is_a_new_record_and_the_latest_counts() -> None:
    once = (*MORNING, correct(2, _at(50), MORNING, HE.id, EVENING))
    twice = (*once, correct(2, _at(55), once, HE.id, EVENING))
    assert twice[:5] == MORNING
    assert _times(once)[0] == (17, _at(0), _at(50))
    assert _times(twice)[0] == (17, _at(0), _at(55))


def test_a_corrected_clock_off_is_confirmed_with_it() -> None:
    corrected = (*MORNING, correct(4, _at(100), MORNING, HE.id, EVENING))
    assert [span.unconfirmed for span in spans(corrected)] == [False, False, False]


def test_somebody_still_on_can_have_begun_at_another_time() -> None:
    corrected = (*MORNING, correct(5, _at(150), MORNING, HE.id, EVENING))
    assert _times(corrected)[2] == (17, _at(150), None)


def test_corrections_are_refused() -> None:
    assert code_of(lambda: correct(99, _at(5), MORNING, HE.id, EVENING)) == "clocking_unknown"
    assert code_of(lambda: correct(1, _at(5), MORNING, WANG.id, EVENING)) == "self_correction"
    assert code_of(lambda: correct(5, _at(601), MORNING, HE.id, EVENING)) == "clocking_in_future"
    assert code_of(lambda: correct(1, _at(61), MORNING, HE.id, EVENING)) == "clocking_order"
    assert code_of(lambda: correct(4, _at(59), MORNING, HE.id, EVENING)) == "clocking_order"
    assert code_of(lambda: correct(2, _at(61), MORNING, HE.id, EVENING)) == "clocking_overlap"
    assert code_of(lambda: correct(4, _at(181), MORNING, HE.id, EVENING)) == "clocking_overlap"
    assert code_of(lambda: correct(5, _at(119), MORNING, HE.id, EVENING)) == "clocking_overlap"


def test_a_correction_is_not_itself_corrected() -> None:
    corrected = (*MORNING, correct(2, _at(50), MORNING, HE.id, EVENING))
    assert code_of(lambda: correct(6, _at(40), corrected, HE.id, EVENING)) == "clocking_unknown"
    assert code_of(lambda: confirm(6, corrected, HE.id)) == "clocking_unknown"


def test_the_boundary_of_a_switch_is_moved_by_making_room_first() -> None:
    roomy = (*MORNING, correct(3, _at(70), MORNING, HE.id, EVENING))
    moved = (*roomy, correct(2, _at(70), roomy, HE.id, EVENING))
    assert _times(moved)[:2] == [(17, _at(0), _at(70)), (18, _at(70), _at(120))]


def test_a_forgotten_clock_off_is_confirmed_once_and_by_another() -> None:
    assert confirm(4, MORNING, HE.id) == MORNING[3]
    assert code_of(lambda: confirm(4, MORNING, WANG.id)) == "self_correction"
    assert code_of(lambda: confirm(2, MORNING, HE.id)) == "clocking_confirmed"
    assert code_of(lambda: confirm(99, MORNING, HE.id)) == "clocking_unknown"
    confirmed = (*MORNING, replace(MORNING[3], id=6, corrects=4))
    assert code_of(lambda: confirm(4, confirmed, HE.id)) == "clocking_confirmed"
    assert [span.unconfirmed for span in spans(confirmed)] == [False, False, False]


@st.composite
def days(draw: st.DrawFn) -> tuple[Clocking, ...]:
    """One person's day: on and off several jobs, one after the other, perhaps still on the last."""
    gaps = draw(st.lists(st.integers(0, 40), min_size=1, max_size=12))
    records: list[Clocking] = []
    minutes = 0
    for place, gap in enumerate(gaps):
        minutes += gap
        records.append(_record(place + 1, OFF if place % 2 else ON, minutes, job=17 + place // 2 % 3))
    return tuple(records)


@given(days(), st.lists(st.tuples(st.integers(0, 11), st.integers(-60, 60)), max_size=12))
def test_random_corrections_leave_spans_in_order_and_apart(
    day: tuple[Clocking, ...], corrections: list[tuple[int, int]]
) -> None:
    records = day
    for which, minutes in corrections:
        record = day[which % len(day)]
        before = spans(records)
        try:
            added = correct(record.id, record.at + timedelta(minutes=minutes), records, HE.id, EVENING)
        except Refused:
            assert spans(records) == before
            continue
        records = (*records, added)
    assert records[: len(day)] == day
    found = spans(records)
    assert [span.started_by for span in sorted(found, key=lambda span: span.started_by)] == [
        record.id for record in day if record.act is ON
    ]
    in_time = sorted(found, key=lambda span: (span.start, span.end or EVENING))
    for earlier, later in pairwise(in_time):
        assert earlier.end is not None
        assert earlier.start <= earlier.end <= later.start
    assert all(span.start <= (span.end or EVENING) for span in found)


def _proposed(
    records: Sequence[Clocking], which: int, acts: Sequence[int] = (), shift_end: int | None = 600, now: int = 900
) -> list[tuple[str, int]]:
    """Hints with their times, in minutes after the morning's begin."""
    end = None if shift_end is None else _at(shift_end)
    at = [_at(minutes) for minutes in acts]
    found = propose_repairs(which, records, at, end, _at(now))
    return [(each.hint.value, round((each.at - NOW).total_seconds() / 60)) for each in found]


FORGOTTEN_DAY = (_record(1, ON, 0), _record(2, OFF, 60), _record(3, ON, 90), _record(4, OFF, 600))


@pytest.mark.parametrize(
    ("records", "which", "acts", "proposed"),
    [
        pytest.param(FORGOTTEN_DAY, 4, (), [], id="ended with the shift, nothing else known"),
        pytest.param(FORGOTTEN_DAY, 4, (90, 240, 600), [("last_act", 240)], id="off: the last thing done on the car"),
        pytest.param(
            FORGOTTEN_DAY, 2, (), [("next_on", 90)], id="off: until the next clock-on; the shift's end overlaps"
        ),
        pytest.param(FORGOTTEN_DAY, 3, (), [("previous_off", 60)], id="on: since the clock-off before"),
        pytest.param(FORGOTTEN_DAY, 3, (75,), [("previous_off", 60), ("first_act", 75)], id="on: since the first act"),
        pytest.param(FORGOTTEN_DAY, 1, (30,), [], id="on: nothing before"),
        pytest.param((*FORGOTTEN_DAY, _record(5, ON, 1500)), 4, (), [], id="off: not until the next day's clock-on"),
        pytest.param(
            (_record(1, ON, 0), _record(2, OFF, 30)),
            2,
            (10,),
            [("last_act", 10), ("shift_end", 600)],
            id="off: in order",
        ),
    ],
)
def test_times_are_proposed_from_what_lies_around(
    records: Sequence[Clocking], which: int, acts: Sequence[int], proposed: list[tuple[str, int]]
) -> None:
    assert _proposed(records, which, acts) == proposed


def test_nothing_is_proposed_that_a_foreman_could_not_accept() -> None:
    day = (_record(1, ON, 0), _record(2, OFF, 30))
    assert _proposed(day, 2, now=40) == []
    assert [hint for hint, _ in _proposed(day, 2, shift_end=30)] == []
    with pytest.raises(Refused):
        _proposed(day, 7)


def test_a_proposal_is_about_one_s_own_clocking_and_could_be_accepted() -> None:
    propose(4, _at(90), MORNING, WANG.id, EVENING)
    assert code_of(lambda: propose(4, _at(90), MORNING, LI.id, EVENING)) == "clocking_unknown"
    assert code_of(lambda: propose(9, _at(90), MORNING, WANG.id, EVENING)) == "clocking_unknown"
    assert code_of(lambda: propose(4, EVENING + timedelta(1), MORNING, WANG.id, EVENING)) == "clocking_in_future"


def test_where_two_cars_at_once_are_allowed_so_are_two_clockings_but_not_on_one_car() -> None:
    beside = (_record(1, ON, 0), _record(2, OFF, 60), _record(3, ON, 70, job=18), _record(4, OFF, 90, job=18))
    at = _at(40)
    assert code_of(lambda: correct(3, at, beside, HE.id, EVENING)) == "clocking_overlap"
    assert correct(3, at, beside, HE.id, EVENING, jobs_at_once=2).at == at
    third = (*beside, _record(5, ON, 45, job=19), _record(6, OFF, 50, job=19))
    assert code_of(lambda: correct(3, at, third, HE.id, EVENING, jobs_at_once=2)) == "clocking_overlap"
    assert correct(3, at, third, HE.id, EVENING, jobs_at_once=3).at == at
    same = (_record(1, ON, 0), _record(2, OFF, 60), _record(3, ON, 70), _record(4, OFF, 90))
    assert code_of(lambda: correct(3, at, same, HE.id, EVENING, jobs_at_once=2)) == "clocking_overlap"


def test_a_clocking_never_ends_before_it_began() -> None:
    assert ended_at(NOW, EVENING) == EVENING
    assert ended_at(EVENING, NOW) == EVENING
