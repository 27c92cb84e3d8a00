"""The gate: what is known of a plate, cars that come, and cars that go."""

from typing import Annotated, Any

from flask import Response, jsonify, make_response, request
from pydantic import StringConstraints

from board.commands import delivering, gate
from board.domain.permissions import Action
from board.screens import gate as screen
from board.web.api.endpoints import answered, carry_out, command_endpoint, done, endpoint, look, plain
from board.web.api.wire import AnyAnswer, CommandAnswer, CommandBody, Id, Storable
from board.web.parts import parts


class Exit(CommandBody):
    """A pass as it was scanned or typed."""

    code: Annotated[str, StringConstraints(max_length=20_000), Storable]


class Arrival(CommandBody):
    plate: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), Storable]
    appointment: Id | None = None


command_endpoint("undo-arrival", gate.undo_arrival, CommandBody)


@endpoint("GET", "/gate/look", Action.watch_gate, answer=AnyAnswer)
def look_at_plate() -> dict[str, Any]:
    """What is known of a plate (`?plate=`): its appointment, whether it is here, whose it is.

    Refused: `plate_invalid`.
    """
    with parts().store.reading() as session:
        return dict(screen.known(look(session), request.args.get("plate", "")[:60]))


@endpoint("POST", "/gate/arrivals", Action.arrive, Arrival, CommandAnswer)
def arrive(sent: Arrival) -> Response:
    """A car is at the gate: its job begins."""
    answer = done(gate.arrive, sent.id, plain(sent))
    return make_response(jsonify(answered(answer)), 200 if answer.repeated else 201)


@endpoint("POST", "/gate/exits", Action.let_out, Exit, CommandAnswer)
def let_out(sent: Exit) -> Response:
    """The exit pass was read at the gate: the car leaves, once."""
    return carry_out(delivering.let_out, sent)
