"""Appointments: booked, confirmed twice, and what becomes of them."""

from enum import StrEnum


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
