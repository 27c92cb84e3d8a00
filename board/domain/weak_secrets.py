"""Passwords and PINs that are guessed first: common ones, runs of keys, and what everybody knows of a person.

The rules of NIST SP 800-63B: no demands on kinds of characters, but nothing from the lists that guessers begin with.
"""

from collections.abc import Iterable
from typing import Final

_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
)
_LEAST_DIFFERENT: Final = 5
_LEAST_OF_ONES_OWN: Final = 6
"""Characters that must be left of a password when runs and what is known of the person are taken out."""
_COMMON: Final = frozenset(
    """
    password passw0rd pass word letmein welcome admin administrator root login master secret changeme change default
    iloveyou iloveu loveyou love woaini woaiwo aini qwert qwertz azerty dragon monkey football baseball
    basketball superman batman sunshine princess shadow michael jordan charlie trustno1 hello freedom whatever starwars
    computer internet samsung google huawei xiaomi tencent alibaba taobao wechat weixin baidu china beijing shanghai
    guangzhou shenzhen zhongguo nihao mima guanliyuan chejian qiche weixiu gongsi dianhua test testing demo guest user
    abc aaa asd zxc qwe qaz wsx xxx king queen money lucky happy summer winter spring autumn monday friday company
    board workshop garage service meister toyota honda nissan volkswagen audi benz mercedes porsche ferrari byd tesla
    geely chery changan 520 521 1314 5201314 1314520 7758521 7758258 5211314 147258369 147258 159357 789456 456789
    123123 112233 123321 100200 110110 119119 120120 888 666 168 518 2008 2020 2021 2022 2023 2024 2025 2026
    """.split()
)
_COMMON_PINS: Final = frozenset({"1314", "5200", "0520", "5201314", "1004", "6868", "8686", "1688", "147258", "159357"})


def is_weak_password(password: str, about: Iterable[str | None] = ()) -> bool:
    """Whether it is among the first guesses. `about` is what is known of the person: login, name, phone, workshop."""
    folded = password.casefold()
    if len(set(folded)) < _LEAST_DIFFERENT:
        return True
    known = [text.casefold() for text in about if text and len(text) >= 2]
    left = _without(folded, [*known, *(part for text in known for part in text.split() if len(part) >= 3)])
    left = _without_runs(left)
    return len(_without(left, _COMMON)) < _LEAST_OF_ONES_OWN


def is_weak_pin(pin: str, phone: str | None = None) -> bool:
    """Whether a PIN is among the first guesses: one digit, a pattern again and again, a run, a number that everybody
    has, or the end of the person's phone number."""
    digits = "".join(each for each in phone or "" if each.isdigit())
    repeated = any(pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1))
    run = pin in _ROWS[1] or pin in _ROWS[1][::-1] or pin in "9876543210"
    return repeated or run or pin in _COMMON_PINS or (len(digits) >= len(pin) and digits.endswith(pin))


def _without(text: str, words: Iterable[str]) -> str:
    """The text without these words, longer ones first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def _without_runs(text: str) -> str:
    """The text without runs of four or more neighbours on the keyboard or in the alphabet, in either direction."""
    left, place = "", 0
    while place < len(text):
        length = _run_at(text, place)
        if length < 4:
            left, length = left + text[place], 1
        place += length
    return left


def _run_at(text: str, place: int) -> int:
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    length = 1
    while place + length < len(text) and any(text[place : place + length + 1] in row for row in rows):
        length += 1
    same = len(text[place:]) - len(text[place:].lstrip(text[place]))
    return max(length, same)
