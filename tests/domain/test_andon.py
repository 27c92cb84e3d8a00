"""Calls for help: who may answer which, once, and who may say that it is settled."""

from dataclasses import replace

import pytest

from board.domain import andon
from board.domain.andon import ADDRESSED, Call, CallKind
from board.domain.people import PEOPLE_ROLES, Person, Role
from tests.domain.cast import CHEN, HE, LATER, NOW, SUN, WANG, ZHAO, code_of

EXPECTED = {
    "technical_support": "foreman leader inspector",
    "parts": "parts",
    "foreman": "foreman",
    "advisor": "advisor",
    "safety": "foreman manager leader",
}
CASES = [(kind, role, role.value in EXPECTED[kind].split()) for kind in EXPECTED for role in sorted(PEOPLE_ROLES)]
SUPPORT = Call(CallKind.technical_support, WANG.id, NOW)


def test_every_kind_has_somebody_to_answer() -> None:
    assert set(EXPECTED) == {kind.value for kind in ADDRESSED} == {kind.value for kind in CallKind}


@pytest.mark.parametrize(("kind", "role", "allowed"), CASES)
def test_one_role_and_one_kind(kind: str, role: Role, allowed: bool) -> None:
    helper = Person(99, "某人", frozenset({role}))
    called = Call(CallKind(kind), WANG.id, NOW)
    if allowed:
        answered = andon.answer(called, helper, LATER)
        assert (answered.answered_at, answered.answered_by) == (LATER, 99)
    else:
        assert code_of(lambda: andon.answer(called, helper, LATER)) == "not_addressed"


def test_the_same_help_is_called_once_and_other_help_beside_it() -> None:
    assert andon.call(CallKind.parts, WANG, [CallKind.advisor], NOW) == Call(CallKind.parts, WANG.id, NOW)
    assert code_of(lambda: andon.call(CallKind.parts, WANG, [CallKind.parts], NOW)) == "already_called"


def test_a_call_is_answered_by_one_and_never_by_the_caller() -> None:
    answered = andon.answer(SUPPORT, HE, LATER)
    assert code_of(lambda: andon.answer(answered, SUN, LATER)) == "already_answered"
    by_leader = Call(CallKind.technical_support, ZHAO.id, NOW)
    assert code_of(lambda: andon.answer(by_leader, ZHAO, LATER)) == "not_addressed"


def test_the_helper_the_caller_and_a_foreman_may_settle_it() -> None:
    answered = andon.answer(SUPPORT, SUN, NOW)
    for person in (WANG, SUN, HE):
        settled = andon.resolve(answered, person, " 已处理 ", LATER)
        assert (settled.resolved_by, settled.resolved_at, settled.resolution) == (person.id, LATER, "已处理")
    for stranger in (ZHAO, CHEN):
        assert code_of(lambda who=stranger: andon.resolve(answered, who, "", LATER)) == "not_addressed"  # type: ignore[misc]


def test_the_caller_may_withdraw_what_nobody_answered() -> None:
    assert andon.resolve(SUPPORT, WANG, "", LATER).answered_at is None
    assert code_of(lambda: andon.resolve(SUPPORT, SUN, "", LATER)) == "not_addressed"


def test_what_is_settled_stays_settled() -> None:
    settled = replace(SUPPORT, resolved_at=NOW, resolved_by=WANG.id)
    assert code_of(lambda: andon.answer(settled, HE, LATER)) == "call_settled"
    assert code_of(lambda: andon.resolve(settled, WANG, "", LATER)) == "call_settled"
