"""What happened, and what was answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.store.models.base import Base, BigId, Row
from board.store.models.people import Person


class JournalEntry(Row):
    """What happened: one entry a revision, with what it touched and the rows before and after. Only ever added."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("site_id", "revision"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    revision: Mapped[int] = mapped_column(BigId)
    verb: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    details: Mapped[dict[str, Any]]
    touched: Mapped[list[str]]
    rows: Mapped[list[Any]]

    person: Mapped[Person | None] = relationship()


class Mention(Base):
    """That an entry says something of a car, a customer, an appointment, or a job that is not its own (`vehicle:7`): so
    everything is found that the journal knows of them."""

    __tablename__ = "mention"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    revision: Mapped[int] = mapped_column(BigId, primary_key=True)


class Receipt(Base):
    """The answer that was given to a command, under the id its client made: a repeat is answered from here."""

    __tablename__ = "receipt"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]
