"""A workshop and what is set up for it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from board.domain.bays import BayKind
from board.domain.job import ServiceType
from board.domain.retention import USUAL_DAYS
from board.store.models.base import Base, BigId, Row


class Installation(Base):
    """One row: which history this database tells (`epoch`), and whether it is a demo."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    epoch: Mapped[str] = mapped_column(String(32))
    demo: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]


class Site(Row):
    """A workshop. `revision` rises by one in every transaction that changes what a screen can show."""

    __tablename__ = "site"

    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(16), default="zh_CN")
    timezone: Mapped[str] = mapped_column(String(64), default="Asia/Shanghai")
    brand: Mapped[str] = mapped_column(String(7), default="#0b6e69")
    revision: Mapped[int] = mapped_column(BigId, default=0)
    day: Mapped[date] = mapped_column(Date)
    """The day that the day's numbers are about, in the site's time zone; turned by a timed command."""
    shift_start: Mapped[str] = mapped_column(String(5), default="08:00")
    shift_end: Mapped[str] = mapped_column(String(5), default="18:00")
    jobs_at_once: Mapped[int] = mapped_column(default=1)
    open_days: Mapped[list[int]] = mapped_column(default=lambda: [0, 1, 2, 3, 4, 5, 6])
    """Weekdays on which the workshop is open, Monday is 0."""
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    second_factor_for_admins: Mapped[bool] = mapped_column(default=False)
    service_types: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What differs from the default: `{"express": {"active": true, "wash": false}}`."""
    time_standards: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Minutes that differ from the default, for every service type (`""`) or one: `{"": {"arrived": 5}}`."""
    pause_reasons: Mapped[list[Any]] = mapped_column(default=list)
    """The site's own: `{"code": "own_1", "zh_CN": "...", "en": "...", "owner": "parts", "active": true}`."""

    personal_days: Mapped[int] = mapped_column(default=USUAL_DAYS)
    """So long after it ended the personal data of a stay is kept; 0 is for ever."""


class Shift(Row):
    """When a group of people works: `HH:MM` at the site, on these weekdays (Monday is 0)."""

    __tablename__ = "shift"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    start: Mapped[str] = mapped_column(String(5))
    end: Mapped[str] = mapped_column(String(5))
    days: Mapped[list[int]]


class SpecialDay(Row):
    """A day that is open or closed against the week's rule: a holiday, or a Sunday worked in its place."""

    __tablename__ = "special_day"
    __table_args__ = (UniqueConstraint("site_id", "day"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    day: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(200))
    open: Mapped[bool]


class Team(Row):
    __tablename__ = "team"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))


class Bay(Row):
    __tablename__ = "bay"
    __table_args__ = (UniqueConstraint("site_id", "number"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    number: Mapped[str] = mapped_column(String(16))
    kind: Mapped[BayKind]
    capacity: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    out_of_service: Mapped[str | None] = mapped_column(String(200))
    out_of_service_until: Mapped[datetime | None]


class StandardJob(Row):
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
    price_cents: Mapped[int | None] = mapped_column(BigId)
    checklist: Mapped[list[str]] = mapped_column(default=list)
    parts: Mapped[list[Any]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)


class Checklist(Row):
    """What is ticked at a check (`self`, `leader`, `final`) or at the `handover`, for a service type or (empty) all."""

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("site_id", "occasion", "service_type"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    occasion: Mapped[str] = mapped_column(String(16))
    service_type: Mapped[str] = mapped_column(String(32), default="")
    items: Mapped[list[str]]
