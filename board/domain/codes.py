"""The codes on paper: opaque, checked against misreading, never a plate and never a link to follow.

A code is `WB`, a letter for what it is, random characters of Crockford's base 32, and one check character
(Luhn mod 32 over that letter and the payload: finds every single wrong character and every swapped pair of
neighbours but 0Z and Z0). Letters and digits only, so
that QR codes stay small (alphanumeric mode) and a hand scanner types it the same under any keyboard layout.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from board.domain.refusals import Refused

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
LONGEST = 512
"""Characters that a scan may have before it is not even looked at."""


class CodeKind(StrEnum):
    job_card = "J"
    badge = "P"
    customer_copy = "C"
    exit_pass = "E"  # noqa: S105 - a kind, not a secret


PAYLOAD_LENGTH = {CodeKind.job_card: 20, CodeKind.badge: 20, CodeKind.customer_copy: 26, CodeKind.exit_pass: 20}
"""5 bits a character: 100 bits where a signed-in person scans, 130 where the code alone opens a page."""


@dataclass(frozen=True, slots=True)
class Code:
    kind: CodeKind
    text: str


def make_code(kind: CodeKind, randomness: bytes) -> Code:
    """A new code from at least 17 random bytes."""
    payload = base_32(randomness, PAYLOAD_LENGTH[kind])
    return Code(kind, f"WB{kind}{payload}{_check_character(kind + payload)}")


def base_32(randomness: bytes, length: int) -> str:
    """So many characters of Crockford's base 32. Raises ValueError when there is not enough randomness for them."""
    number = int.from_bytes(randomness)
    if len(randomness) * 8 < length * 5:
        raise ValueError("not enough randomness")
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(length))


def read_code(scanned: str) -> Code:
    """What a scan says: spaces, dashes, case, full-width letters and look-alikes forgiven.

    Refused: `scan_empty`, `scan_too_long`, `scan_foreign` (not ours), `scan_damaged` (ours, but misread).
    """
    if len(scanned) > LONGEST:
        raise Refused("scan_too_long")
    text = re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", scanned)).upper()
    if not text:
        raise Refused("scan_empty")
    if not re.fullmatch(r"WB[JPCE][0-9A-Z]+", text):
        raise Refused("scan_foreign")
    kind, payload = CodeKind(text[2]), text[3:].translate(_LOOKALIKES)
    known = all(character in _ALPHABET for character in payload)
    if not known or len(payload) != PAYLOAD_LENGTH[kind] + 1 or _check_character(kind + payload[:-1]) != payload[-1]:
        raise Refused("scan_damaged")
    return Code(kind, f"WB{kind}{payload}")


def grouped(code: Code) -> str:
    """The code as it is printed for eyes: `WBJ-7QK2M-…`."""
    payload = code.text[3:]
    groups = [payload[start : start + 5] for start in range(0, len(payload), 5)]
    return "-".join([code.text[:3], *groups])


def _check_character(checked: str) -> str:
    total = 0
    for place, character in enumerate(reversed(checked)):
        addend = _ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += addend // 32 + addend % 32
    return _ALPHABET[-total % 32]
