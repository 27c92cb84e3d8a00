"""After delivery: the call to the customer, and the complaints."""

from typing import Annotated, Any

from pydantic import StringConstraints

from board.commands import following_up
from board.commands.change import Command
from board.domain.following_up import CallResult
from board.domain.permissions import Action
from board.web.api.endpoints import answered, done, endpoint
from board.web.api.wire import CommandAnswer, CommandBody, Id, Milliseconds, Note, Storable, Wire

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Storable]


class Case(Wire):
    """What the customer complains about, who looks after it, and until when."""

    text: Words
    owner: Id
    due_at: Milliseconds


class RecordCall(CommandBody):
    """With the result `complaint` its case is opened by the same call."""

    result: CallResult
    note: Note = ""
    complaint: Case | None = None


class OpenComplaint(CommandBody):
    text: Words
    owner: Id
    due_at: Milliseconds


class GiveComplaint(CommandBody):
    owner: Id
    due_at: Milliseconds | None = None


class CloseComplaint(CommandBody):
    resolution: Words


@endpoint("POST", "/jobs/<int:job>/call", Action.record_call, RecordCall, CommandAnswer)
def record_call(sent: RecordCall, job: int) -> dict[str, Any]:
    """Record a follow-up call."""
    case = _case(sent.complaint) if sent.complaint else None
    return _done(following_up.record_call, sent, job=job, result=sent.result, note=sent.note, complaint=case)


@endpoint("POST", "/jobs/<int:job>/complaints", Action.open_complaint, OpenComplaint, CommandAnswer)
def open_complaint(sent: OpenComplaint, job: int) -> dict[str, Any]:
    """Open a case for a complaint."""
    return _done(following_up.open_complaint, sent, job=job, **_case(sent))


@endpoint("POST", "/complaints/<int:complaint>/give", Action.give_complaint, GiveComplaint, CommandAnswer)
def give_complaint(sent: GiveComplaint, complaint: int) -> dict[str, Any]:
    """Give a case to somebody else."""
    return _done(following_up.give_complaint, sent, complaint=complaint, owner=sent.owner, due=sent.due_at)


@endpoint("POST", "/complaints/<int:complaint>/close", Action.close_complaint, CloseComplaint, CommandAnswer)
def close_complaint(sent: CloseComplaint, complaint: int) -> dict[str, Any]:
    """Close a case with what was agreed."""
    return _done(following_up.close_complaint, sent, complaint=complaint, resolution=sent.resolution)


def _case(sent: Case | OpenComplaint) -> dict[str, Any]:
    return {"text": sent.text, "owner": sent.owner, "due": sent.due_at}


def _done(command: Command, sent: CommandBody, **details: Any) -> dict[str, Any]:
    return answered(done(command, sent.id, details))
