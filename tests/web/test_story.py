"""What happened to a car, told over the API: every act with what was before and after, also for cars that left; and the
audit that finds the changes again."""

from datetime import timedelta
from typing import Any

import pytest

from board.commands import andon, clockings, receiving, working
from board.domain.andon import CallKind
from board.domain.job import PauseReason
from board.domain.stages import Stage
from board.screens import audit
from tests.access.door import Caller, Door
from tests.commands.workshop import BRAKES, OIL, Workshop


def _story(caller: Caller, job: int) -> dict[str, Any]:
    answer = caller.get(f"/api/v1/jobs/{job}/story")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def _entry(story: dict[str, Any], verb: str) -> dict[str, Any]:
    found: dict[str, Any] = next(entry for entry in story["entries"] if entry["verb"] == verb)
    return found


def _told(entry: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {part["what"]: (part["before"], part["after"]) for part in entry["parts"]}


def _ms(at: Any) -> int:
    return round(at.timestamp() * 1000)


def test_a_changed_promise_and_a_corrected_clocking_read_right(any_door: Door) -> None:
    workshop = any_door.workshop
    first = workshop.now + timedelta(hours=3)
    job = workshop.take_in(promised_at=first, plate="京A6K218")
    workshop.dispatch(job)
    workshop.do(working.clock_on, "technician", job=job)
    later = workshop.now + timedelta(hours=6)
    workshop.do(receiving.change_promise, "advisor", job=job, promised_at=later, reason="等待备件", told="王敏，电话")
    clocking = workshop.job(job).clockings[0]
    at = clocking.at - timedelta(minutes=7)
    workshop.do(clockings.correct_clocking, "foreman", clocking=clocking.id, at=at, reason="忘记打卡")
    story = _story(any_door.person("manager"), job)
    assert (story["job"]["plate"]["text"], story["job"]["stage"]) == ("京A·6K218", "in_work")
    assert [entry["verb"] for entry in story["entries"]] == [
        "take_in", "dispatch", "clock_on", "change_promise", "correct_clocking",
    ]  # fmt: skip
    changed = _entry(story, "change_promise")
    assert changed["who"] == "王敏"
    promise = {"promise": (_ms(first), _ms(later)), "reason": (None, "等待备件"), "told": (None, "王敏，电话")}
    assert _told(changed) == promise
    corrected = _entry(story, "correct_clocking")
    assert corrected["parts"][0] | {"kind": "", "thing": None} == {
        "what": "clocked_on", "kind": "", "item": "张伟", "before": _ms(clocking.at), "after": _ms(at), "thing": None,
    }  # fmt: skip
    assert _told(corrected)["reason"] == (None, "忘记打卡")
    ledger = [(line["was_at"], line["promised_at"], line["reason"], line["by"]) for line in story["promises"]]
    assert ledger == [(None, _ms(first), "", "王敏"), (_ms(first), _ms(later), "等待备件", "王敏")]
    assert _told(_entry(story, "dispatch"))["stage"] == ("waiting_dispatch", "dispatched")
    assert _told(_entry(story, "dispatch"))["bay"] == (None, "1")


def test_the_stays_say_how_long_the_car_was_where(door: Door) -> None:
    job = door.workshop.car_at(Stage.delivered)
    story = _story(door.person("advisor"), job)
    stays = story["stays"]
    assert [stay["stage"] for stay in stays][:3] == ["waiting_dispatch", "dispatched", "in_work"]
    assert stays[-1]["stage"] == "delivered"
    assert stays[-1]["until_at"] is None
    assert [stay["until_at"] for stay in stays[:-1]] == [stay["from_at"] for stay in stays[1:]]
    assert story["job"]["delivered_at"] == stays[-1]["from_at"]


def test_both_cars_of_a_switch_have_it_in_their_story(any_door: Door) -> None:
    workshop = any_door.workshop
    left, taken = workshop.take_in(OIL, BRAKES), workshop.take_in(OIL)
    workshop.dispatch(left)
    workshop.dispatch(taken, "2")
    workshop.do(working.clock_on, "technician", job=left)
    workshop.do(working.switch, "technician", job=taken, from_job=left, reason=PauseReason.parts)
    manager = any_door.person("manager")
    gone, come = _entry(_story(manager, left), "switch"), _entry(_story(manager, taken), "switch")
    assert (gone["how"], gone["job"]["id"]) == ("left", taken)
    assert (come["how"], come["job"]["id"]) == (None, left)
    assert _told(gone) == {"stage": ("in_work", "paused"), "reason": (None, "parts")}
    assert _told(come)["stage"] == ("dispatched", "in_work")
    assert _told(come)["works_on"] == (None, "更换机油")


def test_a_call_for_help_is_told_with_how_long_it_took(door: Door) -> None:
    workshop = door.workshop
    job = workshop.car_at(Stage.in_work)
    call = workshop.do(andon.call_andon, "technician", kind=CallKind.parts, job=job, note="滤芯").result["call"]
    workshop.now += timedelta(minutes=4)
    workshop.do(andon.answer_andon, "parts", call=call)
    workshop.do(andon.resolve_andon, "parts", call=call, resolution="已送到")
    again = workshop.do(andon.call_andon, "technician", kind=CallKind.parts, job=job).result["call"]
    workshop.do(andon.resolve_andon, "technician", call=again)
    story = _story(door.person("foreman"), job)
    assert _told(_entry(story, "call_andon")) == {"call": (None, "parts"), "note": (None, "滤芯")}
    assert _told(_entry(story, "answer_andon"))["after_call"] == (None, 5)
    settled = [entry for entry in story["entries"] if entry["verb"] == "resolve_andon"]
    assert [entry["how"] for entry in settled] == [None, "withdrawn"]


def test_who_may_read_a_story(door: Door) -> None:
    job = door.workshop.car_at(Stage.cancelled)
    for login in ("advisor", "foreman", "manager", "admin", "follow_up_clerk"):
        assert _story(door.person(login), job)["job"]["stage"] == "cancelled"
        assert door.person(login).get(f"/jobs/{job}/story").status_code == 200
    for login in ("technician", "cashier", "guard", "parts"):
        assert door.person(login).get(f"/api/v1/jobs/{job}/story").status_code == 403
    assert door.person("advisor").get("/api/v1/jobs/999/story").status_code == 404


@pytest.fixture
def changed(door: Door) -> Workshop:
    """A workshop in which somebody cancelled, promised anew, corrected and made a card invalid."""
    workshop = door.workshop
    workshop.car_at(Stage.cancelled, plate="京A00001")
    job = workshop.car_at(Stage.in_work, plate="京A00002")
    later = workshop.now + timedelta(hours=6)
    workshop.do(receiving.change_promise, "advisor", job=job, promised_at=later, reason="待料", told="王敏")
    workshop.do(receiving.print_card, "advisor", job=job)
    workshop.do(receiving.revoke_card, "advisor", job=job)
    clocking = workshop.job(job).clockings[0]
    at = clocking.at - timedelta(minutes=1)
    workshop.do(clockings.correct_clocking, "foreman2", clocking=clocking.id, at=at, reason="补卡")
    return workshop


def _verbs(caller: Caller, asked: str) -> list[str]:
    answer = caller.get(f"/api/v1/audit?{asked}")
    assert answer.status_code == 200, answer.text
    return [entry["verb"] for entry in answer.get_json()["entries"]]


def test_the_audit_is_narrowed_by_kind_car_person_and_day(door: Door, changed: Workshop) -> None:
    manager = door.person("manager")
    assert _verbs(manager, "kind=promises") == ["change_promise"]
    assert _verbs(manager, "kind=corrections") == ["correct_clocking"]
    assert _verbs(manager, "kind=cancellations") == ["cancel"]
    assert _verbs(manager, "kind=cards") == ["revoke_card"]
    assert "add_person" in _verbs(manager, "kind=set_up")
    assert _verbs(manager, "plate=京a·00001") == ["cancel"]
    assert _verbs(manager, "plate=京A00001&kind=all") == ["cancel", "take_in"]
    assert _verbs(manager, f"person={changed.people['foreman2']}") == ["correct_clocking"]
    number = changed.job(1).number
    assert _verbs(manager, f"number={number}") == ["cancel"]
    assert _verbs(manager, "plate=%00%00") == []
    assert "cancel" in _verbs(manager, "day=2026-11-21")
    assert _verbs(manager, "day=2026-11-20") == []
    assert _verbs(manager, "day=2026-11-22") == []
    entry = manager.get("/api/v1/audit?kind=cancellations").get_json()["entries"][0]
    assert entry["job"]["plate"]["text"] == "京A·00001"


def _all_pages(caller: Caller, asked: str) -> tuple[list[str], list[int]]:
    """Everything found, page after page, and the times to which pages without a find looked back."""
    found, looked, before = [], [], ""
    for _ in range(100):
        page = caller.get(f"/api/v1/audit?{asked}&before={before}").get_json()
        assert len(page["entries"]) <= audit.PAGE
        found += [f"{entry['revision']} {entry['verb']}" for entry in page["entries"]]
        looked += [page["looked_back_to"]] if page["looked_back_to"] else []
        before = page["next"]
        if before is None:
            break
    return found, looked


def test_the_audit_turns_pages_and_ends(door: Door, changed: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE", 4)
    monkeypatch.setattr(audit, "WINDOW", 6)
    manager = door.person("manager")
    everything, _ = _all_pages(manager, "kind=all")
    assert [int(line.split()[0]) for line in everything] == list(range(changed.revision, 0, -1))
    cancelled, looked = _all_pages(manager, "kind=cancellations")
    assert [line.split()[1] for line in cancelled] == ["cancel"]
    assert looked == sorted(looked, reverse=True)
    assert len(looked) > 3


def test_who_may_audit_and_what_is_refused(door: Door) -> None:
    for login in ("manager", "admin"):
        assert door.person(login).get("/api/v1/audit").status_code == 200
        assert door.person(login).get("/audit").status_code == 200
        assert door.person(login).get("/api/v1/audit/people").status_code == 200
    for login in ("advisor", "foreman", "technician", "follow_up_clerk"):
        assert door.person(login).get("/api/v1/audit").status_code == 403
        assert door.person(login).get("/audit").status_code == 403
    manager = door.person("manager")
    for wrong in ("day=yesterday", "person=x", "kind=secrets", "before=-1"):
        assert manager.get(f"/api/v1/audit?{wrong}").status_code == 400
