"""What a car needs from the people at the desk, from what is known of it: never from what the clock says.

A need has the time since when it stands and the time by which it should be met; whether it is urgent yet is for
whoever looks at a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from board.domain.job import Job, OperationState, PauseReason
from board.domain.people import Role
from board.domain.stages import LIVE, TIME_STANDARDS, Stage, stage_due

_PROMISE_STANDS = LIVE - {Stage.ready, Stage.handover, Stage.settled}
"""Until the car is ready, the promise can still break."""


class NeedKind(StrEnum):
    greet = "greet"
    finish_reception = "finish_reception"
    price_add_on = "price_add_on"
    """For the parts people; the desk sees that it waits for them."""
    call_add_on = "call_add_on"
    promise = "promise"
    """Due at the promise itself."""
    parts_late = "parts_late"
    """Due when the last part was to be there."""
    parts_after_promise = "parts_after_promise"
    waiting = "waiting"
    """The car stands still until the advisor has an answer."""
    announce = "announce"
    hand_over = "hand_over"
    settle = "settle"
    let_out = "let_out"


@dataclass(frozen=True, slots=True)
class Need:
    """`since` and `due` are UTC, None where there is none."""

    kind: NeedKind
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundWork:
    """An add-on that the customer has not decided: when it was found, and when parts priced it (None: not yet)."""

    found: datetime
    priced: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderedPart:
    """A part that is on its way: since when that is known, and when it is expected (None: nobody knows)."""

    since: datetime
    expected: datetime | None = None


def needs(
    job: Job,
    add_ons: tuple[FoundWork, ...] = (),
    ordered: tuple[OrderedPart, ...] = (),
    standards: Mapping[Stage, int] = TIME_STANDARDS,
) -> tuple[Need, ...]:
    """What this car needs from the desk, in the order of its way. `standards` are the site's own minutes."""
    due = stage_due(job.stage, job.stage_since, None, job.announced_at is not None, standards)
    found = [*_at_stage(job, due), *_of_add_ons(job, add_ons), *_of_parts(job, ordered)]
    asked = any(each.kind is NeedKind.call_add_on for each in found)
    if job.pause is not None and job.pause.owner is Role.advisor and not (asked and _for_approval(job)):
        found.append(Need(NeedKind.waiting, job.pause.since))
    if job.promised_at is not None and job.stage in _PROMISE_STANDS:
        found.append(Need(NeedKind.promise, due=job.promised_at))
    return tuple(found)


def _at_stage(job: Job, due: datetime | None) -> list[Need]:
    if job.stage is Stage.ready and job.announced_at is not None:
        return [Need(NeedKind.hand_over, job.announced_at)]
    kind = _BY_STAGE.get(job.stage)
    return [Need(kind, job.stage_since, due)] if kind else []


_BY_STAGE: Mapping[Stage, NeedKind] = MappingProxyType(
    {
        Stage.arrived: NeedKind.greet,
        Stage.reception: NeedKind.finish_reception,
        Stage.ready: NeedKind.announce,
        Stage.handover: NeedKind.settle,
        Stage.settled: NeedKind.let_out,
    }
)


def _of_add_ons(job: Job, add_ons: tuple[FoundWork, ...]) -> list[Need]:
    if not any(each.state is OperationState.proposed for each in job.operations):
        return []
    found = []
    unpriced = [each.found for each in add_ons if each.priced is None]
    priced = [each.priced for each in add_ons if each.priced is not None]
    if unpriced:
        found.append(Need(NeedKind.price_add_on, min(unpriced)))
    if priced:
        found.append(Need(NeedKind.call_add_on, min(priced)))
    return found


def _of_parts(job: Job, ordered: tuple[OrderedPart, ...]) -> list[Need]:
    """The last part decides: until it is there the work is not done."""
    if not job.parts_missing or not ordered:
        return []
    since = min(each.since for each in ordered)
    last = max((each.expected for each in ordered if each.expected is not None), default=None)
    if last is None:
        return [Need(NeedKind.parts_late, since)]
    if job.promised_at is not None and last > job.promised_at:
        return [Need(NeedKind.parts_after_promise, since, job.promised_at)]
    return [Need(NeedKind.parts_late, since, last)]


def _for_approval(job: Job) -> bool:
    return job.pause is not None and job.pause.reason == PauseReason.customer_approval
