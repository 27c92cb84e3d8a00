"""The server is killed at any moment: what it said it had saved is there, once, and the screens find back."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from sqlalchemy import select

from board.store import models
from tests.contract.live import ADVISOR, FOREMAN, LEADER, OTHER_TECHNICIAN, TECHNICIAN, Live, Visitor, command_id
from tests.faults.conftest import BOTH_MODES
from tests.faults.counting import Counts, Record
from tests.infra.fault_proxy import FaultProxy
from tests.infra.waiting import wait_for

pytestmark = pytest.mark.guarantee("R1")
Wish = tuple[str, dict[str, Any], str]
"""A command: where it is posted, what it says, and the verb under which the journal has it."""


@dataclass
class Client:
    """Somebody who works without a pause: each command is sent under one id until it is answered, as our pages do.
    `ledger` has the verb of each that was acknowledged, with the revision."""

    visitor: Visitor
    job: int
    wishes: Iterator[Wish]
    ledger: list[tuple[str, int]] = field(default_factory=list)
    repeats: int = 0
    refused: list[str] = field(default_factory=list)

    def work(self, over: threading.Event) -> None:
        while not over.is_set() and not self.refused:
            self._insist(*next(self.wishes))

    def _insist(self, path: str, body: dict[str, Any], verb: str) -> None:
        body = {"id": command_id(), **body}
        while True:
            with suppress(requests.ConnectionError, requests.Timeout):
                answer = self.visitor.post(path, **body)
                if answer.status_code != 503:
                    self._note(answer, verb)
                    return

    def _note(self, answer: requests.Response, verb: str) -> None:
        if answer.ok:
            self.ledger.append((verb, answer.json()["revision"]))
            self.repeats += answer.json()["repeated"]
        else:
            self.refused.append(answer.text)


def stamping(card: str) -> Iterator[Wish]:
    """On and off, without an end: one that is lost or done twice makes the next one wrong."""
    step: dict[str, Any] = {"step": "clock_on"}
    while True:
        yield "/scans", {"code": card, "via": "camera", **step}, step["step"]
        step = {"step": "resume"} if step["step"] == "pause" else {"step": "pause", "reason": "rest"}


def moving(job: int, bay: int, other: int) -> Iterator[Wish]:
    """From one bay to the other and back."""
    while True:
        yield f"/jobs/{job}/move", {"bay": other, "seen_bay": bay}, "move"
        bay, other = other, bay


def printing(job: int) -> Iterator[Wish]:
    """The card, again and again."""
    while True:
        yield f"/jobs/{job}/print-card", {}, "print_card"


def clients(live: Live, line: FaultProxy) -> list[Client]:
    """Three who scan, a foreman and an advisor, all behind the same line."""
    here = []
    for name in (TECHNICIAN, OTHER_TECHNICIAN, LEADER):
        car = live.car_in_bay(name)
        here.append(Client(live.newly(name), car.job, stamping(car.card)))
    moved, printed = live.car_in_bay(), live.car()
    bay = live.person(FOREMAN).get(f"/jobs/{moved.job}").json()["job"]["bay"]["id"]
    here.append(Client(live.newly(FOREMAN), moved.job, moving(moved.job, bay, live.bay())))
    here.append(Client(live.newly(ADVISOR), printed.job, printing(printed.job)))
    for client in here:
        client.visitor.base_url = line.url
    return here


@contextmanager
def at_work(here: list[Client]) -> Iterator[None]:
    """They work while the block lasts, and finish what they have begun."""
    over = threading.Event()
    threads = [threading.Thread(target=client.work, args=(over,)) for client in here]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def journal(live: Live, job: int, since: int) -> list[tuple[str, int]]:
    """What the database knows of a job: verb and revision of each entry."""
    entry = models.JournalEntry
    with live.floor.store.reading() as session:
        query = select(entry.verb, entry.revision).where(entry.job_id == job, entry.revision > since)
        return [(verb, revision) for verb, revision in session.execute(query.order_by(entry.revision))]


def kill_at(live: Live, line: FaultProxy, acknowledged: Callable[[], int], how: str, after: int) -> None:
    """Kill the server when so many more commands were acknowledged: just then, or between a commit and its answer."""
    wait_for(lambda: acknowledged() >= after, timeout=60, what="commands to be acknowledged")
    if how == "between commit and answer":
        pid = live.server.pid
        line.hear_lost = lambda: os.kill(pid, signal.SIGKILL)
        line.lose_answers(to=b"POST /api/v1/")
        wait_for(lambda: not live.server.alive, timeout=60, what="an answer to be on its way")
    live.server.kill()
    line.hear_lost = lambda: None
    line.heal()
    live.server.start()


@BOTH_MODES
def test_every_acknowledged_command_survives_kills_once(
    live: Live, async_mode: str, counts: Counts, record: Record
) -> None:
    """Under load of five clients, at random moments, and right between a commit and its answer."""
    dice = counts.dice(f"kill {async_mode}")
    with FaultProxy(live.server.port) as line:
        here = clients(live, line)
        since = live.person(FOREMAN).state_hash("foreman")["revision"]

        def acknowledged() -> int:
            assert not [client.refused for client in here if client.refused]
            return sum(len(client.ledger) for client in here)

        with at_work(here):
            for _ in range(max(1, counts.kills // 2)):
                how = dice.choice(["at any moment", "between commit and answer"])
                kill_at(live, line, acknowledged, how, acknowledged() + dice.randint(1, 60))
                record(f"killed {how}")
            wait_for(
                lambda: line.lost == 0 or any(client.repeats for client in here), what="what was lost to be asked again"
            )
    for client in here:
        assert not client.refused
        assert journal(live, client.job, since) == client.ledger
    record("acknowledged commands in the ledger", times=acknowledged(), worst=0, unit="lost or doubled")


def test_answers_that_are_lost_are_given_again(live: Live, counts: Counts, record: Record) -> None:
    """The command is done, its answer is not heard, and the same command is sent again, twenty times over."""
    technician, car = live.newly(TECHNICIAN), live.car_in_bay()
    screen = live.screen(FOREMAN, "workshop")
    with FaultProxy(live.server.port) as line:
        technician.base_url = line.url
        for number, (path, body, _) in zip(range(20), stamping(car.card), strict=False):
            wish = {"id": command_id(), **body}
            line.lose_answers(to=b"POST /api/v1/scans")
            with pytest.raises(requests.ConnectionError):
                technician.post(path, **wish)
            line.heal()
            again = technician.post(path, **wish).json()
            assert (again["repeated"], line.lost) == (True, number + 1)
            assert technician.post(path, **wish).json()["revision"] == again["revision"]
            screen.reach(again["revision"])
    verbs = [verb for verb, _ in journal(live, car.job, 0)]
    assert len([verb for verb in verbs if verb in {"clock_on", "pause", "resume"}]) == 20
    record("answer lost after the commit", times=20, worst=0, unit="lost or doubled")


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
