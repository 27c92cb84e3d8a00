"""Passwords and PINs as they are kept. Hashing is slow on purpose, so it is done beside the screens."""

import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from board import runtime

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's argon2id settings for sign-in on small machines: 19 MiB, two passes."""


def hash_secret(secret: str, salt: bytes | None = None) -> str:
    """A password or PIN as it is kept (argon2id). With a salt of one's own, 16 bytes that nobody else can have, the
    same secret gives the same again."""
    return str(runtime.offload(lambda: _hasher.hash(secret, salt=salt)))


def fits(hashed: str | None, secret: str) -> bool:
    """Compare in the same time whether or not there is such a person."""
    try:
        return bool(runtime.offload(_hasher.verify, hashed or _DUMMY, secret)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


_DUMMY: Final = _hasher.hash(secrets.token_hex(16))
