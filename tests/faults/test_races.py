"""Two people at the same moment, over HTTP on an open board: one wins, the other is told how things stand now."""

import threading
from collections.abc import Callable, Iterator

import pytest
import requests

from tests.browser.shop_floor import ShopFloor
from tests.contract.live import FOREMAN, OTHER_FOREMAN, OTHER_TECHNICIAN, TECHNICIAN, Live, command_id
from tests.faults.conftest import opened
from tests.faults.counting import Counts, Record

pytestmark = pytest.mark.guarantee("R5")


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def _open(
    request: pytest.FixtureRequest, fault_floor: ShopFloor, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    with opened(fault_floor.copy_to(tmp_path_factory.mktemp("races") / "workshop"), request.param) as live:
        for name in (FOREMAN, OTHER_FOREMAN, TECHNICIAN, OTHER_TECHNICIAN):
            live.person(name)  # signed in before they race, or the sign-in would decide
        yield live


@pytest.fixture
def live(_open: Live) -> Iterator[Live]:
    """One workshop for all races of a mode, each with cars of its own."""
    yield _open
    _open.leave()


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


def test_two_foremen_move_one_car(live: Live, counts: Counts, record: Record) -> None:
    """Again and again, to two bays of which one is left free each time."""
    car = live.car_in_bay()
    seen = live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["bay"]["id"]
    free = [live.bay(), live.bay()]
    screen = live.screen(FOREMAN, "foreman")
    for _ in range(counts.races // 8 or 1):
        answers = at_once(
            lambda: live.person(FOREMAN).does(f"/jobs/{car.job}/move", bay=free[0], seen_bay=seen),  # noqa: B023
            lambda: live.person(OTHER_FOREMAN).does(f"/jobs/{car.job}/move", bay=free[1], seen_bay=seen),  # noqa: B023
        )
        refused = one_won(answers).json()
        won = free.pop([answer.status_code for answer in answers].index(200))
        free.append(seen)
        seen = won
        assert refused["code"] == "moved_meanwhile"
        assert refused["present"][f"job:{car.job}"]["bay"] == won
        screen.reach(next(answer for answer in answers if answer.ok).json()["revision"])
        assert screen.cards[f"job:{car.job}"] == refused["present"][f"job:{car.job}"]
        record("two foremen move one car", worst=0, unit="silent losses")


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


def test_two_cars_into_one_bay(live: Live, counts: Counts, record: Record) -> None:
    """Again and again; who won goes back to where they came from."""
    foremen, cars, bay = (
        [live.person(FOREMAN), live.person(OTHER_FOREMAN)],
        [live.car_in_bay(), live.car_in_bay()],
        live.bay(),
    )
    own = [foremen[0].get(f"/jobs/{car.job}").json()["job"]["bay"]["id"] for car in cars]
    screen = live.screen(FOREMAN, "workshop")
    for _ in range(counts.races // 8 or 1):
        answers = at_once(
            lambda: foremen[0].does(f"/jobs/{cars[0].job}/move", bay=bay, seen_bay=own[0]),
            lambda: foremen[1].does(f"/jobs/{cars[1].job}/move", bay=bay, seen_bay=own[1]),
        )
        refused = one_won(answers).json()
        won = [answer.status_code for answer in answers].index(200)
        assert refused["code"] == "bay_taken"
        assert refused["details"].keys() >= {"bay", "plate"}
        assert refused["present"][f"job:{cars[1 - won].job}"]["bay"] == own[1 - won]
        screen.reach(answers[won].json()["revision"])
        assert [key for key, card in screen.cards.items() if card.get("bay") == bay] == [f"job:{cars[won].job}"]
        foremen[0].done(f"/jobs/{cars[won].job}/move", bay=own[won], seen_bay=bay)
        record("two cars into one bay", worst=0, unit="silent losses")


def test_two_technicians_scan_one_card(live: Live, counts: Counts, record: Record) -> None:
    """Both scans count: each is clocked on once, the first one begins the work and the second joins it; both again with
    the pause and the return, which only one of them may bring about."""
    car = live.car_in_bay(TECHNICIAN, OTHER_TECHNICIAN)
    people = {live.floor.people[TECHNICIAN], live.floor.people[OTHER_TECHNICIAN]}
    screen = live.screen(FOREMAN, "foreman")
    for number in range(counts.races // 4 or 1):
        scan = {"code": car.card, "step": "resume" if number else "clock_on", "via": "camera"}
        answers = at_once(
            lambda: live.person(TECHNICIAN).does("/scans", **scan),  # noqa: B023
            lambda: live.person(OTHER_TECHNICIAN).does("/scans", **scan),  # noqa: B023
        )
        assert [answer.status_code for answer in answers] == [200, 200], [answer.text for answer in answers]
        assert answers[0].json()["revision"] != answers[1].json()["revision"]
        screen.reach(max(answer.json()["revision"] for answer in answers))
        card = screen.cards[f"job:{car.job}"]
        assert {each["id"] for each in card["people"] if each["on"]} == people
        assert len(card["worked"]["since"]) == 2
        for name in (TECHNICIAN, OTHER_TECHNICIAN):
            live.person(name).done("/scans", code=car.card, step="pause", reason="rest", via="camera")
        record("two technicians scan one card", worst=0, unit="silent losses")


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
