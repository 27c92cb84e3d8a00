"""The second factor: codes of an authenticator app (RFC 6238 over RFC 4226: HMAC-SHA-1, 6 digits, 30 seconds), and
recovery codes for who lost the phone."""

import base64
import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha1
from typing import Final
from urllib.parse import quote, urlencode

from board.domain.codes import base_32

STEP_SECONDS: Final = 30
DIGITS: Final = 6
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
RECOVERY_CHARACTERS: Final = 12
_STEPS_OFF: Final = (0, -1, 1)
"""Phones' clocks are off, and people are slow: the step before and the one after count too."""


def step_of(now: datetime) -> int:
    """The number of the half minute (UTC)."""
    return int(now.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a step."""
    mac = hmac.new(secret, step.to_bytes(8), sha1).digest()
    start = mac[-1] & 15
    return str((int.from_bytes(mac[start : start + 4]) & 0x7FFFFFFF) % 10**digits).zfill(digits)


def accepted_step(secret: bytes, typed: str, now: datetime, last_step: int | None) -> int | None:
    """The step whose code was typed, or None. A step up to `last_step` is used up: its code was seen before."""
    written = "".join(typed.split())
    for off in _STEPS_OFF:
        step = step_of(now) + off
        fits = hmac.compare_digest(code_at(secret, step).encode(), written.encode())
        if fits and (last_step is None or step > last_step):
            return step
    return None


def secret_text(secret: bytes) -> str:
    """The secret as it is typed into an app that cannot read the picture, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def set_up_address(secret: bytes, issuer: str, account: str) -> str:
    """What the picture says: the `otpauth://` address that authenticator apps read."""
    told = urlencode({"secret": secret_text(secret).replace(" ", ""), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer.replace(':', ' '))}:{quote(account)}?{told}"


def recovery_codes(randomness: Iterable[bytes]) -> tuple[str, ...]:
    """One code of each piece of randomness (at least 8 bytes): `7QK2M9-XW04ZT`, 60 bits."""
    codes = (base_32(piece, RECOVERY_CHARACTERS) for piece in randomness)
    return tuple(f"{code[:6]}-{code[6:]}" for code in codes)


def recovery_code_used(codes: tuple[str, ...], used: Iterable[int], typed: str) -> int | None:
    """The place of the code that was typed, among those that were not used yet; dashes and case are forgiven."""
    written = typed.upper().replace("-", "").translate(str.maketrans("OIL", "011", " "))
    found = None
    for place, code in enumerate(codes):
        if hmac.compare_digest(code.replace("-", "").encode(), written.encode()) and place not in set(used):
            found = place
    return found
