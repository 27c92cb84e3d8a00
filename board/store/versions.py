"""Which state of a row somebody saw: a short digest, so that two who change the same thing do not undo each other."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect

_NEVER = frozenset({"revision", "day", "password_hash", "password_is_one_time", "pin_hash", "token_digest"})


def version(*rows: Any, only: Sequence[str] = ()) -> str:
    """The version of some rows as they are now; of the columns `only`, where given. Secrets are in none."""
    plain = repr([[(name, getattr(row, name)) for name in only or _columns(row)] for row in rows])
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _columns(row: Any) -> list[str]:
    names = (attribute.key for attribute in inspect(row).mapper.column_attrs)
    return [name for name in names if name not in _NEVER]
