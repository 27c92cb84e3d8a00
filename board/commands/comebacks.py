"""Comebacks: the link from a job to the one that its car came back from."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.domain import comebacks as rules
from board.domain.job import ServiceType
from board.domain.permissions import Action
from board.store import models
from board.store.states import STAY_COLUMNS, stay_state


@command(Action.link_comeback)
def link_comeback(change: Change, job: int, of: int | None) -> Mapping[str, Any]:
    """Say that this stay is a comeback of that one, or (`of` None) that it is none after all. Before the order is
    signed, the job becomes one of service type comeback with it, and a general repair again.

    Refused: `not_found`, and as `domain.comebacks.link`.
    """
    row = change.job(job)
    change.details |= {"was": row.comeback_of_id, "of": of}
    if of is None:
        row.comeback_of_id = None
        if row.stage in rules.BEFORE_THE_ORDER and row.service_type is ServiceType.comeback:
            row.service_type = ServiceType.general
    else:
        earlier = change.job(of)
        change.job_id = row.id
        rules.link(stay_state(row), stay_state(earlier))
        row.comeback_of_id = earlier.id
        change.details["of_number"] = earlier.number
        if row.stage in rules.BEFORE_THE_ORDER:
            row.service_type = ServiceType.comeback
    change.touch("job", row.id)
    return {"of": row.comeback_of_id}


def link_latest(change: Change, row: models.Job) -> None:
    """A job whose order says that it is a comeback is one of the car's last stay, if that ended within 30 days."""
    if row.service_type is not ServiceType.comeback or row.comeback_of_id is not None:
        return
    row.comeback_of_id = latest_stay(change, row)
    if row.comeback_of_id is not None:
        change.details["comeback_of"] = row.comeback_of_id


def latest_stay(change: Change, row: models.Job) -> int | None:
    """The job that this car may have come back from: its last one, if that ended within 30 days before."""
    query = select(*STAY_COLUMNS).where(models.Job.vehicle_id == row.vehicle_id, models.Job.delivered_at.is_not(None))
    found = rules.latest(stay_state(row), [stay_state(each) for each in change.session.execute(query)])
    return found.job if found else None
