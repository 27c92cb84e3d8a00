"""What did not work, said plainly: JSON for programs, a page for people, with a stable code and what to do."""

from typing import Any, Final
from urllib.parse import quote

import structlog
from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from board import access
from board.domain.refusals import Refused
from board.domain.screens import WALLS
from board.domain.signing_in import Need
from board.screens.look import Look, PersonLeft
from board.screens.views import VIEWS, build
from board.signing_in import note_refusal
from board.store import models
from board.store.door_events import Caller
from board.store.transaction import Unavailable
from board.web.i18n import choose_locale, sentence
from board.web.parts import asker, now, over_plain, parts

_STATUS: Final = {
    "sign_in_first": 401,
    "sign_in_unfinished": 401,
    "wrong_code": 401,
    "old_password_wrong": 403,
    "desk_only": 403,
    "wrong_password": 401,
    "wrong_pin": 401,
    "not_allowed": 403,
    "tablet_only": 403,
    "csrf_failed": 403,
    "foreign_origin": 403,
    "demo_refused": 403,
    "https_only": 403,
    "not_found": 404,
    "too_large": 413,
    "photo_too_large": 413,
    "not_a_picture": 422,
    "invalid_input": 422,
    "bad_request": 400,
    "too_many_attempts": 429,
    "pairing_busy": 429,
    "unavailable": 503,
    "internal_error": 500,
}
"""Refusals that are not a rule's: a rule's is 409, it may be different in a minute."""
RETRY_AFTER_SECONDS: Final = 2

log = structlog.get_logger()


def answer_errors(app: Flask) -> None:
    """Register what every kind of failure is answered with."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def next_step(needs: Need | None) -> str:
    """The page on which a sign-in goes on that is not finished."""
    return "/sign-in/code" if needs is Need.code else "/account"


def status_of(code: str) -> int:
    """The HTTP status of a refusal."""
    return _STATUS.get(code, 409)


def refusal(code: str, details: dict[str, Any], **more: Any) -> Response:
    """The answer that refuses a request."""
    status = status_of(code)
    if _wants_page():
        door = _door(code) if request.method == "GET" else None
        if door is not None:
            return make_response(redirect(door))
        page = render_template(
            [*_link_page(status), f"errors/{status}.html", "errors/refused.html"],
            language=choose_locale(),
            status=status,
            sentence=sentence(code, details),
        )
        response = make_response(page, status)
    else:
        told = {name: value for name, value in details.items() if isinstance(value, str | int | float)}
        body = {"code": code, "sentence": sentence(code, details), "details": told, "present": None} | more
        response = make_response(jsonify(body), status)
    if code == "too_many_attempts":
        response.headers["Retry-After"] = str(details["seconds"])
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _door(code: str) -> str | None:
    """Where somebody goes who has to say who they are. A wall that may not be seen here any more goes to its own
    address: it shows what it is set to show now, or is paired anew."""
    view = request.path.strip("/")
    if view in WALLS and request.cookies.get(access.device_cookie(view, plain=over_plain())):
        return f"/screen?from={view}" if code in {"sign_in_first", "not_allowed"} else None
    if code not in {"sign_in_first", "sign_in_unfinished"}:
        return None
    asked = f"{request.path}?{request.query_string.decode()}" if request.query_string else request.path
    step = next_step(asker().needs) if code == "sign_in_unfinished" else "/sign-in"
    return f"{step}?next={quote(asked)}"


def _link_page(status: int) -> list[str]:
    """A customer whose link opens nothing has no start page to go to; for every such code it is the same page."""
    return ["errors/link.html"] if status == 404 and request.path.startswith("/c/") else []


def _wants_page() -> bool:
    program = request.path.startswith(("/api/", "/healthz", "/readyz", "/metrics"))
    return not program and request.accept_mimetypes.best != "application/json"


def _refused(refused: Refused) -> Response:
    log.info(
        "refused", code=refused.code, route=str(request.url_rule or "-"), person=g.get("asker", access.NOBODY).person
    )
    _note(refused)
    more = {}
    if status_of(refused.code) == 409:
        more["present"] = _present()
    return refusal(refused.code, refused.details, **more)


def _note(refused: Refused) -> None:
    """Who asked for what they may not is written down, where the database can be written."""
    action, who = refused.details.get("action"), g.get("asker", access.NOBODY)
    if refused.code != "not_allowed" or action is None:
        return
    try:
        caller = Caller(who.site, who.person, who.device, request.remote_addr or "")
        note_refusal(parts().store, caller, str(action), now())
    except Unavailable as error:
        log.warning("refusal_not_noted", reason=str(error))


def _present() -> dict[str, Any] | None:
    """How the car, the call or the appointment stands now that was not as the asker thought, in the shape of the view
    they look at."""
    given = request.view_args or {}
    concerned = {"job": given.get("job") or g.get("job_concerned")}
    concerned |= {kind: given.get(kind) for kind in ("call", "appointment", "late_scan")}
    keys = {f"{kind}:{each}" for kind, each in concerned.items() if each is not None}
    view = request.headers.get("X-Board-View", "")
    if not keys or view not in VIEWS:
        return None
    try:
        audience = access.audience(asker(), view)
        with parts().store.reading() as session:
            look = Look(session, session.get_one(models.Site, audience.site), now())
            return build(look, audience, keys)
    except (Refused, Unavailable, PersonLeft):
        return None


def _unavailable(error: Unavailable) -> Response:
    log.error("unavailable", reason=str(error), route=str(request.url_rule or "-"))
    return refusal("unavailable", {})


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    code = {404: "not_found", 405: "not_found", 413: "too_large"}.get(error.code or 500, "bad_request")
    if (error.code or 500) >= 500:
        code = "internal_error"
    return refusal(code, {})


def _failed(error: Exception) -> Response:
    log.error("failed", route=str(request.url_rule or "-"), exc_info=error)
    return refusal("internal_error", {})
