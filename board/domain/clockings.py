"""Clockings: records that are only ever added. What somebody worked is read from them, corrections included."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from board.domain.refusals import Refused


class ClockingAct(StrEnum):
    on = "on"
    off = "off"


@dataclass(frozen=True, slots=True)
class Clocking:
    """One record. `at` is when it happened, UTC; `corrects` names the record whose time it replaces.

    `forgotten` marks a clock-off that the end of the shift made, until a foreman confirms or corrects it.
    """

    id: int
    person: int
    job: int
    operation: int | None
    act: ClockingAct
    at: datetime
    corrects: int | None = None
    forgotten: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Somebody was on a job from `start` to `end` (UTC; None: still is)."""

    person: int
    job: int
    operation: int | None
    start: datetime
    end: datetime | None
    reason: str | None
    started_by: int
    """Id of the clock-on record."""
    ended_by: int | None
    """Id of the clock-off record."""
    unconfirmed: bool


def spans(records: Iterable[Clocking]) -> list[Span]:
    """Pair the records into spans, the latest correction of each record counting; in order of their start.

    A clock-off ends the clock-on that was recorded last: time that is recorded later comes as a pair of its own, also
    while somebody is on that car.
    """
    records = sorted(records, key=lambda record: record.id)
    corrected: dict[int, Clocking] = {record.corrects: record for record in records if record.corrects is not None}
    originals = [record for record in records if record.corrects is None]
    open_spans: dict[tuple[int, int], list[tuple[Clocking, datetime]]] = {}
    found: list[Span] = []
    for record in originals:
        correction = corrected.get(record.id)
        at = correction.at if correction else record.at
        key = (record.person, record.job)
        if record.act is ClockingAct.on:
            open_spans.setdefault(key, []).append((record, at))
            continue
        if not open_spans.get(key):
            continue  # began before the records that were asked for
        started, start = open_spans[key].pop()
        unconfirmed = record.forgotten and correction is None
        found.append(_span(started, start, at, record.id, record.reason, unconfirmed))
    still_open = (each for opened in open_spans.values() for each in opened)
    found.extend(_span(started, start, None, None, None, False) for started, start in still_open)
    return sorted(found, key=lambda span: (span.start, span.started_by))


def _span(
    started: Clocking,
    start: datetime,
    end: datetime | None,
    ended_by: int | None,
    reason: str | None,
    unconfirmed: bool,
) -> Span:
    return Span(started.person, started.job, started.operation, start, end, reason, started.id, ended_by, unconfirmed)


def correct(
    record_id: int, at: datetime, of_person: Sequence[Clocking], by: int, now: datetime, jobs_at_once: int = 1
) -> Clocking:
    """The time (UTC) of one of a person's records is put right by a foreman; gives the record as it will count.

    `of_person` holds all records of that person. The same instant's clock-off and clock-on of a switch are two
    records: a boundary is moved by correcting both, the one that makes room first. Where the site allows
    `jobs_at_once`, that many clockings may run beside each other, never two on one car. Refused: `clocking_unknown`,
    `self_correction`, `clocking_in_future`, `clocking_order`, `clocking_overlap`.
    """
    original = _original(record_id, of_person)
    if original.person == by:
        raise Refused("self_correction")
    return _at_another_time(original, at, of_person, now, jobs_at_once)


def _original(record_id: int, of_person: Sequence[Clocking]) -> Clocking:
    found = next((record for record in of_person if record.id == record_id and record.corrects is None), None)
    if found is None:
        raise Refused("clocking_unknown")
    return found


def _at_another_time(
    original: Clocking, at: datetime, of_person: Sequence[Clocking], now: datetime, jobs_at_once: int
) -> Clocking:
    if at > now:
        raise Refused("clocking_in_future")
    following_id = max(record.id for record in of_person) + 1
    correction = replace(original, id=following_id, at=at, corrects=original.id, forgotten=False, reason=None)
    after = spans([*of_person, correction])
    if any(span.end is not None and span.end < span.start for span in after):
        raise Refused("clocking_order")
    mine = _span_of(original.id, after)
    if mine is None:
        raise Refused("clocking_unknown")
    require_room(mine, after, jobs_at_once)
    return correction


def require_room(mine: Span, among: Iterable[Span], jobs_at_once: int) -> None:
    """Somebody was on no more jobs at a time than the site allows, and never twice on one car; else
    `clocking_overlap`."""
    beside = [span for span in among if span is not mine and overlap(mine, span)]
    if any(span.job == mine.job for span in beside) or _most_at_once(mine, beside) > jobs_at_once:
        raise Refused("clocking_overlap")


def _span_of(record_id: int, among: Iterable[Span]) -> Span | None:
    return next((span for span in among if record_id in (span.started_by, span.ended_by)), None)


