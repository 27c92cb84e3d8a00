"""The way out: one message, written once, to every screen of a room.

Socket.IO's own `emit` puts a packet into a queue per client; a green thread per client then packs the same text
into the same WebSocket frame and writes it. With 500 screens that is 500 wake-ups and 500 packings before the last
one has its change. The outlet packs the frame once and hands it straight to each kernel socket, without waiting;
only a client whose socket is full goes through the queue.

Everything that knows how python-engineio, python-socketio, eventlet and simple-websocket are built inside stays in
this file, and `tests/realtime/test_outlet.py` fails when one of them changes those parts.
"""

import errno
import json
import ssl
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from socket import SO_LINGER, SOL_SOCKET, socket
from typing import Any, Final

import socketio
from engineio import packet as engine_packet

from board.handshakes import hang_up

WAITING_BYTES: Final = 250_000
"""What may wait for one client. A stalled reader costs at most twice this (its queue, and the batch that its writer
took out of it) and what the kernel may hold for it (`runtime.UNREAD_BYTES`): less than 1 MB. A single larger message
is let through when nothing else waits, or the picture of a big workshop could never be sent."""
WAITING_MESSAGES: Final = 400
_GREEN: Final = {"GreenSocket", "GreenSSLSocket"}
_RESET: Final = struct.pack("ii", 1, 0)  # linger 0 s: close() resets, and frees what the kernel holds for the client


class Encoded(str):
    """JSON text that is written already: in an answer or a change it goes out as it is, not walked, not copied."""

    __slots__ = ()


class WireJSON:
    """The feed's JSON (`SocketIO(json=WireJSON)`): takes `Encoded` as it is; Chinese takes 3 bytes, not 6."""

    @staticmethod
    def dumps(data: Any, **_: Any) -> str:
        """The shortest JSON text of `data`; it may be `Encoded`, or a list with `Encoded` members."""
        if isinstance(data, Encoded):
            return str(data)
        if isinstance(data, list) and any(isinstance(part, Encoded) for part in data):
            return f"[{','.join(WireJSON.dumps(part) for part in data)}]"
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def loads(text: str, **_: Any) -> Any:
        """Reads JSON. Raises ValueError also for whole numbers of over 100 digits: reading one could take minutes."""
        return json.loads(text, parse_int=_whole_number)


def _whole_number(digits: str) -> int:
    if len(digits) > 100:
        raise ValueError("a whole number of more than 100 digits")
    return int(digits)


class Outlet:
    """Sends to the rooms of one namespace, and keeps what waits for any client of `server` bounded.

    To be made right after the server and before its first client. Under eventlet WebSocket clients get their frames
    directly, over TLS too; polling clients, and everybody under threading, go through Socket.IO's queue. A client
    that lets more than `WAITING_BYTES` or `WAITING_MESSAGES` pile up is cut at once: it will come back and sync.
    """

    def __init__(self, server: socketio.Server, namespace: str = "/board") -> None:
        self.direct = 0
        """Messages given straight to the kernel."""
        self.queued = 0
        """Messages that had to wait in a client's queue."""
        self.cuts = 0
        """Clients cut because too much waited for them."""
        self._server = server
        self._namespace = namespace
        self._lines: dict[str, _Line] = {}
        self._connections: dict[str, socket] = {}
        parts = dict(server.eio._async)
        self._open_websocket = parts["websocket"]
        parts["websocket"] = self._websocket
        parts["queue"] = _bounded(parts["queue"], self._overflowed, self._sent_directly)
        server.eio._async = parts

    def send(self, room: str, event: str, data: Any) -> int:
        """Send `event` with `data` (JSON values, or `Encoded`) to everybody in `room`; tells how many screens.

        When this returns, each socket has taken the message or it waits in a bounded queue. It waits for nobody.
        """
        screens = [eio_sid for _, eio_sid in self._server.manager.get_participants(self._namespace, room)]
        if screens:
            text = f"2{self._namespace},{WireJSON.dumps([event, data])}"
            self._deliver(screens, engine_packet.Packet(engine_packet.MESSAGE, text))
        return len(screens)

    def cut(self, sid: str) -> None:
        """Drop a client's connection at once, whatever still waits for it. Nothing happens when it has gone."""
        client = self._server.eio.sockets.get(self._server.manager.eio_sid_from_sid(sid, self._namespace))
        if client is not None:
            self._cut(client)

    def _deliver(self, screens: Iterable[str], packet: Any) -> None:
        frame = text_frame(packet.encode())
        lines = self._lines
        for eio_sid in screens:
            line = lines.get(eio_sid)
            if line is not None and line.is_clear():
                self._write(line, frame)
            else:
                self._enqueue(eio_sid, packet)

    def _sent_directly(self, queue: Any, packet: Any) -> bool:
        """What Socket.IO itself sends to one client (an answer, mostly) goes the same way. Pings do not: the client's
        writer takes a queue that stays empty for long for a dead connection."""
        line = queue.line
        if line is None or packet.packet_type != engine_packet.MESSAGE or packet.binary or not line.is_clear():
            return False
        self._write(line, text_frame(packet.encode()))
        return True

    def _write(self, line: "_Line", frame: bytes) -> None:
        self.direct += 1
        try:
            written = line.write(frame)
        except BlockingIOError:
            written = 0
        except OSError:
            return  # it has gone; its reader finds that out and takes it off
        if written < len(frame):
            line.hold()
            self._server.start_background_task(line.finish, frame[written:])

    def _enqueue(self, eio_sid: str, packet: Any) -> None:
        client = self._server.eio.sockets.get(eio_sid)
        if client is not None and not client.closed:
            self.queued += 1
            client.queue.put(packet)

    def _websocket(self, handler: Callable[[Any], Any], eio: Any) -> Callable[..., Any]:
        """What engineio opens a WebSocket with: as before, but the outlet knows the connection while it is open."""
        client = handler.__self__  # type: ignore[attr-defined]

        def listen(websocket: Any) -> Any:
            self._connections[client.sid] = _kernel_socket(websocket)
            if _takes_frames(websocket):
                self._lines[client.sid] = client.queue.line = _Line(client, websocket)
            try:
                return handler(websocket)
            finally:
                client.queue.line = None
                self._lines.pop(client.sid, None)
                self._connections.pop(client.sid, None)

        answer = self._open_websocket(listen, eio)

        def accept(environ: dict[str, Any], start_response: Any) -> Any:
            # Frames compressed per client could not be shared; each client would cost 200 kB and CPU x 1.4 besides.
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            return answer(environ, start_response)

        return accept

    def _overflowed(self, queue: Any) -> None:
        for client in list(self._server.eio.sockets.values()):
            if client.queue is queue:
                self.cuts += 1
                self._cut(client)

    def _cut(self, client: Any) -> None:
        client.queue.shut()
        connection = self._connections.get(client.sid)
        if connection is None:  # long polling has nothing to cut: the next request finds the session closed
            self._server.start_background_task(client.close, wait=False, abort=True)
            return
        with suppress(OSError):
            connection.setsockopt(SOL_SOCKET, SO_LINGER, _RESET)
        hang_up(connection)  # wakes its reader and its writer; they find it closed and tidy up


