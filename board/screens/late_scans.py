"""Scans that could not be carried out when they arrived: what the foreman needs to settle each of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypedDict

from sqlalchemy import or_, select

from board.domain.clockings import Span, spans
from board.domain.late_scans import Kept, propose_time, ways
from board.domain.refusals import SENTENCES
from board.screens.look import Keys, Look, ids_of, ms
from board.screens.workshop import plate
from board.store import models
from board.store.states import clocking_state

_AROUND: Final = timedelta(days=3)


class LateScanCard(TypedDict):
    kind: str
    id: int
    person: dict[str, Any] | None
    tablet: str
    job: dict[str, Any] | None
    step: str | None
    operation: dict[str, Any] | None
    at: int | None
    received_at: int | None
    clock: str
    code: str
    sentence_code: str
    """The refusal's sentence as the catalogues know it; `details` fill its places."""
    details: dict[str, Any]
    said: dict[str, Any]
    ways: list[str]
    proposal: dict[str, Any] | None
    state: str


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The open ones among the keys, and those about jobs and people among them; all when None."""
    rows = _open(look, keys)
    if not rows:
        return {}
    others, own = _kept_of(look, rows), _spans_of(look, rows)
    return {
        f"late_scan:{row.id}": _card(look, row, _proposal(row, own, others))
        for row in rows  # a page has few of them: each is looked up by itself
    }


def _open(look: Look, keys: Keys | None) -> Sequence[models.LateScan]:
    late = models.LateScan
    query = select(late).where(late.site_id == look.site.id, late.settled_at.is_(None)).order_by(late.at, late.id)
    if keys is not None:
        asked = {name: ids_of(name, keys) for name in ("late_scan", "job", "person")}
        if not any(asked.values()):
            return []
        own, jobs, people = asked["late_scan"], asked["job"], asked["person"]
        query = query.where(or_(late.id.in_(own), late.job_id.in_(jobs), late.person_id.in_(people)))
    return look.session.scalars(query).all()


def _card(look: Look, row: models.LateScan, proposal: dict[str, Any] | None) -> LateScanCard:
    job = look.session.get(models.Job, row.job_id) if row.job_id is not None else None
    name = look.name(row.person_id)
    known = job is not None and name is not None
    return LateScanCard(
        kind="late_scan",
        id=row.id,
        person={"id": row.person_id, "name": name} if name else None,
        tablet=look.session.get_one(models.Device, row.device_id).name,
        job=_told(job) if job else None,
        step=row.step,
        operation=_operation(look, row),
        at=ms(row.at),
        received_at=ms(row.received_at),
        clock=row.clock.value,
        code=row.code,
        sentence_code=SENTENCES[row.code],
        details=row.details,
        said=row.said,
        ways=[way.value for way in ways(row.step, known, row.proven)],
        proposal=proposal,
        state="open",
    )


def _told(job: models.Job) -> dict[str, Any]:
    return {"id": job.id, "number": job.number, "plate": plate(job.vehicle.plate), "stage": job.stage.value}


def _operation(look: Look, row: models.LateScan) -> dict[str, Any] | None:
    operation = look.session.get(models.Operation, row.said.get("operation") or 0)
    if operation is None or operation.job_id != row.job_id:
        return None
    return {"id": operation.id, "text": operation.text}


def _kept_of(look: Look, rows: Iterable[models.LateScan]) -> dict[int, list[tuple[int, Kept]]]:
    """All open late scans of the people concerned."""
    late = models.LateScan
    people = {row.person_id for row in rows} - {None}
    query = select(late).where(late.site_id == look.site.id, late.settled_at.is_(None), late.person_id.in_(people))
    found: dict[int, list[tuple[int, Kept]]] = defaultdict(list)
    for row in look.session.scalars(query):
        found[row.person_id or 0].append((row.id, _kept(row)))
    return found


def _kept(row: models.LateScan) -> Kept:
    return Kept(row.step, row.job_id, row.at)


def _spans_of(look: Look, rows: Iterable[models.LateScan]) -> dict[int, list[Span]]:
    """What the people concerned worked around that time."""
    earliest: dict[int, datetime] = {}
    for row in rows:
        if row.person_id is not None:
            earliest[row.person_id] = min(row.at, earliest.get(row.person_id, row.at))
    found = {}
    for person, since in earliest.items():
        query = select(models.Clocking).where(
            models.Clocking.person_id == person, models.Clocking.at >= since - _AROUND
        )
        records = look.session.scalars(query.order_by(models.Clocking.id))
        found[person] = spans(clocking_state(each) for each in records)
    return found


def _proposal(
    row: models.LateScan, own: dict[int, list[Span]], others: dict[int, list[tuple[int, Kept]]]
) -> dict[str, Any] | None:
    """The time that may be recorded for it, where that can be told."""
    person = row.person_id or 0
    beside = [kept for late_scan, kept in others.get(person, ()) if late_scan != row.id]
    found = propose_time(_kept(row), own.get(person, ()), beside)
    return {"from_at": ms(found[0]), "until_at": ms(found[1])} if found else None
