"""A screen that looks after itself, as our pages do: it dials again when its line is cut or says nothing, keeps what it
has, and asks for what it missed."""

import random
import select
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from board.screens.views import state_hash
from tests.contract.live import Visitor
from tests.contract.screen import GONE, Screen
from tests.infra.waiting import wait_for

DIAL_SECONDS = 3.0
SILENCE_SECONDS = 9.5
REDIAL_SECONDS = (0.1, 0.5)
REFUSED_SECONDS = 1.0


class Follower:
    """One screen in a thread of its own. `base_url` may lead through a fault proxy; `visitor` is who it is."""

    def __init__(self, visitor: Visitor, view: str, base_url: str) -> None:
        self.visitor = visitor
        self.view = view
        self.base_url = base_url
        self.dialled = 0
        self.whole_pictures = 0
        self.refused = ""
        self.revision: int | None = None
        self._cards: dict[str, Any] = {}
        self.epoch: str | None = None
        self._ends = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def state_hash(self) -> dict[str, Any]:
        """What it shows, as `Visitor.state_hash` tells what it should show."""
        with self._lock:
            return {"revision": self.revision, "hash": state_hash(self._cards)}

    def close(self) -> None:
        """Leave."""
        self._ends.set()
        self._thread.join()

    # In its own thread

    def _live(self) -> None:
        while not self._ends.is_set():
            try:
                self.dialled += 1
                self._watch(Screen(self.base_url, cookies=self.visitor.cookies, timeout=DIAL_SECONDS))
            except (*GONE, AssertionError):  # the line is gone, or what came was no greeting
                pass
            self._ends.wait(random.uniform(*REDIAL_SECONDS))

    def _watch(self, screen: Screen) -> None:
        try:
            screen.cards, screen.epoch, screen.revision = self._cards, self.epoch, self.revision
            while not (answer := screen.watch(self.view, epoch=self.epoch, revision=self.revision))["ok"]:
                self.refused = answer["code"]
                self._ends.wait(REFUSED_SECONDS)
            self.whole_pictures += answer["kind"] == "snapshot"
            self.refused = ""
            self._keep(screen)
            self._listen(screen)
        finally:
            screen.hang_up()

    def _listen(self, screen: Screen) -> None:
        heard, heard_at = len(screen.heard), time.monotonic()
        while not self._ends.is_set() and not screen.ended():
            self._keep(screen)
            if len(screen.heard) > heard:
                heard, heard_at = len(screen.heard), time.monotonic()
            elif time.monotonic() - heard_at > SILENCE_SECONDS:
                return
            select.select([screen.wire], [], [], 0.25)

    def _keep(self, screen: Screen) -> None:
        with self._lock:
            self._cards, self.epoch, self.revision = screen.cards, screen.epoch, screen.revision


@contextmanager
def following(followers: Iterable[Follower]) -> Iterator[list[Follower]]:
    """Followers that leave when the block ends."""
    here = list(followers)
    try:
        yield here
    finally:
        for each in here:
            each._ends.set()
        for each in here:
            each.close()


def differing(followers: list[Follower]) -> list[str]:
    """The screens that do not show what the server would show them now."""
    expected = {(id(each.visitor), each.view): each.visitor.state_hash(each.view) for each in followers}
    wrong = [each for each in followers if each.state_hash() != expected[id(each.visitor), each.view]]
    return [f"{each.view} by {each.base_url} {each.refused}" for each in wrong]


def seconds_until_all_agree(followers: list[Follower], timeout: float = 90) -> float:
    """Wait until every screen shows what the server would show it now; how long that took."""
    began = time.monotonic()
    wrong: list[str] = []

    def agree() -> bool:
        wrong[:] = differing(followers)
        return not wrong

    wait_for(agree, timeout=timeout, what=f"all screens to agree with the server; {wrong}")
    return time.monotonic() - began
