"""What the desk's cars need, as it is sent, and who sees what of the follow-up."""

from datetime import timedelta
from typing import Any

from board.commands import comebacks, following_up, receiving
from board.domain.following_up import CallResult
from board.domain.stages import Stage
from board.screens.look import Look
from board.screens.views import Audience, build
from board.store import models
from tests.commands.workshop import Workshop


def cards(workshop: Workshop, view: str, login: str, keys: set[str] | None = None) -> dict[str, Any]:
    with workshop.look() as look:
        return build(look, Audience(workshop.site, view, workshop.people[login]), keys)


def needs(workshop: Workshop, job: int) -> list[str]:
    return [each["need"] for each in cards(workshop, "desk", "advisor")[f"job:{job}"]["needs"]]


def complain(workshop: Workshop, job: int, owner: str = "advisor") -> int:
    due = workshop.now + timedelta(days=2)
    details: dict[str, Any] = {"text": "异响还在", "owner": workshop.people[owner], "due": due}
    complaint: int = workshop.do(following_up.open_complaint, "manager", job=job, **details).result["complaint"]
    return complaint


def test_a_car_s_needs_are_facts_from_its_rows(workshop: Workshop) -> None:
    job = workshop.take_in(promised_at=workshop.now + timedelta(hours=1))
    assert needs(workshop, job) == ["promise"]
    with workshop.store.changing() as session:
        row = session.get_one(models.Job, job)
        work = models.Operation(
            job_id=job, position=2, text="制动片", standard_minutes=60, state="proposed", add_on=True
        )
        session.add(work)
        session.flush()
        found = models.AddOn(job_id=job, operation_id=work.id, found_at=workshop.now)
        row.parts_missing = True
        late = workshop.now + timedelta(hours=2)
        ordered = {"state": "ordered", "expected_at": late, "changed_at": workshop.now, "name": "制动片"}
        session.add_all([found, models.PartLine(job_id=job, **ordered)])
    assert needs(workshop, job) == ["price_add_on", "parts_after_promise", "promise"]
    with workshop.store.changing() as session:
        session.get_one(models.AddOn, 1).priced_at = workshop.now
    assert needs(workshop, job) == ["call_add_on", "parts_after_promise", "promise"]


def test_two_desks_are_built_from_one_look(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.ready)
    with workshop.look() as look:
        first, second = (
            build(look, Audience(workshop.site, "desk", workshop.people[each]), {f"job:{job}"})
            for each in ("advisor", "cashier")
        )
        fresh = build(
            Look(look.session, look.site, look.now), Audience(workshop.site, "desk", workshop.people["cashier"]), None
        )
    assert first[f"job:{job}"]["needs"] == second[f"job:{job}"]["needs"] == fresh[f"job:{job}"]["needs"]


def test_a_comeback_is_proposed_until_work_begins_and_then_only_told(workshop: Workshop) -> None:
    first = workshop.car_at(Stage.delivered, plate="京A00001")
    left = round(workshop.job(first).delivered_at.timestamp() * 1000)  # type: ignore[union-attr]
    back = workshop.take_in(plate="京A00001")
    proposed = {"job": first, "number": workshop.job(first).number, "delivered_at": left, "linked": False}
    assert cards(workshop, "desk", "advisor")[f"job:{back}"]["comeback_of"] == proposed
    workshop.do(comebacks.link_comeback, "advisor", job=back, of=first)
    workshop.dispatch(back)
    assert cards(workshop, "desk", "advisor")[f"job:{back}"]["comeback_of"] == proposed | {"linked": True}
    workshop.do(comebacks.link_comeback, "advisor", job=back, of=None)
    assert cards(workshop, "desk", "advisor")[f"job:{back}"]["comeback_of"] is None


def test_a_complaint_stands_on_its_owner_s_desk_alone(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.delivered)
    complaint = f"complaint:{complain(workshop, job)}"
    assert cards(workshop, "desk", "advisor", {complaint})[complaint]["text"] == "异响还在"
    assert complaint not in cards(workshop, "desk", "foreman")
    owner = workshop.people["foreman"]
    workshop.do(following_up.give_complaint, "advisor", complaint=int(complaint.split(":")[1]), owner=owner)
    assert complaint not in cards(workshop, "desk", "advisor", {complaint})
    assert complaint in cards(workshop, "desk", "foreman")


def test_the_worklist_is_of_delivered_cars_alone(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.delivered, advisor=workshop.people["advisor"])
    workshop.car_at(Stage.ready)
    workshop.do(following_up.record_call, "follow_up_clerk", job=job, result=CallResult.not_reached, note="占线")
    found = cards(workshop, "follow_up", "follow_up_clerk")
    assert [key for key in found if key.startswith("job:")] == [f"job:{job}"]
    card = found[f"job:{job}"]
    assert card["due_at"] - card["delivered_at"] == timedelta(days=3) / timedelta(milliseconds=1)
    assert (card["customer"]["phone"], card["done"]) == ("13800138000", ["更换机油"])
    assert [(each["result"], each["note"], each["by"]) for each in card["tries"]] == [("not_reached", "占线", "卫芳")]
    workshop.do(following_up.record_call, "follow_up_clerk", job=job, result=CallResult.satisfied)
    assert f"job:{job}" not in cards(workshop, "follow_up", "follow_up_clerk", {f"job:{job}"})


def test_what_was_not_called_within_60_days_is_called_no_more(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.delivered)
    with workshop.store.changing() as session:
        session.get_one(models.Job, job).delivered_at = workshop.now - timedelta(days=61)
    assert f"job:{job}" not in cards(workshop, "follow_up", "manager")


def test_an_advisor_sees_only_what_is_theirs(workshop: Workshop) -> None:
    mine = workshop.car_at(Stage.delivered, advisor=workshop.people["advisor"])
    other = workshop.car_at(Stage.delivered)
    complaints = [complain(workshop, other), complain(workshop, other, "foreman")]
    seen = {key for key in cards(workshop, "follow_up", "advisor") if not key.startswith("person:")}
    assert seen == {f"job:{mine}", f"complaint:{complaints[0]}"}
    whole = {key for key in cards(workshop, "follow_up", "manager") if not key.startswith("person:")}
    assert whole == {f"job:{mine}", f"job:{other}", *(f"complaint:{each}" for each in complaints)}


def test_a_case_is_offered_to_those_who_can_own_one(sqlite_workshop: Workshop) -> None:
    people = {card["name"] for key, card in cards(sqlite_workshop, "follow_up", "manager").items() if "person" in key}
    assert people == {"王敏", "李强", "何勇", "卫芳", "高远", "蒋平"}


def test_a_promise_that_is_changed_is_due_then(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.take_in(promised_at=workshop.now + timedelta(hours=1))
    later = workshop.now + timedelta(hours=3)
    workshop.do(receiving.change_promise, "advisor", job=job, promised_at=later, reason="待料", told="电话")
    need = cards(workshop, "desk", "advisor")[f"job:{job}"]["needs"][0]
    assert need == {"need": "promise", "since_at": None, "due_at": round(later.timestamp() * 1000)}
