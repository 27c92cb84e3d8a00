"""The foreman's verbs: which car goes where, and who works on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import dispatching as rules
from board.domain.people import Person
from board.domain.permissions import Action
from board.store.states import bay_state, job_state, people_states


@command(Action.dispatch)
def dispatch(
    change: Change, job: int, bay: int, technicians: Sequence[int], planned_start: datetime | None = None
) -> Mapping[str, Any]:
    """Give a waiting job a bay, technicians and a planned start (UTC). Refused as `domain.dispatching.dispatch`."""
    row = change.job(job)
    place = bay_state(change.session, change.bay(bay))
    after = rules.dispatch(job_state(row), place, _technicians(change, technicians), planned_start, change.at)
    write(change, row, after)
    return {}


@command(Action.assign)
def assign(change: Change, job: int, technicians: Sequence[int]) -> Mapping[str, Any]:
    """Choose other technicians for a job. Refused as `domain.dispatching.assign`."""
    row = change.job(job)
    write(change, row, rules.assign(job_state(row), _technicians(change, technicians), change.at))
    return {}


@command(Action.move)
def move(change: Change, job: int, bay: int | None, seen_bay: int | None) -> Mapping[str, Any]:
    """Move a car to another bay, or out of its bay. Refused as `domain.dispatching.move`."""
    row = change.job(job)
    place = bay_state(change.session, change.bay(bay)) if bay is not None else None
    write(change, row, rules.move(job_state(row), place, seen_bay))
    return {}


@command(Action.recall)
def recall(change: Change, job: int, seen_bay: int | None) -> Mapping[str, Any]:
    """Take a dispatched job, not yet begun, back into the queue. Refused as `domain.dispatching.recall`."""
    row = change.job(job)
    write(change, row, rules.recall(job_state(row), seen_bay, change.at))
    return {}


def _technicians(change: Change, ids: Sequence[int]) -> list[Person]:
    return people_states(change.session, [change.person(each) for each in dict.fromkeys(ids)])
