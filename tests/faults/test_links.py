"""Screens behind lines that fail in every way, and on a server that freezes, dies or cannot write: each ends up with
the picture that it would be given now."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest

from tests.contract.live import ADVISOR, FOREMAN, TECHNICIAN, Live
from tests.faults.breaking import full_disk, held
from tests.faults.counting import Counts, Record
from tests.faults.follower import Follower, following, seconds_until_all_agree
from tests.infra.fault_proxy import FaultProxy

pytestmark = pytest.mark.guarantee("R3")
VIEWS = {"workshop": FOREMAN, "lounge": ADVISOR, "foreman": FOREMAN, "tablet": TECHNICIAN, "desk": ADVISOR}
CUTS: dict[str, Callable[[FaultProxy], None]] = {
    "dropped": FaultProxy.drop,
    "unreachable": FaultProxy.refuse,
    "blackholed up": lambda proxy: proxy.hold("up"),
    "blackholed down": lambda proxy: proxy.hold("down"),
    "blackholed both ways": lambda proxy: proxy.hold(),
    "1 kB/s": lambda proxy: proxy.throttle(1000),
    "2 s late": lambda proxy: proxy.delay(2, "down"),
    "cut amidst a message": lambda proxy: proxy.cut_after(150),
}


@contextmanager
def proxies(live: Live, count: int) -> Iterator[list[FaultProxy]]:
    """So many lines to the server, each to be broken by itself."""
    with ExitStack() as stack:
        yield [stack.enter_context(FaultProxy(live.server.port)) for _ in range(count)]


def stir(live: Live) -> None:
    """A car comes and goes into work, another is cancelled: every view has something new, and something to drop."""
    car = live.car_in_bay(TECHNICIAN)
    live.person(TECHNICIAN).done("/scans", code=car.card, step="clock_on", via="camera")
    live.person(FOREMAN).done(f"/jobs/{live.car().job}/cancel", reason="客户改期")
    live.person(TECHNICIAN).done("/scans", code=car.card, step="pause", reason="parts", via="camera")


def test_every_screen_finds_back_after_every_cut(live: Live, counts: Counts, record: Record) -> None:
    """All views, each behind a line that fails in its own way; what happens meanwhile is on all of them afterwards."""
    dice, views, kinds = counts.dice("cuts"), list(VIEWS), list(CUTS)
    with proxies(live, len(CUTS)) as lines:
        shown = [views[place % len(views)] for place in range(len(lines))]
        screens = [Follower(live.person(VIEWS[view]), view, line.url) for view, line in zip(shown, lines, strict=True)]
        with following(screens):
            seconds_until_all_agree(screens)
            for _ in range(counts.cuts):
                dice.shuffle(kinds)
                for line, kind in zip(lines, kinds, strict=True):
                    CUTS[kind](line)
                stir(live)
                if counts.long and dice.random() < 0.5:  # long enough for a screen to take its line for dead
                    threading.Event().wait(12)
                stir(live)
                for line in lines:
                    line.heal()
                seconds = seconds_until_all_agree(screens)
                record("lines cut in each way", times=len(lines), worst=seconds, unit="s until all agree")


def test_screens_find_back_when_the_server_was_frozen(live: Live, counts: Counts, record: Record) -> None:
    screens = [Follower(live.person(name), view, live.base_url) for view, name in VIEWS.items()]
    with following(screens):
        seconds_until_all_agree(screens)
        live.server.signal(signal.SIGSTOP)
        try:
            threading.Event().wait(counts.freeze)  # nothing can be waited for: what is frozen says nothing
        finally:
            live.server.signal(signal.SIGCONT)
        stir(live)
        seconds = seconds_until_all_agree(screens)
    record(f"server frozen for {counts.freeze} s", worst=seconds, unit="s until all agree")


def test_screens_find_back_when_the_server_was_killed(live: Live, counts: Counts, record: Record) -> None:
    screens = [Follower(live.person(name), view, live.base_url) for view, name in VIEWS.items()]
    with following(screens):
        for round_ in range(counts.cuts):
            seconds_until_all_agree(screens)
            stir(live)
            end = live.server.kill if round_ % 2 == 0 else live.server.stop
            end()
            live.server.start()
            stir(live)
            seconds = seconds_until_all_agree(screens)
            record("server ended and started", worst=seconds, unit="s until all agree")
        assert all(each.whole_pictures <= 2 for each in screens), "the epoch outlives the process"


@pytest.mark.parametrize("broken", [held, full_disk], ids=["locked", "disk full"])
def test_screens_live_on_while_nothing_can_be_written(
    live: Live, record: Record, broken: Callable[[Live], AbstractContextManager[None]]
) -> None:
    job = live.car().job
    screens = [Follower(live.person(name), view, live.base_url) for view, name in VIEWS.items()]
    with following(screens):
        seconds_until_all_agree(screens)
        dialled = [each.dialled for each in screens]
        with broken(live):
            assert live.person(FOREMAN).does(f"/jobs/{job}/cancel", reason="客户改期").status_code == 503
            seconds_until_all_agree(screens)
        stir(live)
        seconds = seconds_until_all_agree(screens)
        assert [each.dialled for each in screens] == dialled
    record("nothing could be written", worst=seconds, unit="s until all agree")
