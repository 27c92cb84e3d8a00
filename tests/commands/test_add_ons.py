"""Found work: proposed, priced, and decided once, with what follows for car, parts, promise and people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from board.commands import add_ons, attachments, checking, delivering, dispatching, parts, receiving, working
from board.commands.add_ons import CLOCKED_OFF_BY_HIGH_VOLTAGE
from board.commands.closing import LINK_KEPT
from board.domain.add_ons import DecidedVia
from board.domain.clockings import ClockingAct
from board.domain.codes import CodeKind
from board.domain.job import OperationState, PauseReason
from board.domain.parts import PartState
from board.domain.people import Role
from board.domain.stages import Stage
from board.store import models
from board.store.keys import link_digest
from tests.commands.workshop import BATTERY, Workshop, refused

PICTURE: Mapping[str, Any] = {"digest": "d" * 64, "media_type": "image/jpeg", "size": 9, "width": 3, "height": 3}
BY_PHONE: Mapping[str, Any] = {"name": "欧阳若兰", "via": DecidedVia.phone}
PADS = {"number": "8W0698151", "name": "前制动片", "quantity": 2, "price_cents": 45_000}


def find(workshop: Workshop, job: int, by: str = "technician", **more: Any) -> int:
    """Somebody finds work on a car; gives the operation."""
    found = workshop.do(add_ons.propose_add_on, by, job=job, **{"text": "前制动片磨损", "standard_minutes": 60, **more})
    return int(found.result["operation"])


def price(workshop: Workshop, job: int, operation: int, *needed: Mapping[str, Any], by: str = "parts") -> None:
    workshop.do(
        add_ons.price_add_on, by, job=job, operation=operation, price_cents=32_000, parts=list(needed or [PADS])
    )


def lines(workshop: Workshop, job: int) -> list[tuple[str, int, int | None, PartState]]:
    with workshop.store.reading() as session:
        query = select(models.PartLine).where(models.PartLine.job_id == job).order_by(models.PartLine.id)
        return [(each.name, each.quantity, each.price_cents, each.state) for each in session.scalars(query)]


def record(workshop: Workshop, operation: int) -> models.AddOn:
    with workshop.store.reading() as session:
        return session.scalars(select(models.AddOn).where(models.AddOn.operation_id == operation)).one()


def state_of(workshop: Workshop, job: int, operation: int) -> OperationState:
    return next(each.state for each in workshop.job(job).operations if each.id == operation)


def photo(workshop: Workshop, job: int) -> int:
    return int(workshop.do(attachments.add_photo, "technician", job=job, **PICTURE).result["attachment"])


def signature(workshop: Workshop, job: int) -> int:
    return int(workshop.do(attachments.add_signature, "advisor", job=job, **PICTURE).result["attachment"])


def test_found_work_keeps_who_found_it_when_and_its_photos(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    seen = photo(workshop, job)
    operation = find(workshop, job, note="厚度 2 mm", photos=[seen, seen], safety=True)
    row = record(workshop, operation)
    assert (row.found_by_id, row.found_at) == (workshop.people["technician"], workshop.now)
    assert (row.note, row.photos, row.priced_at, row.decided_at) == ("厚度 2 mm", [seen], None, None)
    line = workshop.job(job).operations[-1]
    assert (line.text, line.standard_minutes, line.add_on, line.safety) == ("前制动片磨损", 60, True, True)
    assert (line.state, line.price_cents) == (OperationState.proposed, None)
    assert workshop.job(job).stage is Stage.in_work


def test_finding_and_pausing_is_one_act(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = find(workshop, job, pause=True)
    row = workshop.job(job)
    assert (row.stage, row.pause_reason, row.pause_owner) == (
        Stage.paused,
        PauseReason.customer_approval,
        Role.advisor,
    )
    assert row.clockings[-1].reason == "customer_approval"
    with refused(workshop, "wrong_stage"):
        find(workshop, job, by="leader", pause=True)
    price(workshop, job, operation)
    workshop.do(add_ons.approve_add_on, "advisor", job=job, operation=operation, **BY_PHONE)
    row = workshop.job(job)
    assert (row.stage, row.stage_since, row.pause_reason) == (Stage.dispatched, workshop.now, None)
    workshop.do(working.clock_on, "technician", job=job, operation=operation)
    assert workshop.job(job).stage is Stage.in_work


def test_the_pause_lasts_until_the_last_question_is_decided(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    first, second = find(workshop, job), find(workshop, job, pause=True)
    workshop.do(add_ons.decline_add_on, "advisor", job=job, operation=first, **BY_PHONE)
    assert workshop.job(job).stage is Stage.paused
    workshop.do(dispatching.move, "foreman", job=job, bay=None, seen_bay=workshop.bays["1"])
    workshop.do(add_ons.decline_add_on, "advisor", job=job, operation=second, **BY_PHONE)
    row = workshop.job(job)
    assert (row.stage, row.assignments) == (Stage.waiting_dispatch, []), "without a bay it asks the foreman for one"


def test_another_pause_is_none_of_the_customer_s_business(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = find(workshop, job)
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.rest)
    workshop.do(add_ons.decline_add_on, "advisor", job=job, operation=operation, **BY_PHONE)
    assert workshop.job(job).pause_reason == PauseReason.rest


def _catalogue(workshop: Workshop, **more: Any) -> None:
    with workshop.store.changing() as session:
        known = {"code": "BR-01", "text_zh": "更换前制动片", "text_en": "Front brake pads", "standard_minutes": 54}
        session.add(models.StandardJob(site_id=workshop.site, safety=True, parts=[PADS], **known, **more))


def test_a_standard_job_brings_its_hours_its_marks_and_its_parts(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    _catalogue(workshop)
    job = workshop.car_at(Stage.in_work)
    operation = find(workshop, job, text="", code="BR-01", standard_minutes=None)
    line = workshop.job(job).operations[-1]
    assert (line.code, line.text, line.standard_minutes, line.safety) == ("BR-01", "更换前制动片", 54, True)
    assert lines(workshop, job) == [("前制动片", 2, 45_000, PartState.wanted)]
    price(workshop, job, operation, {**PADS, "price_cents": 40_000}, {"name": "报警线", "price_cents": 9_900})
    assert lines(workshop, job) == [
        ("前制动片", 2, 40_000, PartState.wanted),
        ("报警线", 1, 9_900, PartState.wanted),
    ]
    price(workshop, job, operation, PADS)
    assert lines(workshop, job) == [("前制动片", 2, 45_000, PartState.wanted)]
    with refused(workshop, "not_found"):
        find(workshop, job, code="GONE")


def test_what_finding_refuses(workshop: Workshop) -> None:
    late = workshop.car_at(Stage.wash_queue)
    job, other = workshop.car_at(Stage.in_work), workshop.take_in()
    with refused(workshop, "text_needed"):
        find(workshop, job, text="  ")
    theirs = photo(workshop, other)
    with refused(workshop, "not_found"):
        find(workshop, job, photos=[theirs])
    signed = signature(workshop, job)
    with refused(workshop, "not_found"):
        find(workshop, job, photos=[signed])
    with refused(workshop, "not_clocked_on"):
        find(workshop, job, by="leader", pause=True)
    with refused(workshop, "wrong_stage"):
        find(workshop, late)


def test_an_advisor_records_what_was_said_on_the_phone(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = find(workshop, job)
    price(workshop, job, operation)
    promised = workshop.job(job).promised_at
    workshop.do(add_ons.approve_add_on, "advisor", job=job, operation=operation, **BY_PHONE)
    row = record(workshop, operation)
    assert (row.decided_name, row.decided_via, row.decided_at) == ("欧阳若兰", DecidedVia.phone, workshop.now)
    assert (row.decided_by_id, row.decided_address) == (workshop.people["advisor"], None)
    assert state_of(workshop, job, operation) is OperationState.open
    assert workshop.job(job).promised_at == promised, "new hours move no promise by themselves"
    with refused(workshop, "add_on_decided"):
        workshop.do(add_ons.decline_add_on, "advisor", job=job, operation=operation, **BY_PHONE)
    with refused(workshop, "add_on_decided"):
        price(workshop, job, operation)
    with refused(workshop, "bad_request"):
        workshop.do(add_ons.approve_add_on, "advisor", job=job, operation=operation, name="x", via=DecidedVia.link)


def test_a_new_promise_comes_with_the_decision_or_not_at_all(workshop: Workshop) -> None:
    job = workshop.take_in(promised_at=workshop.now + timedelta(hours=3))
    operation, was = find(workshop, job, by="foreman"), workshop.job(job).promised_at
    later = workshop.now + timedelta(hours=5)
    untold = {"promised_at": later, "reason": "增项"}
    asked: dict[str, Any] = {"job": job, "operation": operation, **BY_PHONE}
    with refused(workshop, "promise_needs_told"):
        workshop.do(add_ons.approve_add_on, "advisor", **asked, promise=untold)
    with refused(workshop, "reason_needed"):
        workshop.do(add_ons.approve_add_on, "advisor", **asked, promise={"promised_at": later, "told": "王敏"})
    workshop.do(add_ons.approve_add_on, "advisor", **asked, promise={**untold, "told": "王敏电话"})
    row = workshop.job(job)
    assert (row.promised_at, row.first_promised_at) == (later, was)
    with workshop.store.reading() as session:
        ledger = session.scalars(select(models.Promise).where(models.Promise.job_id == job)).all()[-1]
        assert (ledger.was, ledger.promised_at, ledger.reason, ledger.told) == (was, later, "增项", "王敏电话")
        assert ledger.by_id == workshop.people["advisor"]


def test_declining_a_safety_item_needs_the_signature_of_this_job(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = find(workshop, job, safety=True)
    asked: dict[str, Any] = {"job": job, "operation": operation, "name": "欧阳若兰", "via": DecidedVia.in_person}
    with refused(workshop, "signature_needed"):
        workshop.do(add_ons.decline_add_on, "advisor", **asked)
    elsewhere, picture = signature(workshop, workshop.take_in()), photo(workshop, job)
    for wrong in (elsewhere, picture, 999):
        with refused(workshop, "not_found"):
            workshop.do(add_ons.decline_add_on, "advisor", **asked, signature=wrong)
    signed = signature(workshop, job)
    workshop.do(add_ons.decline_add_on, "advisor", **asked, signature=signed)
    assert record(workshop, operation).signature_id == signed
    line = workshop.job(job).operations[-1]
    assert (line.state, line.decline_signed) == (OperationState.declined, True)


def decide(workshop: Workshop, job: int, operation: int, approved: bool, **more: Any) -> None:
    """The customer's own decision, from a phone."""
    given = {"name": "欧阳若兰", "address": "203.0.113.9", **more}
    workshop.do(add_ons.decide_own_add_on, None, job=job, operation=operation, approved=approved, **given)


