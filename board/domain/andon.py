"""Andon: somebody on the floor calls for help, somebody whom it concerns answers, and it is settled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from board.domain.people import Person, Role
from board.domain.refusals import Refused


class CallKind(StrEnum):
    technical_support = "technical_support"
    parts = "parts"
    foreman = "foreman"
    advisor = "advisor"
    safety = "safety"


ADDRESSED: Mapping[CallKind, frozenset[Role]] = MappingProxyType(
    {
        CallKind.technical_support: frozenset({Role.foreman, Role.leader, Role.inspector}),
        CallKind.parts: frozenset({Role.parts}),
        CallKind.foreman: frozenset({Role.foreman}),
        CallKind.advisor: frozenset({Role.advisor}),
        CallKind.safety: frozenset({Role.foreman, Role.manager, Role.leader}),
    }
)
"""Who may answer a call of each kind; on their screens it sounds until one of them does."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call for help. Times are UTC; `by` and `answered_by` are people's ids."""

    kind: CallKind
    by: int
    called_at: datetime
    answered_at: datetime | None = None
    answered_by: int | None = None
    answered_by_name: str = ""
    resolved_at: datetime | None = None
    resolved_by: int | None = None
    resolution: str = ""


def call(kind: CallKind, person: Person, still_open: Collection[CallKind], now: datetime) -> Call:
    """Somebody calls for help. `still_open` are the kinds that are open for the same car, or for the same person where
    it is about no car. Refused: `already_called`."""
    if kind in still_open:
        raise Refused("already_called")
    return Call(kind, person.id, now)


def answer(called: Call, person: Person, now: datetime) -> Call:
    """Somebody whom it concerns says that they are coming.

    Refused: `call_settled`, `already_answered`, `not_addressed` (also one's own call: nobody helps himself).
    """
    if called.resolved_at is not None:
        raise Refused("call_settled")
    if called.answered_at is not None:
        raise Refused("already_answered", name=called.answered_by_name)
    if person.id == called.by or ADDRESSED[called.kind].isdisjoint(person.roles):
        raise Refused("not_addressed")
    return replace(called, answered_at=now, answered_by=person.id, answered_by_name=person.name)


def resolve(called: Call, person: Person, resolution: str, now: datetime) -> Call:
    """It is settled: said by whoever answered, by the caller (who may also withdraw an unanswered call), or by a
    foreman. Refused: `call_settled`, `not_addressed`."""
    if called.resolved_at is not None:
        raise Refused("call_settled")
    if person.id not in {called.by, called.answered_by} and Role.foreman not in person.roles:
        raise Refused("not_addressed")
    return replace(called, resolved_at=now, resolved_by=person.id, resolution=resolution.strip())
