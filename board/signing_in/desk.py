"""Signing in at a desk: a password, then what is still missing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain import attempts
from board.domain.refusals import Refused
from board.domain.signing_in import Event, Need, next_need
from board.signing_in.hashing import fits
from board.signing_in.limits import count_failure, forget_failures, require_unlocked, take_turn
from board.signing_in.sign_ins import Visit, begin
from board.store import models
from board.store.door_events import Caller, note
from board.store.transaction import Store


def sign_in_with_password(store: Store, login: str, password: str, visit: Visit, now: datetime) -> str:
    """Sign a person in at a desk; gives the token for the cookie. The sign-in may still need something (`Need`).

    Refused: `wrong_password`, `too_many_attempts` (see `domain.attempts`).
    """
    login = login.strip().casefold()
    if "\x00" in login:
        raise Refused("wrong_password")  # nobody's, and no text for a database
    subjects = attempts.at_desk(login[:64], visit.address)
    require_unlocked(store, subjects, now)
    named = _named(store, login)
    person = next((each for each in named if fits(each.password_hash, password)), None)
    if not named:
        fits(None, password)
    with store.changing() as session:
        take_turn(session, subjects, now)
        if person is None:
            known = named[0] if named else None
            site = known.site_id if known else _only_site(session)
            caller = Caller(site, known.id if known else None, address=visit.address)
            note(session, Event.wrong_password, now, caller)
            if count_failure(session, subjects, now):
                note(session, Event.locked, now, caller)
        else:
            forget_failures(session, subjects[0])
            return begin(session, person, visit, now, need_of(session, person, code_given=False))
    raise Refused("wrong_password")


def go_on(store: Store, person: int, visit: Visit, now: datetime, *, code_given: bool = True) -> str:
    """A step of signing in was done, or something about getting in was changed: a new sign-in takes over from the
    browser's present one, with what is missing now. Refused: `sign_in_first` (they have left meanwhile)."""
    with store.changing() as session:
        row = session.get(models.Person, person)
        if row is None or not row.active:
            raise Refused("sign_in_first")
        return begin(session, row, visit, now, need_of(session, row, code_given=code_given))


def require_own_password(store: Store, person: int, password: str, visit: Visit, now: datetime) -> str:
    """Whoever changes how they get in says their password again; gives its hash, as the proof of which it was.

    Refused: `old_password_wrong`, `too_many_attempts`, `desk_only` (they have none).
    """
    with store.reading() as session:
        row = session.get_one(models.Person, person)
    if row.login is None or row.password_hash is None:
        raise Refused("desk_only")
    subjects = attempts.at_desk(row.login, visit.address)
    require_unlocked(store, subjects, now)
    if fits(row.password_hash, password):
        return row.password_hash
    with store.changing() as session:
        take_turn(session, subjects, now)
        count_failure(session, subjects, now)
        note(session, Event.wrong_password, now, Caller(row.site_id, row.id, address=visit.address))
    raise Refused("old_password_wrong")


def need_of(session: Session, person: models.Person, *, code_given: bool) -> Need | None:
    """What this person's sign-in at a desk still needs."""
    row = models.SignIn
    before = select(row.id).where(row.person_id == person.id, row.device_id.is_(None), row.needs.is_(None))
    return next_need(
        person.roles,
        has_second_factor=session.get(models.SecondFactor, person.id) is not None,
        code_given=code_given,
        password_is_one_time=person.password_is_one_time,
        required_of_admins=session.get_one(models.Site, person.site_id).second_factor_for_admins,
        first_time=session.scalars(before.limit(1)).first() is None,
    )


def _named(store: Store, login: str) -> list[models.Person]:
    """Whoever signs in by this name: one of each site at most."""
    with store.reading() as session:
        query = select(models.Person).where(models.Person.login == login, models.Person.active)
        return list(session.scalars(query.order_by(models.Person.id)))


def _only_site(session: Session) -> int | None:
    """Whose door it was that somebody unknown knocked at, where there is one site; else nobody can say."""
    sites = session.scalars(select(models.Site.id).limit(2)).all()
    return sites[0] if len(sites) == 1 else None
