"""What tablets kept while they had no network, and sent later."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from board.domain.late_scans import Clock, Settling
from board.store.models.base import Base, Row, partial_index


class Outbox(Base):
    """How far a tablet's outbox has been taken: `expects` is the number of its next item. `key` is random, made by the
    tablet; `device_id` is the device that began it, also where the tablet was paired again since."""

    __tablename__ = "outbox"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    expects: Mapped[int] = mapped_column(default=1)


class LateScan(Row):
    """A scan that could not be carried out when it arrived: what happened, as it was told. Only its settling is
    written later. `at` is when it was made, `code` why it was refused, `proven` whether it was shown who made it."""

    __tablename__ = "late_scan"
    __table_args__ = (
        UniqueConstraint("site_id", "outbox", "seq"),
        Index("ix_late_scan_site_id_command_id", "site_id", "command_id"),
        partial_index("ix_late_scan_open", "site_id", where="settled_at IS NULL"),
    )

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    outbox: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    command_id: Mapped[str | None] = mapped_column(String(64))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    step: Mapped[str | None] = mapped_column(String(40))
    said: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    clock: Mapped[Clock]
    proven: Mapped[bool]
    code: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None with `settled_at`: it could be carried out after all, when another tablet's scans had come."""
    way: Mapped[Settling | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
