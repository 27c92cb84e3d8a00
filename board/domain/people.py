"""Roles, and what a rule needs to know of a person."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    guard = "guard"
    advisor = "advisor"
    foreman = "foreman"
    leader = "leader"
    technician = "technician"
    inspector = "inspector"
    washer = "washer"
    parts = "parts"
    lounge_attendant = "lounge_attendant"
    cashier = "cashier"
    follow_up_clerk = "follow_up_clerk"
    manager = "manager"
    admin = "admin"
    display = "display"
    customer = "customer"


PEOPLE_ROLES = frozenset(Role) - {Role.display, Role.customer}
"""What a person can be: a display is a device, a customer a link."""

WORKING_ROLES = frozenset({Role.technician, Role.leader})
"""Who can be given work on a car and clock on to it."""


class Skill(StrEnum):
    express = "express"
    mechanic = "mechanic"
    electrics = "electrics"
    diagnosis = "diagnosis"
    alignment = "alignment"
    high_voltage = "high_voltage"
    body = "body"
    paint = "paint"


class CertificateKind(StrEnum):
    electrician_licence = "electrician_licence"
    brand_high_voltage = "brand_high_voltage"


HIGH_VOLTAGE_CERTIFICATES = frozenset(CertificateKind)
"""High-voltage work needs a valid electrician's licence and the brand's certificate, both."""


@dataclass(frozen=True, slots=True)
class Clocked:
    """One job a person is clocked on to at this moment."""

    job: int
    number: str
    operation: int | None
    plate: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the rules see them. `high_voltage_until` is UTC, None without both certificates."""

    id: int
    name: str
    roles: frozenset[Role]
    high_voltage_until: datetime | None = None
    clocked: tuple[Clocked, ...] = field(default=())

    def high_voltage_qualified(self, now: datetime) -> bool:
        """Both high-voltage certificates are valid at `now` (UTC)."""
        return self.high_voltage_until is not None and now < self.high_voltage_until
