"""The tables. Data only: what may happen to it is said in the domain, and done by the commands."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, Integer, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from board.domain.bays import BayKind
from board.domain.clockings import ClockingAct
from board.domain.codes import CodeKind
from board.domain.job import (
    CheckKind,
    Energy,
    OldParts,
    OperationState,
    PauseReason,
    Priority,
    ServiceType,
)
from board.domain.masking import Salutation
from board.domain.people import CertificateKind
from board.domain.stages import Stage
from board.store.types import UtcTime, Word

_Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
        BayKind: Word(BayKind),
        ClockingAct: Word(ClockingAct),
        CodeKind: Word(CodeKind),
        CheckKind: Word(CheckKind),
        CertificateKind: Word(CertificateKind),
        Energy: Word(Energy),
        OldParts: Word(OldParts),
        OperationState: Word(OperationState),
        PauseReason: Word(PauseReason),
        Priority: Word(Priority),
        Salutation: Word(Salutation),
        ServiceType: Word(ServiceType),
        Stage: Word(Stage),
    }


class _Row(Base):
    __abstract__ = True

    id: Mapped[int] = mapped_column(_Id, primary_key=True)


class Installation(Base):
    """One row: which history this database tells (`epoch`), and whether it is a demo."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    epoch: Mapped[str] = mapped_column(String(32))
    demo: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


class Site(_Row):
    """A workshop. `revision` rises by one in every transaction that changes what a screen can show."""

    __tablename__ = "site"

    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(16), default="zh_CN")
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Shanghai")
    brand: Mapped[str] = mapped_column(String(7), default="#0b6e69")
    revision: Mapped[int] = mapped_column(_Id, default=0)
    day: Mapped[date] = mapped_column(Date)
    """The day that the day's numbers are about, in the site's time zone; turned by a timed command."""
    shift_start: Mapped[str] = mapped_column(String(5), default="08:00")
    shift_end: Mapped[str] = mapped_column(String(5), default="18:00")
    jobs_at_once: Mapped[int] = mapped_column(default=1)


class Team(_Row):
    __tablename__ = "team"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))


class Person(_Row):
    """Somebody who works here. Password and PIN are argon2 hashes; a badge is a code (table `code`)."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("site_id", "login"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(String(200))
    login: Mapped[str | None] = mapped_column(String(64))
    roles: Mapped[list[str]]
    skills: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str | None] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)

    team: Mapped[Team | None] = relationship()
    certificates: Mapped[list["Certificate"]] = relationship()
    on: Mapped[list["ClockedOn"]] = relationship(viewonly=True)


class Certificate(_Row):
    __tablename__ = "certificate"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[CertificateKind]
    expires_at: Mapped[datetime]


class Bay(_Row):
    __tablename__ = "bay"
    __table_args__ = (UniqueConstraint("site_id", "number"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    number: Mapped[str] = mapped_column(String(16))
    kind: Mapped[BayKind]
    capacity: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    out_of_service: Mapped[str | None] = mapped_column(String(200))
    out_of_service_until: Mapped[datetime | None]


class Customer(_Row):
    __tablename__ = "customer"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    salutation: Mapped[Salutation] = mapped_column(default=Salutation.none)
    phone: Mapped[str | None] = mapped_column(String(40))


class Vehicle(_Row):
    __tablename__ = "vehicle"
    __table_args__ = (UniqueConstraint("site_id", "plate"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    plate: Mapped[str] = mapped_column(String(20))
    vin: Mapped[str | None] = mapped_column(String(20))
    model: Mapped[str] = mapped_column(String(200))
    colour: Mapped[str | None] = mapped_column(String(40))
    energy: Mapped[Energy]


class Job(_Row):
    """One stay of one car. Mileage and fuel are those at reception; `fuel_eighths` is 0 to 8."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("site_id", "number"), Index("ix_job_site_id_stage", "site_id", "stage"))

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    number: Mapped[str] = mapped_column(String(24))
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
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
    taken_in_at: Mapped[datetime]

    stage: Mapped[Stage]
    stage_since: Mapped[datetime]
    bay_id: Mapped[int | None] = mapped_column(ForeignKey("bay.id"), index=True)
    stall: Mapped[str | None] = mapped_column(String(24))
    pause_reason: Mapped[PauseReason | None]
    pause_since: Mapped[datetime | None]
    planned_start: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]
    first_promised_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    reworks: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]

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


class Operation(_Row):
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


class Assignment(_Row):
    """Who the foreman gave a job to."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("job_id", "person_id"),)

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class ClockedOn(_Row):
    """Who is clocked on at this moment; the records of it are the clockings."""

    __tablename__ = "clocked_on"
    __table_args__ = (UniqueConstraint("job_id", "person_id"),)

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    since: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    job: Mapped[Job] = relationship(viewonly=True)


class Clocking(_Row):
    """Only ever added. `at` is when it happened, `recorded_at` when the server learned of it."""

    __tablename__ = "clocking"
    __table_args__ = (Index("ix_clocking_person_id_at", "person_id", "at"),)

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


class Check(_Row):
    __tablename__ = "check"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    kind: Mapped[CheckKind]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    passed: Mapped[bool]
    items: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Code(_Row):
    """A printed code: of a job's card, of its customer's copy, or of a person's badge."""

    __tablename__ = "code"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    text: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[CodeKind]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Device(_Row):
    """A paired screen or tablet. Its token is kept as a SHA-256 digest: it is random, not chosen by a person."""

    __tablename__ = "device"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    view: Mapped[str] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(16))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignIn(_Row):
    """A signed-in person. The cookie's token is kept as a digest; ending it here ends it everywhere."""

    __tablename__ = "sign_in"

    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Attempts(Base):
    """Failed sign-ins in a row, for a person or a device (`subject`: `person:5`, `device:2`, `address:…`)."""

    __tablename__ = "attempts"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    last_at: Mapped[datetime]


class JournalEntry(_Row):
    """What happened: one entry a revision, with what it touched and the rows before and after. Only ever added."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("site_id", "revision"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    revision: Mapped[int] = mapped_column(_Id)
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


class Receipt(Base):
    """The answer that was given to a command, under the id its client made: a repeat is answered from here."""

    __tablename__ = "receipt"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]
