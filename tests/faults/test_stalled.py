"""A screen that no longer reads, or reads a kilobyte a second: it costs little, is cut, and slows nobody down."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.contract.live import ADVISOR, FOREMAN, OTHER_FOREMAN, Live
from tests.contract.screen import GONE, Screen
from tests.faults.conftest import BOTH_MODES
from tests.faults.counting import Record
from tests.infra.fault_proxy import FaultProxy
from tests.infra.waiting import wait_for

pytestmark = pytest.mark.guarantee("R9")
STALLED = 6
QUESTIONS = 80
BOUND_MB = 1.0
NOISE_MB = 24.0


def resident(live: Live) -> float:
    """What the server holds in memory, in MB."""
    pages = int(Path(f"/proc/{live.server.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def clogging(screens: list[Screen]) -> Iterator[None]:
    """Each asks for one whole picture after the other, and reads none of the answers."""

    def ask(screen: Screen) -> None:
        with suppress(*GONE):
            for number in range(5000, 5000 + QUESTIONS):
                screen.send(f'42/board,{number}["sync",{{}}]')

    threads = [threading.Thread(target=ask, args=(screen,)) for screen in screens]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def slowest_of(live: Live, reading: Screen, job: int, commands: int = 12) -> float:
    """Seconds from a command to a screen that reads: the slowest of some."""
    slowest = 0.0
    for _ in range(commands):
        began = time.monotonic()
        reading.reach(live.person(ADVISOR).done(f"/jobs/{job}/print-card")["revision"])
        slowest = max(slowest, time.monotonic() - began)
    return slowest


@BOTH_MODES
def test_stalled_and_slow_readers_are_cut_and_the_others_go_on(live: Live, record: Record) -> None:
    """Half of them read nothing, half of them a kilobyte a second."""
    cars = [live.car(concern="刹车时方向盘抖动。" * 200) for _ in range(8)]
    reading = live.screen(OTHER_FOREMAN, "foreman")
    with ExitStack() as stack:
        line = stack.enter_context(FaultProxy(live.server.port))
        stalled = [live.screen(FOREMAN, "foreman", receive_buffer=4096) for _ in range(STALLED // 2)]
        slow = [Screen(line.url, cookies=live.person(FOREMAN).cookies) for _ in range(STALLED // 2)]
        for screen in slow:
            stack.callback(screen.close)
            assert screen.watch("foreman")["ok"]
        assert len(json.dumps(reading.cards)) > 20_000
        assert live.watching("foreman") == STALLED + 1
        quiet = slowest_of(live, reading, cars[0].job)
        with clogging([live.screen(FOREMAN, "foreman", receive_buffer=4096)]):
            pass  # what the first of them makes the allocator take, it keeps: that is not what one more costs
        wait_for(lambda: live.watching("foreman") == STALLED + 1, timeout=60, what="the first one to be cut")
        before = peak = resident(live)
        line.throttle(1000, "down")
        with clogging([*stalled, *slow]):
            busy = slowest_of(live, reading, cars[0].job)
            peak = resident(live)

        def all_cut() -> bool:
            nonlocal peak
            peak = max(peak, resident(live))
            reading.listen()
            return live.watching("foreman") == 1

        # Sooner than the 45 s after which whoever answers no ping is cut anyway: by then they would have cost too much.
        wait_for(all_cut, timeout=30, what="the stalled screens to be cut")
        reading.reach(live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")["revision"])
        reading.hear("pulse")
        assert reading.state_hash() == live.person(OTHER_FOREMAN).state_hash("foreman")["hash"]
        assert peak - before < STALLED * BOUND_MB + NOISE_MB
        for screen in stalled:
            wait_for(screen.ended, what="the stalled screen to find the line cut")
        assert live.screen(FOREMAN, "foreman").cards == reading.cards
    record("readers stalled or at 1 kB/s", times=STALLED, worst=(peak - before) / STALLED, unit="MB for each")
    record(
        "readers stalled or at 1 kB/s", times=STALLED, worst=busy / quiet, unit="x the others' slowest, while clogging"
    )
