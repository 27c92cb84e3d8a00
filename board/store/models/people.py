"""Who works here."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.domain.people import CertificateKind
from board.store.models.base import Row
from board.store.models.sites import Team

if TYPE_CHECKING:
    from board.store.models.floor import ClockedOn


class Person(Row):
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
    password_is_one_time: Mapped[bool] = mapped_column(default=False)
    """Somebody else set it: it lets in once, to choose another."""
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)

    team: Mapped[Team | None] = relationship()
    certificates: Mapped[list["Certificate"]] = relationship()
    on: Mapped[list["ClockedOn"]] = relationship(viewonly=True)


class Certificate(Row):
    __tablename__ = "certificate"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[CertificateKind]
    expires_at: Mapped[datetime]
