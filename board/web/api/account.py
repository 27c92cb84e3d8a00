"""One's own account: password, second factor, and the sign-ins one has. What changes how somebody gets in asks for the
present password again; the sign-in goes on as a new one."""

import hashlib
from typing import Any

from flask import Response, jsonify, make_response

from board import access
from board.access import Credentials
from board.commands import own_account
from board.commands.change import Command
from board.domain import second_factor
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.staff import require_password
from board.screens.account import account
from board.signing_in import (
    SetUp,
    end_own_sign_ins,
    go_on,
    hash_secret,
    proposed,
    recovery_codes_of,
    require_own_password,
)
from board.store import models
from board.web.api import wire
from board.web.api.endpoints import done, endpoint
from board.web.api.people import signed_in
from board.web.paper.qr import qr_svg
from board.web.parts import asker, now, parts
from board.web.routing import visit


@endpoint("GET", "/account", Action.open_account, answer=wire.AnyAnswer)
def read_account() -> dict[str, Any]:
    """How the asker gets in, what is still missing of that, and where they are signed in."""
    who = asker()
    with parts().store.reading() as session:
        told = account(session, _person(), who.session, now())
    return told | {"needs": who.needs.value if who.needs else None}


@endpoint("POST", "/account/password", Action.change_own_password, wire.OwnPassword, wire.AnyAnswer)
def change_own_password(sent: wire.OwnPassword) -> Response:
    """Choose another password. Every other sign-in at a desk ends.

    Refused: `old_password_wrong`, `too_many_attempts`, `same_password`, `password_short`, `password_weak`,
    `changed_meanwhile`."""
    person = _person()
    with parts().store.reading() as session:
        row = session.get_one(models.Person, person)
    require_password(sent.password, row.name, row.login, row.phone)
    present = _password_said(sent.present)
    if sent.password == sent.present:
        raise Refused("same_password")
    hashes = {"present_hash": present, "password_hash": hash_secret(sent.password)}
    return _done_and_on(own_account.change_own_password, sent.id, hashes)


@endpoint("GET", "/account/second-factor", Action.set_up_own_second_factor, answer=wire.AnyAnswer)
def offer_second_factor() -> dict[str, Any]:
    """A second factor to be set up: the picture for the app, and the same in letters. It counts when a code of it is
    given back. Refused: `desk_only`."""
    offered = _offered()
    with parts().store.reading() as session:
        row = session.get_one(models.Person, _person())
        site = session.get_one(models.Site, row.site_id)
    address = second_factor.set_up_address(offered.secret, site.name, row.login or row.name)
    return {"qr": qr_svg(address), "secret": second_factor.secret_text(offered.secret)}


@endpoint("POST", "/account/second-factor", Action.set_up_own_second_factor, wire.NewSecondFactor, wire.AnyAnswer)
def set_up_second_factor(sent: wire.NewSecondFactor) -> Response:
    """Give back a code of the app: it counts from now on. The answer has ten recovery codes, shown this once.

    Refused: `old_password_wrong`, `too_many_attempts`, `wrong_code`, `second_factor_there`, `desk_only`."""
    offered = _offered()
    if asker().needs is None:
        _password_said(sent.present)
    step = second_factor.accepted_step(offered.secret, sent.code, now(), None)
    if step is None:
        raise Refused("wrong_code")
    nonce = _recovery_nonce(sent.id)
    details = {"nonce": offered.nonce, "recovery_nonce": nonce, "step": step}
    return _done_and_on(own_account.set_up_second_factor, sent.id, details, recovery_nonce=nonce)


@endpoint("POST", "/account/recovery-codes", Action.set_up_own_second_factor, wire.PasswordSaid, wire.AnyAnswer)
def renew_recovery_codes(sent: wire.PasswordSaid) -> dict[str, Any]:
    """Ten new recovery codes, shown this once. Refused: `old_password_wrong`, `too_many_attempts`,
    `second_factor_missing`."""
    _password_said(sent.present)
    nonce = _recovery_nonce(sent.id)
    done(own_account.renew_recovery_codes, sent.id, {"recovery_nonce": nonce})
    return {"recovery_codes": recovery_codes_of(parts().store.key, nonce)}


@endpoint("POST", "/account/second-factor/give-up", Action.give_up_own_second_factor, wire.PasswordSaid, wire.AnyAnswer)
def give_up_second_factor(sent: wire.PasswordSaid) -> Response:
    """Sign in with the password alone again. Refused: `old_password_wrong`, `too_many_attempts`,
    `second_factor_missing`, `second_factor_kept`."""
    _password_said(sent.present)
    return _done_and_on(own_account.give_up_second_factor, sent.id, {})


@endpoint("POST", "/account/sign-ins/<int:sign_in>/end", Action.end_own_sign_ins, answer=wire.AnyAnswer)
def end_sign_in(sign_in: int) -> dict[str, Any]:
    """End one of one's own sign-ins elsewhere; its screens go dark within two seconds. Refused: `not_found`."""
    if end_own_sign_ins(parts().store, _person(), now(), only=sign_in) == 0:
        raise Refused("not_found")
    return {}


@endpoint("POST", "/account/end-other-sign-ins", Action.end_own_sign_ins, answer=wire.AnyAnswer)
def end_other_sign_ins() -> dict[str, Any]:
    """End every one of one's own sign-ins but this one."""
    return {"ended": end_own_sign_ins(parts().store, _person(), now(), but=asker().session)}


def _person() -> int:
    person = asker().person
    if person is None:
        raise Refused("sign_in_first")
    return person


def _offered() -> SetUp:
    """What this sign-in is offered; on a tablet, where a PIN let in, nothing is."""
    if asker().device is not None:
        raise Refused("desk_only")
    return proposed(parts().store.key, asker().token)


def _password_said(password: str) -> str:
    return require_own_password(parts().store, _person(), password, visit(access.DESK_COOKIE), now())


def _recovery_nonce(command_id: str) -> str:
    return hashlib.sha256(f"recovery:{asker().token}:{command_id}".encode()).hexdigest()[:32]


def _done_and_on(
    command: Command, command_id: str, details: dict[str, Any], recovery_nonce: str | None = None
) -> Response:
    """Carry the command out, and let this sign-in go on as a new one with what is missing now."""
    if asker().device is not None:
        raise Refused("desk_only")
    done(command, command_id, details)
    more = {"recovery_codes": recovery_codes_of(parts().store.key, recovery_nonce)} if recovery_nonce else {}
    token = go_on(parts().store, _person(), visit(access.DESK_COOKIE), now())
    answer = signed_in(token, access.DESK_COOKIE, Credentials(session=token))
    told = make_response(jsonify({**answer.get_json(), **more}))
    told.headers.extend([("Set-Cookie", each) for each in answer.headers.getlist("Set-Cookie")])
    return told
