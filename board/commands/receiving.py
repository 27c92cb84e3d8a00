"""At reception: taking a car in, its paper, its promise, and giving it up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from board.commands.change import Change, command
from board.commands.codes import issue_code
from board.commands.comebacks import link_latest
from board.commands.promising import note_promise
from board.commands.recording import write
from board.domain import handing_over
from board.domain.codes import CodeKind
from board.domain.job import Energy, OldParts, Priority, ServiceType
from board.domain.masking import Salutation
from board.domain.permissions import Action
from board.domain.plates import normalise_plate
from board.domain.refusals import Refused
from board.domain.shifts import local_day
from board.domain.stages import LIVE, Stage
from board.store import models
from board.store.states import job_state


@command(Action.take_in)
def take_in(
    change: Change,
    plate: str,
    model: str,
    energy: Energy,
    customer: Mapping[str, Any],
    service_type: ServiceType,
    operations: Sequence[Mapping[str, Any]],
    colour: str | None = None,
    vin: str | None = None,
    mileage_km: int | None = None,
    fuel_eighths: int | None = None,
    priority: Priority = Priority.normal,
    concern: str = "",
    waits: bool = False,
    wash_wanted: bool = True,
    appointment: bool = False,
    old_parts: OldParts = OldParts.discard,
    promised_at: datetime | None = None,
    advisor: int | None = None,
) -> Mapping[str, Any]:
    """Take in a job whose order the customer signed: it waits for dispatch, with its operations.

    Refused: `plate_invalid`, `promise_in_past`, `nothing_to_do`, `not_found` (advisor).
    """
    if not operations:
        raise Refused("nothing_to_do")
    if promised_at is not None and promised_at <= change.now:
        raise Refused("promise_in_past")
    vehicle = vehicle_of(change, normalise_plate(plate), model.strip(), energy, colour, vin)
    owner = models.Customer(
        site_id=change.site.id,
        name=customer["name"].strip(),
        salutation=Salutation(customer.get("salutation", Salutation.none)),
        phone=customer.get("phone"),
    )
    job = models.Job(
        site_id=change.site.id,
        number=next_number(change),
        vehicle=vehicle,
        customer=owner,
        advisor=change.person(advisor) if advisor else None,
        service_type=service_type,
        priority=priority,
        concern=concern.strip(),
        waits=waits,
        wash_wanted=wash_wanted,
        appointment=appointment,
        old_parts=old_parts,
        mileage_km=mileage_km,
        fuel_eighths=fuel_eighths,
        taken_in_at=change.at,
        stage=Stage.waiting_dispatch,
        stage_since=change.at,
        promised_at=promised_at,
        first_promised_at=promised_at,
    )
    standard = standard_jobs(change, [operation.get("code") for operation in operations])
    for position, operation in enumerate(operations, start=1):
        skill, known = operation.get("skill"), standard.get(operation.get("code") or "")
        brought = {"safety": known.safety, "checklist": list(known.checklist)} if known else {}
        job.operations.append(
            models.Operation(position=position, **{**brought, **operation, "skill": str(skill) if skill else None})
        )
    change.session.add(job)
    change.log.flush()
    change.job_id = job.id
    if promised_at is not None:
        note_promise(change, job, promised_at, was=None)
    link_latest(change, job)
    change.touch("job", job.id)
    change.touch("site", change.site.id)
    touch_its_other_jobs(change, vehicle)
    return {"number": job.number}


def standard_jobs(change: Change, codes: Sequence[str | None]) -> dict[str, models.StandardJob]:
    """The lines of the site's catalogue with these codes: a line of work has its checklist and its mark of safety from
    there, whoever wrote the order."""
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    query = select(models.StandardJob).where(
        models.StandardJob.site_id == change.site.id, models.StandardJob.code.in_(wanted)
    )
    return {each.code: each for each in change.session.scalars(query)}


def touch_its_other_jobs(change: Change, vehicle: models.Vehicle) -> None:
    """The car's model or colour may have been put right now: its cards of other jobs say the same."""
    others = select(models.Job.id).where(models.Job.vehicle_id == vehicle.id, models.Job.stage.in_(LIVE))
    change.touch("job", *change.session.scalars(others))


