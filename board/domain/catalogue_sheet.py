"""The catalogue as a table (CSV) that a spreadsheet opens: written for people, and read with every mistake named.

Titles and words are those of the trade in the reader's language; both languages and the plain codes are understood.
A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read without.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from board.domain.job import ServiceType
from board.domain.people import Skill
from board.domain.refusals import Refused
from board.domain.standard_jobs import Mistake, Part, Row, StandardJob

COLUMNS: Final = (
    "code",
    "text_zh",
    "text_en",
    "service_type",
    "standard_minutes",
    "skill",
    "high_voltage",
    "safety",
    "price",
    "checklist",
    "parts",
    "active",
)
MOST_ROWS: Final = 5000
LARGEST_SHEET: Final = 1024 * 1024
"""Bytes."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it a spreadsheet takes Chinese for something else."""
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_HIDDEN_FORMULA: Final = re.compile(r"'+[=+\-@\t\r]")
_PRICE: Final = re.compile(r"(\d{1,8})(?:[.,](\d{1,2}))?")
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""What spreadsheets save, in China."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How a table is spelt, for the lists `catalogue_column`, `service_type`, `skill` and `yes_no`.

    `say` gives the reader's word for a code of a list, `meant` the code for a word in any language, in small letters.
    """

    say: Callable[[str, str], str]
    meant: Mapping[str, Mapping[str, str]]


def write_sheet(jobs: Iterable[StandardJob], vocabulary: Vocabulary) -> str:
    """The table with all jobs, in a form that `read_sheet` takes back unchanged."""
    out = io.StringIO()
    sheet = csv.writer(out)
    say = vocabulary.say
    sheet.writerow([say("catalogue_column", column) for column in COLUMNS])
    for job in jobs:
        cells = (
            job.code,
            job.text_zh,
            job.text_en,
            say("service_type", job.service_type) if job.service_type else "",
            str(job.standard_minutes),
            say("skill", job.skill) if job.skill else "",
            say("yes_no", _yes(job.high_voltage)),
            say("yes_no", _yes(job.safety)),
            _money(job.price_cents),
            "\n".join(job.checklist),
            "\n".join(_part_line(part) for part in job.parts),
            say("yes_no", _yes(job.active)),
        )
        sheet.writerow([_neutral(cell) for cell in cells])
    return BYTE_ORDER_MARK + out.getvalue()


def read_sheet(content: bytes, vocabulary: Vocabulary) -> tuple[list[Row], list[Mistake]]:
    """The rows of a table that can be read, and what is wrong in the others.

    Refused as a whole: `sheet_too_large`, `sheet_unreadable` (no text, or no table), `sheet_empty`.
    """
    if len(content) > LARGEST_SHEET:
        raise _too_large()
    lines = list(_lines(_text(content)))
    if not lines:
        raise Refused("sheet_empty")
    columns, mistakes = _columns(lines[0][1], vocabulary)
    if mistakes:
        return [], mistakes
    if len(lines) > MOST_ROWS + 1:
        raise _too_large()
    rows = []
    for line, cells in lines[1:]:
        if any(cell.strip() for cell in cells):
            row, wrong = _row(line, dict(zip(columns, cells, strict=False)), vocabulary)
            rows += [] if wrong else [row]
            mistakes += wrong
    if not rows and not mistakes:
        raise Refused("sheet_empty")
    return rows, mistakes


def _too_large() -> Refused:
    return Refused("sheet_too_large", rows=MOST_ROWS, kilobytes=LARGEST_SHEET // 1024)


def _text(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("sheet_unreadable")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the number of the line where each begins."""
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise Refused("sheet_unreadable") from None


def _columns(titles: list[str], vocabulary: Vocabulary) -> tuple[list[str], list[Mistake]]:
    """Which column each title is; a title that is not known, or needed and missing, is a mistake."""
    meant = vocabulary.meant["catalogue_column"]
    columns = [meant.get(_word(title), "") for title in titles]
    mistakes = [
        Mistake(1, title.strip()[:60], "column_unknown", {"name": title.strip()[:60]})
        for title, column in zip(titles, columns, strict=True)
        if not column and title.strip()
    ]
    named = [column for column in columns if column]
    mistakes += [Mistake(1, column, "column_twice") for column in sorted(set(named)) if named.count(column) > 1]
    if "code" not in named:
        mistakes.append(Mistake(1, "code", "column_missing"))
    return columns, mistakes


