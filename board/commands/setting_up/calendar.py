"""When the workshop works: opening hours, shifts, and the days that are different."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from board.commands.change import Change, command
from board.commands.setting_up.seen import require_seen, touch_people
from board.domain.appointments import EXPECTED
from board.domain.hours import require_hours, weekdays
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.shifts import day_began
from board.store import models

OPENING_COLUMNS: Final = ("shift_start", "shift_end", "open_days")
"""What `set_opening` changes of a site."""


@command(Action.set_up)
def set_opening(
    change: Change, start: str, end: str, open_days: Sequence[int], seen: str | None = None
) -> Mapping[str, Any]:
    """From when to when (`HH:MM` at the site) and on which weekdays (Monday is 0) the workshop is open.

    Refused: `hours_wrong`, `days_needed` (a workshop that is never open), `changed_meanwhile`.
    """
    site = change.site
    require_seen(seen, site, only=OPENING_COLUMNS)
    require_hours(start, end)
    site.shift_start, site.shift_end, site.open_days = start, end, weekdays(open_days)
    change.touch("site", site.id)
    touch_people(change)
    return {}


@command(Action.set_up)
def add_shift(change: Change, name: str, start: str, end: str, days: Sequence[int]) -> Mapping[str, Any]:
    """When a group of people works. Refused: `name_taken`, `hours_wrong`, `days_needed`."""
    _require_free(change, name)
    require_hours(start, end)
    row = models.Shift(site_id=change.site.id, name=name, start=start, end=end, days=weekdays(days))
    change.session.add(row)
    change.log.flush()
    change.touch("site", change.site.id)
    return {"shift": row.id}


@command(Action.set_up)
def change_shift(
    change: Change, shift: int, name: str, start: str, end: str, days: Sequence[int], seen: str | None = None
) -> Mapping[str, Any]:
    """Other hours, days or another name. Refused: `not_found`, and as for a new one; `changed_meanwhile`."""
    row = shift_of(change, shift)
    require_seen(seen, row)
    _require_free(change, name, but=row.id)
    require_hours(start, end)
    row.name, row.start, row.end, row.days = name, start, end, weekdays(days)
    change.touch("site", change.site.id)
    change.touch("person", *(each.id for each in _people_on(change, row)))
    return {}


@command(Action.set_up)
def remove_shift(change: Change, shift: int) -> Mapping[str, Any]:
    """There is no such shift any more; who was on it keeps the workshop's own hours. Refused: `not_found`."""
    row = shift_of(change, shift)
    people = _people_on(change, row)
    for person in people:
        person.shift_id = None
    change.log.flush()
    change.session.delete(row)
    change.touch("site", change.site.id)
    change.touch("person", *(each.id for each in people))
    return {"people": len(people)}


@command(Action.set_up)
def add_special_day(change: Change, day: date, name: str, open: bool) -> Mapping[str, Any]:  # noqa: A002 - the column's name
    """A day that is open or closed against the week's rule; says how many appointments there are on it.

    Refused: `day_taken`.
    """
    query = select(models.SpecialDay.id).where(
        models.SpecialDay.site_id == change.site.id, models.SpecialDay.day == day
    )
    if change.session.scalar(query) is not None:
        raise Refused("day_taken", day=day.isoformat())
    row = models.SpecialDay(site_id=change.site.id, day=day, name=name, open=open)
    change.session.add(row)
    change.log.flush()
    change.touch("site", change.site.id)
    return {"special_day": row.id, "appointments": _appointments_on(change, day)}


@command(Action.set_up)
def remove_special_day(change: Change, special_day: int) -> Mapping[str, Any]:
    """The week's rule counts again on that day. Refused: `not_found`."""
    row = change.session.get(models.SpecialDay, special_day)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    change.session.delete(row)
    change.touch("site", change.site.id)
    return {}


def shift_of(change: Change, shift_id: int) -> models.Shift:
    """A shift of this site. Refused: `not_found`."""
    row = change.session.get(models.Shift, shift_id)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    return row


def _people_on(change: Change, shift: models.Shift) -> list[models.Person]:
    return list(change.session.scalars(select(models.Person).where(models.Person.shift_id == shift.id)))


def _require_free(change: Change, name: str, but: int | None = None) -> None:
    query = select(models.Shift.id).where(models.Shift.site_id == change.site.id, models.Shift.name == name)
    if any(shift_id != but for shift_id in change.session.scalars(query)):
        raise Refused("name_taken", name=name)


def _appointments_on(change: Change, day: date) -> int:
    began: datetime = day_began(day, change.site.timezone)
    ended = day_began(day + timedelta(days=1), change.site.timezone)
    query = (
        select(func.count())
        .select_from(models.Appointment)
        .where(
            models.Appointment.site_id == change.site.id,
            models.Appointment.at >= began,
            models.Appointment.at < ended,
            models.Appointment.state.in_(EXPECTED),
        )
    )
    return change.session.scalar(query) or 0
