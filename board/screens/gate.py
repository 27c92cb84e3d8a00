"""The gate: who is expected, who has come, who may go and who has gone; of a customer no more than the surname.

The guard's device is carried about and looked at by whoever stands beside it: its cards have their own list of what
may be shown.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict

from sqlalchemy import select

from board.domain.appointments import EXPECTED, AppointmentState
from board.domain.gate import COMEBACK_WITHIN
from board.domain.masking import mask_name
from board.domain.permissions import Action
from board.domain.plates import normalise_plate
from board.domain.shifts import day_began
from board.domain.stages import FROM, LIVE, Move, Stage, stage_due
from board.screens.look import Keys, Look, ids_of, ms, wanted
from board.screens.workshop import Plate, plate
from board.store import models

_MOVES: Mapping[Action, Move] = {Action.undo_arrival: Move.undo_arrival, Action.deliver: Move.deliver}
_MAY_COME = (*sorted(EXPECTED), AppointmentState.no_show)


class SiteCard(TypedDict):
    kind: str
    name: str
    day: str


class CarCard(TypedDict):
    kind: str
    plate: Plate
    model: str
    colour: str | None
    stage: str
    stage_since_at: int | None
    due_at: int | None
    bay: str | None
    stall: str | None
    appointment_at: int | None
    customer: dict[str, str]
    advisor: str | None
    left_at: int | None
    may: list[str]


class AppointmentCard(TypedDict):
    kind: str
    at: int | None
    state: str
    plate: Plate
    model: str
    colour: str | None
    customer: dict[str, str]
    advisor: str | None


class Known(TypedDict):
    plate: Plate
    appointment: dict[str, Any] | None
    already_here: dict[str, Any] | None
    car: dict[str, Any] | None
    comeback: dict[str, Any] | None


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The cards among the keys, all of them when None. Cars that left stay until the site's day ends."""
    found: dict[str, Any] = {}
    if wanted(f"site:{look.site.id}", keys):
        found[f"site:{look.site.id}"] = SiteCard(kind="site", name=look.site.name, day=look.site.day.isoformat())
    names = _names(look)
    if keys is None or ids_of("appointment", keys):
        found |= {f"appointment:{row.id}": appointment_card(row, names) for row in _expected(look, keys)}
    rows = look.jobs(keys) + _left(look, keys)
    booked = _booked_times(look, [row.id for row in rows if row.appointment])
    for row in rows:
        found[f"job:{row.id}"] = car_card(look, row, booked.get(row.id), names)
    return found


def car_card(look: Look, row: models.Job, booked_at: datetime | None, names: Mapping[int, str]) -> CarCard:
    """A car as the gate may see it. `due_at` is when its advisor should have come; `names` are the people's."""
    due = None
    if row.stage is Stage.arrived:
        due = stage_due(row.stage, row.stage_since, None, announced=False, standards=look.standards(row.service_type))
    bay = look.bays().get(row.bay_id) if row.bay_id else None
    return CarCard(
        kind="job",
        plate=plate(row.vehicle.plate),
        model=row.vehicle.model,
        colour=row.vehicle.colour,
        stage=row.stage.value,
        stage_since_at=ms(row.stage_since),
        due_at=ms(due),
        bay=bay.number if bay else None,
        stall=row.stall,
        appointment_at=ms(booked_at),
        customer=_customer(row.customer),
        advisor=names.get(row.advisor_id or 0),
        left_at=ms(row.delivered_at),
        may=[action.value for action, move in _MOVES.items() if row.stage in FROM[move]],
    )


def appointment_card(row: models.Appointment, names: Mapping[int, str]) -> AppointmentCard:
    """A car that is expected; `names` are the people's."""
    return AppointmentCard(
        kind="appointment",
        at=ms(row.at),
        state=row.state.value,
        plate=plate(row.vehicle.plate),
        model=row.vehicle.model,
        colour=row.vehicle.colour,
        customer=_customer(row.customer),
        advisor=names.get(row.advisor_id or 0),
    )


