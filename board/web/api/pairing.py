"""A screen on its way in: it shows a code, and asks whether somebody has used it."""

from datetime import datetime, timedelta
from typing import Any, Final

from flask import Response, jsonify, make_response, request

from board import access
from board.commands import pairing as codes
from board.commands.setting_up import digest
from board.domain.pairing import POLL_SECONDS, SLOWER_BY_SECONDS, PairingState, grouped
from board.domain.permissions import Action
from board.screens.look import ms
from board.web.api import wire
from board.web.api.endpoints import endpoint
from board.web.api.people import set_cookie
from board.web.paper.qr import qr_svg
from board.web.parts import now, parts, public_url

PAIRING_COOKIE: Final = "board_pairing"
"""Where an unpaired screen keeps its secret, which becomes its token."""
_MOST_REMEMBERED: Final = 1000
_last_polled: dict[str, datetime] = {}


@endpoint("POST", "/pairing", Action.open_pairing, answer=wire.AnyAnswer, csrf=False)
def show_pairing_code() -> Response:
    """A code for this screen to show, the address that it leads a phone to, and that as a QR code.

    Refused: `pairing_busy`."""
    secret = request.cookies.get(PAIRING_COOKIE, "")[:200]
    shown = codes.show_code(parts().store, request.remote_addr or "unknown", secret, now())
    link = f"{public_url()}/pair?code={grouped(shown.code)}"
    told = {
        "code": grouped(shown.code),
        "link": link,
        "qr": qr_svg(link),
        "expires_at": ms(shown.expires_at),
        "now": ms(now()),
        "interval": POLL_SECONDS,
    }
    response = make_response(jsonify(told))
    set_cookie(response, PAIRING_COOKIE, shown.secret)
    return response


@endpoint("POST", "/pairing/poll", Action.open_pairing, answer=wire.AnyAnswer, csrf=False)
def poll_pairing() -> Response:
    """Whether this screen was paired: `waiting`, `slow_down` (ask every `interval` seconds from now on), `expired`, or
    `paired` with its `view`; then its token is in its cookies."""
    secret = request.cookies.get(PAIRING_COOKIE, "")[:200]
    state, view = codes.poll(parts().store, secret, _since_last(secret), now())
    interval = POLL_SECONDS + (SLOWER_BY_SECONDS if state is PairingState.slow_down else 0)
    response = make_response(jsonify(_told(state, view, interval)))
    if view is not None:
        set_cookie(response, access.device_cookie(view), secret)
        response.delete_cookie(PAIRING_COOKIE)
    return response


def _told(state: PairingState, view: str | None, interval: int) -> dict[str, Any]:
    return {"state": state.value, "view": view, "interval": interval}


def _since_last(secret: str) -> timedelta | None:
    """How long ago this screen asked the last time; remembered here alone, it only keeps a hasty one from asking."""
    known = digest(secret)
    before = _last_polled.pop(known, None)
    while len(_last_polled) >= _MOST_REMEMBERED:
        _last_polled.pop(next(iter(_last_polled)))
    _last_polled[known] = now()
    return None if before is None else now() - before
