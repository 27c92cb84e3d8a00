"""A job as the rules see it: frozen values. A rule takes one and gives the next one back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from board.domain.people import Role
from board.domain.stages import Stage


class ServiceType(StrEnum):
    express = "express"
    general = "general"
    diagnosis = "diagnosis"
    warranty = "warranty"
    recall = "recall"
    body_paint = "body_paint"
    pdi = "pdi"
    comeback = "comeback"


class Energy(StrEnum):
    petrol = "petrol"
    diesel = "diesel"
    hybrid = "hybrid"
    ev = "ev"


class Priority(StrEnum):
    normal = "normal"
    high = "high"
    urgent = "urgent"


class OldParts(StrEnum):
    return_to_customer = "return"
    discard = "discard"
    inspect = "inspect"


class OperationState(StrEnum):
    proposed = "proposed"
    """An add-on that waits for the customer's approval."""
    open = "open"
    started = "started"
    done = "done"
    declined = "declined"
    cancelled = "cancelled"


TO_BE_DONE = frozenset({OperationState.open, OperationState.started})


class CheckKind(StrEnum):
    self_check = "self"
    leader = "leader"
    final = "final"


class PauseReason(StrEnum):
    parts = "parts"
    customer_approval = "customer_approval"
    warranty_approval = "warranty_approval"
    insurer = "insurer"
    technical_support = "technical_support"
    sublet = "sublet"
    test_drive = "test_drive"
    no_bay = "no_bay"
    rest = "rest"
    end_of_shift = "end_of_shift"
    other_job = "other_job"


PAUSE_OWNERS: Mapping[PauseReason, Role] = MappingProxyType(
    {
        PauseReason.parts: Role.parts,
        PauseReason.customer_approval: Role.advisor,
        PauseReason.warranty_approval: Role.advisor,
        PauseReason.insurer: Role.advisor,
        PauseReason.technical_support: Role.foreman,
        PauseReason.sublet: Role.foreman,
        PauseReason.test_drive: Role.technician,
        PauseReason.no_bay: Role.foreman,
        PauseReason.rest: Role.technician,
        PauseReason.end_of_shift: Role.foreman,
        PauseReason.other_job: Role.foreman,
    }
)
"""Against whom the clock of a paused job runs."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of work. `standard_minutes` is the sold standard time; `id` is None until it is stored."""

    id: int | None
    text: str
    standard_minutes: int
    state: OperationState = OperationState.open
    skill: str | None = None
    high_voltage: bool = False
    add_on: bool = False
    safety: bool = False
    rework: bool = False
    decline_signed: bool = False
    checklist: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()

    @property
    def to_be_done(self) -> bool:
        """Approved, and neither done nor given up."""
        return self.state in TO_BE_DONE


@dataclass(frozen=True, slots=True)
class OnJob:
    """Somebody is clocked on, since `since` (UTC)."""

    person: int
    operation: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One signed check. `items` are what failed; empty when it passed."""

    kind: CheckKind
    by: int
    passed: bool
    at: datetime
    items: tuple[str, ...] = ()
    note: str = ""
    ticked: tuple[str, ...] = ()
    """What was ticked of the list that counted then."""
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """Why nobody is clocked on, and since when (UTC). `reason` is a PauseReason, or the code of one of the site's own;
    `owner` is against whom the clock runs."""

    reason: str
    since: datetime
    owner: Role


@dataclass(frozen=True, slots=True)
class Job:
    """The one thing that moves over the board. Times are UTC."""

    id: int
    number: str
    plate: str
    stage: Stage
    stage_since: datetime
    wash_wanted: bool = True
    bay: int | None = None
    stall: str | None = None
    operations: tuple[Operation, ...] = ()
    assigned: frozenset[int] = frozenset()
    on: tuple[OnJob, ...] = ()
    worked: frozenset[int] = frozenset()
    """Everybody who was ever clocked on to this job."""
    checks: tuple[Check, ...] = ()
    pause: Pause | None = None
    reworks: int = 0
    planned_start: datetime | None = None
    promised_at: datetime | None = None
    announced_at: datetime | None = None
    parts_missing: bool = False
    """A part of an operation still to be done is ordered and has not come."""

    @property
    def high_voltage(self) -> bool:
        """There is high-voltage work still to be done."""
        return any(operation.high_voltage and operation.to_be_done for operation in self.operations)

    def operation(self, operation_id: int) -> Operation | None:
        """The operation with that id, or None."""
        return next((each for each in self.operations if each.id == operation_id), None)

    def clocked_on(self, person: int) -> OnJob | None:
        """That person's open clocking on this job, or None."""
        return next((each for each in self.on if each.person == person), None)

    @property
    def current_round(self) -> tuple[Check, ...]:
        """The checks signed since the last failed one."""
        last_failed = max((index for index, check in enumerate(self.checks) if not check.passed), default=-1)
        return self.checks[last_failed + 1 :]

    @property
    def rework_of(self) -> Check | None:
        """The latest failed check that is being put right: until that same kind of check has passed.

        A car that failed its leader's check on the way back to a failed final check still has the final one to put
        right when the leader's has passed.
        """
        passed_since: set[CheckKind] = set()
        for check in reversed(self.checks):
            if not check.passed and check.kind not in passed_since:
                return check
            if check.passed:
                passed_since.add(check.kind)
        return None
