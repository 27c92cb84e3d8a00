"""The journal in words: of each entry who did what, and what was before and after.

An entry is told from the rows that it changed, so that a command that says nothing else of itself is told in full too;
its own details add the reasons.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypedDict

from board.domain.job import PauseReason
from board.domain.plates import plate_kind, spaced_plate
from board.screens.changed_rows import Part, changes, part_of
from board.screens.look import ms
from board.screens.names import Names
from board.store import models
from board.store.models import JournalEntry


class Entry(TypedDict):
    revision: int
    verb: str
    how: str | None
    """Where one verb can end in two ways: `failed`, `withdrawn`, `refused` …"""
    at: int | None
    recorded_at: int | None
    """When the server learned of it, where that was later."""
    who: str | None
    job: dict[str, Any] | None
    """Another job than the one that is told of, or any in an audit: `{id, number, plate}`."""
    parts: list[Part]
    photos: list[int]


_SAID: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "reason": ("reason", "text"),
        "note": ("note", "text"),
        "told": ("told", "text"),
        "items": ("items", "list"),
        "resolution": ("resolution", "text"),
        "answer": ("answer", "text"),
        "explanation": ("reason", "text"),
        "stall": ("stall", "text"),
        "ticked": ("ticked", "list"),
        "result": ("result", "word:call_result"),
        "via": ("via", "word:decided_via"),
        "of_number": ("comeback_of", "text"),
    }
)
"""Of an entry's own details: what was said."""


def tell(entry: JournalEntry, names: Names, about: int | None, other: dict[str, Any] | None = None) -> Entry:
    """One entry in words, as it is told of the job `about`; `other` is a job that has to be named with it."""
    parts: dict[tuple[str, str | None, Any], Part] = {}
    changed = list(changes(entry, names, about))
    for part in (*changed, *_said(entry, names, changed)):
        if part["kind"] == "money":
            part["kind"] = f"money:{names.currency}"
        known = any(what == part["what"] and item == part["item"] for what, item, _ in parts)
        if not known or part["what"] in _MANY:
            parts.setdefault((part["what"], part["item"], str(part["after"])), part)
    photos = [
        photo
        for row in entry.rows
        if row["now"] is not None and row["was"] is None
        for photo in _photos(row["table"], row["id"], row["now"])
    ]
    return Entry(
        revision=entry.revision,
        verb=entry.verb,
        how=_how(entry, about),
        at=ms(entry.at),
        recorded_at=ms(entry.recorded_at) if entry.recorded_at != entry.at else None,
        who=names.person(entry.person_id),
        job=other,
        parts=list(parts.values()),
        photos=list(dict.fromkeys(photos)),
    )


_MANY: Final = frozenset({"person_added", "person_gone", "operation_added", "part_added", "mark", "works_on", "new"})
"""Of these an entry can have several that are about no item."""


def job_told(row: models.Job) -> dict[str, Any]:
    """Which job it was, for a reader who does not know it."""
    plate = row.vehicle.plate
    return {
        "id": row.id,
        "number": row.number,
        "plate": {"text": spaced_plate(plate), "kind": plate_kind(plate).value},
    }


def stage_change(entry: JournalEntry, job_id: int) -> tuple[str | None, str] | None:
    """The stage that a job had before and after an entry, where it changed; a new job had none."""
    for row in entry.rows:
        if row["table"] == "job" and row["id"] == job_id and "stage" in (row["now"] or {}):
            return (row["was"] or {}).get("stage"), row["now"]["stage"]
    return None


def _how(entry: JournalEntry, about: int | None) -> str | None:
    details = entry.details
    if entry.verb == "switch" and entry.job_id != about:
        return "left"
    told = (
        ("failed", details.get("passed") is False),
        ("withdrawn", details.get("withdrawn")),
        ("refused", details.get("accepted") is False),
        ("declined", details.get("approved") is False),
    )
    return details.get("settled") or next((how for how, so in told if so), None)


def _photos(table: str, row_id: int, now: Mapping[str, Any]) -> list[int]:
    if table == "attachment":
        return [row_id]
    return list(now.get("photos") or []) if table in {"check", "add_on"} else []


# what the rows say


def _said(entry: JournalEntry, names: Names, changed: list[Part]) -> Iterator[Part]:
    details = entry.details
    if entry.verb == "change_promise":
        yield part_of("promise", "time", details.get("was"), details.get("promised_at"))
    operation = names.operations.get(details.get("operation") or 0)
    if operation is not None and not any(operation in (part["item"], part["after"]) for part in changed):
        yield part_of("operation_named", "text", None, operation)
    if entry.verb.endswith("_andon"):
        yield part_of("call", "word:call_kind", None, details["kind"])
        if details.get("called_at"):
            waited = entry.at - datetime.fromisoformat(details["called_at"])
            yield part_of("after_call", "minutes", None, round(waited.total_seconds() / 60))
    if entry.verb == "settle_late_scan":
        yield part_of("late_by", "text", None, names.person(details.get("person")))
        yield part_of("late_step", "word:step", None, details.get("step"))
    for key, (what, kind) in _SAID.items():
        value = details.get(key)
        if value:
            yield _reason(value, names) if key == "reason" else part_of(what, kind, None, value)


def _reason(code: str, names: Names) -> Part:
    """A pause reason of ours, one of the site's own, or what somebody wrote."""
    if code in set(PauseReason):
        return part_of("reason", "word:pause_reason", None, code)
    own = names.own_reasons.get(code)
    if own is not None:
        return part_of("reason", "own", None, {"zh_CN": own.get("zh_CN"), "en": own.get("en")})
    return part_of("reason", "text", None, code)
