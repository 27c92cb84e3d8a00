"""Appointments over the API: who may, what is answered, and what a refusal shows."""

from datetime import timedelta
from typing import Any

import pytest

from tests.access.door import Caller, Door
from tests.commands.workshop import next_id

CUSTOMER = {"name": "欧阳若兰", "salutation": "ms", "phone": "13800138000"}
LINE = {"text": "更换机油", "standard_minutes": 30, "skill": "express"}


def _ms(door: Door, hours: float) -> int:
    return round((door.workshop.now + timedelta(hours=hours)).timestamp() * 1000)


def _booking(door: Door, **different: Any) -> dict[str, Any]:
    return {
        "plate": "京A6K218",
        "model": "A6L",
        "energy": "petrol",
        "customer": CUSTOMER,
        "at": _ms(door, 1),
        "service_type": "express",
        "lines": [LINE],
        **different,
    }


def _at_the_board(door: Door, login: str = "advisor") -> Caller:
    return door.person(login, view="appointments")


def _booked(door: Door, caller: Caller) -> str:
    answer = caller.command("/appointments", **_booking(door))
    assert answer.status_code == 201, answer.text
    return f"/appointments/{answer.get_json()['result']['appointment']}"


def test_an_appointment_from_booking_to_no_show(any_door: Door) -> None:
    door, caller = any_door, _at_the_board(any_door)
    booked = _booked(door, caller)
    at, advisor = _ms(door, 1), door.workshop.people["advisor"]
    moved = caller.command(f"{booked}/move", at=at + 1_800_000, advisor=advisor, seen_at=at, seen_advisor=None)
    assert (moved.status_code, moved.get_json()["repeated"]) == (200, False)
    assert caller.command(f"{booked}/confirm", when="day_before").status_code == 200
    assert caller.command(f"{booked}/confirm", when="half_hour", reached=False).status_code == 200
    door.workshop.now += timedelta(hours=2)
    assert caller.command(f"{booked}/no-show").status_code == 200
    assert caller.command(f"{booked}/cancel", reason="客户取消").get_json()["code"] == "appointment_missed"


def test_the_same_booking_sent_twice_is_one(door: Door) -> None:
    caller, command_id, body = _at_the_board(door), next_id(), _booking(door)
    first, second = (caller.command("/appointments", command_id, **body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["result"] == second.get_json()["result"]


def test_who_was_second_sees_where_it_stands_now(door: Door) -> None:
    caller = _at_the_board(door)
    booked, at = _booked(door, caller), _ms(door, 1)
    move: dict[str, Any] = {"advisor": None, "seen_at": at, "seen_advisor": None}
    caller.command(f"{booked}/move", at=at + 1_800_000, **move)
    late = caller.command(f"{booked}/move", at=at + 3_600_000, **move)
    assert (late.status_code, late.get_json()["code"]) == (409, "moved_meanwhile")
    [card] = late.get_json()["present"].values()
    assert (card["kind"], card["at"]) == ("appointment", at + 1_800_000)


@pytest.mark.parametrize(
    ("different", "status", "named"),
    [
        ({"at": "2026-11-21T09:00"}, 422, "at"),
        ({"model": " "}, 422, "model"),
        ({"minutes": 0}, 422, "minutes"),
        ({"lines": [{"text": "更换机油"}]}, 422, "lines.0.standard_minutes"),
        ({"bay_kind": "garage"}, 422, "bay_kind"),
        ({"customer": {"name": ""}}, 422, "customer.name"),
    ],
)
def test_what_is_wrong_is_named(door: Door, different: dict[str, Any], status: int, named: str) -> None:
    answer = _at_the_board(door).command("/appointments", **_booking(door, **different))
    assert (answer.status_code, [each["field"] for each in answer.get_json()["fields"]]) == (status, [named])


def test_a_day_s_hours_and_a_known_car(door: Door) -> None:
    caller = _at_the_board(door)
    _booked(door, caller)
    told = caller.get("/api/v1/appointments/capacity?day=2026-11-21").get_json()
    assert (told["open"], told["total"]["sold_minutes"], told["skills"]["express"]["sold_minutes"]) == (True, 30, 30)
    known = caller.get("/api/v1/vehicles?plate=京a·6k218").get_json()
    assert (known["vehicle"]["model"], known["customer"], len(known["appointments"])) == ("A6L", CUSTOMER, 1)
    for path in ("capacity?day=yesterday", "capacity", "capacity?day=0001-01-01", "capacity?day=9999-12-31"):
        assert caller.get(f"/api/v1/appointments/{path}").status_code == 422


def test_the_gate_looks_and_books_nothing(door: Door) -> None:
    booked, guard = _booked(door, _at_the_board(door)), _at_the_board(door, "guard")
    assert guard.get("/appointments").status_code == 200
    assert guard.get("/api/v1/appointments/capacity?day=2026-11-21").status_code == 200
    assert guard.get("/api/v1/vehicles?plate=京A6K218").status_code == 403
    for path in ("/appointments", *(f"{booked}/{verb}" for verb in ("move", "confirm", "no-show", "cancel"))):
        assert guard.command(path).get_json()["code"] == "not_allowed"


def test_no_display_is_told_of_customers(door: Door) -> None:
    _booked(door, _at_the_board(door))
    wall, _ = door.paired("workshop")
    for path in ("/api/v1/vehicles?plate=京A6K218", "/api/v1/appointments/capacity?day=2026-11-21", "/appointments"):
        answer = wall.get(path)
        assert answer.status_code == 403
        assert CUSTOMER["phone"] not in answer.text
    assert wall.get("/api/v1/state-hash/appointments").status_code == 403
