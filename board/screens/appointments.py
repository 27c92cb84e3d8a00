"""The appointment board: who comes when, to which advisor, and what the workshop's hours of a day are sold for."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import select

from board.domain.appointments import EXPECTED, AppointmentState, shown_since
from board.domain.calendar import Calendar, Stretch
from board.domain.capacity import Load, Work, Worker, capacity
from board.domain.job import TO_BE_DONE
from board.domain.people import WORKING_ROLES, Role, Skill
from board.domain.shifts import local_day
from board.domain.stages import LIVE
from board.screens import workshop
from board.screens.look import Keys, Look, ids_of, ms, wanted
from board.screens.workshop import Plate
from board.store import models
from board.store.states import calendar_state, high_voltage_until, shift_hours


class SiteCard(TypedDict):
    kind: str
    name: str
    day: str


class AppointmentCard(TypedDict):
    kind: str
    at: int | None
    minutes: int
    state: str
    made_by: str
    plate: Plate
    model: str
    energy: str
    customer: dict[str, Any]
    advisor: dict[str, Any] | None
    service_type: str
    bay_kind: str | None
    concern: str
    waits: bool
    wash_wanted: bool
    lines: list[dict[str, Any]]
    standard_minutes: int
    day_before_at: int | None
    half_hour_at: int | None
    tried_at: int | None
    tries: int
    arrived_at: int | None
    job: int | None
    cancel_reason: str | None
    booked_at: int | None
    booked_by: str | None
    may: list[str]


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The cards among the keys, all of them when None: appointments from yesterday on, and the advisors."""
    found: dict[str, Any] = {}
    if wanted(f"site:{look.site.id}", keys):
        found[f"site:{look.site.id}"] = SiteCard(kind="site", name=look.site.name, day=look.site.day.isoformat())
    if keys is None or ids_of("person", keys):
        for each in look.people().values():
            if Role.advisor in each.roles and wanted(f"person:{each.id}", keys):
                card = {"kind": "person", "id": each.id, "name": each.name, "roles": list(each.roles)}
                found[f"person:{each.id}"] = card
    if keys is None or ids_of("appointment", keys):
        found |= {f"appointment:{row.id}": appointment_card(look, row) for row in _shown(look, keys)}
    return found


def _shown(look: Look, keys: Keys | None) -> list[models.Appointment]:
    query = select(models.Appointment).where(
        models.Appointment.site_id == look.site.id,
        models.Appointment.at >= shown_since(look.site.day, look.site.timezone),
    )
    if keys is not None:
        query = query.where(models.Appointment.id.in_(ids_of("appointment", keys)))
    return list(look.session.scalars(query.order_by(models.Appointment.id)))


def appointment_card(look: Look, row: models.Appointment) -> AppointmentCard:
    """One appointment, with the customer's phone: for people at desks, no display may watch it."""
    advisor = look.name(row.advisor_id)
    return AppointmentCard(
        kind="appointment",
        at=ms(row.at),
        minutes=row.minutes,
        state=row.state.value,
        made_by=row.made_by.value,
        plate=workshop.plate(row.vehicle.plate),
        model=row.vehicle.model,
        energy=row.vehicle.energy.value,
        customer=customer(row.customer),
        advisor={"id": row.advisor_id, "name": advisor} if advisor else None,
        service_type=row.service_type.value,
        bay_kind=row.bay_kind.value if row.bay_kind else None,
        concern=row.concern,
        waits=row.waits,
        wash_wanted=row.wash_wanted,
        lines=[
            {
                "code": line.code,
                "text": line.text,
                "standard_minutes": line.standard_minutes,
                "skill": line.skill,
                "high_voltage": line.high_voltage,
                "price_cents": line.price_cents,
            }
            for line in row.lines
        ],
        standard_minutes=sum(line.standard_minutes for line in row.lines),
        day_before_at=ms(row.day_before_at),
        half_hour_at=ms(row.half_hour_at),
        tried_at=ms(row.tried_at),
        tries=row.tries,
        arrived_at=ms(row.arrived_at),
        job=row.job_id,
        cancel_reason=row.cancel_reason,
        booked_at=ms(row.booked_at),
        booked_by=look.name(row.booked_by_id),
        may=_may(row.state),
    )


def customer(row: models.Customer) -> dict[str, Any]:
    """Who comes, and how to reach them."""
    return {"name": row.name, "salutation": row.salutation.value, "phone": row.phone}


def _may(state: AppointmentState) -> list[str]:
    """The verbs that this state lets happen; the clock and the asker's role have their say too."""
    if state not in EXPECTED:
        return []
    may = ["move_appointment", "mark_no_show", "cancel_appointment"]
    return may if state is AppointmentState.confirmed_half_hour else [*may, "confirm_appointment"]


