"""A wall screen's machine: a virtual display, the launcher as its service runs it, and a look at the pixels."""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from kiosk.processes import descendants
from tests.infra.programs import Program
from tests.infra.requirements import program
from tests.infra.waiting import wait_for

WIDTH, HEIGHT = 960, 540
FAST = {
    "look_every": 0.25,
    "answer_within": 5.0,
    "start_within": 60.0,
    "open_within": 20.0,
    "paint_within": 2.0,
    "good_within": 4.0,
    "first_delay": 1.0,
    "longest_delay": 12.0,
    "calm_after": 1.0,
}


class VirtualDisplay(Program):
    """Xvfb on a display that is free; its picture lies in a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = folder / "number"
        shape = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp", "-fbdir", str(folder)]
        start = 'exec 3>"$0"; exec "$@"'
        command: list[str | Path] = ["sh", "-c", start, self._number, program("Xvfb"), "-displayfd", "3", *shape]
        super().__init__(command, folder / "xvfb.log")

    def start(self) -> None:
        """Start it and wait until it has a number."""
        super().start()
        wait_for(lambda: not self.alive or (self._number.exists() and self._number.read_text().strip()), what="Xvfb")
        assert self.alive, self.log

    @property
    def name(self) -> str:
        """As DISPLAY has it."""
        return f":{self._number.read_text().strip()}"

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """The colour that is on the screen now (from the XWD file that Xvfb draws into)."""
        data = (self._folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", data[:100])
        header_size, line, colours, little = header[0], header[12], header[19], header[7] == 0
        place = header_size + colours * 12 + y * line + x * 4
        blue, green, red = data[place : place + 3] if little else data[place + 3 : place : -1]
        return red, green, blue


class KioskMachine:
    """The launcher's service on a virtual display."""

    def __init__(
        self, folder: Path, display: VirtualDisplay, server: str, home: Path | None = None, **more: Any
    ) -> None:
        self.folder = folder
        self.display = display
        self.told: list[str] = []
        self.config = folder / "kiosk.toml"
        settings = {"server": server, "display": display.name, "state_dir": str(folder), "run_dir": str(folder)}
        self.config.write_text(
            "".join(f"{name} = {json.dumps(value)}\n" for name, value in (settings | FAST | more).items())
        )
        self._systemd = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._systemd.setblocking(False)
        self._systemd.bind(str(folder / "notify"))
        environment = {
            "NOTIFY_SOCKET": str(folder / "notify"),
            "HOME": str(home or folder),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        words = [sys.executable, "-m", "kiosk", "--config", str(self.config), "run"]
        self.launcher = Program(words, folder / "launcher.log", environment=environment)

    @property
    def status(self) -> dict[str, Any]:
        """The status file."""
        path = self.folder / "status.json"
        said: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        return said

    @property
    def browser(self) -> int:
        """The browser's main process."""
        return int(wait_for(lambda: self.status.get("browser_pid") or 0, timeout=150, what="a browser"))

    def crash_pages(self) -> None:
        """End the processes of all its pages as a fault in them would."""
        for pid in descendants(self.browser):
            if b"--type=renderer" in _words(pid):
                os.kill(pid, signal.SIGSEGV)

    def open_another_page(self, url: str) -> None:
        """Open a page before the board, as a key of a passer-by's keyboard would."""
        browser = program("chromium", "chromium-browser")
        words = [str(browser), "--no-sandbox", f"--user-data-dir={self.folder / 'profile'}", url]
        subprocess.run(words, env={**os.environ, "DISPLAY": self.display.name}, check=True, capture_output=True)

    def wait_until(self, state: str, **more: Any) -> dict[str, Any]:
        """Wait until the screen stands so, with these entries in its status file."""
        wanted = {"state": state, **more}
        wait_for(
            lambda: wanted.items() <= self.status.items(),
            timeout=150,
            what=f"{wanted}: {self.status}\n{self.launcher.log[-2000:]}",
        )
        return self.status

    def wait_for_colour(self, colour: tuple[int, int, int]) -> None:
        """Wait until the whole screen shows a page of this ground: the corners are looked at."""
        corners = [(3, 3), (WIDTH - 2, 3), (3, HEIGHT - 2), (WIDTH - 1, HEIGHT - 1)]
        wait_for(
            lambda: {self.display.pixel(*corner) for corner in corners} == {colour},
            timeout=150,
            what=f"{colour} on the screen",
        )

    def told_systemd(self) -> list[str]:
        """What the service told systemd so far."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self.told += self._systemd.recv(4096).decode().splitlines()
        return self.told

    def stop(self) -> None:
        """End the service, and whatever a failed test left of its browser."""
        left = [self.launcher.pid, *descendants(self.launcher.pid)] if self.launcher.alive else []
        self.launcher.stop()
        for pid in left[1:]:
            with contextlib.suppress(ProcessLookupError):
                if b"remote-debugging-pipe" in _words(pid) or b"--type=" in _words(pid):
                    os.kill(pid, signal.SIGKILL)
        self._systemd.close()


def _words(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
