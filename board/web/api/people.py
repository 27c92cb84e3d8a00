"""Signing in and out, who is who, and what bays there are."""

from typing import Any

from flask import Response, jsonify, make_response, request

from board import access
from board.access import Asker, Credentials
from board.domain.codes import read_code
from board.domain.permissions import PERMISSIONS, Action, permitted
from board.domain.refusals import Refused
from board.screens import foreman, workshop
from board.screens.views import build, state_hash
from board.signing_in import give_second_step, sign_in_on_tablet, sign_in_with_password
from board.signing_in import sign_out as end
from board.web.api import wire
from board.web.api.endpoints import endpoint, look
from board.web.api.scans import badge_holder
from board.web.errors import next_step
from board.web.parts import asker, now, over_plain, parts
from board.web.routing import visit


@endpoint("POST", "/sign-in", Action.sign_in, wire.SignIn, wire.AnyAnswer, csrf=False)
def sign_in(sent: wire.SignIn) -> Response:
    """Sign in at a desk. The answer's `next` is the page on which it goes on, null when it is finished.

    Refused: `wrong_password`, `too_many_attempts`."""
    token = sign_in_with_password(parts().store, sent.login, sent.password, visit(access.DESK_COOKIE), now())
    return signed_in(token, access.DESK_COOKIE, Credentials(session=token))


@endpoint("POST", "/sign-in/code", Action.give_second_step, wire.SecondStep, wire.AnyAnswer)
def give_code(sent: wire.SecondStep) -> Response:
    """The second step: a code of the app, or a recovery code. Refused: `wrong_code`, `too_many_attempts`."""
    token = give_second_step(parts().store, asker().person or 0, sent.code, visit(access.DESK_COOKIE), now())
    return signed_in(token, access.DESK_COOKIE, Credentials(session=token))


@endpoint("POST", "/tablet/sign-in", Action.sign_in_on_tablet, wire.TabletSignIn, wire.AnyAnswer)
def enter_pin(sent: wire.TabletSignIn) -> Response:
    """Sign in on a paired tablet by PIN. Refused: `tablet_only`, `wrong_pin`, `too_many_attempts`."""
    tablet = asker()
    if tablet.device is None or tablet.view != "tablet":
        raise Refused("tablet_only")
    token = sign_in_on_tablet(parts().store, tablet.device, sent.person, sent.pin, visit(access.TABLET_COOKIE), now())
    device = access.credentials(request.cookies, "tablet").device
    return signed_in(token, access.TABLET_COOKIE, Credentials(session=token, device=device))


@endpoint("POST", "/tablet/badge", Action.sign_in_on_tablet, wire.BadgeScan, wire.AnyAnswer)
def read_badge(sent: wire.BadgeScan) -> dict[str, Any]:
    """Whose badge was scanned; it opens nothing. Refused: `scan_foreign`, `scan_revoked`, `scan_damaged`, …"""
    with parts().store.reading() as session:
        person = badge_holder(session, asker().actor.site, read_code(sent.text))
        return {"person": {"id": person.id, "name": person.name}}


@endpoint("GET", "/tablet/people", Action.open_tablet, answer=wire.AnyAnswer)
def read_tablet_people() -> dict[str, Any]:
    """Who can sign in on this tablet: people of the floor who have a PIN."""
    with parts().store.reading() as session:
        people = look(session).people().values()
        return {
            "people": [
                {"id": each.id, "name": each.name, "team": each.team.name if each.team else None, "roles": each.roles}
                for each in people
                if each.pin_hash and not PERMISSIONS[Action.watch_tablet].isdisjoint(each.roles)
            ]
        }


@endpoint("POST", "/sign-out", Action.sign_out, answer=wire.AnyAnswer)
def sign_out() -> Response:
    """End this sign-in on every socket and page that uses it."""
    end(parts().store, asker().session, now())
    response = make_response(jsonify({}))
    response.delete_cookie(access.TABLET_COOKIE if asker().device is not None else access.DESK_COOKIE)
    return response


@endpoint("GET", "/me", Action.read_self, answer=wire.AnyAnswer)
def read_self() -> dict[str, Any]:
    """Who the asker is and what they may do."""
    return {"person": person_told(asker()), "csrf": csrf(asker())}


@endpoint("GET", "/people", Action.read_people, answer=wire.AnyAnswer)
def read_people() -> dict[str, Any]:
    """Everybody at the site, with what they are on."""
    with parts().store.reading() as session:
        view = look(session)
        return {"people": {str(each.id): foreman.person_card(view, each) for each in view.people().values()}}


@endpoint("GET", "/bays", Action.read_bays, answer=wire.AnyAnswer)
def read_bays() -> dict[str, Any]:
    """The site's bays in their order."""
    with parts().store.reading() as session:
        return {"bays": {str(each.id): workshop.bay_card(each) for each in look(session).bays().values()}}


@endpoint("GET", "/state-hash/<view>", Action.read_self, answer=wire.AnyAnswer)
def read_state_hash(view: str) -> dict[str, Any]:
    """The digest of what a view shows the asker now: a screen that shows the same has the same."""
    audience = access.audience(asker(), view)
    with parts().store.reading() as session:
        seen = look(session)
        return {"revision": seen.site.revision, "hash": state_hash(build(seen, audience, None))}


@endpoint("GET", "/views/<view>", Action.read_self, answer=wire.AnyAnswer)
def read_view(view: str) -> dict[str, Any]:
    """What a view shows the asker now, as a screen is told when it begins to watch: for programs without a socket."""
    audience = access.audience(asker(), view)
    with parts().store.reading() as session:
        seen = look(session)
        return {"revision": seen.site.revision, "cards": build(seen, audience, None)}


def signed_in(token: str, cookie: str, credentials: Credentials) -> Response:
    """The answer to a sign-in: who it is, their CSRF token, where it goes on, and the cookie."""
    person = access.identify(parts().store, credentials, now())
    response = make_response(
        jsonify(
            {
                "person": person_told(person),
                "csrf": csrf(person),
                "next": next_step(person.needs) if person.needs else None,
            }
        )
    )
    set_cookie(response, cookie, token)
    return response


def set_cookie(response: Response, name: str, value: str) -> None:
    """A cookie that only this site's pages send, and no script reads."""
    response.set_cookie(
        name,
        value,
        max_age=400 * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=parts().settings.secure and not over_plain(),
    )


def person_told(who: Asker) -> dict[str, Any] | None:
    """A person as pages know them."""
    if who.person is None:
        return None
    actions = sorted(each.value for each in Action if permitted(who.roles, each))
    roles = sorted(role.value for role in who.roles)
    told = {"id": who.person, "name": who.name, "roles": roles, "language": who.language, "actions": actions}
    return told | ({"sign_in": who.session} if who.view == "tablet" else {})


def csrf(who: Asker) -> str:
    """The CSRF token of an asker's pages."""
    if who.person is None and who.device is None:
        raise Refused("sign_in_first")
    return access.csrf_token(who, parts().settings.secret_key)
