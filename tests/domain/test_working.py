"""Clocking on and off, pausing, switching, taking over, ticking, finishing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from board.domain.job import PAUSE_OWNERS, Job, OnJob, Operation, OperationState, Pause, PauseReason
from board.domain.people import Person, Role
from board.domain.stages import Stage
from board.domain.working import (
    clock_off_forgotten,
    clock_on,
    finish_operation,
    next_operation,
    pause,
    resume,
    switch,
    take_over,
    tick,
)
from tests.domain.cast import (
    BEFORE,
    BRAKES,
    CHEN,
    HE,
    LATER,
    LI,
    NOW,
    OIL,
    SUN,
    TYRES,
    WANG,
    WU,
    ZHAO,
    clocked_on_to,
    code_of,
    job_at,
    refusal,
    with_operations,
)

SENT = with_operations(job_at(Stage.dispatched), Operation(BRAKES, "Brakes", 60), Operation(TYRES, "Tyres", 40))
AT_WORK = with_operations(job_at(Stage.in_work), Operation(BRAKES, "Brakes", 60), Operation(TYRES, "Tyres", 40))
OTHER = replace(job_at(Stage.dispatched, number=18), bay=2)


def _states(job: Job) -> list[str]:
    return [operation.state.value for operation in job.operations]


def test_the_first_one_on_starts_the_work() -> None:
    begun = clock_on(SENT, WANG, None, NOW)
    assert (begun.stage, begun.stage_since) == (Stage.in_work, NOW)
    assert begun.on == (OnJob(WANG.id, OIL, NOW),)
    assert _states(begun) == ["started", "open", "open"]
    assert begun.worked == {WANG.id}


def test_whoever_was_not_assigned_is_from_now_on() -> None:
    assert clock_on(SENT, ZHAO, BRAKES, NOW).assigned == {WANG.id, ZHAO.id}


def test_the_second_one_gets_the_next_operation_and_the_work_began_before() -> None:
    both = clock_on(AT_WORK, LI, None, NOW)
    assert both.clocked_on(LI.id) == OnJob(LI.id, BRAKES, NOW)
    assert both.stage_since == BEFORE
    assert len(both.on) == 2


def test_with_every_operation_busy_the_next_one_helps() -> None:
    assert next_operation(job_at(Stage.in_work)) == job_at(Stage.in_work).operations[0]


def test_another_operation_of_the_same_job_replaces_the_first() -> None:
    changed = clock_on(AT_WORK, clocked_on_to(WANG, AT_WORK), TYRES, NOW)
    assert changed.on == (OnJob(WANG.id, TYRES, NOW),)
    assert _states(changed) == ["started", "open", "started"]


@pytest.mark.parametrize(
    ("job", "person", "operation", "code"),
    [
        (AT_WORK, clocked_on_to(WANG, AT_WORK), OIL, "already_clocked_on"),
        (SENT, clocked_on_to(WANG, OTHER), None, "clocked_on_elsewhere"),
        (SENT, WANG, 999, "operation_unknown"),
        (with_operations(SENT, Operation(20, "Wipers", 5, OperationState.proposed)), WANG, 20, "operation_not_open"),
        (with_operations(SENT, Operation(20, "Wipers", 5, OperationState.declined)), WANG, 20, "operation_not_open"),
        (with_operations(SENT, Operation(20, "Wipers", 5, OperationState.done)), WANG, 20, "operation_not_open"),
        (SENT, SUN, None, "not_a_technician"),
        (SENT, CHEN, None, "not_a_technician"),
        (replace(job_at(Stage.paused), bay=None), WANG, None, "needs_bay"),
        (replace(SENT, operations=()), WANG, None, "nothing_to_do"),
    ],
)
def test_clocking_on_is_refused(job: Job, person: Person, operation: int | None, code: str) -> None:
    assert code_of(lambda: clock_on(job, person, operation, NOW)) == code


@pytest.mark.parametrize("person", [WANG, WU, ZHAO])
def test_open_high_voltage_work_keeps_the_unqualified_off_the_whole_car(person: Person) -> None:
    electric = with_operations(SENT, Operation(20, "Battery", 90, high_voltage=True))
    assert code_of(lambda: clock_on(electric, person, OIL, NOW)) == "not_hv_qualified"
    assert clock_on(electric, LI, OIL, NOW).stage is Stage.in_work


def test_the_site_may_allow_more_jobs_at_once() -> None:
    busy = clocked_on_to(WANG, OTHER)
    assert clock_on(SENT, busy, None, NOW, jobs_at_once=2).clocked_on(WANG.id)
    third = replace(OTHER, id=19, number="1121-019")
    busier = clocked_on_to(WANG, OTHER, third)
    caught = refusal(lambda: clock_on(SENT, busier, None, NOW, jobs_at_once=2))
    assert (caught.code, caught.details) == ("clocked_on_elsewhere", {"number": OTHER.number})


def test_resuming_ends_the_pause() -> None:
    resumed = resume(job_at(Stage.paused), LI, None, NOW)
    assert (resumed.stage, resumed.pause) == (Stage.in_work, None)


def test_the_last_one_off_pauses_the_job_for_the_reason_given() -> None:
    both = clock_on(AT_WORK, LI, BRAKES, NOW)
    one_left = pause(both, WANG, PauseReason.parts, NOW)
    assert (one_left.stage, one_left.pause) == (Stage.in_work, None)
    none_left = pause(one_left, LI, PauseReason.insurer, LATER)
    assert (none_left.stage, none_left.stage_since) == (Stage.paused, LATER)
    assert none_left.pause == Pause(PauseReason.insurer, LATER, Role.advisor)
    assert _states(none_left) == ["started", "started", "open"]


def test_pausing_is_refused() -> None:
    assert code_of(lambda: pause(AT_WORK, WANG, None, NOW)) == "reason_needed"
    assert code_of(lambda: pause(AT_WORK, LI, PauseReason.parts, NOW)) == "not_clocked_on"


@pytest.mark.parametrize(
    ("reason", "owner"),
    [
        ("parts", Role.parts),
        ("customer_approval", Role.advisor),
        ("warranty_approval", Role.advisor),
        ("insurer", Role.advisor),
        ("technical_support", Role.foreman),
        ("sublet", Role.foreman),
        ("test_drive", Role.technician),
        ("no_bay", Role.foreman),
        ("rest", Role.technician),
        ("end_of_shift", Role.foreman),
        ("other_job", Role.foreman),
    ],
)
def test_every_reason_has_an_owner(reason: str, owner: Role) -> None:
    assert PAUSE_OWNERS[PauseReason(reason)] is owner
    assert PAUSE_OWNERS.keys() == set(PauseReason)


def test_a_switch_pauses_the_one_and_starts_the_other() -> None:
    left, taken = switch(AT_WORK, OTHER, clocked_on_to(WANG, AT_WORK), PauseReason.other_job, None, NOW)
    assert (left.stage, left.on) == (Stage.paused, ())
    assert (taken.stage, taken.on) == (Stage.in_work, (OnJob(WANG.id, OIL, NOW),))


def test_a_switch_needs_somebody_who_is_on_the_first_job() -> None:
    assert code_of(lambda: switch(SENT, OTHER, WANG, PauseReason.other_job, None, NOW)) == "nothing_to_switch"


def test_a_switch_is_between_two_jobs() -> None:
    on = clocked_on_to(WANG, AT_WORK)
    assert code_of(lambda: switch(AT_WORK, AT_WORK, on, PauseReason.other_job, TYRES, NOW)) == "already_clocked_on"


def test_a_switch_counts_the_other_jobs_as_the_site_allows() -> None:
    third = replace(OTHER, id=19, number="1121-019")
    on_two = clocked_on_to(WANG, AT_WORK, third)
    refused = code_of(lambda: switch(AT_WORK, OTHER, on_two, PauseReason.other_job, None, NOW))
    assert refused == "clocked_on_elsewhere"
    assert switch(AT_WORK, OTHER, on_two, PauseReason.other_job, None, NOW, jobs_at_once=2)[1].clocked_on(WANG.id)


def test_a_refused_switch_changes_neither_job() -> None:
    closed = job_at(Stage.delivered, number=18)
    on = clocked_on_to(WANG, AT_WORK)
    assert code_of(lambda: switch(AT_WORK, closed, on, PauseReason.other_job, None, NOW)) == "job_closed"


def test_finishing_goes_on_with_the_next_free_operation() -> None:
    both = clock_on(AT_WORK, LI, BRAKES, NOW)
    finished = finish_operation(both, WANG, OIL, LATER)
    assert _states(finished) == ["done", "started", "started"]
    assert finished.clocked_on(WANG.id) == OnJob(WANG.id, TYRES, LATER)
    assert finished.clocked_on(LI.id) == OnJob(LI.id, BRAKES, NOW)


def test_everybody_on_the_finished_operation_goes_on_while_there_is_work() -> None:
    helped = clock_on(AT_WORK, LI, OIL, NOW)
    helped = clock_on(helped, ZHAO, OIL, NOW)
    finished = finish_operation(helped, LI, OIL, LATER)
    assert {on.person: on.operation for on in finished.on} == {LI.id: BRAKES, WANG.id: TYRES}


def test_the_last_operation_sends_the_car_to_the_self_check_with_nobody_on() -> None:
    checked = finish_operation(job_at(Stage.in_work), WANG, OIL, NOW)
    assert (checked.stage, checked.on) == (Stage.self_check, ())


def test_finishing_is_refused() -> None:
    assert code_of(lambda: finish_operation(AT_WORK, WANG, 999, NOW)) == "operation_unknown"
    assert code_of(lambda: finish_operation(AT_WORK, WANG, BRAKES, NOW)) == "not_clocked_on"
    assert code_of(lambda: finish_operation(AT_WORK, LI, OIL, NOW)) == "not_clocked_on"
    done = with_operations(AT_WORK, Operation(20, "Wipers", 5, OperationState.done))
    assert code_of(lambda: finish_operation(done, WANG, 20, NOW)) == "operation_not_open"


def test_nobody_unqualified_goes_on_to_high_voltage_work() -> None:
    """The add-on was approved, or the papers ran out, while they were on."""
    electric = with_operations(AT_WORK, Operation(20, "Battery", 90, high_voltage=True))
    finished = finish_operation(electric, WANG, OIL, NOW)
    assert (finished.stage, finished.on) == (Stage.in_work, ())


def test_somebody_qualified_goes_on_and_colleagues_scan_again() -> None:
    electric = with_operations(AT_WORK, Operation(20, "Battery", 90, high_voltage=True))
    helped = clock_on(electric, LI, OIL, NOW)
    finished = finish_operation(helped, LI, OIL, LATER)
    assert finished.on == (OnJob(LI.id, BRAKES, LATER),)


def test_a_forgotten_clock_off_ends_at_the_end_of_the_shift() -> None:
    ended = clock_off_forgotten(AT_WORK, WANG.id, NOW)
    assert ended.pause == Pause(PauseReason.end_of_shift, NOW, Role.foreman)
    assert code_of(lambda: clock_off_forgotten(AT_WORK, LI.id, NOW)) == "not_clocked_on"


def test_a_clocking_never_ends_before_it_began() -> None:
    too_early = BEFORE - timedelta(seconds=1)
    assert code_of(lambda: clock_off_forgotten(AT_WORK, WANG.id, too_early)) == "clocking_order"
    assert clock_off_forgotten(AT_WORK, WANG.id, BEFORE).on == ()


OWN = {"own_1": Role.advisor}


@pytest.mark.parametrize(("reason", "code"), [("own_1", None), ("own_2", "reason_unknown"), ("", "reason_needed")])
def test_a_site_s_own_reason_has_its_own_owner(reason: str, code: str | None) -> None:
    if code is None:
        assert pause(AT_WORK, WANG, reason, NOW, OWN).pause == Pause(reason, NOW, Role.advisor)
        left, _ = switch(AT_WORK, OTHER, clocked_on_to(WANG, AT_WORK), reason, None, NOW, own=OWN)
        assert left.pause == Pause(reason, NOW, Role.advisor)
    else:
        assert code_of(lambda: pause(AT_WORK, WANG, reason, NOW, OWN)) == code


def test_a_foreman_pauses_a_car_only_while_nobody_is_on_it() -> None:
    idle = replace(AT_WORK, on=())
    assert pause(idle, HE, PauseReason.parts, NOW).pause == Pause(PauseReason.parts, NOW, Role.parts)
    assert code_of(lambda: pause(idle, LI, PauseReason.parts, NOW)) == "not_clocked_on"
    assert code_of(lambda: pause(AT_WORK, HE, PauseReason.parts, NOW)) == "not_clocked_on"
    assert code_of(lambda: pause(idle, HE, None, NOW)) == "reason_needed"
    assert resume(pause(idle, HE, PauseReason.parts, NOW), WANG, OIL, LATER).pause is None


def test_whoever_takes_over_is_on_and_the_other_one_off() -> None:
    taken = take_over(AT_WORK, LI, OIL, WANG.id, NOW)
    assert taken.on == (OnJob(LI.id, OIL, NOW),)
    assert taken.stage is Stage.in_work
    assert taken.stage_since == AT_WORK.stage_since
    assert taken.worked == {WANG.id, LI.id} <= taken.assigned | taken.worked


def test_taking_over_has_the_rules_of_clocking_on() -> None:
    elsewhere = clocked_on_to(LI, OTHER)
    electric = with_operations(replace(AT_WORK), Operation(20, "Battery", 90, high_voltage=True))
    on_battery = clock_on(electric, LI, 20, NOW)
    for attempt, code in (
        (lambda: take_over(AT_WORK, WANG, OIL, WANG.id, NOW), "already_clocked_on"),
        (lambda: take_over(AT_WORK, LI, OIL, ZHAO.id, NOW), "not_on_operation"),
        (lambda: take_over(AT_WORK, LI, BRAKES, WANG.id, NOW), "not_on_operation"),
        (lambda: take_over(AT_WORK, SUN, OIL, WANG.id, NOW), "not_a_technician"),
        (lambda: take_over(AT_WORK, elsewhere, OIL, WANG.id, NOW), "clocked_on_elsewhere"),
        (lambda: take_over(on_battery, ZHAO, 20, LI.id, NOW), "not_hv_qualified"),
        (lambda: take_over(replace(AT_WORK, bay=None), LI, OIL, WANG.id, NOW), "needs_bay"),
    ):
        assert code_of(attempt) == code
    assert take_over(AT_WORK, elsewhere, OIL, WANG.id, NOW, jobs_at_once=2).clocked_on(LI.id)


LISTED = with_operations(
    replace(job_at(Stage.in_work), on=()), Operation(20, "Pads", 50, checklist=("pins", "torque"), ticked=("pins",))
)
ON_LIST = clock_on(LISTED, WANG, 20, NOW)


def _ticks(job: Job) -> tuple[str, ...]:
    operation = job.operation(20)
    assert operation is not None
    return operation.ticked


def test_ticks_are_added_and_cleared_one_by_one() -> None:
    assert _ticks(tick(ON_LIST, WANG, 20, ["torque"])) == ("pins", "torque")
    assert _ticks(tick(ON_LIST, WANG, 20, [], ["pins"])) == ()
    assert _ticks(tick(ON_LIST, WANG, 20, ["pins", "pins"])) == ("pins",)


def test_only_whoever_is_on_an_operation_ticks_what_is_on_its_list() -> None:
    assert code_of(lambda: tick(ON_LIST, LI, 20, ["torque"])) == "not_clocked_on"
    assert code_of(lambda: tick(ON_LIST, WANG, OIL, [])) == "not_clocked_on"
    assert code_of(lambda: tick(ON_LIST, WANG, 20, ["wheels"])) == "item_unknown"
    assert code_of(lambda: tick(ON_LIST, WANG, 20, [], ["wheels"])) == "item_unknown"
    assert code_of(lambda: tick(ON_LIST, WANG, 99, [])) == "operation_unknown"


def test_an_operation_with_something_unticked_is_not_finished() -> None:
    assert refusal(lambda: finish_operation(ON_LIST, WANG, 20, NOW)).details == {"item": "torque", "left": 1}
    finished = finish_operation(tick(ON_LIST, WANG, 20, ["torque"]), WANG, 20, NOW)
    assert finished.operation(20) == Operation(
        20, "Pads", 50, OperationState.done, checklist=("pins", "torque"), ticked=("pins", "torque")
    )
