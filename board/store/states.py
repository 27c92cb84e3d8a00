"""Rows as the rules see them: from the tables to the domain's frozen values."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain import (
    appointments,
    bays,
    calendar,
    checklists,
    clockings,
    comebacks,
    following_up,
    job,
    parts,
    people,
    reception,
)
from board.domain.clockings import ClockingAct
from board.domain.parts import PartState
from board.domain.plates import spaced_plate
from board.domain.stages import LIVE
from board.store import models


def job_state(row: models.Job) -> job.Job:
    """A job with its operations, people and checks."""
    pause = None
    if row.pause_reason is not None and row.pause_since is not None and row.pause_owner is not None:
        pause = job.Pause(row.pause_reason, row.pause_since, row.pause_owner)
    return job.Job(
        id=row.id,
        number=row.number,
        plate=row.vehicle.plate,
        stage=row.stage,
        stage_since=row.stage_since,
        wash_wanted=row.wash_wanted,
        bay=row.bay_id,
        stall=row.stall,
        operations=tuple(operation_state(each) for each in row.operations),
        assigned=frozenset(each.person_id for each in row.assignments),
        on=tuple(job.OnJob(each.person_id, each.operation_id, each.since) for each in row.on),
        worked=frozenset(each.person_id for each in row.clockings if each.act is ClockingAct.on),
        checks=tuple(
            job.Check(
                each.kind,
                each.by_id,
                each.passed,
                each.at,
                tuple(each.items),
                each.note,
                tuple(each.ticked),
                tuple(each.photos),
            )
            for each in row.checks
        ),
        pause=pause,
        reworks=row.reworks,
        planned_start=row.planned_start,
        promised_at=row.promised_at,
        announced_at=row.announced_at,
        parts_missing=row.parts_missing,
    )


def operation_state(row: models.Operation) -> job.Operation:
    """One line of work."""
    return job.Operation(
        id=row.id,
        text=row.text,
        standard_minutes=row.standard_minutes,
        state=row.state,
        skill=row.skill,
        high_voltage=row.high_voltage,
        add_on=row.add_on,
        safety=row.safety,
        rework=row.rework,
        decline_signed=row.decline_signed,
        checklist=tuple(row.checklist),
        ticked=tuple(row.ticked),
    )


def part_state(row: models.PartLine) -> parts.Part:
    """One part line."""
    return parts.Part(
        id=row.id,
        name=row.name,
        state=row.state,
        operation=row.operation_id,
        number=row.number,
        price_cents=row.price_cents,
        expected_at=row.expected_at,
    )


def person_state(session: Session, row: models.Person) -> people.Person:
    """A person with the jobs they are clocked on to now."""
    return people_states(session, [row])[0]


def people_states(session: Session, rows: Sequence[models.Person]) -> list[people.Person]:
    """Several people, in the order given."""
    open_clockings = session.execute(
        select(
            models.ClockedOn.person_id,
            models.ClockedOn.job_id,
            models.Job.number,
            models.ClockedOn.operation_id,
            models.Vehicle.plate,
        )
        .join(models.Job, models.Job.id == models.ClockedOn.job_id)
        .join(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .where(models.ClockedOn.person_id.in_([row.id for row in rows]))
        .order_by(models.ClockedOn.id)
    ).all()
    clocked: dict[int, list[people.Clocked]] = {row.id: [] for row in rows}
    for person_id, job_id, number, operation_id, plate in open_clockings:
        clocked[person_id].append(people.Clocked(job_id, number, operation_id, plate))
    return [
        people.Person(
            id=row.id,
            name=row.name,
            roles=frozenset(people.Role(role) for role in row.roles),
            high_voltage_until=high_voltage_until(row),
            clocked=tuple(clocked[row.id]),
        )
        for row in rows
    ]


def high_voltage_until(row: models.Person) -> datetime | None:
    """Until when (UTC) a person has both high-voltage certificates, or None."""
    latest: dict[people.CertificateKind, datetime] = {}
    for certificate in row.certificates:
        latest[certificate.kind] = max(certificate.expires_at, latest.get(certificate.kind, certificate.expires_at))
    if not latest.keys() >= people.HIGH_VOLTAGE_CERTIFICATES:
        return None
    return min(latest[kind] for kind in people.HIGH_VOLTAGE_CERTIFICATES)


def bay_state(session: Session, row: models.Bay) -> bays.Bay:
    """A bay with the cars that stand in it."""
    standing = session.execute(
        select(models.Job.id, models.Vehicle.plate)
        .join(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .where(models.Job.bay_id == row.id)
        .order_by(models.Job.id)
    ).all()
    return _bay(row, standing)


def _bay(row: models.Bay, standing: Sequence[Any]) -> bays.Bay:
    return bays.Bay(
        id=row.id,
        number=row.number,
        kind=row.kind,
        capacity=row.capacity,
        out_of_service=row.out_of_service,
        holds=tuple(bays.Standing(job_id, spaced_plate(plate)) for job_id, plate in standing),
    )


def stall_state(session: Session, site_id: int, number: str | None) -> bays.Bay | None:
    """The ready stall of that number with the cars in it, or None where the site has set up no such stall."""
    row = session.scalars(
        select(models.Bay).where(
            models.Bay.site_id == site_id,
            models.Bay.kind == bays.BayKind.ready_stall,
            models.Bay.number == (number or "").strip(),
        )
    ).one_or_none()
    if row is None:
        return None
    standing = session.execute(
        select(models.Job.id, models.Vehicle.plate)
        .join(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .where(models.Job.site_id == site_id, models.Job.stall == row.number, models.Job.stage.in_(LIVE))
        .order_by(models.Job.id)
    ).all()
    return _bay(row, standing)


STAY_COLUMNS = (
    models.Job.id,
    models.Job.vehicle_id,
    models.Job.stage,
    models.Job.arrived_at,
    models.Job.taken_in_at,
    models.Job.delivered_at,
)
"""What `stay_state` needs of a job, where nothing else of it is wanted."""


def stay_state(row: Any) -> comebacks.Stay:
    """A job, or the STAY_COLUMNS of one, as one stay of its car."""
    return comebacks.Stay(row.id, row.vehicle_id, row.stage, row.arrived_at or row.taken_in_at, row.delivered_at)


def case_state(row: models.Complaint) -> following_up.Case:
    """A complaint with its owner and its deadline."""
    return following_up.Case(row.text, row.owner_id, row.due_at, row.opened_at, row.closed_at, row.resolution)


def clocking_state(row: models.Clocking) -> clockings.Clocking:
    """One clocking record."""
    return clockings.Clocking(
        id=row.id,
        person=row.person_id,
        job=row.job_id,
        operation=row.operation_id,
        act=row.act,
        at=row.at,
        corrects=row.corrects_id,
        forgotten=row.forgotten,
        reason=row.reason,
    )


def appointment_state(row: models.Appointment) -> appointments.Appointment:
    """An appointment's time, advisor and state."""
    return appointments.Appointment(
        at=row.at,
        state=row.state,
        advisor=row.advisor_id,
        minutes=row.minutes,
        day_before=row.day_before_at,
        half_hour=row.half_hour_at,
        tried=row.tried_at,
        tries=row.tries,
        cancel_reason=row.cancel_reason,
    )


