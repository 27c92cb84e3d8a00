"""What is written down of sign-ins and refusals, who may read it, and that it holds no secret."""

import json
from datetime import timedelta
from typing import Any

import pytest

from board.commands import setting_up
from board.domain.signing_in import REFUSALS_APART
from tests.access.door import Door
from tests.commands.workshop import PASSWORD, PIN, all_rows


def events(door: Door, query: str = "") -> list[dict[str, Any]]:
    """What the manager reads, newest first."""
    caller = door.person("manager")
    answer = caller.get(f"/api/v1/audit/doors?{query}")
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.get_json()["events"]
    return [each for each in told if not (each["event"] == "signed_in" and each["person"] == "高远")]


def kinds(door: Door, query: str = "") -> list[str]:
    return [each["event"] for each in events(door, query)]


def test_who_came_and_went_is_written_down(any_door: Door) -> None:
    caller = any_door.person("foreman")
    caller.post("/api/v1/sign-out")
    any_door.on_tablet("technician")
    assert kinds(any_door) == ["signed_in", "device_paired", "signed_out", "signed_in"]
    first = events(any_door)[-1]
    assert (first["person"], first["address"], first["device"]) == ("李强", "192.0.2.7", None)
    on_tablet = events(any_door)[0]
    assert (on_tablet["person"], on_tablet["device"]) == ("张伟", "technician")


def test_failures_and_locks_are_written_down_with_whom_they_meant(door: Door) -> None:
    caller = door.nobody()
    for _ in range(6):
        caller.post("/api/v1/sign-in", {"login": "foreman", "password": "wrong"})
    caller.post("/api/v1/sign-in", {"login": "nobody-here", "password": "wrong"})
    tablet, device = door.paired("tablet")
    tablet.post("/api/v1/tablet/sign-in", {"person": door.workshop.people["washer"], "pin": "0001"})
    door.workshop.do(setting_up.revoke_device, "admin", device=device)
    told = [(each["event"], each["person"]) for each in reversed(events(door))]
    assert told == [
        *[("wrong_password", "李强")] * 4,
        ("locked", "李强"),
        ("wrong_password", None),
        ("device_paired", None),
        ("wrong_pin", "吴刚"),
        ("device_revoked", None),
    ]
    assert events(door)[0]["by"] == "林清"


def test_what_somebody_may_not_do_is_written_down_once_a_minute(any_door: Door) -> None:
    caller = any_door.person("washer")
    for _ in range(5):
        caller.command("/jobs/1/settle")
    caller.get("/api/v1/audit")
    any_door.workshop.now += REFUSALS_APART + timedelta(seconds=1)
    caller.command("/jobs/1/settle")
    refused = [(each["person"], each["action"]) for each in events(any_door, "event=refused")]
    assert refused == [("吴刚", "settle"), ("吴刚", "read_audit"), ("吴刚", "settle")]


def test_what_is_refused_by_a_view_is_written_down_too(door: Door) -> None:
    door.person("washer").get("/api/v1/views/foreman")
    assert [each["action"] for each in events(door, "event=refused")] == ["watch_foreman"]


def test_nobody_s_refusals_are_not_written_down(door: Door) -> None:
    for path in ("/api/v1/jobs", "/foreman", "/api/v1/audit"):
        door.nobody().get(path)
    assert kinds(door) == []


def test_who_ended_it_is_written_down(door: Door) -> None:
    door.person("foreman")
    door.workshop.do(setting_up.end_persons_sign_ins, "admin", person=door.workshop.people["foreman"])
    ended = events(door, "event=ended")
    assert [(each["person"], each["by"]) for each in ended] == [("李强", "林清")]


def test_it_is_found_again_by_kind_person_and_day_and_page(door: Door) -> None:
    for login in ("foreman", "advisor", "cashier") * 18:
        door.person(login)
    foreman = door.workshop.people["foreman"]
    assert {each["person"] for each in events(door, f"person={foreman}")} == {"李强"}
    assert events(door, "day=2026-11-21")
    assert events(door, "day=2026-11-20") == []
    manager = door.person("manager")
    page = manager.get("/api/v1/audit/doors?event=signed_in").get_json()
    assert (len(page["events"]), page["next"]) == (50, page["events"][-1]["id"])
    rest = manager.get(f"/api/v1/audit/doors?event=signed_in&before={page['next']}").get_json()
    assert rest["events"][0]["id"] < page["next"]
    for wrong in ("event=x", "person=x", "day=x", "before=x"):
        assert manager.get(f"/api/v1/audit/doors?{wrong}").status_code == 400


@pytest.mark.parametrize(("login", "status"), [("admin", 200), ("manager", 200), ("foreman", 403), ("washer", 403)])
def test_the_manager_and_the_administrator_read_it(door: Door, login: str, status: int) -> None:
    assert door.person(login).get("/api/v1/audit/doors").status_code == status


def test_another_site_s_doors_are_not_shown(door: Door) -> None:
    setting_up.found_site(door.workshop.store, "分店", "zh_CN", "Asia/Shanghai", door.workshop.now)
    door.nobody().post("/api/v1/sign-in", {"login": "whose-is-this", "password": "x"})
    assert kinds(door) == []


def test_no_password_no_pin_and_no_code_is_in_it(any_door: Door) -> None:
    typed = "hunter2-hunter2"
    any_door.nobody().post("/api/v1/sign-in", {"login": "foreman", "password": typed})
    any_door.nobody().post("/api/v1/sign-in", {"login": typed, "password": "x"})
    any_door.on_tablet("technician").post("/api/v1/tablet/sign-in", {"person": 1, "pin": "70707"})
    with any_door.workshop.store.reader.connect() as connection:
        text = json.dumps(all_rows(connection)["door_event"], default=str)
    for hidden in (typed, PASSWORD, PIN, "70707"):
        assert f'"{hidden}"' not in text
