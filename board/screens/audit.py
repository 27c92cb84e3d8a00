"""The audit: what was changed against the rule of the day, found again by car, person, day and kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, TypedDict

from sqlalchemy import ColumnElement, select

from board.domain.plates import normalise_plate
from board.domain.refusals import Refused
from board.domain.shifts import day_began
from board.screens.look import Look
from board.screens.names import Names
from board.screens.telling import Entry, job_told, tell
from board.store import models
from board.store.models import JournalEntry

KINDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "promises": frozenset({"change_promise"}),
        "corrections": frozenset(
            {
                "correct_clocking",
                "confirm_clocking",
                "close_forgotten",
                "propose_repair",
                "decide_repair",
                "lay_late_scan",
                "settle_late_scan",
            }
        ),
        "cancellations": frozenset({"cancel", "cancel_appointment", "cancel_part", "mark_no_show"}),
        "cards": frozenset({"revoke_card", "renew_customer_link", "revoke_device"}),
    }
)
"""Kinds of entries that an audit can be narrowed to; the verbs of `set_up` are told by whoever knows the commands."""
PAGE: Final = 50
WINDOW: Final = 10_000
"""So many entries are looked through for one page: a question about years must not stop the screens."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for; None is anything. `before` is the revision where the page above ended."""

    plate: str | None = None
    number: str | None = None
    person: int | None = None
    day: date | None = None
    verbs: frozenset[str] | None = None
    before: int | None = None


class Page(TypedDict):
    entries: list[Entry]
    next: int | None
    """Ask again with this as `before` for what is older; None when there is nothing."""
    looked_back_to: int | None
    """When the oldest entry was that was looked at, where the page ended for the length of the journal."""


def audit(look: Look, question: Question) -> Page:
    """The entries that fit, newest first."""
    fitting: list[ColumnElement[bool]] = [JournalEntry.site_id == look.site.id]
    newest, oldest = (question.before or look.site.revision + 1) - 1, 1
    if question.day is not None:
        first, last = _revisions_of(look, question.day)
        newest, oldest = min(newest, last), first
    if question.plate or question.number:
        fitting.append(JournalEntry.job_id.in_(_jobs(look, question)))
        lowest = oldest
    else:
        lowest = max(oldest, newest - WINDOW + 1)
    fitting += [JournalEntry.revision <= newest, JournalEntry.revision >= lowest]
    if question.person is not None:
        fitting.append(JournalEntry.person_id == question.person)
    if question.verbs is not None:
        fitting.append(JournalEntry.verb.in_(question.verbs))
    query = select(JournalEntry).where(*fitting).order_by(JournalEntry.revision.desc()).limit(PAGE + 1)
    found = list(look.session.scalars(query))
    entries, more = found[:PAGE], len(found) > PAGE
    following = entries[-1].revision if more else lowest if lowest > oldest else None
    return Page(entries=_told(look, entries), next=following, looked_back_to=_at(look, lowest, following, more))


def _told(look: Look, entries: list[JournalEntry]) -> list[Entry]:
    names = Names(look, entries)
    ids = {entry.job_id for entry in entries} - {None}
    jobs = {row.id: job_told(row) for row in look.session.scalars(select(models.Job).where(models.Job.id.in_(ids)))}
    return [tell(entry, names, entry.job_id, jobs.get(entry.job_id or 0)) for entry in entries]


def _jobs(look: Look, question: Question) -> Any:
    query = select(models.Job.id).where(models.Job.site_id == look.site.id)
    if question.number:
        query = query.where(models.Job.number == question.number.strip())
    if question.plate:
        query = query.join(models.Vehicle).where(models.Vehicle.plate == _plate(question.plate))
    return query


def _plate(text: str) -> str:
    try:
        return normalise_plate(text)
    except Refused:
        return ""  # nobody's


def _revisions_of(look: Look, day: date) -> tuple[int, int]:
    """The first and the last revision of a day at the site: recorded in order, they are searched by halves."""
    began = day_began(day, look.site.timezone)
    ended = day_began(day + timedelta(days=1), look.site.timezone)
    first = _first_revision(look, lambda at: at >= began)
    return first, _first_revision(look, lambda at: at >= ended) - 1


def _first_revision(look: Look, fits: Callable[[datetime], bool]) -> int:
    low, high = 1, look.site.revision + 1
    while low < high:
        middle = (low + high) // 2
        at = _recorded(look, middle)
        if at is not None and fits(at):
            high = middle
        else:
            low = middle + 1
    return low


def _recorded(look: Look, revision: int) -> datetime | None:
    return look.session.scalar(
        select(JournalEntry.recorded_at).where(JournalEntry.site_id == look.site.id, JournalEntry.revision == revision)
    )


def _at(look: Look, lowest: int, following: int | None, more: bool) -> int | None:
    if following is None or more:
        return None
    at = _recorded(look, lowest)
    return round(at.timestamp() * 1000) if at else None
