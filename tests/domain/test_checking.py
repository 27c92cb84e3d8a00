"""Three checks are three acts; a failed one names what failed and sends the car back."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from board.domain.checking import require_all_done, require_test_drive, sign_check
from board.domain.job import Check, CheckKind, Job, Operation, OperationState
from board.domain.people import Person
from board.domain.stages import Stage
from board.domain.working import clock_on, finish_operation
from tests.domain.cast import (
    BEFORE,
    BRAKES,
    FENG,
    LATER,
    LI,
    NOW,
    OIL,
    QIAN,
    SUN,
    WANG,
    ZHAO,
    code_of,
    job_at,
    with_operations,
)

SELF, LEADER, FINAL = CheckKind.self_check, CheckKind.leader, CheckKind.final


def _pass(job: Job, kind: CheckKind, person: Person) -> Job:
    return sign_check(job, kind, person, True, (), "fine", NOW)


def _fail(job: Job, kind: CheckKind, person: Person, *items: str) -> Job:
    return sign_check(job, kind, person, False, items, "", NOW)


def test_the_usual_way_through_the_checks() -> None:
    job = _pass(_pass(_pass(job_at(Stage.self_check), SELF, WANG), LEADER, ZHAO), FINAL, SUN)
    assert [(check.kind, check.by, check.passed, check.note) for check in job.checks] == [
        (SELF, WANG.id, True, "fine"),
        (LEADER, ZHAO.id, True, "fine"),
        (FINAL, SUN.id, True, "fine"),
    ]
    assert job.bay is None
    assert job.reworks == 0


def test_the_self_check_is_signed_by_somebody_who_worked_on_the_car() -> None:
    assert code_of(lambda: _pass(job_at(Stage.self_check), SELF, LI)) == "not_worked_on_it"
    assert code_of(lambda: _fail(job_at(Stage.self_check), SELF, LI, "noise")) == "not_worked_on_it"


def test_nobody_signs_both_the_self_and_the_leader_check() -> None:
    worked = replace(job_at(Stage.self_check), worked=frozenset({WANG.id, ZHAO.id}))
    signed = _pass(worked, SELF, ZHAO)
    assert code_of(lambda: _pass(signed, LEADER, ZHAO)) == "signed_self_check"
    assert _pass(signed, LEADER, QIAN).stage is Stage.final_check


def test_a_leader_who_worked_may_sign_when_another_signed_the_self_check() -> None:
    worked = replace(job_at(Stage.self_check), worked=frozenset({WANG.id, ZHAO.id}))
    assert _pass(_pass(worked, SELF, WANG), LEADER, ZHAO).stage is Stage.final_check


def test_the_final_check_is_never_signed_by_somebody_who_worked_on_the_car() -> None:
    worked = replace(job_at(Stage.final_check), worked=frozenset({WANG.id, FENG.id}))
    assert code_of(lambda: _pass(worked, FINAL, FENG)) == "worked_on_it"
    assert code_of(lambda: _fail(worked, FINAL, FENG, "noise")) == "worked_on_it"


@pytest.mark.parametrize("passed", [True, False])
def test_the_final_check_is_never_signed_by_a_signer_of_an_earlier_one(passed: bool) -> None:
    earlier = Check(LEADER, FENG.id, passed, BEFORE, () if passed else ("noise",))
    signed = replace(job_at(Stage.final_check), checks=(earlier, *job_at(Stage.final_check).checks))
    assert code_of(lambda: _pass(signed, FINAL, FENG)) == "signed_earlier_check"


def test_the_inspector_who_failed_the_car_may_pass_it_later() -> None:
    again = _round(_fail(job_at(Stage.final_check), FINAL, SUN, "noise"))
    assert _pass(again, FINAL, SUN).stage is Stage.wash_queue


def _round(failed: Job) -> Job:
    """The rework is done, and checked up to the final check."""
    numbered = tuple(replace(each, id=each.id or 50 + place) for place, each in enumerate(failed.operations))
    job = clock_on(replace(failed, operations=numbered), WANG, None, NOW)
    open_ones = [each.id for each in job.operations if each.to_be_done]
    for operation in open_ones:
        assert operation is not None
        job = finish_operation(job, WANG, operation, NOW)
    return _pass(_pass(job, SELF, WANG), LEADER, ZHAO)


def test_a_failed_check_gives_one_operation_for_each_item() -> None:
    failed = _fail(job_at(Stage.final_check), FINAL, SUN, " brake noise ", "", "  ", "oil on the sill")
    assert failed.stage is Stage.in_work
    assert failed.on == ()
    assert failed.bay == job_at(Stage.final_check).bay
    assert failed.reworks == 1
    assert failed.checks[-1] == Check(FINAL, SUN.id, False, NOW, ("brake noise", "oil on the sill"))
    assert failed.operations[1:] == (
        Operation(None, "brake noise", 0, rework=True),
        Operation(None, "oil on the sill", 0, rework=True),
    )


@pytest.mark.parametrize("items", [(), ("",), (" ", "\t")])
def test_a_failed_check_names_its_items(items: tuple[str, ...]) -> None:
    assert code_of(lambda: _fail(job_at(Stage.final_check), FINAL, SUN, *items)) == "items_needed"


def test_every_failure_counts() -> None:
    twice = _fail(_round(_fail(job_at(Stage.final_check), FINAL, SUN, "noise")), FINAL, SUN, "noise", "leak")
    assert twice.reworks == 2


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (OperationState.open, "operations_open"),
        (OperationState.started, "operations_open"),
        (OperationState.proposed, "add_on_undecided"),
    ],
)
@pytest.mark.parametrize(
    ("stage", "kind", "person"),
    [(Stage.self_check, SELF, WANG), (Stage.leader_check, LEADER, ZHAO), (Stage.final_check, FINAL, SUN)],
)
def test_no_check_passes_over_open_work(
    stage: Stage, kind: CheckKind, person: Person, state: OperationState, code: str
) -> None:
    job = with_operations(job_at(stage), Operation(BRAKES, "Brakes", 60, state))
    assert code_of(lambda: _pass(job, kind, person)) == code


@pytest.mark.parametrize("state", [OperationState.done, OperationState.declined, OperationState.cancelled])
def test_what_is_done_or_given_up_holds_nothing_up(state: OperationState) -> None:
    require_all_done(with_operations(job_at(Stage.final_check), Operation(BRAKES, "Brakes", 60, state)))


def test_the_failed_check_is_shown_until_the_same_check_has_passed() -> None:
    failed = _fail(job_at(Stage.final_check), FINAL, SUN, "noise")
    again = _round(failed)
    assert failed.rework_of == failed.checks[-1]
    assert again.rework_of == failed.checks[-1]
    assert [check.kind for check in again.current_round] == [SELF, LEADER]
    assert _pass(again, FINAL, SUN).rework_of is None
    assert job_at(Stage.final_check).rework_of is None


def test_rework_on_high_voltage_work_is_high_voltage_work() -> None:
    electric = with_operations(
        job_at(Stage.final_check), Operation(20, "Battery", 90, OperationState.done, high_voltage=True)
    )
    failed = _fail(electric, FINAL, SUN, "connector loose")
    rework = replace(failed.operations[-1], id=50)
    failed = replace(failed, operations=(*failed.operations[:-1], rework))
    assert code_of(lambda: clock_on(failed, WANG, 50, LATER)) == "not_hv_qualified"
    assert clock_on(failed, LI, 50, LATER).clocked_on(LI.id)


def test_rework_beside_declined_high_voltage_work_is_ordinary() -> None:
    declined = Operation(20, "Battery", 90, OperationState.declined, high_voltage=True)
    failed = _fail(with_operations(job_at(Stage.final_check), declined), FINAL, SUN, "noise")
    assert failed.operations[-1].high_voltage is False
    assert failed.operation(OIL) is not None


LIST = ("lights", "no leak")


def _signed(passed: bool, ticked: Sequence[str], **more: Any) -> Job:
    items = () if passed else ("leak",)
    job = job_at(Stage.final_check)
    return sign_check(job, FINAL, SUN, passed, items, "", NOW, checklist=LIST, ticked=ticked, **more)


@pytest.mark.parametrize("ticked", [(), ("lights",), ("no leak", "something else")])
def test_a_check_with_something_unticked_does_not_pass(ticked: tuple[str, ...]) -> None:
    assert code_of(lambda: _signed(True, ticked)) == "checklist_open"
    assert _signed(False, ticked).stage is Stage.in_work


def test_what_was_ticked_is_kept_in_the_list_s_order() -> None:
    assert _signed(True, ("no leak", "lights", "horn")).checks[-1].ticked == LIST
    assert _signed(False, ("no leak",), photos=(7,)).checks[-1] == Check(
        FINAL, SUN.id, False, NOW, ("leak",), "", ("no leak",), (7,)
    )


def test_the_checker_names_who_puts_it_right() -> None:
    assert _signed(False, ()).assigned == frozenset({WANG.id})
    assert _signed(False, (), technician=LI).assigned == frozenset({LI.id})
    assert _signed(True, LIST, technician=LI).assigned == frozenset({WANG.id})
    assert code_of(lambda: _signed(False, (), technician=SUN)) == "not_a_technician"


def test_rework_on_a_high_voltage_car_goes_to_somebody_qualified() -> None:
    electric = with_operations(
        job_at(Stage.final_check), Operation(20, "Battery", 90, OperationState.done, high_voltage=True)
    )
    attempt = partial(sign_check, electric, FINAL, SUN, False, ("noise",), "", NOW)
    assert code_of(lambda: attempt(technician=WANG)) == "not_hv_qualified"
    assert attempt(technician=LI).assigned == frozenset({LI.id})


def _history(*signed: tuple[CheckKind, bool]) -> Job:
    checks = tuple(Check(kind, SUN.id, passed, NOW, () if passed else (kind.value,)) for kind, passed in signed)
    return replace(job_at(Stage.in_work), checks=checks)


@pytest.mark.parametrize(
    ("signed", "rework_of"),
    [
        pytest.param([], None, id="nothing failed"),
        pytest.param([(FINAL, False)], FINAL, id="being put right"),
        pytest.param([(FINAL, False), (SELF, True), (LEADER, True)], FINAL, id="on its way back"),
        pytest.param([(FINAL, False), (SELF, True), (LEADER, True), (FINAL, True)], None, id="put right"),
        pytest.param([(FINAL, False), (SELF, True), (LEADER, False)], LEADER, id="failed again on the way"),
        pytest.param([(FINAL, False), (LEADER, False), (SELF, True), (LEADER, True)], FINAL, id="the first is left"),
        pytest.param([(FINAL, False), (LEADER, False), (LEADER, True), (FINAL, True)], None, id="both put right"),
        pytest.param([(SELF, False), (SELF, True), (LEADER, True)], None, id="a failure of an earlier kind is over"),
    ],
)
def test_what_is_put_right_is_the_latest_failure_that_has_not_passed_since(
    signed: list[tuple[CheckKind, bool]], rework_of: CheckKind | None
) -> None:
    found = _history(*signed).rework_of
    assert (found.kind if found else None) is rework_of


@pytest.mark.parametrize(("before", "after", "code"), [(10, 10, None), (10, 12, None), (12, 10, "test_drive_order")])
def test_a_test_drive_ends_with_no_fewer_kilometres(before: int, after: int, code: str | None) -> None:
    job = job_at(Stage.leader_check)
    if code is None:
        require_test_drive(job, before, after)
    else:
        assert code_of(lambda: require_test_drive(job, before, after)) == code
