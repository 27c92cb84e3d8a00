"""The tables. Data only: what may happen to it is said in the domain, and done by the commands."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from board.domain.add_ons import DecidedVia
from board.domain.andon import CallKind
from board.domain.appointments import AppointmentState, MadeBy
from board.domain.bays import BayKind
from board.domain.clockings import ClockingAct
from board.domain.codes import CodeKind
from board.domain.following_up import CallResult, PaymentWay
from board.domain.job import (
    CheckKind,
    Energy,
    OldParts,
    OperationState,
    Priority,
    ServiceType,
)
from board.domain.masking import Salutation
from board.domain.parts import PartState
from board.domain.people import CertificateKind, Role
from board.domain.reception import AttachmentKind, MarkKind, WalkPosition
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
        list[int]: JSON,
        list[Any]: JSON,
        AppointmentState: Word(AppointmentState),
        AttachmentKind: Word(AttachmentKind),
        BayKind: Word(BayKind),
        CallKind: Word(CallKind),
        CallResult: Word(CallResult),
        ClockingAct: Word(ClockingAct),
        CodeKind: Word(CodeKind),
        CheckKind: Word(CheckKind),
        CertificateKind: Word(CertificateKind),
        DecidedVia: Word(DecidedVia),
        Energy: Word(Energy),
        MadeBy: Word(MadeBy),
        MarkKind: Word(MarkKind),
        OldParts: Word(OldParts),
        OperationState: Word(OperationState),
        PartState: Word(PartState),
        PaymentWay: Word(PaymentWay),
        Priority: Word(Priority),
        Role: Word(Role),
        Salutation: Word(Salutation),
        ServiceType: Word(ServiceType),
        Stage: Word(Stage),
        WalkPosition: Word(WalkPosition),
    }


class _Row(Base):
    __abstract__ = True

    id: Mapped[int] = mapped_column(_Id, primary_key=True)


def _partial_index(name: str, column: str, where: str, sqlite: str | None = None) -> Index:
    """An index of the few rows that somebody looks for among very many."""
    return Index(name, column, postgresql_where=text(where), sqlite_where=text(sqlite or where))


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
    open_days: Mapped[list[int]] = mapped_column(default=lambda: [0, 1, 2, 3, 4, 5, 6])
    """Weekdays on which the workshop is open, Monday is 0."""
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    service_types: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What differs from the default: `{"express": {"active": true, "wash": false}}`."""
    time_standards: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Minutes that differ from the default, for every service type (`""`) or one: `{"": {"arrived": 5}}`."""
    pause_reasons: Mapped[list[Any]] = mapped_column(default=list)
    """The site's own: `{"code": "own_1", "zh_CN": "...", "en": "...", "owner": "parts", "active": true}`."""


class Shift(_Row):
    """When a group of people works: `HH:MM` at the site, on these weekdays (Monday is 0)."""

    __tablename__ = "shift"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    start: Mapped[str] = mapped_column(String(5))
    end: Mapped[str] = mapped_column(String(5))
    days: Mapped[list[int]]


class SpecialDay(_Row):
    """A day that is open or closed against the week's rule: a holiday, or a Sunday worked in its place."""

    __tablename__ = "special_day"
    __table_args__ = (UniqueConstraint("site_id", "day"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    day: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(200))
    open: Mapped[bool]


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
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"))
    """None: the site's own hours."""
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(40))
    """What a customer may call; only an advisor's is ever shown to one."""
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
    arrived_at: Mapped[datetime | None]
    """When the gate saw the car; None for one whose job was written without the gate."""
    taken_in_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    order_digest: Mapped[str | None] = mapped_column(String(64))
    """Of the order as it was when the customer signed."""
    signature_id: Mapped[int | None] = mapped_column(_Id)
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
    settled_cents: Mapped[int | None] = mapped_column(_Id)
    settled_way: Mapped[PaymentWay | None]
    invoice: Mapped[str | None] = mapped_column(String(60))
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
    price_cents: Mapped[int | None] = mapped_column(_Id)
    """Labour; parts have prices of their own. None: not priced yet."""
    checklist: Mapped[list[str]] = mapped_column(default=list)
    ticked: Mapped[list[str]] = mapped_column(default=list)


class AddOn(_Row):
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


