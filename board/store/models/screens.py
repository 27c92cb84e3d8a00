"""Screens on their way in, and how those that are paired say they are. Neither is part of a site's history."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from board.domain.screens import StaleReason
from board.store.models.base import Base, BigId, Row


class Pairing(Row):
    """A code that an unpaired screen shows. The screen's own secret becomes its token when the code is used: nobody
    else ever has it, and only its digest is kept."""

    __tablename__ = "pairing"

    code: Mapped[str] = mapped_column(String(8), unique=True)
    secret_digest: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    """What was paired with it: it is used up."""


class ScreenHealth(Base):
    """The last report of a paired screen; written over, in batches."""

    __tablename__ = "screen_health"

    device_id: Mapped[int] = mapped_column(BigId, ForeignKey("device.id"), primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]
    since: Mapped[datetime]
    """Since when its reports say the same: fine, or `stale` for this reason."""
    stale: Mapped[StaleReason | None]
    asleep: Mapped[bool]
    view: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(40))
    """Of the pages' code."""
    revision: Mapped[int | None] = mapped_column(BigId)
    painted_ms_ago: Mapped[int] = mapped_column(BigId)
    good_ms_ago: Mapped[int | None] = mapped_column(BigId)
    errors: Mapped[int]
    """Since its page was loaded."""
    last_error: Mapped[str | None] = mapped_column(String(200))
    memory_mb: Mapped[int | None]
    width: Mapped[int]
    height: Mapped[int]
    browser: Mapped[str] = mapped_column(String(40))
    uptime_s: Mapped[int] = mapped_column(BigId)
    """Seconds since its page was loaded."""
