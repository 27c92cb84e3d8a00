"""Calls after delivery, the cases of complaints, comebacks, and whose car it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from board.domain import advising, comebacks
from board.domain.comebacks import Stay
from board.domain.following_up import CallResult, Case, call_due, close_case, give_case, open_case, record_call
from board.domain.people import Person, Role
from board.domain.stages import Stage
from tests.domain.cast import BEFORE, CHEN, HE, LATER, MA, NOW, SUN, code_of, job_at

MISSED, HAPPY, ANGRY = CallResult.not_reached, CallResult.satisfied, CallResult.complaint
CLERK = Person(20, "卫回访", frozenset({Role.follow_up_clerk}))
BOSS = Person(21, "高经理", frozenset({Role.manager}))
CASE = Case("异响又来了", CHEN.id, LATER, BEFORE)


@pytest.mark.parametrize(
    ("earlier", "result", "stage"),
    [
        ([], HAPPY, Stage.followed_up),
        ([], ANGRY, Stage.followed_up),
        ([], MISSED, Stage.delivered),
        ([MISSED], MISSED, Stage.delivered),
        ([MISSED], HAPPY, Stage.followed_up),
        ([MISSED, MISSED], MISSED, Stage.followed_up),
    ],
)
def test_what_a_call_leads_to(earlier: list[CallResult], result: CallResult, stage: Stage) -> None:
    assert record_call(job_at(Stage.delivered), earlier, result, NOW).stage is stage


@pytest.mark.parametrize("stage", [each for each in Stage if each is not Stage.delivered])
def test_only_delivered_cars_are_called_about(stage: Stage) -> None:
    closed = stage in {Stage.followed_up, Stage.cancelled}
    code = "job_closed" if closed else "wrong_stage"
    assert code_of(lambda: record_call(job_at(stage), [], HAPPY, NOW)) == code


def test_the_third_day_is_the_last() -> None:
    assert call_due(NOW) == NOW + timedelta(days=3)


def test_a_complaint_becomes_a_case() -> None:
    assert open_case(" 异响又来了 ", CHEN, LATER, BEFORE) == CASE
    assert code_of(lambda: open_case(" ", CHEN, LATER, NOW)) == "complaint_needed"
    assert code_of(lambda: open_case("异响", CHEN, NOW, NOW)) == "deadline_in_past"
    assert code_of(lambda: open_case("异响", SUN, LATER, NOW)) == "cannot_own_case"


def test_a_case_is_handed_on() -> None:
    assert give_case(CASE, HE, None, NOW) == replace(CASE, owner=HE.id)
    later = LATER + timedelta(days=1)
    assert give_case(CASE, CHEN, later, NOW) == replace(CASE, due=later)
    assert code_of(lambda: give_case(CASE, CHEN, None, NOW)) == "already_owner"
    assert code_of(lambda: give_case(CASE, CHEN, LATER, NOW)) == "already_owner"
    assert code_of(lambda: give_case(CASE, MA, None, NOW)) == "cannot_own_case"
    assert code_of(lambda: give_case(CASE, HE, BEFORE, NOW)) == "deadline_in_past"
    assert code_of(lambda: give_case(replace(CASE, closed=NOW), HE, None, NOW)) == "complaint_closed"


@pytest.mark.parametrize("asker", [CHEN, CLERK, BOSS])
def test_a_case_is_closed_with_what_was_agreed(asker: Person) -> None:
    assert close_case(CASE, asker, " 免费返修 ", NOW) == replace(CASE, closed=NOW, resolution="免费返修")
    assert code_of(lambda: close_case(CASE, asker, " ", NOW)) == "resolution_needed"
    assert code_of(lambda: close_case(replace(CASE, closed=NOW), asker, "好", NOW)) == "complaint_closed"


def test_nobody_closes_somebody_else_s_case() -> None:
    assert code_of(lambda: close_case(CASE, HE, "好", NOW)) == "not_your_case"


# comebacks

LEFT = NOW - timedelta(days=30)
HERE = Stay(2, 7, Stage.reception, NOW)
GONE = Stay(1, 7, Stage.delivered, LEFT - timedelta(hours=5), LEFT)


def test_a_car_comes_back_within_30_days() -> None:
    comebacks.link(HERE, GONE)
    assert comebacks.latest(HERE, [GONE, HERE]) == GONE


@pytest.mark.parametrize(
    ("here", "gone", "code"),
    [
        (HERE, replace(GONE, left=LEFT - timedelta(seconds=1)), "comeback_too_late"),
        (HERE, replace(GONE, vehicle=8), "other_car_comeback"),
        (HERE, replace(GONE, left=None), "never_left"),
        (HERE, replace(GONE, left=NOW + timedelta(minutes=1)), "never_left"),
        (replace(HERE, left=NOW), replace(HERE, left=NOW), "never_left"),
        (replace(HERE, stage=Stage.delivered), GONE, "job_closed"),
    ],
)
def test_what_is_no_comeback(here: Stay, gone: Stay, code: str) -> None:
    assert code_of(lambda: comebacks.link(here, gone)) == code
    if code != "job_closed":
        assert comebacks.latest(here, [gone]) is None


def test_the_last_stay_is_the_one_it_came_back_from() -> None:
    later = replace(GONE, job=3, left=NOW - timedelta(days=2))
    assert comebacks.latest(HERE, [later, GONE]) == later


# whose car


def test_a_car_goes_to_another_advisor() -> None:
    job = job_at(Stage.in_work)
    advising.assign_advisor(job, None, CHEN)
    assert code_of(lambda: advising.assign_advisor(job, CHEN.id, CHEN)) == "already_their_car"
    assert code_of(lambda: advising.assign_advisor(job, None, HE)) == "not_an_advisor"
    assert code_of(lambda: advising.assign_advisor(job_at(Stage.delivered), None, CHEN)) == "job_closed"
