"""Chromium as the screen's only program: how it is started, and what it can be asked and told."""

import os
from pathlib import Path
from typing import Any, Final

from kiosk import profile
from kiosk.config import Config
from kiosk.devtools import DevTools, Failed, Silent
from kiosk.display import Size
from kiosk.health import QUESTION
from kiosk.processes import Process, find_browser

_CACHE_BYTES: Final = 32 * 1024 * 1024
_FLAGS: Final = (
    "--kiosk",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--hide-crash-restore-bubble",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-features=Translate,MediaRouter,OptimizationHints",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--password-store=basic",
    "--check-for-update-interval=31536000",
    "--autoplay-policy=no-user-gesture-required",
    "--window-position=0,0",
)
_AS_ROOT: Final = ("--no-sandbox", "--test-type")
"""Chromium's sandbox does not work for root, and only tests run as root: the service has a user of its own."""
_NO_KEYS: Final = {"GOOGLE_API_KEY": "no", "GOOGLE_DEFAULT_CLIENT_ID": "no", "GOOGLE_DEFAULT_CLIENT_SECRET": "no"}
_LARGEST_LOG: Final = 256 * 1024


class Missing(Exception):
    """The browser's program is not installed."""


class Browser:
    """One run of the browser, with one page. What it does not answer in time raises Silent."""

    def __init__(self, config: Config, url: str, size: Size | None, interrupt: int) -> None:
        program = find_browser(config.browser)
        if program is None:
            raise Missing("Chromium is not installed. Run the installer again.")
        self._config = config
        self._log = Path(config.run_dir) / "browser.log"
        self._session: str | None = None
        self._target = ""
        self.deaf = False
        """Whether the browser itself answers nothing."""
        self._closed_page = False
        self.crashed = False
        folder = Path(config.state_dir) / "profile"
        profile.prepare(folder)
        self._process = Process([program, *_arguments(config, folder, size), url], _environment(config), self._log)
        self._tools = DevTools(self._process.reads, self._process.writes, interrupt)

    @property
    def pid(self) -> int:
        """Its main process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether its main process runs."""
        return self._process.alive

    @property
    def exit_code(self) -> int | None:
        """How it ended; negative: by a signal."""
        return self._process.exit_code

    def memory_mb(self) -> int:
        """What all its processes hold."""
        return self._process.memory_mb()

    def attached(self) -> bool:
        """Whether its page can be asked; takes hold of it as soon as it is there. Raises Silent.

        Any other page is closed: it would lie over ours. Whether ours was closed is `lost`.
        """
        try:
            targets = self._ask("Target.getTargets", self._config.answer_within).get("targetInfos", [])
        except Silent:
            self.deaf = True
            raise
        pages = [target["targetId"] for target in targets if target.get("type") == "page"]
        if self._session is None and pages:
            self._attach(pages[0])
        self._closed_page = self._session is not None and self._target not in pages
        for other in pages:
            if other != self._target:
                self._tools.tell("Target.closeTarget", targetId=other)
        return self._session is not None

    def look(self) -> object:
        """What the page says of itself (see `kiosk.health`). Raises Silent."""
        if self._session is None:
            raise Silent("Runtime.evaluate")
        within = self._config.answer_within
        said = self._ask("Runtime.evaluate", within, self._session, expression=QUESTION, returnByValue=True)
        return said.get("result", {}).get("value")

    def navigate(self, url: str) -> None:
        """Open an address in the page that is there; whether it came is seen by looking. Raises Silent."""
        if self._session is None:
            raise Silent("Page.navigate")
        self._tools.tell("Page.navigate", self._session, url=url)

    def replace(self, url: str) -> None:
        """Open an address in a new page, in a process of its own, and close the old one. Raises Silent."""
        old, self._session = self._target, None
        self._attach(self._ask("Target.createTarget", 10, url=url)["targetId"])
        self._tools.tell("Target.closeTarget", targetId=old)

    def listen(self, timeout: float) -> None:
        """Wait for news of the browser, so many seconds at most."""
        self._tools.listen(timeout)
        self._take_events()

    @property
    def closed(self) -> bool:
        """Whether the line to it is closed: then it has ended, or is about to."""
        return self._tools.closed

    @property
    def lost(self) -> bool:
        """Whether there is nothing left to look at: it has ended, or its window was closed."""
        return self.closed or self._closed_page or not self.alive

    def end(self) -> None:
        """Let it write down what it keeps, five seconds at most, then end all of it."""
        if self.alive and not self.closed and not self.deaf:
            try:
                self._tools.tell("Browser.close")
            except Silent:
                pass
            else:
                self._process.wait(5)
        self._process.kill()
        self._tools.close()

    def bound_log(self) -> None:
        """Keep what the browser writes of itself small; it lies in memory."""
        if self._log.exists() and self._log.stat().st_size > _LARGEST_LOG:
            os.truncate(self._log, 0)

    def _attach(self, target: str) -> None:
        session = self._ask("Target.attachToTarget", 10, targetId=target, flatten=True)["sessionId"]
        self._target, self._session, self.crashed = target, session, False
        for domain in ("Inspector", "Page"):
            self._tools.tell(f"{domain}.enable", session)

    def _ask(self, method: str, timeout: float, session: str | None = None, **params: Any) -> dict[str, Any]:
        try:
            return self._tools.ask(method, timeout, session, **params)
        except Failed as failed:
            raise Silent(str(failed)) from None
        finally:
            self._take_events()

    def _take_events(self) -> None:
        while self._tools.events:
            event = self._tools.events.popleft()
            if event.get("sessionId") != self._session or self._session is None:
                continue
            if event["method"] == "Inspector.targetCrashed":
                self.crashed = True
            elif event["method"] == "Inspector.detached":
                self._closed_page = True
            elif event["method"] == "Page.javascriptDialogOpening":
                self._tools.tell("Page.handleJavaScriptDialog", self._session, accept=True)


def _arguments(config: Config, folder: Path, size: Size | None) -> list[str]:
    # There is no window manager to fill the screen. A window of exactly its size Chromium makes a pixel smaller.
    return [
        *_FLAGS,
        f"--accept-lang={config.language}",
        f"--user-data-dir={folder}",
        f"--disk-cache-dir={Path(config.run_dir) / 'cache'}",
        f"--disk-cache-size={_CACHE_BYTES}",
        *([f"--window-size={size.width + 1},{size.height + 1}"] if size else []),
        *(_AS_ROOT if os.geteuid() == 0 else ()),
    ]


def _environment(config: Config) -> dict[str, str]:
    return {**os.environ, **_NO_KEYS, "DISPLAY": config.display, "TMPDIR": config.run_dir}
