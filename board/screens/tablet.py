"""The tablet: every car on the floor with the steps that the signed-in person may take on it, and their own day."""

from collections.abc import Sequence
from typing import Any, TypedDict

from sqlalchemy import select

from board.domain.clockings import Span
from board.domain.job import CheckKind
from board.domain.own_reasons import text_of
from board.domain.people import Person
from board.domain.steps import steps
from board.screens import calls, workshop
from board.screens.foreman import operations
from board.screens.look import Keys, Look, ms, own_person_among, wanted
from board.store import models


class SiteCard(TypedDict):
    kind: str
    pause_reasons: list[dict[str, Any]]
    checklists: dict[str, dict[str, list[str]]]


class PersonCard(TypedDict):
    kind: str
    name: str
    roles: list[str]
    team: str | None
    on: list[dict[str, Any]]
    day: str
    did: list[dict[str, Any]]


def cards(look: Look, keys: Keys | None, person_id: int) -> dict[str, Any]:
    """The cards among the keys, all of them when None, for one person."""
    person = look.person(person_id)
    found: dict[str, Any] = {}
    if wanted(f"site:{look.site.id}", keys):
        found[f"site:{look.site.id}"] = site_card(look)
    if wanted(f"person:{person_id}", keys):
        found[f"person:{person_id}"] = person_card(look, look.people()[person_id], person)
    for row in look.jobs(None if own_person_among(keys, person_id) else keys):
        found[f"job:{row.id}"] = job_card(look, row, person)
    return found | calls.cards(look, keys)


def site_card(look: Look) -> SiteCard:
    """What the workshop has set up for the floor: its own pause reasons, retired ones too, and what is ticked at each
    check, by service type (empty: those without a list of their own)."""
    reasons = [
        {
            "code": each["code"],
            "text": text_of(look.site.pause_reasons, each["code"]),
            "owner": each["owner"],
            "active": each["active"],
        }
        for each in look.site.pause_reasons
    ]
    query = select(models.Checklist).where(
        models.Checklist.site_id == look.site.id, models.Checklist.occasion.in_([kind.value for kind in CheckKind])
    )
    checklists: dict[str, dict[str, list[str]]] = {}
    for row in look.session.scalars(query.order_by(models.Checklist.occasion, models.Checklist.service_type)):
        checklists.setdefault(row.occasion, {})[row.service_type] = list(row.items)
    return SiteCard(kind="site", pause_reasons=reasons, checklists=checklists)


def job_card(look: Look, row: models.Job, person: Person) -> dict[str, Any]:
    """A car as somebody with a wrench in hand needs it."""
    job = look.state(row)
    on = job.clocked_on(person.id)
    return {
        **car_card(look, row),
        "mine": person.id in job.assigned or on is not None,
        "on_since_at": ms(on.since) if on else None,
        "steps": told_steps(look, row, person),
    }


def car_card(look: Look, row: models.Job) -> dict[str, Any]:
    """What of it is the same for everybody."""
    job = look.state(row)
    bay = look.bays().get(row.bay_id) if row.bay_id else None
    since = {each.operation_id: ms(each.since) for each in row.on}
    people = {each.operation_id: [] for each in row.on}  # type: dict[int | None, list[str]]
    for each in row.on:
        people[each.operation_id].append(each.person.name)
    return {
        **workshop.job_card(look, row),
        "colour": row.vehicle.colour,
        "bay": {"id": bay.id, "number": bay.number} if bay else None,
        "concern": row.concern,
        "operations": [
            {
                **line,
                "people": people.get(line["id"], []),
                "since_at": since.get(line["id"]),
                "safety": each.safety,
                "checklist": list(each.checklist),
                "ticked": list(each.ticked),
            }
            for line, each in zip(operations(row), job.operations, strict=True)
        ],
        "checks": [
            {
                "check": each.kind.value,
                "by": each.by.name,
                "passed": each.passed,
                "at": ms(each.at),
                "items": each.items,
                "note": each.note,
                "photos": each.photos,
            }
            for each in row.checks
        ],
    }


def told_steps(look: Look, row: models.Job, person: Person) -> list[dict[str, Any]]:
    """The steps that somebody may take on a car now, the most likely first."""
    offered = steps(look.state(row), person, look.now, look.site.jobs_at_once)
    return [
        {
            "step": step.step,
            "likely": place == 0,
            "operation": step.operation,
            "then": step.then,
            "from_job": _other_job(person, step.from_job),
            "from_person": _relieved(row, step.from_person),
            "needs": list(step.needs),
        }
        for place, step in enumerate(offered)
    ]


def _relieved(row: models.Job, person_id: int | None) -> dict[str, Any] | None:
    on = next((each for each in row.on if each.person_id == person_id), None)
    return {"id": on.person_id, "name": on.person.name} if on else None


def _other_job(person: Person, job_id: int | None) -> dict[str, Any] | None:
    left = next((each for each in person.clocked if each.job == job_id), None)
    return {"id": left.job, "number": left.number, "plate": workshop.plate(left.plate)} if left else None


def person_card(look: Look, row: models.Person, person: Person) -> PersonCard:
    """The signed-in person: what they are on, and what they did today."""
    since = {each.job_id: ms(each.since) for each in row.on}
    return PersonCard(
        kind="person",
        name=row.name,
        roles=list(row.roles),
        team=row.team.name if row.team else None,
        on=[{"job": each.job, "operation": each.operation, "since_at": since.get(each.job)} for each in person.clocked],
        day=look.site.day.isoformat(),
        did=told_spans(look, look.day_of(row.id)),
    )


def told_spans(look: Look, found: Sequence[Span]) -> list[dict[str, Any]]:
    """What somebody did, as it is read; also on cars that have left meanwhile."""
    jobs = _jobs_of(look, {span.job for span in found})
    operations = _operation_texts(look, {span.operation for span in found if span.operation is not None})
    return [
        {
            "job": span.job,
            "number": jobs[span.job][0],
            "plate": workshop.plate(jobs[span.job][1]),
            "operation": operations.get(span.operation or 0),
            "from_at": ms(span.start),
            "until_at": ms(span.end),
            "reason": span.reason,
        }
        for span in found
    ]


def _jobs_of(look: Look, ids: set[int]) -> dict[int, tuple[str, str]]:
    """Number and plate of some jobs, by id."""
    query = select(models.Job.id, models.Job.number, models.Vehicle.plate).join(models.Vehicle)
    return {job: (number, text) for job, number, text in look.session.execute(query.where(models.Job.id.in_(ids)))}


def _operation_texts(look: Look, ids: set[int]) -> dict[int, str]:
    query = select(models.Operation.id, models.Operation.text).where(models.Operation.id.in_(ids))
    return {operation: text for operation, text in look.session.execute(query)}  # noqa: C416 - dict() knows no rows
