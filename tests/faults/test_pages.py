"""The real pages in a real browser, behind lines that fail and on a server that goes: each says that its picture is old
and since when, keeps it, and is equal to a fresh one when it finds back."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.contract.live import Live
from tests.contract.test_javascript_client import agrees, status
from tests.faults.counting import Counts, Record
from tests.faults.test_links import CUTS, proxies, stir
from tests.infra.chromium import Pages
from tests.infra.fault_proxy import FaultProxy
from tests.infra.waiting import wait_for

pytestmark = pytest.mark.guarantee("R4")
DEAD = ["unreachable", "blackholed up", "blackholed down", "blackholed both ways"]


class Wall:
    """A wall's page behind a line of its own."""

    def __init__(self, live: Live, pages: Pages, line: FaultProxy, view: str) -> None:
        self.view = view
        self.line = line
        self.visitor = live.wall(view)
        self.page = pages.open(f"{line.url}/d/{live.floor.devices[view]}")
        self.became_live()
        self.page.evaluate(
            "() => board.feed.status.subscribe((now) => {"
            " if (now === 'stale') self.oldAt = (performance.now() - board.feed.goodAt) / 1000; })"
        )

    def became_live(self) -> None:
        """It shows what it should, and says that it is live."""
        wait_for(lambda: status(self.page) == "live" and agrees(self.page, self.visitor, self.view), timeout=60,
                 what=f"{self.page.url} to be live and to agree")  # fmt: skip
        assert self.page.locator(".stale-band").count() == 0

    def says_that_it_is_old(self) -> float:
        """The band is there, with the time of the last good picture, and the picture is kept. Returns how many seconds
        old it was when the page said so: while only its own words are lost, it hears everything and stays good."""
        self.page.locator(".stale-band").wait_for(timeout=60_000)
        good = self.page.evaluate("() => board.feed.lastGoodAt.value") / 1000
        told = f"{datetime.fromtimestamp(good, ZoneInfo('Asia/Shanghai')):%H:%M}"
        assert told in self.page.locator(".stale-band strong").inner_text()
        assert self.page.evaluate("() => board.feed.cards.value.size") > 0
        assert self.page.locator(".is-stale").count() == 1
        return float(self.page.evaluate("() => self.oldAt"))


@contextmanager
def walls(live: Live, pages: Pages, count: int) -> Iterator[list[Wall]]:
    """So many pages, the workshop's and the lounge's by turns."""
    with proxies(live, count) as lines:
        yield [Wall(live, pages, line, ("workshop", "lounge")[place % 2]) for place, line in enumerate(lines)]


def breaks(here: list[Wall], fault: Callable[[], object], mend: Callable[[], object]) -> tuple[float, float]:
    """Break something until every wall says so, and mend it until every wall is right again: the greatest age at which
    one said so, and how long it took until all were right."""
    fault()
    old = max([wall.says_that_it_is_old() for wall in here])
    mend()
    began = time.monotonic()
    for wall in here:
        wall.became_live()
    return old, time.monotonic() - began


def test_walls_say_that_they_are_old_and_find_back(live: Live, pages: Pages, counts: Counts, record: Record) -> None:
    live.car_in_bay()
    # Held upwards alone, the page hears everything until the server cuts it after 45 s: tried where there is time.
    dead = DEAD if counts.long else [kind for kind in DEAD if kind != "blackholed up"]
    with walls(live, pages, len(dead)) as here:

        def cut() -> None:
            for wall, kind in zip(here, dead, strict=True):
                CUTS[kind](wall.line)

        def mend() -> None:
            stir(live)
            for wall in here:
                wall.line.heal()

        def thaw() -> None:
            live.server.signal(signal.SIGCONT)
            stir(live)

        def start() -> None:
            live.server.start()
            stir(live)

        faults = {
            "line dead in each way": (cut, mend),
            "server frozen": (lambda: live.server.signal(signal.SIGSTOP), thaw),
            "server killed": (live.server.kill, start),
        }
        for _ in range(max(1, counts.cuts // 3)):
            for name, (fault, repair) in faults.items():
                old, back = breaks(here, fault, repair)
                record(name, times=len(here), worst=old, unit="s old when the page says so")
                record(name, times=len(here), worst=back, unit="s until all agree", of="R3")


@pytest.mark.guarantee("R3")
def test_a_page_on_a_slow_line_is_right_or_says_that_it_is_not(live: Live, pages: Pages, record: Record) -> None:
    """1 kB/s: what the line can carry comes, later; when it is fast again, the page is right at once."""
    with walls(live, pages, 1) as (wall,):
        CUTS["1 kB/s"](wall.line)
        for _ in range(3):
            stir(live)
        wait_for(lambda: status(wall.page) == "stale" or agrees(wall.page, wall.visitor, wall.view), timeout=90,
                 what="the page to be right, or to say that it is not")  # fmt: skip
        stir(live)
        wall.line.heal()
        began = time.monotonic()
        wall.became_live()
        record("1 kB/s", worst=time.monotonic() - began, unit="s until all agree")
