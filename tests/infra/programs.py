"""Programs that a test starts, and ends."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port of the loopback that nobody uses.

    It lies below the range from which the kernel takes ports for outgoing connections, so that a program that is
    started again finds its port still free.
    """
    while True:
        port = random.randint(20_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind((LOOPBACK, port))
            return port


def listens(port: int) -> bool:
    """Tell whether somebody accepts connections on a port of the loopback."""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False


class Process(Protocol):
    """A started process, as `subprocess.Popen` has it."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


class Program:
    """A program in a session of its own, with its output in a file; it never outlives the test run.

    Start it from the test's main thread: the kernel ends it with the thread that started it.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        *,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.command = [str(word) for word in command]
        self.log_file = log
        self.environment = {**os.environ, **(environment or {})}
        self.user = user
        self.stop_signal = stop_signal
        self._process: Process | None = None

    def start(self) -> None:
        """Start it; what it has to be waited for is its user's business."""
        with self.log_file.open("ab") as output:
            self._process = subprocess.Popen(
                [*self._guard(), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
            )

    def _guard(self) -> list[str]:
        # setpriv asks the kernel to end the program with us, also when the test run itself is killed.
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            return []
        other = ["--reuid", self.user, "--regid", self.user, "--clear-groups"] if self.user else []
        return [setpriv, "--pdeathsig", "KILL" if self.stop_signal == signal.SIGTERM else "INT", *other, "--"]

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None, "not started"
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll() if self._process else None

    @property
    def log(self) -> str:
        """What it wrote so far, over all its starts."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal: SIGSTOP and SIGCONT freeze and thaw it."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        if self._process and self.alive:
            self._process.kill()
        self._wait()

    def stop(self) -> None:
        """Ask it to end; after 15 s end it."""
        if self._process and self.alive:
            self._process.send_signal(self.stop_signal)
        try:
            self._wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def _wait(self, timeout: float | None = None) -> None:
        if self._process:
            self._process.wait(timeout)
