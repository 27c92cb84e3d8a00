"""Signing in on a paired tablet: a badge or a name says who, the PIN opens."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from board.domain import attempts
from board.domain.refusals import Refused
from board.domain.signing_in import Event
from board.signing_in.hashing import fits
from board.signing_in.limits import count_failure, forget_failures, require_unlocked, take_turn
from board.signing_in.sign_ins import Visit, begin, roles_of
from board.store import models
from board.store.door_events import Caller, note
from board.store.transaction import Store

_Result = TypeVar("_Result")


def sign_in_on_tablet(store: Store, tablet: int, person_id: int, pin: str, visit: Visit, now: datetime) -> str:
    """Sign a person in on a paired tablet by PIN; gives the token for the cookie.

    Refused: `wrong_pin`, `too_many_attempts` (see `domain.attempts`).
    """

    def begun(session: Session, person: models.Person) -> str:
        return begin(session, person, visit, now, None, tablet)

    return _with_right_pin(store, tablet, person_id, pin, visit.address, now, begun)


def require_pin(store: Store, tablet: int, person_id: int, pin: str, now: datetime) -> None:
    """The PIN that somebody gave on a tablet without network is theirs: counted, and locked, as signing in there is.

    Refused: `wrong_pin`, `too_many_attempts`.
    """
    _with_right_pin(store, tablet, person_id, pin, "", now, lambda _session, _person: None)


def _with_right_pin(
    store: Store,
    tablet: int,
    person_id: int,
    pin: str,
    address: str,
    now: datetime,
    then: Callable[[Session, models.Person], _Result],
) -> _Result:
    subjects = attempts.on_tablet(person_id, tablet)
    require_unlocked(store, subjects, now)
    with store.reading() as session:
        person = session.get(models.Person, person_id)
        device = session.get_one(models.Device, tablet)
    if person is not None and not _works_here(person, device):
        person = None
    right = fits(person.pin_hash if person else None, pin)
    with store.changing() as session:
        take_turn(session, subjects, now)
        if person is not None and right:
            forget_failures(session, subjects[0])
            return then(session, person)
        caller = Caller(device.site_id, person.id if person else None, device.id, address)
        locked = count_failure(session, subjects, now)
        note(session, Event.wrong_pin, now, caller)
        if locked:
            note(session, Event.locked, now, caller)
    raise Refused("wrong_pin")


def _works_here(person: models.Person, tablet: models.Device) -> bool:
    """Somebody of this site who has something to do on a tablet."""
    return person.active and person.site_id == tablet.site_id and bool(roles_of(person.roles, None, tablet.id))