def calendar_state(session: Session, site: models.Site) -> calendar.Calendar:
    """When a site is open, with its special days and its shifts."""
    shifts = session.scalars(select(models.Shift).where(models.Shift.site_id == site.id).order_by(models.Shift.id))
    special = session.scalars(select(models.SpecialDay).where(models.SpecialDay.site_id == site.id))
    return calendar.Calendar(
        timezone=site.timezone,
        hours=site_hours(site),
        open_days=frozenset(site.open_days),
        special={each.day: each.open for each in special},
        shifts=tuple(shift_hours(each) for each in shifts),
    )


def order_state(session: Session, row: models.Job) -> reception.Order:
    """A job's order as its customer reads it: what was ordered, without work that was found later."""
    walk = session.scalars(select(models.WalkRound).where(models.WalkRound.job_id == row.id)).one_or_none()
    marks = select(models.WalkMark).where(models.WalkMark.job_id == row.id).order_by(models.WalkMark.id)
    lines = select(models.PartLine).where(models.PartLine.job_id == row.id).order_by(models.PartLine.id)
    ordered = [each for each in row.operations if not each.add_on and not each.rework]
    added = {each.id for each in row.operations} - {each.id for each in ordered}
    return reception.Order(
        plate=row.vehicle.plate,
        model=row.vehicle.model,
        customer=row.customer.name,
        concern=row.concern,
        mileage_km=row.mileage_km,
        fuel_eighths=row.fuel_eighths,
        valuables=walk.valuables if walk else "",
        marks=tuple(
            reception.SeenMark(each.position, each.kind, each.x, each.y, each.note) for each in session.scalars(marks)
        ),
        lines=tuple(reception.OrderLine(each.text, each.standard_minutes, each.price_cents) for each in ordered),
        parts=tuple(
            reception.OrderPart(each.name, each.quantity, each.number, each.price_cents)
            for each in session.scalars(lines)
            if each.operation_id not in added and each.state is not PartState.cancelled
        ),
        promised_at=row.promised_at,
        wash_wanted=row.wash_wanted,
        old_parts=row.old_parts,
    )


def shift_hours(row: models.Shift) -> calendar.Hours:
    """The hours of a shift."""
    return calendar.Hours(row.start, row.end, frozenset(row.days))


def checklist_of(session: Session, site_id: int, occasion: str, service_type: str) -> tuple[str, ...]:
    """What has to be ticked at a site, on an occasion, for a service type."""
    query = select(models.Checklist).where(
        models.Checklist.site_id == site_id,
        models.Checklist.occasion == occasion,
        models.Checklist.service_type.in_(("", service_type)),
    )
    lists = {(each.occasion, each.service_type): each.items for each in session.scalars(query)}
    return checklists.list_for(lists, occasion, service_type)


def site_hours(site: models.Site) -> calendar.Hours:
    """The site's own hours: of everybody who has no shift."""
    return calendar.Hours(site.shift_start, site.shift_end)


def own_hours(session: Session, person: models.Person) -> calendar.Hours | None:
    """The hours of a person's own shift, or None."""
    shift = session.get(models.Shift, person.shift_id) if person.shift_id is not None else None
    return shift_hours(shift) if shift else None
