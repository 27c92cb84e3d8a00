"""The database is held by another process: no false acknowledgement, the screens live on, and it heals by itself."""

import threading

import pytest
import requests

from tests.contract.live import FOREMAN, TECHNICIAN, Live, command_id
from tests.faults.breaking import held
from tests.faults.conftest import BOTH_MODES
from tests.infra.waiting import wait_for

pytestmark = pytest.mark.guarantee("R8")


@BOTH_MODES
def test_a_scan_is_refused_or_saved_and_never_both(live: Live) -> None:
    car = live.car_in_bay()
    screen = live.screen(FOREMAN, "workshop")
    technician = live.person(TECHNICIAN)
    scan = {"id": command_id(), "code": car.card, "step": "clock_on", "via": "camera"}
    with held(live):
        refused = technician.post("/scans", **scan)
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
        told = refused.json()
        assert (told["code"], told["present"]) == ("unavailable", None)
        assert told["sentence"]
        assert screen.sync()["ok"], "reading goes on"
        assert live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["stage"] == "dispatched"
    assert live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["stage"] == "dispatched"
    done = technician.post("/scans", **scan)
    assert (done.status_code, done.json()["repeated"]) == (200, False)
    screen.reach(done.json()["revision"])
    assert screen.cards[f"job:{car.job}"]["stage"] == "in_work"


def test_screens_hear_pulses_while_scans_wait(live: Live) -> None:
    """Under eventlet one wait in C would stop every screen."""
    car = live.car_in_bay()
    screens = [live.screen(FOREMAN, "workshop"), live.screen(live.wall("lounge"), "lounge")]
    technician = live.person(TECHNICIAN)
    answers: list[requests.Response] = []

    def scan() -> None:
        answers.append(technician.does("/scans", code=car.card, step="clock_on", via="camera"))

    with held(live):
        waiting = [threading.Thread(target=scan) for _ in range(4)]
        for thread in waiting:
            thread.start()
        for screen in screens:
            screen.hear("pulse")
        assert technician.get("/me").ok
        for thread in waiting:
            thread.join()
    assert {answer.status_code for answer in answers} == {503}
    assert all("Retry-After" in answer.headers for answer in answers)


def test_a_scan_that_waited_is_saved_when_the_lock_goes(live: Live) -> None:
    car = live.car_in_bay()
    technician = live.person(TECHNICIAN)
    answers: list[requests.Response] = []
    with held(live):
        thread = threading.Thread(
            target=lambda: answers.append(technician.does("/scans", code=car.card, step="clock_on", via="camera"))
        )
        thread.start()
        assert live.person(FOREMAN).get("/bays").ok
    thread.join()
    saved = live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["stage"] == "in_work"
    assert saved == (answers[0].status_code == 200), answers[0].text


def test_nobody_signs_in_or_out_by_half_while_it_is_locked(live: Live) -> None:
    foreman = live.newly(FOREMAN)
    with held(live):
        assert foreman.post("/sign-out").status_code == 503
        assert foreman.get("/me").ok
    assert foreman.post("/sign-out").ok
    wait_for(lambda: foreman.get("/me").status_code == 401, what="the sign-in to be over")
