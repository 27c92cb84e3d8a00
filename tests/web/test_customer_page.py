"""The customer's page: one car by its link, what they may decide there, and nothing behind any other code."""

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from board.commands import add_ons, delivering, receiving
from board.commands.closing import LINK_KEPT
from board.domain.codes import CodeKind, make_code
from board.domain.stages import Stage
from board.store import models
from tests.access.door import ELSEWHERE, Caller, Door
from tests.commands.workshop import Workshop, next_id
from tests.web.test_attachments import add, picture, signature

JSON = {"Accept": "application/json"}
PAGE = {"Accept": "text/html"}


class Customer:
    """Somebody with the link of one car."""

    def __init__(self, door: Door, job: int) -> None:
        self.caller = door.nobody()
        self.link = "/c/" + door.workshop.link(job)

    def state(self) -> dict[str, Any]:
        answer = self.caller.get(self.link + "/state", **JSON)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.get_json()
        return told

    def decides(self, operation: int, approved: bool, **more: Any) -> TestResponse:
        body = {"id": next_id(), "operation": operation, "approved": approved, "name": "欧阳若兰", **more}
        return self.caller.post(self.link + "/decisions", body, **JSON)


def found(workshop: Workshop, job: int, *, priced: bool = True, photos: tuple[int, ...] = (), **more: Any) -> int:
    said = {"text": "前减振器漏油", "standard_minutes": 60, "note": "油迹明显", **more}
    result = workshop.do(add_ons.propose_add_on, "technician", job=job, photos=photos, **said).result
    operation = int(result["operation"])
    if priced:
        parts = [{"number": "8W0", "name": "减振器", "quantity": 2, "price_cents": 64_000}]
        workshop.do(add_ons.price_add_on, "parts", job=job, operation=operation, price_cents=32_000, parts=parts)
    return operation


@pytest.fixture
def visit(door: Door) -> tuple[Door, int, Customer]:
    """A car in work, and its customer."""
    advisor = door.workshop.people["advisor"]
    with door.workshop.store.changing() as session:
        session.get_one(models.Person, advisor).phone = "010-8888 6666"
    job = door.workshop.car_at(
        Stage.in_work, plate="京Q3M5P7", advisor=advisor, vin="LSVAA4182E2123456", concern="异响"
    )
    return door, job, Customer(door, job)


def test_the_page_says_when_where_what_and_whom(visit: tuple[Door, int, Customer]) -> None:
    door, job, customer = visit
    photo = add(door.on_tablet("technician"), job, picture()).get_json()["result"]["attachment"]
    operation = found(door.workshop, job, photos=(photo,), safety=True)
    page, told = customer.caller.get(customer.link, **PAGE), customer.state()
    for shown in ("京Q·3M5P7", "前减振器漏油", "油迹明显", "1,600.00", "王敏", "tel:010-8888 6666", f"/photos/{photo}"):
        assert shown in page.text, shown
    for private in ("13800138000", "LSVAA4182E2123456", "异响", "欧阳若兰", "张伟", "郑华"):
        assert private not in page.text
        assert private not in customer.caller.get(customer.link + "/state", **JSON).text
    asked = told["add_ons"][0]
    assert (asked["operation"], asked["state"], asked["safety"]) == (operation, "with_customer", True)
    assert (asked["price_cents"], asked["total_cents"], asked["standard_minutes"]) == (32_000, 160_000, 60)
    assert asked["parts"] == [{"name": "减振器", "quantity": 2, "price_cents": 64_000}]
    assert [step["state"] for step in told["steps"]] == ["done", "now", "ahead", "ahead", "ahead"]
    assert told["work"] == {"done": 0, "of": 1, "doing": ["更换机油"], "pause": None}
    assert told["advisor"] == {"name": "王敏", "phone": "010-8888 6666"}


