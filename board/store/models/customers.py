"""Whose car it is, and what is done for them beside the work."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from board.domain.following_up import CallResult
from board.domain.job import Energy
from board.domain.masking import Salutation
from board.store.models.base import Row


class Customer(Row):
    __tablename__ = "customer"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    salutation: Mapped[Salutation] = mapped_column(default=Salutation.none)
    phone: Mapped[str | None] = mapped_column(String(40))


class Vehicle(Row):
    __tablename__ = "vehicle"
    __table_args__ = (UniqueConstraint("site_id", "plate"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    plate: Mapped[str] = mapped_column(String(20))
    vin: Mapped[str | None] = mapped_column(String(20))
    model: Mapped[str] = mapped_column(String(200))
    colour: Mapped[str | None] = mapped_column(String(40))
    energy: Mapped[Energy]


class Promise(Row):
    """The ledger: every time that was promised to the customer, with its reason and who told them."""

    __tablename__ = "promise"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    promised_at: Mapped[datetime]
    was: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    told: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FollowUpCall(Row):
    __tablename__ = "follow_up_call"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    result: Mapped[CallResult]
    note: Mapped[str] = mapped_column(String(500), default="")


class Complaint(Row):
    """A case: somebody owns it and it has a deadline."""

    __tablename__ = "complaint"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolution: Mapped[str] = mapped_column(String(500), default="")