def _most_at_once(mine: Span, beside: Sequence[Span]) -> int:
    """How many clockings run at the busiest moment of `mine`, itself included."""
    begins = {mine.start, *(span.start for span in beside if span.start > mine.start)}
    return 1 + max(sum(_runs(span, at) for span in beside) for at in begins)


def _runs(span: Span, at: datetime) -> bool:
    return span.start <= at and (span.end is None or at < span.end or at == span.start)


def ended_at(since: datetime, now: datetime) -> datetime:
    """When a clocking that runs since `since` ends, if it ends now (UTC): never before it began.

    A server whose clock was set back must not stop the workshop, and nobody works less than no time. What such a
    night recorded is the foreman's to put right.
    """
    return max(since, now)


class RepairHint(StrEnum):
    """Where a proposed time was found."""

    last_act = "last_act"
    first_act = "first_act"
    next_on = "next_on"
    previous_off = "previous_off"
    shift_end = "shift_end"


WORTH_REPAIRING: Final = timedelta(minutes=1)
"""A time that differs by less is not proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A time (UTC) that a clocking may have been meant to have, and why."""

    at: datetime
    hint: RepairHint


def propose_repairs(
    record_id: int,
    of_person: Sequence[Clocking],
    acts: Sequence[datetime],
    shift_end: datetime | None,
    now: datetime,
    jobs_at_once: int = 1,
) -> list[Proposal]:
    """Times that one of a person's records may have been meant to have, read from what lies around it, the most
    telling one first. Only such times are proposed as a foreman could accept.

    `acts` are when this person did something on that car; `shift_end` is the end of the shift that the clocking
    began in (UTC). Refused: `clocking_unknown`.
    """
    original = _original(record_id, of_person)
    all_spans = spans(of_person)
    mine = _span_of(record_id, all_spans)
    if mine is None:
        return []
    counted = mine.start if original.act is ClockingAct.on else mine.end or now
    hints = _off_hints if original.act is ClockingAct.off else _on_hints
    found: dict[datetime, Proposal] = {}
    for proposal in hints(mine, [span for span in all_spans if span is not mine], acts, shift_end):
        if abs(proposal.at - counted) >= WORTH_REPAIRING and _acceptable(
            original, proposal.at, of_person, now, jobs_at_once
        ):
            found.setdefault(proposal.at, proposal)
    return list(found.values())


def _off_hints(
    mine: Span, others: Sequence[Span], acts: Sequence[datetime], shift_end: datetime | None
) -> Iterator[Proposal]:
    during = [at for at in acts if mine.start < at and (mine.end is None or at < mine.end)]
    if during:
        yield Proposal(max(during), RepairHint.last_act)
    latest = max((at for at in (shift_end, mine.end) if at is not None), default=None)
    later = [span.start for span in others if mine.start < span.start and (latest is None or span.start <= latest)]
    if later:
        yield Proposal(min(later), RepairHint.next_on)
    if shift_end is not None:
        yield Proposal(shift_end, RepairHint.shift_end)


def _on_hints(
    mine: Span, others: Sequence[Span], acts: Sequence[datetime], _shift_end: datetime | None
) -> Iterator[Proposal]:
    earlier = [span.end for span in others if span.end is not None and span.end < mine.start]
    if earlier:
        yield Proposal(max(earlier), RepairHint.previous_off)
    before = [at for at in acts if at < mine.start and all(at >= end for end in earlier)]
    if before:
        yield Proposal(min(before), RepairHint.first_act)


def _acceptable(
    original: Clocking, at: datetime, of_person: Sequence[Clocking], now: datetime, jobs_at_once: int
) -> bool:
    try:
        _at_another_time(original, at, of_person, now, jobs_at_once)
    except Refused:
        return False
    return True


def propose(
    record_id: int, at: datetime, of_person: Sequence[Clocking], by: int, now: datetime, jobs_at_once: int = 1
) -> None:
    """Somebody says which time (UTC) one of their own clockings was meant to have; a foreman decides.

    Refused: `clocking_unknown` (also one of somebody else's), `clocking_in_future`, `clocking_order`,
    `clocking_overlap`.
    """
    original = _original(record_id, of_person)
    if original.person != by:
        raise Refused("clocking_unknown")
    _at_another_time(original, at, of_person, now, jobs_at_once)


def confirm(record_id: int, of_person: Sequence[Clocking], by: int) -> Clocking:
    """A foreman confirms the time of a forgotten clock-off; gives the record to confirm.

    Refused: `clocking_unknown`, `clocking_confirmed`, `self_correction`.
    """
    original = _original(record_id, of_person)
    if original.person == by:
        raise Refused("self_correction")
    if not original.forgotten or any(record.corrects == record_id for record in of_person):
        raise Refused("clocking_confirmed")
    return original


def overlap(one: Span, other: Span) -> bool:
    """Both run at some moment; one that ends when the other begins does not."""
    return (other.end is None or one.start < other.end) and (one.end is None or other.start < one.end)
