"""Handing over, settling, and the pass that opens the gate."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from board.commands import delivering
from board.domain.following_up import PaymentWay
from board.domain.permissions import Action
from board.screens import handover
from board.web.api.endpoints import command_endpoint, endpoint, look
from board.web.api.wire import AnyAnswer, CommandBody, Name, Storable
from board.web.parts import parts


class HandOver(CommandBody):
    """`next_service_on` is a day (`2027-05-21`)."""

    ticked: Annotated[list[Name], Field(max_length=50)] = Field(default_factory=list)
    old_parts_given: bool | None = None
    next_service_on: date | None = None
    next_service_km: Annotated[int, Field(ge=0, le=9_999_999)] | None = None


class Settle(CommandBody):
    """`amount_cents` in the site's currency."""

    amount_cents: Annotated[int, Field(ge=0, le=10**12)] | None = None
    way: PaymentWay | None = None
    invoice: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), Storable] | None = None


command_endpoint("hand-over", delivering.hand_over, HandOver)
command_endpoint("settle", delivering.settle, Settle)
command_endpoint("exit-pass", delivering.issue_exit_pass, CommandBody)


@endpoint("GET", "/jobs/<int:job>/handover", Action.read_handover, answer=AnyAnswer)
def read_handover(job: int) -> dict[str, Any]:
    """What handing over and settling a car need to know. Refused: `not_found`."""
    with parts().store.reading() as session:
        return dict(handover.handover(look(session), job))


@endpoint("GET", "/stalls", Action.read_bays, answer=AnyAnswer)
def read_stalls() -> dict[str, Any]:
    """The ready stalls that the site has set up, how many places of each are free, and the cars that stand there."""
    with parts().store.reading() as session:
        return {"stalls": handover.stalls(look(session))}
