"""A tablet comes back while the server dies again and again: each of its scans is taken once, in its order."""

import random
import threading
import time
from contextlib import suppress
from typing import Any

import requests

from tests.contract.live import FOREMAN, TECHNICIAN, Live, Visitor, command_id
from tests.infra.waiting import wait_for

SCANS, AT_ONCE, KILLS = 40, 4, 2


class Outbox(threading.Thread):
    """Sends what it keeps, for as long as it takes; `expects` is how far it has come."""

    def __init__(self, visitor: Visitor, items: list[dict[str, Any]]) -> None:
        super().__init__()
        self.visitor, self.items, self.expects = visitor, items, 1
        self.outcomes: dict[int, set[str]] = {}

    def run(self) -> None:
        wait_for(self._sent, timeout=120, what="everything to be sent")

    def _sent(self) -> bool:
        batch = self.items[self.expects - 1 : self.expects - 1 + AT_ONCE]
        with suppress(requests.ConnectionError, requests.Timeout):
            sent = {"outbox": "outbox-of-a-dying-day", "sent_at": _now(), "items": batch}
            answer = self.visitor.post("/tablet/late-scans", **sent)
            assert answer.status_code in {200, 503}, answer.text
            if answer.ok:
                for each in answer.json()["results"]:
                    self.outcomes.setdefault(each["seq"], set()).add(each["outcome"])
                self.expects = answer.json()["expects"]
        return self.expects > len(self.items)


def _now() -> int:
    return round(time.time() * 1000)


def test_every_scan_is_taken_once_whenever_the_server_dies(live: Live) -> None:
    car, tablet = live.car_in_bay(TECHNICIAN), live.person(TECHNICIAN)
    person = tablet.get("/me").json()["person"]
    proof, began, moments = {"sign_in": person["sign_in"]}, _now() + 2, random.Random(7)
    items = [
        {
            "seq": number,
            "id": command_id(),
            "person": person["id"],
            "proof": proof,
            "code": car.card,
            "step": "pause" if number % 2 == 0 else "clock_on",
            "said": {"reason": "rest"} if number % 2 == 0 else {},
            "at": began + number,
            "offset": 0,
        }
        for number in range(1, SCANS + 1)
    ]
    wait_for(lambda: _now() > began + SCANS, what="the time of the last scan to have passed")
    outbox = Outbox(tablet, items)
    outbox.start()
    for kill in range(KILLS):
        enough = 1 + kill * SCANS // (KILLS + 1) + moments.randint(1, 6)
        wait_for(lambda: outbox.expects > enough, timeout=60, what="scans to be under way")  # noqa: B023
        live.server.kill()
        live.server.start()
    outbox.join()
    told = live.person(FOREMAN).get(f"/jobs/{car.job}/journal").json()
    verbs = [entry["verb"] for entry in told["entries"] if entry["verb"] in {"clock_on", "pause"}]
    assert verbs == ["clock_on", "pause"] * (SCANS // 2)
    assert [entry["at"] for entry in told["entries"] if entry["verb"] in {"clock_on", "pause"}] == [
        each["at"] for each in items
    ]
    assert all(outcomes <= {"done", "repeated"} for outcomes in outbox.outcomes.values()), outbox.outcomes
    assert set(outbox.outcomes) == set(range(1, SCANS + 1))
