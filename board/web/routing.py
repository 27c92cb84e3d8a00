"""Every route names the action it is; none is served that does not. One look-up of the asker, one permission check."""

import hmac
import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as Redirect

from board import access
from board.access import Credentials
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.screens.views import VIEWS
from board.signing_in import Visit, mark_seen
from board.web.parts import over_plain, parts
from board.web.plainly import answer_plainly, strict_transport

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LOCAL: Final = frozenset({"127.0.0.1", "::1"})
_UNLOGGED: Final = frozenset({Action.load_static, Action.read_health, Action.open_pairing})
"""What comes often and says nothing while it works: an unpaired screen asks every second."""
_BY_LINK: Final = frozenset({Action.follow_own_car, Action.decide_own_add_on})
"""What the customer does whose code stands in the address; whoever has signed in beside it counts for nothing there."""
_LINK_HEADERS: Final = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
"""Under /c/ the address is the key: it is told to no other page, and no search engine keeps it."""
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), interest-cohort=()",
}

log = structlog.get_logger()


def action(which: Action, csrf: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Say which action of the permission table a view function is. `csrf=False`: it is reached before there is a page
    that could hold a token (sign-in); the origin is checked all the same."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.action = which  # type: ignore[attr-defined]
        view.csrf = csrf  # type: ignore[attr-defined]
        return view

    return mark


class IdConverter(IntegerConverter):
    """A whole number in a path that a database can look for; there is nothing under larger ones."""

    def __init__(self, url_map: Map, **_more: Any) -> None:
        super().__init__(url_map, max=2**53)


def guard(app: Flask) -> None:
    """Put identity, permission, origin and CSRF checks before every route, and the headers and the log after it."""
    app.view_functions["static"] = action(Action.load_static)(app.view_functions["static"])
    app.before_request(_let_in)
    app.after_request(_finish)


def _let_in() -> Redirect | None:
    g.now = parts().clock()
    g.started = time.perf_counter()
    g.asker = access.NOBODY
    plainly = answer_plainly()
    if plainly is not None:
        return plainly
    view = _view()
    if view is None:
        return None  # no such route: the 404 needs nobody
    if view.action is not Action.load_static and view.action is not Action.read_health:
        g.asker = access.identify(parts().store, _credentials(view), g.now)
    access.permit(g.asker, view.action)
    if request.method not in _SAFE:
        _require_own_origin()
        if view.csrf and (g.asker.session is not None or g.asker.device is not None):
            _require_csrf_token()
        mark_seen(parts().store, g.asker.session, g.asker.seen_at, g.now)
    return None


def _view() -> Any:
    return current_app.view_functions.get(request.endpoint) if request.endpoint else None


def _credentials(view: Any) -> Credentials:
    if view.action in _BY_LINK:
        return Credentials(link=(request.view_args or {}).get("code", "")[:200] or "-")
    local = request.remote_addr in _LOCAL and "X-Forwarded-For" not in request.headers
    return access.credentials(request.cookies, surface(), local, plain=over_plain())


def surface() -> str | None:
    """The view that the asking page shows, or None for pages and programs that show none."""
    told = (
        request.headers.get("X-Board-View"),
        _first_part(request.path),
        _first_part(urlsplit(request.referrer or "").path),
    )
    return next((view for view in told if view in VIEWS), None)


def _first_part(path: str) -> str:
    return path.strip("/").removeprefix("api/v1/").split("/")[0]


def visit(cookie: str) -> Visit:
    """Where the asker comes from, with the sign-in that its browser has in this cookie: a new one ends it."""
    return Visit(request.remote_addr or "", request.user_agent.string, request.cookies.get(cookie, "")[:200])


def _require_own_origin() -> None:
    """A browser says where a request comes from; other pages' requests are refused. Other clients say nothing."""
    origin = request.headers.get("Origin")
    if origin is None:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise Refused("foreign_origin")
        return
    if not own_origin(origin, request.host_url, parts().settings.public_url):
        raise Refused("foreign_origin")


def own_origin(origin: str, host_url: str, public_url: str) -> bool:
    """Whether `Origin` names this board: by its public address, where it has one, or by the address that the request
    went to. A page elsewhere whose name was made to lead here (DNS rebinding) bears that name in both headers, so
    beside a public address `Host` counts only where it is a number, which nobody can make lead here.
    """
    named = origin.casefold()
    if public_url and named == _origin(public_url):
        return True
    return (not public_url or _is_number(urlsplit(host_url).hostname)) and named == _origin(host_url)


def _is_number(host: str | None) -> bool:
    """An address in numbers, or the machine itself."""
    try:
        ip_address(host or "")
    except ValueError:
        return host == "localhost"
    return True


def _origin(url: str) -> str:
    """Scheme and host as browsers send them; of no address, nothing that `Origin: null` could equal."""
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc}".casefold()


def _require_csrf_token() -> None:
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf", "")
    if not hmac.compare_digest(sent.encode(), access.csrf_token(g.asker, parts().settings.secret_key).encode()):
        raise Refused("csrf_failed")


def _finish(response: Response) -> Response:
    for name, value in (_HEADERS | (_LINK_HEADERS if request.path.startswith("/c/") else {})).items():
        response.headers.setdefault(name, value)
    if over_plain():  # browsers ignore it there, and complain
        del response.headers["Cross-Origin-Opener-Policy"]
    response.headers.setdefault("Content-Security-Policy", _content_policy())
    strict = strict_transport()
    if strict:
        response.headers.setdefault("Strict-Transport-Security", strict)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    _log(response)
    return response


def _content_policy() -> str:
    sockets = f"wss://{request.host}" if request.is_secure else f"ws://{request.host} wss://{request.host}"
    return (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
        f"connect-src 'self' {sockets}; media-src 'self' blob:; worker-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


def _log(response: Response) -> None:
    """One line a request. The route's rule, not its path: paths can hold codes and tokens."""
    view = _view()
    if view is not None and view.action in _UNLOGGED and response.status_code < 400:
        return
    asker = g.get("asker", access.NOBODY)
    log.info(
        "request",
        method=request.method,
        route=str(request.url_rule or "-"),
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        person=asker.person,
        device=asker.device,
    )
