"""Appointments: booking one, and what becomes of it until its car is at the gate."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.domain import appointments as rules
from board.domain.appointments import Appointment, Confirmation, MadeBy
from board.domain.bays import BayKind
from board.domain.calendar import Calendar
from board.domain.job import Energy, ServiceType
from board.domain.masking import Salutation
from board.domain.people import Person
from board.domain.permissions import Action
from board.domain.plates import normalise_plate
from board.domain.refusals import Refused
from board.domain.stages import LIVE
from board.store import models
from board.store.states import appointment_state, calendar_state, person_state


@command(Action.book)
def book(
    change: Change,
    plate: str,
    model: str,
    energy: Energy,
    customer: Mapping[str, Any],
    at: datetime,
    service_type: ServiceType,
    lines: Sequence[Mapping[str, Any]] = (),
    minutes: int = 30,
    advisor: int | None = None,
    bay_kind: BayKind | None = None,
    concern: str = "",
    waits: bool = False,
    wash_wanted: bool = True,
    made_by: MadeBy = MadeBy.shop,
) -> Mapping[str, Any]:
    """Book a time (`at`, UTC) for a car; `minutes` is how long the advisor is taken. A car that is known by its plate
    is that car, as reception saw it. The price of a line whose code the catalogue has is the catalogue's.

    Refused: `plate_invalid`, `not_found` (advisor), and as `domain.appointments.book`.
    """
    booked = rules.book(at, _advisor(change, advisor), minutes, _calendar(change), change.now)
    row = models.Appointment(
        site_id=change.site.id,
        at=booked.at,
        minutes=booked.minutes,
        state=booked.state,
        made_by=made_by,
        vehicle=_vehicle(change, normalise_plate(plate), model.strip(), energy),
        customer=models.Customer(
            site_id=change.site.id,
            name=customer["name"].strip(),
            salutation=Salutation(customer.get("salutation", Salutation.none)),
            phone=customer.get("phone"),
        ),
        advisor_id=booked.advisor,
        service_type=service_type,
        bay_kind=bay_kind,
        concern=concern.strip(),
        waits=waits,
        wash_wanted=wash_wanted,
        booked_at=change.at,
        booked_by_id=change.actor.person,
        lines=_lines(change, lines),
    )
    change.session.add(row)
    change.log.flush()
    change.details |= {"appointment": row.id, "at": row.at.isoformat(), "advisor": row.advisor_id}
    change.touch("appointment", row.id)
    return {"appointment": row.id}


@command(Action.move_appointment)
def move_appointment(
    change: Change,
    appointment: int,
    at: datetime,
    advisor: int | None,
    seen_at: datetime,
    seen_advisor: int | None,
) -> Mapping[str, Any]:
    """Give an appointment another time (UTC), another advisor, or both. `seen_…` is where the mover saw it.

    Refused: `not_found`, and as `domain.appointments.move_appointment`.
    """
    row = _appointment(change, appointment)
    moved = rules.move_appointment(
        appointment_state(row), at, _advisor(change, advisor), seen_at, seen_advisor, _calendar(change), change.now
    )
    change.details |= {
        "was": {"at": row.at.isoformat(), "advisor": row.advisor_id},
        "at": moved.at.isoformat(),
        "advisor": moved.advisor,
    }
    _write(change, row, moved)
    return {}


@command(Action.confirm_appointment)
def confirm_appointment(
    change: Change, appointment: int, when: Confirmation, reached: bool = True
) -> Mapping[str, Any]:
    """The customer was called and will come, or (`reached` false) did not answer.

    Refused: `not_found`, and as `domain.appointments.confirm`.
    """
    row = _appointment(change, appointment)
    change.details |= {"when": when.value, "reached": reached}
    _write(change, row, rules.confirm(appointment_state(row), when, reached, change.now))
    return {}


@command(Action.mark_no_show)
def mark_no_show(change: Change, appointment: int) -> Mapping[str, Any]:
    """Nobody came. Refused: `not_found`, and as `domain.appointments.mark_no_show`."""
    row = _appointment(change, appointment)
    _write(change, row, rules.mark_no_show(appointment_state(row), change.now))
    return {}


@command(Action.cancel_appointment)
def cancel_appointment(change: Change, appointment: int, reason: str) -> Mapping[str, Any]:
    """Call an appointment off. Refused: `not_found`, and as `domain.appointments.cancel`."""
    row = _appointment(change, appointment)
    cancelled = rules.cancel(appointment_state(row), reason)
    change.details["reason"] = cancelled.cancel_reason
    _write(change, row, cancelled)
    return {}


def _write(change: Change, row: models.Appointment, after: Appointment) -> None:
    row.at, row.state, row.advisor_id = after.at, after.state, after.advisor
    row.day_before_at, row.half_hour_at = after.day_before, after.half_hour
    row.tried_at, row.tries = after.tried, after.tries
    row.cancel_reason = after.cancel_reason
    change.details["appointment"] = row.id
    change.touch("appointment", row.id)


def _appointment(change: Change, appointment: int) -> models.Appointment:
    row = change.session.get(models.Appointment, appointment)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    return row


def _advisor(change: Change, advisor: int | None) -> Person | None:
    return None if advisor is None else person_state(change.session, change.person(advisor))


def _calendar(change: Change) -> Calendar:
    return calendar_state(change.session, change.site)


def _vehicle(change: Change, plate: str, model: str, energy: Energy) -> models.Vehicle:
    query = select(models.Vehicle).where(models.Vehicle.site_id == change.site.id, models.Vehicle.plate == plate)
    known = change.session.scalars(query).one_or_none()
    if known is None:
        return models.Vehicle(site_id=change.site.id, plate=plate, model=model, energy=energy)
    if not known.model:  # only the gate has seen it yet
        known.model, known.energy = model, energy
        _touch_its_cards(change, known)
    return known


def _touch_its_cards(change: Change, vehicle: models.Vehicle) -> None:
    jobs = select(models.Job.id).where(models.Job.vehicle_id == vehicle.id, models.Job.stage.in_(LIVE))
    booked = select(models.Appointment.id).where(models.Appointment.vehicle_id == vehicle.id)
    change.touch("job", *change.session.scalars(jobs))
    change.touch("appointment", *change.session.scalars(booked))


def _lines(change: Change, lines: Sequence[Mapping[str, Any]]) -> list[models.AppointmentLine]:
    query = select(models.StandardJob.code, models.StandardJob.price_cents).where(
        models.StandardJob.site_id == change.site.id,
        models.StandardJob.code.in_([line["code"] for line in lines if line.get("code")]),
    )
    prices = {code: price for code, price in change.session.execute(query)}  # noqa: C416 - dict() knows no rows
    return [
        models.AppointmentLine(
            position=position,
            code=line.get("code"),
            text=line["text"],
            standard_minutes=line["standard_minutes"],
            skill=str(line["skill"]) if line.get("skill") else None,
            high_voltage=line.get("high_voltage", False),
            price_cents=prices.get(line.get("code") or ""),
        )
        for position, line in enumerate(lines, start=1)
    ]
