"""Reception: the walk round the car with its owner, and the order that the owner signs."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from board.domain import handing_over
from board.domain.calendar import Calendar
from board.domain.job import Job, OldParts
from board.domain.refusals import Refused
from board.domain.stages import Move, Stage, require_stage


class WalkPosition(StrEnum):
    """The six positions of the walk-round, in the order in which it goes."""

    interior = "interior"
    left_front = "left_front"
    front = "front"
    right_side = "right_side"
    rear = "rear"
    left_rear = "left_rear"


class MarkKind(StrEnum):
    scratch = "scratch"
    dent = "dent"
    crack = "crack"
    chip = "chip"
    missing = "missing"
    stain = "stain"
    other = "other"


class AttachmentKind(StrEnum):
    photo = "photo"
    signature = "signature"


QUESTIONS: Final = ("what", "when", "where", "who", "why", "how", "how_much")
"""What is asked about a concern: the 5W2H of the trade."""

WALK_ROUND: Final = timedelta(minutes=2)
"""How long the walk round the car may take."""


def require_reception(job: Job) -> None:
    """What is seen, heard and ordered is written between the begin of reception and the signature.

    Refused: `wrong_stage`, `job_closed`.
    """
    require_stage(job.stage, Move.sign_order)


# The order


@dataclass(frozen=True, slots=True)
class SeenMark:
    """Damage that was there before; `x` and `y` are thousandths of the position's outline."""

    position: WalkPosition
    kind: MarkKind
    x: int
    y: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Work that is ordered. `price_cents` is the labour; None: not priced."""

    text: str
    standard_minutes: int
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class OrderPart:
    """`price_cents` is of one piece."""

    name: str
    quantity: int
    number: str = ""
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What the customer reads and signs; times are UTC."""

    plate: str
    model: str
    customer: str
    concern: str
    mileage_km: int | None
    fuel_eighths: int | None
    valuables: str
    marks: tuple[SeenMark, ...]
    lines: tuple[OrderLine, ...]
    parts: tuple[OrderPart, ...]
    promised_at: datetime | None
    wash_wanted: bool
    old_parts: OldParts

    @property
    def digest(self) -> str:
        """One fingerprint of everything above: another order, even by a cent or a minute, has another one."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=_plain)
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def total_cents(self) -> int:
        """What the priced lines and parts come to; see `unpriced`."""
        labour = sum(line.price_cents or 0 for line in self.lines)
        return labour + sum((part.price_cents or 0) * part.quantity for part in self.parts)

    @property
    def unpriced(self) -> bool:
        """Something in it has no price yet, so that the total is only what is known."""
        return None in {line.price_cents for line in self.lines} | {part.price_cents for part in self.parts}


def _plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def require_promise_ahead(wanted: datetime | None, present: datetime | None, now: datetime) -> None:
    """A newly chosen time lies ahead; one that has passed while the order was written may stand until it is signed.

    Refused: `promise_in_past`.
    """
    if wanted is not None and wanted != present and wanted <= now:
        raise Refused("promise_in_past")


def sign_order(job: Job, order: Order, seen: str, signed: bool, now: datetime) -> Job:
    """The customer signed the order as they saw it (`seen` is its digest): the job waits for dispatch.

    What is signed is what is stored. Refused: `wrong_stage`, `job_closed`, `order_changed` (it is another one than the
    customer saw), `nothing_to_do`, `model_missing`, `customer_missing`, `promise_missing`, `promise_in_past`,
    `signature_missing`.
    """
    require_reception(job)
    if seen != order.digest:
        raise Refused("order_changed")
    if not order.model:
        raise Refused("model_missing")
    if not order.customer:
        raise Refused("customer_missing")
    after = handing_over.sign_order(job, now)
    if order.promised_at is None:
        raise Refused("promise_missing")
    if order.promised_at <= now:
        raise Refused("promise_in_past")
    if not signed:
        raise Refused("signature_missing")
    return after


def walked_round(seen: Sequence[str]) -> bool:
    """All six positions were looked at."""
    return set(WalkPosition) <= set(seen)


# The promise


@dataclass(frozen=True, slots=True)
class Ahead:
    """What lies before a car's end, in working minutes; `technicians` share the queue."""

    queue_minutes: int
    technicians: int
    dispatch_minutes: int
    work_minutes: int
    check_minutes: int
    wash_minutes: int

    @property
    def waiting_minutes(self) -> int:
        """How long the queue lasts when everybody works it off together."""
        return -(-self.queue_minutes // max(1, self.technicians))

    @property
    def minutes(self) -> int:
        """The sum."""
        return self.waiting_minutes + self.dispatch_minutes + self.work_minutes + self.check_minutes + self.wash_minutes


FIVE_MINUTES: Final = timedelta(minutes=5)
_LOOKED_AHEAD: Final = 60
"""Days in which an opening is looked for; a workshop that is closed for longer promises nothing sensible."""


def propose_promise(now: datetime, ahead: Ahead, calendar: Calendar) -> datetime:
    """When a car can be ready (UTC), rounded up to five minutes; the advisor promises what they think right.

    queue / technicians + dispatch + work + checks + wash, one after the other, within the hours that the workshop is
    open: what does not fit into a day goes on at the next opening.
    """
    return _rounded_up(_after(now, timedelta(minutes=ahead.minutes), calendar))


def _after(start: datetime, left: timedelta, calendar: Calendar) -> datetime:
    """The moment at which so much open time has passed."""
    first = calendar.day_of(start)
    for offset in range(-1, _LOOKED_AHEAD):  # yesterday's opening may reach into today
        opening = calendar.opening(first + timedelta(days=offset))
        if opening is None or opening.end <= start:
            continue
        begin = max(start, opening.begin)
        if begin + left <= opening.end:
            return begin + left
        left -= opening.end - begin
        start = opening.end
    return start + left


def _rounded_up(moment: datetime) -> datetime:
    over = timedelta(seconds=moment.timestamp() % FIVE_MINUTES.total_seconds())
    return moment + (FIVE_MINUTES - over) if over else moment


def ahead_of(
    queue_minutes: int, technicians: int, work_minutes: int, wash: bool, standards: Mapping[Stage, int]
) -> Ahead:
    """What lies ahead of an order, with the time standards that count for it."""
    checks = (Stage.self_check, Stage.leader_check, Stage.final_check)
    return Ahead(
        queue_minutes=queue_minutes,
        technicians=technicians,
        dispatch_minutes=standards[Stage.waiting_dispatch],
        work_minutes=work_minutes,
        check_minutes=sum(standards[check] for check in checks),
        wash_minutes=standards[Stage.wash_queue] + standards[Stage.washing] if wash else 0,
    )
