"""Chromium's DevTools protocol over a pair of pipes: JSON objects, each ended by a zero byte."""

import contextlib
import json
import os
import select
import time
from collections import deque
from typing import Any, Final

_LARGEST: Final = 4 * 1024 * 1024


class Silent(Exception):
    """No answer came in time, or the browser's end is closed."""


class Failed(Exception):
    """The browser answered that it could not do it."""


class DevTools:
    """One browser's line. It waits no longer than it is told; what can be read from `interrupt` cuts a wait short."""

    def __init__(self, reads: int, writes: int, interrupt: int) -> None:
        self.closed = False
        self.events: deque[dict[str, Any]] = deque(maxlen=1000)
        self._reads, self._writes, self._interrupt = reads, writes, interrupt
        os.set_blocking(reads, False)
        os.set_blocking(writes, False)
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked = 0
        self._rest = b""

    def ask(self, method: str, timeout: float, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Ask and wait for the answer, `timeout` seconds at most. Raises Silent and Failed."""
        number = self.tell(method, session, **params)
        until = time.monotonic() + timeout
        while number not in self._answers:
            if not self.listen(until - time.monotonic()):
                raise Silent(method)
        answer = self._answers.pop(number)
        self._answers.clear()  # what came too late for its question
        if "error" in answer:
            raise Failed(f"{method}: {answer['error'].get('message', '')[:120]}")
        result: dict[str, Any] = answer.get("result", {})
        return result

    def tell(self, method: str, session: str | None = None, **params: Any) -> int:
        """Send without waiting; returns the question's number. Raises Silent when the browser takes nothing more."""
        self._asked += 1
        message: dict[str, Any] = {"id": self._asked, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        try:
            if os.write(self._writes, data) != len(data):
                self.closed = True  # half a message: nothing that follows could be understood
        except BlockingIOError:
            raise Silent(method) from None  # it has stopped reading
        except OSError:
            self.closed = True
            raise Silent(method) from None
        return self._asked

    def listen(self, timeout: float) -> bool:
        """Wait until something arrives, and sort it. False: nothing came, the wait was cut, or the line closed."""
        if self.closed or timeout <= 0:
            return False
        ready, _, _ = select.select([self._reads, self._interrupt], [], [], timeout)
        if self._reads not in ready:
            return False
        try:
            data = os.read(self._reads, 1 << 16)
        except BlockingIOError:
            return True
        if not data:
            self.closed = True
            return False
        *whole, self._rest = (self._rest + data).split(b"\0")
        try:
            for each in whole:
                self._sort(json.loads(each))
        except (ValueError, TypeError):
            self.closed = True
        self.closed = self.closed or len(self._rest) > _LARGEST
        return not self.closed

    def close(self) -> None:
        """Give the descriptors back."""
        self.closed = True
        for descriptor in (self._reads, self._writes):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _sort(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
        else:
            self.events.append(message)
