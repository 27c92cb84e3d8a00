"""What the changed rows of a journal entry say, with names instead of ids.

What a part is about (`what`) and how its values are shown (`kind`) are codes: the browser has the words for them. Kinds
are `text`, `list`, `time` (milliseconds), `date`, `money:<currency>` (cents), `minutes`, `km`, `yes` (a boolean), `own`
(a text in each language), `owns` (several of these), `word:<list>` (a code of a word list), `words:<list>` (several of
these), `standards` (minutes by stage, by service type) and `refusal` (a sentence with what fills its places).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypedDict

from board.domain.refusals import SENTENCES
from board.screens.look import ms
from board.screens.names import Names
from board.store.models import JournalEntry

Row = Mapping[str, Any]
"""A changed row of a journal entry: `table`, `id`, and its values `was` and `now`."""


class Part(TypedDict):
    what: str
    kind: str
    item: str | None
    """Which of several it is about: the text of an operation, the name of a part or of a person."""
    before: Any
    after: Any
    thing: str | None
    """The table, where it is something that an administrator sets up: `what` is then its column."""


_JOB: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "promised_at": ("promise", "time"),
        "stall": ("stall", "text"),
        "planned_start": ("planned_start", "time"),
        "priority": ("priority", "word:priority"),
        "service_type": ("service_type", "word:service_type"),
        "wash_wanted": ("wash_wanted", "yes"),
        "waits": ("waits", "yes"),
        "old_parts": ("old_parts", "word:old_parts"),
        "mileage_km": ("mileage", "km"),
        "parts_missing": ("parts_missing", "yes"),
        "old_parts_given": ("old_parts_given", "yes"),
        "next_service_on": ("next_service", "date"),
        "next_service_km": ("next_service_km", "km"),
        "settled_cents": ("amount", "money"),
        "settled_way": ("paid", "word:payment_way"),
        "invoice": ("invoice", "text"),
    }
)
_OPERATION: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "state": ("operation", "word:operation_state"),
        "text": ("operation_text", "text"),
        "standard_minutes": ("standard_time", "minutes"),
        "price_cents": ("price", "money"),
        "decline_signed": ("decline_signed", "yes"),
    }
)
_PART_LINE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "state": ("part", "word:part_state"),
        "expected_at": ("expected", "time"),
        "price_cents": ("price", "money"),
        "quantity": ("quantity", "text"),
        "note": ("note", "text"),
    }
)
SET_UP_COLUMNS: Final = frozenset(
    {
        "name", "login", "roles", "skills", "active", "language", "number", "capacity", "out_of_service", "start",
        "end", "days", "day", "open", "shift_start", "shift_end", "open_days", "jobs_at_once", "brand", "currency",
        "personal_days", "service_types", "time_standards", "pause_reasons", "code", "text_zh", "text_en",
        "standard_minutes", "price_cents", "checklist", "items", "occasion", "view", "expires_at", "revoked_at",
        "phone", "skill", "second_factor_for_admins",
    }
)  # fmt: skip
"""Columns of what an administrator sets up that an audit shows."""
_SET_UP_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "roles": "words:role",
        "skills": "words:skill",
        "skill": "word:skill",
        "service_types": "words:service_type",
        "time_standards": "standards",
        "pause_reasons": "owns",
        "occasion": "word:occasion",
        "checklist": "list",
        "items": "list",
        "standard_minutes": "minutes",
        "active": "yes",
        "second_factor_for_admins": "yes",
        "open": "yes",
        "expires_at": "date",
        "revoked_at": "time",
    }
)
"""How the columns of SET_UP_COLUMNS are shown that are more than a text."""
SET_UP_TABLES: Final = frozenset(
    {"site", "shift", "special_day", "team", "person", "certificate", "bay", "standard_job", "checklist", "device"}
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row with what is needed to tell of it. `was` and `now` are empty where the row was not yet, or is no more."""

    row: Row
    entry: JournalEntry
    names: Names
    about: int | None

    @property
    def id(self) -> int:
        """The row's id."""
        found: int = self.row["id"]
        return found

    @property
    def was(self) -> Row:
        """The values before."""
        return self.row["was"] or {}

    @property
    def now(self) -> Row:
        """The values after."""
        return self.row["now"] or {}


