"""A line of the catalogue: a job that is sold often, with its hours, price, checklist and parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from board.domain.job import ServiceType
from board.domain.people import Skill
from board.domain.refusals import Refused

LONGEST_CODE: Final = 40
LONGEST_TEXT: Final = 200
MOST_MINUTES: Final = 6000
MOST_LINES: Final = 50
"""Items of one checklist, parts of one job."""
MOST_PIECES: Final = 999
MOST_CENTS: Final = 9_999_999_99


@dataclass(frozen=True, slots=True)
class Part:
    """`price_cents` is of one piece; None: not known."""

    name: str
    number: str = ""
    quantity: int = 1
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class StandardJob:
    """`standard_minutes` is what is sold; `price_cents` is the labour. `active` false: it is not offered any more."""

    code: str
    text_zh: str = ""
    text_en: str = ""
    service_type: ServiceType | None = None
    standard_minutes: int = 0
    skill: Skill | None = None
    high_voltage: bool = False
    safety: bool = False
    price_cents: int | None = None
    checklist: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    active: bool = True


def checked(job: StandardJob) -> StandardJob:
    """The job as it is kept. Refused: `code_needed`, `words_needed`, `minutes_wrong`, `too_long`, `too_many`,
    `item_twice`, `number_wrong` (a quantity or a price)."""
    code, zh, en = job.code.strip(), job.text_zh.strip(), job.text_en.strip()
    if not code:
        raise Refused("code_needed")
    if not (zh or en):
        raise Refused("words_needed")
    _require_short(code, LONGEST_CODE)
    _require_short(zh, LONGEST_TEXT)
    _require_short(en, LONGEST_TEXT)
    if not 1 <= job.standard_minutes <= MOST_MINUTES:
        raise Refused("minutes_wrong", most=MOST_MINUTES)
    _require_price(job.price_cents)
    return replace(
        job, code=code, text_zh=zh, text_en=en, checklist=_checked_items(job.checklist), parts=_checked_parts(job.parts)
    )


def _checked_items(items: Sequence[str]) -> tuple[str, ...]:
    kept = tuple(" ".join(each.split()) for each in items if each.strip())
    _require_few(kept)
    for place, item in enumerate(kept):
        _require_short(item, LONGEST_TEXT)
        if item in kept[:place]:
            raise Refused("item_twice", item=item)
    return kept


def _checked_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    _require_few(parts)
    for part in parts:
        if not part.name.strip():
            raise Refused("words_needed")
        _require_short(part.name, LONGEST_TEXT)
        _require_short(part.number, LONGEST_CODE)
        if not 1 <= part.quantity <= MOST_PIECES:
            raise Refused("number_wrong")
        _require_price(part.price_cents)
    return tuple(replace(part, name=_plain(part.name), number=_plain(part.number)) for part in parts)


def _plain(text: str) -> str:
    """In one line, and without the sign that stands between the columns of a part in a table."""
    return " ".join(text.replace("|", "/").split())


def _require_short(text: str, most: int) -> None:
    if len(text) > most:
        raise Refused("too_long", most=most)


def _require_few(lines: Sequence[Any]) -> None:
    if len(lines) > MOST_LINES:
        raise Refused("too_many", most=MOST_LINES)


def _require_price(cents: int | None) -> None:
    if cents is not None and not 0 <= cents <= MOST_CENTS:
        raise Refused("number_wrong")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a table that cannot be taken over: its line, its column (empty: the whole line), and a refusal."""

    line: int
    column: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: the columns that it gives; what it leaves out stays as it is."""

    line: int
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a table over would do. With mistakes, nothing is taken over."""

    added: tuple[StandardJob, ...]
    changed: tuple[StandardJob, ...]
    unchanged: tuple[StandardJob, ...]
    mistakes: tuple[Mistake, ...]


def plan_import(present: Mapping[str, StandardJob], rows: Sequence[Row]) -> Plan:
    """What a table does to the catalogue, known by code; the same table again changes nothing.

    Mistakes: a code twice in the table, and what `checked` refuses.
    """
    seen: set[str] = set()
    added: list[StandardJob] = []
    changed: list[StandardJob] = []
    unchanged: list[StandardJob] = []
    mistakes: list[Mistake] = []
    for row in rows:
        code = row.given.get("code", "")
        if code in seen:
            mistakes.append(Mistake(row.line, "code", "code_twice", {"name": code}))
            continue
        seen.add(code)
        before = present.get(code)
        try:
            job = checked(replace(before or StandardJob(code), **row.given))
        except Refused as refused:
            mistakes.append(Mistake(row.line, _COLUMN_OF.get(refused.code, ""), refused.code, refused.details))
            continue
        (added if before is None else unchanged if job == before else changed).append(job)
    return Plan(tuple(added), tuple(changed), tuple(unchanged), tuple(mistakes))


_COLUMN_OF: Final = {"code_needed": "code", "words_needed": "text_zh", "minutes_wrong": "standard_minutes"}
