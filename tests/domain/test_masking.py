"""What strangers may see: never the whole plate, never more of a name than the surname."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.domain.masking import MaskedName, Salutation, mask_name, mask_plate
from board.domain.plates import normalise_plate, spaced_plate
from board.domain.refusals import Refused

SERIAL = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
chinese_plates = st.builds(
    "{}{}{}".format,
    st.sampled_from("京沪粤川琼"),
    st.sampled_from("ABCDEF"),
    st.text(alphabet=SERIAL, min_size=5, max_size=6),
)


@pytest.mark.parametrize(
    ("plate", "shown"),
    [
        ("京A12345", "京A·12**5"),
        ("京A6K218", "京A·6K**8"),
        ("粤BD12345", "粤B·D1**45"),
        ("冀B1234挂", "冀B·12**挂"),
        ("使014578", "使0****8"),
        ("BAB1234", "BA****4"),
        ("WOB1", "W***"),
        ("AB", "A*"),
        ("A", "*"),
    ],
)
def test_a_masked_plate(plate: str, shown: str) -> None:
    assert mask_plate(plate) == shown


@given(chinese_plates)
def test_two_of_the_serial_are_always_hidden(plate: str) -> None:
    shown = mask_plate(plate)
    whole = spaced_plate(plate)
    assert len(shown) == len(whole)
    assert [place for place, each in enumerate(shown) if each == "*"] == [5, 6]
    assert all(each in ("*", known) for each, known in zip(shown, whole, strict=True))


@given(st.text(st.characters(categories=["Lu", "Nd", "Lo"]), min_size=1, max_size=20))
def test_no_plate_is_ever_shown_whole(typed: str) -> None:
    try:
        plate = normalise_plate(typed)
    except Refused:
        return
    shown = mask_plate(plate)
    assert "*" in shown
    assert len(shown.replace("*", "").replace("·", "")) <= max(3, len(plate) - 2)


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("王小明", "王"),
        ("王", "王"),
        ("欧阳修", "欧阳"),
        ("欧阳 修", "欧阳"),
        ("欧阳", "欧"),
        ("张 三", "张"),
        ("  李四  ", "李"),
        ("VIP 王小明", "王"),
        ("Mr.王小明", "王"),
        ("(王)小明", "王"),
        ("王小明13800001111", "王"),
        ("\U00020bb7田太郎", "\U00020bb7"),
        ("김철수", "김"),
        ("さくら", "さ"),
        ("John Smith", "Smith"),
        ("Anne-Marie O’Neil", "O’Neil"),
        ("Smith", "Smith"),
        ("John Smith 13800001111", "Smith"),
        ("13800001111", ""),
        ("Smith j.smith@example.com", "Smith"),
        ("", ""),
        (" \t", ""),
        ("x" * 500, "x" * 40),
    ],
)
def test_only_the_surname_is_left(name: str, surname: str) -> None:
    assert mask_name(name, Salutation.mr) == MaskedName(surname, Salutation.mr)


@given(st.text(max_size=60), st.text(alphabet="0123456789", min_size=3, max_size=15))
def test_no_telephone_number_is_ever_shown(name: str, phone: str) -> None:
    surname = mask_name(f"{name} {phone}", Salutation.none).surname
    assert phone not in surname
    assert not any(each.isdecimal() for each in surname)


@given(st.text(alphabet="王李欧阳司马小明华", min_size=2, max_size=12))
def test_a_chinese_name_never_shows_its_given_part(name: str) -> None:
    shown = mask_name(name, Salutation.ms).surname
    assert name.startswith(shown)
    assert len(shown) <= 2
    assert shown != name
