"""The people who work here: who they are, how they get in, what they may do, and their leaving."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from board.commands.change import Change, command
from board.commands.codes import issue_code
from board.commands.doors import end_sign_ins, note
from board.commands.setting_up.calendar import shift_of
from board.commands.setting_up.seen import require_seen
from board.commands.setting_up.teams import team_of
from board.domain.appointments import shown_since
from board.domain.codes import CodeKind
from board.domain.people import CertificateKind, Role, Skill
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.signing_in import Event
from board.domain.staff import (
    certificate_end,
    login_kept,
    loses_something,
    require_admin_left,
    require_clocked_off,
    require_somebody_else,
)
from board.domain.stages import LIVE
from board.store import models


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
    phone: str | None = None,
    shift: int | None = None,
    demo: bool = False,
    one_time: bool = False,
) -> Mapping[str, Any]:
    """Somebody who works here, with a badge. `certificates` end at these times (UTC). With a `one_time` password they
    choose another when they first sign in.

    Refused: `login_taken`, `login_shape`, `not_found` (team, shift), `demo_refused` for demo people on a real site.
    """
    login = _free_login(change, login)
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
        password_is_one_time=one_time and password_hash is not None,
        team_id=team_of(change, team).id if team is not None else None,
        shift_id=shift_of(change, shift).id if shift is not None else None,
        skills=[skill.value for skill in skills],
        certificates=[
            models.Certificate(kind=kind, expires_at=expires_at) for kind, expires_at in (certificates or {}).items()
        ],
        language=language,
        phone=phone,
        demo=demo,
    )
    change.session.add(person)
    change.log.flush()
    badge = _issue_badge(change, person)
    change.touch("person", person.id)
    return {"person": person.id, "badge": badge}


@command(Action.set_up)
def change_person(
    change: Change,
    person: int,
    name: str,
    roles: Sequence[Role],
    login: str | None = None,
    team: int | None = None,
    skills: Sequence[Skill] = (),
    language: str | None = None,
    phone: str | None = None,
    shift: int | None = None,
    seen: str | None = None,
) -> Mapping[str, Any]:
    """What is known of somebody. Who loses something that they were allowed to do is signed out everywhere.

    Refused: `not_found`, `login_taken`, `login_shape`, `last_admin` (nobody else could set the workshop up),
    `changed_meanwhile`.
    """
    row = anybody(change, person)
    require_seen(seen, row)
    login = _free_login(change, login, but=row.id)
    before = [Role(each) for each in row.roles]
    if Role.admin not in roles or login is None:
        _require_admin_left(change, row)
    if loses_something(before, roles):
        end_sign_ins(change, row)
    if name != row.name:
        change.touch("job", *_cars_of(change, row.id))
        change.touch("appointment", *_booked_with(change, row.id))
    row.name, row.login, row.phone, row.language = name, login, phone, language
    row.roles = [role.value for role in roles]
    row.skills = [skill.value for skill in skills]
    row.team_id = team_of(change, team).id if team is not None else None
    row.shift_id = shift_of(change, shift).id if shift is not None else None
    change.details = {"person": row.id}
    change.touch("person", row.id)
    return {}


@command(Action.set_up)
def set_password(change: Change, person: int, password_hash: str | None, one_time: bool = False) -> Mapping[str, Any]:
    """A new password for desks, or None: no way in by password. Their sign-ins at desks end. With a `one_time`
    password they choose another when they sign in; one's own never is.

    Refused: `not_found`, `login_needed` (nobody can sign in without a name for it), `last_admin`.
    """
    row = change.person(person)
    if password_hash is None:
        _require_admin_left(change, row)
    elif row.login is None:
        raise Refused("login_needed", name=row.name)
    row.password_hash = password_hash
    row.password_is_one_time = one_time and password_hash is not None and row.id != change.actor.person
    if row.id != change.actor.person:
        end_sign_ins(change, row, models.SignIn.device_id.is_(None))
    change.details = {"person": row.id}
    return {}


@command(Action.set_up)
def set_pin(change: Change, person: int, pin_hash: str | None) -> Mapping[str, Any]:
    """A new PIN for tablets, or None: no way in there. Their sign-ins on tablets end. Refused: `not_found`."""
    row = change.person(person)
    row.pin_hash = pin_hash
    end_sign_ins(change, row, models.SignIn.device_id.is_not(None))
    change.details = {"person": row.id}
    return {}


@command(Action.set_up)
def set_certificates(
    change: Change, person: int, certificates: Mapping[CertificateKind, date], seen: str | None = None
) -> Mapping[str, Any]:
    """The certificates somebody has, each with the last day that is printed on it: it is good until that day is over.

    Refused: `not_found`, `changed_meanwhile`.
    """
    row = anybody(change, person)
    held = sorted(row.certificates, key=lambda each: each.expires_at, reverse=True)
    require_seen(seen, *certificates_in_order(row))
    for kind in CertificateKind:
        of_kind = [each for each in held if each.kind is kind]
        if kind in certificates:
            ends = certificate_end(certificates[kind], change.site.timezone)
            if of_kind:
                of_kind.pop(0).expires_at = ends
            else:
                change.session.add(models.Certificate(person_id=row.id, kind=kind, expires_at=ends))
        for gone in of_kind:
            change.session.delete(gone)
    change.details = {"person": row.id}
    change.touch("person", row.id)
    change.touch("job", *_cars_of(change, row.id))
    return {}


@command(Action.set_up)
def renew_badge(change: Change, person: int) -> Mapping[str, Any]:
    """A new badge for one that was lost: the old one opens nothing from now on, and their sign-ins on tablets end.

    Refused: `not_found`.
    """
    row = change.person(person)
    _revoke_badges(change, row)
    end_sign_ins(change, row, models.SignIn.device_id.is_not(None))
    badge = _issue_badge(change, row)
    change.details = {"person": row.id}
    return {"badge": badge}


@command(Action.set_up)
def deactivate_person(change: Change, person: int) -> Mapping[str, Any]:
    """Somebody has left: they are signed out at once, their badge opens nothing, and no car is given to them any more.

    Refused: `not_found`, `not_yourself`, `last_admin`, `still_clocked_on`.
    """
    row = change.person(person)
    require_somebody_else(row.id, change.actor.person)
    _require_admin_left(change, row)
    require_clocked_off(row.name, _clocked_on(change, row))
    given = select(models.Assignment).join(models.Job).where(models.Assignment.person_id == row.id)
    for assignment in change.session.scalars(given.where(models.Job.stage.in_(LIVE))):
        change.touch("job", assignment.job_id)
        change.session.delete(assignment)
    end_sign_ins(change, row)
    _revoke_badges(change, row)
    row.active = False
    change.details = {"person": row.id}
    change.touch("person", row.id)
    return {}


@command(Action.set_up)
def reactivate_person(change: Change, person: int) -> Mapping[str, Any]:
    """Somebody is back, with a new badge; password and PIN are as they were. Refused: `not_found`."""
    row = anybody(change, person)
    if row.active:
        raise Refused("not_found")
    row.active = True
    badge = _issue_badge(change, row)
    change.details = {"person": row.id}
    change.touch("person", row.id)
    return {"badge": badge}


@command(Action.set_up)
def end_persons_sign_ins(change: Change, person: int) -> Mapping[str, Any]:
    """Sign somebody out everywhere, at desks and tablets. Refused: `not_found`."""
    row = change.person(person)
    end_sign_ins(change, row)
    change.details = {"person": row.id}
    return {}


@command(Action.set_up)
def reset_second_factor(change: Change, person: int) -> Mapping[str, Any]:
    """Take the second factor away from somebody who lost it: the password alone lets them in again, and their sign-ins
    at desks end. Refused: `not_found`, `second_factor_missing`."""
    row = change.person(person)
    factor = change.session.get(models.SecondFactor, row.id)
    if factor is None:
        raise Refused("second_factor_missing")
    change.session.delete(factor)
    end_sign_ins(change, row, models.SignIn.device_id.is_(None))
    note(change, Event.second_factor_off, person=row.id)
    change.details = {"person": row.id}
    return {}


def _booked_with(change: Change, person_id: int) -> Sequence[int]:
    """The appointments on the board that bear somebody's name: as their advisor, or as who booked them."""
    booked = models.Appointment
    query = select(booked.id).where(
        booked.site_id == change.site.id,
        booked.at >= shown_since(change.site.day, change.site.timezone),
        (booked.advisor_id == person_id) | (booked.booked_by_id == person_id),
    )
    return change.session.scalars(query).all()