def changes(entry: JournalEntry, names: Names, about: int | None) -> Iterator[Part]:
    """What an entry's rows say, told of the job `about`."""
    for row in entry.rows:
        tell_row = _TABLES.get(row["table"])
        if tell_row is not None:
            yield from tell_row(Changed(row, entry, names, about))
        elif row["table"] in SET_UP_TABLES:
            yield from _set_up(Changed(row, entry, names, about))


def part_of(what: str, kind: str, before: Any, after: Any, item: str | None = None, thing: str | None = None) -> Part:
    """A part; times may be given as the journal has them (ISO)."""
    if kind == "time":
        before, after = _milliseconds(before), _milliseconds(after)
    return Part(what=what, kind=kind, item=item, before=before, after=after, thing=thing)


def _milliseconds(value: Any) -> int | None:
    return ms(datetime.fromisoformat(value)) if isinstance(value, str) else value


def _columns(table: Mapping[str, tuple[str, str]], the: Changed, item: str | None = None) -> Iterator[Part]:
    for column, (what, kind) in table.items():
        before, after = the.was.get(column), the.now.get(column)
        if column in the.now and before != after:
            yield part_of(what, kind, before, after, item)


def _of_job(the: Changed) -> Iterator[Part]:
    if the.id != the.about:
        return
    if "stage" in the.now and the.was:
        yield part_of("stage", "word:stage", the.was["stage"], the.now["stage"])
    if "bay_id" in the.now and the.was:
        yield part_of("bay", "text", the.names.bay(the.was["bay_id"]), the.names.bay(the.now["bay_id"]))
    columns = _JOB if the.was else {"promised_at": _JOB["promised_at"]}
    yield from _columns(columns, the)
    if the.was:
        yield from _people("advisor", "advisor_id", the)


def _of_operation(the: Changed) -> Iterator[Part]:
    if the.names.job_of_operation.get(the.id, the.about) != the.about or the.now.get("state") == "started":
        return  # of the other job of a switch; or begun, which the clocking tells
    text = the.names.operations.get(the.id) or the.now.get("text") or the.was.get("text")
    if not the.was:
        if the.entry.verb not in _BEGINS:
            yield part_of("operation_added", "text", None, the.now["text"])
    elif not the.now:
        yield part_of("operation_gone", "text", the.was["text"], None)
    else:
        yield from _columns(_OPERATION, the, text)


_BEGINS: Final = frozenset({"take_in"})
"""Where the lines of work are not worth a word: the order has them."""


def _of_assignment(the: Changed) -> Iterator[Part]:
    if the.now:
        yield part_of("person_added", "text", None, the.names.person(the.now["person_id"]))
    else:
        yield part_of("person_gone", "text", the.names.person(the.was["person_id"]), None)


def _of_clocking(the: Changed) -> Iterator[Part]:
    now, names = the.now, the.names
    if now.get("corrects_id") is not None:
        was = the.entry.details.get("was", now["at"])
        yield part_of("clocked_" + now["act"], "time", was, now["at"], names.person(now["person_id"]))
    elif the.entry.details.get("settled") == "record_time":
        yield part_of("clocked_" + now["act"], "time", None, now["at"], names.person(now["person_id"]))
    elif now.get("forgotten"):
        yield part_of("clocked_off", "time", None, now["at"], names.person(now["person_id"]))
    elif now.get("act") == "on" and now["job_id"] == the.about and now["operation_id"] in names.operations:
        yield part_of("works_on", "text", None, names.operations[now["operation_id"]])


def _of_part_line(the: Changed) -> Iterator[Part]:
    name = the.names.part_lines.get(the.id) or the.now.get("name") or the.was.get("name")
    if not the.was:
        yield part_of("part_added", "text", None, f"{the.now['name']} × {the.now['quantity']}")
        yield part_of("part", "word:part_state", None, the.now["state"], name)
    elif not the.now:
        yield part_of("part_gone", "text", the.was["name"], None)
    else:
        yield from _columns(_PART_LINE, the, name)


def _of_promise(the: Changed) -> Iterator[Part]:
    yield part_of("promise", "time", the.now["was"], the.now["promised_at"])
    yield from _told("reason", "text", the.now["reason"])
    yield from _told("told", "text", the.now["told"])