def test_the_customer_decides_priced_work_once_from_the_link(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = find(workshop, job)
    with refused(workshop, "add_on_unpriced"):
        decide(workshop, job, operation, True)
    price(workshop, job, operation)
    decide(workshop, job, operation, True)
    row = record(workshop, operation)
    assert (row.decided_name, row.decided_via) == ("欧阳若兰", DecidedVia.link)
    assert (row.decided_address, row.decided_by_id) == ("203.0.113.9", None)
    for again in (True, False):
        with refused(workshop, "add_on_decided"):
            decide(workshop, job, operation, again, address="203.0.113.10")
    assert len(workshop.job(job).operations) == 2
    assert lines(workshop, job) == [("前制动片", 2, 45_000, PartState.wanted)]


def test_a_safety_item_is_declined_from_the_link_with_a_drawn_signature(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = find(workshop, job, safety=True)
    price(workshop, job, operation)
    with refused(workshop, "signature_needed"):
        decide(workshop, job, operation, False)
    decide(workshop, job, operation, False, signature=PICTURE)
    signed = record(workshop, operation).signature_id
    with workshop.store.reading() as session:
        assert session.get_one(models.Attachment, signed).job_id == job
    assert lines(workshop, job) == [("前制动片", 2, 45_000, PartState.cancelled)]


def test_a_car_in_check_goes_back_to_work_and_passes_only_when_all_is_decided_and_done(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.final_check)
    operation = find(workshop, job, by="inspector")
    with refused(workshop, "add_on_undecided"):
        workshop.do(checking.sign_final_check, "inspector", job=job, passed=True)
    workshop.do(add_ons.approve_add_on, "advisor", job=job, operation=operation, **BY_PHONE)
    assert workshop.job(job).stage is Stage.in_work
    with refused(workshop, "wrong_stage"):
        workshop.do(checking.sign_final_check, "inspector", job=job, passed=True)


def test_approved_high_voltage_work_clocks_off_who_may_not_touch_it(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work, bay="3")
    workshop.do(working.clock_on, "electrician", job=job)
    operation = find(workshop, job, **dict[str, Any](BATTERY))
    workshop.do(add_ons.approve_add_on, "advisor", job=job, operation=operation, **BY_PHONE)
    row = workshop.job(job)
    assert [each.person_id for each in row.on] == [workshop.people["electrician"]]
    off = row.clockings[-1]
    assert (off.act, off.person_id, off.reason) == (
        ClockingAct.off,
        workshop.people["technician"],
        CLOCKED_OFF_BY_HIGH_VOLTAGE,
    )
    assert f"person:{workshop.people['technician']}" in workshop.entries()[-1].touched
    with refused(workshop, "not_hv_qualified"):
        workshop.do(working.clock_on, "technician", job=job)


def test_parts_of_undecided_work_are_not_fetched(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    operation = find(workshop, job)
    price(workshop, job, operation)
    with workshop.store.reading() as session:
        line = session.scalars(select(models.PartLine.id).where(models.PartLine.job_id == job)).one()
    for state in (PartState.ordered, PartState.issued):
        with refused(workshop, "add_on_undecided"):
            workshop.do(parts.set_part, "parts", job=job, part=line, state=state)
    workshop.do(parts.set_part, "parts", job=job, part=line, state=PartState.in_stock)
    workshop.do(add_ons.approve_add_on, "advisor", job=job, operation=operation, **BY_PHONE)
    workshop.do(parts.set_part, "parts", job=job, part=line, state=PartState.issued)


@pytest.mark.parametrize("end", ["delivered", "cancelled"])
def test_the_link_ends_a_month_after_the_visit_and_never_before(workshop: Workshop, end: str) -> None:
    job = workshop.car_at(Stage.settled) if end == "delivered" else workshop.take_in()
    workshop.do(receiving.print_card, "advisor", job=job)

    def link() -> models.Code:
        with workshop.store.reading() as session:
            query = select(models.Code).where(models.Code.job_id == job, models.Code.kind == CodeKind.customer_copy)
            return session.scalars(query.order_by(models.Code.id.desc())).first() or models.Code()

    assert link().expires_at is None
    old = workshop.link(job)
    workshop.do(add_ons.renew_customer_link, "advisor", job=job)
    assert workshop.link(job) != old
    assert (link().text, link().digest, link().expires_at) == (None, link_digest(workshop.link(job)), None)
    if end == "delivered":
        workshop.do(delivering.deliver, "guard", job=job)
    else:
        workshop.do(receiving.cancel, "advisor", job=job, reason="客户取消")
    assert link().expires_at == workshop.now + LINK_KEPT
    with refused(workshop, "job_closed"):
        workshop.do(add_ons.renew_customer_link, "advisor", job=job)
