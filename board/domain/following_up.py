"""After delivery: the call to the customer, and the complaint that may come of it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from board.domain.handing_over import follow_up
from board.domain.job import Job
from board.domain.people import Person, Role
from board.domain.permissions import Action, permitted
from board.domain.refusals import Refused
from board.domain.stages import Move, require_stage

CALL_WITHIN: Final = timedelta(days=3)
"""Source: a customer is called by the third day after delivery."""

MOST_TRIES: Final = 3
"""Whoever was not reached so often is not called again."""


class CallResult(StrEnum):
    satisfied = "satisfied"
    complaint = "complaint"
    not_reached = "not_reached"


class PaymentWay(StrEnum):
    """How a job was settled. The board records it and does no bookkeeping."""

    cash = "cash"
    card = "card"
    wechat = "wechat"
    alipay = "alipay"
    transfer = "transfer"
    invoice = "invoice"
    warranty = "warranty"
    insurer = "insurer"
    goodwill = "goodwill"


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint: somebody owns it, and it has a deadline. Times are UTC."""

    text: str
    owner: int
    due: datetime
    opened: datetime
    closed: datetime | None = None
    resolution: str = ""


def call_due(delivered_at: datetime) -> datetime:
    """Until when the customer of a car that left then should have been called (UTC)."""
    return delivered_at + CALL_WITHIN


def record_call(job: Job, earlier: Collection[CallResult], result: CallResult, now: datetime) -> Job:
    """The customer of a delivered car was called: whoever was reached, or missed for the third time, is followed up.

    `earlier` are the results of the calls before. Refused: `wrong_stage`, `not_delivered`, `job_closed` (followed up).
    """
    require_stage(job.stage, Move.follow_up)
    misses = sum(each is CallResult.not_reached for each in earlier)
    if result is CallResult.not_reached and misses + 1 < MOST_TRIES:
        return job
    return follow_up(job, now)


def open_case(text: str, owner: Person, due: datetime, now: datetime) -> Case:
    """A complaint becomes a case with an owner and a deadline (UTC).

    Refused: `complaint_needed` (what it is about), `deadline_in_past`, `cannot_own_case`.
    """
    if not text.strip():
        raise Refused("complaint_needed")
    _require_owner(owner)
    if due <= now:
        raise Refused("deadline_in_past")
    return Case(text.strip(), owner.id, due, now)


def give_case(case: Case, owner: Person, due: datetime | None, now: datetime) -> Case:
    """Somebody else looks after it, until another deadline (UTC) where one is said.

    Refused: `complaint_closed`, `cannot_own_case`, `already_owner` (with the same deadline), `deadline_in_past`.
    """
    if case.closed is not None:
        raise Refused("complaint_closed")
    _require_owner(owner)
    if owner.id == case.owner and due in {None, case.due}:
        raise Refused("already_owner", name=owner.name)
    if due is not None and due <= now:
        raise Refused("deadline_in_past")
    return replace(case, owner=owner.id, due=due or case.due)


def close_case(case: Case, asker: Person, resolution: str, now: datetime) -> Case:
    """It is settled with the customer: said by its owner, a follow-up clerk, or a manager.

    Refused: `complaint_closed`, `not_your_case`, `resolution_needed`.
    """
    if case.closed is not None:
        raise Refused("complaint_closed")
    if asker.id != case.owner and asker.roles.isdisjoint({Role.follow_up_clerk, Role.manager}):
        raise Refused("not_your_case")
    if not resolution.strip():
        raise Refused("resolution_needed")
    return replace(case, closed=now, resolution=resolution.strip())


def can_own(person: Person) -> bool:
    """Whoever may close a case may be given one."""
    return permitted(person.roles, Action.close_complaint)


def _require_owner(person: Person) -> None:
    if not can_own(person):
        raise Refused("cannot_own_case", name=person.name)
