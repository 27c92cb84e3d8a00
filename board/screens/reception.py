"""What reception has written about one car, for the page on which it is written, and the promise that could be kept."""

from typing import Any

from sqlalchemy import func, select

from board.domain.job import OperationState
from board.domain.people import Role
from board.domain.reception import Ahead, AttachmentKind, ahead_of, propose_promise
from board.domain.refusals import Refused
from board.domain.stages import Stage
from board.domain.standards import standards_of
from board.screens import add_ons
from board.screens.look import Look, ms
from board.screens.workshop import plate
from board.store import models
from board.store.states import calendar_state, order_state, shift_hours

_QUEUE = (Stage.waiting_dispatch, Stage.dispatched, Stage.in_work, Stage.paused)
_TECHNICIANS = {Role.technician.value, Role.leader.value}


def file(look: Look, job: int) -> dict[str, Any]:
    """Everything that reception knows of a job, whatever its stage. Refused: `not_found`."""
    row = _job(look, job)
    walk = look.session.scalars(select(models.WalkRound).where(models.WalkRound.job_id == job)).one_or_none()
    order = order_state(look.session, row)
    standards = standards_of(look.site.time_standards, row.service_type)
    return {
        "job": row.id,
        "number": row.number,
        "stage": row.stage.value,
        "stage_since_at": ms(row.stage_since),
        "standard_minutes": {stage.value: standards[stage] for stage in (Stage.arrived, Stage.reception)},
        "plate": plate(row.vehicle.plate),
        "advisor": look.name(row.advisor_id),
        "arrived_at": ms(row.arrived_at),
        "taken_in_at": ms(row.taken_in_at),
        "appointment": row.appointment,
        "currency": look.site.currency,
        "concern": row.concern,
        "mileage_km": row.mileage_km,
        "fuel_eighths": row.fuel_eighths,
        "walk_round": _walk(look, walk) if walk else None,
        "marks": _marks(look, job),
        "photos": _photos(look, job),
        "order": _order(look, row),
        "digest": order.digest,
        "total_cents": order.total_cents,
        "unpriced": order.unpriced,
        "signed_at": ms(row.signed_at),
        "signature": row.signature_id,
        "first_promised_at": ms(row.first_promised_at),
        "add_ons": add_ons.add_ons(look, row, named=True),
        "parts": add_ons.parts(look, row),
    }


def proposal(look: Look, job: int, work_minutes: int, wash: bool) -> dict[str, Any]:
    """When so much more work on this car could be ready, and how that comes about. Refused: `not_found`."""
    row = _job(look, job)
    ahead = ahead_of(
        _queue_minutes(look, job),
        _technicians(look),
        work_minutes,
        wash,
        standards_of(look.site.time_standards, row.service_type),
    )
    return {
        "promised_at": ms(propose_promise(look.now, ahead, calendar_state(look.session, look.site))),
        **_told(ahead),
    }


def _told(ahead: Ahead) -> dict[str, int]:
    return {
        "queue_minutes": ahead.queue_minutes,
        "technicians": ahead.technicians,
        "waiting_minutes": ahead.waiting_minutes,
        "dispatch_minutes": ahead.dispatch_minutes,
        "work_minutes": ahead.work_minutes,
        "check_minutes": ahead.check_minutes,
        "wash_minutes": ahead.wash_minutes,
    }


def _job(look: Look, job: int) -> models.Job:
    row = look.session.get(models.Job, job)
    if row is None or row.site_id != look.site.id:
        raise Refused("not_found")
    return row


def _walk(look: Look, walk: models.WalkRound) -> dict[str, Any]:
    return {
        "began_at": ms(walk.began_at),
        "ended_at": ms(walk.ended_at),
        "by": look.name(walk.by_id),
        "seen": walk.seen,
        "valuables": walk.valuables,
        "seat_covers": walk.seat_covers,
        "answers": walk.answers,
    }


def _marks(look: Look, job: int) -> list[dict[str, Any]]:
    query = select(models.WalkMark).where(models.WalkMark.job_id == job).order_by(models.WalkMark.id)
    return [
        {
            "id": mark.id,
            "position": mark.position.value,
            "kind": mark.kind.value,
            "x": mark.x,
            "y": mark.y,
            "note": mark.note,
            "photo": mark.photo_id,
        }
        for mark in look.session.scalars(query)
    ]


def _photos(look: Look, job: int) -> list[dict[str, Any]]:
    query = select(models.Attachment).where(
        models.Attachment.job_id == job, models.Attachment.kind == AttachmentKind.photo
    )
    return [
        {"id": photo.id, "caption": photo.caption, "by": look.name(photo.by_id), "added_at": ms(photo.added_at)}
        for photo in look.session.scalars(query.order_by(models.Attachment.id))
    ]


def _order(look: Look, row: models.Job) -> dict[str, Any]:
    """In the shape in which the page sends it back."""
    lines = [each for each in row.operations if not each.add_on and not each.rework]
    place = {each.id: index for index, each in enumerate(lines)}
    parts = select(models.PartLine).where(models.PartLine.job_id == row.id).order_by(models.PartLine.id)
    return {
        "vehicle": {
            "plate": row.vehicle.plate,
            "model": row.vehicle.model,
            "colour": row.vehicle.colour,
            "vin": row.vehicle.vin,
            "energy": row.vehicle.energy.value,
        },
        "customer": {
            "name": row.customer.name,
            "salutation": row.customer.salutation.value,
            "phone": row.customer.phone,
        },
        "service_type": row.service_type.value,
        "priority": row.priority.value,
        "promised_at": ms(row.promised_at),
        "waits": row.waits,
        "wash_wanted": row.wash_wanted,
        "old_parts": row.old_parts.value,
        "operations": [
            {
                "code": each.code,
                "text": each.text,
                "standard_minutes": each.standard_minutes,
                "skill": each.skill,
                "high_voltage": each.high_voltage,
                "safety": each.safety,
                "price_cents": each.price_cents,
                "checklist": each.checklist,
            }
            for each in lines
        ],
        "parts": [
            {
                "number": each.number,
                "name": each.name,
                "quantity": each.quantity,
                "price_cents": each.price_cents,
                "operation": place.get(each.operation_id or 0),
            }
            for each in look.session.scalars(parts)
            if each.operation_id is None or each.operation_id in place
        ],
    }


def _queue_minutes(look: Look, job: int) -> int:
    """Standard minutes of work that is ordered and that nobody has begun, on the other cars."""
    query = (
        select(func.coalesce(func.sum(models.Operation.standard_minutes), 0))
        .join(models.Job, models.Job.id == models.Operation.job_id)
        .where(
            models.Job.site_id == look.site.id,
            models.Job.stage.in_(_QUEUE),
            models.Job.id != job,
            models.Operation.state == OperationState.open,
        )
    )
    return int(look.session.scalar(query) or 0)


def _technicians(look: Look) -> int:
    """Technicians and team leaders whose shift is worked today; on a closed day, everybody."""
    calendar = calendar_state(look.session, look.site)
    today = calendar.day_of(look.now)
    shifts = select(models.Shift).where(models.Shift.site_id == look.site.id)
    hours = {each.id: shift_hours(each) for each in look.session.scalars(shifts)}
    people = select(models.Person.roles, models.Person.shift_id).where(
        models.Person.site_id == look.site.id, models.Person.active
    )
    able = [shift for roles, shift in look.session.execute(people) if _TECHNICIANS & set(roles)]
    there = [shift for shift in able if calendar.working(hours.get(shift or 0, calendar.hours), today) is not None]
    return len(there) or len(able)
