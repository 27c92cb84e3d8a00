"""The catalogue as a table: what is written is read back, and every mistake has its line and column."""

import csv
import io

import pytest

from board.domain.catalogue_sheet import BYTE_ORDER_MARK, COLUMNS, MOST_ROWS, Vocabulary, read_sheet, write_sheet
from board.domain.job import ServiceType
from board.domain.people import Skill
from board.domain.refusals import Refused
from board.domain.standard_jobs import Mistake, Part, Row, StandardJob, plan_import
from board.domain.words import WORDS

MEANT = {
    words: {**{code: code for code in WORDS[words]}, **{said.casefold(): code for code, said in WORDS[words].items()}}
    for words in ("catalogue_column", "service_type", "skill", "yes_no")
}
ENGLISH = Vocabulary(say=lambda words, code: WORDS[words][code], meant=MEANT)
BRAKES = StandardJob(
    code="BRK-F",
    text_zh="更换前制动片",
    text_en="Replace front brake pads, both sides",
    service_type=ServiceType.general,
    standard_minutes=54,
    skill=Skill.mechanic,
    safety=True,
    price_cents=38050,
    checklist=("制动液液位", 'said "tight"; torque 110 Nm'),
    parts=(Part("制动片", "8W0698151", 1, 128000), Part("清洗剂")),
    active=False,
)
OIL = StandardJob(code="OIL", text_zh="更换机油", standard_minutes=30)


def read(text: str) -> tuple[list[Row], list[Mistake]]:
    return read_sheet(text.encode(), ENGLISH)


def planned(text: str, *present: StandardJob) -> tuple[int, int, int]:
    rows, mistakes = read(text)
    assert mistakes == []
    plan = plan_import({job.code: job for job in present}, rows)
    assert plan.mistakes == ()
    return len(plan.added), len(plan.changed), len(plan.unchanged)


def test_what_was_written_changes_nothing_when_it_is_read() -> None:
    sheet = write_sheet([BRAKES, OIL], ENGLISH)
    assert sheet.startswith(BYTE_ORDER_MARK)
    assert planned(sheet, BRAKES, OIL) == (0, 0, 2)
    assert planned(sheet) == (2, 0, 0)


def test_a_cell_that_is_a_formula_is_written_as_text_and_read_back() -> None:
    signs = ["=1+1", "+49", "-x", "@home", "'=quoted"]
    jobs = [StandardJob(code=f"C{place}", text_zh=text, standard_minutes=1) for place, text in enumerate(signs)]
    sheet = write_sheet(jobs, ENGLISH)
    written = [row[1] for row in list(csv.reader(io.StringIO(sheet)))[1:]]
    assert written == ["'=1+1", "'+49", "'-x", "'@home", "''=quoted"]
    assert planned(sheet, *jobs) == (0, 0, 5)


def test_columns_that_are_left_out_stay_as_they_are() -> None:
    rows, _ = read("Code,Standard minutes\nBRK-F,60\n")
    plan = plan_import({"BRK-F": BRAKES}, rows)
    assert [(job.standard_minutes, job.price_cents, job.parts) for job in plan.changed] == [(60, 38050, BRAKES.parts)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_separate_columns_as_they_like(separator: str) -> None:
    assert planned("code,text_zh,standard_minutes\r\nA,B,10".replace(",", separator)) == (1, 0, 0)


def test_a_spreadsheet_in_china_saves_gb18030() -> None:
    rows, mistakes = read_sheet("code,text_zh,standard_minutes\nA,更换机油,10\n".encode("gb18030"), ENGLISH)
    assert (rows[0].given["text_zh"], mistakes) == ("更换机油", [])


def test_every_mistake_is_named_with_its_line_and_column() -> None:
    rows, mistakes = read(
        "code,text_en,standard_minutes,service_type,safety,price,parts\n"
        'A,"two\nlines",10,express,yes,1.50,\n'
        "B,text,half an hour,boats,perhaps,1.234,a | b | many\n"
        "\n"
        "C,text,10,,,,a | b | 1 | 2 | 3\n"
    )
    assert [(each.line, each.column, each.code) for each in mistakes] == [
        (4, "standard_minutes", "number_wrong"),
        (4, "service_type", "word_unknown"),
        (4, "safety", "word_unknown"),
        (4, "price", "number_wrong"),
        (4, "parts", "number_wrong"),
        (6, "parts", "part_shape"),
    ]
    assert rows[0].given["price_cents"] == 150


def test_what_the_rules_refuse_is_a_mistake_too() -> None:
    rows, _ = read("code,text_en,standard_minutes\nA,one,10\nA,again,10\n,nameless,10\nD,,10\nE,text,0\n")
    assert [(each.line, each.column, each.code) for each in plan_import({}, rows).mistakes] == [
        (3, "code", "code_twice"),
        (4, "code", "code_needed"),
        (5, "text_zh", "words_needed"),
        (6, "standard_minutes", "minutes_wrong"),
    ]


@pytest.mark.parametrize(
    ("head", "column", "code"),
    [
        ("code,colour", "colour", "column_unknown"),
        ("code,text_en,Text in English", "text_en", "column_twice"),
        ("text_en,standard_minutes", "code", "column_missing"),
    ],
)
def test_a_head_that_does_not_fit_is_said_before_anything_else(head: str, column: str, code: str) -> None:
    rows, mistakes = read(f"{head}\nA,1,1\n")
    assert (rows, [(each.line, each.column, each.code) for each in mistakes]) == ([], [(1, column, code)])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet_empty"),
        (b"code,text_en,standard_minutes\n\n", "sheet_empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "sheet_unreadable"),
        (b'code,text_en\nA,"' + b"x" * 200_000, "sheet_unreadable"),
        (b"code\n" + b"A\n" * (MOST_ROWS + 1), "sheet_too_large"),
        (b"x" * 1_100_000, "sheet_too_large"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_sheet(content, ENGLISH)
    assert caught.value.code == code


def test_the_columns_are_the_words_of_the_trade() -> None:
    assert set(WORDS["catalogue_column"]) == set(COLUMNS)
