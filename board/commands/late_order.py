"""A car under work is in the stage that follows from who was on it when, in whatever order that is learned.

Two technicians with a tablet each work on one car, and the tablets come back one after the other: who began earlier,
and who left last, may be known only then.
"""

from datetime import datetime

from sqlalchemy import select

from board.commands.change import Change
from board.domain.clockings import spans
from board.domain.job import PAUSE_OWNERS, Job, PauseReason
from board.domain.late_scans import UNDER_WORK, require_nothing_later, worked_since
from board.domain.own_reasons import owners_of
from board.domain.stages import AT_WORK, Stage
from board.store import models
from board.store.states import clocking_state


def put_in_order(change: Change, before: Job, latest: models.Clocking | None) -> None:
    """A step was taken at `change.at` on a job that was as `before`, with `latest` its latest clocking: let its stage
    be what it would be had all come in time. Refused: `recorded_since`."""
    row, at = change.session.get_one(models.Job, before.id), change.at
    begin, sent_back = before.stage_since, False
    later = at < begin or (latest is not None and at < latest.at)
    if before.stage in UNDER_WORK and later:
        begin, sent_back = _came_to_work(change, before)
    require_nothing_later(before, change.actor.person or 0, at, begin)
    if row.stage is Stage.in_work and before.stage in UNDER_WORK and later:
        row.stage_since = worked_since(spans(clocking_state(each) for each in row.clockings), begin, sent_back)
    elif before.stage is Stage.in_work is not row.stage and latest is not None and at < latest.at:
        row.stage_since = latest.at
        if row.stage is Stage.paused:
            _pause_as_left(change, row, latest)
    change.log.flush()


def _pause_as_left(change: Change, row: models.Job, latest: models.Clocking) -> None:
    """Whoever left last said why nobody is on the car."""
    row.pause_since = latest.at
    own = owners_of(change.site.pause_reasons)
    if latest.reason in set(PauseReason):
        row.pause_reason, row.pause_owner = latest.reason, PAUSE_OWNERS[PauseReason(latest.reason)]
    elif latest.reason in own:
        row.pause_reason, row.pause_owner = latest.reason, own[latest.reason]


def _came_to_work(change: Change, job: Job) -> tuple[datetime, bool]:
    """When a car last came to be worked on (UTC), and whether a check sent it back."""
    entry = models.JournalEntry
    query = select(entry.at, entry.rows).where(entry.job_id == job.id).order_by(entry.revision.desc())
    for at, rows in change.session.execute(query):
        for changed in rows:
            stage = (changed["now"] or {}).get("stage") if changed["table"] == "job" else None
            if stage in AT_WORK and (changed["was"] or {}).get("stage") not in AT_WORK and changed["id"] == job.id:
                return at, stage == Stage.in_work
    return job.stage_since, False
