"""Codes on paper: what is forgiven, what is found out, and what is refused."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from board.domain.codes import LONGEST, PAYLOAD_LENGTH, Code, CodeKind, grouped, make_code, read_code
from board.domain.refusals import Refused
from tests.domain.cast import code_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FULL_WIDTH = str.maketrans({chr(each): chr(each + 0xFEE0) for each in range(0x21, 0x7F)})
CARD = make_code(CodeKind.job_card, bytes(range(17)))

codes = st.builds(make_code, st.sampled_from(CodeKind), st.binary(min_size=17, max_size=17))


@given(codes)
def test_a_code_reads_back_as_itself(code: Code) -> None:
    assert read_code(code.text) == code
    assert read_code(grouped(code)) == code


@given(codes)
def test_a_code_is_letters_and_digits_and_no_longer_than_it_must_be(code: Code) -> None:
    assert set(code.text) <= set(ALPHABET)
    assert len(code.text) == 3 + PAYLOAD_LENGTH[code.kind] + 1
    assert code.text.startswith(f"WB{code.kind}")


@given(codes, st.data())
def test_every_single_wrong_character_is_found(code: Code, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code.text) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET))
    assume(wrong != code.text[place])
    misread = code.text[:place] + wrong + code.text[place + 1 :]
    assert code_of(lambda: read_code(misread)) in {"scan_damaged", "scan_foreign"}


@given(codes, st.data())
def test_swapped_neighbours_are_found_as_far_as_the_check_character_promises(code: Code, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code.text) - 2))
    pair = code.text[place : place + 2]
    assume(pair[0] != pair[1] and set(pair) != {"0", "Z"})
    swapped = code.text[:place] + pair[::-1] + code.text[place + 2 :]
    assert code_of(lambda: read_code(swapped)) in {"scan_damaged", "scan_foreign"}


@given(codes, st.integers(1, 24))
def test_a_code_cut_short_is_damaged(code: Code, missing: int) -> None:
    assert code_of(lambda: read_code(code.text[: max(4, len(code.text) - missing)])) == "scan_damaged"


@given(codes, st.data())
def test_case_spaces_dashes_and_full_width_are_forgiven(code: Code, data: st.DataObject) -> None:
    written = [
        data.draw(st.sampled_from([each, each.lower(), each.translate(FULL_WIDTH)]))
        + data.draw(st.sampled_from(["", " ", "-", "\u3000", "\r\n", "\t"]))
        for each in code.text
    ]
    assert read_code("".join(written)) == code


@given(codes, st.data())
def test_look_alikes_are_forgiven(code: Code, data: st.DataObject) -> None:
    alike = {"0": "0Oo", "1": "1IlLi"}
    payload = "".join(data.draw(st.sampled_from(alike.get(each, each))) for each in code.text[3:])
    assert read_code(code.text[:3] + payload) == code


@given(st.text(max_size=LONGEST + 50))
def test_anything_else_is_refused_and_nothing_breaks(hostile: str) -> None:
    try:
        read = read_code(hostile)
    except Refused as refused:
        assert refused.code.startswith("scan_")  # noqa: PT017 - what follows is any of several
    else:
        assert read_code(read.text) == read


@given(st.text(alphabet=[*ALPHABET, *"ouilOUIL -\u00df\ufb01\ud800"], max_size=40))
def test_nearly_ours_never_breaks(rest: str) -> None:
    assert code_of(lambda: read_code("WBJ" + rest)) in {"scan_damaged", "scan_foreign"}


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("", "scan_empty"),
        (" \r\n-", "scan_empty"),
        ("京A12345", "scan_foreign"),
        ("https://board.example/c/" + CARD.text, "scan_foreign"),
        ("javascript:alert(1)", "scan_foreign"),
        ("' OR 1=1 --", "scan_foreign"),
        ("WBX" + CARD.text[3:], "scan_foreign"),
        ("WBJ", "scan_foreign"),
        (CARD.text + "0", "scan_damaged"),
        (CARD.text + "\x00", "scan_foreign"),
        (CARD.text.replace("J", "P", 1), "scan_damaged"),
        ("WBJU" + CARD.text[4:], "scan_damaged"),
        (" " * LONGEST, "scan_empty"),
        (" " * (LONGEST + 1), "scan_too_long"),
        ("W" * 1_000_000, "scan_too_long"),
    ],
)
def test_refusals_have_their_own_codes(scanned: str, code: str) -> None:
    assert code_of(lambda: read_code(scanned)) == code


def test_a_known_code_keeps_its_spelling() -> None:
    """Cards on paper outlive releases: this spelling may never change."""
    assert read_code(grouped(CARD)).text == CARD.text
    assert make_code(CodeKind.badge, bytes(17)).text == "WBP" + "0" * 20 + make_code(CodeKind.badge, bytes(17)).text[-1]


def test_too_little_randomness_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="randomness"):
        make_code(CodeKind.customer_copy, bytes(16))


@given(st.binary(min_size=17, max_size=17), st.binary(min_size=17, max_size=17))
def test_different_randomness_gives_different_codes(one: bytes, other: bytes) -> None:
    assume(int.from_bytes(one) % 2**130 != int.from_bytes(other) % 2**130)
    kind = CodeKind.customer_copy
    assert make_code(kind, one) != make_code(kind, other)
