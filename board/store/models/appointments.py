"""Times that customers booked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.domain.appointments import AppointmentState, MadeBy
from board.domain.bays import BayKind
from board.domain.job import ServiceType
from board.store.models.base import BigId, Row, partial_index
from board.store.models.customers import Customer, Vehicle


class Appointment(Row):
    """A time that a customer booked; it becomes a job at the gate. `at` is the start (UTC)."""

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_site_id_at", "site_id", "at"),
        partial_index("ix_appointment_personal", "at", where="anonymised_at IS NULL"),
    )

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=30)
    """How long the advisor is taken."""
    state: Mapped[AppointmentState]
    made_by: Mapped[MadeBy] = mapped_column(default=MadeBy.shop)
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    advisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    service_type: Mapped[ServiceType]
    bay_kind: Mapped[BayKind | None]
    concern: Mapped[str] = mapped_column(Text, default="")
    waits: Mapped[bool] = mapped_column(default=False)
    wash_wanted: Mapped[bool] = mapped_column(default=True)
    booked_at: Mapped[datetime]
    booked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    day_before_at: Mapped[datetime | None]
    half_hour_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    """When the customer was last called to confirm and did not answer; `tries` counts these calls."""
    tries: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[datetime | None]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    cancel_reason: Mapped[str | None] = mapped_column(String(200))
    anonymised_at: Mapped[datetime | None]
    """When its personal data was taken out."""

    vehicle: Mapped[Vehicle] = relationship(lazy="joined", innerjoin=True)
    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["AppointmentLine"]] = relationship(
        order_by="AppointmentLine.position", lazy="selectin", cascade="all, delete-orphan"
    )


class AppointmentLine(Row):
    """Work that was booked; becomes an operation of the job."""

    __tablename__ = "appointment_line"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    position: Mapped[int]
    code: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(200))
    standard_minutes: Mapped[int]
    skill: Mapped[str | None] = mapped_column(String(32))
    high_voltage: Mapped[bool] = mapped_column(default=False)
    price_cents: Mapped[int | None] = mapped_column(BigId)
