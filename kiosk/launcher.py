"""The launcher: keeps the board on the screen. It looks, asks the ladder, and does one thing at a time."""

import contextlib
import os
import signal
import time
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Final

from kiosk.config import Config
from kiosk.devtools import Silent
from kiosk.display import Display, Size
from kiosk.ladder import Past, Sight, Step, climb
from kiosk.planning import planned_restart
from kiosk.screen import Screen
from kiosk.server import Reach, ServerWatch
from kiosk.service import Status, note, notify

REBOOT_FILE: Final = "reboot"
"""In the run folder; a unit of root's watches for it."""
_ARRANGE_EVERY: Final = 30
_TOLD: Final = ("view", "status", "revision", "version", "errors")


class Launcher:
    """One service's life. `run` returns when it was asked to end (SIGTERM)."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._run_dir, self._state_dir = Path(config.run_dir), Path(config.state_dir)
        self._status = Status(self._run_dir, config.server)
        self._interrupt, self._wakes = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._server = ServerWatch(config)
        self._screen = Screen(config, self._server, self._interrupt)
        self._display = Display(config.display, config.rotate)
        self._past = Past(reboots=self._read_reboots())
        self._size: Size | None = None
        self._arranged: float | None = None
        self._started = self._ending = False

    def run(self) -> None:
        """Keep the screen until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.set_wakeup_fd(self._wakes)
        notify("READY=1")
        note(f"keeping {self._config.server} on display {self._config.display}")
        self._server.start()
        while not self._ending:
            notify("WATCHDOG=1")
            self._turn()
            self._rest()
        notify("STOPPING=1")
        self._server.end()
        self._screen.end()
        self._status.say("ended")
        note("ended")

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._ending = True

    def _turn(self) -> None:
        """One look, and what follows from it."""
        if not self._display.there:
            self._status.say("no_display")
            return
        self._arrange()
        if not self._started:
            self._started = True
            self._screen.start(self._size)
            return
        sight = self._screen.look()
        before = self._past
        ready = self._server.answer.reach is Reach.ready
        self._past, step = climb(before, sight, ready, _uptime(), self._config.limits)
        if before.reboots and not self._past.reboots:
            self._write_reboots()
        self._say(sight)
        if step is not Step.wait and not self._ending:
            self._take(step, sight)
        elif sight is Sight.healthy:
            self._restart_as_planned()

    def _rest(self) -> None:
        """Wait for the next look, or for news that cannot wait: the browser or its page ended just now."""
        until = time.monotonic() + self._config.look_every
        browser = self._screen.browser
        known = browser is None or browser.lost or browser.crashed
        while not self._ending and (left := until - time.monotonic()) > 0:
            if browser is None or browser.closed:
                time.sleep(min(left, 0.2))
                continue
            with contextlib.suppress(Silent):
                browser.listen(left)
            if (browser.lost or browser.crashed) and not known:
                return

    def _take(self, step: Step, sight: Sight) -> None:
        note(f"{sight.value}: {step.value} (step {self._past.tries})", warning=True)
        self._status.count(step.value, sight.value)
        if step is Step.reload:
            self._screen.reload(sight)
        elif step is Step.restart:
            self._screen.start(self._size)
        else:
            self._write_reboots()
            (self._run_dir / REBOOT_FILE).touch()

    def _restart_as_planned(self) -> None:
        now = datetime.now().astimezone()
        running = self._screen.running(now)
        if running is None:
            return
        why = planned_restart(running, now, self._config.nightly, self._config.memory_limit_mb)
        if why is not None:
            note(f"{why}: restart as planned ({running.memory_mb} MB)")
            self._status.count(Step.restart.value, why)
            self._screen.start(self._size)

    def _arrange(self) -> None:
        """See to the screens now and then: one may have been switched on meanwhile."""
        if self._arranged is not None and time.monotonic() - self._arranged < _ARRANGE_EVERY:
            return
        size = self._display.arrange(probe=self._arranged is None)
        self._arranged = time.monotonic()
        if size is None or size == self._size:
            return
        self._size = size
        if self._started:
            note(f"the screen has {size.width} x {size.height} now: restart as planned")
            self._status.count(Step.restart.value, "size")
            self._screen.start(size)

    def _say(self, sight: Sight) -> None:
        answer, browser, health = self._server.answer, self._screen.browser, self._screen.health
        running = browser is not None and browser.alive
        self._status.say(
            sight.value,
            reach=answer.reach.value,
            own_address=answer.own_address,
            page={key: health.get(key) for key in _TOLD} if health else None,
            browser_pid=browser.pid if browser and running else None,
            memory_mb=browser.memory_mb() if browser and running else 0,
            tries=self._past.tries,
            reboots_in_vain=self._past.reboots,
        )
        if browser is not None:
            browser.bound_log()

    def _read_reboots(self) -> int:
        try:
            return max(0, int((self._state_dir / "reboots").read_text()))
        except (OSError, ValueError):
            return 0

    def _write_reboots(self) -> None:
        with contextlib.suppress(OSError):
            (self._state_dir / "reboots").write_text(f"{self._past.reboots}\n")


def _uptime() -> float:
    """Seconds since the machine started, sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