def anybody(change: Change, person_id: int) -> models.Person:
    """A person of this site, also one who has left. Refused: `not_found`."""
    row = change.session.get(models.Person, person_id)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    return row


def certificates_in_order(row: models.Person) -> list[models.Certificate]:
    """Somebody's certificates, as their version is made from them."""
    return sorted(row.certificates, key=lambda each: each.id)


def _free_login(change: Change, login: str | None, but: int | None = None) -> str | None:
    kept = login_kept(login)
    if kept is None:
        return None
    query = select(models.Person.id).where(models.Person.site_id == change.site.id, models.Person.login == kept)
    if any(person_id != but for person_id in change.session.scalars(query)):
        raise Refused("login_taken", login=kept)
    return kept


def _require_admin_left(change: Change, leaving: models.Person) -> None:
    """Where an administrator is about to be none any more, another one can still sign in."""
    if Role.admin not in leaving.roles or not leaving.active:
        return
    query = select(models.Person).where(
        models.Person.site_id == change.site.id,
        models.Person.active,
        models.Person.id != leaving.id,
        models.Person.login.is_not(None),
        models.Person.password_hash.is_not(None),
    )
    require_admin_left(sum(Role.admin in each.roles for each in change.session.scalars(query)))


def _clocked_on(change: Change, row: models.Person) -> list[str]:
    query = select(models.Job.number).join(models.ClockedOn, models.ClockedOn.job_id == models.Job.id)
    return list(change.session.scalars(query.where(models.ClockedOn.person_id == row.id)))


def _cars_of(change: Change, person_id: int) -> list[int]:
    """The cars on the floor whose cards name somebody."""
    named = or_(
        models.Job.advisor_id == person_id,
        models.Job.id.in_(select(models.Assignment.job_id).where(models.Assignment.person_id == person_id)),
        models.Job.id.in_(select(models.ClockedOn.job_id).where(models.ClockedOn.person_id == person_id)),
    )
    query = select(models.Job.id).where(models.Job.site_id == change.site.id, models.Job.stage.in_(LIVE), named)
    return list(change.session.scalars(query))


def _revoke_badges(change: Change, row: models.Person) -> None:
    query = select(models.Code).where(
        models.Code.person_id == row.id, models.Code.kind == CodeKind.badge, models.Code.revoked_at.is_(None)
    )
    for code in change.session.scalars(query):
        code.revoked_at = change.at


def _issue_badge(change: Change, row: models.Person) -> str:
    return issue_code(change, CodeKind.badge, person=row.id).text or ""
