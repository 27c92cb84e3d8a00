"""The story of a job, and the audit over all of them."""

import re
from datetime import date
from typing import Any, Final

from flask import request
from sqlalchemy import select

from board.commands.change import COMMANDS
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.signing_in import Event
from board.screens.audit import KINDS, Question, audit
from board.screens.doors import DoorQuestion, door_events
from board.screens.story import story
from board.store import models
from board.web.api import wire
from board.web.api.endpoints import endpoint, look
from board.web.parts import parts

_NUMBER: Final = re.compile(r"[0-9]{1,15}")


@endpoint("GET", "/jobs/<int:job>/story", Action.read_story, answer=wire.AnyAnswer)
def read_story(job: int) -> dict[str, Any]:
    """What happened to this car, oldest first, also after it left. Refused: `not_found`."""
    with parts().store.reading() as session:
        told = story(look(session), job)
    if told is None:
        raise Refused("not_found")
    return dict(told)


@endpoint("GET", "/audit", Action.read_audit, answer=wire.AnyAnswer)
def read_audit() -> dict[str, Any]:
    """Entries of the journal by `plate`, `number`, `person` (id), `day` (YYYY-MM-DD) and `kind`, newest first.

    A kind is promises, corrections, cancellations, cards, set_up, or `all` that was ever done; without one, all kinds.
    The answer's `next` is asked for as `before`. Refused: `bad_request`.
    """
    asked = Question(
        plate=request.args.get("plate"),
        number=request.args.get("number"),
        person=_whole("person"),
        day=_day(),
        verbs=_verbs(),
        before=_whole("before"),
    )
    with parts().store.reading() as session:
        page = audit(look(session), asked)
    return dict(page)


@endpoint("GET", "/audit/doors", Action.read_audit, answer=wire.AnyAnswer)
def read_doors() -> dict[str, Any]:
    """Sign-ins and refusals by `event`, `person` (id) and `day` (YYYY-MM-DD), newest first; kept for 180 days.

    The answer's `next` is asked for as `before`. Refused: `bad_request`."""
    asked = DoorQuestion(event=_event(), person=_whole("person"), day=_day(), before=_whole("before"))
    with parts().store.reading() as session:
        return dict(door_events(look(session), asked))


@endpoint("GET", "/audit/people", Action.read_audit, answer=wire.AnyAnswer)
def read_audit_people() -> dict[str, Any]:
    """Everybody who ever worked here, to choose from."""
    with parts().store.reading() as session:
        site = look(session).site.id
        query = select(models.Person).where(models.Person.site_id == site).order_by(models.Person.name)
        people = [{"id": each.id, "name": each.name, "active": each.active} for each in session.scalars(query)]
    return {"people": people}


def _whole(name: str) -> int | None:
    given = request.args.get(name)
    if not given:
        return None
    if not _NUMBER.fullmatch(given):
        raise Refused("bad_request")
    return int(given)


def _event() -> Event | None:
    given = request.args.get("event")
    if not given:
        return None
    if given not in set(Event):
        raise Refused("bad_request")
    return Event(given)


def _day() -> date | None:
    given = request.args.get("day")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Refused("bad_request") from None


def _verbs() -> frozenset[str] | None:
    """The verbs of a kind; of all kinds together when none is asked for, and every verb for `all`."""
    kinds = {**KINDS, "set_up": frozenset(each.verb for each in COMMANDS.values() if _sets_up(each.action))}
    kind = request.args.get("kind")
    if not kind:
        return frozenset().union(*kinds.values())
    if kind == "all":
        return None
    if kind not in kinds:
        raise Refused("bad_request")
    return kinds[kind]


def _sets_up(action: Action) -> bool:
    return action in {Action.set_up, Action.take_bay_out, Action.return_bay}
