"""Pairing a screen: the short code that it shows, and when an administrator may use it.

As in RFC 8628: the screen shows a code and polls with a secret of its own; whoever has a right to types the code where
they are signed in. Letters alone, without vowels (no words come out) and without those that are taken for others.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from board.domain.refusals import Refused

ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH: Final = 8
"""Of 20 letters: 34 bits, for ten minutes and a handful of tries."""
LIFETIME: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=1)
"""So long it is remembered that a code ran out or was used, to say so to whoever types it late."""
POLL_SECONDS: Final = 1
"""How often a screen may ask whether it was paired."""
SLOWER_BY_SECONDS: Final = 5
MOST_AT_AN_ADDRESS: Final = 20
MOST_IN_ALL: Final = 200


@dataclass(frozen=True, slots=True)
class Pairing:
    """A code that a screen shows. `used`: a screen was paired with it."""

    expires_at: datetime
    used: bool


class PairingState(StrEnum):
    """What a polling screen is told."""

    waiting = "waiting"
    slow_down = "slow_down"
    expired = "expired"
    paired = "paired"


def make_pairing_code(randomness: bytes) -> str:
    """A new code from at least 16 random bytes."""
    if len(randomness) < 16:
        raise ValueError("not enough randomness")
    number = int.from_bytes(randomness)
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def read_pairing_code(typed: str) -> str:
    """The code that somebody typed: case, spaces, dashes and full-width letters forgiven. Refused: `pairing_shape`."""
    text = re.sub(r"[\s\-–—·]+", "", unicodedata.normalize("NFKC", typed[:100])).upper()
    if len(text) != LENGTH or any(letter not in ALPHABET for letter in text):
        raise Refused("pairing_shape")
    return text


def grouped(code: str) -> str:
    """The code as a screen shows it: `BCDF-GHJK`."""
    return f"{code[:4]}-{code[4:]}"


def require_open(pairing: Pairing, now: datetime) -> None:
    """A screen may be paired with this code now, else `pairing_used` or `pairing_expired`."""
    if pairing.used:
        raise Refused("pairing_used")
    if now >= pairing.expires_at:
        raise Refused("pairing_expired")


def require_room(at_the_address: int, in_all: int) -> None:
    """There may be one more code beside those that are shown already, else `pairing_busy`."""
    if at_the_address >= MOST_AT_AN_ADDRESS or in_all >= MOST_IN_ALL:
        raise Refused("pairing_busy")


def polled(pairing: Pairing | None, since_last: timedelta | None, now: datetime) -> PairingState:
    """What a screen that polls is told, unless it is paired; `since_last`: the time since it last asked. A code that
    was used and opens nothing any more has run out as well: the screen was revoked."""
    if pairing is None or pairing.used or now >= pairing.expires_at:
        return PairingState.expired
    if since_last is not None and since_last < timedelta(seconds=POLL_SECONDS) / 2:
        return PairingState.slow_down
    return PairingState.waiting
