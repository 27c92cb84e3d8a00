"""After delivery: calling the customer, and the cases that complaints become."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import following_up as rules
from board.domain.following_up import CallResult
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.store import models
from board.store.states import case_state, job_state, person_state


@command(Action.record_call)
def record_call(
    change: Change, job: int, result: CallResult, note: str = "", complaint: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """The customer of a delivered car was called. A complaint opens its case with the same act: `complaint` has its
    `text`, `owner` and `due` (UTC).

    Refused: `complaint_needed`, and as `domain.following_up.record_call` and `open_case`.
    """
    row = change.job(job)
    query = select(models.FollowUpCall.result).where(models.FollowUpCall.job_id == row.id)
    after = rules.record_call(job_state(row), list(change.session.scalars(query)), result, change.at)
    if result is CallResult.complaint and complaint is None:
        raise Refused("complaint_needed")
    change.session.add(
        models.FollowUpCall(job_id=row.id, by_id=change.actor.person, at=change.at, result=result, note=note.strip())
    )
    change.details["result"] = result.value
    write(change, row, after)
    if result is not CallResult.complaint or complaint is None:
        return {"complaint": None}
    return {"complaint": _open(change, row, complaint["text"], complaint["owner"], complaint["due"])}


@command(Action.open_complaint)
def open_complaint(change: Change, job: int, text: str, owner: int, due: datetime) -> Mapping[str, Any]:
    """A customer complains, in whatever way. Refused: `not_found`, and as `domain.following_up.open_case`."""
    row = change.job(job)
    change.touch("job", row.id)
    return {"complaint": _open(change, row, text, owner, due)}


@command(Action.give_complaint)
def give_complaint(change: Change, complaint: int, owner: int, due: datetime | None = None) -> Mapping[str, Any]:
    """Somebody else looks after it. Refused: `not_found`, and as `domain.following_up.give_case`."""
    row = _case(change, complaint)
    person = person_state(change.session, change.person(owner))
    case = rules.give_case(case_state(row), person, due, change.now)
    change.details |= {"complaint": row.id, "was": row.owner_id, "owner": case.owner, "due": case.due.isoformat()}
    row.owner_id, row.due_at = case.owner, case.due
    return {}


@command(Action.close_complaint)
def close_complaint(change: Change, complaint: int, resolution: str) -> Mapping[str, Any]:
    """It is settled with the customer. Refused: `not_found`, and as `domain.following_up.close_case`."""
    row = _case(change, complaint)
    case = rules.close_case(case_state(row), change.asker(), resolution, change.at)
    row.closed_at, row.closed_by_id, row.resolution = case.closed, change.actor.person, case.resolution
    change.details |= {"complaint": row.id, "resolution": case.resolution}
    return {}


def _open(change: Change, row: models.Job, text: str, owner: int, due: datetime) -> int:
    case = rules.open_case(text, person_state(change.session, change.person(owner)), due, change.now)
    complaint = models.Complaint(
        site_id=change.site.id,
        job_id=row.id,
        text=case.text,
        owner_id=case.owner,
        due_at=case.due,
        opened_at=change.at,
        opened_by_id=change.actor.person,
    )
    change.session.add(complaint)
    change.log.flush()
    change.touch("complaint", complaint.id)
    change.details |= {"complaint": complaint.id, "owner": case.owner, "due": case.due.isoformat()}
    return complaint.id


def _case(change: Change, complaint: int) -> models.Complaint:
    row = change.session.get(models.Complaint, complaint)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    change.job_id = row.job_id
    change.touch("complaint", row.id)
    change.touch("job", row.job_id)
    return row