def test_pages_under_a_link_tell_the_link_to_nobody(visit: tuple[Door, int, Customer]) -> None:
    _, _, customer = visit
    for answer in (customer.caller.get(customer.link), customer.caller.get("/c/nothing")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_language_is_chosen_by_a_link(visit: tuple[Door, int, Customer]) -> None:
    _, _, customer = visit
    answer = customer.caller.get(customer.link + "?language=en")
    assert (answer.status_code, answer.location) == (302, customer.link)
    assert "Service advisor" in customer.caller.get(customer.link).text
    assert customer.caller.get(customer.link + "?language=xx").status_code == 200


def _codes_that_open_nothing(door: Door) -> Iterator[str]:
    workshop = door.workshop
    job = workshop.take_in()
    printed = workshop.do(receiving.print_card, "advisor", job=job).result
    yield printed["card"]
    lost = workshop.link(job)
    workshop.do(add_ons.renew_customer_link, "advisor", job=job)
    yield lost
    gone = workshop.car_at(Stage.settled, bay="2")
    left = workshop.link(gone)
    with workshop.store.reading() as session:
        query = select(models.Code.text).where(models.Code.kind == CodeKind.exit_pass, models.Code.job_id == gone)
        yield session.scalars(query).one() or ""
    workshop.do(delivering.deliver, "guard", job=gone)
    assert door.nobody().get(f"/c/{left}").status_code == 200
    workshop.now += LINK_KEPT
    assert door.nobody().get(f"/c/{left}").status_code == 404
    yield left
    yield workshop.badges["foreman"]
    yield make_code(CodeKind.customer_copy, bytes(17)).text
    yield left[:-1]
    yield from ("x", "%00", "a" * 2000)


def test_what_opens_nothing_is_answered_alike_on_every_path(door: Door) -> None:
    codes = list(_codes_that_open_nothing(door))
    body = {"id": next_id(), "operation": 1, "approved": True, "name": "x"}
    ways: dict[str, Callable[[str], TestResponse]] = {
        "page": lambda code: door.nobody().get(f"/c/{code}", **PAGE),
        "state": lambda code: door.nobody().get(f"/c/{code}/state", **JSON),
        "photo": lambda code: door.nobody().get(f"/c/{code}/photos/1", **PAGE),
        "pass": lambda code: door.nobody().get(f"/c/{code}/exit-pass.svg", **PAGE),
        "decision": lambda code: door.nobody().post(f"/c/{code}/decisions", body, **JSON),
    }
    for way, ask in ways.items():
        answers = [ask(code) for code in codes]
        assert {(each.status_code, each.text) for each in answers} == {(404, answers[0].text)}, way
        assert len({tuple(sorted(each.headers.items())) for each in answers}) == 1, way


def test_a_decision_keeps_the_name_and_the_device_s_address(visit: tuple[Door, int, Customer]) -> None:
    door, job, customer = visit
    operation = found(door.workshop, job)
    answer = customer.decides(operation, True)
    assert answer.status_code == 200
    assert [each["state"] for each in answer.get_json()["add_ons"]] == ["approved"]
    with door.workshop.store.reading() as session:
        row = session.scalars(select(models.AddOn).where(models.AddOn.operation_id == operation)).one()
        assert (row.decided_name, row.decided_address) == ("欧阳若兰", ELSEWHERE)


def test_two_phones_decide_once(visit: tuple[Door, int, Customer]) -> None:
    door, job, customer = visit
    operation, same = found(door.workshop, job), next_id()
    assert customer.decides(operation, True, id=same).status_code == 200
    revision = door.workshop.revision
    assert customer.decides(operation, True, id=same).status_code == 200, "a repeat is answered"
    for approved in (True, False):
        answer = customer.decides(operation, approved, name="别人")
        assert (answer.status_code, answer.get_json()["code"]) == (409, "add_on_decided")
        stands = answer.get_json()["present"]["add_ons"][0]
        assert (stands["state"], stands["decided_name"]) == ("approved", "欧阳若兰")
    assert door.workshop.revision == revision


def test_what_has_no_price_cannot_be_decided_yet(visit: tuple[Door, int, Customer]) -> None:
    door, job, customer = visit
    operation = found(door.workshop, job, priced=False)
    told = customer.state()["add_ons"][0]
    assert (told["state"], told["total_cents"], told["parts"]) == ("to_price", None, [])
    assert customer.decides(operation, True).get_json()["code"] == "add_on_unpriced"
    assert customer.decides(operation, True, name=" ").status_code == 422


def test_a_safety_item_is_declined_with_a_signature(visit: tuple[Door, int, Customer]) -> None:
    door, job, customer = visit
    operation = found(door.workshop, job, safety=True)
    assert customer.decides(operation, False).get_json()["code"] == "signature_needed"
    for wrong, code in (("????", "not_a_picture"), (b"no", "not_a_picture"), (signature(False), "signature_missing")):
        sent = wrong if isinstance(wrong, str) else base64.b64encode(wrong).decode()
        assert customer.decides(operation, False, signature=sent).get_json()["code"] == code
    drawn = base64.b64encode(signature()).decode()
    assert customer.decides(operation, False, signature=drawn).status_code == 200
    advisor = door.person("advisor")
    told = advisor.get(f"/api/v1/jobs/{job}/found-work").get_json()["add_ons"][0]
    assert (told["state"], told["decided"]["name"]) == ("declined", "欧阳若兰")
    assert advisor.get(f"/api/v1/signatures/{told['decided']['signature']}").status_code == 200
    assert customer.caller.get(f"{customer.link}/photos/{told['decided']['signature']}").status_code == 404


def test_nothing_of_another_car_is_in_reach(visit: tuple[Door, int, Customer]) -> None:
    door, job, customer = visit
    workshop = door.workshop
    other = workshop.take_in(plate="沪C55555")
    advisor = door.person("advisor")
    theirs, walk_round = (add(advisor, each, picture()).get_json()["result"]["attachment"] for each in (other, job))
    assert advisor.get(f"/api/v1/photos/{walk_round}").status_code == 200
    their_work = workshop.do(add_ons.propose_add_on, "foreman", job=other, text="轮胎", photos=[theirs]).result
    workshop.do(add_ons.price_add_on, "parts", job=other, operation=their_work["operation"], price_cents=1)
    for photo in (theirs, walk_round, 999):
        assert customer.caller.get(f"{customer.link}/photos/{photo}").status_code == 404
    answer = customer.decides(their_work["operation"], True)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "operation_unknown")
    assert "轮胎" not in customer.caller.get(customer.link).text
    assert customer.caller.get(f"/api/v1/jobs/{job}/found-work").status_code == 401


