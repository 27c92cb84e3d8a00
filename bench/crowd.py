"""A crowd of screens in one light process: raw WebSocket frames on one epoll, so that the server is what is measured.

Speaks just enough of Engine.IO 4 and Socket.IO 5: connects to `/board`, watches a view, answers pings, and notes
when the last screen has a change. HTTP commands go out on kept-alive connections of the same loop, so that one clock
sees all of it.
"""

import json
import select
import socket
import time
from collections.abc import Callable
from typing import Any

CHANGE = b'42/board,["change"'
KICK = b'42/board,["kick"]'
DEADLINE = 60.0


class Stuck(Exception):
    """What was waited for did not come in time."""


class Loop:
    """One epoll; each descriptor has a function that reads what came."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._readers: dict[int, Callable[[], None]] = {}

    def add(self, connection: socket.socket, reader: Callable[[], None]) -> None:
        self._readers[connection.fileno()] = reader
        self._epoll.register(connection, select.EPOLLIN)

    def drop(self, connection: socket.socket) -> None:
        self._readers.pop(connection.fileno(), None)
        connection.close()

    def turn(self, seconds: float) -> None:
        """Waits at most so long for something to read, and reads it."""
        readers = self._readers
        for descriptor, _ in self._epoll.poll(seconds, 1024):
            reader = readers.get(descriptor)
            if reader:
                reader()

    def until(self, done: Callable[[], bool], what: str, seconds: float = DEADLINE) -> None:
        """Turns until `done()`; raises Stuck after `seconds`."""
        end = time.monotonic() + seconds
        while not done():
            self.turn(0.05)
            if time.monotonic() > end:
                raise Stuck(what)

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.turn(left)


class Screen:
    """One client of the feed."""

    __slots__ = ("_head", "_rest", "connection", "crowd", "ready", "revision")

    def __init__(self, crowd: "Crowd", cookie: str) -> None:
        self.crowd = crowd
        self.ready = False
        self.revision = -1
        self._rest = b""
        self._head = True
        self.connection = socket.create_connection(("127.0.0.1", crowd.port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.setblocking(False)
        crowd.loop.add(self.connection, self.read)
        self.connection.send(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"%s\r\n" % (crowd.port, f"Cookie: {cookie}\r\n".encode() if cookie else b"")
        )

    def say(self, text: bytes) -> None:
        """One masked frame (the mask is all zeros, so the text stays as it is)."""
        size = len(text)
        head = bytes((0x81, 0x80 | size)) if size < 126 else bytes((0x81, 0xFE, size >> 8, size & 255))
        self.connection.send(head + b"\0\0\0\0" + text)

    def read(self) -> None:
        try:
            data = self.connection.recv(262144)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self.crowd.lost(self)
            return
        if self._rest:
            data = self._rest + data
            self._rest = b""
        start = 0
        if self._head:
            start = data.find(b"\r\n\r\n") + 4
            if start < 4:
                self._rest = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                raise Stuck(f"no WebSocket: {data[:200]!r}")
            self._head = False
        self._frames(data, start)

    def _frames(self, data: bytes, start: int) -> None:
        crowd = self.crowd
        size = len(data)
        while size - start >= 2:
            length = data[start + 1]
            begin = start + 2
            if length == 126:
                begin = start + 4
                length = int.from_bytes(data[start + 2 : begin], "big") if size >= begin else size
            elif length == 127:
                begin = start + 10
                length = int.from_bytes(data[start + 2 : begin], "big") if size >= begin else size
            end = begin + length
            if end > size:
                break
            if data.startswith(CHANGE, begin):
                crowd.changes += 1
                crowd.change_bytes = length
                if crowd.follows:
                    crowd.advance(self, data, begin)
            else:
                self._text(data[begin:end])
            start = end
        if start < size:
            self._rest = data[start:]

    def _text(self, text: bytes) -> None:
        if text == b"2":
            self.say(b"3")
        elif text.startswith(b"0{"):
            self.say(b"40/board," + self.crowd.auth)
        elif text.startswith(b"40/board,"):
            if self.crowd.view:
                self.say(b'42/board,0["watch",%s]' % json.dumps({"view": self.crowd.view}).encode())
            else:
                self._is_ready()
        elif text.startswith(b"43/board,0"):
            answer = json.loads(text[10:])[0]
            if not answer.get("ok"):
                raise Stuck(f"watch was refused: {answer}")
            self.revision = answer["revision"]
            self.crowd.snapshot_bytes = len(text)
            self._is_ready()
        elif text.startswith((b"44/board", b"41", b'42/board,["gone"')):
            raise Stuck(f"turned away: {text[:300]!r}")

    def _is_ready(self) -> None:
        self.ready = True
        self.crowd.ready += 1


class Crowd:
    """So many screens on one server."""

    def __init__(self, loop: Loop, port: int, view: str = "", auth: bytes = b"") -> None:
        self.loop = loop
        self.port = port
        self.view = view
        self.auth = auth
        self.screens: list[Screen] = []
        self.ready = 0
        self.losses = 0
        self.changes = 0
        self.change_bytes = 0
        self.snapshot_bytes = 0
        self.follows = False
        self._reached: dict[int, int] = {}
        self.last_at: dict[int, float] = {}
        """When the last screen had reached a revision (only while `follows`)."""

    def come(self, count: int, cookies: list[str] | None = None) -> float:
        """Connects so many screens at once; gives the seconds until the last is ready."""
        wanted = self.ready + count
        cookies = cookies or [""]
        begin = time.monotonic()
        for number in range(count):
            self.screens.append(Screen(self, cookies[number % len(cookies)]))
            if number % 20 == 19:
                self.loop.turn(0)
        self.loop.until(lambda: self.ready >= wanted, f"{count} screens to be ready")
        return time.monotonic() - begin

    def leave(self) -> None:
        for screen in self.screens:
            self.loop.drop(screen.connection)
        self.screens = []
        self.ready = 0

    def lost(self, screen: Screen) -> None:
        self.losses += 1
        self.loop.drop(screen.connection)

    def advance(self, screen: Screen, data: bytes, begin: int) -> None:
        """Notes the revision that a change brings the screen to."""
        at = data.index(b'"to":', begin) + 5
        to = int(data[at : data.index(b",", at)])
        now = time.monotonic()
        for revision in range(screen.revision + 1, to + 1):
            count = self._reached.get(revision, 0) + 1
            self._reached[revision] = count
            if count == len(self.screens):
                self.last_at[revision] = now
                del self._reached[revision]
        screen.revision = max(screen.revision, to)


class Commander:
    """One kept-alive HTTP connection, one request at a time."""

    def __init__(self, loop: Loop, port: int) -> None:
        self.cookies: dict[str, str] = {}
        self.csrf = ""
        self.busy = False
        self.status = 0
        self.body: Any = None
        self.answered_at = 0.0
        self._rest = b""
        self._loop = loop
        self._port = port
        self._then: Callable[[], None] | None = None
        self._connection = self._connect()

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self._port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        self._loop.add(connection, self._read)
        return connection

    def send(self, method: str, path: str, body: Any = None, then: Callable[[], None] | None = None) -> float:
        """Sends a request and gives the moment; `then` is called when the answer is there."""
        content = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", f"Content-Length: {len(content)}"]
        if body is not None:
            lines.append("Content-Type: application/json")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if self.csrf:
            lines.append(f"X-CSRF-Token: {self.csrf}")
        self.busy = True
        self._then = then
        moment = time.monotonic()
        self._connection.send("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
        return moment

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Sends a request and waits for its answer; raises Stuck for anything but 200 and 201."""
        self.send(method, path, body)
        self._loop.until(lambda: not self.busy, f"an answer from {path}")
        if self.status not in {200, 201}:
            raise Stuck(f"{method} {path}: {self.status} {self.body}")
        return self.body

    def _read(self) -> None:
        try:
            data = self._connection.recv(262144)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self._loop.drop(self._connection)
            if self.busy:
                raise Stuck("the server hung up on a command")
            self._connection = self._connect()
            return
        self._rest += data
        head, found, rest = self._rest.partition(b"\r\n\r\n")
        if not found:
            return
        headers = head.decode("latin-1").split("\r\n")
        length = next((int(line[15:]) for line in headers if line.lower().startswith("content-length:")), None)
        if length is None:
            raise Stuck(f"an answer without a length: {headers}")
        if len(rest) >= length:
            self._rest = b""
            self._answer(headers, rest[:length])

    def _answer(self, headers: list[str], content: bytes) -> None:
        self.answered_at = time.monotonic()
        self.status = int(headers[0].split()[1])
        for line in headers:
            if line.lower().startswith("set-cookie:"):
                name, value = line[11:].split(";")[0].strip().split("=", 1)
                self.cookies[name] = value
        self.body = json.loads(content) if content.startswith((b"{", b"[")) else content
        self.busy = False
        if self._then:
            self._then()
