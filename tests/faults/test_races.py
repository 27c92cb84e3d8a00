"""Two people at the same moment, over HTTP on an open board: one wins, the other is told how things stand now."""

import threading
from collections.abc import Callable

import pytest
import requests

from tests.contract.live import (
    FOREMAN,
    OTHER_FOREMAN,
    OTHER_TECHNICIAN,
    TECHNICIAN,
    Live,
    command_id,
)

ROUNDS = 3


@pytest.fixture(autouse=True)
def _everybody_is_in(live: Live) -> None:
    """Signed in before they race, or the sign-in would decide."""
    for name in (FOREMAN, OTHER_FOREMAN, TECHNICIAN, OTHER_TECHNICIAN):
        live.person(name)


def at_once(*asks: Callable[[], requests.Response]) -> list[requests.Response]:
    """Ask all of them at the same moment, and return their answers in the same order."""
    start = threading.Barrier(len(asks))
    answers: dict[int, requests.Response] = {}

    def ask(place: int) -> None:
        start.wait()
        answers[place] = asks[place]()

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(asks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[place] for place in range(len(asks))]


def one_won(answers: list[requests.Response]) -> requests.Response:
    """Exactly one was accepted; returns the refusal."""
    assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.text for answer in answers]
    return next(answer for answer in answers if answer.status_code == 409)


def test_two_foremen_move_one_car(live: Live) -> None:
    for _ in range(ROUNDS):
        car = live.car_in_bay()
        seen = live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["bay"]["id"]
        bays = [live.bay(), live.bay()]
        answers = at_once(
            lambda: live.person(FOREMAN).does(f"/jobs/{car.job}/move", bay=bays[0], seen_bay=seen),  # noqa: B023
            lambda: live.person(OTHER_FOREMAN).does(f"/jobs/{car.job}/move", bay=bays[1], seen_bay=seen),  # noqa: B023
        )
        refused = one_won(answers).json()
        won = bays[[answer.status_code for answer in answers].index(200)]
        assert refused["code"] == "moved_meanwhile"
        assert refused["present"][f"job:{car.job}"]["bay"] == won
        assert live.screen(FOREMAN, "foreman").cards[f"job:{car.job}"] == refused["present"][f"job:{car.job}"]


def test_two_foremen_dispatch_one_car(live: Live) -> None:
    car = live.car()
    people = [live.floor.people[TECHNICIAN]]
    bays = [live.bay(), live.bay()]
    answers = at_once(
        lambda: live.person(FOREMAN).does(f"/jobs/{car.job}/dispatch", bay=bays[0], technicians=people),
        lambda: live.person(OTHER_FOREMAN).does(f"/jobs/{car.job}/dispatch", bay=bays[1], technicians=people),
    )
    refused = one_won(answers).json()
    assert refused["code"] == "already_dispatched"
    assert refused["present"][f"job:{car.job}"]["stage"] == "dispatched"


def test_two_cars_into_one_bay(live: Live) -> None:
    for _ in range(ROUNDS):
        cars, bay, people = [live.car(), live.car()], live.bay(), [live.floor.people[TECHNICIAN]]
        answers = at_once(
            lambda: live.person(FOREMAN).does(f"/jobs/{cars[0].job}/dispatch", bay=bay, technicians=people),  # noqa: B023
            lambda: live.person(OTHER_FOREMAN).does(f"/jobs/{cars[1].job}/dispatch", bay=bay, technicians=people),  # noqa: B023
        )
        refused = one_won(answers).json()
        lost = cars[[answer.status_code for answer in answers].index(409)]
        assert refused["code"] == "bay_taken"
        assert refused["details"].keys() >= {"bay", "plate"}
        assert refused["present"][f"job:{lost.job}"]["stage"] == "waiting_dispatch"
        there = [card for card in live.screen(FOREMAN, "workshop").cards.values() if card.get("bay") == bay]
        assert len(there) == 1


def test_two_technicians_scan_one_card(live: Live) -> None:
    """Both scans count: each is clocked on once, the first one begins the work and the second joins it."""
    for _ in range(ROUNDS):
        car = live.car_in_bay(TECHNICIAN, OTHER_TECHNICIAN)
        scan = {"code": car.card, "step": "clock_on", "via": "camera"}
        answers = at_once(
            lambda: live.person(TECHNICIAN).does("/scans", **scan),  # noqa: B023
            lambda: live.person(OTHER_TECHNICIAN).does("/scans", **scan),  # noqa: B023
        )
        assert [answer.status_code for answer in answers] == [200, 200], [answer.text for answer in answers]
        assert answers[0].json()["revision"] != answers[1].json()["revision"]
        card = live.screen(FOREMAN, "foreman").cards[f"job:{car.job}"]
        people = {live.floor.people[TECHNICIAN], live.floor.people[OTHER_TECHNICIAN]}
        assert {each["id"] for each in card["people"] if each["on"]} == people
        assert len(card["worked"]["since"]) == 2


def test_two_technicians_finish_one_operation(live: Live) -> None:
    car = live.car_in_bay(TECHNICIAN, OTHER_TECHNICIAN)
    for name in (TECHNICIAN, OTHER_TECHNICIAN):
        live.person(name).done("/scans", code=car.card, step="clock_on", via="camera")
    operation = live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["operations"][0]["id"]
    scan = {"code": car.card, "step": "finish_operation", "operation": operation, "via": "camera"}
    answers = at_once(
        lambda: live.person(TECHNICIAN).does("/scans", **scan),
        lambda: live.person(OTHER_TECHNICIAN).does("/scans", **scan),
    )
    refused = one_won(answers).json()
    assert refused["present"][f"job:{car.job}"]["operations"][0]["state"] == "done"


def test_one_scan_sent_twice_at_once_is_done_once(live: Live) -> None:
    car = live.car_in_bay()
    scan = {"id": command_id(), "code": car.card, "step": "clock_on", "via": "camera"}
    answers = at_once(*[lambda: live.person(TECHNICIAN).post("/scans", **scan)] * 4)
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["repeated"] for answer in answers) == [False, True, True, True]
    assert len({answer.json()["revision"] for answer in answers}) == 1
    assert len(live.screen(FOREMAN, "workshop").cards[f"job:{car.job}"]["worked"]["since"]) == 1


def test_one_id_with_other_content_is_refused(live: Live) -> None:
    car, other = live.car_in_bay(), live.car_in_bay()
    scan = {"id": command_id(), "code": car.card, "step": "clock_on", "via": "camera"}
    technician = live.person(TECHNICIAN)
    assert technician.post("/scans", **scan).status_code == 200
    for different in ({"code": other.card}, {"step": "pause", "reason": "rest"}):
        answer = technician.post("/scans", **{**scan, **different})
        assert (answer.status_code, answer.json()["code"]) == (409, "command_id_reused")
    others = live.person(OTHER_TECHNICIAN).post("/scans", **scan)
    assert (others.status_code, others.json()["code"]) == (409, "command_id_reused")
    assert live.screen(FOREMAN, "workshop").cards[f"job:{other.job}"]["stage"] == "dispatched"


def test_a_card_that_is_reused_by_two_ids_is_told_how_it_stands(live: Live) -> None:
    """The second scan of somebody who is on the car already: refused with the car's present state."""
    car = live.car_in_bay()
    live.person(TECHNICIAN).done("/scans", code=car.card, step="clock_on", via="camera")
    again = live.person(TECHNICIAN).does("/scans", code=car.card, step="clock_on", via="camera")
    assert (again.status_code, again.json()["code"]) == (409, "already_clocked_on")
    assert again.json()["present"][f"job:{car.job}"]["stage"] == "in_work"