def vehicle_of(
    change: Change, plate: str, model: str, energy: Energy, colour: str | None, vin: str | None
) -> models.Vehicle:
    """The site's car with this (normalised) plate, new where it was never here; what is told of it is taken over."""
    known = change.session.scalars(
        select(models.Vehicle).where(models.Vehicle.site_id == change.site.id, models.Vehicle.plate == plate)
    ).one_or_none()
    vehicle = known or models.Vehicle(site_id=change.site.id, plate=plate)
    vehicle.model = model
    vehicle.energy = energy
    vehicle.colour = colour or vehicle.colour
    vehicle.vin = vin or vehicle.vin
    change.session.add(vehicle)
    return vehicle


def next_number(change: Change) -> str:
    """`261121-017`: the day at the site and a count. Numbers are what people say aloud, so they are short."""
    day = local_day(change.at, change.site.timezone).strftime("%y%m%d")
    latest = change.session.scalar(
        select(func.max(models.Job.number)).where(
            models.Job.site_id == change.site.id, models.Job.number.startswith(f"{day}-")
        )
    )
    return f"{day}-{int(latest.split('-')[1]) + 1 if latest else 1:03d}"


@command(Action.print_card)
def print_card(change: Change, job: int) -> Mapping[str, Any]:
    """Issue the codes of a job's card and of its customer's copy; a reprint bears the codes already issued. The copy's
    is not in the answer: answers are kept, and this code opens a page for whoever has it.

    Refused: `not_found`, `job_closed`.
    """
    row = _open_job(change, job)
    codes = {code.kind: code for code in _valid_codes(change, row.id)}
    for kind in (CodeKind.job_card, CodeKind.customer_copy):
        if kind not in codes:
            codes[kind] = issue_code(change, kind, job=row.id)
    return {"card": codes[CodeKind.job_card].text}


@command(Action.revoke_card)
def revoke_card(change: Change, job: int) -> Mapping[str, Any]:
    """Make every code printed for this job invalid, for instance when a card was lost. Refused: `not_found`."""
    row = change.job(job)
    for code in _valid_codes(change, row.id):
        code.revoked_at = change.at
    return {}


def _open_job(change: Change, job: int) -> models.Job:
    row = change.job(job)
    if row.stage in {Stage.delivered, Stage.followed_up, Stage.cancelled}:
        raise Refused("job_closed", stage=row.stage)
    return row


def _valid_codes(change: Change, job_id: int) -> list[models.Code]:
    query = select(models.Code).where(models.Code.job_id == job_id, models.Code.revoked_at.is_(None))
    return list(change.session.scalars(query))


@command(Action.change_promise)
def change_promise(
    change: Change, job: int, promised_at: datetime, reason: str = "", told: str = ""
) -> Mapping[str, Any]:
    """Promise another time, with the reason and who told the customer; both stay in the ledger and the journal.

    Refused as `domain.handing_over.change_promise`.
    """
    row = change.job(job)
    after = handing_over.change_promise(job_state(row), promised_at, reason, told, change.now)
    change.details |= {
        "was": row.promised_at.isoformat() if row.promised_at else None,
        "promised_at": promised_at.isoformat(),
        "reason": reason,
        "told": told,
    }
    note_promise(change, row, promised_at, row.promised_at, reason, told)
    row.first_promised_at = row.first_promised_at or promised_at
    write(change, row, after)
    return {}


@command(Action.cancel)
def cancel(change: Change, job: int, reason: str) -> Mapping[str, Any]:
    """Close a job before it is settled. Refused: `wrong_stage`, `job_closed`, `reason_needed`."""
    row = change.job(job)
    after = handing_over.cancel(job_state(row), reason, change.at)
    change.details["reason"] = reason
    write(change, row, after, reason="cancelled")
    return {}
