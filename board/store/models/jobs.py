"""A stay of a car, and the work on it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.domain.add_ons import DecidedVia
from board.domain.following_up import PaymentWay
from board.domain.job import OldParts, OperationState, Priority, ServiceType
from board.domain.parts import PartState
from board.domain.people import Role
from board.domain.stages import Stage
from board.store.models.base import BigId, Row, partial_index
from board.store.models.customers import Customer, Vehicle
from board.store.models.people import Person
from board.store.models.sites import Bay

if TYPE_CHECKING:
    from board.store.models.floor import Check, ClockedOn, Clocking


class Job(Row):
    """One stay of one car. Mileage and fuel are those at reception; `fuel_eighths` is 0 to 8."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        Index("ix_job_site_id_stage", "site_id", "stage"),
        partial_index("ix_job_personal", "stage_since", where="anonymised_at IS NULL"),
    )

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    number: Mapped[str] = mapped_column(String(24))
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    advisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    service_type: Mapped[ServiceType]
    priority: Mapped[Priority] = mapped_column(default=Priority.normal)
    concern: Mapped[str] = mapped_column(Text, default="")
    waits: Mapped[bool] = mapped_column(default=False)
    wash_wanted: Mapped[bool] = mapped_column(default=True)
    appointment: Mapped[bool] = mapped_column(default=False)
    old_parts: Mapped[OldParts] = mapped_column(default=OldParts.discard)
    mileage_km: Mapped[int | None]
    fuel_eighths: Mapped[int | None]
    arrived_at: Mapped[datetime | None]
    """When the gate saw the car; None for one whose job was written without the gate."""
    taken_in_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    order_digest: Mapped[str | None] = mapped_column(String(64))
    """Of the order as it was when the customer signed."""
    signature_id: Mapped[int | None] = mapped_column(BigId)
    """An attachment; no foreign key, since attachments point at jobs."""
    comeback_of_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    parts_missing: Mapped[bool] = mapped_column(default=False)
    """A part of an operation still to be done is ordered and has not come; kept by the parts' commands."""

    stage: Mapped[Stage]
    stage_since: Mapped[datetime]
    bay_id: Mapped[int | None] = mapped_column(ForeignKey("bay.id"), index=True)
    stall: Mapped[str | None] = mapped_column(String(24))
    pause_reason: Mapped[str | None] = mapped_column(String(40))
    pause_owner: Mapped[Role | None]
    pause_since: Mapped[datetime | None]
    planned_start: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]
    first_promised_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    reworks: Mapped[int] = mapped_column(default=0)
    handed_over_at: Mapped[datetime | None]
    old_parts_given: Mapped[bool | None]
    next_service_on: Mapped[date | None] = mapped_column(Date)
    next_service_km: Mapped[int | None]
    settled_cents: Mapped[int | None] = mapped_column(BigId)
    settled_way: Mapped[PaymentWay | None]
    invoice: Mapped[str | None] = mapped_column(String(60))
    delivered_at: Mapped[datetime | None]
    anonymised_at: Mapped[datetime | None]
    """When its personal data was taken out."""

    vehicle: Mapped[Vehicle] = relationship(lazy="joined", innerjoin=True)
    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)
    advisor: Mapped[Person | None] = relationship(foreign_keys=[advisor_id])
    bay: Mapped[Bay | None] = relationship()
    operations: Mapped[list["Operation"]] = relationship(order_by="Operation.position", lazy="selectin")
    checks: Mapped[list["Check"]] = relationship(order_by="Check.id", lazy="selectin")
    assignments: Mapped[list["Assignment"]] = relationship(
        order_by="Assignment.id", lazy="selectin", cascade="all, delete-orphan"
    )
    on: Mapped[list["ClockedOn"]] = relationship(order_by="ClockedOn.id", lazy="selectin", cascade="all, delete-orphan")
    clockings: Mapped[list["Clocking"]] = relationship(order_by="Clocking.id", lazy="selectin")


class Operation(Row):
    __tablename__ = "operation"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    position: Mapped[int]
    code: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(200))
    standard_minutes: Mapped[int]
    skill: Mapped[str | None] = mapped_column(String(32))
    high_voltage: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OperationState] = mapped_column(default=OperationState.open)
    add_on: Mapped[bool] = mapped_column(default=False)
    safety: Mapped[bool] = mapped_column(default=False)
    rework: Mapped[bool] = mapped_column(default=False)
    decline_signed: Mapped[bool] = mapped_column(default=False)
    price_cents: Mapped[int | None] = mapped_column(BigId)
    """Labour; parts have prices of their own. None: not priced yet."""
    checklist: Mapped[list[str]] = mapped_column(default=list)
    ticked: Mapped[list[str]] = mapped_column(default=list)


class AddOn(Row):
    """How an operation that was found during the work came about, and what the customer said. `photos` are ids."""

    __tablename__ = "add_on"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), unique=True)
    found_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    found_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(500), default="")
    photos: Mapped[list[int]] = mapped_column(default=list)
    priced_at: Mapped[datetime | None]
    priced_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_via: Mapped[DecidedVia | None]
    decided_name: Mapped[str | None] = mapped_column(String(200))
    """Whose word it is: the customer's, as they gave it."""
    decided_address: Mapped[str | None] = mapped_column(String(64))
    """The network address of the customer's device, where the link was used."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who recorded a phone call or a word at the desk."""
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))

    operation: Mapped[Operation] = relationship()


class PartLine(Row):
    __tablename__ = "part_line"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    number: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column(default=1)
    price_cents: Mapped[int | None] = mapped_column(BigId)
    """Of one piece."""
    state: Mapped[PartState]
    expected_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(200), default="")


class Assignment(Row):
    """Who the foreman gave a job to."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("job_id", "person_id"),)

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
