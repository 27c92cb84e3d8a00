"""Sign-ins: how they begin, what keeps them, and how they end."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Integer, String, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from board.commands.setting_up import digest
from board.domain.people import Role
from board.domain.permissions import Principal
from board.domain.signing_in import (
    ABSOLUTE_LIMIT,
    DUE,
    IDLE_LIMIT,
    REFUSALS_APART,
    UNFINISHED_LIMIT,
    Event,
    Need,
)
from board.store import models
from board.store.door_events import Caller, note, was_refused_since
from board.store.transaction import Store

_SEEN_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Visit:
    """Where somebody comes from: the address, what the browser calls itself, and the token of the sign-in it has."""

    address: str = ""
    browser: str = ""
    token: str = ""


def begin(
    session: Session, person: models.Person, visit: Visit, now: datetime, needs: Need | None, device: int | None = None
) -> str:
    """Begin a sign-in; gives the token for the cookie, always a new one. What this browser or this tablet had before
    has ended, so that nobody goes on in a sign-in that somebody else brought along."""
    token = secrets.token_urlsafe(32)
    end_all(session, models.SignIn.token_digest == digest(visit.token), now)
    if device is not None:
        end_all(session, models.SignIn.device_id == device, now)
    row = models.SignIn(
        token_digest=digest(token),
        person_id=person.id,
        device_id=device,
        began_at=now,
        seen_at=now,
        needs=needs,
        address=visit.address[:45],
        browser=visit.browser[:200],
    )
    session.add(row)
    if needs is None:
        note(session, Event.signed_in, now, Caller(person.site_id, person.id, device, visit.address))
    return token


def still_counts(now: datetime) -> tuple[Any, ...]:
    """What is true of a sign-in that has not ended, was used lately, and is not too old."""
    row = models.SignIn
    return (
        row.ended_at.is_(None),
        row.seen_at > now - IDLE_LIMIT,
        row.began_at > now - ABSOLUTE_LIMIT,
        or_(row.needs.is_(None), row.began_at > now - UNFINISHED_LIMIT),
    )


def end_all(session: Session, which: Any, now: datetime) -> list[models.SignIn]:
    """End these sign-ins; gives those that had not ended yet."""
    found = list(session.scalars(select(models.SignIn).where(which, models.SignIn.ended_at.is_(None))))
    for row in found:
        row.ended_at = now
    return found


def sign_out(store: Store, sign_in: int | None, now: datetime) -> None:
    """End a sign-in, everywhere it is used."""
    with store.changing() as session:
        for row in end_all(session, models.SignIn.id == sign_in, now):
            _note_end(session, row, Event.signed_out, now)


def end_own_sign_ins(
    store: Store, person: int, now: datetime, *, only: int | None = None, but: int | None = None
) -> int:
    """End one of somebody's sign-ins (`only`), or all `but` one; tells how many. Another person's are not there."""
    which = models.SignIn.id == only if only is not None else models.SignIn.id != but
    with store.changing() as session:
        ended = end_all(session, (models.SignIn.person_id == person) & which, now)
        for row in ended:
            _note_end(session, row, Event.ended, now)
    return len(ended)


def _note_end(session: Session, row: models.SignIn, event: Event, now: datetime) -> None:
    note(session, event, now, Caller(row.person.site_id, row.person_id, row.device_id, row.address))


def mark_seen(store: Store, sign_in: int | None, seen_at: datetime | None, now: datetime) -> None:
    """Keep a sign-in that is used from ending; written at most every few minutes."""
    if seen_at is None or now - seen_at < _SEEN_EVERY:
        return
    with store.changing() as session:
        row = session.get(models.SignIn, sign_in)
        if row is not None:
            row.seen_at = now


def note_refusal(store: Store, caller: Caller, action: str, now: datetime) -> None:
    """Write down that somebody asked for what they may not: once a minute for the same. Raises Unavailable."""
    since = now - REFUSALS_APART
    with store.reading() as session:
        if was_refused_since(session, caller, action, since):
            return
    with store.changing() as session:
        if not was_refused_since(session, caller, action, since):
            note(session, Event.refused, now, caller, action=action)


@dataclass(frozen=True, slots=True)
class Rights:
    """Every sign-in that counts, with what its person is now, and every paired screen, with the version of what its
    page is told."""

    sign_ins: Mapping[int, frozenset[Role | Principal]]
    devices: Mapping[int, int]


def rights(store: Store, now: datetime) -> Rights:
    """What there is at this moment, in one query, however many screens ask. Raises Unavailable."""
    sign_in, person, device = models.SignIn, models.Person, models.Device
    people = (
        select(
            sign_in.id,
            literal(0, Integer).label("version"),
            cast(person.roles, String).label("roles"),
            sign_in.device_id.label("device"),
            cast(sign_in.needs, String).label("needs"),
        )
        .join(person, person.id == sign_in.person_id)
        .where(person.active, *still_counts(now))
    )
    paired = select(device.id, device.version, cast(null(), String), cast(null(), Integer), cast(null(), String)).where(
        device.revoked_at.is_(None)
    )
    sign_ins: dict[int, frozenset[Role | Principal]] = {}
    devices: dict[int, int] = {}
    with store.reading() as session:
        found: Iterable[Any] = session.execute(union_all(people, paired))
        for row_id, version, roles, on, needs in found:
            if roles is None:
                devices[row_id] = version
            else:
                sign_ins[row_id] = roles_of(json.loads(roles), Need(needs) if needs else None, on)
    return Rights(sign_ins, devices)


def roles_of(roles: list[str], needs: Need | None, device: int | None) -> frozenset[Role | Principal]:
    """As what the permission table knows somebody. A PIN is too short for what an administrator can do: on a tablet
    they are what else they are."""
    if needs is not None:
        return frozenset({DUE[needs]})
    held = frozenset(Role(role) for role in roles)
    return held - {Role.admin} if device is not None else held
