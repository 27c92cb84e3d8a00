"""Setting the workshop up: what the floor and the desks read of it, and everything the administrator changes."""

from typing import Any

from board.domain.permissions import Action
from board.screens import set_up
from board.web.api import wire
from board.web.api.endpoints import endpoint, look
from board.web.parts import parts


@endpoint("GET", "/catalogue", Action.read_catalogue, answer=wire.AnyAnswer)
def read_catalogue() -> dict[str, Any]:
    """The standard jobs that can be ordered, in both languages."""
    with parts().store.reading() as session:
        return {"jobs": set_up.catalogue(look(session))}


@endpoint("GET", "/checklists", Action.read_checklists, answer=wire.AnyAnswer)
def read_checklists() -> dict[str, Any]:
    """What is ticked at the checks and at the handover, for every service type or one."""
    with parts().store.reading() as session:
        return {"checklists": set_up.checklists(look(session))}
