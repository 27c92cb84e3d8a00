"""Calling for help, coming, and settling it: the times of each are kept."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.domain import andon as rules
from board.domain.andon import CallKind
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.stages import CLOSED
from board.store import models


@command(Action.call_andon)
def call_andon(
    change: Change, kind: CallKind, job: int | None = None, bay: int | None = None, note: str = ""
) -> Mapping[str, Any]:
    """Call for help, about a car or a bay or neither; a car's call is for the bay it stands in.

    Refused: `already_called`, `job_closed`, `not_found`.
    """
    asker = change.asker()
    about = _open_job(change, job) if job is not None else None
    place = change.bay(bay) if bay is not None else None
    called = rules.call(kind, asker, _open_kinds(change, about, asker.id), change.at)
    row = models.AndonCall(
        site_id=change.site.id,
        kind=called.kind,
        job_id=about.id if about else None,
        bay_id=place.id if place else about.bay_id if about else None,
        by_id=called.by,
        note=note.strip(),
        called_at=called.called_at,
    )
    change.session.add(row)
    change.log.flush()
    change.details |= {"call": row.id, "kind": row.kind.value, "bay": row.bay_id, "note": row.note}
    _touch(change, row)
    return {"call": row.id}


@command(Action.answer_andon)
def answer_andon(change: Change, call: int) -> Mapping[str, Any]:
    """Say that one is coming. Refused as `domain.andon.answer`, and `not_found`."""
    row = _call(change, call)
    answered = rules.answer(_state(change, row), change.asker(), change.at)
    row.answered_at, row.answered_by_id = answered.answered_at, answered.answered_by
    change.details |= {"call": row.id, "kind": row.kind.value, "called_at": row.called_at.isoformat()}
    _touch(change, row)
    return {}


@command(Action.resolve_andon)
def resolve_andon(change: Change, call: int, resolution: str = "") -> Mapping[str, Any]:
    """Settle a call, or withdraw one's own. Refused as `domain.andon.resolve`, and `not_found`."""
    row = _call(change, call)
    resolved = rules.resolve(_state(change, row), change.asker(), resolution, change.at)
    row.resolved_at, row.resolved_by_id = resolved.resolved_at, resolved.resolved_by
    row.resolution = resolved.resolution
    change.details |= {
        "call": row.id,
        "kind": row.kind.value,
        "called_at": row.called_at.isoformat(),
        "withdrawn": row.answered_at is None and row.resolved_by_id == row.by_id,
        "note": row.resolution,
    }
    _touch(change, row)
    return {}


def _open_job(change: Change, job: int) -> models.Job:
    row = change.job(job)
    if row.stage in CLOSED:
        raise Refused("job_closed", stage=row.stage)
    return row


def _open_kinds(change: Change, job: models.Job | None, person: int) -> list[CallKind]:
    same = (
        models.AndonCall.job_id == job.id
        if job is not None
        else models.AndonCall.job_id.is_(None) & (models.AndonCall.by_id == person)
    )
    query = select(models.AndonCall.kind).where(
        models.AndonCall.site_id == change.site.id, models.AndonCall.resolved_at.is_(None), same
    )
    return list(change.session.scalars(query))


def _call(change: Change, call: int) -> models.AndonCall:
    row = change.session.get(models.AndonCall, call)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    change.job_id = row.job_id
    return row


def _state(change: Change, row: models.AndonCall) -> rules.Call:
    helper = change.session.get(models.Person, row.answered_by_id) if row.answered_by_id is not None else None
    return rules.Call(
        kind=row.kind,
        by=row.by_id,
        called_at=row.called_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by_id,
        answered_by_name=helper.name if helper else "",
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by_id,
        resolution=row.resolution,
    )


def _touch(change: Change, row: models.AndonCall) -> None:
    """The job too: its open sheet and its story tell of the call."""
    change.touch("call", row.id)
    change.touch("job", row.job_id)
