"""What happens on the shop floor: clockings, checks, calls."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.domain.andon import CallKind
from board.domain.clockings import ClockingAct
from board.domain.job import CheckKind
from board.store.models.base import Row, partial_index
from board.store.models.jobs import Job
from board.store.models.people import Person


class ClockedOn(Row):
    """Who is clocked on at this moment; the records of it are the clockings."""

    __tablename__ = "clocked_on"
    __table_args__ = (UniqueConstraint("job_id", "person_id"),)

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    since: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    job: Mapped[Job] = relationship(viewonly=True)


class Clocking(Row):
    """Only ever added. `at` is when it happened, `recorded_at` when the server learned of it."""

    __tablename__ = "clocking"
    __table_args__ = (
        Index("ix_clocking_person_id_at", "person_id", "at"),
        partial_index("ix_clocking_forgotten", "person_id", where="forgotten", sqlite="forgotten = 1"),
        partial_index("ix_clocking_corrects_id", "corrects_id", where="corrects_id IS NOT NULL"),
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    act: Mapped[ClockingAct]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    reason: Mapped[str | None] = mapped_column(String(200))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("clocking.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    forgotten: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Check(Row):
    __tablename__ = "check"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    kind: Mapped[CheckKind]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    passed: Mapped[bool]
    items: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(String(500), default="")
    ticked: Mapped[list[str]] = mapped_column(default=list)
    photos: Mapped[list[int]] = mapped_column(default=list)
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class TestDrive(Row):
    __tablename__ = "test_drive"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    from_km: Mapped[int]
    to_km: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")


class Repair(Row):
    """A technician's proposal to put the time of a clocking right; the foreman decides (`accepted`)."""

    __tablename__ = "repair"
    __table_args__ = (Index("ix_repair_site_id_accepted", "site_id", "accepted"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    clocking_id: Mapped[int] = mapped_column(ForeignKey("clocking.id"), index=True)
    at: Mapped[datetime]
    explanation: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    accepted: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")


class AndonCall(Row):
    __tablename__ = "andon_call"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    kind: Mapped[CallKind]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    bay_id: Mapped[int | None] = mapped_column(ForeignKey("bay.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(200), default="")
    called_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolution: Mapped[str] = mapped_column(String(200), default="")
