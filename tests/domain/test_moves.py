"""Every move from every stage: where it leads, or the code that it is refused with."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from board.domain import add_ons, checking, dispatching, handing_over, parts, working
from board.domain.job import CheckKind, Job, Operation, OperationState, PauseReason
from board.domain.people import Person
from board.domain.refusals import Refused
from board.domain.stages import FROM, Move, Stage
from tests.domain.cast import (
    BEFORE,
    CHEN,
    EXPRESS,
    LATER,
    LI,
    LIFT,
    NOW,
    OIL,
    SUN,
    WANG,
    WASH,
    ZHAO,
    job_at,
    with_operations,
)

SHORT: Mapping[str, Stage] = {
    "bk": Stage.booked,
    "ar": Stage.arrived,
    "re": Stage.reception,
    "wd": Stage.waiting_dispatch,
    "di": Stage.dispatched,
    "wk": Stage.in_work,
    "pa": Stage.paused,
    "sc": Stage.self_check,
    "lc": Stage.leader_check,
    "fc": Stage.final_check,
    "wq": Stage.wash_queue,
    "wg": Stage.washing,
    "rd": Stage.ready,
    "ho": Stage.handover,
    "st": Stage.settled,
    "dl": Stage.delivered,
    "fu": Stage.followed_up,
    "cn": Stage.cancelled,
}
REFUSALS: Mapping[str, str] = {"-": "wrong_stage", "X": "job_closed", "AD": "already_dispatched", "NS": "not_settled"}

# Written from the trade's process, not from the code: a row is a move, a column the stage it is tried from, a cell
# the stage that follows. - wrong_stage, X job_closed, AD already_dispatched, NS not_settled.
TABLE = """
                    bk ar re wd di wk pa sc lc fc wq wg rd ho st dl fu cn
