"""What one person did on the last days, with what they may want to put right."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from board.domain.clockings import ClockingAct, Span, propose_repairs, spans
from board.domain.refusals import Refused
from board.domain.shift_ends import shift_end_after
from board.domain.shifts import day_began, local_day
from board.screens.look import Look, ms
from board.screens.tablet import told_spans
from board.store import models
from board.store.states import clocking_state, own_hours, site_hours

DAYS: Final = 7


def own_days(look: Look, person_id: int) -> list[dict[str, Any]]:
    """The site's day and the six before it, the newest first; each with its spans in order."""
    first = look.site.day - timedelta(days=DAYS - 1)
    query = (
        select(models.Clocking)
        .where(models.Clocking.person_id == person_id, models.Clocking.at >= day_began(first, look.site.timezone))
        .order_by(models.Clocking.id)
    )
    found = spans(clocking_state(row) for row in look.session.scalars(query))
    repairs = _repairs(look, person_id)
    by_day: dict[date, list[dict[str, Any]]] = {}
    for span, told in zip(found, told_spans(look, found), strict=True):
        by_day.setdefault(local_day(span.start, look.site.timezone), []).append(
            {
                **told,
                "on_clocking": span.started_by,
                "off_clocking": span.ended_by,
                "unconfirmed": span.unconfirmed,
                "repair": _repair_of(span, repairs),
            }
        )
    return [{"day": day.isoformat(), "spans": told} for day, told in sorted(by_day.items(), reverse=True)]


def _repairs(look: Look, person_id: int) -> dict[int, dict[str, Any]]:
    """The newest proposal for each clocking of somebody."""
    query = select(models.Repair).where(models.Repair.site_id == look.site.id, models.Repair.by_id == person_id)
    return {
        row.clocking_id: {
            "clocking": row.clocking_id,
            "at": ms(row.at),
            "explanation": row.explanation,
            "accepted": row.accepted,
            "answer": row.answer,
        }
        for row in look.session.scalars(query.order_by(models.Repair.id))
    }


def _repair_of(span: Span, repairs: dict[int, dict[str, Any]]) -> dict[str, Any] | None:
    """What was proposed for either end of a span; what still waits goes first."""
    ends = [repairs[each] for each in (span.ended_by, span.started_by) if each in repairs]
    return min(ends, key=lambda each: each["accepted"] is not None, default=None)


def proposals(look: Look, person_id: int, clocking_id: int) -> list[dict[str, Any]]:
    """Times that one of a person's own clockings may have been meant to have, the most telling one first.

    Refused: `not_found` for somebody else's.
    """
    row = look.session.get(models.Clocking, clocking_id)
    if row is None or row.person_id != person_id:
        raise Refused("not_found")
    own = look.session.scalars(select(models.Clocking).where(models.Clocking.person_id == person_id))
    found = propose_repairs(
        clocking_id,
        [clocking_state(each) for each in own],
        _acts(look, person_id, row.job_id),
        _shift_end(look, person_id, row),
        look.now,
        look.site.jobs_at_once,
    )
    return [{"at": ms(each.at), "hint": each.hint.value} for each in found]


def _acts(look: Look, person_id: int, job_id: int) -> list[datetime]:
    """When somebody did something to a car."""
    query = select(models.JournalEntry.at).where(
        models.JournalEntry.job_id == job_id, models.JournalEntry.person_id == person_id
    )
    return list(look.session.scalars(query))


def _shift_end(look: Look, person_id: int, row: models.Clocking) -> datetime:
    person = look.session.get_one(models.Person, person_id)
    began = look.session.scalars(
        select(models.Clocking.at)
        .where(models.Clocking.person_id == person_id, models.Clocking.job_id == row.job_id)
        .where(models.Clocking.act == ClockingAct.on, models.Clocking.id <= row.id)
        .order_by(models.Clocking.id.desc())
    ).first()
    hours = site_hours(look.site), own_hours(look.session, person)
    return shift_end_after(began or row.at, *hours, look.site.timezone)
