"""The code that a new screen shows: its letters, how it may be typed, when it can be used, how often it is polled."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.pairing import (
    ALPHABET,
    LIFETIME,
    MOST_AT_AN_ADDRESS,
    MOST_IN_ALL,
    Pairing,
    PairingState,
    grouped,
    make_pairing_code,
    polled,
    read_pairing_code,
    require_open,
    require_room,
)
from board.domain.refusals import Refused

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
OPEN = Pairing(NOW + LIFETIME, used=False)


@given(st.binary(min_size=16, max_size=32))
def test_a_code_is_eight_letters_that_make_no_word_and_are_not_taken_for_others(randomness: bytes) -> None:
    code = make_pairing_code(randomness)
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert read_pairing_code(grouped(code).lower()) == code


def test_the_alphabet_has_twenty_letters_and_no_vowel() -> None:
    assert len(set(ALPHABET)) == 20
    assert set(ALPHABET).isdisjoint("AEIOUY")


def test_too_little_randomness_makes_no_code() -> None:
    with pytest.raises(ValueError, match="randomness"):
        make_pairing_code(b"x" * 15)


@pytest.mark.parametrize(
    "typed", ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "BCDF–GHJK", "ＢＣＤＦ－ＧＨＪＫ", "B C D F G H J K"]
)
def test_it_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_pairing_code(typed) == "BCDFGHJK"


@pytest.mark.parametrize("typed", ["", "BCDF-GHJ", "BCDF-GHJKL", "BCDF-GHJA", "BCDF-GHJ1", "京CDF-GHJK", "x" * 5000])
def test_what_can_be_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="pairing_shape"):
        read_pairing_code(typed)


def test_a_code_is_good_for_ten_minutes_and_one_screen() -> None:
    require_open(OPEN, NOW + LIFETIME - timedelta(seconds=1))
    with pytest.raises(Refused, match="pairing_expired"):
        require_open(OPEN, NOW + LIFETIME)
    for at in (NOW, NOW + LIFETIME):
        with pytest.raises(Refused, match="pairing_used"):
            require_open(Pairing(OPEN.expires_at, used=True), at)


def test_there_is_room_for_so_many_codes_at_an_address_and_in_all() -> None:
    require_room(MOST_AT_AN_ADDRESS - 1, MOST_IN_ALL - 1)
    for here, in_all in ((MOST_AT_AN_ADDRESS, MOST_AT_AN_ADDRESS), (0, MOST_IN_ALL)):
        with pytest.raises(Refused, match="pairing_busy"):
            require_room(here, in_all)


@pytest.mark.parametrize(
    ("pairing", "since", "told"),
    [
        (OPEN, None, PairingState.waiting),
        (OPEN, timedelta(seconds=2), PairingState.waiting),
        (OPEN, timedelta(milliseconds=300), PairingState.slow_down),
        (None, None, PairingState.expired),
        (Pairing(NOW, used=False), timedelta(seconds=2), PairingState.expired),
        (Pairing(OPEN.expires_at, used=True), None, PairingState.expired),
    ],
)
def test_what_a_polling_screen_is_told(pairing: Pairing | None, since: timedelta | None, told: PairingState) -> None:
    assert polled(pairing, since, NOW) is told
