"""Clockings: records that are only ever added. What somebody worked is read from them, corrections included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
    """Pair the records into spans, the latest correction of each record counting; in order of their start."""
    records = sorted(records, key=lambda record: record.id)
    corrected: dict[int, Clocking] = {record.corrects: record for record in records if record.corrects is not None}
    originals = [record for record in records if record.corrects is None]
    open_spans: dict[tuple[int, int], tuple[Clocking, datetime]] = {}
    found: list[Span] = []
    for record in originals:
        correction = corrected.get(record.id)
        at = correction.at if correction else record.at
        key = (record.person, record.job)
        if record.act is ClockingAct.on:
            open_spans[key] = (record, at)
            continue
        if key not in open_spans:
            continue  # began before the records that were asked for
        started, start = open_spans.pop(key)
        unconfirmed = record.forgotten and correction is None
        found.append(_span(started, start, at, record.id, record.reason, unconfirmed))
    found.extend(_span(started, start, None, None, None, False) for started, start in open_spans.values())
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


def correct(record_id: int, at: datetime, of_person: Sequence[Clocking], by: int, now: datetime) -> Clocking:
    """The time (UTC) of one of a person's records is put right by a foreman; gives the record as it will count.

    `of_person` holds all records of that person. The same instant's clock-off and clock-on of a switch are two
    records: a boundary is moved by correcting both, the one that makes room first. Refused: `clocking_unknown`,
    `self_correction`, `clocking_in_future`, `clocking_order`, `clocking_overlap`.
    """
    original = next((record for record in of_person if record.id == record_id and record.corrects is None), None)
    if original is None:
        raise Refused("clocking_unknown")
    if original.person == by:
        raise Refused("self_correction")
    if at > now:
        raise Refused("clocking_in_future")
    following_id = max(record.id for record in of_person) + 1
    correction = Clocking(
        following_id, original.person, original.job, original.operation, original.act, at, corrects=record_id
    )
    after = spans([*of_person, correction])
    if any(span.end is not None and span.end < span.start for span in after):
        raise Refused("clocking_order")
    mine = next(span for span in after if record_id in (span.started_by, span.ended_by))
    others = [span for span in after if span is not mine]
    if any(_overlap(mine, other) for other in others):
        raise Refused("clocking_overlap")
    return correction


def confirm(record_id: int, of_person: Sequence[Clocking], by: int) -> Clocking:
    """A foreman confirms the time of a forgotten clock-off; gives the record to confirm.

    Refused: `clocking_unknown`, `clocking_confirmed`, `self_correction`.
    """
    original = next((record for record in of_person if record.id == record_id and record.corrects is None), None)
    if original is None:
        raise Refused("clocking_unknown")
    if original.person == by:
        raise Refused("self_correction")
    if not original.forgotten or any(record.corrects == record_id for record in of_person):
        raise Refused("clocking_confirmed")
    return original


def _overlap(one: Span, other: Span) -> bool:
    return (other.end is None or one.start < other.end) and (one.end is None or other.start < one.end)
