"""Appointments: booked, confirmed twice, and what becomes of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from board.domain.calendar import Calendar
from board.domain.people import Person, Role
from board.domain.refusals import Refused
from board.domain.shifts import day_began


class AppointmentState(StrEnum):
    """Late is no state: an appointment is late while its time has passed and nobody has come."""

    booked = "booked"
    confirmed_day_before = "confirmed_day_before"
    confirmed_half_hour = "confirmed_half_hour"
    arrived = "arrived"
    no_show = "no_show"
    cancelled = "cancelled"


class MadeBy(StrEnum):
    shop = "shop"
    customer = "customer"


EXPECTED: Final = frozenset(
    {AppointmentState.booked, AppointmentState.confirmed_day_before, AppointmentState.confirmed_half_hour}
)
"""The car may still come."""


def shown_since(day: date, timezone: str) -> datetime:
    """From when on (UTC) appointments stand on the board of a day: yesterday's are still looked at."""
    return day_began(day - timedelta(days=1), timezone)


class Confirmation(StrEnum):
    """When the customer is called to ask whether they will come."""

    day_before = "day_before"
    half_hour = "half_hour"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time that a customer booked. Times are UTC; `minutes` is how long the advisor is taken.

    Late is derived from `at` by whoever looks, and never stored.
    """

    at: datetime
    state: AppointmentState = AppointmentState.booked
    advisor: int | None = None
    minutes: int = 30
    day_before: datetime | None = None
    half_hour: datetime | None = None
    tried: datetime | None = None
    """When the customer was last called and did not answer; None once they have."""
    tries: int = 0
    cancel_reason: str | None = None


def book(at: datetime, advisor: Person | None, minutes: int, calendar: Calendar, now: datetime) -> Appointment:
    """Book a time, with an advisor or with whoever is free then. Several at one time are allowed: a family with two
    cars comes once.

    Refused: `appointment_past`, `closed_day`, `outside_opening`, `not_an_advisor`.
    """
    _require_bookable(at, advisor, calendar, now)
    return Appointment(at, advisor=advisor.id if advisor else None, minutes=minutes)


def move_appointment(
    appointment: Appointment,
    at: datetime,
    advisor: Person | None,
    seen_at: datetime,
    seen_advisor: int | None,
    calendar: Calendar,
    now: datetime,
) -> Appointment:
    """Give it another time, another advisor, or both. On another day the customer has to be asked again whether they
    will come; at a later time of the same day the half hour before is another one.

    `seen_at` and `seen_advisor` are where the mover saw it: if it stands elsewhere by now, somebody else was first.
    Refused: `moved_meanwhile`, `already_arrived`, `appointment_closed`, `appointment_missed`, `appointment_unmoved`,
    and as `book`.
    """
    if (appointment.at, appointment.advisor) != (seen_at, seen_advisor):
        raise Refused("moved_meanwhile")
    _require_expected(appointment)
    advisor_id = advisor.id if advisor else None
    if (at, advisor_id) == (appointment.at, appointment.advisor):
        raise Refused("appointment_unmoved")
    if at == appointment.at:  # a customer who is late, or on a day that was closed meanwhile, still needs an advisor
        _require_advisor(advisor)
        return replace(appointment, advisor=advisor_id)
    _require_bookable(at, advisor, calendar, now)
    same_day = calendar.day_of(at) == calendar.day_of(appointment.at)
    day_before = appointment.day_before if same_day else None
    half_hour = appointment.half_hour if same_day and at < appointment.at else None
    return replace(
        appointment,
        at=at,
        advisor=advisor_id,
        state=_expected(day_before is not None, half_hour is not None),
        day_before=day_before,
        half_hour=half_hour,
        tried=None,
        tries=0,
    )


def confirm(appointment: Appointment, when: Confirmation, reached: bool, now: datetime) -> Appointment:
    """The customer was called, and will come; or (`reached` false) did not answer, which is counted.

    Refused: `appointment_past`, `already_confirmed`, `already_arrived`, `appointment_closed`, `appointment_missed`.
    """
    _require_expected(appointment)
    if appointment.at <= now:
        raise Refused("appointment_past")
    if appointment.half_hour is not None or (when is Confirmation.day_before and appointment.day_before is not None):
        raise Refused("already_confirmed")
    if not reached:
        return replace(appointment, tried=now, tries=appointment.tries + 1)
    called = replace(appointment, tried=None, tries=0)
    if when is Confirmation.day_before:
        return replace(called, state=AppointmentState.confirmed_day_before, day_before=now)
    return replace(called, state=AppointmentState.confirmed_half_hour, half_hour=now)


def mark_no_show(appointment: Appointment, now: datetime) -> Appointment:
    """Nobody came. One who comes after all is let in all the same, see `arrive`.

    Refused: `appointment_ahead` (its time has not passed), `already_arrived`, `appointment_closed`,
    `appointment_missed`.
    """
    _require_expected(appointment)
    if now < appointment.at:
        raise Refused("appointment_ahead")
    return replace(appointment, state=AppointmentState.no_show)


def cancel(appointment: Appointment, reason: str) -> Appointment:
    """The customer, or the shop, calls it off. Refused: `reason_needed`, `already_arrived`, `appointment_closed`,
    `appointment_missed`."""
    _require_expected(appointment)
    if not reason.strip():
        raise Refused("reason_needed")
    return replace(appointment, state=AppointmentState.cancelled, cancel_reason=reason.strip())


def _require_bookable(at: datetime, advisor: Person | None, calendar: Calendar, now: datetime) -> None:
    if at <= now:
        raise Refused("appointment_past")
    opening = calendar.opening(calendar.day_of(at))
    if opening is None:
        raise Refused("closed_day")
    if not opening.begin <= at < opening.end:
        raise Refused("outside_opening", begin=calendar.clock_of(opening.begin), end=calendar.clock_of(opening.end))
    _require_advisor(advisor)


def _require_advisor(advisor: Person | None) -> None:
    if advisor is not None and Role.advisor not in advisor.roles:
        raise Refused("not_an_advisor", name=advisor.name)


def _require_expected(appointment: Appointment) -> None:
    if appointment.state is AppointmentState.no_show:
        raise Refused("appointment_missed")
    if appointment.state is AppointmentState.arrived:
        raise Refused("already_arrived")
    if appointment.state is AppointmentState.cancelled:
        raise Refused("appointment_closed")


def _expected(day_before: bool, half_hour: bool) -> AppointmentState:
    """The state of an appointment whose car may still come, by when the customer confirmed it."""
    if half_hour:
        return AppointmentState.confirmed_half_hour
    return AppointmentState.confirmed_day_before if day_before else AppointmentState.booked


def arrive(state: AppointmentState) -> AppointmentState:
    """The car is at the gate; a no-show that comes after all is welcome.

    Refused: `already_arrived`, `appointment_closed` (cancelled).
    """
    if state is AppointmentState.arrived:
        raise Refused("already_arrived")
    if state is AppointmentState.cancelled:
        raise Refused("appointment_closed")
    return AppointmentState.arrived


def undo_arrival(confirmed_day_before: bool, confirmed_half_hour: bool) -> AppointmentState:
    """What an appointment was before its car was taken for arrived by mistake."""
    return _expected(confirmed_day_before, confirmed_half_hour)
