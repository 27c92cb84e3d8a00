"""What is seen and said at reception, and the pictures."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from board.domain.reception import AttachmentKind, MarkKind, WalkPosition
from board.store.models.base import Row


class Attachment(Row):
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


class WalkRound(Row):
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


class WalkMark(Row):
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