def _of_test_drive(the: Changed) -> Iterator[Part]:
    yield part_of("test_drive", "km", the.now["from_km"], the.now["to_km"])
    yield from _told("note", "text", the.now["note"])


def _of_mark(the: Changed) -> Iterator[Part]:
    mark = the.now or the.was
    if "kind" in mark and "position" in mark:
        before, after = (None, mark["kind"]) if the.now else (mark["kind"], None)
        yield part_of("mark", "word:mark", before, after)
        yield part_of("mark_at", "word:walk_position", None, mark["position"])
        yield from _told("note", "text", mark["note"])


def _of_repair(the: Changed) -> Iterator[Part]:
    if not the.was:
        about = the.names.person(the.names.clocked.get(the.now["clocking_id"]))
        yield part_of("proposed_time", "time", the.entry.details.get("was"), the.now["at"], about)
        yield from _told("reason", "text", the.now["explanation"])


def _of_late_scan(the: Changed) -> Iterator[Part]:
    if not the.was:
        yield part_of("late_step", "word:step", None, the.now["step"])
        told = {"text": SENTENCES[the.now["code"]], "details": the.now["details"]}
        yield part_of("late_refused", "refusal", None, told)


def _of_add_on(the: Changed) -> Iterator[Part]:
    yield from _told("decided_by", "text", the.now.get("decided_name"))
    yield from _told("via", "word:decided_via", the.now.get("decided_via"))
    yield from _told("note", "text", the.now.get("note"))


def _of_follow_up(the: Changed) -> Iterator[Part]:
    yield from _told("result", "word:call_result", the.now["result"])
    yield from _told("note", "text", the.now["note"])


def _of_complaint(the: Changed) -> Iterator[Part]:
    yield from _told("complaint", "text", the.now.get("text"))
    yield from _people("owner", "owner_id", the)
    yield from _columns({"due_at": ("due", "time")}, the)
    yield from _told("resolution", "text", the.now.get("resolution"))


def _of_appointment(the: Changed) -> Iterator[Part]:
    yield from _columns({"at": ("appointment", "time"), "state": ("appointment_state", "word:appointment_state")}, the)
    yield from _people("advisor", "advisor_id", the)
    yield from _told("reason", "text", the.now.get("cancel_reason"))


def _people(what: str, column: str, the: Changed) -> Iterator[Part]:
    before, after = the.was.get(column), the.now.get(column)
    if column in the.now and before != after:
        yield part_of(what, "text", the.names.person(before), the.names.person(after))


def _told(what: str, kind: str, value: Any) -> Iterator[Part]:
    if value:
        yield part_of(what, kind, None, value)


_TABLES: Final[Mapping[str, Callable[[Changed], Iterator[Part]]]] = MappingProxyType(
    {
        "job": _of_job,
        "operation": _of_operation,
        "assignment": _of_assignment,
        "clocking": _of_clocking,
        "part_line": _of_part_line,
        "promise": _of_promise,
        "test_drive": _of_test_drive,
        "walk_mark": _of_mark,
        "repair": _of_repair,
        "add_on": _of_add_on,
        "late_scan": _of_late_scan,
        "follow_up_call": _of_follow_up,
        "complaint": _of_complaint,
        "appointment": _of_appointment,
    }
)


def _set_up(the: Changed) -> Iterator[Part]:
    table = the.row["table"]
    if not the.was or not the.now:
        values = the.now or the.was
        name = values.get("name") or values.get("number") or values.get("code") or values.get("occasion")
        before, after = (None, name) if the.now else (name, None)
        kind = _SET_UP_KINDS["occasion"] if table == "checklist" else "text"
        yield part_of("new" if the.now else "gone", kind, before, after, thing=table)
        return
    whose = {"person": the.names.person, "bay": the.names.bay}.get(table, _nobody)(the.id)
    for column in sorted(the.now.keys() & SET_UP_COLUMNS):
        kind = _SET_UP_KINDS.get(column, "text")
        before, after = the.was.get(column), the.now[column]
        if kind == "text":
            before, after = _plain(before), _plain(after)
        yield part_of(column, kind, before, after, whose, table)


def _nobody(_row_id: int | None) -> str | None:
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(str(_plain(each)) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key or '*'}: {_plain(each)}" for key, each in value.items())
    return value