class PartLine(_Row):
    __tablename__ = "part_line"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    number: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column(default=1)
    price_cents: Mapped[int | None] = mapped_column(_Id)
    """Of one piece."""
    state: Mapped[PartState]
    expected_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(200), default="")


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
    __table_args__ = (
        Index("ix_clocking_person_id_at", "person_id", "at"),
        _partial_index("ix_clocking_forgotten", "person_id", where="forgotten", sqlite="forgotten = 1"),
        _partial_index("ix_clocking_corrects_id", "corrects_id", where="corrects_id IS NOT NULL"),
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


class Check(_Row):
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


class Code(_Row):
    """A printed code: of a job's card, its customer's copy or its exit pass, or of a person's badge."""

    __tablename__ = "code"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    text: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[CodeKind]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    """An exit pass opens the gate once."""
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


class Appointment(_Row):
    """A time that a customer booked; it becomes a job at the gate. `at` is the start (UTC)."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_site_id_at", "site_id", "at"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=30)
    """How long the advisor is taken."""
    state: Mapped[AppointmentState]
    made_by: Mapped[MadeBy] = mapped_column(default=MadeBy.shop)
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
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

    vehicle: Mapped[Vehicle] = relationship(lazy="joined", innerjoin=True)
    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["AppointmentLine"]] = relationship(
        order_by="AppointmentLine.position", lazy="selectin", cascade="all, delete-orphan"
    )


class AppointmentLine(_Row):
    """Work that was booked; becomes an operation of the job."""

    __tablename__ = "appointment_line"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    position: Mapped[int]
    code: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(200))
    standard_minutes: Mapped[int]
    skill: Mapped[str | None] = mapped_column(String(32))
    high_voltage: Mapped[bool] = mapped_column(default=False)
    price_cents: Mapped[int | None] = mapped_column(_Id)


class StandardJob(_Row):
    """A line of the catalogue. `parts` are `{"number", "name", "quantity", "price_cents"}`."""

    __tablename__ = "standard_job"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(String(40))
    text_zh: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(200), default="")
    service_type: Mapped[ServiceType | None]
    standard_minutes: Mapped[int]
    skill: Mapped[str | None] = mapped_column(String(32))
    high_voltage: Mapped[bool] = mapped_column(default=False)
    safety: Mapped[bool] = mapped_column(default=False)
    price_cents: Mapped[int | None] = mapped_column(_Id)
    checklist: Mapped[list[str]] = mapped_column(default=list)
    parts: Mapped[list[Any]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)


class Checklist(_Row):
    """What is ticked at a check (`self`, `leader`, `final`) or at the `handover`, for a service type or (empty) all."""

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("site_id", "occasion", "service_type"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    occasion: Mapped[str] = mapped_column(String(16))
    service_type: Mapped[str] = mapped_column(String(32), default="")
    items: Mapped[list[str]]


class Attachment(_Row):
    """A photo or a signature. The picture is a file named by its digest, in the data directory."""

    __tablename__ = "attachment"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    kind: Mapped[AttachmentKind]
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    caption: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


class WalkRound(_Row):
    """What was seen and said at reception, before the order was signed. `answers` are to the 5W2H questions."""

    __tablename__ = "walk_round"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), unique=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seen: Mapped[list[str]] = mapped_column(default=list)
    """The positions that were looked at."""
    valuables: Mapped[str] = mapped_column(String(500), default="")
    seat_covers: Mapped[bool] = mapped_column(default=False)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)


class WalkMark(_Row):
    """Damage seen on the walk-round; `x` and `y` are thousandths of the position's outline."""

    __tablename__ = "walk_mark"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    position: Mapped[WalkPosition]
    kind: Mapped[MarkKind]
    x: Mapped[int]
    y: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    marked_at: Mapped[datetime]


class TestDrive(_Row):
    __tablename__ = "test_drive"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    from_km: Mapped[int]
    to_km: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")


class Repair(_Row):
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


class AndonCall(_Row):
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


class Promise(_Row):
    """The ledger: every time that was promised to the customer, with its reason and who told them."""

    __tablename__ = "promise"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    promised_at: Mapped[datetime]
    was: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    told: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FollowUpCall(_Row):
    __tablename__ = "follow_up_call"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    result: Mapped[CallResult]
    note: Mapped[str] = mapped_column(String(500), default="")


class Complaint(_Row):
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
