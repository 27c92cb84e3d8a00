"""Comebacks: a car that is here again within 30 days after it left, for what was not put right.

Which stay a car has come back from is a link from job to job. A comeback counts against the job that it came back
from; a car that is here for something else within those days is none, so the link is proposed and not assumed,
except where the order itself says that this is a comeback.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from board.domain.gate import COMEBACK_WITHIN
from board.domain.refusals import Refused
from board.domain.stages import CLOSED, Stage

BEFORE_THE_ORDER = frozenset({Stage.arrived, Stage.reception})
"""Stages in which a job's service type may still become another one."""

PROPOSED = BEFORE_THE_ORDER | {Stage.waiting_dispatch}
"""Stages in which a stay is proposed; once work has begun, somebody must want it."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of a car: when it came, and when it left (UTC, None while it is here)."""

    job: int
    vehicle: int
    stage: Stage
    came: datetime
    left: datetime | None = None


def link(stay: Stay, of: Stay) -> None:
    """Whether this stay may be called a comeback of that one.

    Refused: `job_closed`, `other_car`, `never_left` (that stay did not end before this one began), `comeback_too_late`.
    """
    if stay.stage in CLOSED:
        raise Refused("job_closed", stage=stay.stage)
    if stay.vehicle != of.vehicle:
        raise Refused("other_car_comeback")
    if of.left is None or of.left > stay.came or of.job == stay.job:
        raise Refused("never_left")
    if stay.came - of.left > COMEBACK_WITHIN:
        raise Refused("comeback_too_late", days=COMEBACK_WITHIN.days)


def latest(stay: Stay, others: Iterable[Stay]) -> Stay | None:
    """The stay that this one may be a comeback of: of those that ended within 30 days before, the last."""
    ended = [
        (each.left, each)
        for each in others
        if each.left is not None
        and each.vehicle == stay.vehicle
        and each.job != stay.job
        and each.left <= stay.came <= each.left + COMEBACK_WITHIN
    ]
    return max(ended, key=lambda pair: pair[0])[1] if ended else None
