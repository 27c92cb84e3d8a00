"""What a tablet sends that had no network: what is taken, who may, and how much at once."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from board.commands import receiving, setting_up
from board.domain.stages import Stage
from board.proofs import KEY_FILE
from board.store import models
from tests.access.door import Door
from tests.commands.workshop import OIL, PIN, Workshop, all_rows, next_id
from tests.web.late import Tablet, ms, tablet


def test_a_morning_without_network(any_door: Door) -> None:
    workshop = any_door.workshop
    job = workshop.car_at(Stage.dispatched)
    operation = workshop.job(job).operations[0].id
    kept = tablet(any_door, "technician", fast=timedelta(days=400), offset=-400 * 86_400_000)
    kept.scan("technician", job, "clock_on")
    came = workshop.now
    kept.scan("technician", job, "finish_operation", operation=operation)
    went = workshop.now
    kept.scan("technician", job, "pass_self_check")
    kept.scan("technician", job, "pass_leader_check")
    kept.scan("technician", None, None)
    workshop.now += timedelta(hours=2)
    answer = kept.send().get_json()
    assert (answer["now"], answer["expects"]) == (ms(workshop.now), 6)
    assert [each["outcome"] for each in answer["results"]] == ["done", "done", "done", "late", "done"]
    first, *_, late, _left = answer["results"]
    assert first == {
        "seq": 1,
        "id": kept.kept[0]["id"],
        "outcome": "done",
        "job": job,
        "revision": workshop.revision - 3,
        "code": None,
        "sentence": None,
        "late_scan": None,
    }
    assert (late["code"], late["sentence"], late["late_scan"]) == (
        "not_allowed",
        "您的岗位不能做这一步。请联系车间主管或系统管理员。",
        1,
    )
    row = workshop.job(job)
    assert (row.stage, row.stage_since) == (Stage.leader_check, went + timedelta(minutes=1))
    assert [(each.at, each.recorded_at) for each in row.clockings] == [(came, workshop.now), (went, workshop.now)]
    kept.caller.headers["X-CSRF-Token"] = kept.caller.get("/api/v1/me").get_json()["csrf"]  # nobody is signed in now
    assert kept.outcomes() == ["repeated", "repeated", "repeated", ("repeated", "not_allowed"), "repeated"]
    assert len(workshop.job(job).clockings) == 2


def test_items_wait_for_those_before_them(door: Door) -> None:
    job = door.workshop.car_at(Stage.dispatched)
    kept = tablet(door, "technician")
    kept.scan("technician", job, "clock_on")
    later = kept.scan("technician", job, "pause", reason="rest")
    answer = kept.send(later).get_json()
    assert (answer["expects"], answer["results"]) == (1, [])
    assert kept.outcomes() == ["done", "done"]


def test_a_badge_and_its_pin_count_without_network(door: Door) -> None:
    workshop = door.workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(door)
    kept.show_badge("technician")
    kept.scan("technician", job, "clock_on")
    kept.scan("technician", job, "pause", reason="rest")
    kept.show_badge("leader", pin="0000")
    kept.scan("leader", job, "clock_on")
    kept.scan("leader", job, "clock_on")
    assert kept.outcomes() == ["done", "done", ("late", "wrong_pin"), ("late", "wrong_pin")]
    with workshop.store.reading() as session:
        attempts = {each.subject: each.failures for each in session.query(models.Attempts)}
        late = session.query(models.LateScan).first()
    assert late is not None
    subject = f"person:{workshop.people['leader']}@{late.device_id}"
    assert attempts[subject] == 1, "a session is judged, and counted, once"
    with workshop.store.reader.connect() as connection:
        rows = json.dumps(all_rows(connection), default=str)
    assert kept.proofs["technician"]["sealed"] not in rows
    assert late is not None
    assert not late.proven


def test_too_many_wrong_pins_lock_as_at_the_door(door: Door) -> None:
    workshop = door.workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(door)
    for number in range(6):
        kept.session = f"session-{number}"
        kept.show_badge("technician", pin="0000" if number < 5 else PIN)
        kept.scan("technician", job, "clock_on")
    codes = [each[1] for each in kept.outcomes()]
    assert codes == ["wrong_pin"] * 4 + ["too_many_attempts"] * 2
    answer = kept.caller.post("/api/v1/tablet/sign-in", {"person": workshop.people["technician"], "pin": PIN})
    assert answer.status_code == 429


def test_what_is_not_sealed_to_this_board_proves_nothing(door: Door) -> None:
    workshop = door.workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(door)
    kept.show_badge("technician", person=workshop.people["leader"])
    kept.scan("technician", job, "clock_on")
    kept.show_badge("technician", session="of-another")
    kept.scan("technician", job, "clock_on")
    kept.show_badge("technician", pin=1234)  # type: ignore[arg-type]
    kept.scan("technician", job, "clock_on")
    kept.scan("technician", job, "clock_on", proof={**kept.proofs["technician"], "sealed": "AAAA"})
    kept.scan("technician", job, "clock_on", proof={**kept.proofs["technician"], "sealed": "是"})
    assert kept.outcomes() == [("late", "proof_unreadable")] * 5


def test_poisoned_items_hold_up_nothing(door: Door) -> None:
    workshop = door.workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(door, "technician")
    good = kept.scan("technician", job, "clock_on")
    kept.kept.clear()
    poison: list[Any] = [
        None,
        7,
        "x" * 10_000,
        [],
        {},
        {**good, "id": "x"},
        {**good, "id": next_id(), "at": "yesterday"},
        {**good, "id": next_id(), "at": 10**30},
        {**good, "id": next_id(), "proof": None},
        {**good, "id": next_id(), "said": {"operation": "one"}},
        {**good, "id": next_id(), "said": {"surprise": 1}},
        {**good, "id": next_id(), "code": "x" * 600},
        {**good, "id": next_id(), "person": "王"},
        {**good, "id": next_id(), "act": "dance"},
    ]
    for seq, each in enumerate(poison, 1):
        kept.kept.append({**each, "seq": seq} if isinstance(each, dict) else each)
    kept.kept.append({**good, "seq": len(poison) + 1})
    assert kept.outcomes() == [("unreadable", "late_scan_unreadable")] * len(poison) + ["done"]
    kept.kept = [{**good, "id": next_id(), "step": "dance", "seq": len(poison) + 2}]
    assert kept.outcomes() == [("late", "step_unknown")]
    assert workshop.job(job).stage is Stage.in_work


def test_half_an_emoji_is_no_reason_to_lose_a_scan(door: Door) -> None:
    workshop = door.workshop
    job = workshop.car_at(Stage.in_work)
    kept = tablet(door, "technician")
    kept.scan("technician", job, "pause", reason="rest", note="\ud83d")
    body = {"outbox": kept.outbox, "sent_at": kept.time, "items": kept.kept}
    headers = {"Content-Type": "application/json"}
    answer = kept.caller.post("/api/v1/tablet/late-scans", data=json.dumps(body), **headers)
    assert [each["outcome"] for each in answer.get_json()["results"]] == ["done"], answer.text


def test_so_much_at_once_and_no_more(door: Door) -> None:
    kept = tablet(door, "technician")
    for _ in range(51):
        kept.scan("technician", None, None)
    answer = kept.send()
    assert (answer.status_code, answer.get_json()["fields"][0]["field"]) == (422, "items")
    answer = kept.send({**kept.kept[0], "said": {"note": "x" * 300_000}})
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
    for body in ({}, {"outbox": "x", "sent_at": 1, "items": []}, {"outbox": "x" * 22, "sent_at": 1.5, "items": []}):
        assert kept.caller.post("/api/v1/tablet/late-scans", body).status_code == 422
    assert kept.caller.post("/api/v1/tablet/late-scans", data=b"{" * 99_999).status_code == 400
    with door.workshop.store.reading() as session:
        assert session.query(models.Outbox).all() == []
    assert kept.outcomes(*kept.kept[:50]) == ["done"] * 50


def test_only_a_tablet_keeps_and_sends(door: Door) -> None:
    for caller in (door.person("technician"), door.paired("workshop")[0]):
        for answer in (
            caller.get("/api/v1/tablet/provisions"),
            caller.post("/api/v1/tablet/late-scans", {"outbox": "x" * 22, "sent_at": 1, "items": []}),
        ):
            assert answer.status_code == 403
    kept = tablet(door)
    kept.caller.headers["X-CSRF-Token"] = "x"
    assert kept.send().get_json()["code"] == "csrf_failed"


def test_a_car_of_another_site_is_not_found(door: Door) -> None:
    workshop = door.workshop
    elsewhere = Workshop(
        workshop.store, setting_up.found_site(workshop.store, "分店", "zh_CN", "Asia/Shanghai", workshop.now)
    )
    job = elsewhere.take_in(OIL, by=None)
    kept = tablet(door, "technician")
    card = elsewhere.do(receiving.print_card, None, job=job).result["card"]
    kept.scan("technician", job, "clock_on")
    kept.scan("technician", None, "clock_on", code=card)
    answer = kept.send().get_json()
    assert [(each["code"], each["job"]) for each in answer["results"]] == [("not_found", None), ("scan_foreign", None)]
    assert str(job) not in kept.provisions()["jobs"]


def test_the_foreman_settles(any_door: Door) -> None:
    workshop = any_door.workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(any_door, "technician")
    kept.scan("technician", job, "clock_on")
    workshop.do(receiving.cancel, "advisor", job=job, reason="客户取消")
    assert kept.outcomes() == [("late", "job_closed")]
    foreman, technician = any_door.person("foreman", view="foreman"), any_door.person("technician")
    card = foreman.get("/api/v1/views/foreman").get_json()["cards"]["late_scan:1"]
    assert (card["job"]["id"], card["code"], card["step"]) == (job, "job_closed", "clock_on")
    told: dict[str, Any] = {"way": "record_time", "reason": "平板断网", "until_at": ms(workshop.now)}
    assert technician.command("/late-scans/1/settle", **told).status_code == 403
    refused = foreman.command("/late-scans/1/settle", way="retry").get_json()
    assert (refused["code"], refused["present"]["late_scan:1"]) == ("job_closed", card)
    assert foreman.command("/late-scans/1/settle", **told).get_json()["code"] == "clocking_order"
    assert foreman.command("/late-scans/1/settle", **told, from_at=card["at"]).status_code == 200
    assert "late_scan:1" not in foreman.get("/api/v1/views/foreman").get_json()["cards"]
    assert len(workshop.job(job).clockings) == 2
    found = any_door.person("manager").get("/api/v1/audit?kind=corrections").get_json()["entries"]
    assert [each["verb"] for each in found] == ["settle_late_scan", "lay_late_scan"]


# what a tablet keeps


def test_provisions_are_what_the_tablet_shows_and_no_more(any_door: Door) -> None:
    workshop = any_door.workshop
    secrets = {"concern": "刹车异响", "vin": "LSVAA4182E2123456"}
    customer = {"name": "诸葛孔明", "salutation": "mr", "phone": "13811112222"}
    job = workshop.car_at(Stage.dispatched, customer=customer, **secrets)
    card = workshop.do(receiving.print_card, "advisor", job=job).result["card"]
    kept = tablet(any_door, "leader", "technician")
    told = kept.provisions()
    assert (told["revision"], told["now"]) == (workshop.revision, ms(workshop.now))
    shown = kept.caller.get("/api/v1/views/tablet").get_json()["cards"]
    own = shown[f"job:{job}"]
    steps = own.pop("steps")
    assert told["jobs"][str(job)] == {
        name: value for name, value in own.items() if name not in {"mine", "on_since_at"}
    } | {"concern": ""}
    assert told["site"] == shown[f"site:{workshop.site}"]
    person = told["people"][str(workshop.people["technician"])]
    assert person["steps"][str(job)] == steps
    assert (person["name"], person["roles"], person["on"]) == ("张伟", ["technician"], [])
    assert "clock_on" in person["may"]
    assert "settle" not in person["may"]
    assert told["codes"] == {_digest(card): {"job": job}}
    badges = {_digest(workshop.badges[each]): workshop.people[each] for each in ("leader", "technician")}
    assert told["badges"] == badges
    assert "pause" in told["follows"]["clock_on"]
    text = json.dumps(told, ensure_ascii=False)
    hidden = [*secrets.values(), customer["name"], customer["phone"], card, *workshop.badges.values(), "argon2"]
    assert [each for each in hidden if each in text] == []


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_who_can_use_a_tablet_without_network(door: Door) -> None:
    workshop = door.workshop
    kept = tablet(door, "leader", "technician", "washer")

    def people(of: Tablet) -> set[str]:
        told = of.provisions()
        assert set(told["badges"].values()) <= {int(each) for each in told["people"]}
        return {each["name"] for each in told["people"].values()}

    assert people(kept) == {"周涛", "张伟", "吴刚"}
    assert people(tablet(door)) == set(), "they signed in on the other one"
    workshop.do(setting_up.set_pin, "admin", person=workshop.people["leader"], pin_hash=None)
    workshop.do(setting_up.deactivate_person, "admin", person=workshop.people["washer"])
    kept.sign_in("technician")
    assert people(kept) == {"张伟"}
    workshop.now += timedelta(days=8)
    kept.caller.client.delete_cookie("board_tablet")
    assert people(kept) == set()


def test_provisions_are_sent_when_something_changed(door: Door) -> None:
    workshop = door.workshop
    kept = tablet(door, "technician")
    first = kept.caller.get("/api/v1/tablet/provisions")
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = kept.caller.get("/api/v1/tablet/provisions", **{"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    workshop.take_in()
    assert kept.caller.get("/api/v1/tablet/provisions", **{"If-None-Match": tag}).status_code == 200


def test_the_key_is_made_once_and_private(door: Door) -> None:
    kept = tablet(door)
    seal = kept.provisions()["seal"]
    assert kept.provisions()["seal"] == seal
    folder = door.app.extensions["board"].settings.data_dir
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [each.name for each in folder.glob("tablet_seal*")] == [KEY_FILE]


def test_the_page_knows_its_sign_in(door: Door) -> None:
    kept = tablet(door, "technician")
    me = kept.caller.get("/api/v1/me").get_json()["person"]
    assert me["sign_in"] == kept.proofs["technician"]["sign_in"]
    assert "sign_in" not in door.person("technician").get("/api/v1/me").get_json()["person"]
