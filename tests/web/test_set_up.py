"""The set-up as its page asks for it: who may, what is sent and told, and what holds the secrets back."""

from typing import Any

import pytest

from board.commands import setting_up
from board.domain.people import PEOPLE_ROLES, Role
from board.screens import workshop as wall
from tests.access.door import Door
from tests.commands.workshop import next_id

NEW = {"name": "新人", "roles": ["technician"]}
SHEET = "代码,中文名称,标准工时（分钟）,工时费,安全\nOIL,更换机油,30,120.00,否\nBRK,=刹车,54,,是\n"


def test_only_the_administrator_reads_and_changes_it(door: Door) -> None:
    for role in sorted(PEOPLE_ROLES - {Role.admin}):
        caller = door.person(role.value)
        assert caller.get("/api/v1/set-up").get_json()["code"] == "not_allowed", role
        assert caller.command("/set-up/teams", name="x").get_json()["code"] == "not_allowed", role
    assert door.nobody().get("/set-up").location == "/sign-in?next=/set-up"
    assert door.person("admin").get("/set-up").status_code == 200


def test_the_foreman_takes_a_bay_out_and_back_and_changes_nothing_else_of_it(door: Door) -> None:
    foreman, bay = door.person("foreman"), door.workshop.bays["1"]
    until = round(door.workshop.now.timestamp() * 1000) + 3_600_000
    assert foreman.command(f"/bays/{bay}/take-out", reason="检修", until_at=until).status_code == 200
    with door.workshop.look() as look:
        assert wall.bay_card(look.bays()[bay])["out_of_service"] == {"reason": "检修", "until_at": until}
    assert foreman.command(f"/bays/{bay}/return").status_code == 200
    assert foreman.command(f"/set-up/bays/{bay}/remove").get_json()["code"] == "not_allowed"
    assert door.person("technician").command(f"/bays/{bay}/take-out", reason="x").get_json()["code"] == "not_allowed"


def test_somebody_new_signs_in_with_the_password_and_the_pin(door: Door) -> None:
    admin = door.person("admin")
    body = {**NEW, "login": "Xinren", "password": "long-enough-1", "pin": "1357"}
    command_id = next_id()
    added = admin.command("/set-up/people", command_id, **body).get_json()
    again = admin.command("/set-up/people", command_id, **body).get_json()
    assert again == {**added, "repeated": True}
    signed_in = door.nobody().post("/api/v1/sign-in", {"login": "xinren", "password": "long-enough-1"})
    assert signed_in.get_json()["person"]["name"] == "新人"
    tablet, _ = door.paired("tablet")
    person = added["result"]["person"]
    assert tablet.post("/api/v1/tablet/sign-in", {"person": person, "pin": "1357"}).status_code == 200
    assert (
        admin.command("/set-up/people", command_id, **{**body, "pin": "9731"}).get_json()["code"] == "command_id_reused"
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"password": "short", "login": "a"}, "password_short"),
        ({"pin": "123"}, "pin_shape"),
        ({"pin": "１２３４"}, "pin_shape"),
        ({"roles": ["display"]}, "invalid_input"),
        ({"roles": []}, "invalid_input"),
    ],
)
def test_a_way_in_that_is_none_is_refused(door: Door, body: dict[str, Any], code: str) -> None:
    assert door.person("admin").command("/set-up/people", **{**NEW, **body}).get_json()["code"] == code


def test_who_was_let_go_is_signed_out_at_once(door: Door) -> None:
    washer, admin = door.person("advisor"), door.person("admin")
    assert washer.get("/api/v1/me").status_code == 200
    assert admin.command(f"/set-up/people/{door.workshop.people['advisor']}/deactivate").status_code == 200
    assert washer.get("/api/v1/me").get_json()["code"] == "sign_in_first"


def test_the_picture_holds_no_secret(door: Door) -> None:
    told = door.person("admin").get("/api/v1/set-up")
    people = {person["login"]: person for person in told.get_json()["people"]}
    assert (people["admin"]["has_password"], people["admin"]["has_pin"]) == (True, True)
    assert "argon2" not in told.text
    assert "token" not in told.text


def test_a_new_screen_opens_by_its_link_and_the_same_command_gives_the_same_link(door: Door) -> None:
    admin, command_id = door.person("admin"), next_id()
    added = admin.command("/set-up/screens", command_id, name="大屏", view="workshop").get_json()
    assert (
        admin.command("/set-up/screens", command_id, name="大屏", view="workshop").get_json()["link"] == added["link"]
    )
    assert added["qr"].startswith("<svg")
    path = added["link"].removeprefix("http://localhost")
    screen = door.nobody(view="workshop")
    assert screen.get(path).location == "/workshop"
    admin.command(f"/set-up/screens/{added['result']['device']}/revoke")
    assert door.nobody(view="workshop").get(path).status_code == 404


def test_a_table_is_looked_at_then_taken_over(door: Door) -> None:
    admin = door.person("admin")
    preview = admin.put(f"/api/v1/set-up/catalogue/preview/{next_id()}", SHEET.encode()).get_json()
    assert [job["code"] for job in preview["added"]] == ["OIL", "BRK"]
    assert (preview["changed"], preview["unchanged"], preview["mistakes"]) == ([], 0, [])
    assert admin.get("/api/v1/catalogue").get_json()["jobs"] == []
    path = f"/api/v1/set-up/catalogue/import/{next_id()}"
    taken = admin.put(path, SHEET.encode()).get_json()
    assert taken["result"] == {"added": 2, "changed": 0, "unchanged": 0}
    assert admin.put(path, SHEET.encode()).get_json() == {**taken, "repeated": True}
    assert [job["code"] for job in door.person("technician").get("/api/v1/catalogue").get_json()["jobs"]] == [
        "BRK",
        "OIL",
    ]
    exported = admin.get("/set-up/catalogue.csv", **{"Accept-Language": "en"})
    assert exported.data.startswith(b"\xef\xbb\xbf")
    assert "'=刹车" in exported.data.decode()
    again = admin.put(f"/api/v1/set-up/catalogue/preview/{next_id()}", exported.data).get_json()
    assert (again["added"], again["changed"], again["unchanged"], again["mistakes"]) == ([], [], 2, [])


def test_a_table_with_mistakes_is_told_line_by_line_and_changes_nothing(door: Door) -> None:
    admin = door.person("admin")
    sheet = SHEET.replace("54", "一小时").encode()
    for path in ("preview", "import"):
        told = admin.put(f"/api/v1/set-up/catalogue/{path}/{next_id()}", sheet).get_json()
        mistake = {"line": 3, "column": "标准工时（分钟）", "sentence": "这里需要一个有效的数字。"}
        assert told["mistakes"] == [mistake]
    assert told["code"] == "sheet_mistakes"
    assert admin.get("/api/v1/catalogue").get_json()["jobs"] == []
    assert admin.put("/api/v1/set-up/catalogue/import/short", sheet).get_json()["code"] == "invalid_input"


def test_one_person_s_badge_is_printed_alone(door: Door) -> None:
    admin, person = door.person("admin"), door.workshop.people["washer"]
    page = admin.get(f"/people/badges?person={person}").text
    assert ("吴刚" in page, "王敏" in page) == (True, False)
    old = door.workshop.badges["washer"]
    door.workshop.do(setting_up.renew_badge, "admin", person=person)
    assert old not in admin.get(f"/people/badges?person={person}").text
