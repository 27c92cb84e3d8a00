"""What the launcher tells the machine: systemd that it lives, the journal what it does, and a file how it stands."""

import contextlib
import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

STATUS_FILE: Final = "status.json"
_LATEST: Final = 8
_NOTICE, _WARNING = 5, 4


def notify(*lines: str) -> None:
    """Tell systemd (sd_notify); nothing happens where it does not listen."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setblocking(False)  # a systemd that is busy must not hold the screen
        line.sendto("\n".join(lines).encode(), address)


def note(text: str, warning: bool = False) -> None:
    """Write a line into the journal."""
    print(f"<{_WARNING if warning else _NOTICE}>{text}", file=sys.stderr, flush=True)  # noqa: T201 - this is the log


def stamp() -> str:
    """The moment, as it is written down (UTC)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Status:
    """The status file: what the screen is, since when, and what was done about it."""

    def __init__(self, folder: Path, server: str) -> None:
        self._path = folder / STATUS_FILE
        self._said: dict[str, Any] = {
            "server": server,
            "state": "starting",
            "since": stamp(),
            "started": stamp(),
            "reloads": 0,
            "restarts": 0,
            "reboots_in_vain": 0,
            "latest": [],
        }

    def say(self, state: str, **more: Any) -> None:
        """Write down how the screen stands; a state that is new has its time."""
        if state != self._said["state"]:
            self._said["since"] = stamp()
        self._said.update(more, state=state, at=stamp())
        self._write()
        notify(f"STATUS={state}")

    def count(self, step: str, why: str) -> None:
        """Write down something that was done, and why."""
        self._said["latest"] = [*self._said["latest"], {"at": stamp(), "done": step, "why": why}][-_LATEST:]
        key = {"reload": "reloads", "restart": "restarts"}.get(step)
        if key:
            self._said[key] += 1
        self._write()

    def _write(self) -> None:
        fresh = self._path.with_suffix(".new")
        with contextlib.suppress(OSError):  # a full disk must not keep the screen dark
            fresh.write_text(json.dumps(self._said, indent=1) + "\n", encoding="utf-8")
            fresh.replace(self._path)
