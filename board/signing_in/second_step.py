"""The second factor: setting it up, and the step that asks for it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from board.domain import attempts, second_factor
from board.domain.refusals import Refused
from board.domain.signing_in import Event
from board.signing_in.desk import need_of
from board.signing_in.limits import count_failure, forget_failures, require_unlocked, take_turn
from board.signing_in.sign_ins import Visit, begin
from board.store import models
from board.store.door_events import Caller, note
from board.store.keys import RECOVERY_CODE, SECOND_FACTOR, Key
from board.store.transaction import Store


@dataclass(frozen=True, slots=True)
class SetUp:
    """A second factor that is offered: it counts when a code of it was given back."""

    nonce: str
    secret: bytes


def proposed(key: Key, token: str) -> SetUp:
    """The second factor that a sign-in is offered: the same each time it asks, another one for every sign-in."""
    nonce = sha256(f"second factor:{token}".encode()).hexdigest()[:32]
    return SetUp(nonce, key.derive(SECOND_FACTOR, nonce, second_factor.SECRET_BYTES))


def recovery_codes_of(key: Key, nonce: str) -> tuple[str, ...]:
    """The ten recovery codes that follow from a nonce."""
    pieces = [key.derive(RECOVERY_CODE, f"{nonce}:{place}", 8) for place in range(second_factor.RECOVERY_CODES)]
    return second_factor.recovery_codes(pieces)


def give_second_step(store: Store, person_id: int, typed: str, visit: Visit, now: datetime) -> str:
    """Take a code of somebody whose password was right; gives the token of the sign-in that takes over.

    A code of the app and a recovery code are each good once. Refused: `wrong_code`, `too_many_attempts`,
    `sign_in_first` (they have left meanwhile).
    """
    subjects = attempts.second_step(person_id)
    require_unlocked(store, subjects, now)
    with store.changing() as session:
        take_turn(session, subjects, now)
        person = session.get(models.Person, person_id)
        if person is None or not person.active:
            raise Refused("sign_in_first")
        if _take(session, store.key, person, typed, visit, now):
            forget_failures(session, subjects[0])
            return begin(session, person, visit, now, need_of(session, person, code_given=True))
        caller = Caller(person.site_id, person.id, address=visit.address)
        note(session, Event.wrong_code, now, caller)
        if count_failure(session, subjects, now):
            note(session, Event.locked, now, caller)
    raise Refused("wrong_code")


def _take(session: Session, key: Key, person: models.Person, typed: str, visit: Visit, now: datetime) -> bool:
    """Use up the code, if it is one. Whose second factor was taken away meanwhile needs none."""
    row = session.get(models.SecondFactor, person.id)
    if row is None:
        return True
    secret = key.derive(SECOND_FACTOR, row.nonce, second_factor.SECRET_BYTES)
    step = second_factor.accepted_step(secret, typed, now, row.last_step)
    if step is not None:
        row.last_step = step
        return True
    place = second_factor.recovery_code_used(recovery_codes_of(key, row.recovery_nonce), row.used_codes, typed)
    if place is None:
        return False
    row.used_codes = [*row.used_codes, place]
    note(session, Event.recovery_code_used, now, Caller(person.site_id, person.id, address=visit.address))
    return True
