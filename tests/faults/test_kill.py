"""The server is killed at any moment: what it said it had saved is there, once, and the screens find back."""

import random
import threading
from typing import Any

import requests

from tests.contract.live import FOREMAN, OTHER_TECHNICIAN, TECHNICIAN, Live, Visitor, command_id
from tests.infra.waiting import wait_for

KILLS = 2


def scans_until_killed(visitor: Visitor, car: str, sent: list[dict[str, Any]], answered: list[dict[str, Any]]) -> None:
    """Clock on and off by scans, one after the other, until the server no longer answers; each scan is noted as sent,
    and as answered when the server said that it is saved."""
    for number in range(10_000):
        step = {"step": "pause", "reason": "rest"} if number % 2 else {"step": "clock_on" if number == 0 else "resume"}
        scan = {"id": command_id(), "code": car, "via": "camera", **step}
        sent.append(scan)
        try:
            answer = visitor.post("/scans", **scan)
        except (requests.ConnectionError, requests.Timeout):
            return
        assert answer.status_code in {200, 409}, answer.text
        if answer.ok:
            answered.append({**scan, **answer.json()})


def test_every_acknowledged_scan_survives_a_kill(live: Live) -> None:
    """Also: a scan whose answer was lost is done once when it is sent again, and its clocking is there once."""
    moment = random.Random(5)
    for _ in range(KILLS):
        cars = [live.car_in_bay(TECHNICIAN), live.car_in_bay(OTHER_TECHNICIAN)]
        visitors = [live.person(TECHNICIAN), live.person(OTHER_TECHNICIAN)]
        sent: list[list[dict[str, Any]]] = [[], []]
        answered: list[list[dict[str, Any]]] = [[], []]
        threads = [
            threading.Thread(target=scans_until_killed, args=(visitor, car.card, sent[place], answered[place]))
            for place, (visitor, car) in enumerate(zip(visitors, cars, strict=True))
        ]
        for thread in threads:
            thread.start()
        enough = moment.randint(3, 12)
        wait_for(lambda: min(map(len, answered)) >= enough, what="scans to be under way")  # noqa: B023
        live.server.kill()
        for thread in threads:
            thread.join()
        live.server.start()
        for place, car in enumerate(cars):
            verbs = _verbs(live, car.job)
            expected = [scan["step"] for scan in answered[place]]
            assert verbs[: len(expected)] == expected
            assert len(verbs) - len(expected) <= 1, "only the last scan may be saved without an answer"
            for scan in answered[place]:
                again = visitors[place].post("/scans", **_as_sent(scan, sent[place]))
                assert again.json()["repeated"], again.text
                assert again.json()["revision"] == scan["revision"]
            assert visitors[place].post("/scans", **sent[place][-1]).status_code in {200, 409}
            once = _verbs(live, car.job)
            assert visitors[place].post("/scans", **sent[place][-1]).status_code in {200, 409}
            assert _verbs(live, car.job) == once, "sent twice more, done at most once"


def _as_sent(scan: dict[str, Any], sent: list[dict[str, Any]]) -> dict[str, Any]:
    return next(each for each in sent if each["id"] == scan["id"])


def _verbs(live: Live, job: int) -> list[str]:
    entries = live.person(FOREMAN).get(f"/jobs/{job}/journal").json()["entries"]
    return [entry["verb"] for entry in entries if entry["verb"] in {"clock_on", "pause", "resume"}]


def test_a_screen_finds_back_after_a_kill(live: Live) -> None:
    car = live.car_in_bay()
    screen = live.screen(FOREMAN, "foreman")
    live.server.kill()
    wait_for(screen.ended, what="the screen to notice")
    live.server.start()
    live.person(TECHNICIAN).done("/scans", code=car.card, step="clock_on", via="camera")
    back = live.screen(FOREMAN)
    back.cards, back.epoch, back.revision = dict(screen.cards), screen.epoch, screen.revision
    answer = back.watch("foreman", epoch=screen.epoch, revision=screen.revision)
    assert answer["kind"] == "change", "the epoch outlives the process: no need for a whole picture"
    assert back.cards[f"job:{car.job}"]["stage"] == "in_work"
    assert back.state_hash() == live.person(FOREMAN).state_hash("foreman")["hash"]
