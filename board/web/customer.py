"""The customer's own page under /c/<code>: the code in the address is the key, for one job and nothing else.

Every code that opens nothing is answered alike, whatever the reason (see `access`). The page reads without JavaScript;
deciding needs it. A view is given the code and does not look at it: it has let the asker in before.
"""
# ruff: noqa: ARG001 - see above

import base64
import binascii
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request
from flask_babel import format_currency
from pydantic import StringConstraints
from sqlalchemy.orm import Session

from board.commands import add_ons
from board.domain.job import OperationState
from board.domain.permissions import Action
from board.domain.reception import AttachmentKind
from board.domain.refusals import Refused
from board.screens.own_car import own_car, photos_for_customer
from board.store import models
from board.web import photos
from board.web.api import wire
from board.web.api.endpoints import InvalidBody, done, invalid, parsed
from board.web.api.people import set_cookie
from board.web.errors import refusal, status_of
from board.web.i18n import LANGUAGES
from board.web.pages import boot
from board.web.paper.qr import qr_svg
from board.web.parts import asker, now, parts
from board.web.routing import action

customer = Blueprint("customer", __name__, url_prefix="/c/<code>")
_RULE_SAID_NO: Final = 409


class Decision(wire.CommandBody):
    """A yes or a no to one line. `signature` is a PNG in base64: declining what concerns safety is signed for."""

    operation: wire.Id
    approved: bool
    name: wire.Name
    signature: Annotated[str, StringConstraints(max_length=200_000)] | None = None


@customer.get("")
@action(Action.follow_own_car)
def page(code: str) -> Response:
    """The customer's page of one car. `?language=` chooses and remembers the language, by a link that works without
    JavaScript. Refused: `not_found` for every code that opens nothing, whatever the reason."""
    language = request.args.get("language", "")
    if language in LANGUAGES:
        chosen = make_response(redirect(request.path))
        set_cookie(chosen, "board_language", language)
        return chosen
    with parts().store.reading() as session:
        car, zone = _car(session), _zone(session)
    told = boot("customer", car=car, link=request.path)
    return make_response(
        render_template("customer/car.html", boot=told, car=car, clock=_clock(zone), money=_money(car))
    )


@customer.get("/state")
@action(Action.follow_own_car)
def state(code: str) -> Response:
    """The same as data, asked again and again by the open page. Refused: `not_found`."""
    with parts().store.reading() as session:
        return make_response(jsonify(_car(session)))


@customer.get("/photos/<int:photo>")
@action(Action.follow_own_car)
def photo(code: str, photo: int) -> Response:
    """A photo of found work on this car, and no other. Refused: `not_found`."""
    with parts().store.reading() as session:
        row = session.get(models.Attachment, photo)
        own = _job(session)
        shown = row is not None and row.job_id == own.id and row.kind is AttachmentKind.photo
        if row is None or not shown or photo not in photos_for_customer(session, own.id):
            raise Refused("not_found")
    return photos.answer_with(row, small=request.args.get("small") == "1")


@customer.get("/exit-pass.svg")
@action(Action.follow_own_car)
def exit_pass(code: str) -> Response:
    """The QR code that opens the gate, once the visit is settled. Refused: `not_found`."""
    with parts().store.reading() as session:
        code = _car(session)["exit_pass"]
    if code is None:
        raise Refused("not_found")
    response = make_response(qr_svg(code))
    response.headers["Content-Type"] = "image/svg+xml"
    return response


@customer.post("/decisions")
@action(Action.decide_own_add_on)
def decide(code: str) -> Response:
    """Say yes or no to found work; answered with the car as it is then, also where a rule said no.

    Refused: as `commands.add_ons.decide_own_add_on`, and as a signature is (`not_a_picture`, `signature_missing`).
    """
    try:
        sent = parsed(Decision)
        done(add_ons.decide_own_add_on, sent.id, _details(sent))
    except InvalidBody as error:
        return invalid(error)
    except Refused as refused:
        if status_of(refused.code) != _RULE_SAID_NO:
            raise
        with parts().store.reading() as session:
            return refusal(refused.code, refused.details, present=_car(session))
    with parts().store.reading() as session:
        return make_response(jsonify(_car(session)))


def _details(sent: Decision) -> dict[str, Any]:
    told: dict[str, Any] = {
        "job": asker().own_job,
        "operation": sent.operation,
        "approved": sent.approved,
        "name": sent.name,
        "address": request.remote_addr or "",
    }
    if sent.signature and not sent.approved and _waits_for_signature(sent.operation):
        told["signature"] = asdict(photos.keep(_drawn(sent.signature), AttachmentKind.signature))
    return told


def _waits_for_signature(operation: int) -> bool:
    """Asked before a picture is kept, so that nobody fills the disk for what is decided already."""
    with parts().store.reading() as session:
        return any(
            each.id == operation and each.safety and each.state is OperationState.proposed
            for each in _job(session).operations
        )


def _drawn(signature: str) -> bytes:
    try:
        return base64.b64decode(signature, validate=True)
    except binascii.Error:
        raise Refused("not_a_picture") from None


def _job(session: Session) -> models.Job:
    return session.get_one(models.Job, asker().own_job)


def _car(session: Session) -> dict[str, Any]:
    return own_car(session, _job(session), now())


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(session.get_one(models.Site, asker().actor.site).timezone)


def _clock(zone: ZoneInfo) -> Any:
    def clock(at: int, form: str = "%H:%M") -> str:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).strftime(form)

    return clock


def _money(car: dict[str, Any]) -> Any:
    def money(cents: int) -> str:
        return str(format_currency(cents / 100, car["currency"]))

    return money