def known(look: Look, typed: str) -> Known:
    """What the gate may know of a plate: whether it is here, its next appointment from today on, whose it was last,
    and a stay that ended within 30 days. Refused: `plate_invalid`."""
    text = normalise_plate(typed)
    answer = Known(plate=plate(text), appointment=None, already_here=None, car=None, comeback=None)
    query = select(models.Vehicle).where(models.Vehicle.site_id == look.site.id, models.Vehicle.plate == text)
    vehicle = look.session.scalars(query).one_or_none()
    if vehicle is None:
        return answer
    stays = select(models.Job).where(models.Job.vehicle_id == vehicle.id).order_by(models.Job.id.desc())
    last = look.session.scalars(stays.limit(1)).one_or_none()
    here = look.session.scalars(stays.where(models.Job.stage.in_(LIVE)).limit(1)).one_or_none()
    left = look.session.scalars(
        stays.where(models.Job.delivered_at >= look.now - COMEBACK_WITHIN).limit(1)
    ).one_or_none()
    booked = _next_appointment(look, vehicle)
    answer["car"] = {
        "model": vehicle.model,
        "colour": vehicle.colour,
        "customer": _customer(last.customer) if last else None,
    }
    if booked is not None:
        answer["appointment"] = {"id": booked.id, **appointment_card(booked, _names(look))}
    if here is not None:
        answer["already_here"] = {"job": here.id, "stage": here.stage.value, "since_at": ms(here.arrived_at)}
    if left is not None:
        answer["comeback"] = {"job": left.id, "number": left.number, "delivered_at": ms(left.delivered_at)}
    return answer


def _customer(row: models.Customer) -> dict[str, str]:
    masked = mask_name(row.name, row.salutation)
    return {"surname": masked.surname, "salutation": masked.salutation.value}


def _names(look: Look) -> dict[int, str]:
    """The names of the site's people, also of those who have left, in one question however many cars there are."""
    query = select(models.Person.id, models.Person.name).where(models.Person.site_id == look.site.id)
    return {person: name for person, name in look.session.execute(query)}  # noqa: C416 - dict() knows no rows


def _today(look: Look) -> tuple[datetime, datetime]:
    day, zone = look.site.day, look.site.timezone
    return day_began(day, zone), day_began(day + timedelta(days=1), zone)


def _expected(look: Look, keys: Keys | None) -> list[models.Appointment]:
    began, ended = _today(look)
    query = select(models.Appointment).where(
        models.Appointment.site_id == look.site.id,
        models.Appointment.at >= began,
        models.Appointment.at < ended,
        models.Appointment.state.in_(_MAY_COME),
    )
    if keys is not None:
        query = query.where(models.Appointment.id.in_(ids_of("appointment", keys)))
    return list(look.session.scalars(query.order_by(models.Appointment.id)))


def _left(look: Look, keys: Keys | None) -> list[models.Job]:
    """Cars that left on the site's day."""
    began, ended = _today(look)
    query = select(models.Job).where(
        models.Job.site_id == look.site.id, models.Job.delivered_at >= began, models.Job.delivered_at < ended
    )
    if keys is not None:
        ids = ids_of("job", keys)
        if not ids:
            return []
        query = query.where(models.Job.id.in_(ids))
    return list(look.session.scalars(query.order_by(models.Job.id)))


def _booked_times(look: Look, jobs: list[int]) -> dict[int, datetime]:
    """When the cars of these jobs were booked for, by job."""
    if not jobs:
        return {}
    query = select(models.Appointment.job_id, models.Appointment.at).where(models.Appointment.job_id.in_(jobs))
    return {job: at for job, at in look.session.execute(query) if job is not None}


def _next_appointment(look: Look, vehicle: models.Vehicle) -> models.Appointment | None:
    query = select(models.Appointment).where(
        models.Appointment.vehicle_id == vehicle.id,
        models.Appointment.at >= _today(look)[0],
        models.Appointment.state.in_(_MAY_COME),
    )
    return look.session.scalars(query.order_by(models.Appointment.at).limit(1)).one_or_none()
