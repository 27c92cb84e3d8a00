"""Appointments: what may be booked, moved, confirmed, missed and called off, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain import appointments
from board.domain.appointments import EXPECTED, Appointment, AppointmentState, Confirmation
from board.domain.calendar import Calendar, Hours
from board.domain.people import Person
from board.domain.refusals import Refused
from tests.domain.cast import CHEN, WANG, code_of, refusal

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # Friday, 10:00 in Shanghai
SHOP = Calendar("Asia/Shanghai", Hours("08:00", "18:00"), frozenset(range(6)))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = NOW + DAY
DOU = replace(CHEN, id=19, name="窦顾问")
BOOKED = Appointment(TOMORROW, advisor=CHEN.id)
OVER = {
    AppointmentState.arrived: "already_arrived",
    AppointmentState.cancelled: "appointment_closed",
    AppointmentState.no_show: "appointment_missed",
}


def _book(at: datetime, advisor: Person | None = CHEN) -> Appointment:
    return appointments.book(at, advisor, 30, SHOP, NOW)


def _move(appointment: Appointment, at: datetime, advisor: Person | None = CHEN, now: datetime = NOW) -> Appointment:
    seen = (appointment.at, appointment.advisor)
    return appointments.move_appointment(appointment, at, advisor, *seen, SHOP, now)


def _confirmed(when: Confirmation, appointment: Appointment = BOOKED) -> Appointment:
    return appointments.confirm(appointment, when, True, NOW)


# booking


def test_a_time_is_booked_with_an_advisor_or_without_one() -> None:
    assert _book(TOMORROW) == BOOKED
    assert _book(TOMORROW, None).advisor is None


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (NOW - timedelta(minutes=1), "appointment_past"),
        (NOW, "appointment_past"),
        (NOW + 2 * DAY, "closed_day"),  # Sunday
        (NOW + 3 * DAY - timedelta(hours=2, minutes=1), "outside_opening"),  # 07:59 on Monday
        (NOW + 8 * HOUR, "outside_opening"),  # 18:00
    ],
)
def test_a_time_that_cannot_be_booked(at: datetime, code: str) -> None:
    assert code_of(lambda: _book(at)) == code


def test_the_first_and_the_last_minute_can_be_booked() -> None:
    first, last = NOW + 3 * DAY - 2 * HOUR, NOW + 8 * HOUR - timedelta(minutes=1)
    assert (_book(first).at, _book(last).at) == (first, last)


def test_the_refusal_says_when_the_shop_is_open() -> None:
    assert refusal(lambda: _book(NOW + 9 * HOUR)).details == {"begin": "08:00", "end": "18:00"}


def test_a_holiday_is_closed_and_a_sunday_worked_in_its_place_is_not() -> None:
    sunday, monday = (NOW + 2 * DAY).date(), (NOW + 3 * DAY).date()
    holidays = replace(SHOP, special={sunday: True, monday: False})
    assert appointments.book(NOW + 2 * DAY, CHEN, 30, holidays, NOW).at == NOW + 2 * DAY
    assert code_of(lambda: appointments.book(NOW + 3 * DAY, CHEN, 30, holidays, NOW)) == "closed_day"


def test_only_an_advisor_is_booked() -> None:
    assert code_of(lambda: _book(TOMORROW, WANG)) == "not_an_advisor"
    assert code_of(lambda: _move(BOOKED, TOMORROW + HOUR, WANG)) == "not_an_advisor"
    assert code_of(lambda: _move(BOOKED, TOMORROW, WANG)) == "not_an_advisor"


# moving


def test_another_time_of_the_day_needs_no_new_confirmation_of_the_day() -> None:
    moved = _move(_confirmed(Confirmation.day_before), TOMORROW + HOUR, DOU)
    assert (moved.at, moved.advisor, moved.state) == (TOMORROW + HOUR, DOU.id, AppointmentState.confirmed_day_before)


def test_on_another_day_the_customer_is_asked_again() -> None:
    moved = _move(_confirmed(Confirmation.half_hour, _confirmed(Confirmation.day_before)), TOMORROW + 2 * DAY)
    assert (moved.state, moved.day_before, moved.half_hour) == (AppointmentState.booked, None, None)


def test_at_a_later_time_the_half_hour_before_is_another_one() -> None:
    confirmed = _confirmed(Confirmation.half_hour, _confirmed(Confirmation.day_before))
    assert _move(confirmed, TOMORROW + HOUR).state is AppointmentState.confirmed_day_before
    assert _move(confirmed, TOMORROW - HOUR).state is AppointmentState.confirmed_half_hour


def test_an_appointment_moves_to_no_advisor_and_back() -> None:
    nobodys = _move(BOOKED, TOMORROW, None)
    assert nobodys.advisor is None
    assert _move(nobodys, TOMORROW, CHEN) == BOOKED


def test_a_late_one_can_still_get_another_advisor_but_no_past_time() -> None:
    later = TOMORROW + HOUR
    assert _move(BOOKED, TOMORROW, DOU, later).advisor == DOU.id
    assert code_of(lambda: _move(BOOKED, TOMORROW + timedelta(minutes=30), DOU, later)) == "appointment_past"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (TOMORROW, "appointment_unmoved"),
        (NOW - HOUR, "appointment_past"),
        (NOW + 2 * DAY, "closed_day"),
        (TOMORROW + 12 * HOUR, "outside_opening"),
    ],
)
def test_a_time_to_which_nothing_moves(to: datetime, code: str) -> None:
    assert code_of(lambda: _move(BOOKED, to)) == code


@pytest.mark.parametrize(
    ("seen_at", "seen_advisor"), [(TOMORROW + HOUR, CHEN.id), (TOMORROW, DOU.id), (TOMORROW, None)]
)
def test_whoever_saw_it_elsewhere_is_told(seen_at: datetime, seen_advisor: int | None) -> None:
    def move() -> Appointment:
        return appointments.move_appointment(BOOKED, TOMORROW + HOUR, DOU, seen_at, seen_advisor, SHOP, NOW)

    assert code_of(move) == "moved_meanwhile"


# confirming


def test_both_confirmations_keep_their_times() -> None:
    first = appointments.confirm(BOOKED, Confirmation.day_before, True, NOW)
    second = appointments.confirm(first, Confirmation.half_hour, True, TOMORROW - HOUR)
    assert (first.state, second.state) == (
        AppointmentState.confirmed_day_before,
        AppointmentState.confirmed_half_hour,
    )
    assert (second.day_before, second.half_hour) == (NOW, TOMORROW - HOUR)


def test_the_half_hour_before_can_be_the_only_one() -> None:
    assert _confirmed(Confirmation.half_hour).state is AppointmentState.confirmed_half_hour


def test_a_call_that_nobody_answers_is_counted_until_somebody_does() -> None:
    tried = appointments.confirm(BOOKED, Confirmation.day_before, False, NOW)
    again = appointments.confirm(tried, Confirmation.day_before, False, NOW + HOUR)
    assert (again.state, again.tried, again.tries) == (AppointmentState.booked, NOW + HOUR, 2)
    reached = _confirmed(Confirmation.day_before, again)
    assert (reached.tried, reached.tries) == (None, 0)


def test_what_is_confirmed_is_not_confirmed_again() -> None:
    first, second = _confirmed(Confirmation.day_before), _confirmed(Confirmation.half_hour)
    assert code_of(lambda: _confirmed(Confirmation.day_before, first)) == "already_confirmed"
    assert code_of(lambda: _confirmed(Confirmation.half_hour, second)) == "already_confirmed"
    assert code_of(lambda: _confirmed(Confirmation.day_before, second)) == "already_confirmed"


def test_nothing_is_confirmed_after_its_time() -> None:
    late = TOMORROW + timedelta(minutes=1)
    assert code_of(lambda: appointments.confirm(BOOKED, Confirmation.half_hour, True, late)) == "appointment_past"


# coming, or not


def test_a_no_show_is_marked_after_its_time_and_not_before() -> None:
    assert code_of(lambda: appointments.mark_no_show(BOOKED, TOMORROW - timedelta(minutes=1))) == "appointment_ahead"
    assert appointments.mark_no_show(BOOKED, TOMORROW).state is AppointmentState.no_show


def test_calling_off_needs_a_reason() -> None:
    assert code_of(lambda: appointments.cancel(BOOKED, "  ")) == "reason_needed"
    cancelled = appointments.cancel(BOOKED, " 客户出差 ")
    assert (cancelled.state, cancelled.cancel_reason) == (AppointmentState.cancelled, "客户出差")


def test_a_no_show_who_comes_after_all_is_let_in() -> None:
    assert appointments.arrive(AppointmentState.no_show) is AppointmentState.arrived
    assert code_of(lambda: appointments.arrive(AppointmentState.arrived)) == "already_arrived"
    assert code_of(lambda: appointments.arrive(AppointmentState.cancelled)) == "appointment_closed"


VERBS: dict[str, Callable[[Appointment], Appointment]] = {
    "move": lambda over: _move(over, TOMORROW + HOUR),
    "confirm": lambda over: _confirmed(Confirmation.day_before, over),
    "no_show": lambda over: appointments.mark_no_show(over, TOMORROW),
    "cancel": lambda over: appointments.cancel(over, "客户取消"),
}


@pytest.mark.parametrize(("state", "code"), OVER.items())
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_over_stays_as_it_is(verb: str, state: AppointmentState, code: str) -> None:
    assert code_of(lambda: VERBS[verb](replace(BOOKED, state=state))) == code


def test_every_state_is_expected_or_over() -> None:
    assert set(AppointmentState) == EXPECTED | set(OVER)


@given(st.integers(0, 14 * 24 * 4), st.integers(0, 14 * 24 * 4))
def test_a_move_within_a_day_is_taken_back_by_another(start: int, end: int) -> None:
    quarter = timedelta(minutes=15)
    at, to = NOW + start * quarter, NOW + end * quarter
    try:
        booked = _confirmed(Confirmation.day_before, _book(at))
        moved = _move(booked, to, DOU)
    except Refused:
        return
    back = _move(moved, at, CHEN)
    assert replace(back, state=booked.state, day_before=booked.day_before) == booked
    assert (back == booked) == (SHOP.day_of(at) == SHOP.day_of(to))
