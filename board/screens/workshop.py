"""The workshop board: every bay and every car on the floor, for everybody who works here."""

from datetime import timedelta
from typing import Any, TypedDict

from sqlalchemy import func, select

from board.domain.clockings import Span, spans
from board.domain.job import Job, OperationState, Priority, ServiceType
from board.domain.own_reasons import text_of
from board.domain.plates import plate_kind, spaced_plate
from board.domain.shifts import day_began
from board.domain.stages import LIVE, PROMISE_WARNING, Stage, stage_due
from board.screens import calls
from board.screens.look import Keys, Look, ids_of, ms, wanted
from board.store import models
from board.store.states import clocking_state


class Plate(TypedDict):
    text: str
    kind: str


class SiteCard(TypedDict):
    kind: str
    name: str
    day: str
    in_shop: int
    delivered: int
    on_time: int


class BayCard(TypedDict):
    kind: str
    number: str
    bay_kind: str
    capacity: int
    order: int
    out_of_service: dict[str, Any] | None


class JobCard(TypedDict):
    kind: str
    number: str
    plate: Plate
    model: str
    service_type: str
    stage: str
    stage_since_at: int | None
    stage_due_at: int | None
    bay: int | None
    stall: str | None
    promised_at: int | None
    warn_at: int | None
    waits: bool
    appointment: bool
    priority: str
    energy: str
    high_voltage: bool
    parts_missing: bool
    pause: dict[str, Any] | None
    rework: dict[str, Any] | None
    people: list[dict[str, Any]]
    planned_start_at: int | None
    standard_minutes: int
    worked: dict[str, Any]
    announced_at: int | None
    rank: int


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The cards among the keys, all of them when None."""
    found: dict[str, Any] = {}
    if wanted(f"site:{look.site.id}", keys):
        found[f"site:{look.site.id}"] = site_card(look)
    if keys is None or ids_of("bay", keys):
        found |= {f"bay:{bay.id}": bay_card(bay) for bay in look.bays().values() if wanted(f"bay:{bay.id}", keys)}
    for row in look.jobs(keys):
        found[f"job:{row.id}"] = job_card(look, row)
    return found | calls.cards(look, keys)


def site_card(look: Look) -> SiteCard:
    """The site's name and its day in numbers; on time counts against the first promise."""
    site = look.site
    began = day_began(site.day, site.timezone)
    ended = day_began(site.day + timedelta(days=1), site.timezone)
    in_shop = look.session.scalar(
        select(func.count()).select_from(models.Job).where(models.Job.site_id == site.id, models.Job.stage.in_(LIVE))
    )
    delivered, on_time = look.session.execute(
        select(
            func.count(),
            func.count().filter(
                (models.Job.first_promised_at.is_(None)) | (models.Job.delivered_at <= models.Job.first_promised_at)
            ),
        ).where(models.Job.site_id == site.id, models.Job.delivered_at >= began, models.Job.delivered_at < ended)
    ).one()
    return SiteCard(
        kind="site",
        name=site.name,
        day=site.day.isoformat(),
        in_shop=in_shop or 0,
        delivered=delivered,
        on_time=on_time,
    )


def bay_card(bay: models.Bay) -> BayCard:
    """A bay: who stands in it is said by the job cards."""
    out = None
    if bay.out_of_service is not None:
        out = {"reason": bay.out_of_service, "until_at": ms(bay.out_of_service_until)}
    return BayCard(
        kind="bay",
        number=bay.number,
        bay_kind=bay.kind.value,
        capacity=bay.capacity,
        order=bay.position,
        out_of_service=out,
    )


def job_card(look: Look, row: models.Job) -> JobCard:
    """A car on the floor. Deadlines, not durations: the card is the same whenever it is built."""
    job = look.state(row)
    due = stage_due(
        job.stage, job.stage_since, job.planned_start, job.announced_at is not None, look.standards(row.service_type)
    )
    return JobCard(
        kind="job",
        number=row.number,
        plate=plate(row.vehicle.plate),
        model=row.vehicle.model,
        service_type=row.service_type.value,
        stage=job.stage.value,
        stage_since_at=ms(job.stage_since),
        stage_due_at=ms(due),
        bay=job.bay,
        stall=job.stall,
        promised_at=ms(job.promised_at),
        warn_at=ms(job.promised_at - PROMISE_WARNING) if job.promised_at else None,
        waits=row.waits,
        appointment=row.appointment,
        priority=row.priority.value,
        energy=row.vehicle.energy.value,
        high_voltage=job.high_voltage,
        parts_missing=job.parts_missing,
        pause=_pause(look, job),
        rework=_rework(job),
        people=_people(row, job),
        planned_start_at=ms(job.planned_start),
        standard_minutes=sum(each.standard_minutes for each in job.operations if _counts(each.state)),
        worked=worked(spans(clocking_state(each) for each in row.clockings)),
        announced_at=ms(job.announced_at),
        rank=rank(row),
    )


def plate(text: str) -> Plate:
    """A plate to be read by people, with what it looks like."""
    return Plate(text=spaced_plate(text), kind=plate_kind(text).value)


def worked(found: list[Span]) -> dict[str, Any]:
    """Minutes in ended clockings, and since when the open ones run."""
    ended = sum((span.end - span.start).total_seconds() for span in found if span.end is not None)
    return {"minutes": round(ended / 60, 1), "since": [ms(span.start) for span in found if span.end is None]}


def rank(row: models.Job) -> int:
    """Place in the queue: urgent ones, then appointments and comebacks, then as they came; washes by promise.

    Source: appointments and comebacks go first at dispatch; the wash queue is ordered by promise.
    """
    if row.stage in {Stage.wash_queue, Stage.washing}:
        return ms(row.promised_at or row.stage_since) or 0
    first = row.appointment or row.service_type is ServiceType.comeback
    group = 0 if row.priority is Priority.urgent else 1 if first or row.priority is Priority.high else 2
    return group * 10_000_000_000_000 + (ms(row.stage_since) or 0)


def _pause(look: Look, job: Job) -> dict[str, Any] | None:
    """Why nobody is on it; `text` says a reason of the site's own, in each language."""
    if job.pause is None:
        return None
    told = {"reason": str(job.pause.reason), "owner": job.pause.owner.value, "since_at": ms(job.pause.since)}
    text = text_of(look.site.pause_reasons, job.pause.reason)
    return told | {"text": text} if text else told


def _rework(job: Job) -> dict[str, Any] | None:
    failed = job.rework_of
    if failed is None:
        return None
    return {"times": job.reworks, "check": failed.kind.value, "items": list(failed.items)}


def _people(row: models.Job, job: Job) -> list[dict[str, Any]]:
    on = {each.person for each in job.on}
    people = {each.person_id: each.person.name for each in row.assignments}
    people |= {each.person_id: each.person.name for each in row.on}
    return [{"id": person_id, "name": name, "on": person_id in on} for person_id, name in sorted(people.items())]


def _counts(state: OperationState) -> bool:
    return state in {OperationState.open, OperationState.started, OperationState.done}
