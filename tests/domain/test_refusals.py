"""Every refusal has a code that is known and a sentence whose places are filled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.domain.refusals import SENTENCES, Refused

BOARD = Path(__file__).resolve().parents[2] / "board"
PLACE = re.compile(r"%\((\w+)\)s")


def _codes(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=otherwise):
            yield from _codes(body)
            yield from _codes(otherwise)


def _raised() -> Iterator[tuple[str, str, frozenset[str]]]:
    for file in sorted(BOARD.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="Refused"), args=[argument], keywords=keywords):
                    given = frozenset(keyword.arg or "**" for keyword in keywords)
                    for code in _codes(argument):
                        yield f"{file.relative_to(BOARD)}:{node.lineno}", code, given


RAISED = list(_raised())


def test_refusals_are_found_in_the_source() -> None:
    assert {"wrong_stage", "not_settled", "bay_taken"} <= {code for _, code, _ in RAISED}


@pytest.mark.parametrize(("where", "code", "given"), RAISED)
def test_a_raised_code_is_known_and_its_sentence_can_be_filled(where: str, code: str, given: frozenset[str]) -> None:
    assert code in SENTENCES, where
    assert "**" in given or set(PLACE.findall(SENTENCES[code])) <= given, where


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_a_sentence_is_a_sentence(code: str, sentence: str) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence[0] in '"%'
    assert PLACE.sub("", sentence).count("%") == 0


def test_a_refusal_keeps_its_code_and_details() -> None:
    refused = Refused("bay_taken", bay="3", plate="京A·12345")
    assert (refused.code, str(refused)) == ("bay_taken", "bay_taken")
    assert SENTENCES[refused.code] % refused.details == "Bay 3 already holds 京A·12345."


def test_an_unknown_code_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        Refused("no_such_code")
