"""Making a workshop: its site, bays, people, badges and screens."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.domain.bays import BayKind
from board.domain.codes import CodeKind, make_code
from board.domain.people import CertificateKind, Role, Skill
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.shifts import local_day
from board.store import models
from board.store.transaction import Store

SCREEN_VIEWS = ("workshop", "lounge", "tablet")
"""What a device can be paired as."""


def found_site(
    store: Store,
    name: str,
    language: str,
    timezone: str,
    now: datetime,
    demo: bool = False,
    brand: str = "#0b6e69",
    shift: tuple[str, str] = ("08:00", "18:00"),
) -> int:
    """Make a workshop in a database, and the installation with it when this is the first; gives the site's id.

    `shift` is its begin and end, `HH:MM` at the site.

    Refused: `demo_refused` (a demo workshop beside a real one).
    """
    with store.changing() as session:
        installation = session.get(models.Installation, 1)
        if installation is None:
            session.add(models.Installation(epoch=secrets.token_hex(8), demo=demo, made_at=now))
        elif demo and not installation.demo:
            raise Refused("demo_refused")
        site = models.Site(
            name=name,
            language=language,
            timezone=timezone,
            brand=brand,
            day=local_day(now, timezone),
            shift_start=shift[0],
            shift_end=shift[1],
        )
        session.add(site)
        session.flush()
        return site.id


def digest(token: str) -> str:
    """How a random token is kept: nobody can get it back from the database."""
    return hashlib.sha256(token.encode()).hexdigest()


@command(Action.set_up)
def add_team(change: Change, name: str) -> Mapping[str, Any]:
    """A team of technicians."""
    team = models.Team(site_id=change.site.id, name=name)
    change.session.add(team)
    change.log.flush()
    return {"team": team.id}


@command(Action.set_up)
def add_bay(change: Change, number: str, kind: BayKind, capacity: int = 1) -> Mapping[str, Any]:
    """A bay, after those already there. Refused: `number_taken`."""
    bays = change.session.scalars(select(models.Bay).where(models.Bay.site_id == change.site.id)).all()
    if any(bay.number == number for bay in bays):
        raise Refused("number_taken", number=number)
    bay = models.Bay(
        site_id=change.site.id,
        number=number,
        kind=kind,
        capacity=capacity,
        position=max((bay.position for bay in bays), default=0) + 1,
    )
    change.session.add(bay)
    change.log.flush()
    change.touch("bay", bay.id)
    return {"bay": bay.id}


@command(Action.set_up)
def take_bay_out(change: Change, bay: int, reason: str, until: datetime | None = None) -> Mapping[str, Any]:
    """Take a bay out of service, with a reason and an expected end (UTC). Refused: `not_found`, `reason_needed`."""
    if not reason.strip():
        raise Refused("reason_needed")
    row = change.bay(bay)
    row.out_of_service, row.out_of_service_until = reason.strip(), until
    change.touch("bay", row.id)
    return {}


@command(Action.set_up)
def add_person(
    change: Change,
    name: str,
    roles: Sequence[Role],
    login: str | None = None,
    password_hash: str | None = None,
    pin_hash: str | None = None,
    team: int | None = None,
    skills: Sequence[Skill] = (),
    certificates: Mapping[CertificateKind, datetime] | None = None,
    language: str | None = None,
    demo: bool = False,
) -> Mapping[str, Any]:
    """Somebody who works here, with a badge. Refused: `login_taken`, `demo_refused` for demo people on a real site."""
    if login is not None and _known(change, login):
        raise Refused("login_taken", login=login)
    installation = change.session.get(models.Installation, 1)
    if demo and (installation is None or not installation.demo):
        raise Refused("demo_refused")
    person = models.Person(
        site_id=change.site.id,
        name=name,
        roles=[role.value for role in roles],
        login=login,
        password_hash=password_hash,
        pin_hash=pin_hash,
        team_id=team,
        skills=[skill.value for skill in skills],
        certificates=[
            models.Certificate(kind=kind, expires_at=expires_at) for kind, expires_at in (certificates or {}).items()
        ],
        language=language,
        demo=demo,
    )
    change.session.add(person)
    change.log.flush()
    badge = models.Code(
        site_id=change.site.id,
        text=make_code(CodeKind.badge, secrets.token_bytes(17)).text,
        kind=CodeKind.badge,
        person_id=person.id,
        issued_at=change.at,
    )
    change.session.add(badge)
    change.touch("person", person.id)
    return {"person": person.id, "badge": badge.text}


def _known(change: Change, login: str) -> bool:
    query = select(models.Person.id).where(models.Person.site_id == change.site.id, models.Person.login == login)
    return change.session.scalar(query) is not None


@command(Action.set_up)
def pair_device(
    change: Change, name: str, view: str, token_digest: str, language: str | None = None
) -> Mapping[str, Any]:
    """A screen or tablet of this site, known by its token from now on. Refused: `not_found` (no such view)."""
    if view not in SCREEN_VIEWS:
        raise Refused("not_found")
    device = models.Device(
        site_id=change.site.id,
        name=name,
        view=view,
        language=language,
        token_digest=token_digest,
        paired_at=change.at,
    )
    change.session.add(device)
    change.log.flush()
    return {"device": device.id}


@command(Action.set_up)
def revoke_device(change: Change, device: int) -> Mapping[str, Any]:
    """A screen that may no longer see anything. Refused: `not_found`."""
    row = change.session.get(models.Device, device)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    row.revoked_at = change.at
    return {}
