"""From the wash to the exit: washing, parking, telling the customer, handing over, settling, letting out."""

from collections.abc import Mapping
from typing import Any

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import handing_over as rules
from board.domain.permissions import Action
from board.store.states import bay_state, job_state, stall_state


@command(Action.start_wash)
def start_wash(change: Change, job: int, bay: int | None = None) -> Mapping[str, Any]:
    """Begin the wash. Refused as `domain.handing_over.start_wash`."""
    row = change.job(job)
    place = bay_state(change.session, change.bay(bay)) if bay is not None else None
    write(change, row, rules.start_wash(job_state(row), place, change.at))
    return {}


@command(Action.end_wash)
def end_wash(change: Change, job: int, stall: str | None = None) -> Mapping[str, Any]:
    """The car is clean, and stands in that ready stall. Refused as `domain.handing_over.park_ready`."""
    row = change.job(job)
    configured = stall_state(change.session, change.site.id, stall)
    write(change, row, rules.end_wash(job_state(row), stall, change.at, configured))
    return {}


@command(Action.park_ready)
def park_ready(change: Change, job: int, stall: str) -> Mapping[str, Any]:
    """Say in which ready stall the car stands. Refused as `domain.handing_over.park_ready`."""
    row = change.job(job)
    configured = stall_state(change.session, change.site.id, stall)
    write(change, row, rules.park_ready(job_state(row), stall, configured))
    return {}


@command(Action.announce)
def announce(change: Change, job: int) -> Mapping[str, Any]:
    """The customer was told. Refused: `wrong_stage`, `job_closed`, `already_announced`."""
    row = change.job(job)
    write(change, row, rules.announce(job_state(row), change.at))
    return {}


@command(Action.hand_over)
def hand_over(change: Change, job: int) -> Mapping[str, Any]:
    """Begin the walk with the customer. Refused as `domain.handing_over.hand_over`."""
    row = change.job(job)
    write(change, row, rules.hand_over(job_state(row), change.at))
    return {}


@command(Action.settle)
def settle(change: Change, job: int) -> Mapping[str, Any]:
    """Paid or invoiced: the car may leave. Refused: `wrong_stage`, `job_closed`."""
    row = change.job(job)
    write(change, row, rules.settle(job_state(row), change.at))
    return {}


@command(Action.deliver)
def deliver(change: Change, job: int) -> Mapping[str, Any]:
    """The car left through the gate. Refused: `not_settled`, `job_closed`."""
    row = change.job(job)
    write(change, row, rules.deliver(job_state(row), change.at))
    return {}
