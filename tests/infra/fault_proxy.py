"""A line that fails on command: TCP on the loopback between clients and a server, byte by byte, so that HTTP and
WebSocket go through it alike.

What is held is kept, not lost, as TCP keeps it: it arrives when the line is back. What is held back holds the sender
back too, for the proxy itself keeps no more than one piece for each direction.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.infra.programs import LOOPBACK

Way = Literal["up", "down"]
"""From the client to the server, and back."""
WAYS: tuple[Way, Way] = ("up", "down")
_PIECE = 16_384
_SLICE_SECONDS = 0.05
_KERNEL_BYTES = 32_768
_RESET = struct.pack("ii", 1, 0)


@dataclass
class _Weather:
    """How the line is in one direction."""

    held: bool = False
    delay: float = 0.0
    bytes_per_second: int = 0
    cut_after: int | None = None


@dataclass(eq=False)
class _Line:
    """One client's connection and its other half."""

    client: socket.socket
    server: socket.socket
    passed: dict[Way, int] = field(default_factory=lambda: {"up": 0, "down": 0})
    carriers: "list[asyncio.Task[None]]" = field(default_factory=list)
    loses: bool = False
    """A request whose answer is to be lost went up this line."""

    def ends(self, way: Way) -> tuple[socket.socket, socket.socket]:
        return (self.client, self.server) if way == "up" else (self.server, self.client)

    ended: set[Way] = field(default_factory=set)

    def close(self) -> None:
        for end in (self.client, self.server):
            if len(self.ended) < len(WAYS):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            end.close()


class FaultProxy:
    """Clients connect to `port`; they reach the server at `target`. Everything passes until something is broken.

    `lost` counts the answers that were lost after their request had gone through; `hear_lost` is called with each, in
    the proxy's own thread, before the client learns of it. Close it, or use it in a `with`.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.lost = 0
        self.hear_lost: Callable[[], None] = lambda: None
        self._weather: dict[Way, _Weather] = {"up": _Weather(), "down": _Weather()}
        self._refuses = False
        self._losing: bytes | None = None
        self._lines: set[_Line] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener = socket.create_server((LOOPBACK, 0), backlog=512)
        self._listener.setblocking(False)
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._loop = asyncio.new_event_loop()
        self._clears = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    # What a test breaks, and mends

    def drop(self) -> None:
        """Reset every connection; who dials again gets through."""
        self._now(self._reset_all)

    def refuse(self) -> None:
        """Reset every connection, and each new one as well, until `heal`."""
        self._refuses = True
        self.drop()

    def hold(self, *ways: Way) -> None:
        """Let nothing through in these directions (both when none is named), not even that somebody hung up."""
        self._change(ways, held=True)

    def delay(self, seconds: float, *ways: Way) -> None:
        """Let each piece arrive so much later."""
        self._change(ways, delay=seconds)

    def throttle(self, bytes_per_second: int, *ways: Way) -> None:
        """Let so many bytes through in a second on each connection."""
        self._change(ways, bytes_per_second=bytes_per_second)

    def cut_after(self, count: int, way: Way = "down") -> None:
        """Reset each connection, also the open ones, when `count` more bytes have gone that way."""

        def begin() -> None:
            for line in self._lines:
                line.passed[way] = 0
            self._weather[way].cut_after = count

        self._now(begin)

    def lose_answers(self, to: bytes) -> None:
        """From now on every request in whose bytes `to` occurs goes through, and when the first byte of its answer is
        here, the line is reset instead. Whatever the server did for it, it has done."""
        self._losing = to

    def heal(self) -> None:
        """Let everything through again, what was held first."""

        def mend() -> None:
            self._refuses, self._losing = False, None
            self._weather = {"up": _Weather(), "down": _Weather()}
            self._clears.set()

        self._now(mend)

    @contextmanager
    def held(self, *ways: Way) -> Iterator[None]:
        """Nothing goes through in these directions within the block."""
        self.hold(*ways)
        try:
            yield
        finally:
            self.heal()

    def __enter__(self) -> "FaultProxy":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Reset what is open, and listen no more."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    # In the proxy's own thread

    def _now(self, work: Callable[[], None]) -> None:
        """Do something in the proxy's thread, and come back when it is done."""
        done = threading.Event()

        def do() -> None:
            work()
            done.set()

        self._loop.call_soon_threadsafe(do)
        assert done.wait(20), "the proxy does not answer"

    def _change(self, ways: tuple[Way, ...], **different: float) -> None:
        def change() -> None:
            for way in ways or WAYS:
                for name, value in different.items():
                    setattr(self._weather[way], name, value)
            self._clears.clear()

        self._now(change)

    def _run(self) -> None:
        self._begin(self._accept())
        self._loop.run_forever()
        self._reset_all()
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _begin(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _reset_all(self) -> None:
        for line in list(self._lines):
            self._end(line)

    def _end(self, line: _Line) -> None:
        if line in self._lines:
            self._lines.discard(line)
            for carrier in line.carriers:
                carrier.cancel()
            self._loop.call_soon(line.close)  # when the carriers have let go of it

    async def _accept(self) -> None:
        while True:
            client, _ = await self._loop.sock_accept(self._listener)
            self._begin(self._open(client))

    async def _open(self, client: socket.socket) -> None:
        server = socket.socket()
        for end in (client, server):
            end.setblocking(False)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _KERNEL_BYTES)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_BYTES)
        line = _Line(client, server)
        if self._refuses:
            line.close()
            return
        self._lines.add(line)
        try:
            await self._loop.sock_connect(server, (LOOPBACK, self.target))
        except OSError:
            self._end(line)
            return
        line.carriers = [self._begin(self._carry(line, way)) for way in WAYS]

    async def _carry(self, line: _Line, way: Way) -> None:
        """Carry one direction until somebody hangs up, which is carried too."""
        source, sink = line.ends(way)
        try:
            while line in self._lines:
                await self._clear(way)
                piece = await self._loop.sock_recv(source, self._size(way))
                await self._clear(way)
                if way == "down" and line.loses and piece:
                    self.lost += 1
                    self.hear_lost()
                    self._end(line)
                    return
                if not piece:
                    self._hang_up(line, way, sink)
                    return
                if way == "up" and self._losing is not None and self._losing in piece:
                    line.loses = True
                await self._pass(line, way, sink, piece)
        except (OSError, ValueError):
            self._end(line)

    def _hang_up(self, line: _Line, way: Way, sink: socket.socket) -> None:
        sink.shutdown(socket.SHUT_WR)
        line.ended.add(way)
        if len(line.ended) == len(WAYS):
            self._end(line)

    async def _clear(self, way: Way) -> None:
        while self._weather[way].held:
            await self._clears.wait()

    def _size(self, way: Way) -> int:
        rate = self._weather[way].bytes_per_second
        return max(1, int(rate * _SLICE_SECONDS)) if rate else _PIECE

    async def _pass(self, line: _Line, way: Way, sink: socket.socket, piece: bytes) -> None:
        weather = self._weather[way]
        pause = weather.delay + (len(piece) / weather.bytes_per_second if weather.bytes_per_second else 0)
        if pause:
            with suppress(TimeoutError):  # a line that heals meanwhile does not wait any longer
                await asyncio.wait_for(self._clears.wait(), pause)
        await self._clear(way)
        left = len(piece) if weather.cut_after is None else weather.cut_after - line.passed[way]
        await self._loop.sock_sendall(sink, piece[: max(0, left)])
        line.passed[way] += len(piece)
        if weather.cut_after is not None and left <= len(piece):
            self._end(line)
