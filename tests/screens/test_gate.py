"""What the gate sees: enough to find a car and greet its customer, and nothing that is nobody's business there."""

import json
from datetime import timedelta

import pytest

from board import ticker
from board.commands import delivering, gate
from board.domain.appointments import AppointmentState
from board.domain.refusals import Refused
from board.domain.stages import Stage
from board.screens import gate as screen
from tests.commands.test_gate import booked, exit_pass
from tests.commands.workshop import Workshop

PHONE, VIN, CONCERN, GIVEN = "13800138000", "LFV3A23C8M3170945", "右后轮异响且抖动", "若兰"


def test_a_car_is_told_from_its_arrival_to_the_end_of_the_day(workshop: Workshop) -> None:
    expected = booked(workshop)
    with workshop.look() as look:
        card = screen.cards(look, None)[f"appointment:{expected}"]
    assert (card["plate"]["text"], card["customer"]) == ("京A·12345", {"surname": "欧阳", "salutation": "ms"})
    assert (card["advisor"], card["state"]) == ("王敏", "booked")
    job = workshop.do(gate.arrive, "guard", plate="京A12345", appointment=expected).job
    arrived = round(workshop.now.timestamp() * 1000)
    with workshop.look() as look:
        cards = screen.cards(look, {f"job:{job}", f"appointment:{expected}"})
    assert f"appointment:{expected}" not in cards
    here = cards[f"job:{job}"]
    assert (here["stage"], here["stage_since_at"], here["due_at"]) == ("arrived", arrived, arrived + 3 * 60_000)
    assert (here["appointment_at"], here["may"]) == (card["at"], ["undo_arrival"])


def test_a_car_that_left_stays_until_the_day_turns(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.handover)
    workshop.do(delivering.let_out, "guard", code=exit_pass(workshop, job))
    with workshop.look() as look:
        left = screen.cards(look, {f"job:{job}"})[f"job:{job}"]
        assert f"job:{job}" in screen.cards(look, None)
    assert (left["stage"], left["left_at"], left["may"]) == ("delivered", round(workshop.now.timestamp() * 1000), [])
    tomorrow = booked(workshop, at=workshop.now + timedelta(days=1))
    workshop.now += timedelta(days=1)
    ticker.tick(workshop.store, workshop.now)
    touched = set(workshop.entries()[-1].touched)
    assert {f"job:{job}", f"appointment:{tomorrow}"} <= touched
    with workshop.look() as look:
        cards = screen.cards(look, touched)
    assert f"job:{job}" not in cards
    assert f"appointment:{tomorrow}" in cards


def test_nothing_of_a_customer_but_the_surname_comes_to_the_gate(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    owner = {"name": f"欧阳{GIVEN}", "salutation": "ms", "phone": PHONE}
    for number, stage in enumerate((Stage.ready, Stage.settled, Stage.delivered, Stage.in_work)):
        workshop.car_at(stage, vin=VIN, concern=CONCERN, customer=owner, plate=f"京A6666{number}")
    booked(workshop, "京A77777", concern=CONCERN)
    booked(workshop, "京A88888", concern=CONCERN, state=AppointmentState.no_show)
    workshop.do(gate.arrive, "guard", plate="京A77777")
    with workshop.look() as look:
        cards = screen.cards(look, None)
        sent = [cards, *(screen.known(look, card["plate"]["text"]) for card in cards.values() if "plate" in card)]
    assert len(cards) == 8
    assert [word for word in (PHONE, VIN, CONCERN, GIVEN) if word in json.dumps(sent, ensure_ascii=False)] == []
    assert {frozenset(card) for card in cards.values()} == {
        frozenset(screen.SiteCard.__annotations__),
        frozenset(screen.CarCard.__annotations__),
        frozenset(screen.AppointmentCard.__annotations__),
    }
    assert "欧阳" in json.dumps(cards, ensure_ascii=False)


def test_what_is_known_of_a_plate(workshop: Workshop) -> None:
    with workshop.look() as look:
        unknown = screen.known(look, "沪a d12345")
        with pytest.raises(Refused) as caught:
            screen.known(look, " · ")
    assert (unknown["plate"], unknown["car"], unknown["appointment"]) == (
        {"text": "沪A·D12345", "kind": "green"},
        None,
        None,
    )
    assert caught.value.code == "plate_invalid"
    before = workshop.car_at(Stage.delivered, plate="京A12345")
    with workshop.look() as look:
        left = screen.known(look, "京A12345")
    assert left["comeback"] is not None
    assert left["comeback"]["job"] == before
    assert left["car"] == {
        "model": "Model 3",
        "colour": None,
        "customer": {"surname": "欧阳", "salutation": "ms"},
    }
    again = workshop.do(gate.arrive, "guard", plate="京A12345").job
    with workshop.look() as look:
        here = screen.known(look, "京A12345")["already_here"]
    assert here is not None
    assert (here["job"], here["stage"]) == (again, "arrived")


def test_yesterday_s_appointment_is_not_expected_and_tomorrow_s_is_known(sqlite_workshop: Workshop) -> None:
    booked(sqlite_workshop, "京A11111", at=sqlite_workshop.now - timedelta(days=1))
    ahead = booked(sqlite_workshop, "京A22222", at=sqlite_workshop.now + timedelta(days=1))
    with sqlite_workshop.look() as look:
        assert screen.known(look, "京A11111")["appointment"] is None
        told = screen.known(look, "京A22222")["appointment"]
        assert [key for key in screen.cards(look, None) if key.startswith("appointment")] == []
    assert told is not None
    assert told["id"] == ahead