arrive              ar -  -  -  -  -  -  -  -  -  -  -  -  -  -  X  X  X
undo_arrival        -  cn -  -  -  -  -  -  -  -  -  -  -  -  -  X  X  X
open_reception      -  re -  -  -  -  -  -  -  -  -  -  -  -  -  X  X  X
sign_order          -  -  wd -  -  -  -  -  -  -  -  -  -  -  -  X  X  X
dispatch            -  -  -  di AD AD AD -  -  -  -  -  -  -  -  X  X  X
assign              -  -  -  -  di wk pa -  -  -  -  -  -  -  -  X  X  X
move                -  -  -  -  di wk pa sc lc fc -  -  -  -  -  X  X  X
recall              -  -  -  -  wd -  -  -  -  -  -  -  -  -  -  X  X  X
clock_on            -  -  -  -  wk wk wk -  -  -  -  -  -  -  -  X  X  X
resume              -  -  -  -  -  wk wk -  -  -  -  -  -  -  -  X  X  X
pause               -  -  -  -  -  pa -  -  -  -  -  -  -  -  -  X  X  X
finish_operation    -  -  -  -  -  sc -  -  -  -  -  -  -  -  -  X  X  X
take_over           -  -  -  -  -  wk -  -  -  -  -  -  -  -  -  X  X  X
tick                -  -  -  -  -  wk -  -  -  -  -  -  -  -  -  X  X  X
record_test_drive   -  -  -  -  -  wk pa sc lc fc -  -  -  -  -  X  X  X
sign_self_check     -  -  -  -  -  -  -  lc -  -  -  -  -  -  -  X  X  X
sign_leader_check   -  -  -  -  -  -  -  -  fc -  -  -  -  -  -  X  X  X
sign_final_check    -  -  -  -  -  -  -  -  -  wq -  -  -  -  -  X  X  X
start_wash          -  -  -  -  -  -  -  -  -  -  wg -  -  -  -  X  X  X
end_wash            -  -  -  -  -  -  -  -  -  -  -  rd -  -  -  X  X  X
park_ready          -  -  -  -  -  -  -  -  -  -  -  -  rd -  -  X  X  X
announce            -  -  -  -  -  -  -  -  -  -  -  -  rd -  -  X  X  X
hand_over           -  -  -  -  -  -  -  -  -  -  -  -  ho -  -  X  X  X
settle              -  -  -  -  -  -  -  -  -  -  -  -  -  st -  X  X  X
deliver             NS NS NS NS NS NS NS NS NS NS NS NS NS NS dl X  X  X
follow_up           -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  fu X  X
cancel              cn cn cn cn cn cn cn cn cn cn cn cn cn cn -  X  X  X
change_promise      -  ar re wd di wk pa sc lc fc wq wg rd ho -  X  X  X
propose_add_on      -  ar re wd di wk pa sc lc fc -  -  -  -  -  X  X  X
decide_add_on       -  ar re wd di wk pa wk wk wk -  -  -  -  -  X  X  X
want_part           -  ar re wd di wk pa sc lc fc -  -  -  -  -  X  X  X
"""
_HEADER, *_ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(row[0], stage, cell) for row in _ROWS for stage, cell in zip(_HEADER, row[1:], strict=True)]


def _sign(kind: CheckKind, by: int) -> Callable[[Job], Job]:
    signer = {person.id: person for person in (WANG, ZHAO, SUN)}[by]
    return lambda job: checking.sign_check(job, kind, signer, True, (), "", NOW)


def _decide(job: Job) -> Job:
    asked = with_operations(job, Operation(99, "Wipers", 10, OperationState.proposed, add_on=True))
    return add_ons.approve_add_on(asked, 99, NOW)


def _want_part(job: Job) -> Job:
    parts.want_part(job, OIL)
    return job


def _drive(job: Job) -> Job:
    checking.require_test_drive(job, 10, 12)
    return job


ATTEMPTS: Mapping[Move, Callable[[Job], Job]] = {
    Move.arrive: lambda job: handing_over.arrive(job, NOW),
    Move.undo_arrival: lambda job: handing_over.undo_arrival(job, NOW),
    Move.open_reception: lambda job: handing_over.open_reception(job, NOW),
    Move.sign_order: lambda job: handing_over.sign_order(job, NOW),
    Move.dispatch: lambda job: dispatching.dispatch(job, LIFT, [WANG], None, NOW),
    Move.assign: lambda job: dispatching.assign(job, [LI], NOW),
    Move.move: lambda job: dispatching.move(job, EXPRESS, job.bay),
    Move.recall: lambda job: dispatching.recall(job, job.bay, NOW),
    Move.clock_on: lambda job: working.clock_on(job, LI, OIL, NOW),
    Move.resume: lambda job: working.resume(job, LI, OIL, NOW),
    Move.pause: lambda job: working.pause(job, WANG, PauseReason.parts, NOW),
    Move.finish_operation: lambda job: working.finish_operation(job, WANG, OIL, NOW),
    Move.take_over: lambda job: working.take_over(job, LI, OIL, WANG.id, NOW),
    Move.tick: lambda job: working.tick(job, WANG, OIL, ()),
    Move.record_test_drive: _drive,
    Move.sign_self_check: _sign(CheckKind.self_check, WANG.id),
    Move.sign_leader_check: _sign(CheckKind.leader, ZHAO.id),
    Move.sign_final_check: _sign(CheckKind.final, SUN.id),
    Move.start_wash: lambda job: handing_over.start_wash(job, WASH, NOW),
    Move.end_wash: lambda job: handing_over.end_wash(job, "A-03", NOW),
    Move.park_ready: lambda job: handing_over.park_ready(job, "A-03"),
    Move.announce: lambda job: handing_over.announce(job, NOW),
    Move.hand_over: lambda job: handing_over.hand_over(job, NOW),
    Move.settle: lambda job: handing_over.settle(job, NOW),
    Move.deliver: lambda job: handing_over.deliver(job, NOW),
    Move.follow_up: lambda job: handing_over.follow_up(job, NOW),
    Move.cancel: lambda job: handing_over.cancel(job, "customer changed their mind", NOW),
    Move.change_promise: lambda job: handing_over.change_promise(
        job, LATER.replace(hour=18), "parts late", CHEN.name, NOW
    ),
    Move.propose_add_on: lambda job: add_ons.propose_add_on(job, Operation(None, "Wipers", 10)),
    Move.decide_add_on: _decide,
    Move.want_part: _want_part,
}


def _outcome(move: str, stage: Stage) -> Job | str:
    try:
        return ATTEMPTS[Move(move)](job_at(stage))
    except Refused as refused:
        return refused.code


ALLOWED = [(move, SHORT[stage], SHORT[cell]) for move, stage, cell in CELLS if cell in SHORT]
REFUSED = [(move, SHORT[stage], REFUSALS[cell]) for move, stage, cell in CELLS if cell in REFUSALS]


def test_the_table_names_every_move_and_every_stage() -> None:
    assert [row[0] for row in _ROWS] == [move.value for move in Move]
    assert [SHORT[short] for short in _HEADER] == list(Stage)
    assert len(ALLOWED) + len(REFUSED) == len(Move) * len(Stage)


@pytest.mark.parametrize(("move", "stage", "following"), ALLOWED)
def test_allowed_move_leads_to_the_next_stage(move: str, stage: Stage, following: Stage) -> None:
    moved = _outcome(move, stage)
    assert isinstance(moved, Job), f"refused: {moved}"
    assert moved.stage is following
    assert moved.stage_since == (BEFORE if following is stage else NOW)
    assert stage in FROM[Move(move)]


@pytest.mark.parametrize(("move", "stage", "code"), REFUSED)
def test_other_moves_are_refused_with_their_code(move: str, stage: Stage, code: str) -> None:
    assert _outcome(move, stage) == code
    assert stage not in FROM[Move(move)]


def test_no_wash_wanted_goes_from_the_final_check_to_ready() -> None:
    car = replace(job_at(Stage.final_check), wash_wanted=False)
    assert ATTEMPTS[Move.sign_final_check](car).stage is Stage.ready


@pytest.mark.parametrize(
    ("kind", "stage", "by"),
    [
        (CheckKind.self_check, Stage.self_check, WANG),
        (CheckKind.leader, Stage.leader_check, ZHAO),
        (CheckKind.final, Stage.final_check, SUN),
    ],
)
def test_any_failed_check_goes_back_to_work(kind: CheckKind, stage: Stage, by: Person) -> None:
    failed = checking.sign_check(job_at(stage), kind, by, False, ["Drain plug wet"], "", NOW)
    assert failed.stage is Stage.in_work
