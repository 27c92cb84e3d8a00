"""Parts: what a job needs from the store, how far each line is, and what that does to the car."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from board.domain.dispatching import wait_to_start
from board.domain.job import PAUSE_OWNERS, Job, Operation, OperationState, Pause, PauseReason
from board.domain.refusals import Refused
from board.domain.stages import CLOSED, Move, Stage, require_stage


class PartState(StrEnum):
    wanted = "wanted"
    """Somebody said it is needed; the store has not looked yet."""
    in_stock = "in_stock"
    ordered = "ordered"
    arrived = "arrived"
    issued = "issued"
    cancelled = "cancelled"


MISSING = frozenset({PartState.ordered})
"""Lines that keep a car waiting."""

OPEN = frozenset(PartState) - {PartState.issued, PartState.cancelled}
"""Lines that somebody still has to do something about."""

FOLLOWS: Mapping[PartState, frozenset[PartState]] = MappingProxyType(
    {
        PartState.wanted: frozenset({PartState.in_stock, PartState.ordered, PartState.issued, PartState.cancelled}),
        PartState.in_stock: frozenset({PartState.issued, PartState.cancelled}),
        PartState.ordered: frozenset({PartState.arrived, PartState.cancelled}),
        PartState.arrived: frozenset({PartState.issued, PartState.cancelled}),
        PartState.issued: frozenset(),
        PartState.cancelled: frozenset(),
    }
)
"""Which state follows which."""

_TO_COME = MISSING | {PartState.wanted}
_NOT_TO_BE_FETCHED = frozenset({PartState.ordered, PartState.issued})
"""What costs money or leaves the store waits for the customer's yes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line. `operation` is None for a part of the whole job; `expected_at` is UTC."""

    id: int | None
    name: str
    state: PartState
    operation: int | None = None
    number: str = ""
    price_cents: int | None = None
    expected_at: datetime | None = None


def want_part(job: Job, operation_id: int | None) -> None:
    """Whether a part may be asked for. Refused: `wrong_stage`, `job_closed`, `operation_unknown`, and for an operation
    that was declined or cancelled `operation_not_open`."""
    require_stage(job.stage, Move.want_part)
    if operation_id is None:
        return
    operation = job.operation(operation_id)
    if operation is None:
        raise Refused("operation_unknown")
    if operation.state in {OperationState.declined, OperationState.cancelled}:
        raise Refused("operation_not_open", text=operation.text, state=operation.state)


def set_part(job: Job, part: Part, after: Part, now: datetime) -> Part:
    """The line as the store now knows it. Staying in a state is fine where something else was learned: a number, a
    price, another expected time.

    Refused: `job_closed` (but for giving a line up), `part_already`, `part_order` (a state that does not follow),
    `expected_in_past`, and `add_on_undecided` for ordering or issuing what the customer has not approved.
    """
    if job.stage in CLOSED and after.state is not PartState.cancelled:
        raise Refused("job_closed", stage=job.stage)
    if after == part or (after.state is part.state and part.state not in OPEN):
        raise Refused("part_already", name=part.name, state=part.state)
    if after.state is not part.state and after.state not in FOLLOWS[part.state]:
        raise Refused("part_order", name=part.name, state=part.state, wanted=after.state)
    operation = job.operation(part.operation) if part.operation is not None else None
    if operation is not None and after.state in _NOT_TO_BE_FETCHED and operation.state is OperationState.proposed:
        raise Refused("add_on_undecided", text=operation.text)
    newly_expected = after.expected_at is not None and after.expected_at != part.expected_at
    if newly_expected and after.expected_at is not None and after.expected_at <= now:
        raise Refused("expected_in_past")
    return after


def waits(job: Job, parts: Iterable[Part]) -> bool:
    """Something that the work needs is neither here nor given up."""
    return any(part.state in _TO_COME and _for_work_to_come(job, part) for part in parts)


def with_parts(job: Job, waited: bool, parts: Iterable[Part], now: datetime) -> Job:
    """The job as its part lines leave it; `waited` is whether it waited for any of them before (see `waits`).

    Work that nobody is on is paused for parts, against the parts people's clock, as soon as a part is missing. A pause
    for parts ends by itself when the last line that it waited for is there or was given up.
    """
    lines = tuple(parts)
    missing = any(part.state in MISSING and _for_work_to_come(job, part) for part in lines)
    job = replace(job, parts_missing=missing)
    if missing and not job.on and job.stage in {Stage.dispatched, Stage.in_work}:
        pause = Pause(PauseReason.parts, now, PAUSE_OWNERS[PauseReason.parts])
        return replace(job, stage=Stage.paused, stage_since=now, pause=pause)
    paused_for_parts = job.pause is not None and job.pause.reason == PauseReason.parts
    return wait_to_start(job, now) if paused_for_parts and waited and not waits(job, lines) else job


def given_up(job: Job, part: Part) -> bool:
    """The line is of an operation that was declined or cancelled, and nobody took the part out of the store yet."""
    operation = job.operation(part.operation) if part.operation is not None else None
    dropped = operation is not None and operation.state in {OperationState.declined, OperationState.cancelled}
    return part.state in OPEN and (dropped or job.stage is Stage.cancelled)


def _for_work_to_come(job: Job, part: Part) -> bool:
    operation: Operation | None = job.operation(part.operation) if part.operation is not None else None
    return part.operation is None or (operation is not None and operation.to_be_done)
