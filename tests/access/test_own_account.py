"""One's own password and sign-ins; who else may end them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.commands import setting_up
from board.domain.people import Role
from board.screens.account import browser_told
from board.signing_in import forget_what_is_old
from board.store import models
from tests.access.door import Caller, Door
from tests.commands.workshop import PASSWORD, PIN

OWN = "three-cats-in-a-canoe"


def test_a_new_sign_in_ends_the_browser_s_old_one(any_door: Door) -> None:
    caller = any_door.person("advisor")
    old = caller.client.get_cookie("board_session")
    assert old is not None
    csrf = caller.headers["X-CSRF-Token"]
    answer = caller.post("/api/v1/sign-in", {"login": "foreman", "password": PASSWORD})
    new = caller.client.get_cookie("board_session")
    assert new is not None
    assert (new.value != old.value, answer.get_json()["csrf"] != csrf) == (True, True)
    caller.client.set_cookie("board_session", old.value)
    assert caller.get("/api/v1/me").status_code == 401


def test_nobody_signs_in_to_a_sign_in_that_was_brought_along(door: Door) -> None:
    victim = door.nobody()
    victim.client.set_cookie("board_session", "chosen-by-somebody-else")
    victim.post("/api/v1/sign-in", {"login": "foreman", "password": PASSWORD})
    attacker = door.nobody()
    attacker.client.set_cookie("board_session", "chosen-by-somebody-else")
    assert attacker.get("/api/v1/me").status_code == 401


def test_changing_the_password_ends_every_other_sign_in(any_door: Door) -> None:
    here, there = any_door.person("cashier"), any_door.person("cashier")
    wrong = here.command("/account/password", present="x", password=OWN)
    assert (wrong.status_code, wrong.get_json()["code"]) == (403, "old_password_wrong")
    assert here.command("/account/password", present=PASSWORD, password=OWN).status_code == 200
    assert here.get("/api/v1/me").status_code == 200
    assert there.get("/api/v1/me").status_code == 401
    assert any_door.nobody().post("/api/v1/sign-in", {"login": "cashier", "password": OWN}).status_code == 200


def test_the_present_password_is_guessed_no_faster_there_than_at_the_door(door: Door) -> None:
    caller = door.person("cashier")
    codes = [caller.command("/account/password", present="x", password=OWN).get_json()["code"] for _ in range(5)]
    assert codes == ["old_password_wrong"] * 4 + ["too_many_attempts"]


def test_on_a_tablet_nothing_is_changed_of_how_one_gets_in_at_a_desk(door: Door) -> None:
    tablet = door.on_tablet("manager")
    answer = tablet.command("/account/password", present=PASSWORD, password=OWN)
    assert answer.get_json()["code"] == "desk_only"
    assert tablet.get("/api/v1/account/second-factor").get_json()["code"] == "desk_only"


def test_on_a_tablet_an_administrator_is_what_else_they_are(door: Door) -> None:
    """A PIN has four digits: it does not open the set-up."""
    person = door.workshop.people["technician"]
    door.workshop.do(
        setting_up.change_person,
        None,
        person=person,
        name="张伟",
        roles=[Role.technician, Role.admin],
        login="technician",
    )
    assert door.on_tablet("technician").get("/api/v1/me").get_json()["person"]["roles"] == ["technician"]
    assert door.person("technician").get("/api/v1/set-up").status_code == 200


def test_one_sees_where_one_is_signed_in_and_ends_it(any_door: Door) -> None:
    here = any_door.person("foreman")
    there = Caller(any_door.app, address="192.0.2.99")
    there.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36"
    there.post("/api/v1/sign-in", {"login": "foreman", "password": PASSWORD})
    any_door.on_tablet("foreman")
    shown = here.get("/api/v1/account").get_json()["sign_ins"]
    assert [each["here"] for each in shown].count(True) == 1
    assert {each["device"] for each in shown} == {None, "foreman"}
    other = next(each for each in shown if each["address"] == "192.0.2.99")
    assert (other["browser"], other["here"]) == ("Chrome · Windows", False)
    assert here.post(f"/api/v1/account/sign-ins/{other['id']}/end").status_code == 200
    assert there.get("/api/v1/me").status_code == 401
    assert here.post(f"/api/v1/account/sign-ins/{other['id']}/end").status_code == 404
    assert here.post("/api/v1/account/end-other-sign-ins").get_json() == {"ended": 1}
    assert len(here.get("/api/v1/account").get_json()["sign_ins"]) == 1


def test_nobody_ends_another_person_s_sign_in(door: Door) -> None:
    foreman, advisor = door.person("foreman"), door.person("advisor")
    theirs = advisor.get("/api/v1/account").get_json()["sign_ins"][0]["id"]
    assert foreman.post(f"/api/v1/account/sign-ins/{theirs}/end").status_code == 404
    assert advisor.get("/api/v1/me").status_code == 200


def test_an_administrator_ends_all_of_a_person_s(any_door: Door) -> None:
    desk, tablet = any_door.person("foreman"), any_door.on_tablet("foreman")
    path = f"/set-up/people/{any_door.workshop.people['foreman']}/end-sign-ins"
    assert any_door.person("manager").command(path).status_code == 403
    assert any_door.person("admin").command(path).status_code == 200
    assert desk.get("/api/v1/me").status_code == 401
    assert tablet.get("/api/v1/me").get_json()["person"] is None


def test_a_new_badge_or_pin_ends_what_a_tablet_has(door: Door) -> None:
    for command, details in ((setting_up.renew_badge, {}), (setting_up.set_pin, {"pin_hash": None})):
        tablet, desk = door.on_tablet("foreman"), door.person("foreman")
        door.workshop.do(command, "admin", person=door.workshop.people["foreman"], **details)
        assert tablet.get("/api/v1/me").get_json()["person"] is None
        assert desk.get("/api/v1/me").status_code == 200


def test_one_tablet_locks_nobody_out_of_the_others(any_door: Door) -> None:
    """Somebody guesses on one tablet, for hours, at everybody: on the next tablet everybody gets in at once."""
    workshop = any_door.workshop
    bad, _ = any_door.paired("tablet")
    people = [workshop.people[login] for login in ("leader", "technician", "inspector", "foreman", "parts", "both")]
    for _ in range(3):
        for person in people:
            for _ in range(5):
                bad.post("/api/v1/tablet/sign-in", {"person": person, "pin": "9999"})
        workshop.now += timedelta(minutes=70)
    other, _ = any_door.paired("tablet", "另一台")
    for person in people:
        assert other.post("/api/v1/tablet/sign-in", {"person": person, "pin": PIN}).status_code == 200
        other.headers["X-CSRF-Token"] = other.get("/api/v1/me").get_json()["csrf"]
        other.post("/api/v1/sign-out")
        other.headers["X-CSRF-Token"] = other.get("/api/v1/me").get_json()["csrf"]
    workshop.now += timedelta(minutes=2)
    washer = {"person": workshop.people["washer"], "pin": PIN}
    assert bad.post("/api/v1/tablet/sign-in", washer).status_code == 200


def test_weak_passwords_and_pins_are_not_set(door: Door) -> None:
    admin, person = door.person("admin"), door.workshop.people["washer"]
    with door.workshop.store.changing() as session:
        session.get_one(models.Person, person).phone = "138 0013 8246"
    path = f"/set-up/people/{person}"
    for kind, value, code in (
        ("password", "washer-washer", "password_weak"),
        ("pin", "8246", "pin_weak"),
        ("pin", "0000", "pin_weak"),
        ("pin", "12a4", "pin_shape"),
    ):
        assert admin.command(f"{path}/{kind}", **{kind: value}).get_json()["code"] == code
    assert admin.command(f"{path}/pin", pin="8642").status_code == 200


def test_what_is_old_is_forgotten(door: Door) -> None:
    door.person("foreman")
    door.nobody().post("/api/v1/sign-in", {"login": "x", "password": "y"})
    forget_what_is_old(door.workshop.store, door.workshop.now + timedelta(days=179))
    with door.workshop.store.reading() as session:
        assert session.scalars(select(models.SignIn.id)).all()
        assert not session.scalars(select(models.Attempts.subject)).all()
    forget_what_is_old(door.workshop.store, door.workshop.now + timedelta(days=181))
    with door.workshop.store.reading() as session:
        assert not session.scalars(select(models.SignIn.id)).all()
        assert not session.scalars(select(models.DoorEvent.id)).all()


@pytest.mark.parametrize(
    ("called", "told"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0 Safari/604.1", "WeChat · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537.36 Edg/126", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17 Safari/605", "Safari · macOS"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_browsers_are_told_in_words(called: str, told: str) -> None:
    assert browser_told(called) == told