class _Line:
    """A client's open WebSocket under eventlet, where whole frames can be given to the kernel."""

    __slots__ = ("_client", "_lock", "_socket", "_waiting", "write")

    def __init__(self, client: Any, websocket: Any) -> None:
        self._client = client
        self._waiting = client.queue
        self._lock = websocket._sendlock
        self._socket = websocket.socket
        self.write: Callable[[bytes], int] = _writer(websocket.socket)
        """Gives the kernel what it takes without waiting, and tells how many bytes that were."""

    def is_clear(self) -> bool:
        """A frame written now comes after all that was sent before: nothing waits, nobody is amidst a frame."""
        lock = self._lock
        return bool(lock.counter > 0 and not lock._waiters and not self._waiting.qsize() and self._client.upgraded)

    def hold(self) -> None:
        """Keep other writers waiting until `finish` is over. Does not wait itself: the line is clear."""
        self._lock.acquire()

    def finish(self, rest: bytes) -> None:
        """Write the rest of a frame that the kernel took in part, at the pace of the client. A TLS session that took
        a part of a frame is given the whole of it again, as it wants it, and before anything else."""
        try:
            with suppress(OSError):
                self._socket.sendall(rest)
        finally:
            self._lock.release()


def text_frame(text: str) -> bytes:
    """The WebSocket frame (RFC 6455, section 5.2) in which a server sends `text`: whole, unmasked, uncompressed."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + payload
    if size < 65536:
        return struct.pack("!BBH", 0x81, 126, size) + payload
    return struct.pack("!BBQ", 0x81, 127, size) + payload


def _takes_frames(websocket: Any) -> bool:
    return type(getattr(websocket, "socket", None)).__name__ in _GREEN and not websocket.extensions


def _writer(connection: Any) -> Callable[[bytes], int]:
    if not isinstance(connection, ssl.SSLSocket):
        write: Callable[[bytes], int] = connection.fd.send
        return write

    def seal(frame: bytes) -> int:
        session = connection._sslobj  # type: ignore[attr-defined]
        if session is None:
            raise OSError(errno.ENOTCONN, "closed")
        try:
            return int(session.write(frame))
        except ssl.SSLWantWriteError:
            return 0  # it may have begun: see `_Line.finish`

    return seal


def _kernel_socket(websocket: Any) -> Any:
    connection = websocket.ws.sock if hasattr(websocket, "ws") else websocket.socket  # simple-websocket | eventlet
    return getattr(connection, "fd", connection)


def _bounded(base: Any, overflowed: Callable[[Any], None], sent_directly: Callable[[Any, Any], bool]) -> Any:
    """The async mode's queue, which keeps only what cannot be sent at once, tells when too much waits in it, and can
    be shut for good."""

    class BoundedQueue(base):  # type: ignore[misc]
        line: _Line | None = None
        waiting_bytes = 0
        is_shut = False

        def put(self, item: Any, *args: Any, **kwargs: Any) -> None:
            if item is not None and (self.is_shut or sent_directly(self, item)):
                return  # None always goes in: it is how engineio tells the writer to leave
            super().put(item, *args, **kwargs)
            waiting = self.qsize()
            if waiting > 1 and (waiting > WAITING_MESSAGES or self.waiting_bytes > WAITING_BYTES):
                overflowed(self)

        def shut(self) -> None:
            """Throw away what waits and what may still come."""
            self.is_shut = True
            with suppress(Exception):  # under threading the writer may take the last one first
                while self.qsize():
                    self.get(block=False)
                    self.task_done()

        def _put(self, item: Any) -> None:
            self.waiting_bytes += _size(item)
            super()._put(item)

        def _get(self) -> Any:
            item = super()._get()
            self.waiting_bytes -= _size(item)
            return item

    return BoundedQueue


def _size(packet: Any) -> int:
    data = getattr(packet, "data", None)
    if not isinstance(data, str | bytes):
        return 0
    return len(data) if isinstance(data, bytes) or data.isascii() else 3 * len(data)