def _row(line: int, cells: Mapping[str, str], vocabulary: Vocabulary) -> tuple[Row, list[Mistake]]:
    given: dict[str, Any] = {}
    mistakes = []
    for column, cell in cells.items():
        if not column:
            continue
        try:
            name, value = _READERS[column](_bare(cell), vocabulary)
        except Refused as refused:
            mistakes.append(Mistake(line, column, refused.code, refused.details))
            continue
        given[name] = value
    return Row(line, given), mistakes


def _one_of(words: str, cell: str, vocabulary: Vocabulary) -> str | None:
    if not cell:
        return None
    code = vocabulary.meant[words].get(_word(cell))
    if code is None:
        raise Refused("word_unknown", name=cell[:60])
    return code


def _read_minutes(cell: str, _: Vocabulary) -> tuple[str, int]:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 6):
        raise Refused("number_wrong")
    return "standard_minutes", int(cell)


def _read_service_type(cell: str, vocabulary: Vocabulary) -> tuple[str, ServiceType | None]:
    code = _one_of("service_type", cell, vocabulary)
    return "service_type", ServiceType(code) if code else None


def _read_skill(cell: str, vocabulary: Vocabulary) -> tuple[str, Skill | None]:
    code = _one_of("skill", cell, vocabulary)
    return "skill", Skill(code) if code else None


def _read_yes(column: str, empty: bool) -> Callable[[str, Vocabulary], tuple[str, bool]]:
    def read(cell: str, vocabulary: Vocabulary) -> tuple[str, bool]:
        code = _one_of("yes_no", cell, vocabulary)
        return column, empty if code is None else code == "yes"

    return read


def _read_text(column: str) -> Callable[[str, Vocabulary], tuple[str, str]]:
    return lambda cell, _: (column, cell)


def _read_parts(cell: str, _: Vocabulary) -> tuple[str, tuple[Part, ...]]:
    return "parts", tuple(_part(line) for line in cell.splitlines() if line.strip())


def _part(line: str) -> Part:
    """`number | name | quantity | price`; the price may be missing, and for a name alone the rest."""
    cells = [each.strip() for each in line.split("|")]
    if len(cells) == 1:
        return Part(name=cells[0])
    if len(cells) > 4:
        raise Refused("part_shape")
    number, name, quantity, price = [*cells, *[""] * (4 - len(cells))]
    if quantity and not (quantity.isascii() and quantity.isdigit() and len(quantity) <= 6):
        raise Refused("number_wrong")
    return Part(name, number, int(quantity or 1), _cents(price))


_READERS: Final[Mapping[str, Callable[[str, Vocabulary], tuple[str, Any]]]] = {
    "code": _read_text("code"),
    "text_zh": _read_text("text_zh"),
    "text_en": _read_text("text_en"),
    "service_type": _read_service_type,
    "standard_minutes": _read_minutes,
    "skill": _read_skill,
    "high_voltage": _read_yes("high_voltage", False),
    "safety": _read_yes("safety", False),
    "price": lambda cell, _: ("price_cents", _cents(cell)),
    "checklist": lambda cell, _: ("checklist", tuple(cell.splitlines())),
    "parts": _read_parts,
    "active": _read_yes("active", True),
}


def _cents(cell: str) -> int | None:
    if not cell:
        return None
    match = _PRICE.fullmatch(cell)
    if match is None:
        raise Refused("number_wrong")
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _money(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


def _part_line(part: Part) -> str:
    return " | ".join((part.number, part.name, str(part.quantity), _money(part.price_cents))).strip()


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _word(text: str) -> str:
    return text.strip().casefold()


def _neutral(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _bare(cell: str) -> str:
    cell = cell.strip(" \u3000")
    return (cell[1:] if _HIDDEN_FORMULA.match(cell) else cell).strip()
