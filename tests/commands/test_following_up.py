"""Calls after delivery, complaints as cases, comebacks, the ledger of promises, and whose car it is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from board.commands import advising, comebacks, following_up, receiving
from board.domain.following_up import CallResult
from board.domain.job import ServiceType
from board.domain.stages import Stage
from board.screens.stays import promises, search
from board.store import models
from tests.commands.workshop import Workshop, refused


def call(workshop: Workshop, job: int, result: CallResult, **more: Any) -> Any:
    return workshop.do(following_up.record_call, "follow_up_clerk", job=job, result=result, **more).result


def case(workshop: Workshop, owner: str = "advisor", days: int = 2) -> dict[str, Any]:
    due = workshop.now + timedelta(days=days)
    return {"text": "异响还在", "owner": workshop.people[owner], "due": due}


def stored(workshop: Workshop, complaint: int) -> models.Complaint:
    with workshop.store.reading() as session:
        row = session.get_one(models.Complaint, complaint)
        session.expunge_all()
        return row


def test_a_satisfied_customer_ends_it(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.delivered)
    call(workshop, job, CallResult.satisfied, note="很满意")
    assert workshop.job(job).stage is Stage.followed_up
    with refused(workshop, "job_closed"):
        call(workshop, job, CallResult.satisfied)


def test_the_third_miss_ends_it(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.delivered)
    for stage in (Stage.delivered, Stage.delivered, Stage.followed_up):
        call(workshop, job, CallResult.not_reached)
        assert workshop.job(job).stage is stage
    with workshop.store.reading() as session:
        assert len(session.scalars(select(models.FollowUpCall)).all()) == 3


def test_a_complaint_opens_its_case_in_the_same_act(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.delivered)
    with refused(workshop, "complaint_needed"):
        call(workshop, job, CallResult.complaint, note="不满意")
    with refused(workshop, "cannot_own_case"):
        call(workshop, job, CallResult.complaint, complaint=case(workshop, "washer"))
    with refused(workshop, "deadline_in_past"):
        call(workshop, job, CallResult.complaint, complaint=case(workshop, days=-1))
    revision = workshop.revision
    complaint = call(workshop, job, CallResult.complaint, complaint=case(workshop))["complaint"]
    row = stored(workshop, complaint)
    assert (row.job_id, row.owner_id, row.text) == (job, workshop.people["advisor"], "异响还在")
    assert (workshop.job(job).stage, workshop.revision) == (Stage.followed_up, revision + 1)
    assert {f"complaint:{complaint}", f"job:{job}"} <= set(workshop.entries()[-1].touched)


def test_a_car_that_is_here_is_not_called_about(sqlite_workshop: Workshop) -> None:
    job = sqlite_workshop.car_at(Stage.settled)
    with refused(sqlite_workshop, "wrong_stage"):
        call(sqlite_workshop, job, CallResult.satisfied)


def test_a_case_goes_from_hand_to_hand_until_it_is_closed(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.delivered)
    complaint = workshop.do(following_up.open_complaint, "advisor", job=job, **case(workshop)).result["complaint"]
    with refused(workshop, "not_your_case"):
        workshop.do(following_up.close_complaint, "foreman", complaint=complaint, resolution="好了")
    workshop.do(following_up.give_complaint, "advisor", complaint=complaint, owner=workshop.people["foreman"])
    assert stored(workshop, complaint).owner_id == workshop.people["foreman"]
    with refused(workshop, "resolution_needed"):
        workshop.do(following_up.close_complaint, "foreman", complaint=complaint, resolution=" ")
    workshop.do(following_up.close_complaint, "foreman", complaint=complaint, resolution="免费返修")
    row = stored(workshop, complaint)
    assert (row.closed_at, row.closed_by_id, row.resolution) == (workshop.now, workshop.people["foreman"], "免费返修")
    with refused(workshop, "complaint_closed"):
        workshop.do(following_up.give_complaint, "foreman", complaint=complaint, owner=workshop.people["advisor"])
    with refused(workshop, "not_found"):
        workshop.do(following_up.close_complaint, "foreman", complaint=complaint + 1, resolution="好了")


def test_a_comeback_is_linked_to_its_stay(workshop: Workshop) -> None:
    first = workshop.car_at(Stage.delivered, plate="京A00001")
    other = workshop.car_at(Stage.delivered)
    back = workshop.take_in(plate="京A00001")
    assert workshop.job(back).comeback_of_id is None, "it may be here for something else"
    with refused(workshop, "other_car_comeback"):
        workshop.do(comebacks.link_comeback, "advisor", job=back, of=other)
    with refused(workshop, "not_found"):
        workshop.do(comebacks.link_comeback, "advisor", job=back, of=999)
    workshop.do(comebacks.link_comeback, "advisor", job=back, of=first)
    assert (workshop.job(back).comeback_of_id, workshop.job(back).service_type) == (first, ServiceType.general)
    assert (workshop.entries()[-1].job_id, workshop.entries()[-1].touched) == (back, [f"job:{back}"])
    workshop.do(comebacks.link_comeback, "advisor", job=back, of=None)
    assert workshop.job(back).comeback_of_id is None


def test_before_the_order_the_link_makes_it_a_comeback(workshop: Workshop) -> None:
    first = workshop.car_at(Stage.delivered, plate="京A00001")
    back = workshop.take_in(plate="京A00001")
    with workshop.store.changing() as session:
        session.get_one(models.Job, back).stage = Stage.reception
    workshop.do(comebacks.link_comeback, "advisor", job=back, of=first)
    assert workshop.job(back).service_type is ServiceType.comeback
    workshop.do(comebacks.link_comeback, "advisor", job=back, of=None)
    assert workshop.job(back).service_type is ServiceType.general


@pytest.mark.parametrize(("days", "linked"), [(29, True), (31, False)])
def test_an_order_that_says_comeback_is_linked_by_itself(sqlite_workshop: Workshop, days: int, linked: bool) -> None:
    workshop = sqlite_workshop
    workshop.car_at(Stage.delivered, plate="京A00001")
    last = workshop.car_at(Stage.delivered, plate="京A00001")
    workshop.now += timedelta(days=days)
    back = workshop.take_in(plate="京A00001", service_type=ServiceType.comeback)
    assert workshop.job(back).comeback_of_id == (last if linked else None)
    if not linked:
        with refused(workshop, "comeback_too_late"):
            workshop.do(comebacks.link_comeback, "advisor", job=back, of=last)


def test_every_promise_stands_in_the_ledger(workshop: Workshop) -> None:
    first, later = workshop.now + timedelta(hours=2), workshop.now + timedelta(hours=5)
    job = workshop.take_in(promised_at=first)
    taken_in = workshop.now
    told = "欧阳若兰 · 电话"
    workshop.do(receiving.change_promise, "advisor", job=job, promised_at=later, reason="待料", told=told)
    with refused(workshop, "reason_needed"):
        workshop.do(receiving.change_promise, "advisor", job=job, promised_at=first, told=told)
    with workshop.look() as look:
        ledger = promises(look, job)
    at = [round(each.timestamp() * 1000) for each in (first, later, taken_in, workshop.now - timedelta(minutes=1))]
    assert ledger == [
        {"promised_at": at[0], "was_at": None, "reason": "", "told": "", "by": "王敏", "at": at[2]},
        {"promised_at": at[1], "was_at": at[0], "reason": "待料", "told": told, "by": "王敏", "at": at[3]},
    ]


def test_a_car_is_handed_to_another_advisor(workshop: Workshop) -> None:
    job = workshop.take_in(advisor=workshop.people["advisor"])
    with refused(workshop, "not_an_advisor"):
        workshop.do(advising.assign_advisor, "advisor", job=job, advisor=workshop.people["foreman"])
    with refused(workshop, "already_their_car"):
        workshop.do(advising.assign_advisor, "advisor", job=job, advisor=workshop.people["advisor"])
    free = workshop.take_in()
    workshop.do(advising.assign_advisor, "foreman", job=free, advisor=workshop.people["advisor"])
    assert workshop.job(free).advisor_id == workshop.people["advisor"]
    entry = workshop.entries()[-1]
    assert (entry.details, entry.touched) == ({"was": None, "advisor": workshop.people["advisor"]}, [f"job:{free}"])


FOUND = {
    "a 6k2": ["there", "gone"],
    "欧阳": ["there", "gone"],
    "8001380": ["there", "gone"],
    "-002": ["there"],
    "京A·6K218": ["there", "gone"],
    "诸葛": [],
    "%%": [],
    "6": [],
}


def test_a_car_is_found_again_after_it_left(workshop: Workshop) -> None:
    jobs = {"gone": workshop.car_at(Stage.delivered, plate="京A6K218"), "there": workshop.take_in(plate="京A6K218")}
    with workshop.look() as look:
        for typed, found in FOUND.items():
            assert [row["job"] for row in search(look, typed)] == [jobs[each] for each in found], typed
