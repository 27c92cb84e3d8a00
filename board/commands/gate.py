"""At the gate: a car comes, and goes again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.commands.comebacks import latest_stay
from board.commands.receiving import next_number, standard_jobs
from board.commands.recording import write
from board.domain import appointments, handing_over
from board.domain.job import Energy, ServiceType
from board.domain.masking import Salutation
from board.domain.permissions import Action
from board.domain.plates import normalise_plate, spaced_plate
from board.domain.refusals import Refused
from board.domain.stages import LIVE, Stage
from board.store import models
from board.store.states import job_state


@command(Action.arrive)
def arrive(change: Change, plate: str, appointment: int | None = None) -> Mapping[str, Any]:
    """A car is at the gate, with an appointment or without: its job begins, and its advisor is waited for.

    Of a car that was never here nothing is known but its plate: model and customer's name are empty until reception.
    A stay that ended within 30 days is told as `comeback_of`; whether this is a comeback is the advisor's to say.
    Refused: `plate_invalid`, `not_found`, `already_here`, `already_arrived`, `appointment_closed`, `other_car`.
    """
    vehicle = _vehicle(change, normalise_plate(plate))
    _require_elsewhere(change, vehicle)
    booked = _appointment(change, appointment, vehicle) if appointment is not None else None
    row = _booked_job(change, vehicle, booked)
    change.session.add(row)
    change.log.flush()
    change.job_id = row.id
    write(change, row, handing_over.arrive(job_state(row), change.at))
    if booked is not None:
        booked.state, booked.arrived_at, booked.job_id = appointments.arrive(booked.state), change.at, row.id
        change.details["appointment"] = booked.id
        change.touch("appointment", booked.id)
    return {"number": row.number, "comeback_of": latest_stay(change, row)}


@command(Action.undo_arrival)
def undo_arrival(change: Change, job: int) -> Mapping[str, Any]:
    """The car was taken for arrived by mistake: its job is cancelled, its appointment stands as before.

    Refused: `not_found`, `wrong_stage` (its reception has begun), `job_closed`.
    """
    row = change.job(job)
    write(change, row, handing_over.undo_arrival(job_state(row), change.at))
    query = select(models.Appointment).where(models.Appointment.job_id == row.id)
    booked = change.session.scalars(query).one_or_none()
    if booked is not None:
        booked.state = appointments.undo_arrival(booked.day_before_at is not None, booked.half_hour_at is not None)
        booked.arrived_at, booked.job_id = None, None
        change.details["appointment"] = booked.id
        change.touch("appointment", booked.id)
    return {}


def _vehicle(change: Change, plate: str) -> models.Vehicle:
    query = select(models.Vehicle).where(models.Vehicle.site_id == change.site.id, models.Vehicle.plate == plate)
    known = change.session.scalars(query).one_or_none()
    if known is not None:
        return known
    vehicle = models.Vehicle(site_id=change.site.id, plate=plate, model="", energy=Energy.petrol)
    change.session.add(vehicle)
    change.log.flush()
    return vehicle


def _require_elsewhere(change: Change, vehicle: models.Vehicle) -> None:
    query = select(models.Job).where(models.Job.vehicle_id == vehicle.id, models.Job.stage.in_(LIVE))
    here = change.session.scalars(query.order_by(models.Job.id).limit(1)).one_or_none()
    if here is not None:
        raise Refused("already_here", plate=spaced_plate(vehicle.plate), stage=here.stage, job=here.id)


def _appointment(change: Change, appointment: int, vehicle: models.Vehicle) -> models.Appointment:
    row = change.session.get(models.Appointment, appointment)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    if row.vehicle_id != vehicle.id:
        raise Refused("other_car", plate=spaced_plate(row.vehicle.plate))
    appointments.arrive(row.state)
    return row


def _booked_job(change: Change, vehicle: models.Vehicle, booked: models.Appointment | None) -> models.Job:
    row = models.Job(
        site_id=change.site.id,
        number=next_number(change),
        vehicle=vehicle,
        customer=booked.customer if booked else _owner(change, vehicle),
        service_type=booked.service_type if booked else ServiceType.general,
        taken_in_at=change.at,
        arrived_at=change.at,
        stage=Stage.booked,
        stage_since=change.at,
    )
    if booked is not None:
        row.appointment = True
        row.advisor_id, row.concern = booked.advisor_id, booked.concern
        row.waits, row.wash_wanted = booked.waits, booked.wash_wanted
        row.operations = _operations(change, booked)
    return row


def _owner(change: Change, vehicle: models.Vehicle) -> models.Customer:
    """Whoever brought this car last, as a customer of the new job; without a name when it was never here."""
    query = select(models.Job).where(models.Job.vehicle_id == vehicle.id).order_by(models.Job.id.desc()).limit(1)
    last = change.session.scalars(query).one_or_none()
    if last is None:
        return models.Customer(site_id=change.site.id, name="", salutation=Salutation.none)
    return models.Customer(
        site_id=change.site.id,
        name=last.customer.name,
        salutation=last.customer.salutation,
        phone=last.customer.phone,
    )


def _operations(change: Change, booked: models.Appointment) -> list[models.Operation]:
    """The booked lines as operations; of a standard job also its checklist, and whether it concerns safety."""
    standard = standard_jobs(change, [line.code for line in booked.lines])
    found = []
    for position, line in enumerate(booked.lines, start=1):
        known = standard.get(line.code or "")
        found.append(
            models.Operation(
                position=position,
                code=line.code,
                text=line.text,
                standard_minutes=line.standard_minutes,
                skill=line.skill,
                high_voltage=line.high_voltage,
                price_cents=line.price_cents,
                safety=known.safety if known else False,
                checklist=list(known.checklist) if known else [],
            )
        )
    return found
