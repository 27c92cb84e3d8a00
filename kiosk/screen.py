"""The one screen: the browser, and which of the two pages it shows: the board's, or the offline page from the disk."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from kiosk.browser import Browser, Missing
from kiosk.config import Config
from kiosk.devtools import Silent
from kiosk.display import Size
from kiosk.health import judge
from kiosk.ladder import Sight
from kiosk.planning import Running
from kiosk.server import Reach, ServerWatch
from kiosk.service import note, stamp

OFFLINE_PAGE: Final = Path(__file__).with_name("offline.html")


class Screen:
    """What is shown. `look` says how it stands, and follows the server's coming and going by itself."""

    def __init__(self, config: Config, server: ServerWatch, interrupt: int) -> None:
        self.browser: Browser | None = None
        self.health: dict[str, Any] = {}
        self._config = config
        self._server = server
        self._interrupt = interrupt
        self._shows_board = False
        self._board_failed = False
        """The server is ready, but what it serves is not the board: it is tried again when the ladder says so."""
        self._offline_since = ""
        self._told: dict[str, str] = {}
        self._started = self._opened = 0.0
        self._seen = False
        self._started_at = datetime.now().astimezone()
        self._picture: tuple[object, float] = (None, 0.0)
        self._too_large_since: datetime | None = None

    # Doing

    def start(self, size: Size | None) -> None:
        """Start the browser anew: with the board when its server is ready, else with the offline page."""
        self.end()
        self._shows_board = self._server.answer.reach is Reach.ready and not self._board_failed
        if not self._shows_board:
            self._offline_since = self._offline_since or stamp()
            self._told = self._offline_words()
        self.health, self._too_large_since, self._seen = {}, None, False
        self._started = self._opened = time.monotonic()
        self._started_at = datetime.now().astimezone()
        try:
            self.browser = Browser(self._config, self._address(), size, self._interrupt)
        except (Missing, OSError) as error:
            note(str(error), warning=True)

    def end(self) -> None:
        """End the browser, if there is one."""
        if self.browser is None:
            return
        if not self.browser.alive:
            note(f"the browser ended with {self.browser.exit_code}", warning=True)
        self.browser.end()
        self.browser = None

    def reload(self, sight: Sight) -> None:
        """Load the page again; one that is dead or deaf is replaced by a new one."""
        if self.browser is None:
            return
        try:
            if sight in {Sight.silent, Sight.crashed}:
                self._opened = time.monotonic()
                self.browser.replace(self._address())
            else:
                self._open_board(self.browser)
        except Silent:
            note("the browser did not load the page again", warning=True)

    # Looking

    def look(self) -> Sight:
        """How the screen stands now."""
        browser = self.browser
        if browser is None:
            return Sight.gone
        if ended := _ended(browser):
            return ended
        try:
            sight = self._ask(browser)
        except Silent:
            self.health = {}
            sight = self._starting() if browser.deaf or not self._seen else Sight.silent
        return _ended(browser) or sight

    def _ask(self, browser: Browser) -> Sight:
        """Ask the page itself. Raises Silent."""
        if not browser.attached():
            return self._starting()
        self._seen = True
        said = browser.look()
        return self._look_at_board(browser, said) if self._shows_board else self._look_offline(browser, said)

    def running(self, now: datetime) -> Running | None:
        """How the browser stands for a planned restart."""
        if self.browser is None:
            return None
        memory = self.browser.memory_mb()
        too_large = memory > self._config.memory_limit_mb
        self._too_large_since = (self._too_large_since or now) if too_large else None
        still = time.monotonic() - self._picture[1] >= self._config.quiet_after
        quiet = still or self.health.get("asleep") is True
        return Running(self._started_at, memory, self._too_large_since, quiet)

    def _starting(self) -> Sight:
        """A browser that was never asked has its time to start."""
        coming = not self._seen and time.monotonic() - self._started < self._config.start_within
        return Sight.opening if coming else Sight.hung

    def _look_at_board(self, browser: Browser, said: object) -> Sight:
        self._remember(said)
        sight = judge(said, self._config.server, time.monotonic() - self._opened, self._config.patience)
        if sight not in {Sight.foreign, Sight.stale}:
            return sight
        ready = self._server.fresh().reach is Reach.ready
        if sight is Sight.foreign:
            self._board_failed = ready
            self._shows_board, self._offline_since = False, stamp()
            self._show_offline(browser)
        # A page of ours says itself that the server is away, and better than we could.
        return sight if ready else Sight.offline

    def _look_offline(self, browser: Browser, said: object) -> Sight:
        ready = self._server.answer.reach is Reach.ready
        if ready and not self._board_failed:
            self._open_board(browser)
            return Sight.opening
        self._board_failed = ready
        shown = isinstance(said, dict) and str(said.get("url", "")).startswith(OFFLINE_PAGE.as_uri())
        if not shown or self._told != self._offline_words():
            self._show_offline(browser)
        return Sight.foreign if ready else Sight.offline

    def _remember(self, said: object) -> None:
        health = said.get("health") if isinstance(said, dict) else None
        self.health = health if isinstance(health, dict) else {}
        if self.health.get("revision") != self._picture[0]:
            self._picture = (self.health.get("revision"), time.monotonic())

    # The two pages

    def _open_board(self, browser: Browser) -> None:
        self._board_failed = False
        self._shows_board, self._offline_since = True, ""
        self._opened = time.monotonic()
        browser.navigate(self._address())

    def _show_offline(self, browser: Browser) -> None:
        """Show the offline page, or tell it what is new: its words follow from what stands behind the #."""
        self.health = {}
        self._told = self._offline_words()
        browser.navigate(self._address())

    def _address(self) -> str:
        if self._shows_board:
            return f"{self._config.server}/screen"
        return f"{OFFLINE_PAGE.as_uri()}#{quote(json.dumps(self._told))}"

    def _offline_words(self) -> dict[str, str]:
        answer = self._server.answer
        why = "foreign" if self._board_failed else answer.reach.value
        host = urlsplit(self._config.server).netloc
        return {"why": why, "since": self._offline_since, "server": host, "own": answer.own_address}


def _ended(browser: Browser) -> Sight | None:
    """What is known without asking."""
    if browser.lost:
        return Sight.gone
    return Sight.crashed if browser.crashed else None
