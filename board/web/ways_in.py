"""A screen's ways in: the code that it shows, or an address of its own; and the page on which the code is typed."""

from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request

from board import access
from board.access import Credentials
from board.commands.change import sites
from board.domain.https import PLAIN_VIEWS
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.screens import SCREEN_VIEWS
from board.web.api.pairing import PAIRING_COOKIE
from board.web.api.people import set_cookie
from board.web.pages import NO_SITE, boot
from board.web.parts import now, over_plain, parts
from board.web.plainly import to_https
from board.web.routing import action

ways_in = Blueprint("ways_in", __name__)
_STRANGER: Final[dict[str, Any]] = {"site": NO_SITE, "person": None, "screens": [], "device": None, "csrf": ""}
"""What a page is told that shows nothing of a workshop, whoever has signed in beside it."""


@ways_in.get("/d/<token>")
@action(Action.open_device)
def open_device(token: str) -> Response:
    """A paired screen's way in: remembers its token and goes to its view; a tablet's leads to HTTPS first.

    Refused: `not_found`.
    """
    device = access.identify(parts().store, Credentials(device=token[:200]), now())
    if device.device is None or device.view is None:
        raise Refused("not_found")
    if over_plain() and device.view not in PLAIN_VIEWS:
        return make_response(to_https())
    response = make_response(redirect(f"/{device.view}"))
    set_cookie(response, _cookie(device.view), token)
    return response


@ways_in.get("/screen")
@action(Action.open_pairing)
def screen() -> str | Response:
    """A screen's own address: a paired one goes to what it is set to show, any other shows a code to be paired with.

    `from` names the view whose page it comes from, when its view was changed; with `new` it is paired anew. What is
    shown before it is paired tells nothing about the workshop, not even its name.
    """
    here = _paired_here(request.args.get("from")) if "new" not in request.args else None
    if over_plain() and (here is None or here[2] not in PLAIN_VIEWS):
        return make_response(to_https())  # no code, and no tablet, over a line that anybody can read
    if here is None:
        return render_template("screen/screen.html", boot=boot("screen", **_STRANGER))
    cookie, token, view = here
    response = make_response(redirect(f"/{view}"))
    set_cookie(response, _cookie(view), token)
    if cookie != _cookie(view):
        response.delete_cookie(cookie)
    return response


def _cookie(view: str) -> str:
    return access.device_cookie(view, plain=over_plain())


def _paired_here(coming_from: str | None) -> tuple[str, str, str] | None:
    """The paired screen that this browser is: its cookie, its token, and the view that it is set to show."""
    views = [coming_from] if coming_from in SCREEN_VIEWS else []
    for cookie in [*map(_cookie, [*views, *SCREEN_VIEWS]), PAIRING_COOKIE]:
        token = request.cookies.get(cookie, "")[:200]
        device = access.identify(parts().store, Credentials(device=token), now())
        if device.view is not None:
            return cookie, token, device.view
    return None


@ways_in.get("/pair")
@action(Action.read_set_up)
def pair() -> str:
    """Where an administrator, on a phone, types or scans the code that a screen shows."""
    code = request.args.get("code", "")[:40]
    with parts().store.reading() as session:
        several = len(sites(session)) > 1
    return render_template("set_up/pair.html", boot=boot("pair", code=code, several_sites=several))
