"""The way of a car: the stages, and the one table of moves between them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from board.domain.refusals import Refused


class Stage(StrEnum):
    booked = "booked"
    arrived = "arrived"
    reception = "reception"
    waiting_dispatch = "waiting_dispatch"
    dispatched = "dispatched"
    in_work = "in_work"
    paused = "paused"
    self_check = "self_check"
    leader_check = "leader_check"
    final_check = "final_check"
    wash_queue = "wash_queue"
    washing = "washing"
    ready = "ready"
    handover = "handover"
    settled = "settled"
    delivered = "delivered"
    followed_up = "followed_up"
    cancelled = "cancelled"


class Move(StrEnum):
    """What can be done to a job; each is also the verb of a command and of a journal entry."""

    arrive = "arrive"
    undo_arrival = "undo_arrival"
    open_reception = "open_reception"
    sign_order = "sign_order"
    dispatch = "dispatch"
    assign = "assign"
    move = "move"
    recall = "recall"
    clock_on = "clock_on"
    resume = "resume"
    pause = "pause"
    finish_operation = "finish_operation"
    take_over = "take_over"
    tick = "tick"
    record_test_drive = "record_test_drive"
    sign_self_check = "sign_self_check"
    sign_leader_check = "sign_leader_check"
    sign_final_check = "sign_final_check"
    start_wash = "start_wash"
    end_wash = "end_wash"
    park_ready = "park_ready"
    announce = "announce"
    hand_over = "hand_over"
    settle = "settle"
    deliver = "deliver"
    follow_up = "follow_up"
    cancel = "cancel"
    change_promise = "change_promise"
    propose_add_on = "propose_add_on"
    decide_add_on = "decide_add_on"
    want_part = "want_part"


CLOSED = frozenset({Stage.delivered, Stage.followed_up, Stage.cancelled})
"""The car is no longer the workshop's: scans of its card are refused, it stands on no screen."""

LIVE = frozenset(Stage) - CLOSED - {Stage.booked}
"""The car is in the shop."""

AT_WORK = frozenset({Stage.dispatched, Stage.in_work, Stage.paused})
IN_CHECK = frozenset({Stage.self_check, Stage.leader_check, Stage.final_check})
IN_BAY = AT_WORK | IN_CHECK
"""Stages in which a car may stand in a working bay; passing the final check frees the bay."""

_BEFORE_SETTLED = frozenset(Stage) - CLOSED - {Stage.settled}
_BEFORE_FINAL_SIGNATURE = frozenset({Stage.arrived, Stage.reception, Stage.waiting_dispatch} | AT_WORK | IN_CHECK)

FROM: Mapping[Move, frozenset[Stage]] = MappingProxyType(
    {
        Move.arrive: frozenset({Stage.booked}),
        Move.undo_arrival: frozenset({Stage.arrived}),
        Move.open_reception: frozenset({Stage.arrived}),
        Move.sign_order: frozenset({Stage.reception}),
        Move.dispatch: frozenset({Stage.waiting_dispatch}),
        Move.assign: AT_WORK,
        Move.move: IN_BAY,
        Move.recall: frozenset({Stage.dispatched}),
        Move.clock_on: AT_WORK,
        Move.resume: frozenset({Stage.paused, Stage.in_work}),
        Move.pause: frozenset({Stage.in_work}),
        Move.finish_operation: frozenset({Stage.in_work}),
        Move.take_over: frozenset({Stage.in_work}),
        Move.tick: frozenset({Stage.in_work}),
        Move.record_test_drive: frozenset({Stage.in_work, Stage.paused}) | IN_CHECK,
        Move.sign_self_check: frozenset({Stage.self_check}),
        Move.sign_leader_check: frozenset({Stage.leader_check}),
        Move.sign_final_check: frozenset({Stage.final_check}),
        Move.start_wash: frozenset({Stage.wash_queue}),
        Move.end_wash: frozenset({Stage.washing}),
        Move.park_ready: frozenset({Stage.ready}),
        Move.announce: frozenset({Stage.ready}),
        Move.hand_over: frozenset({Stage.ready}),
        Move.settle: frozenset({Stage.handover}),
        Move.deliver: frozenset({Stage.settled}),
        Move.follow_up: frozenset({Stage.delivered}),
        Move.cancel: _BEFORE_SETTLED,
        Move.change_promise: _BEFORE_SETTLED - {Stage.booked},
        Move.propose_add_on: _BEFORE_FINAL_SIGNATURE,
        Move.decide_add_on: _BEFORE_FINAL_SIGNATURE,
        Move.want_part: _BEFORE_FINAL_SIGNATURE,
    }
)
"""From which stages each move may be made. Source: the way of a car in the trade's standard process."""


def require_stage(stage: Stage, move: Move) -> None:
    """Let the move pass, or refuse it with `job_closed` or `wrong_stage`."""
    if stage in FROM[move]:
        return
    if stage in CLOSED:
        raise Refused("job_closed", stage=stage)
    raise Refused("not_settled" if move is Move.deliver else "wrong_stage", stage=stage)


TIME_STANDARDS: Mapping[Stage, int] = MappingProxyType(
    {
        Stage.arrived: 3,
        Stage.reception: 15,
        Stage.waiting_dispatch: 10,
        Stage.dispatched: 10,
        Stage.self_check: 5,
        Stage.leader_check: 5,
        Stage.final_check: 10,
        Stage.wash_queue: 15,
        Stage.washing: 20,
        Stage.ready: 5,
        Stage.handover: 15,
    }
)
"""Minutes allowed in a stage (defaults).

A dispatched job counts from its planned start; ready counts to the call to the customer.
"""

PROMISE_WARNING = timedelta(minutes=15)
"""A promise is shown in amber this long before it breaks."""


def stage_due(
    stage: Stage,
    since: datetime,
    planned_start: datetime | None,
    announced: bool,
    standards: Mapping[Stage, int] = TIME_STANDARDS,
) -> datetime | None:
    """When the stage breaks its time standard (UTC), or None where it has none or has met it.

    `standards` are the minutes that count for this job at its site (see `standards.standards_of`).
    """
    minutes = standards.get(stage)
    if minutes is None or (stage is Stage.ready and announced):
        return None
    start = max(since, planned_start) if stage is Stage.dispatched and planned_start else since
    return start + timedelta(minutes=minutes)
