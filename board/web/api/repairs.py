"""Time repair: what somebody did on the last days, times proposed for it, and the foreman's word."""

from typing import Any

from flask import Response

from board.commands import clockings
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.screens.own_days import own_days, proposals
from board.screens.repairs import open_repairs
from board.web.api import wire
from board.web.api.endpoints import carry_out, endpoint, look
from board.web.parts import asker, parts


class ProposeRepair(wire.CommandBody):
    at: wire.Milliseconds
    explanation: wire.Note


class DecideRepair(wire.CommandBody):
    accepted: bool
    answer: wire.Note = ""


@endpoint("GET", "/my-days", Action.propose_repair, answer=wire.AnyAnswer)
def read_my_days() -> dict[str, Any]:
    """What the asker did on the last seven days, the newest day first."""
    with parts().store.reading() as session:
        return {"days": own_days(look(session), _person_id())}


@endpoint("GET", "/clockings/<int:clocking>/proposals", Action.propose_repair, answer=wire.AnyAnswer)
def read_proposals(clocking: int) -> dict[str, Any]:
    """Times that one of the asker's own clockings may have been meant to have, and why. Refused: `not_found`."""
    with parts().store.reading() as session:
        return {"proposals": proposals(look(session), _person_id(), clocking)}


@endpoint("POST", "/clockings/<int:clocking>/repair", Action.propose_repair, ProposeRepair, wire.CommandAnswer)
def propose_repair(sent: ProposeRepair, clocking: int) -> Response:
    """Say which time one of one's own clockings was meant to have; a foreman decides."""
    return carry_out(clockings.propose_repair, sent, clocking=clocking)


@endpoint("GET", "/repairs", Action.decide_repair, answer=wire.AnyAnswer)
def read_repairs() -> dict[str, Any]:
    """Every proposal that waits for a foreman, the oldest first."""
    with parts().store.reading() as session:
        return {"repairs": open_repairs(look(session))}


@endpoint("POST", "/repairs/<int:repair>/decide", Action.decide_repair, DecideRepair, wire.CommandAnswer)
def decide_repair(sent: DecideRepair, repair: int) -> Response:
    """Accept a proposed time, which puts the clocking right, or decline it with an answer."""
    return carry_out(clockings.decide_repair, sent, repair=repair)


def _person_id() -> int:
    person = asker().person
    if person is None:
        raise Refused("sign_in_first")
    return person
