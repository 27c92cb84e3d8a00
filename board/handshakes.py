"""The first moment of a connection: does it speak TLS or plain HTTP, and the handshake, which nobody may drag out.

One port takes both. What is spoken shows in the first byte, so a screen that was given an `http://` address gets an
answer that helps. Who connects and says nothing, or agrees on nothing, is dropped after a few seconds; of many such,
those who have waited longest go first. The same code runs on green threads and on threads.
"""

import errno
import select
import socket
import ssl
import threading
import time
from _socket import socket as KernelSocket  # noqa: N812 - what lies below every kind of socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PATIENCE_SECONDS: Final = 10.0
"""How long a client may take to say what it wants and to agree on how."""
WAITING: Final = 2000
"""Connections that may be at that point at the same time: a restart brings every screen back at once."""
WAITING_FROM_ONE_ADDRESS: Final = 500
_HANDSHAKE: Final = b"\x16"
"""The first byte of every TLS connection; no HTTP request begins with it."""
_LOOK_EVERY_SECONDS: Final = 1.0


def tls_context(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 and 1.3 with this certificate (PEM, with intermediate ones after it) and key (None: in the same file).

    Raises OSError, also for files that are none (`ssl.SSLError`).
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")  # of TLS 1.2: forward secret, and none that is broken
    context.set_alpn_protocols(["http/1.1"])
    context.sslsocket_class = SharedTlsSocket  # green threads bring their own
    context.load_cert_chain(
        certificate, key, password=""
    )  # an empty one, so that nobody is asked for it at the terminal
    return context


class Handshakes:
    """Turns accepted connections into ones that can be read, within bounds. `context` gives the TLS context to use
    now; it is asked with every connection, so that a renewed certificate needs no restart."""

    def __init__(self, context: Callable[[], ssl.SSLContext]) -> None:
        self._context = context
        self._waiting: dict[int, _Waiting] = {}
        """Those who have not finished, the one that came first before the others."""
        self._from: Counter[str] = Counter()
        self._lock = threading.Lock()

    def secure(self, connection: Any, address: str) -> Any:
        """The connection: over TLS when the client speaks it, as it is when it speaks anything else.

        Raises OSError, with the connection closed, when the client goes, takes too long or agrees on nothing.
        """
        waiting = self._enter(connection, address)
        try:
            begun = connection.recv(1, socket.MSG_PEEK)
            if not begun:
                raise ConnectionResetError(errno.ECONNRESET, "it went without a word")
            if begun != _HANDSHAKE:
                return connection
            context = self._context()
            tls = context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            waiting.connection = tls
            tls.do_handshake()
            if isinstance(tls, SharedTlsSocket):
                tls.share()
            return tls
        except BaseException:
            with suppress(OSError):
                waiting.connection.close()
            raise
        finally:
            self._leave(waiting)

    def watch(self) -> None:
        """Drop who takes too long, for ever: to be run beside the server."""
        while True:
            time.sleep(_LOOK_EVERY_SECONDS)
            now = time.monotonic()
            with self._lock:
                late = [each for each in self._waiting.values() if each.until < now]
            for each in late:
                hang_up(each.connection)

    def end(self) -> None:
        """Drop everybody who has not finished: the server stops."""
        with self._lock:
            unfinished = list(self._waiting.values())
        for each in unfinished:
            hang_up(each.connection)

    def _enter(self, connection: Any, address: str) -> "_Waiting":
        waiting = _Waiting(connection, address, time.monotonic() + PATIENCE_SECONDS)
        with self._lock:
            crowded = self._crowded_out_by(address)
            self._waiting[id(waiting)] = waiting
            self._from[address] += 1
        if crowded is not None:
            hang_up(crowded.connection)
        return waiting

    def _crowded_out_by(self, address: str) -> "_Waiting | None":
        """Who has to go for one more from this address: whoever of a crowd has waited longest."""
        everybody = iter(self._waiting.values())
        if self._from[address] >= WAITING_FROM_ONE_ADDRESS:
            return next(each for each in everybody if each.address == address)
        return next(everybody) if len(self._waiting) >= WAITING else None

    def _leave(self, waiting: "_Waiting") -> None:
        with self._lock:
            del self._waiting[id(waiting)]
            self._from[waiting.address] -= 1
            if not self._from[waiting.address]:
                del self._from[waiting.address]


@dataclass(slots=True)
class _Waiting:
    connection: Any
    address: str
    until: float
    """Monotonic seconds."""


def hang_up(connection: Any) -> None:
    """End a connection under whoever reads or writes it: they find it closed. Nothing happens when it is already.

    The kernel's connection is ended, below TLS: `SSLSocket.shutdown` would take the session away from its reader.
    """
    with suppress(OSError, ValueError):
        KernelSocket.shutdown(getattr(connection, "fd", connection), socket.SHUT_RDWR)


class SharedTlsSocket(ssl.SSLSocket):
    """A TLS connection between threads: one may read while another writes. OpenSSL knows one session at a time, so
    each step takes a turn, and whoever has to wait for the network waits outside of it."""

    _turn: Any = None
    _writing: Any = None
    _patience: float | None = None
    _spoilt = False

    def share(self) -> None:
        """From now on, after the handshake, threads take turns."""
        self._patience = self.gettimeout()
        super().settimeout(0)
        self._turn, self._writing = threading.Lock(), threading.Lock()

    def settimeout(self, value: float | None) -> None:
        """How long to wait for the network each time (seconds; None: for ever)."""
        if self._turn is None:
            super().settimeout(value)
        else:
            self._patience = value

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002 - its name in the standard library
        """Read what is there, or wait for something. Raises TimeoutError, ssl.SSLError."""
        if self._turn is None:
            return super().read(len, buffer)
        return self._in_turns(super().read, len, buffer)

    def send(self, data: Any, flags: int = 0) -> int:
        """Write all of `data`: what a session has begun to write it must be given again, before anything else.

        Raises BrokenPipeError, as plain sockets do, when it cannot be written; after that nothing can.
        """
        if self._turn is None:
            return super().send(data, flags)
        with self._writing:
            if self._spoilt:
                raise BrokenPipeError(errno.EPIPE, "what came before was not written whole")
            try:
                return int(self._in_turns(super().send, data, flags))
            except OSError as error:
                self._spoilt = True
                raise BrokenPipeError(errno.EPIPE, str(error)) from None

    def _in_turns(self, step: Callable[..., Any], *args: Any) -> Any:
        while True:
            try:
                with self._turn:
                    return step(*args)
            except ssl.SSLWantReadError:
                self._wait(select.POLLIN)
            except ssl.SSLWantWriteError:
                self._wait(select.POLLOUT)

    def _wait(self, event: int) -> None:
        poll = select.poll()
        try:
            poll.register(self.fileno(), event)
        except ValueError:
            raise OSError(errno.EBADF, "the connection was closed") from None
        if not poll.poll(None if self._patience is None else self._patience * 1000):
            raise TimeoutError("timed out")
