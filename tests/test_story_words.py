"""Whatever can be done or changed has its words on the story page: a new verb cannot be forgotten."""

import re
from pathlib import Path

import pytest

from board import app
from board.commands.change import COMMANDS
from board.domain.words import WORDS
from board.screens import changed_rows, telling
from board.screens.names import Names
from tests.commands.conftest import opened_sqlite, sqlite_workshop
from tests.commands.workshop import Workshop
from tests.store.test_journal import _live_through_a_day

__all__ = ["app", "opened_sqlite", "sqlite_workshop"]

SOURCE = (Path(__file__).resolve().parent.parent / "static" / "js" / "parts" / "telling.js").read_text()
KEY = re.compile(r'^  "?([a-z_:]+)"?: N_\("', re.MULTILINE)


def _keys(name: str) -> set[str]:
    body = re.search(rf"export const {name} = \{{(.*?)^\}};", SOURCE, re.DOTALL | re.MULTILINE)
    assert body is not None
    return set(KEY.findall(body.group(1)))


def test_every_command_has_a_sentence() -> None:
    sentences = {key.split(":")[0] for key in _keys("SENTENCES")}
    assert set(COMMANDS) - sentences == set(), "say in static/js/parts/telling.js what somebody did"


def test_every_column_of_the_set_up_has_a_name() -> None:
    assert _keys("SET_UP_NAMES") >= changed_rows.SET_UP_COLUMNS
    assert _keys("SET_UP_THINGS") >= changed_rows.SET_UP_TABLES


def test_whatever_a_day_changes_has_a_name(sqlite_workshop: Workshop) -> None:
    _live_through_a_day(sqlite_workshop)
    names, things = _keys("PART_NAMES"), _keys("SET_UP_NAMES")
    with sqlite_workshop.look() as look:
        entries = sqlite_workshop.entries()
        known = Names(look, entries)
        for entry in entries:
            for part in telling.tell(entry, known, entry.job_id)["parts"]:
                told = things | {"new", "gone"} if part["thing"] else names
                assert part["what"] in told, (entry.verb, part)


@pytest.mark.parametrize("module", [changed_rows, telling])
def test_every_part_that_is_written_has_a_name(module: object) -> None:
    source = Path(str(module.__file__)).read_text()  # type: ignore[attr-defined]
    written = set(re.findall(r'(?:part_of|_people|_told)\(\s*"([a-z_]+)"', source))
    written |= set(re.findall(r'": \("([a-z_]+)", "', source))
    assert written - {"clocked_"} - _keys("PART_NAMES") == set()


def test_every_word_list_that_a_part_names_is_there() -> None:
    written = {
        name
        for module in (changed_rows, telling)
        for name in re.findall(r'"word:([a-z_]+)"', Path(str(module.__file__)).read_text())
    }
    assert written
    assert written - set(WORDS) == set()
