"""Settling what could not be carried out when it arrived: again, when another tablet has brought what was missing, or
by the foreman's word."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from board.commands.change import Actor, Change, command, journal
from board.commands.late_scans import keep_receipt, touch_late_scans
from board.commands.scan_steps import STEPS, clockings_around, take_late_step
from board.domain.clockings import ClockingAct, spans
from board.domain.late_scans import BEGINNINGS, ENDINGS, NOT_BY_OTHERS, Settling, require_time, ways
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.store import models
from board.store.transaction import Store

MOST_TRIES: Final = 100
"""So many late scans are tried again after a batch: the rest waits for the next one, or for the foreman."""


def try_again(store: Store, site: int, touched: Iterable[str], now: datetime) -> list[int]:
    """Try the open late scans of the jobs and people that an item `touched` again, in the order of their time, as long
    as one succeeds: tablets that come back in any order end in the same state. Gives those that were done. Raises
    Unavailable."""
    done: list[int] = []
    scope, tries, progress = set(touched), MOST_TRIES, True
    while progress and tries > 0:
        progress = False
        for late_scan in _open(store, site, scope)[:tries]:
            tries -= 1
            changed = _try(store, site, late_scan, now)
            if changed:
                done.append(late_scan)
                scope |= changed
                progress = True
    return done


def _open(store: Store, site: int, scope: Iterable[str]) -> Sequence[int]:
    late = models.LateScan
    query = select(late.id).where(
        late.site_id == site,
        late.settled_at.is_(None),
        late.proven,
        late.step.is_not(None),
        late.job_id.is_not(None),
        late.code.not_in(NOT_BY_OTHERS),
        or_(late.job_id.in_(_ids("job", scope)), late.person_id.in_(_ids("person", scope))),
    )
    with store.reading() as session:
        return session.scalars(query.order_by(late.at, late.id)).all()


def _ids(kind: str, touched: Iterable[str]) -> list[int]:
    return [int(key.partition(":")[2]) for key in touched if key.startswith(f"{kind}:")]


def _try(store: Store, site_id: int, late_scan: int, now: datetime) -> set[str]:
    """What changed, nothing when it cannot be carried out yet."""
    with store.changing() as session:
        site = store.lock_site(session, site_id)
        row = session.get_one(models.LateScan, late_scan)
        if row.settled_at is not None:
            return set()
        try:
            with session.begin_nested():
                touched = _carry_out(session, site, row, now)
        except Refused:
            return set()
        revision = site.revision
    store.announce(site_id, revision)
    return touched


def _carry_out(session: Session, site: models.Site, row: models.LateScan, now: datetime) -> set[str]:
    change = Change(session, site, Actor(site.id, row.person_id, row.device_id), now, row.at)
    change.details |= {"clock": row.clock.value, "late_scan": row.id}
    _take_again(change, row)
    row.settled_at, row.way = now, Settling.retry
    touch_late_scans(change, row)
    journal(change, STEPS[row.step or ""].command.verb)
    return change.touched


def _take_again(change: Change, row: models.LateScan) -> None:
    """Its step, at its time; unless the tablet has sent it with network since."""
    step, job, command_id = row.step or "", row.job_id or 0, row.command_id or ""
    sent = change.session.get(models.Receipt, (row.site_id, command_id))
    if sent is not None and row.code != "command_id_reused":
        return
    result = take_late_step(change, step, row.said, job)
    if sent is None:
        keep_receipt(change, step, row.said, job, command_id, result, change.site.revision + 1)


@command(Action.settle_late_scan)
def settle_late_scan(
    change: Change,
    late_scan: int,
    way: Settling,
    reason: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
) -> Mapping[str, Any]:
    """A foreman settles a scan that could not be carried out: tries it again as it was meant, records the time that
    was worked (`start` to `end`, UTC), or dismisses it.

    Refused: `not_found`, `late_scan_settled`, `way_not_possible`, `reason_needed` (but for trying again), and as the
    step, or as `domain.late_scans.require_time`.
    """
    row = change.session.get(models.LateScan, late_scan)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    if row.settled_at is not None:
        raise Refused("late_scan_settled")
    if way not in ways(row.step, row.person_id is not None and row.job_id is not None, row.proven):
        raise Refused("way_not_possible")
    if way is not Settling.retry and not reason.strip():
        raise Refused("reason_needed")
    change.job_id = row.job_id
    change.details = {"late_scan": row.id, "settled": way.value, "step": row.step, "person": row.person_id}
    if reason.strip():
        change.details["reason"] = reason.strip()
    match way:
        case Settling.retry:
            _retry(change, row)
        case Settling.record_time:
            _record_time(change, row, start, end, reason.strip())
    _settle(change, row, way, reason)
    return {}


def _settle(change: Change, row: models.LateScan, way: Settling, reason: str) -> None:
    row.settled_at, row.settled_by_id = change.now, change.asker().id
    row.way, row.reason = way, reason.strip()
    touch_late_scans(change, row)


def _retry(change: Change, row: models.LateScan) -> None:
    """As it was meant and at its time, by the person who made it; the entry is the foreman's."""
    theirs = Change(
        change.session, change.site, Actor(change.site.id, row.person_id, row.device_id), change.now, row.at
    )
    theirs.log, theirs.touched = change.log, change.touched
    _take_again(theirs, row)
    change.details = {**theirs.details, **change.details}
    change.at = row.at


def _record_time(
    change: Change, row: models.LateScan, start: datetime | None, end: datetime | None, reason: str
) -> None:
    if start is None or end is None:
        raise Refused("clocking_order")
    person, job = row.person_id or 0, row.job_id or 0
    own = spans(clockings_around(change, person, start))
    require_time(person, start, end, own, change.asker().id, change.now)
    operation = _operation(change, row)
    for act, at in ((ClockingAct.on, start), (ClockingAct.off, end)):
        change.session.add(
            models.Clocking(
                job_id=job,
                person_id=person,
                operation_id=operation,
                act=act,
                at=at,
                recorded_at=change.now,
                device_id=row.device_id,
                by_id=change.actor.person,
                reason=reason[:200] if act is ClockingAct.off else None,
            )
        )
        change.log.flush()  # the pair in its order
    change.details |= {"start": start.isoformat(), "end": end.isoformat(), "operation": operation}
    change.touch("job", job)
    change.touch("person", person)
    _settle_along(change, row, start, end, reason)


def _operation(change: Change, row: models.LateScan) -> int | None:
    operation = change.session.get(models.Operation, row.said.get("operation") or 0)
    return operation.id if operation is not None and operation.job_id == row.job_id else None


def _settle_along(change: Change, row: models.LateScan, start: datetime, end: datetime, reason: str) -> None:
    """What else that person came and paused with on that car is told by the recorded time."""
    late = models.LateScan
    query = select(late).where(
        late.site_id == change.site.id,
        late.settled_at.is_(None),
        late.id != row.id,
        late.person_id == row.person_id,
        late.job_id == row.job_id,
        late.step.in_((BEGINNINGS | ENDINGS) - {"finish_operation"}),
        late.at >= start,
        late.at <= end,
    )
    for other in change.session.scalars(query):
        _settle(change, other, Settling.record_time, reason)
