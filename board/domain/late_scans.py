"""Scans that a tablet kept while it had no network: when they were made, and what becomes of those that can no longer
be carried out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from board.domain.clockings import Clocking, Span, overlap, require_room, spans
from board.domain.job import Job
from board.domain.refusals import Refused
from board.domain.stages import Stage


class Clock(StrEnum):
    """How far the time of a scan can be trusted."""

    good = "good"
    corrected = "corrected"
    """The tablet's clock was wrong by a known amount."""
    doubtful = "doubtful"
    """It was changed meanwhile, or says what cannot be."""


class Settling(StrEnum):
    """What a foreman may do with a scan that could not be carried out."""

    retry = "retry"
    record_time = "record_time"
    dismiss = "dismiss"


CLOCK_TOLERANCE: Final = timedelta(minutes=2)
LONGEST_AWAY: Final = timedelta(days=30)
"""Where nothing better is known, a scan is not older than that."""
LONGEST_TIME: Final = timedelta(hours=24)
"""So much worked time can be recorded at once."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TabletTime:
    """When a scan was made as its tablet tells it, in milliseconds: `at` and `sent_at` by the tablet's clock, `offset`
    is server minus tablet as it was last measured before the scan (None: never)."""

    at: int
    offset: int | None
    sent_at: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When a scan was made (UTC), and how far that can be trusted."""

    at: datetime
    clock: Clock


def moment(told: TabletTime, now: datetime, not_before: datetime | None) -> Moment:
    """The time of a scan by the server's clock: never later than `now`. `not_before` is when the person signed in.

    The offset that was measured before the scan is compared with the one that the request shows. Where both agree, a
    clock that is hours or years off does no harm. Where they do not, somebody set it meanwhile: the time that can be
    is taken, and marked.
    """
    present = _ms(now)
    offset = present - told.sent_at
    earliest = _ms(not_before or now - LONGEST_AWAY)
    tolerance = CLOCK_TOLERANCE // timedelta(milliseconds=1)
    if told.offset is None:
        at = told.at + offset
        doubtful = not earliest - tolerance <= at <= present
    elif abs(told.offset - offset) <= tolerance:
        offset, at = told.offset, told.at + told.offset
        doubtful = at > present + tolerance
    else:
        possible = (each for each in (told.at + told.offset, told.at + offset) if earliest <= each <= present)
        at, doubtful = next(possible, told.at + told.offset), True
    if doubtful:
        at = max(at, earliest)
    clock = Clock.doubtful if doubtful else Clock.corrected if abs(offset) > tolerance else Clock.good
    return Moment(_EPOCH + timedelta(milliseconds=max(0, min(at, present))), clock)


def _ms(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)


def signed_in_at(at: datetime, began: datetime, ended: datetime | None, last_used: datetime, idle: timedelta) -> bool:
    """Whether a sign-in counted at a time (all UTC). `last_used` is when it was last known to be used, `idle` how long
    it counts without being used; clocks that differ a little are forgiven."""
    if at < began - CLOCK_TOLERANCE or at > last_used + idle:
        return False
    return ended is None or at <= ended + CLOCK_TOLERANCE


# what is recorded must be in order


UNDER_WORK: Final = frozenset({Stage.in_work, Stage.paused})
"""Between these a car goes to and fro as people come and go: its stage follows from who was on it when."""


def require_nothing_later(before: Job, person: int, at: datetime, begin: datetime) -> None:
    """A step of a time that has passed fits only where nothing later is recorded that it would undo: the car came to
    its stage before it (`begin`; a car under work, to its bay), and so did whoever takes it to the car.

    Refused: `recorded_since`.
    """
    on = before.clocked_on(person)
    if at < begin or (on is not None and at < on.since):
        raise Refused("recorded_since", stage=before.stage)


def worked_since(of_car: Iterable[Span], begin: datetime, sent_back: bool) -> datetime:
    """Since when somebody has been on a car without a break (UTC), however late that was learned. `begin` is when the
    car came to be worked on; one that a check sent back (`sent_back`) is in work from then on."""
    since: datetime | None = None
    reach, times = begin, 0
    for span in sorted(of_car, key=lambda each: each.start):
        if span.end is not None and span.end <= begin:
            continue
        if since is None or span.start > reach:
            since, times = span.start, times + 1
        reach = max(reach, span.end or _NEVER)
    return begin if since is None or (sent_back and times == 1) else since


