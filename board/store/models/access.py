"""How somebody or something gets in: codes on paper, screens, sign-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.domain.codes import CodeKind
from board.store.models.base import Base, Row
from board.store.models.people import Person


class Code(Row):
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


class Device(Row):
    """A paired screen or tablet. Its token is kept as a SHA-256 digest: it is random, not chosen by a person.

    `version` rises with everything that its page is told, `reloads` when its page has to be loaded anew for that.
    """

    __tablename__ = "device"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    view: Mapped[str] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(16))
    playlist: Mapped[list[Any]] = mapped_column(default=list)
    """Walls that are shown in turn: `{"view": "lounge", "seconds": 15}`; none: `view` alone."""
    sleep_from: Mapped[str | None] = mapped_column(String(5))
    sleep_until: Mapped[str | None] = mapped_column(String(5))
    """`HH:MM` at the site between which it is black; None: never."""
    identify_until: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(16))
    """What the foreman is told of it: `dark` or `stale`, since `trouble_since`."""
    trouble_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    reloads: Mapped[int] = mapped_column(default=0)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignIn(Row):
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