def test_a_settled_car_has_its_pass_and_a_delivered_one_says_goodbye(door: Door) -> None:
    job = door.workshop.car_at(Stage.settled)
    customer = Customer(door, job)
    code = customer.state()["exit_pass"]
    assert code.startswith("WBE")
    assert code in customer.caller.get(customer.link).text
    assert customer.caller.get(customer.link + "/exit-pass.svg").headers["Content-Type"].startswith("image/svg+xml")
    door.workshop.do(delivering.deliver, "guard", job=job)
    told = customer.state()
    assert (told["closed"], told["exit_pass"]) == ("delivered", None)
    assert customer.caller.get(customer.link + "/exit-pass.svg").status_code == 404


def test_a_promise_made_with_the_word_on_the_phone(visit: tuple[Door, int, Customer]) -> None:
    door, job, customer = visit
    operation = found(door.workshop, job)
    later = round((door.workshop.now + timedelta(hours=5)).timestamp() * 1000)
    promise = {"promised_at": later, "reason": "增项", "told": "王敏电话"}
    said: dict[str, Any] = {"operation": operation, "name": "欧阳若兰", "promise": promise}
    advisor = door.person("advisor")
    assert advisor.command(f"/jobs/{job}/approve-add-on", via="link", **said).status_code == 422
    assert advisor.command(f"/jobs/{job}/approve-add-on", via="phone", **said).status_code == 200
    assert customer.state()["promised_at"] == later


def test_the_link_is_told_to_whom_it_concerns(visit: tuple[Door, int, Customer]) -> None:
    door, job, customer = visit
    found(door.workshop, job)
    path = f"/api/v1/jobs/{job}/customer-link"
    advisor = door.person("advisor")
    assert advisor.get(path).get_json()["link"]["address"].endswith(customer.link)
    assert advisor.command(f"/jobs/{job}/renew-customer-link").status_code == 200
    assert customer.caller.get(customer.link).status_code == 404
    assert not advisor.get(path).get_json()["link"]["address"].endswith(customer.link)
    technician: Caller = door.on_tablet("technician")
    assert technician.get(path).status_code == 403
    shown = technician.get(f"/api/v1/jobs/{job}/found-work").get_json()
    assert shown["add_ons"][0]["state"] == "with_customer"
    assert customer.link not in str(shown)
