"""Every value that a screen can show has a word, and no word is left without its value."""

from enum import StrEnum

import pytest

from board.domain.add_ons import AddOnState, DecidedVia
from board.domain.andon import CallKind
from board.domain.appointments import AppointmentState, MadeBy
from board.domain.bays import BayKind
from board.domain.following_up import CallResult, PaymentWay
from board.domain.job import (
    PAUSE_OWNERS,
    CheckKind,
    Energy,
    OldParts,
    OperationState,
    PauseReason,
    Priority,
    ServiceType,
)
from board.domain.masking import Salutation
from board.domain.parts import PartState
from board.domain.people import CertificateKind, Role, Skill
from board.domain.reception import MarkKind, WalkPosition
from board.domain.screens import ScreenState, StaleReason
from board.domain.signing_in import Event
from board.domain.stages import Stage
from board.domain.words import WORDS

LISTS: dict[str, type[StrEnum]] = {
    "stage": Stage,
    "service_type": ServiceType,
    "pause_reason": PauseReason,
    "role": Role,
    "bay_kind": BayKind,
    "check": CheckKind,
    "skill": Skill,
    "energy": Energy,
    "priority": Priority,
    "old_parts": OldParts,
    "walk_position": WalkPosition,
    "mark": MarkKind,
    "operation_state": OperationState,
    "salutation": Salutation,
    "certificate": CertificateKind,
    "payment_way": PaymentWay,
    "call_result": CallResult,
    "call_kind": CallKind,
    "appointment_state": AppointmentState,
    "made_by": MadeBy,
    "part_state": PartState,
    "decided_via": DecidedVia,
    "add_on_state": AddOnState,
    "door_event": Event,
    "screen_state": ScreenState,
    "stale_reason": StaleReason,
}


@pytest.mark.parametrize(("name", "values"), LISTS.items())
def test_a_list_has_a_word_for_each_value(name: str, values: type[StrEnum]) -> None:
    assert set(WORDS[name]) == {value.value for value in values}
    assert all(word.strip() for word in WORDS[name].values())
    assert len(set(WORDS[name].values())) == len(WORDS[name])


def test_the_lounge_has_five_plain_steps() -> None:
    assert list(WORDS["lounge_step"].values()) == ["Reception", "Work", "Check", "Wash", "Ready"]
    assert WORDS.keys() == {*LISTS, "lounge_step", "owner", "occasion", "step", "yes_no", "catalogue_column"}


def test_whoever_owns_a_pause_has_a_short_word() -> None:
    assert set(WORDS["owner"]) == {owner.value for owner in PAUSE_OWNERS.values()}
