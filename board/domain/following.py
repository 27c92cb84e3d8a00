"""What each step of a scan leads to, and which steps can come next: for a tablet that cannot ask.

A tablet without network offers what the server told it last. After a step that it keeps for later it has to know what
can follow; it is told here, from the table of moves, so that there is no second list in the browser.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from board.domain.permissions import Action
from board.domain.stages import AT_WORK, FROM, IN_CHECK, Move, Stage

_Place = tuple[Stage, bool]
"""Where a car is, and whether the person is clocked on to it; they can be at one stage only."""


def _off(stages: Iterable[Stage]) -> frozenset[_Place]:
    return frozenset((stage, False) for stage in stages)


def _from(move: Move) -> frozenset[_Place]:
    """The places that a move can be made from, whether or not one is on the car."""
    return _off(FROM[move]) | (_ON if Stage.in_work in FROM[move] else frozenset())


_ON: Final = frozenset({(Stage.in_work, True)})
_SENT_BACK: Final = _off({Stage.in_work})
_NOTHING: Final[frozenset[_Place]] = frozenset()
_DRIVING: Final = _ON | _off(IN_CHECK)


@dataclass(frozen=True, slots=True)
class Way:
    """A step: the action it is, the places it is offered at, and those where the person can be when it is taken."""

    action: Action
    offered: frozenset[_Place]
    leads_to: frozenset[_Place]


def _way(action: Action, leads_to: frozenset[_Place], offered: frozenset[_Place] | None = None) -> Way:
    return Way(action, _from(Move(action.value)) if offered is None else offered, leads_to)


WAYS: Final[Mapping[str, Way]] = MappingProxyType(
    {
        "clock_on": _way(Action.clock_on, _ON, _from(Move.clock_on) - _off({Stage.paused})),
        "resume": _way(Action.resume, _ON, _off({Stage.paused})),
        "switch": _way(Action.switch, _ON, _off(AT_WORK) | _ON),
        "take_over": _way(Action.take_over, _ON, _off(FROM[Move.take_over])),
        "tick": _way(Action.tick, _ON, _ON),
        "finish_operation": _way(Action.finish_operation, _ON | _off({Stage.in_work, Stage.self_check}), _ON),
        "pause": _way(Action.pause, _off({Stage.in_work, Stage.paused})),
        "record_test_drive": _way(Action.record_test_drive, _DRIVING, _DRIVING),
        # The next check is never signed by whoever signed this one, so nothing follows for them.
        "pass_self_check": _way(Action.sign_self_check, _NOTHING),
        "fail_self_check": _way(Action.sign_self_check, _SENT_BACK),
        "pass_leader_check": _way(Action.sign_leader_check, _NOTHING),
        "fail_leader_check": _way(Action.sign_leader_check, _SENT_BACK),
        "pass_final_check": _way(Action.sign_final_check, _off({Stage.wash_queue, Stage.ready})),
        "fail_final_check": _way(Action.sign_final_check, _SENT_BACK),
        "open_reception": _way(Action.open_reception, _off({Stage.reception})),
        "start_wash": _way(Action.start_wash, _off({Stage.washing})),
        "end_wash": _way(Action.end_wash, _off({Stage.ready})),
        "park_ready": _way(Action.park_ready, _off({Stage.ready})),
        "announce": _way(Action.announce, _off({Stage.ready})),
        "hand_over": _way(Action.hand_over, _off({Stage.handover})),
        "settle": _way(Action.settle, _off({Stage.settled})),
        "deliver": _way(Action.deliver, _off({Stage.delivered})),
    }
)
"""Every step that a scan can take."""

FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        name: tuple(other for other, following in WAYS.items() if way.leads_to & following.offered)
        for name, way in WAYS.items()
    }
)
"""The steps that the same person may be offered on the same car after a step. Whether each is allowed is decided when
it arrives: this list may be too long, never too short."""
