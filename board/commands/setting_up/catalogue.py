"""The catalogue of standard jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.commands.change import Change, command
from board.commands.setting_up.seen import require_seen
from board.domain.job import ServiceType
from board.domain.people import Skill
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.standard_jobs import Part, Row, StandardJob, checked, plan_import
from board.store import models


@command(Action.set_up)
def add_standard_job(change: Change, code: str, **fields: Any) -> Mapping[str, Any]:
    """A line of the catalogue. Refused: `code_taken`, `code_needed`, `words_needed`, `minutes_wrong`, `too_long`, …"""
    wanted = checked(_job(code, fields))
    if wanted.code in standard_jobs(change.session, change.site.id):
        raise Refused("code_taken", name=wanted.code)
    row = _row_for(change, wanted)
    change.log.flush()
    return {"standard_job": row.id}


@command(Action.set_up)
def change_standard_job(change: Change, code: str, seen: str | None = None, **fields: Any) -> Mapping[str, Any]:
    """Say a line of the catalogue otherwise, retire it (`active` false) or take it up again; jobs that were ordered by
    it stay as they are. Refused: `not_found`, `changed_meanwhile`, and as for a new one."""
    query = select(models.StandardJob).where(
        models.StandardJob.site_id == change.site.id, models.StandardJob.code == code
    )
    row = change.session.scalars(query).one_or_none()
    if row is None:
        raise Refused("not_found")
    require_seen(seen, row)
    _write(row, checked(_job(code, fields)))
    change.details = {"code": code}
    return {}


@command(Action.set_up)
def import_catalogue(change: Change, rows: Sequence[Row]) -> Mapping[str, Any]:
    """Take a table over, known by code: all of it, or, with a single mistake, nothing. What it does not name stays.

    Refused: `sheet_mistakes`.
    """
    plan = plan_import(standard_jobs(change.session, change.site.id), rows)
    if plan.mistakes:
        raise Refused("sheet_mistakes", count=len(plan.mistakes))
    query = select(models.StandardJob).where(models.StandardJob.site_id == change.site.id)
    present = {row.code: row for row in change.session.scalars(query)}
    for job in plan.added:
        _row_for(change, job)
    for job in plan.changed:
        _write(present[job.code], job)
    counts = {"added": len(plan.added), "changed": len(plan.changed), "unchanged": len(plan.unchanged)}
    change.details = counts
    return counts


def standard_jobs(session: Session, site_id: int) -> dict[str, StandardJob]:
    """A site's catalogue by code, as the rules see it; also what is not offered any more."""
    query = select(models.StandardJob).where(models.StandardJob.site_id == site_id).order_by(models.StandardJob.code)
    return {row.code: _state(row) for row in session.scalars(query)}


def _state(row: models.StandardJob) -> StandardJob:
    return StandardJob(
        code=row.code,
        text_zh=row.text_zh,
        text_en=row.text_en,
        service_type=row.service_type,
        standard_minutes=row.standard_minutes,
        skill=Skill(row.skill) if row.skill else None,
        high_voltage=row.high_voltage,
        safety=row.safety,
        price_cents=row.price_cents,
        checklist=tuple(row.checklist),
        parts=tuple(Part(each["name"], each["number"], each["quantity"], each["price_cents"]) for each in row.parts),
        active=row.active,
    )


def _job(code: str, given: Mapping[str, Any]) -> StandardJob:
    """A standard job from the details of a command."""
    job = dict(given)
    job["service_type"] = ServiceType(job["service_type"]) if job.get("service_type") else None
    job["skill"] = Skill(job["skill"]) if job.get("skill") else None
    job["checklist"] = tuple(job.get("checklist", ()))
    job["parts"] = tuple(Part(**each) for each in job.get("parts", ()))
    return StandardJob(code, **job)


def _row_for(change: Change, job: StandardJob) -> models.StandardJob:
    row = models.StandardJob(site_id=change.site.id, code=job.code)
    _write(row, job)
    change.session.add(row)
    return row


def _write(row: models.StandardJob, job: StandardJob) -> None:
    row.text_zh, row.text_en = job.text_zh, job.text_en
    row.service_type, row.skill = job.service_type, job.skill.value if job.skill else None
    row.standard_minutes, row.price_cents = job.standard_minutes, job.price_cents
    row.high_voltage, row.safety, row.active = job.high_voltage, job.safety, job.active
    row.checklist = list(job.checklist)
    row.parts = [asdict(part) for part in job.parts]
