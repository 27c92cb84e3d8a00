"""Appointments: booked, confirmed twice, and what becomes of them."""

from enum import StrEnum
from typing import Final

from board.domain.refusals import Refused


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
    if confirmed_half_hour:
        return AppointmentState.confirmed_half_hour
    return AppointmentState.confirmed_day_before if confirmed_day_before else AppointmentState.booked
