"""Part lines: every row of moves, and that a job's waiting follows from its lines whatever anybody does to them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from board.domain.job import Job, Operation, OperationState, Pause, PauseReason
from board.domain.parts import Part, PartState, given_up, set_part, waits, want_part, with_parts
from board.domain.people import Role
from board.domain.refusals import Refused
from board.domain.stages import Stage
from tests.domain.cast import BEFORE, LATER, NOW, OIL, code_of, job_at, with_operations

FILTER = Part(1, "Oil filter", PartState.wanted, OIL)
# Written from the trade's process: a row is the state, a column the one it is put to. ok, - part_order, = part_already.
TABLE = """
           wanted in_stock ordered arrived issued cancelled
wanted     =      ok       ok      -       ok     ok
in_stock   -      =        -       -       ok     ok
ordered    -      -        =       ok      -      ok
arrived    -      -        -       =       ok     ok
issued     -      -        -       -       =      -
cancelled  -      -        -       -       -      =
"""
_HEADER, *_ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(row[0], state, cell) for row in _ROWS for state, cell in zip(_HEADER, row[1:], strict=True)]
ANSWERS = {"-": "part_order", "=": "part_already"}


@pytest.mark.parametrize(("was", "state", "cell"), CELLS)
def test_a_line_goes_its_way(was: str, state: str, cell: str) -> None:
    line = replace(FILTER, state=PartState(was))
    after = replace(line, state=PartState(state))
    job = job_at(Stage.in_work)
    if cell == "ok":
        assert set_part(job, line, after, NOW) == after
    else:
        assert code_of(lambda: set_part(job, line, after, NOW)) == ANSWERS[cell]


def test_a_time_that_has_passed_is_not_expected() -> None:
    ordered = replace(FILTER, state=PartState.ordered, expected_at=LATER)
    job = job_at(Stage.in_work)
    assert code_of(lambda: set_part(job, ordered, replace(ordered, expected_at=NOW), NOW)) == "expected_in_past"
    late = replace(ordered, expected_at=BEFORE)
    assert set_part(job, late, replace(late, state=PartState.arrived), NOW).expected_at == BEFORE


def test_work_that_was_declined_needs_no_parts() -> None:
    job = with_operations(
        job_at(Stage.in_work), Operation(50, "Wipers", 10, OperationState.declined), Operation(51, "Belt", 9)
    )
    assert code_of(lambda: want_part(job, 50)) == "operation_not_open"
    want_part(job, 51)
    assert given_up(job, replace(FILTER, operation=50))
    assert not given_up(job, replace(FILTER, operation=50, state=PartState.issued))
    assert not given_up(job, FILTER)
    assert not waits(job, [replace(FILTER, operation=50, state=PartState.ordered)])


def test_a_pause_that_nothing_is_recorded_for_is_not_lifted() -> None:
    paused = job_at(Stage.paused)
    assert with_parts(paused, False, [], NOW) == paused
    assert with_parts(paused, True, [], NOW).stage is Stage.dispatched


class Store(RuleBasedStateMachine):
    """People ask for parts, the store fetches them, and technicians come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW
        self.job: Job = replace(job_at(Stage.dispatched), pause=None)
        self.lines: dict[int, Part] = {}

    @rule(whole=st.booleans())
    def want(self, whole: bool) -> None:
        number = len(self.lines) + 1
        self.lines[number] = replace(FILTER, id=number, operation=None if whole else OIL)

    @rule(which=st.integers(0, 30), state=st.sampled_from(PartState), hours=st.integers(-3, 9))
    def put(self, which: int, state: PartState, hours: int) -> None:
        if not self.lines:
            return
        self.now += timedelta(minutes=1)
        line = self.lines[1 + which % len(self.lines)]
        expected = self.now + timedelta(hours=hours) if state is PartState.ordered else line.expected_at
        waited = waits(self.job, self.lines.values())
        try:
            after = set_part(self.job, line, replace(line, state=state, expected_at=expected), self.now)
        except Refused:
            return
        assert line.state not in {PartState.issued, PartState.cancelled}
        self.lines[line.id or 0] = after
        self.job = with_parts(self.job, waited, self.lines.values(), self.now)

    @rule(reason=st.sampled_from([PauseReason.parts, PauseReason.rest]))
    def somebody_pauses(self, reason: PauseReason) -> None:
        if self.job.stage is Stage.dispatched:
            self.job = replace(self.job, stage=Stage.paused, pause=Pause(reason, self.now, Role.parts))

    @rule()
    def somebody_goes_on(self) -> None:
        if self.job.stage is Stage.paused:
            self.job = replace(self.job, stage=Stage.dispatched, pause=None)
            self.job = with_parts(self.job, False, self.lines.values(), self.now)

    @invariant()
    def missing_is_what_was_ordered_and_has_not_come(self) -> None:
        ordered = [line for line in self.lines.values() if line.state is PartState.ordered]
        assert self.job.parts_missing == bool(ordered)
        assert not (ordered and self.job.stage is Stage.dispatched), "it waits, and nobody says so"
        assert (self.job.pause is not None) == (self.job.stage is Stage.paused)


TestStore = Store.TestCase
TestStore.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
