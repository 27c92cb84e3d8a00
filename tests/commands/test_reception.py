"""Reception through the commands: the walk-round, the order, and what the signature stands under."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from board.commands import attachments, delivering, gate, ordering, walking_round
from board.domain.job import Energy, OldParts, ServiceType
from board.domain.masking import Salutation
from board.domain.parts import PartState
from board.domain.people import Skill
from board.domain.reception import MarkKind, WalkPosition
from board.domain.stages import Stage
from board.screens import reception
from board.store import models
from tests.commands.workshop import Workshop, refused

PICTURE: dict[str, Any] = {"digest": "0" * 64, "media_type": "image/png", "size": 1, "width": 1, "height": 1}
PADS = {"text": "更换前制动片", "standard_minutes": 54, "skill": Skill.mechanic, "price_cents": 48_000, "code": "B01"}
OIL = {"text": "更换机油机滤", "standard_minutes": 30, "price_cents": 20_000}
PAD_SET = {"number": "8W0698151", "name": "前制动片", "quantity": 1, "price_cents": 72_000, "operation": 0}


def order(workshop: Workshop, **different: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "vehicle": {"plate": "京A6K218", "model": "A6L", "colour": "白", "vin": None, "energy": Energy.petrol},
        "customer": {"name": "欧阳若兰", "salutation": Salutation.ms, "phone": "13800138000"},
        "service_type": ServiceType.general,
        "operations": [PADS, OIL],
        "parts": [PAD_SET],
        "promised_at": workshop.now + timedelta(hours=4),
        "waits": True,
        "wash_wanted": True,
        "old_parts": OldParts.return_to_customer,
    }
    return given | different


def received(workshop: Workshop, plate: str = "京A6K218") -> int:
    job = workshop.do(gate.arrive, "guard", plate=plate).job
    assert job is not None
    workshop.do(walking_round.open_reception, "advisor", job=job)
    return job


def told(workshop: Workshop, job: int) -> dict[str, Any]:
    with workshop.look() as look:
        return reception.file(look, job)


def sign(workshop: Workshop, job: int, **different: Any) -> Any:
    signature = workshop.do(attachments.add_signature, "advisor", job=job, **PICTURE).result["attachment"]
    given = {"seen": told(workshop, job)["digest"], "signature": signature} | different
    return workshop.do(ordering.sign_order, "advisor", job=job, **given)


def promises(workshop: Workshop, job: int) -> list[tuple[datetime, datetime | None, int | None]]:
    with workshop.store.reading() as session:
        query = select(models.Promise).where(models.Promise.job_id == job).order_by(models.Promise.id)
        return [(each.promised_at, each.was, each.by_id) for each in session.scalars(query)]


def test_a_whole_reception(workshop: Workshop) -> None:
    job = received(workshop)
    assert workshop.job(job).advisor_id == workshop.people["advisor"]
    photo = workshop.do(attachments.add_photo, "advisor", job=job, **PICTURE).result["attachment"]
    scratch: dict[str, Any] = {"position": WalkPosition.left_front, "kind": MarkKind.scratch, "x": 400, "y": 510}
    workshop.do(walking_round.mark_damage, "advisor", job=job, **scratch, note=" 10 cm ", photo=photo)
    said: dict[str, Any] = {"concern": "刹车抖动", "answers": {"when": "高速", "who": ""}, "valuables": "行车记录仪"}
    workshop.do(walking_round.note_walk_round, "advisor", job=job, mileage_km=45_120, fuel_eighths=3, **said)
    workshop.do(walking_round.note_walk_round, "advisor", job=job, seen=list(WalkPosition), seat_covers=True)
    walked = workshop.now
    workshop.do(ordering.write_order, "advisor", job=job, **order(workshop))
    before = told(workshop, job)
    assert before["walk_round"]["seen"] == [position.value for position in WalkPosition]
    assert before["walk_round"]["ended_at"] == int(walked.timestamp() * 1000)
    assert before["walk_round"]["answers"] == {"when": "高速"}
    assert [(mark["note"], mark["photo"]) for mark in before["marks"]] == [("10 cm", photo)]
    assert (before["mileage_km"], before["fuel_eighths"], before["concern"]) == (45_120, 3, "刹车抖动")
    assert (before["total_cents"], before["unpriced"]) == (140_000, False)
    assert [line["text"] for line in before["order"]["operations"]] == [PADS["text"], OIL["text"]]
    assert before["order"]["parts"] == [PAD_SET]
    promised = workshop.job(job).promised_at
    assert workshop.job(job).first_promised_at is None, "a promise is made by the signature"
    answer = sign(workshop, job)
    row = workshop.job(job)
    assert (row.stage, row.signed_at, row.first_promised_at) == (Stage.waiting_dispatch, workshop.now, promised)
    assert row.order_digest == answer.result["digest"] == before["digest"] == told(workshop, job)["digest"]
    assert row.signature_id is not None
    assert promises(workshop, job) == [(promised, None, workshop.people["advisor"])]


def test_the_car_s_advisor_is_who_opens_its_reception(workshop: Workshop) -> None:
    job = workshop.do(gate.arrive, "guard", plate="京A6K218").job
    with refused(workshop, "wrong_stage"):
        workshop.do(walking_round.note_walk_round, "advisor", job=job, mileage_km=1)
    workshop.do(walking_round.open_reception, "advisor", job=job)
    with refused(workshop, "wrong_stage"):
        workshop.do(walking_round.open_reception, "advisor", job=job)
    assert workshop.job(job or 0).advisor_id == workshop.people["advisor"]


def test_what_is_not_told_stays(workshop: Workshop) -> None:
    job = received(workshop)
    workshop.do(walking_round.note_walk_round, "advisor", job=job, valuables="手机", concern="异响", fuel_eighths=0)
    workshop.do(walking_round.note_walk_round, "advisor", job=job, mileage_km=9)
    found = told(workshop, job)
    assert (found["walk_round"]["valuables"], found["concern"]) == ("手机", "异响")
    assert (found["fuel_eighths"], found["mileage_km"]) == (0, 9)
    workshop.do(walking_round.note_walk_round, "advisor", job=job, valuables="", concern="")
    assert (told(workshop, job)["walk_round"]["valuables"], told(workshop, job)["concern"]) == ("", "")


def test_a_mark_is_taken_back(workshop: Workshop) -> None:
    job, other = received(workshop), received(workshop, "京A00002")
    where: dict[str, Any] = {"position": WalkPosition.rear, "kind": MarkKind.dent, "x": 1, "y": 2}
    mark = workshop.do(walking_round.mark_damage, "advisor", job=job, **where).result["mark"]
    with refused(workshop, "not_found"):
        workshop.do(walking_round.remove_mark, "advisor", job=other, mark=mark)
    workshop.do(walking_round.remove_mark, "advisor", job=job, mark=mark)
    assert told(workshop, job)["marks"] == []
    assert told(workshop, job)["walk_round"]["seen"] == ["rear"], "it was looked at all the same"
    photo = workshop.do(attachments.add_photo, "advisor", job=other, **PICTURE).result["attachment"]
    with refused(workshop, "not_found"):
        workshop.do(walking_round.mark_damage, "advisor", job=job, **where, photo=photo)


def test_an_order_is_written_anew_as_often_as_it_changes(workshop: Workshop) -> None:
    job = received(workshop)
    workshop.do(ordering.write_order, "advisor", job=job, **order(workshop))
    first = [each.id for each in workshop.job(job).operations]
    fewer = order(workshop, operations=[{**OIL, "standard_minutes": 40}], parts=[{**PAD_SET, "quantity": 2}])
    workshop.do(ordering.write_order, "advisor", job=job, **fewer)
    assert [(each.id, each.text, each.standard_minutes) for each in workshop.job(job).operations] == [
        (first[0], OIL["text"], 40)
    ]
    found = told(workshop, job)["order"]
    assert [(each["quantity"], each["operation"]) for each in found["parts"]] == [(2, 0)]
    workshop.do(ordering.write_order, "advisor", job=job, **order(workshop, operations=[], parts=[]))
    assert told(workshop, job)["order"]["operations"] == told(workshop, job)["order"]["parts"] == []


def test_parts_that_the_store_has_ordered_do_not_vanish_with_their_line(workshop: Workshop) -> None:
    job = received(workshop)
    workshop.do(ordering.write_order, "advisor", job=job, **order(workshop))
    with workshop.store.changing() as session:
        session.scalars(select(models.PartLine)).one().state = PartState.ordered
    workshop.do(ordering.write_order, "advisor", job=job, **order(workshop, operations=[], parts=[]))
    [kept] = told(workshop, job)["order"]["parts"]
    assert (kept["name"], kept["operation"]) == (PAD_SET["name"], None)


def test_a_wrong_plate_is_put_right_unless_that_car_is_here(workshop: Workshop) -> None:
    job, _ = received(workshop, "京A6K219"), received(workshop, "京B00001")
    workshop.do(ordering.write_order, "advisor", job=job, **order(workshop))
    assert workshop.job(job).vehicle.plate == "京A6K218"
    taken = order(workshop, vehicle={"plate": "京 b·00001", "model": "A6L", "energy": Energy.petrol})
    with refused(workshop, "already_here"):
        workshop.do(ordering.write_order, "advisor", job=job, **taken)
    with refused(workshop, "plate_invalid"):
        none = {"plate": "***", "model": "A6L", "energy": Energy.petrol}
        workshop.do(ordering.write_order, "advisor", job=job, **order(workshop, vehicle=none))


def test_an_order_that_changed_since_the_customer_read_it(workshop: Workshop) -> None:
    job = received(workshop)
    workshop.do(ordering.write_order, "advisor", job=job, **order(workshop))
    seen = told(workshop, job)["digest"]
    signature = workshop.do(attachments.add_signature, "advisor", job=job, **PICTURE).result["attachment"]
    dearer = order(workshop, operations=[{**PADS, "price_cents": 48_100}, OIL])
    workshop.do(ordering.write_order, "advisor", job=job, **dearer)
    with refused(workshop, "order_changed"):
        workshop.do(ordering.sign_order, "advisor", job=job, seen=seen, signature=signature)
    workshop.do(ordering.sign_order, "advisor", job=job, seen=told(workshop, job)["digest"], signature=signature)
    with refused(workshop, "wrong_stage"):
        workshop.do(ordering.write_order, "advisor", job=job, **order(workshop))


INCOMPLETE: dict[str, tuple[dict[str, Any], str]] = {
    "no line": ({"operations": [], "parts": []}, "nothing_to_do"),
    "no promise": ({"promised_at": None}, "promise_missing"),
    "no name": ({"customer": {"name": " "}}, "customer_missing"),
    "no model": ({"vehicle": {"plate": "京A6K218", "model": "", "energy": Energy.ev}}, "model_missing"),
}


@pytest.mark.parametrize(("different", "code"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_an_unfinished_order_is_kept_and_not_signed(
    sqlite_workshop: Workshop, different: dict[str, Any], code: str
) -> None:
    job = received(sqlite_workshop)
    sqlite_workshop.do(ordering.write_order, "advisor", job=job, **order(sqlite_workshop, **different))
    seen = told(sqlite_workshop, job)["digest"]
    with refused(sqlite_workshop, code):
        sqlite_workshop.do(ordering.sign_order, "advisor", job=job, seen=seen, signature=1)


def test_a_signature_is_one_of_this_job(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job, other = received(workshop), received(workshop, "京A00002")
    workshop.do(ordering.write_order, "advisor", job=job, **order(workshop))
    seen = told(workshop, job)["digest"]
    photo = workshop.do(attachments.add_photo, "advisor", job=job, **PICTURE).result["attachment"]
    foreign = workshop.do(attachments.add_signature, "advisor", job=other, **PICTURE).result["attachment"]
    for wrong in (photo, foreign):
        with refused(workshop, "not_found"):
            workshop.do(ordering.sign_order, "advisor", job=job, seen=seen, signature=wrong)
    with refused(workshop, "signature_missing"):
        workshop.do(ordering.sign_order, "advisor", job=job, seen=seen)


def test_a_promise_in_the_past_is_not_written(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = received(workshop)
    with refused(workshop, "promise_in_past"):
        workshop.do(ordering.write_order, "advisor", job=job, **order(workshop, promised_at=workshop.now))


def test_a_proposed_promise_counts_the_queue_and_the_people(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = received(workshop)
    workshop.take_in({"text": "大修", "standard_minutes": 240})
    gone = workshop.car_at(Stage.ready)
    workshop.do(delivering.announce, "advisor", job=gone)
    with workshop.look() as look:
        found = reception.proposal(look, job, 90, wash=False)
    technicians = 4  # leader, technician, electrician, and one who is foreman too
    assert (found["queue_minutes"], found["technicians"], found["waiting_minutes"]) == (240, technicians, 60)
    expected = workshop.now + timedelta(minutes=60 + 10 + 90 + 20)
    assert timedelta(0) <= datetime.fromtimestamp(found["promised_at"] / 1000, workshop.now.tzinfo) - expected
    assert found["promised_at"] % 300_000 == 0
