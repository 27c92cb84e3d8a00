"""What the gate counts with, and what opens it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from board.domain.codes import Code, CodeKind, read_code
from board.domain.refusals import Refused

COMEBACK_WITHIN: Final = timedelta(days=30)
"""A car that is back within this time of its delivery may come because of it. Source: the trade's comeback rate."""


@dataclass(frozen=True, slots=True)
class ExitPass:
    """A pass that was issued for a settled job. Times are UTC."""

    used_at: datetime | None
    revoked_at: datetime | None


def read_exit_pass(scanned: str) -> Code:
    """The code of what was scanned at the gate.

    Refused: `exit_pass_damaged` (ours, but misread), `not_an_exit_pass` (anything else, a job card too).
    """
    try:
        code = read_code(scanned)
    except Refused as refused:
        damaged = refused.code in {"scan_damaged", "scan_empty"}
        raise Refused("exit_pass_damaged" if damaged else "not_an_exit_pass") from None
    if code.kind is not CodeKind.exit_pass:
        raise Refused("not_an_exit_pass")
    return code


def require_valid_pass(exit_pass: ExitPass) -> None:
    """It opens the gate, once. Refused: `exit_pass_used` (with `used_at`, milliseconds), `exit_pass_revoked`."""
    if exit_pass.used_at is not None:
        raise Refused("exit_pass_used", used_at=round(exit_pass.used_at.timestamp() * 1000))
    if exit_pass.revoked_at is not None:
        raise Refused("exit_pass_revoked")
