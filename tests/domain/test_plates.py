"""Plates: one spelling for one car, whoever typed it, and the colour it has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.plates import PlateKind, normalise_plate, plate_kind, spaced_plate
from board.domain.refusals import Refused
from tests.domain.cast import code_of


@pytest.mark.parametrize(
    "typed",
    ["京A12345", "京a12345", " 京A·12345 ", "京Ａ１２３４５", "京A-12345", "京A•123 45", "京A・12345", "京A.12345"],
)
def test_every_way_of_typing_is_one_plate(typed: str) -> None:
    assert normalise_plate(typed) == "京A12345"


@pytest.mark.parametrize("typed", ["", "   ", "·-·", "京A12345;DROP", "<b>", "京A\x0012345", "A" * 21, "\u0301", "😀"])
def test_what_is_no_plate_is_refused(typed: str) -> None:
    assert code_of(lambda: normalise_plate(typed)) == "plate_invalid"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    try:
        once = normalise_plate(typed)
    except Refused:
        return
    assert normalise_plate(once) == once
    assert 0 < len(once) <= 20


def test_what_a_dash_kept_apart_is_one_spelling_too() -> None:
    assert normalise_plate("\u1100-\u1161") == normalise_plate("\uac00")


@pytest.mark.parametrize(
    ("plate", "kind", "spaced"),
    [
        ("京A12345", PlateKind.blue, "京A·12345"),
        ("粤BD12345", PlateKind.green, "粤B·D12345"),
        ("沪A12345F", PlateKind.green, "沪A·12345F"),
        ("冀B1234挂", PlateKind.yellow, "冀B·1234挂"),
        ("川A1234学", PlateKind.yellow, "川A·1234学"),
        ("京A1234警", PlateKind.white, "京A·1234警"),
        ("粤Z1234港", PlateKind.black, "粤Z·1234港"),
        ("粤Z1234澳", PlateKind.black, "粤Z·1234澳"),
        ("使014578", PlateKind.black, "使014578"),
        ("京A1234", PlateKind.other, "京A1234"),
        ("京A1I345", PlateKind.other, "京A1I345"),
        ("啊A12345", PlateKind.other, "啊A12345"),
        ("BAB1234", PlateKind.other, "BAB1234"),
    ],
)
def test_a_plate_has_its_colour_and_its_dot(plate: str, kind: PlateKind, spaced: str) -> None:
    assert plate_kind(plate) is kind
    assert spaced_plate(plate) == spaced
    assert normalise_plate(spaced) == plate
