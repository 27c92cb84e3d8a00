"""Who came and went at the doors, for who looks after the workshop."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import aliased

from board.domain.shifts import day_began
from board.domain.signing_in import Event
from board.screens.look import Look, ms
from board.store import models

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class DoorQuestion:
    """What is looked for; None is anything. `before` is the id where the page above ended."""

    event: Event | None = None
    person: int | None = None
    day: date | None = None
    before: int | None = None


class DoorPage(TypedDict):
    events: list[dict[str, Any]]
    next: int | None


def door_events(look: Look, question: DoorQuestion) -> DoorPage:
    """The site's events that fit, newest first."""
    row, by = models.DoorEvent, aliased(models.Person)
    query = (
        select(row, models.Person.name, by.name, models.Device.name)
        .outerjoin(models.Person, models.Person.id == row.person_id)
        .outerjoin(by, by.id == row.by_id)
        .outerjoin(models.Device, models.Device.id == row.device_id)
        .where(row.site_id == look.site.id)
    )
    if question.event is not None:
        query = query.where(row.event == question.event)
    if question.person is not None:
        query = query.where(row.person_id == question.person)
    if question.day is not None:
        began = day_began(question.day, look.site.timezone)
        ended = day_began(question.day + timedelta(days=1), look.site.timezone)
        query = query.where(row.at >= began, row.at < ended)
    if question.before is not None:
        query = query.where(row.id < question.before)
    found = look.session.execute(query.order_by(row.id.desc()).limit(PAGE + 1)).all()
    return DoorPage(
        events=[
            {
                "id": each.id,
                "at": ms(each.at),
                "event": each.event.value,
                "person": person,
                "by": ender,
                "device": device,
                "address": each.address,
                "action": each.action,
            }
            for each, person, ender, device in found[:PAGE]
        ],
        next=found[PAGE - 1][0].id if len(found) > PAGE else None,
    )
