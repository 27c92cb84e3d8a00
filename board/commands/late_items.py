"""What a tablet sends of what it kept without network, as the commands take it, and what it is told of each item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from board.domain.late_scans import Moment, TabletTime
from board.domain.refusals import Refused


class Outcome(StrEnum):
    """What became of an item. `repeated`: it had been taken before."""

    done = "done"
    repeated = "repeated"
    late = "late"
    unreadable = "unreadable"


@dataclass(frozen=True, slots=True)
class Sender:
    """The tablet that sends an outbox. `idle` and `longest` are how long a sign-in counts without being used, and at
    all."""

    site: int
    device: int
    outbox: str
    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person was signed in on the tablet."""

    sign_in: int


@dataclass(frozen=True, slots=True)
class Badge:
    """The person showed a badge and a PIN while there was no network. `refused` says why the PIN did not prove it,
    None when it did; `at` is when it was given, by the tablet's clock."""

    text: str
    refused: Refused | None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a tablet kept. `fault` is the code of what is wrong with an item that cannot be understood."""

    seq: int
    id: str | None
    person: int | None
    proof: SignedIn | Badge | None
    told: TabletTime
    step: str | None = None
    """None: the person signed out."""
    said: Mapping[str, Any] = field(default_factory=dict)
    code: str | None = None
    job: int | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What the tablet is told of an item; `revision` is the site's after it, `touched` what it changed on screens:
    open late scans of these jobs and people may be possible now."""

    outcome: Outcome
    revision: int
    job: int | None = None
    code: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    late_scan: int | None = None
    touched: frozenset[str] = frozenset()


@dataclass
class Found:
    """What is known of an item so far: where it is refused, the late scan keeps as much as that."""

    moment: Moment
    person: int | None = None
    job: int | None = None
    proven: bool = False
