"""The follow-up: whom to call after delivery, and the complaints that are open.

A follow-up clerk and a manager see the whole site's; an advisor the cars that were theirs, and their own cases.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, TypedDict

from sqlalchemy import Row, select

from board.domain.following_up import call_due, can_own
from board.domain.job import OperationState
from board.domain.people import Person
from board.domain.permissions import Action, permitted
from board.domain.shifts import day_began
from board.domain.stages import Stage
from board.screens import cases
from board.screens.look import Keys, Look, ids_of, ms, wanted
from board.screens.workshop import Plate, plate
from board.store import models

LOOKS_BACK: Final = timedelta(days=60)
"""Whoever was not called by then is called no more."""


class CallCard(TypedDict):
    kind: str
    number: str
    plate: Plate
    model: str
    service_type: str
    customer: dict[str, Any]
    advisor: dict[str, Any] | None
    delivered_at: int | None
    due_at: int | None
    done: list[str]
    comeback: bool
    tries: list[dict[str, Any]]


def cards(look: Look, keys: Keys | None, person_id: int) -> dict[str, Any]:
    """The cards among the keys, all of them when None, for one person."""
    person = look.person(person_id)
    own = None if permitted(person.roles, Action.record_call) else person.id
    found: dict[str, Any] = {}
    if keys is None or ids_of("person", keys):
        found |= _owners(look, keys)
    found |= _calls(look, keys, own)
    return found | cases.cards(look, keys, own)


def _owners(look: Look, keys: Keys | None) -> dict[str, Any]:
    """Whom a case can be given to."""
    return {
        f"person:{row.id}": {"kind": "person", "id": row.id, "name": row.name, "roles": list(row.roles)}
        for row in look.people().values()
        if wanted(f"person:{row.id}", keys) and can_own(_as_owner(row))
    }


def _as_owner(row: models.Person) -> Person:
    return Person(row.id, row.name, frozenset(row.roles))  # type: ignore[arg-type]


def _calls(look: Look, keys: Keys | None, advisor: int | None) -> dict[str, CallCard]:
    ids = None if keys is None else ids_of("job", keys)
    if ids is not None and not ids:
        return {}
    earliest = day_began(look.site.day, look.site.timezone) - LOOKS_BACK
    query = (
        select(
            models.Job.id,
            models.Job.number,
            models.Job.service_type,
            models.Job.advisor_id,
            models.Job.delivered_at,
            models.Job.comeback_of_id,
            models.Vehicle.plate,
            models.Vehicle.model,
            models.Customer.name,
            models.Customer.salutation,
            models.Customer.phone,
        )
        .join(models.Vehicle, models.Vehicle.id == models.Job.vehicle_id)
        .join(models.Customer, models.Customer.id == models.Job.customer_id)
        .where(models.Job.site_id == look.site.id, models.Job.stage == Stage.delivered)
        .where(models.Job.delivered_at >= earliest)
        .order_by(models.Job.id)
    )
    if ids is not None:
        query = query.where(models.Job.id.in_(ids))
    if advisor is not None:
        query = query.where(models.Job.advisor_id == advisor)
    rows = look.session.execute(query).all()
    jobs = [row.id for row in rows]
    done, tries = _done(look, jobs), _tries(look, jobs)
    return {f"job:{row.id}": _card(look, row, done, tries) for row in rows}


def _card(
    look: Look, row: Row[*tuple[Any, ...]], done: Mapping[int, list[str]], tries: Mapping[int, list[dict[str, Any]]]
) -> CallCard:
    name = look.name(row.advisor_id)
    return CallCard(
        kind="call_due",
        number=row.number,
        plate=plate(row.plate),
        model=row.model,
        service_type=row.service_type.value,
        customer={"name": row.name, "salutation": row.salutation.value, "phone": row.phone},
        advisor={"id": row.advisor_id, "name": name} if name else None,
        delivered_at=ms(row.delivered_at),
        due_at=ms(call_due(row.delivered_at)),
        done=done.get(row.id, []),
        comeback=row.comeback_of_id is not None,
        tries=tries.get(row.id, []),
    )


def _done(look: Look, jobs: list[int]) -> dict[int, list[str]]:
    """What was done on each of these jobs, in the order's words."""
    query = (
        select(models.Operation.job_id, models.Operation.text)
        .where(models.Operation.job_id.in_(jobs), models.Operation.state == OperationState.done)
        .where(models.Operation.rework.is_(False))
        .order_by(models.Operation.position)
    )
    found: dict[int, list[str]] = {}
    for job, text in look.session.execute(query) if jobs else ():
        found.setdefault(job, []).append(text)
    return found


def _tries(look: Look, jobs: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The calls so far, oldest first."""
    query = select(models.FollowUpCall).where(models.FollowUpCall.job_id.in_(jobs)).order_by(models.FollowUpCall.id)
    found: dict[int, list[dict[str, Any]]] = {}
    for call in look.session.scalars(query) if jobs else ():
        told = {"at": ms(call.at), "by": look.name(call.by_id), "result": call.result.value, "note": call.note}
        found.setdefault(call.job_id, []).append(told)
    return found
