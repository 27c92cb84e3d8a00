"""The browser's processes: started with the DevTools pipes in place, counted, and ended with all their children."""

import contextlib
import fcntl
import os
import shutil
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
BROWSERS: Final = ("chromium", "chromium-browser")


class Process:
    """A program in a session of its own, whose descriptors 3 and 4 are `reads` and `writes` of ours."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        theirs_in, writes = (_high(each) for each in os.pipe())
        reads, theirs_out = (_high(each) for each in os.pipe())
        program = shutil.which(command[0], path=environment.get("PATH")) or command[0]
        places: list[tuple[int, ...] | tuple[int, int, str, int, int]] = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o640),
            (os.POSIX_SPAWN_DUP2, theirs_in, 3),
            (os.POSIX_SPAWN_DUP2, theirs_out, 4),
        ]
        try:
            self.pid = os.posix_spawn(program, list(command), environment, file_actions=places, setsid=True)
        except OSError:
            os.close(reads)
            os.close(writes)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        self.reads, self.writes = reads, writes
        self.exit_code: int | None = None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        if self.exit_code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)
        return self.exit_code is None

    def wait(self, timeout: float) -> bool:
        """Wait for its end. False: it still runs after `timeout` seconds."""
        until = time.monotonic() + timeout
        while self.alive and time.monotonic() < until:
            time.sleep(0.05)
        return not self.alive

    def kill(self) -> None:
        """End it and all its children at once, stopped ones too."""
        tree = {self.pid, *descendants(self.pid)} if self.alive else set()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        for pid in tree:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        self.wait(10)

    def memory_mb(self) -> int:
        """What its tree holds for itself, in MB: resident pages that it shares with nobody's file."""
        pages = 0
        for pid in (self.pid, *descendants(self.pid)):
            with contextlib.suppress(OSError, ValueError, IndexError):
                _, resident, shared = (_PROC / str(pid) / "statm").read_text().split()[:3]
                pages += int(resident) - int(shared)
        return pages * _PAGE // (1024 * 1024)


def descendants(pid: int) -> list[int]:
    """All children of a process, and theirs."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, ahead = [], list(children.get(pid, []))
    while ahead:
        found.append(ahead.pop())
        ahead += children.get(found[-1], [])
    return found


def find_browser(named: str) -> str | None:
    """The browser's program: the one named, else the system's Chromium."""
    return next((found for name in ([named] if named else BROWSERS) if (found := shutil.which(name))), None)


def _high(descriptor: int) -> int:
    """The same pipe under a number that is neither 3 nor 4."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved
