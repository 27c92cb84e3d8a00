"""The steps that a scan can take, and taking one at the time when it was made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import func, select

from board.commands import checking, delivering, walking_round, working
from board.commands.change import Change, Command
from board.commands.late_order import put_in_order
from board.domain.clockings import Clocking
from board.domain.following_up import PaymentWay
from board.domain.late_scans import require_order
from board.domain.permissions import permitted
from board.domain.refusals import Refused
from board.store import models
from board.store.states import clocking_state, job_state


@dataclass(frozen=True, slots=True)
class ScanStep:
    """A step's command, with what the step itself says of it."""

    command: Command
    fixed: Mapping[str, Any] = field(default_factory=dict)


_PASSED: Final = MappingProxyType({"passed": True})
_FAILED: Final = MappingProxyType({"passed": False})
STEPS: Final[Mapping[str, ScanStep]] = MappingProxyType(
    {
        "clock_on": ScanStep(working.clock_on),
        "resume": ScanStep(working.resume),
        "switch": ScanStep(working.switch),
        "pause": ScanStep(working.pause),
        "finish_operation": ScanStep(working.finish_operation),
        "take_over": ScanStep(working.take_over),
        "tick": ScanStep(working.tick),
        "record_test_drive": ScanStep(checking.record_test_drive),
        "pass_self_check": ScanStep(checking.sign_self_check, _PASSED),
        "fail_self_check": ScanStep(checking.sign_self_check, _FAILED),
        "pass_leader_check": ScanStep(checking.sign_leader_check, _PASSED),
        "fail_leader_check": ScanStep(checking.sign_leader_check, _FAILED),
        "pass_final_check": ScanStep(checking.sign_final_check, _PASSED),
        "fail_final_check": ScanStep(checking.sign_final_check, _FAILED),
        "open_reception": ScanStep(walking_round.open_reception),
        "start_wash": ScanStep(delivering.start_wash),
        "end_wash": ScanStep(delivering.end_wash),
        "park_ready": ScanStep(delivering.park_ready),
        "announce": ScanStep(delivering.announce),
        "hand_over": ScanStep(delivering.hand_over),
        "settle": ScanStep(delivering.settle),
        "deliver": ScanStep(delivering.deliver),
    }
)
"""The steps a scan can take, as `domain.following` names them."""

_AROUND: Final = timedelta(days=3)
_READ: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {"next_service_on": date.fromisoformat, "way": PaymentWay}
)
"""What a step says that JSON has no form for."""


def details_of(step: str, said: Mapping[str, Any], job: int) -> dict[str, Any]:
    """The details of a step's command, from what was said with it as JSON keeps it."""
    read = {name: _READ[name](value) if name in _READ and value is not None else value for name, value in said.items()}
    return {**read, **STEPS[step].fixed, "job": job}


def take_late_step(change: Change, step: str, said: Mapping[str, Any], job: int) -> Mapping[str, Any]:
    """Take a step at `change.at`, a time that has passed: as its command does, where that is still true and in order.

    Refused: as the command, `not_allowed` (with the roles that the person has now), `recorded_since`,
    `clocking_order`, `clocking_overlap`.
    """
    command = STEPS[step].command
    if not permitted(change.asker().roles, command.action):
        raise Refused("not_allowed")
    concerned = [said["from_job"], job] if "from_job" in said else [job]
    before = [job_state(change.job(each)) for each in concerned]
    latest = [_latest(change.job(each)) for each in concerned]
    known = change.session.scalar(select(func.max(models.Clocking.id))) or 0
    result = command.run(change, **details_of(step, said, job))
    change.log.flush()
    for state, record in zip(before, latest, strict=True):
        if step != "record_test_drive":  # which is as true of a car that has moved on
            put_in_order(change, state, record)
    _require_order(change, known)
    return result


def _latest(row: models.Job) -> models.Clocking | None:
    """The latest that is known of somebody who came to a car or left it."""
    return max(row.clockings, key=lambda each: (each.at, each.id), default=None)


def _require_order(change: Change, known: int) -> None:
    """Whoever came or went tells a day that can have been: with the records after `known`."""
    rows = change.session.scalars(select(models.Clocking).where(models.Clocking.id > known)).all()
    new = {row.id for row in rows}
    for person in {row.person_id for row in rows}:
        own = clockings_around(change, person, change.at)
        require_order(own, new, change.at, change.site.jobs_at_once)


def clockings_around(change: Change, person: int, at: datetime) -> list[Clocking]:
    """Somebody's records since a few days before a time (UTC): nobody is on a car for longer than that."""
    query = select(models.Clocking).where(models.Clocking.person_id == person, models.Clocking.at >= at - _AROUND)
    return [clocking_state(row) for row in change.session.scalars(query.order_by(models.Clocking.id))]
