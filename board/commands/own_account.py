"""What somebody changes of their own account: the password, and the second factor. Their pages ask for the present
password before."""

from collections.abc import Mapping
from typing import Any

from board.commands.change import Change, command
from board.commands.doors import end_sign_ins, note
from board.domain.people import Role
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.signing_in import Event
from board.store import models


@command(Action.change_own_password)
def change_own_password(change: Change, present_hash: str, password_hash: str) -> Mapping[str, Any]:
    """Choose another password; every sign-in at a desk ends, this one goes on as a new one.

    `present_hash` is of the password that was said: when it is not in force any more, `changed_meanwhile`.
    """
    row = _oneself(change)
    if row.password_hash != present_hash:
        raise Refused("changed_meanwhile")
    row.password_hash, row.password_is_one_time = password_hash, False
    end_sign_ins(change, row, models.SignIn.device_id.is_(None))
    note(change, Event.password_changed, person=row.id)
    return {}


@command(Action.set_up_own_second_factor)
def set_up_second_factor(change: Change, nonce: str, recovery_nonce: str, step: int) -> Mapping[str, Any]:
    """Sign in with a code of an app as well from now on. `step` is the step of the code that was given back.

    Refused: `second_factor_there`.
    """
    row = _oneself(change)
    if change.session.get(models.SecondFactor, row.id) is not None:
        raise Refused("second_factor_there")
    factor = models.SecondFactor(
        person_id=row.id, nonce=nonce, recovery_nonce=recovery_nonce, since=change.at, last_step=step
    )
    change.session.add(factor)
    end_sign_ins(change, row, models.SignIn.device_id.is_(None))
    note(change, Event.second_factor_on, person=row.id)
    return {}


@command(Action.set_up_own_second_factor)
def renew_recovery_codes(change: Change, recovery_nonce: str) -> Mapping[str, Any]:
    """Ten new recovery codes; the old ones open nothing any more. Refused: `second_factor_missing`."""
    factor = _factor(change, _oneself(change))
    factor.recovery_nonce, factor.used_codes = recovery_nonce, []
    return {}


@command(Action.give_up_own_second_factor)
def give_up_second_factor(change: Change) -> Mapping[str, Any]:
    """Sign in with the password alone again. Refused: `second_factor_missing`, `second_factor_kept` (the workshop
    wants one of its administrators)."""
    row = _oneself(change)
    if change.site.second_factor_for_admins and Role.admin in row.roles:
        raise Refused("second_factor_kept")
    change.session.delete(_factor(change, row))
    note(change, Event.second_factor_off, person=row.id)
    return {}


def _oneself(change: Change) -> models.Person:
    if change.actor.person is None:
        raise Refused("sign_in_first")
    return change.person(change.actor.person)


def _factor(change: Change, row: models.Person) -> models.SecondFactor:
    found = change.session.get(models.SecondFactor, row.id)
    if found is None:
        raise Refused("second_factor_missing")
    return found
