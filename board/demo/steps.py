"""What a plan is made of: acts at their moments, and the cars that they are done to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One act: when (UTC), which command, whose (None: the board's clock). In `details` people are logins, bays
    numbers, operations and parts a Place, and Made what an earlier act `makes`."""

    at: datetime
    verb: str
    who: str | None
    details: dict[str, Any] = field(default_factory=dict)
    makes: str = ""


@dataclass(frozen=True, slots=True)
class PlannedCar:
    """`details` are those of the command `take_in`, but for the advisor, who is whoever takes the car in; `checklists`
    and `parts` are what the order's lines are ticked off by, and what they take from the store."""

    details: dict[str, Any]
    steps: tuple[Step, ...]
    checklists: tuple[list[str], ...] = ()
    parts: tuple[dict[str, Any], ...] = ()
