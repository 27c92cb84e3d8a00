"""Number plates: normalised for comparison, spaced for reading, and told apart by what they look like."""

import re
import unicodedata
from enum import StrEnum

from board.domain.refusals import Refused

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_CHINESE = re.compile(rf"([{_PROVINCES}][A-Z])([A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳]|[A-HJ-NP-Z0-9]{{6}})")
_DIPLOMATIC = re.compile(r"使[A-Z0-9]{6}|[A-Z0-9]{4,6}使|[A-HJ-NP-Z0-9]{6}领")
_KIND_BY_ENDING = {"挂": "yellow", "学": "yellow", "警": "white", "港": "black", "澳": "black"}
_MOST = 20


class PlateKind(StrEnum):
    blue = "blue"
    green = "green"
    yellow = "yellow"
    white = "white"
    black = "black"
    other = "other"


def normalise_plate(typed: str) -> str:
    """The plate as it is stored: upper case, half width, without spaces, dots and dashes. Any country's plate is
    welcome; refused with `plate_invalid` is what has no letter or digit, or more than 20 characters."""
    text = re.sub(r"[\s·•・\-_.]+", "", unicodedata.normalize("NFKC", typed).upper())
    text = unicodedata.normalize("NFKC", text)  # again: what a dash kept apart may now be one character
    if not 0 < len(text) <= _MOST or not text.isalnum():
        raise Refused("plate_invalid")
    return text


def plate_kind(plate: str) -> PlateKind:
    """What a (normalised) plate looks like: Chinese plates have colours, all others are `other`."""
    if match := _CHINESE.fullmatch(plate):
        serial = match[2]
        if len(serial) == 6:
            return PlateKind.green
        return PlateKind(_KIND_BY_ENDING.get(serial[-1], "blue"))
    if _DIPLOMATIC.fullmatch(plate):
        return PlateKind.black
    return PlateKind.other


def spaced_plate(plate: str) -> str:
    """A (normalised) plate as people read it: `京A·12345`; other formats as they are."""
    if _CHINESE.fullmatch(plate):
        return f"{plate[:2]}·{plate[2:]}"
    return plate
