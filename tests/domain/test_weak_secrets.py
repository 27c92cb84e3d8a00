"""Passwords and PINs that are guessed first are not taken; others are, whatever characters they have."""

import pytest

from board.domain.refusals import Refused
from board.domain.staff import require_password, require_pin

ABOUT = ("刘颖", "liuying", "138 1234 5678", "Riverside Motors")


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "Passw0rd2024",
        "1234567890",
        "qwertyuiop",
        "zaq1xsw2cde3",
        "aaaaaaaaaaaa",
        "abababababab",
        "woaini1314520",
        "admin-admin-1",
        "liuying2026",
        "Liuying-liuying",
        "riverside-1234",
        "13812345678",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(Refused) as refused:
        require_password(password, *ABOUT)
    assert refused.value.code == "password_weak"


@pytest.mark.parametrize(
    "password",
    ["quiet-river-7-stones", "kqzm-tvwp-8392", "correct horse battery", "阳台上的三只猫在打呼噜", "x9!Kd_72~pQw"],
)
def test_others_are_taken(password: str) -> None:
    require_password(password, *ABOUT)


def test_short_ones_are_told_so() -> None:
    with pytest.raises(Refused) as refused:
        require_password("x9!Kd_72~")
    assert refused.value.code == "password_short"


@pytest.mark.parametrize("pin", ["0000", "7777777", "1234", "4321", "0123", "7890", "987654", "1212", "123123", "1314"])
def test_a_pin_that_is_guessed_first_is_refused(pin: str) -> None:
    with pytest.raises(Refused) as refused:
        require_pin(pin)
    assert refused.value.code == "pin_weak"


@pytest.mark.parametrize("pin", ["5678", "45678", "12345678"])
def test_so_is_the_end_of_the_phone_number(pin: str) -> None:
    with pytest.raises(Refused) as refused:
        require_pin(pin, "138 1234-5678")
    assert refused.value.code == "pin_weak"


@pytest.mark.parametrize("pin", ["2580", "2468", "9012", "80413", "13579024"])
def test_other_pins_are_taken(pin: str) -> None:
    require_pin(pin, "138 0013 8000")
