"""Complaints that are open: what it is about, whose car, who looks after it, and until when."""

from typing import Any, TypedDict

from sqlalchemy import Select, select

from board.screens.look import Keys, Look, ids_of, ms
from board.screens.workshop import Plate, plate
from board.store import models


class CaseCard(TypedDict):
    kind: str
    job: int
    number: str
    plate: Plate
    model: str
    customer: dict[str, Any]
    text: str
    owner: dict[str, Any]
    opened_at: int | None
    due_at: int | None


def cards(look: Look, keys: Keys | None, owner: int | None) -> dict[str, Any]:
    """The open ones among the keys, all when None; of one owner, or (None) of everybody."""
    ids = None if keys is None else ids_of("complaint", keys)
    if ids is not None and not ids:
        return {}
    query = _open(look)
    if ids is not None:
        query = query.where(models.Complaint.id.in_(ids))
    if owner is not None:
        query = query.where(models.Complaint.owner_id == owner)
    return {f"complaint:{row.id}": _card(look, *found) for found in look.session.execute(query) for row in found[:1]}


def _open(look: Look) -> Select[*tuple[Any, ...]]:
    return (
        select(
            models.Complaint,
            models.Job.number,
            models.Vehicle.plate,
            models.Vehicle.model,
            models.Customer.name,
            models.Customer.salutation,
            models.Customer.phone,
        )
        .join(models.Job, models.Job.id == models.Complaint.job_id)
        .join(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .join(models.Customer, models.Customer.id == models.Job.customer_id)
        .where(models.Complaint.site_id == look.site.id, models.Complaint.closed_at.is_(None))
        .order_by(models.Complaint.id)
    )


def _card(
    look: Look,
    row: models.Complaint,
    number: str,
    text: str,
    model: str,
    name: str,
    salutation: Any,
    phone: str | None,
) -> CaseCard:
    return CaseCard(
        kind="complaint",
        job=row.job_id,
        number=number,
        plate=plate(text),
        model=model,
        customer={"name": name, "salutation": salutation.value, "phone": phone},
        text=row.text,
        owner={"id": row.owner_id, "name": look.name(row.owner_id)},
        opened_at=ms(row.opened_at),
        due_at=ms(row.due_at),
    )
