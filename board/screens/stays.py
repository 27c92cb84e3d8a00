"""Stays of cars, also of those that left: found by what somebody remembers of them, with what was promised on each."""

from typing import Any, Final, TypedDict

from sqlalchemy import Row, or_, select

from board.domain.refusals import Refused
from board.domain.stages import Stage
from board.screens.look import Look, ms
from board.screens.workshop import Plate, plate
from board.store import models

MOST_FOUND: Final = 50
SHORTEST: Final = 2
_BETWEEN_SIGNS: Final = str.maketrans("", "", " ·•・")


class Found(TypedDict):
    job: int
    number: str
    plate: Plate
    model: str
    customer: dict[str, Any]
    service_type: str
    stage: str
    advisor: str | None
    taken_in_at: int | None
    delivered_at: int | None


def search(look: Look, typed: str) -> list[Found]:
    """The newest stays of which the plate, the number, the customer's name or phone has what was typed in it.

    Of less than two signs nothing is looked for.
    """
    text = typed.strip()
    close = text.translate(_BETWEEN_SIGNS)
    if len(close) < SHORTEST:
        return []
    job, car, owner = models.Job, models.Vehicle, models.Customer
    query = (
        select(
            *(job.id, job.number, job.service_type, job.stage, job.taken_in_at, job.delivered_at),
            *(car.plate, car.model, owner.name, owner.salutation, owner.phone),
            models.Person.name.label("advisor"),
        )
        .join(car, car.id == job.vehicle_id)
        .join(owner, owner.id == job.customer_id)
        .outerjoin(models.Person, models.Person.id == job.advisor_id)
        .where(job.site_id == look.site.id, job.stage != Stage.booked)
        .where(
            or_(
                car.plate.icontains(close, autoescape=True),
                job.number.icontains(text, autoescape=True),
                owner.name.icontains(text, autoescape=True),
                owner.phone.icontains(close, autoescape=True),
            )
        )
        .order_by(job.id.desc())
        .limit(MOST_FOUND)
    )
    return [_found(row) for row in look.session.execute(query)]


def _found(row: Row[*tuple[Any, ...]]) -> Found:
    return Found(
        job=row.id,
        number=row.number,
        plate=plate(row.plate),
        model=row.model,
        customer={"name": row.name, "salutation": row.salutation.value, "phone": row.phone},
        service_type=row.service_type.value,
        stage=row.stage.value,
        advisor=row.advisor,
        taken_in_at=ms(row.taken_in_at),
        delivered_at=ms(row.delivered_at),
    )


def promises(look: Look, job_id: int) -> list[dict[str, Any]]:
    """Every time that was promised on a job, oldest first. Refused: `not_found`."""
    row = look.session.get(models.Job, job_id)
    if row is None or row.site_id != look.site.id:
        raise Refused("not_found")
    query = select(models.Promise).where(models.Promise.job_id == job_id).order_by(models.Promise.id)
    return [
        {
            "promised_at": ms(each.promised_at),
            "was_at": ms(each.was),
            "reason": each.reason,
            "told": each.told,
            "by": look.name(each.by_id),
            "at": ms(each.at),
        }
        for each in look.session.scalars(query)
    ]
