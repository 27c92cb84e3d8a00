"""The story of a job: everything that happened to a car from the gate to the last call, oldest first."""

from collections.abc import Sequence
from typing import Any, TypedDict

from sqlalchemy import select

from board.domain.clockings import ClockingAct
from board.screens.changed_rows import Part
from board.screens.look import Look, ms
from board.screens.names import Names
from board.screens.telling import Entry, job_told, stage_change, tell
from board.store import models


class Stay(TypedDict):
    stage: str
    from_at: int | None
    until_at: int | None


class PromiseLine(TypedDict):
    at: int | None
    was_at: int | None
    promised_at: int | None
    reason: str
    told: str
    by: str | None


class Story(TypedDict):
    job: dict[str, Any]
    stays: list[Stay]
    promises: list[PromiseLine]
    entries: list[Entry]


def story(look: Look, job_id: int) -> Story | None:
    """What happened to a job of this site, also to one that has left long ago; None when there is none."""
    row = look.session.get(models.Job, job_id)
    if row is None or row.site_id != look.site.id:
        return None
    entries = sorted([*_own(look, row), *_switches_away(look, row)], key=lambda entry: (entry.at, entry.revision))
    names = Names(look, entries)
    others = _jobs(look, {entry.job_id for entry in entries} | {entry.details.get("from_job") for entry in entries})
    return Story(
        job=_head(row, names),
        stays=_stays(entries, row),
        promises=_promises(look, row, entries, names),
        entries=[tell(entry, names, row.id, others.get(_other(entry, row.id) or 0)) for entry in entries],
    )


def _own(look: Look, row: models.Job) -> Sequence[models.JournalEntry]:
    query = select(models.JournalEntry).where(
        models.JournalEntry.site_id == look.site.id, models.JournalEntry.job_id == row.id
    )
    return look.session.scalars(query.order_by(models.JournalEntry.revision)).all()


def _switches_away(look: Look, row: models.Job) -> list[models.JournalEntry]:
    """A switch is written under the job that was taken: found by who clocked on elsewhere in the instant they left."""
    left = {(each.person_id, each.at) for each in row.clockings if each.act is ClockingAct.off}
    if not left:
        return []
    elsewhere = select(models.Clocking.job_id, models.Clocking.person_id, models.Clocking.at).where(
        models.Clocking.person_id.in_({person for person, _ in left}),
        models.Clocking.at.in_({at for _, at in left}),
        models.Clocking.act == ClockingAct.on,
        models.Clocking.job_id != row.id,
    )
    taken = {job for job, person, at in look.session.execute(elsewhere) if (person, at) in left}
    query = select(models.JournalEntry).where(
        models.JournalEntry.job_id.in_(taken), models.JournalEntry.verb.in_(("switch", "settle_late_scan"))
    )
    return [entry for entry in look.session.scalars(query) if entry.details.get("from_job") == row.id]


def _other(entry: models.JournalEntry, job_id: int) -> int | None:
    """The other job of a switch."""
    left: int | None = entry.details.get("from_job")
    return left if entry.job_id == job_id else entry.job_id


def _jobs(look: Look, ids: set[int | None]) -> dict[int, dict[str, Any]]:
    query = select(models.Job).where(models.Job.id.in_(ids - {None}), models.Job.site_id == look.site.id)
    return {row.id: job_told(row) for row in look.session.scalars(query)}


def _head(row: models.Job, names: Names) -> dict[str, Any]:
    return {
        **job_told(row),
        "model": row.vehicle.model,
        "colour": row.vehicle.colour,
        "service_type": row.service_type.value,
        "stage": row.stage.value,
        "customer": {"name": row.customer.name, "salutation": row.customer.salutation.value},
        "advisor": names.person(row.advisor_id),
        "concern": row.concern,
        "taken_in_at": ms(row.arrived_at or row.taken_in_at),
        "promised_at": ms(row.promised_at),
        "first_promised_at": ms(row.first_promised_at),
        "delivered_at": ms(row.delivered_at),
        "reworks": row.reworks,
    }


def _stays(entries: Sequence[models.JournalEntry], row: models.Job) -> list[Stay]:
    """How long the car was at each stage, from one change of stage to the next."""
    found: list[Stay] = []
    for entry in entries:
        change = stage_change(entry, row.id)
        if change is None:
            continue
        if found:
            found[-1]["until_at"] = ms(entry.at)
        found.append(Stay(stage=change[1], from_at=ms(entry.at), until_at=None))
    return found


def _promises(look: Look, row: models.Job, entries: Sequence[models.JournalEntry], names: Names) -> list[PromiseLine]:
    """The ledger, and what the journal knows of promises that are not in it."""
    query = select(models.Promise).where(models.Promise.job_id == row.id).order_by(models.Promise.id)
    ledger = [
        PromiseLine(
            at=ms(each.at),
            was_at=ms(each.was),
            promised_at=ms(each.promised_at),
            reason=each.reason,
            told=each.told,
            by=names.person(each.by_id),
        )
        for each in look.session.scalars(query)
    ]
    known = {line["promised_at"] for line in ledger}
    told = [_promise_told(entry, part, names) for entry in entries for part in tell(entry, names, row.id)["parts"]]
    more = [line for line in told if line is not None and line["promised_at"] not in known]
    return sorted([*ledger, *more], key=lambda line: line["at"] or 0)


def _promise_told(entry: models.JournalEntry, part: Part, names: Names) -> PromiseLine | None:
    if part["what"] != "promise" or part["after"] is None:
        return None
    return PromiseLine(
        at=ms(entry.at),
        was_at=part["before"],
        promised_at=part["after"],
        reason=entry.details.get("reason", ""),
        told=entry.details.get("told", ""),
        by=names.person(entry.person_id),
    )
