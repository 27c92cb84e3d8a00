"""Setting text in PDF: the fonts, and lines that end before their column does, in Chinese as in English."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "NotoSansSC"
BOLD = "NotoSansSC-Bold"
_FILES = {REGULAR: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold.ttf"}
_FONTS = Path(__file__).resolve().parent.parent / "fonts"
DOTS = "…"

_PIECES = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff][\u3001-\u3003\u3009\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]*"
    r"|\s+"
    r"|[^\s\-\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+-*|-+"
)
"""Where a line may end: after a Chinese character (with the mark that closes it), round blanks, after a hyphen."""


def load_fonts() -> None:
    """Make the fonts known to the PDF library, once in a process."""
    for name in _FILES:
        _font(name)


@cache
def _font(name: str) -> TTFont:
    font = TTFont(name, str(_FONTS / _FILES[name]))
    pdfmetrics.registerFont(font)
    return font


def width(text: str, font: str, size: float) -> float:
    """How wide a text is, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def font_for(text: str, wanted: str) -> str:
    """The wanted font, or the regular one for a text with a rare character that the bold one lacks."""
    known = _font(wanted).face.charWidths
    return wanted if all(ord(letter) in known for letter in text) else REGULAR


def set_in(text: str, wanted: str) -> tuple[str, str]:
    """A text as it is set, and its font: the curly apostrophe of a Chinese font is too wide for English."""
    return text.replace("’", "'"), font_for(text, wanted)


def clipped(text: str, font: str, size: float, room: float) -> str:
    """One line that fits into `room` points; what doesn't is three dots."""
    if width(text, font, size) <= room:
        return text
    while text and width(text + DOTS, font, size) > room:
        text = text[:-1]
    return text.rstrip() + DOTS


def fitted(text: str, font: str, size: float, least: float, room: float) -> float:
    """The largest size, from `size` down to `least`, at which a line fits into `room` points."""
    taken = width(text, font, size)
    return size if taken <= room else max(least, size * room / taken)


def lines(text: str, font: str, size: float, room: float, most: int) -> list[str]:
    """A text in at most `most` lines of `room` points; a word longer than a line is broken."""
    done: list[str] = []
    line = ""
    for piece in _short_pieces(text, font, size, room):
        if width(line + piece, font, size) <= room:
            line += piece
            continue
        done.append(line.rstrip())
        line = piece.lstrip()
    done.append(line.rstrip())
    kept = [each for each in done if each]
    if len(kept) <= most:
        return kept
    return [*kept[: most - 1], clipped(kept[most - 1] + DOTS, font, size, room)]


def _short_pieces(text: str, font: str, size: float, room: float) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        rest = piece
        while len(rest) > 1 and width(rest, font, size) > room:
            fits = next((count for count in range(len(rest) - 1, 1, -1) if width(rest[:count], font, size) <= room), 1)
            yield rest[:fits]
            rest = rest[fits:]
        yield rest
