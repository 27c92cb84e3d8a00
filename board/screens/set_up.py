"""What a site has set up: the catalogue, the checklists, and everything that its administrator can change."""

from typing import Any, TypedDict

from sqlalchemy import select

from board.screens.look import Look
from board.store import models


class StandardJobLine(TypedDict):
    code: str
    text: dict[str, str]
    service_type: str | None
    standard_minutes: int
    skill: str | None
    high_voltage: bool
    safety: bool
    price_cents: int | None
    checklist: list[str]
    parts: list[Any]


class ChecklistLine(TypedDict):
    occasion: str
    service_type: str
    items: list[str]


def catalogue(look: Look) -> list[StandardJobLine]:
    """The standard jobs that can be ordered, by their codes."""
    query = select(models.StandardJob).where(models.StandardJob.site_id == look.site.id, models.StandardJob.active)
    return [standard_job(row) for row in look.session.scalars(query.order_by(models.StandardJob.code))]


def standard_job(row: models.StandardJob) -> StandardJobLine:
    """A line of the catalogue; a text that is missing in one language is said in the other."""
    return StandardJobLine(
        code=row.code,
        text={"zh_CN": row.text_zh or row.text_en, "en": row.text_en or row.text_zh},
        service_type=row.service_type.value if row.service_type else None,
        standard_minutes=row.standard_minutes,
        skill=row.skill,
        high_voltage=row.high_voltage,
        safety=row.safety,
        price_cents=row.price_cents,
        checklist=list(row.checklist),
        parts=list(row.parts),
    )


def checklists(look: Look) -> list[ChecklistLine]:
    """What is ticked on each occasion, for every service type (`""`) or one."""
    query = select(models.Checklist).where(models.Checklist.site_id == look.site.id)
    ordered = query.order_by(models.Checklist.occasion, models.Checklist.service_type)
    return [
        ChecklistLine(occasion=row.occasion, service_type=row.service_type, items=list(row.items))
        for row in look.session.scalars(ordered)
    ]
