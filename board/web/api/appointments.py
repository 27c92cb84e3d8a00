"""Appointments: booking one, every verb on it, the hours of a day, and what is known of a car."""

from datetime import date
from typing import Annotated, Any

from flask import Response, jsonify, make_response, request
from pydantic import Field, StringConstraints

from board.commands import booking
from board.commands.change import Command
from board.domain.appointments import Confirmation, MadeBy
from board.domain.bays import BayKind
from board.domain.job import Energy, ServiceType
from board.domain.permissions import Action
from board.domain.plates import normalise_plate
from board.domain.refusals import Refused
from board.screens.appointments import day_capacity, known_car
from board.web.api import wire
from board.web.api.endpoints import answered, carry_out, done, endpoint, look, plain
from board.web.api.wire import CommandBody, Storable
from board.web.parts import parts


class Book(CommandBody):
    plate: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), Storable]
    model: wire.Name
    energy: Energy
    customer: wire.CustomerBody
    at: wire.Milliseconds
    service_type: ServiceType
    lines: Annotated[list[wire.OperationBody], Field(max_length=100, default_factory=list)]
    minutes: Annotated[int, Field(ge=5, le=480)] = 30
    advisor: wire.Id | None = None
    bay_kind: BayKind | None = None
    concern: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), Storable] = ""
    waits: bool = False
    wash_wanted: bool = True
    made_by: MadeBy = MadeBy.shop


class MoveAppointment(CommandBody):
    at: wire.Milliseconds
    advisor: wire.Id | None
    seen_at: wire.Milliseconds
    seen_advisor: wire.Id | None


class ConfirmAppointment(CommandBody):
    when: Confirmation
    reached: bool = True


class CancelAppointment(CommandBody):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Storable]


@endpoint("POST", "/appointments", Action.book, Book, wire.CommandAnswer)
def book(sent: Book) -> Response:
    """Book a time for a car."""
    answer = done(booking.book, sent.id, plain(sent))
    return make_response(jsonify(answered(answer)), 200 if answer.repeated else 201)


def _verb(path: str, command: Command, body: type[CommandBody]) -> None:
    """Serve a command on an appointment at `/appointments/<appointment>/<path>`."""

    def run(sent: CommandBody, appointment: int) -> Response:
        return carry_out(command, sent, appointment=appointment)

    run.__name__ = command.verb
    run.__doc__ = command.run.__doc__
    endpoint("POST", f"/appointments/<int:appointment>/{path}", command.action, body, wire.CommandAnswer)(run)


_verb("move", booking.move_appointment, MoveAppointment)
_verb("confirm", booking.confirm_appointment, ConfirmAppointment)
_verb("no-show", booking.mark_no_show, CommandBody)
_verb("cancel", booking.cancel_appointment, CancelAppointment)


@endpoint("GET", "/appointments/capacity", Action.read_capacity, answer=wire.AnyAnswer)
def read_capacity() -> dict[str, Any]:
    """A day's opening and its hours by skill, `?day=2026-11-21`. Refused: `invalid_input` (no such day)."""
    with parts().store.reading() as session:
        return day_capacity(look(session), _day(request.args.get("day", "")))


def _day(told: str) -> date:
    try:
        day = date.fromisoformat(told)
    except ValueError:
        raise Refused("invalid_input") from None
    if not 2000 <= day.year < 3000:
        raise Refused("invalid_input")
    return day


@endpoint("GET", "/vehicles", Action.read_vehicles, answer=wire.AnyAnswer)
def read_vehicle() -> dict[str, Any]:
    """What is known of the car with this plate, and of who brought it last, `?plate=`. Refused: `plate_invalid`."""
    plate = normalise_plate(request.args.get("plate", "")[:40])
    with parts().store.reading() as session:
        return known_car(look(session), plate)
