"""Codes of the second factor: RFC 6238's own examples, one step either way, each once."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from board.domain.second_factor import (
    RECOVERY_CODES,
    accepted_step,
    code_at,
    recovery_code_used,
    recovery_codes,
    secret_text,
    set_up_address,
    step_of,
)

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 21, 8, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_examples_of_rfc_6238(seconds: int, code: str) -> None:
    step = step_of(datetime.fromtimestamp(seconds, UTC))
    assert code_at(SECRET, step, digits=8) == code
    assert code_at(SECRET, step) == code[2:]


@pytest.mark.parametrize(("off", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_one_step_off(off: int, accepted: bool) -> None:
    code = code_at(SECRET, step_of(NOW) + off)
    assert (accepted_step(SECRET, code, NOW, None) is not None) is accepted


def test_a_code_and_those_before_it_are_used_up() -> None:
    before, now = code_at(SECRET, step_of(NOW) - 1), code_at(SECRET, step_of(NOW))
    step = accepted_step(SECRET, now, NOW, None)
    assert step == step_of(NOW)
    assert accepted_step(SECRET, now, NOW, step) is None
    assert accepted_step(SECRET, before, NOW, step) is None
    assert accepted_step(SECRET, code_at(SECRET, step_of(NOW) + 1), NOW + STEP, step) == step_of(NOW) + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\u202e123456", "x" * 40])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert accepted_step(SECRET, typed, NOW, None) is None


def test_a_code_may_be_typed_in_groups() -> None:
    code = code_at(SECRET, step_of(NOW))
    assert accepted_step(SECRET, f" {code[:3]} {code[3:]} ", NOW, None) is not None


def test_the_picture_says_what_apps_read() -> None:
    address = urlsplit(set_up_address(SECRET, "京驰: 汽车", "li ming"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path.count(":") == 1
    assert parse_qs(address.query) == {"secret": [secret_text(SECRET).replace(" ", "")], "issuer": ["京驰: 汽车"]}
    assert secret_text(SECRET).startswith("GEZD GNBV")


def test_recovery_codes_are_good_once_and_forgive_how_they_are_typed() -> None:
    codes = recovery_codes(bytes([place]) * 8 for place in range(1, RECOVERY_CODES + 1))
    assert len(set(codes)) == RECOVERY_CODES
    assert all(re.fullmatch(r"[0-9A-Z]{6}-[0-9A-Z]{6}", code) for code in codes)
    typed = codes[3].lower().replace("-", " ")
    assert recovery_code_used(codes, [], typed) == 3
    assert recovery_code_used(codes, [3], typed) is None
    assert recovery_code_used(codes, [], codes[3][:-1]) is None
    assert recovery_code_used(codes, [], "é" * 12) is None
