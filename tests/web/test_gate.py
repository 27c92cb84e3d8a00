"""The gate and the cashier over HTTP: who may, what is answered, and the paper that opens the gate."""

import pytest
from werkzeug.test import TestResponse

from board.commands import receiving
from board.domain.plates import spaced_plate
from board.domain.stages import Stage
from board.store import models
from tests.access.door import Door
from tests.commands.test_gate import booked
from tests.commands.workshop import next_id


def _told(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_an_expected_car_arrives_by_one_command_and_a_repeat_is_answered(door: Door) -> None:
    guard = door.person("guard", view="gate")
    expected = booked(door.workshop)
    known = guard.get("/api/v1/gate/look?plate=京a·12345").get_json()
    assert (known["appointment"]["id"], known["already_here"]) == (expected, None)
    first = next_id()
    answer = guard.command("/gate/arrivals", first, plate="京A12345", appointment=expected)
    again = guard.command("/gate/arrivals", first, plate="京A12345", appointment=expected)
    assert (answer.status_code, again.status_code) == (201, 200)
    assert (again.get_json()["repeated"], again.get_json()["job"]) == (True, answer.get_json()["job"])
    refused = guard.command("/gate/arrivals", plate="京A12345")
    assert _told(refused) == (409, "already_here")
    assert _told(guard.command("/gate/arrivals", plate="")) == (422, "invalid_input")
    assert _told(guard.get("/api/v1/gate/look?plate=%20")) == (409, "plate_invalid")
    job = answer.get_json()["job"]
    assert guard.command(f"/jobs/{job}/undo-arrival").status_code == 200


def test_settling_gives_the_pass_and_the_gate_takes_it_once(door: Door) -> None:
    job = door.workshop.car_at(Stage.handover)
    plate = spaced_plate(door.workshop.job(job).vehicle.plate)
    cashier, guard = door.person("cashier", view="desk"), door.person("guard", view="gate")
    assert cashier.get(f"/jobs/{job}/exit-pass").status_code == 404
    settled = cashier.command(f"/jobs/{job}/settle", amount_cents=129_900, way="card", invoice=" A-7 ")
    code = settled.get_json()["result"]["exit_pass"]
    slip = cashier.get(f"/jobs/{job}/exit-pass")
    assert slip.status_code == 200
    assert plate in slip.text
    assert code[-6:-1] in slip.text
    drawn = cashier.get(f"/jobs/{job}/exit-pass.svg")
    assert (drawn.mimetype, drawn.text.startswith("<svg ")) == ("image/svg+xml", True)
    told = cashier.get(f"/api/v1/jobs/{job}/handover").get_json()
    assert (told["settled"], told["exit_pass"]) == (
        {"amount_cents": 129_900, "way": "card", "invoice": "A-7", "handed_over_at": told["settled"]["handed_over_at"]},
        True,
    )
    out = guard.command("/gate/exits", code=code).get_json()
    assert (out["job"], out["result"]["plate"]["text"]) == (job, plate)
    used = guard.command("/gate/exits", code=code)
    assert _told(used) == (409, "exit_pass_used")
    assert used.get_json()["details"]["used_at"] == round(door.workshop.now.timestamp() * 1000)
    assert cashier.get(f"/jobs/{job}/exit-pass").status_code == 404


@pytest.mark.parametrize("login", ["technician", "cashier", "washer", "manager"])
def test_only_who_stands_at_the_gate_lets_cars_in_and_out(door: Door, login: str) -> None:
    person = door.person(login)
    assert _told(person.command("/gate/arrivals", plate="京A12345")) == (403, "not_allowed")
    assert _told(person.command("/gate/exits", code="WBE")) == (403, "not_allowed")
    assert person.get("/gate").status_code == (200 if login == "manager" else 403)


def test_what_handing_over_needs_is_told_to_the_desk(door: Door) -> None:
    workshop = door.workshop
    job = workshop.car_at(Stage.ready)
    with workshop.store.changing() as session:
        session.add(models.Checklist(site_id=workshop.site, occasion="handover", items=["旧件", "清洁"]))
        row = session.get_one(models.Job, job)
        row.mileage_km = 43_218
        row.operations[0].price_cents = 19_900
        part = {"job_id": job, "operation_id": row.operations[0].id, "changed_at": workshop.now}
        session.add(models.PartLine(name="机滤", quantity=2, price_cents=4_500, state="issued", **part))
        session.add(models.PartLine(name="机油", price_cents=30_000, state="cancelled", **part))
    advisor = door.person("advisor", view="desk")
    told = advisor.get(f"/api/v1/jobs/{job}/handover").get_json()
    assert (told["items"], told["mileage_km"], told["currency"]) == (["旧件", "清洁"], 43_218, "CNY")
    assert (told["total_cents"], [line["cents"] for line in told["lines"]]) == (28_900, [19_900, 9_000])
    refused = advisor.command(f"/jobs/{job}/hand-over", ticked=["旧件"])
    assert _told(refused) == (409, "checklist_open")
    assert "清洁" in refused.get_json()["sentence"]
    done = advisor.command(f"/jobs/{job}/hand-over", ticked=["旧件", "清洁"], next_service_on="2027-05-21")
    assert done.status_code == 200
    assert _told(advisor.command(f"/jobs/{job}/hand-over", next_service_on="soon")) == (422, "invalid_input")
    assert _told(door.person("technician").get(f"/api/v1/jobs/{job}/handover")) == (403, "not_allowed")
    assert _told(advisor.get("/api/v1/jobs/9999/handover")) == (404, "not_found")


def test_free_stalls_and_who_stands_in_them(door: Door) -> None:
    washer = door.person("washer")
    job = door.workshop.car_at(Stage.ready)
    assert washer.command(f"/jobs/{job}/park-ready", stall="R").status_code == 200
    stalls = washer.get("/api/v1/stalls").get_json()["stalls"]
    assert [(stall["number"], stall["free"], [car["job"] for car in stall["cars"]]) for stall in stalls] == [
        ("R", 8, [job])
    ]


def test_a_lost_card_takes_the_pass_with_it(door: Door) -> None:
    job = door.workshop.car_at(Stage.settled)
    cashier, guard = door.person("cashier"), door.person("guard")
    code = cashier.command(f"/jobs/{job}/exit-pass").get_json()["result"]["exit_pass"]
    door.workshop.do(receiving.revoke_card, "advisor", job=job)
    assert _told(guard.command("/gate/exits", code=code)) == (409, "exit_pass_revoked")
    new = cashier.command(f"/jobs/{job}/exit-pass").get_json()["result"]["exit_pass"]
    assert guard.command("/gate/exits", code=new).status_code == 200