def day_capacity(look: Look, day: date) -> dict[str, Any]:
    """When a day of the site is open, and its hours: there, sold and free, see `domain.capacity`.

    There are the technicians and leaders, for their shift or the site's hours of that day. Of today only what is left:
    the hours still to come, against the work still to do. Sold is the work of the appointments that are still
    expected on that day, and what is still to be done on the cars in the shop that are promised for it; work on
    cars that were promised earlier, or not promised at all, counts on today.
    """
    calendar = calendar_state(look.session, look.site)
    opening = calendar.opening(day)
    special = look.session.scalar(
        select(models.SpecialDay.name).where(models.SpecialDay.site_id == look.site.id, models.SpecialDay.day == day)
    )
    found = capacity(_workers(look, calendar, day), [*_booked(look, calendar, day), *_in_shop(look, calendar, day)])
    return {
        "day": day.isoformat(),
        "open": opening is not None,
        "name": special,
        "opens_at": ms(opening.begin) if opening else None,
        "closes_at": ms(opening.end) if opening else None,
        "skills": {skill: _load(load) for skill, load in found.skills.items()},
        "total": _load(found.total),
    }


def _load(load: Load) -> dict[str, int]:
    return {
        "there_minutes": load.there_minutes,
        "sold_minutes": load.sold_minutes,
        "free_minutes": load.free_minutes,
    }


def _workers(look: Look, calendar: Calendar, day: date) -> Iterator[Worker]:
    shifts = {
        row.id: shift_hours(row)
        for row in look.session.scalars(select(models.Shift).where(models.Shift.site_id == look.site.id))
    }
    for row in look.people().values():
        if WORKING_ROLES.isdisjoint(row.roles):
            continue
        there = calendar.working(shifts.get(row.shift_id or 0, calendar.hours), day)
        if there is not None:
            yield Worker(_minutes_left(there, look.now), _skills(row, there))


def _minutes_left(there: Stretch, now: datetime) -> int:
    return max(0, Stretch(max(there.begin, now), there.end).minutes) if now > there.begin else there.minutes


def _skills(row: models.Person, there: Stretch) -> frozenset[str]:
    """What somebody can do on a day: high-voltage work by their papers on that day, whatever skills were noted."""
    qualified_until = high_voltage_until(row)
    skills = set(row.skills) - {Skill.high_voltage.value}
    if qualified_until is not None and there.begin < qualified_until:
        skills.add(Skill.high_voltage.value)
    return frozenset(skills)


def _booked(look: Look, calendar: Calendar, day: date) -> list[Work]:
    line, appointment = models.AppointmentLine, models.Appointment
    hours = calendar.whole(day)
    query = (
        select(line.standard_minutes, line.skill, line.high_voltage)
        .join(appointment, appointment.id == line.appointment_id)
        .where(
            appointment.site_id == look.site.id,
            appointment.state.in_(EXPECTED),
            appointment.at >= hours.begin,
            appointment.at < hours.end,
        )
    )
    return [_work(*each) for each in look.session.execute(query)]


def _in_shop(look: Look, calendar: Calendar, day: date) -> list[Work]:
    operation, job = models.Operation, models.Job
    hours = calendar.whole(day)
    promised = (job.promised_at >= hours.begin) & (job.promised_at < hours.end)
    if day == local_day(look.now, look.site.timezone):
        promised = promised | (job.promised_at < hours.begin) | job.promised_at.is_(None)
    query = (
        select(operation.standard_minutes, operation.skill, operation.high_voltage)
        .join(job, job.id == operation.job_id)
        .where(job.site_id == look.site.id, job.stage.in_(LIVE), operation.state.in_(TO_BE_DONE), promised)
    )
    return [_work(*each) for each in look.session.execute(query)]


def _work(minutes: int, skill: str | None, high_voltage: bool) -> Work:
    return Work(minutes, Skill.high_voltage.value if high_voltage else skill)


def known_car(look: Look, plate: str) -> dict[str, Any]:
    """What is known of a (normalised) plate: the car, who brought or booked it last, and its coming appointments."""
    query = select(models.Vehicle).where(models.Vehicle.site_id == look.site.id, models.Vehicle.plate == plate)
    vehicle = look.session.scalars(query).one_or_none()
    if vehicle is None:
        return {"vehicle": None, "customer": None, "appointments": []}
    last = _last_customer(look, vehicle)
    coming = select(models.Appointment).where(
        models.Appointment.vehicle_id == vehicle.id,
        models.Appointment.state.in_(EXPECTED),
        models.Appointment.at >= look.now,
    )
    return {
        "vehicle": {
            "plate": workshop.plate(vehicle.plate),
            "model": vehicle.model,
            "colour": vehicle.colour,
            "energy": vehicle.energy.value,
        },
        "customer": customer(last) if last else None,
        "appointments": [
            {"id": row.id, "at": ms(row.at)}
            for row in look.session.scalars(coming.order_by(models.Appointment.at).limit(5))
        ],
    }


def _last_customer(look: Look, vehicle: models.Vehicle) -> models.Customer | None:
    jobs = select(models.Job.customer_id).where(models.Job.vehicle_id == vehicle.id)
    booked = select(models.Appointment.customer_id).where(models.Appointment.vehicle_id == vehicle.id)
    query = select(models.Customer).where(
        models.Customer.id.in_(jobs.union(booked)), models.Customer.name != "", models.Customer.site_id == look.site.id
    )
    return look.session.scalars(query.order_by(models.Customer.id.desc()).limit(1)).one_or_none()