def require_order(records: Sequence[Clocking], new: set[int], at: datetime, jobs_at_once: int) -> None:
    """One person's records with the `new` ones tell a day that can have been. Refused: `clocking_order`,
    `clocking_overlap`."""
    if any(record.at != at for record in records if record.id in new):
        raise Refused("clocking_order")  # it would end before it began
    found = spans(records)
    for span in found:
        if span.started_by in new or span.ended_by in new:
            if span.end is not None and span.end < span.start:
                raise Refused("clocking_order")
            require_room(span, found, jobs_at_once)


# what the foreman may do


BEGINNINGS: Final = frozenset({"clock_on", "resume", "switch", "take_over"})
"""Steps with which somebody begins to work on a car."""
ENDINGS: Final = frozenset({"pause", "finish_operation"})
_AT_WORK: Final = BEGINNINGS | ENDINGS | {"tick"}


def ways(step: str | None, known: bool, proven: bool) -> tuple[Settling, ...]:
    """How a late scan may be settled. `known`: the person and the car are; `proven`: it was shown who made it.

    A foreman may say how long somebody worked, but signs no check and takes no step for somebody who has not shown
    that it was them.
    """
    found = [Settling.retry] if step is not None and known and proven else []
    if step in _AT_WORK and known:
        found.append(Settling.record_time)
    return (*found, Settling.dismiss)


NOT_BY_OTHERS: Final = frozenset({"scan_revoked", "not_allowed", "command_id_reused", "internal_error"})
"""Refusals of what a scan is itself: they wait for the foreman, whatever other tablets bring."""


def require_time(person: int, start: datetime, end: datetime, own: Iterable[Span], by: int, now: datetime) -> None:
    """What somebody worked (`start` to `end`, UTC) may be recorded later by a foreman: in the past, a day at most, not
    beside other work of theirs. Refused: `self_correction`, `clocking_order`, `clocking_in_future`, `time_too_long`,
    `clocking_overlap`."""
    if person == by:
        raise Refused("self_correction")
    if start >= end:
        raise Refused("clocking_order")
    if end > now:
        raise Refused("clocking_in_future")
    if end - start > LONGEST_TIME:
        raise Refused("time_too_long", hours=LONGEST_TIME // timedelta(hours=1))
    if any(overlap(_worked(person, start, end), span) for span in own):
        raise Refused("clocking_overlap")


@dataclass(frozen=True, slots=True)
class Kept:
    """Another late scan of the same person: what it was, on which job, and when (UTC)."""

    step: str | None
    job: int | None
    at: datetime


def propose_time(scan: Kept, own: Sequence[Span], others: Sequence[Kept]) -> tuple[datetime, datetime] | None:
    """The time that a late scan speaks of, read from what lies around it, or None where nothing tells its other end.

    Who began is taken to have worked until their next late scan, or until they were on another car; who ended, since
    the late scan with which they began.
    """
    found = None
    if scan.step in BEGINNINGS:
        ends = [each.at for each in others if each.at > scan.at and _says_gone(each, scan)]
        ends += [span.start for span in own if span.start > scan.at]
        found = (scan.at, min(ends)) if ends else None
    elif scan.step in ENDINGS:
        begins = [each.at for each in others if each.at < scan.at and each.job == scan.job and each.step in BEGINNINGS]
        found = (max(begins), scan.at) if begins else None
    if found is None or any(overlap(_worked(0, *found), span) for span in own):
        return None
    return found if found[1] - found[0] <= LONGEST_TIME else None


def _says_gone(other: Kept, begun: Kept) -> bool:
    """They were no longer at it: they ended it, or began something else."""
    return other.step in BEGINNINGS or (other.step in ENDINGS and other.job == begun.job)


def _worked(person: int, start: datetime, end: datetime) -> Span:
    return Span(person, 0, None, start, end, None, 0, None, False)
