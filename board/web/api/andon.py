"""Calls for help: calling, coming, settling."""

from typing import Annotated

from flask import Response
from pydantic import StringConstraints

from board.commands import andon
from board.domain.andon import CallKind
from board.domain.permissions import Action
from board.web.api import wire
from board.web.api.endpoints import carry_out, endpoint

_Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), wire.Storable]


class CallAndon(wire.CommandBody):
    kind: CallKind
    job: wire.Id | None = None
    bay: wire.Id | None = None
    note: _Remark = ""


class ResolveAndon(wire.CommandBody):
    resolution: _Remark = ""


@endpoint("POST", "/calls", Action.call_andon, CallAndon, wire.CommandAnswer)
def call_andon(sent: CallAndon) -> Response:
    """Call for help, about a car, a bay, or neither."""
    return carry_out(andon.call_andon, sent)


@endpoint("POST", "/calls/<int:call>/answer", Action.answer_andon, wire.CommandBody, wire.CommandAnswer)
def answer_andon(sent: wire.CommandBody, call: int) -> Response:
    """Say that one is coming."""
    return carry_out(andon.answer_andon, sent, call=call)


@endpoint("POST", "/calls/<int:call>/resolve", Action.resolve_andon, ResolveAndon, wire.CommandAnswer)
def resolve_andon(sent: ResolveAndon, call: int) -> Response:
    """Settle a call, or withdraw one's own."""
    return carry_out(andon.resolve_andon, sent, call=call)
