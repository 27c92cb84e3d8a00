"""The advisor's side of a job: whose car it is, what was promised, what it came back from, and finding it again."""

from typing import Any

from flask import request

from board.commands import advising, comebacks
from board.domain.permissions import Action
from board.screens import stays
from board.web.api.endpoints import command_endpoint, endpoint, look
from board.web.api.wire import AnyAnswer, CommandBody, Id
from board.web.parts import parts


class AssignAdvisor(CommandBody):
    advisor: Id


class LinkComeback(CommandBody):
    """`of`: the job that the car came back from; null when it is no comeback after all."""

    of: Id | None


command_endpoint("assign-advisor", advising.assign_advisor, AssignAdvisor)
command_endpoint("link-comeback", comebacks.link_comeback, LinkComeback)


@endpoint("GET", "/jobs/<int:job>/promises", Action.read_journal, answer=AnyAnswer)
def read_promises(job: int) -> dict[str, Any]:
    """Every time that the customer was promised, oldest first. Refused: `not_found`."""
    with parts().store.reading() as session:
        return {"promises": stays.promises(look(session), job)}


@endpoint("GET", "/jobs/search", Action.search_jobs, answer=AnyAnswer)
def search_jobs() -> dict[str, Any]:
    """Stays by plate, number, customer or phone (`?q=`), also of cars that left: the newest 50."""
    with parts().store.reading() as session:
        return {"jobs": stays.search(look(session), request.args.get("q", "")[:40])}
