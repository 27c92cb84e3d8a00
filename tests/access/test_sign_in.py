"""Signing in and out: limits per person, device and address; what a sign-in is bound to; when it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from board.domain.refusals import Refused
from board.signing_in import Visit, hash_secret, sign_in_with_password
from board.store import models
from tests.access.door import Caller, Door
from tests.commands.workshop import PASSWORD, PIN, Workshop


def _try(caller: Caller, login: str = "foreman", password: str = "wrong") -> TestResponse:
    return caller.post("/api/v1/sign-in", {"login": login, "password": password})


def _codes(answers: list[TestResponse]) -> list[str]:
    return [answer.get_json()["code"] for answer in answers]


def test_somebody_signs_in_and_out(any_door: Door) -> None:
    caller = any_door.nobody()
    answer = _try(caller, " Foreman ", PASSWORD)
    assert (answer.status_code, answer.get_json()["person"]["name"]) == (200, "李强")
    caller.headers["X-CSRF-Token"] = answer.get_json()["csrf"]
    assert caller.get("/api/v1/me").get_json()["person"]["id"] == any_door.workshop.people["foreman"]
    token = caller.client.get_cookie("board_session")
    assert token is not None
    assert caller.post("/api/v1/sign-out").status_code == 200
    caller.client.set_cookie("board_session", token.value)
    assert caller.get("/api/v1/me").status_code == 401


def test_wrong_name_and_wrong_password_are_told_alike(door: Door) -> None:
    answers = [_try(door.nobody(), "foreman"), _try(door.nobody(), "nobody-here"), _try(door.nobody(), "a\x00b")]
    assert {(each.status_code, each.text) for each in answers} == {(401, answers[0].text)}


def test_a_person_s_attempts_are_limited_with_growing_waits(any_door: Door) -> None:
    caller, workshop = any_door.nobody(), any_door.workshop
    assert _codes([_try(caller) for _ in range(4)]) == ["wrong_password"] * 4
    locked = _try(caller, password=PASSWORD)
    assert (locked.status_code, locked.get_json()["code"]) == (429, "too_many_attempts")
    assert locked.headers["Retry-After"] == "16"
    workshop.now += timedelta(seconds=16)
    assert _codes([_try(caller), _try(caller, password=PASSWORD)]) == ["wrong_password", "too_many_attempts"]
    workshop.now += timedelta(seconds=31)
    assert _try(caller, password=PASSWORD).status_code == 200
    assert _codes([_try(caller) for _ in range(4)]) == ["wrong_password"] * 4


def test_a_name_typed_otherwise_is_the_same_person(door: Door) -> None:
    names = ["foreman", " foreman", "foreman  ", "FOREMAN", "\tForeman"]
    assert _codes([_try(door.nobody(), name) for name in names]) == ["wrong_password"] * 4 + ["too_many_attempts"]


def test_an_address_is_limited_whatever_the_name(door: Door) -> None:
    caller = door.nobody()
    codes = _codes([_try(caller, f"name-{count}") for count in range(21)])
    assert codes == ["wrong_password"] * 20 + ["too_many_attempts"]
    assert _try(door.nobody(address="192.0.2.8"), password=PASSWORD).status_code == 200


def test_attempts_sent_at_once_are_counted_one_after_the_other(workshop: Workshop) -> None:
    def attempt(_number: int) -> str:
        try:
            sign_in_with_password(workshop.store, "foreman", "wrong", Visit("192.0.2.7"), workshop.now)
        except Refused as refused:
            return refused.code
        return "in"

    with ThreadPoolExecutor(8) as threads:
        codes = sorted(threads.map(attempt, range(8)))
    assert codes == ["too_many_attempts"] * 4 + ["wrong_password"] * 4


def test_pins_are_limited_per_person_and_per_tablet(door: Door) -> None:
    tablet, _ = door.paired("tablet")
    people = list(door.workshop.people.values())

    def tries(person: int, pin: str = "0000") -> TestResponse:
        return tablet.post("/api/v1/tablet/sign-in", {"person": person, "pin": pin})

    assert _codes([tries(people[0]) for _ in range(5)]) == ["wrong_pin"] * 4 + ["too_many_attempts"]
    codes = _codes([tries(person) for person in people[1:9] for _ in range(2)])
    assert codes == ["wrong_pin"] * 16
    assert _codes([tries(people[10], PIN)]) == ["too_many_attempts"]
    other, _ = door.paired("tablet", "另一台")
    assert other.post("/api/v1/tablet/sign-in", {"person": people[10], "pin": PIN}).status_code == 200


def test_a_pin_is_worth_nothing_without_a_tablet(door: Door) -> None:
    body = {"person": door.workshop.people["technician"], "pin": PIN}
    assert door.nobody().post("/api/v1/tablet/sign-in", body).status_code == 401
    wall, _ = door.paired("workshop")
    assert wall.post("/api/v1/tablet/sign-in", body).status_code == 403


def test_a_tablet_s_sign_in_is_bound_to_it(door: Door) -> None:
    tablet = door.on_tablet("technician")
    assert tablet.get("/api/v1/me").get_json()["person"]["name"] == "张伟"
    session = tablet.client.get_cookie("board_tablet")
    assert session is not None
    other, _ = door.paired("tablet", "另一台")
    other.client.set_cookie("board_tablet", session.value)
    assert other.get("/api/v1/me").get_json()["person"] is None
    desk = door.nobody()
    desk.client.set_cookie("board_session", session.value)
    assert desk.get("/api/v1/me").status_code == 401


def test_the_next_one_on_a_tablet_ends_the_last_one_s_sign_in(door: Door) -> None:
    tablet = door.on_tablet("technician")
    first = tablet.client.get_cookie("board_tablet")
    assert first is not None
    tablet.client.delete_cookie("board_tablet")
    tablet.headers["X-CSRF-Token"] = tablet.get("/api/v1/me").get_json()["csrf"]
    answer = tablet.post("/api/v1/tablet/sign-in", {"person": door.workshop.people["leader"], "pin": PIN})
    assert answer.get_json()["person"]["name"] == "周涛"
    tablet.client.set_cookie("board_tablet", first.value)
    assert tablet.get("/api/v1/me").get_json()["person"] is None


@pytest.mark.parametrize(
    ("idle", "used", "status"),
    [(timedelta(hours=11), 0, 200), (timedelta(hours=13), 0, 401), (timedelta(hours=11), 20, 401)],
)
def test_a_sign_in_ends_unused_after_hours_and_used_after_days(
    door: Door, idle: timedelta, used: int, status: int
) -> None:
    caller = door.person("foreman")
    for _ in range(used):
        door.workshop.now += idle
        caller.post("/api/v1/scans/look", {"text": "x", "via": "typed"})
    door.workshop.now += idle
    assert caller.get("/api/v1/me").status_code == status


def test_somebody_who_left_is_signed_out(door: Door) -> None:
    caller = door.person("foreman")
    with door.workshop.store.changing() as session:
        session.execute(update(models.Person).where(models.Person.login == "foreman").values(active=False))
    assert caller.get("/api/v1/me").status_code == 401
    assert _try(door.nobody(), password=PASSWORD).status_code == 401


def test_passwords_and_tokens_are_kept_as_digests(door: Door) -> None:
    token = door.person("foreman").client.get_cookie("board_session")
    assert token is not None
    with door.workshop.store.reading() as session:
        kept = session.scalars(select(models.SignIn.token_digest)).all()
    assert token.value not in kept
    assert hash_secret("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_signing_in_without_script(door: Door) -> None:
    caller = door.nobody()
    wrong = caller.post("/sign-in", data={"login": "foreman", "password": "wrong", "next": "/foreman"})
    assert (wrong.status_code, "Location" in wrong.headers) == (401, False)
    right = caller.post("/sign-in", data={"login": "foreman", "password": PASSWORD, "next": "/foreman"})
    assert (right.status_code, right.location) == (302, "/foreman")


@pytest.mark.parametrize(
    "following",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/\t/evil.example"],
)
def test_nobody_is_led_elsewhere_after_signing_in(door: Door, following: str) -> None:
    answer = door.nobody().post("/sign-in", data={"login": "foreman", "password": PASSWORD, "next": following})
    assert answer.status_code == 302
    assert answer.location == "/"
