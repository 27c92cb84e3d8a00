"""How somebody or something gets in: codes on paper, screens, sign-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.domain.codes import CodeKind
from board.domain.signing_in import Event, Need
from board.store.models.base import Base, Row, partial_index
from board.store.models.people import Person


class Code(Row):
    """A printed code: of a job's card, its customer's copy or its exit pass, or of a person's badge.

    The customer's copy opens a page for whoever has it, so its text is not kept: it follows from the `nonce` and the
    installation's secret key, and is found by its `digest` (see `store.keys`). The others open nothing by themselves.
    """

    __tablename__ = "code"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    text: Mapped[str | None] = mapped_column(String(40), unique=True)
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    nonce: Mapped[str | None] = mapped_column(String(32))
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
    __table_args__ = (partial_index("ix_sign_in_live", "began_at", "ended_at IS NULL"),)

    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    needs: Mapped[Need | None]
    """What is still missing; until then it opens the next step and nothing else."""
    address: Mapped[str] = mapped_column(String(45), default="")
    browser: Mapped[str] = mapped_column(String(200), default="")
    """How the browser calls itself."""

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Attempts(Base):
    """Failed attempts in a row (see `domain.attempts`); `name` finds those of one name at all places."""

    __tablename__ = "attempts"

    subject: Mapped[str] = mapped_column(String(160), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(80), index=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    last_at: Mapped[datetime]


class SecondFactor(Base):
    """Somebody's second factor. Its secret and the recovery codes follow from the nonces and the installation's secret
    key: nobody can read them from the database, or from a backup of it."""

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(32))
    recovery_nonce: Mapped[str] = mapped_column(String(32))
    since: Mapped[datetime]
    last_step: Mapped[int | None]
    """The step of the last code: it and older ones open nothing any more."""
    used_codes: Mapped[list[int]] = mapped_column(default=list)
    """Places of the recovery codes that were used."""


class DoorEvent(Row):
    """Who came and went, who failed, and who asked for what they may not. Only ever added, kept for a time."""

    __tablename__ = "door_event"
    __table_args__ = (Index("ix_door_event_site_id_id", "site_id", "id"),)

    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    """None where nobody can say whose door it was: a name that nobody has."""
    at: Mapped[datetime] = mapped_column(index=True)
    event: Mapped[Event]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who ended it, where that was somebody else."""
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    address: Mapped[str] = mapped_column(String(45), default="")
    action: Mapped[str | None] = mapped_column(String(40))
    """What was refused."""
