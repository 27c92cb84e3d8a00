"""Signing the three checks."""

from collections.abc import Mapping, Sequence
from typing import Any

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import checking as rules
from board.domain.job import CheckKind
from board.domain.permissions import Action
from board.store.states import job_state


@command(Action.sign_self_check)
def sign_self_check(
    change: Change, job: int, passed: bool, items: Sequence[str] = (), note: str = ""
) -> Mapping[str, Any]:
    """The technician's own check. Refused as `domain.checking.sign_check`."""
    return _sign(change, job, CheckKind.self_check, passed, items, note)


@command(Action.sign_leader_check)
def sign_leader_check(
    change: Change, job: int, passed: bool, items: Sequence[str] = (), note: str = ""
) -> Mapping[str, Any]:
    """The team leader's check. Refused as `domain.checking.sign_check`."""
    return _sign(change, job, CheckKind.leader, passed, items, note)


@command(Action.sign_final_check)
def sign_final_check(
    change: Change, job: int, passed: bool, items: Sequence[str] = (), note: str = ""
) -> Mapping[str, Any]:
    """The inspector's check of every car. Refused as `domain.checking.sign_check`."""
    return _sign(change, job, CheckKind.final, passed, items, note)


def _sign(
    change: Change, job: int, kind: CheckKind, passed: bool, items: Sequence[str], note: str
) -> Mapping[str, Any]:
    row = change.job(job)
    change.details |= {"check": kind.value, "passed": passed, "items": list(items), "note": note}
    write(change, row, rules.sign_check(job_state(row), kind, change.asker(), passed, items, note, change.at))
    return {}
