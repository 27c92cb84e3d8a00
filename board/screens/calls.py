"""Open calls for help, the same card on every screen that shows them."""

from typing import Any, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import aliased

from board.domain.andon import ADDRESSED
from board.domain.plates import plate_kind, spaced_plate
from board.screens.look import Keys, Look, ids_of, ms
from board.store import models


class CallCard(TypedDict):
    kind: str
    call_kind: str
    job: int | None
    plate: dict[str, str] | None
    bay: str | None
    by: dict[str, Any]
    note: str
    called_at: int | None
    answered_at: int | None
    answered_by: dict[str, Any] | None
    addressed: list[str]
    """Roles that may answer: the view is shared, the browser compares them with its person's."""


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The open calls among the keys, all of them when None: one question, and none when no call is asked for."""
    ids = None if keys is None else ids_of("call", keys)
    if ids is not None and not ids:
        return {}
    caller, helper = aliased(models.Person), aliased(models.Person)
    query = (
        select(models.AndonCall, caller.name, helper.name, models.Bay.number, models.Vehicle.plate)
        .join(caller, caller.id == models.AndonCall.by_id)
        .outerjoin(helper, helper.id == models.AndonCall.answered_by_id)
        .outerjoin(models.Bay, models.Bay.id == models.AndonCall.bay_id)
        .outerjoin(models.Job, models.Job.id == models.AndonCall.job_id)
        .outerjoin(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .where(models.AndonCall.site_id == look.site.id, models.AndonCall.resolved_at.is_(None))
        .order_by(models.AndonCall.id)
    )
    if ids is not None:
        query = query.where(models.AndonCall.id.in_(ids))
    return {f"call:{row.id}": _card(row, *names) for row, *names in look.session.execute(query)}


def _card(row: models.AndonCall, by: str, answered_by: str | None, bay: str | None, plate: str | None) -> CallCard:
    return CallCard(
        kind="call",
        call_kind=row.kind.value,
        job=row.job_id,
        plate={"text": spaced_plate(plate), "kind": plate_kind(plate).value} if plate else None,
        bay=bay,
        by={"id": row.by_id, "name": by},
        note=row.note,
        called_at=ms(row.called_at),
        answered_at=ms(row.answered_at),
        answered_by={"id": row.answered_by_id, "name": answered_by} if answered_by else None,
        addressed=sorted(ADDRESSED[row.kind]),
    )
