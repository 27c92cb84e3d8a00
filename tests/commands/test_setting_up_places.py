"""Bays, hours, standards, checklists, pause reasons and the workshop itself: changed, refused, and seen at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from board.commands import setting_up, working
from board.domain.bays import BayKind
from board.domain.checklists import Occasion
from board.domain.job import PauseReason, ServiceType
from board.domain.people import Role
from board.domain.stages import Stage
from board.screens import set_up
from board.screens import workshop as wall
from board.store import models
from board.store.versions import version
from tests.commands.workshop import Workshop, refused

LIFT: dict[str, Any] = {"number": "1", "kind": BayKind.lift, "capacity": 1, "place": 1}


def site(workshop: Workshop) -> models.Site:
    with workshop.store.reading() as session:
        return session.get_one(models.Site, workshop.site)


def picture(workshop: Workshop) -> dict[str, Any]:
    with workshop.look() as look:
        return set_up.picture(look)


def test_a_bay_is_changed_and_takes_its_place(workshop: Workshop) -> None:
    bay = workshop.bays["3"]
    moved: dict[str, Any] = {"number": "EV1", "kind": BayKind.ev, "capacity": 1, "place": 1}
    workshop.do(setting_up.change_bay, "admin", bay=bay, **moved)
    with workshop.look() as look:
        assert [each.number for each in look.bays().values()] == ["EV1", "1", "2", "W", "R"]
        assert [each.position for each in look.bays().values()] == [1, 2, 3, 4, 5]
    assert set(workshop.entries()[-1].touched) == {f"bay:{workshop.bays[each]}" for each in "123"}
    with refused(workshop, "number_taken"):
        workshop.do(setting_up.change_bay, "admin", bay=bay, **{**moved, "number": "2"})
    with refused(workshop, "changed_meanwhile"):
        workshop.do(setting_up.change_bay, "admin", bay=bay, **moved, seen="0123456789abcdef")


def test_a_bay_with_a_car_stays_what_it_is(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    bay = workshop.bays["1"]
    with refused(workshop, "bay_not_empty"):
        workshop.do(setting_up.change_bay, "admin", bay=bay, **{**LIFT, "kind": BayKind.wash})
    workshop.do(setting_up.change_bay, "admin", bay=bay, **{**LIFT, "number": "1A"})
    assert f"job:{job}" in workshop.entries()[-1].touched  # tablets tell the bay's number with the car


def test_a_ready_stall_with_a_car_keeps_its_number_and_its_room(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    stall: dict[str, Any] = {"number": "A-03", "kind": BayKind.ready_stall, "capacity": 2}
    bay = workshop.do(setting_up.add_bay, "admin", **stall).result["bay"]
    for _ in range(2):
        workshop.car_at(Stage.ready)
    for change in ({"number": "A-04"}, {"capacity": 1}, {"kind": BayKind.wash}):
        with refused(workshop, "bay_not_empty"):
            workshop.do(setting_up.change_bay, "admin", bay=bay, **{**stall, **change}, place=6)
    workshop.do(setting_up.change_bay, "admin", bay=bay, **{**stall, "capacity": 3}, place=6)


def test_only_a_bay_that_was_never_used_is_removed(workshop: Workshop) -> None:
    workshop.car_at(Stage.delivered)
    stall = workshop.do(setting_up.add_bay, "admin", number="A-03", kind=BayKind.ready_stall).result["bay"]
    for used in (workshop.bays["1"], stall):
        with refused(workshop, "bay_was_used"):
            workshop.do(setting_up.remove_bay, "admin", bay=used)
    workshop.do(setting_up.remove_bay, "admin", bay=workshop.bays["2"])
    assert workshop.entries()[-1].touched == [f"bay:{workshop.bays['2']}"]
    with workshop.look() as look:
        assert wall.cards(look, {f"bay:{workshop.bays['2']}"}) == {}
    with refused(workshop, "not_found"):
        workshop.do(setting_up.remove_bay, "admin", bay=workshop.bays["2"])


def test_a_bay_comes_back_into_service(sqlite_workshop: Workshop) -> None:
    bay = sqlite_workshop.bays["1"]
    with refused(sqlite_workshop, "bay_in_service"):
        sqlite_workshop.do(setting_up.return_bay, "foreman", bay=bay)
    with refused(sqlite_workshop, "until_past"):
        until = sqlite_workshop.now - timedelta(minutes=1)
        sqlite_workshop.do(setting_up.take_bay_out, "foreman", bay=bay, reason="检修", until=until)
    sqlite_workshop.do(setting_up.take_bay_out, "foreman", bay=bay, reason="检修")
    sqlite_workshop.do(setting_up.return_bay, "foreman", bay=bay)
    with sqlite_workshop.look() as look:
        assert wall.bay_card(look.bays()[bay])["out_of_service"] is None


@pytest.mark.parametrize(
    ("start", "end"), [("08:00", "08:00"), ("8:00", "17:00"), ("08:00", "24:00"), ("morning", "17:00")]
)
def test_bad_hours_are_refused(sqlite_workshop: Workshop, start: str, end: str) -> None:
    with refused(sqlite_workshop, "hours_wrong"):
        sqlite_workshop.do(setting_up.set_opening, "admin", start=start, end=end, open_days=[0])
    with refused(sqlite_workshop, "hours_wrong"):
        sqlite_workshop.do(setting_up.add_shift, "admin", name="早班", start=start, end=end, days=[0])


def test_a_workshop_that_is_never_open_is_refused(sqlite_workshop: Workshop) -> None:
    for days in ([], [7]):
        with refused(sqlite_workshop, "days_needed"):
            sqlite_workshop.do(setting_up.set_opening, "admin", start="08:00", end="18:00", open_days=days)
    sqlite_workshop.do(setting_up.set_opening, "admin", start="22:00", end="06:00", open_days=[4, 0, 4])
    assert (site(sqlite_workshop).shift_start, site(sqlite_workshop).open_days) == ("22:00", [0, 4])
    assert f"person:{sqlite_workshop.people['washer']}" in sqlite_workshop.entries()[-1].touched


def test_shifts_are_changed_and_removed_with_their_people_kept(workshop: Workshop) -> None:
    hours: dict[str, Any] = {"start": "07:00", "end": "15:00", "days": [0, 1, 2]}
    shift = workshop.do(setting_up.add_shift, "admin", name="早班", **hours).result["shift"]
    with refused(workshop, "name_taken"):
        workshop.do(setting_up.add_shift, "admin", name="早班", **hours)
    washer: dict[str, Any] = {
        "person": workshop.people["washer"],
        "name": "吴刚",
        "roles": [Role.washer],
        "login": "washer",
    }
    workshop.do(setting_up.change_person, "admin", **washer, shift=shift)
    workshop.do(setting_up.change_shift, "admin", shift=shift, name="早班", **{**hours, "end": "16:00"})
    assert f"person:{workshop.people['washer']}" in workshop.entries()[-1].touched
    with refused(workshop, "changed_meanwhile"):
        workshop.do(setting_up.change_shift, "admin", shift=shift, name="早班", **hours, seen="0123456789abcdef")
    assert workshop.do(setting_up.remove_shift, "admin", shift=shift).result["people"] == 1
    with workshop.look() as look:
        assert look.hours_of(look.people()[workshop.people["washer"]]) == ("08:00", "18:00")
    with refused(workshop, "not_found"):
        workshop.do(setting_up.remove_shift, "admin", shift=shift)


def test_a_day_is_different_once(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    day: dict[str, Any] = {"day": date(2027, 10, 1), "name": "国庆节", "open": False}
    added = workshop.do(setting_up.add_special_day, "admin", **day).result
    assert added["appointments"] == 0
    with refused(workshop, "day_taken"):
        workshop.do(setting_up.add_special_day, "admin", **{**day, "open": True})
    workshop.do(setting_up.remove_special_day, "admin", special_day=added["special_day"])
    with refused(workshop, "not_found"):
        workshop.do(setting_up.remove_special_day, "admin", special_day=added["special_day"])


def test_a_time_standard_moves_what_is_due_on_every_card_at_once(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.take_in()
    express = workshop.take_in(service_type=ServiceType.express)

    def minutes(job_id: int) -> float:
        with workshop.look() as look:
            card = wall.cards(look, {f"job:{job_id}"})[f"job:{job_id}"]
        return float((card["stage_due_at"] - card["stage_since_at"]) / 60_000)

    assert (minutes(job), minutes(express)) == (10, 10)
    own: dict[str, Any] = {"": {"waiting_dispatch": 25}, "express": {"waiting_dispatch": 5}}
    workshop.do(setting_up.set_time_standards, "admin", standards=own)
    assert {f"job:{job}", f"job:{express}"} <= set(workshop.entries()[-1].touched)
    assert (minutes(job), minutes(express)) == (25, 5)
    with refused(workshop, "minutes_wrong"):
        workshop.do(setting_up.set_time_standards, "admin", standards={"": {"arrived": 0}})
    with refused(workshop, "changed_meanwhile"):
        workshop.do(setting_up.set_time_standards, "admin", standards={}, seen="0123456789abcdef")


def test_a_service_type_is_not_offered_any_more_but_one_always_is(sqlite_workshop: Workshop) -> None:
    *most, last = ServiceType
    for each in most:
        sqlite_workshop.do(setting_up.change_service_type, "admin", service_type=each, active=False, wash=True)
    with refused(sqlite_workshop, "last_service_type"):
        sqlite_workshop.do(setting_up.change_service_type, "admin", service_type=last, active=False, wash=True)
    sqlite_workshop.do(setting_up.change_service_type, "admin", service_type=most[0], active=True, wash=False)
    assert picture(sqlite_workshop)["service_types"][most[0].value] == {"active": True, "wash": False}


def test_a_pause_reason_of_one_s_own_is_said_in_both_languages(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    reason: dict[str, Any] = {"zh": "等举升机", "en": " ", "owner": Role.foreman}
    first = workshop.do(setting_up.add_pause_reason, "admin", **reason).result["code"]
    second = workshop.do(setting_up.add_pause_reason, "admin", zh="", en="Power cut", owner=Role.foreman).result["code"]
    assert (first, second) == ("own_1", "own_2")
    job = workshop.car_at(Stage.in_work)
    told: dict[str, Any] = {
        "code": first,
        "zh": "等待举升机",
        "en": "Waiting for a lift",
        "owner": Role.parts,
        "active": False,
    }
    workshop.do(setting_up.change_pause_reason, "admin", **told)
    assert f"job:{job}" in workshop.entries()[-1].touched
    kept: dict[str, Any] = {
        "code": first,
        "zh_CN": "等待举升机",
        "en": "Waiting for a lift",
        "owner": "parts",
        "active": False,
    }
    assert site(workshop).pause_reasons[0] == kept
    assert site(workshop).pause_reasons[1]["zh_CN"] == "Power cut"
    with refused(workshop, "words_needed"):
        workshop.do(setting_up.add_pause_reason, "admin", zh=" ", en="", owner=Role.foreman)
    with refused(workshop, "owner_unknown"):
        workshop.do(setting_up.add_pause_reason, "admin", zh="x", en="", owner=Role.cashier)
    with refused(workshop, "not_found"):
        workshop.do(setting_up.change_pause_reason, "admin", **{**told, "code": "own_9"})


def test_a_car_goes_on_waiting_for_a_reason_that_was_retired(sqlite_workshop: Workshop) -> None:
    job = sqlite_workshop.car_at(Stage.in_work)
    sqlite_workshop.do(working.pause, "technician", job=job, reason=PauseReason.parts)
    reason: dict[str, Any] = {"zh": "等举升机", "en": "", "owner": Role.foreman}
    code = sqlite_workshop.do(setting_up.add_pause_reason, "admin", **reason).result["code"]
    sqlite_workshop.do(setting_up.change_pause_reason, "admin", code=code, **reason, active=False)
    assert sqlite_workshop.job(job).stage is Stage.paused


def test_checklists_are_the_workshop_s_own(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    handover: dict[str, Any] = {"occasion": Occasion.handover}
    workshop.do(setting_up.set_checklist, "admin", **handover, items=[" 旧件 ", "", "车内干净"])
    assert f"job:{job}" in workshop.entries()[-1].touched
    workshop.do(setting_up.set_checklist, "admin", **handover, service_type=ServiceType.pdi, items=[])
    with workshop.look() as look:
        assert [(each["service_type"], each["items"]) for each in set_up.checklists(look)] == [
            ("", ["旧件", "车内干净"]),
            ("pdi", []),
        ]
    with refused(workshop, "item_twice"):
        workshop.do(setting_up.set_checklist, "admin", **handover, items=["旧件", "旧件 "])
    with refused(workshop, "too_many"):
        workshop.do(setting_up.set_checklist, "admin", **handover, items=[str(each) for each in range(51)])
    with refused(workshop, "changed_meanwhile"):
        workshop.do(setting_up.set_checklist, "admin", **handover, items=["x"], seen=version())
    workshop.do(setting_up.set_checklist, "admin", **handover, service_type=ServiceType.pdi, items=None)
    with workshop.look() as look:
        assert len(set_up.checklists(look)) == 1


def test_the_workshop_is_called_otherwise(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    told: dict[str, Any] = {
        "name": "新名",
        "language": "en",
        "timezone": "Europe/Berlin",
        "brand": "#123456",
        "currency": "EUR",
    }
    with refused(workshop, "timezone_unknown"):
        workshop.do(setting_up.change_workshop, "admin", **{**told, "timezone": "Mars/Base"}, jobs_at_once=1)
    with refused(workshop, "timezone_unknown"):
        workshop.do(setting_up.change_workshop, "admin", **{**told, "timezone": "../../etc"}, jobs_at_once=1)
    workshop.do(setting_up.change_workshop, "admin", **told, jobs_at_once=2)
    assert {"site:1", f"job:{job}"} <= set(workshop.entries()[-1].touched)
    assert (site(workshop).name, site(workshop).jobs_at_once, site(workshop).day) == ("新名", 2, date(2026, 11, 21))
