"""The one place that knows eventlet: patch, serve, offload, and writing to a socket without waiting.

Everything else uses the standard `threading` and `time`: after `patch()` those are green, without it
they are threads. So the same code runs in both modes, and in tests, which never patch.
"""

import errno
import gc
import os
import resource
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from board.handshakes import Handshakes

BACKLOG: Final = 4096
"""Connections that may wait to be accepted: a restart brings every screen back at once."""
UNREAD_BYTES: Final = 400_000
"""What the kernel may hold for a client that does not read; left alone, it would take up to 4 MB."""
_CONNECTIONS: Final = 65536
_GONE: Final = {errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN, errno.EBADF, errno.ETIMEDOUT}
_green = False


def patch() -> None:
    """Make the standard library green unless `BOARD_ASYNC_MODE` says `threading`.

    Call it before anything else is imported, the settings' library too: locks that were made before stay blocking.
    """
    global _green  # noqa: PLW0603 - the mode of a process is chosen once
    if os.environ.get("BOARD_ASYNC_MODE", "eventlet") != "eventlet":
        return
    import warnings  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # eventlet says at each start that it is in maintenance; we know
        import eventlet  # noqa: PLC0415
    eventlet.monkey_patch()
    _green = True


def green() -> bool:
    """This process runs on eventlet."""
    return _green


def spawn(work: Callable[..., None], *args: Any) -> None:
    """Run something beside the caller (a green thread, or a daemon thread)."""
    threading.Thread(target=work, args=args, daemon=True).start()


def offload(work: Callable[..., Any], *args: Any) -> Any:
    """Run something that computes for long (password hashing, a PDF) without stopping the screens; gives its result."""
    if not _green:
        return work(*args)
    from eventlet import tpool  # noqa: PLC0415

    return tpool.execute(work, *args)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket tuned for many small messages: no Nagle delay and bounded buffers, which its connections
    inherit, and a deep backlog.

    Raises OSError when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD_BYTES // 2)  # Linux doubles it
    listener.bind((host, port))
    listener.listen(BACKLOG)
    return listener


def serve(app: Any, listeners: Sequence[socket.socket], tls: Callable[[], ssl.SSLContext] | None = None) -> None:
    """Serve a WSGI application until SIGTERM or SIGINT.

    With `tls`, which gives the context to use now, each listener takes HTTPS and plain HTTP; which of them it was
    stands in `wsgi.url_scheme`.
    """
    _settle_memory()
    _allow_many_connections()
    handshakes = None if tls is None else Handshakes(tls)
    if handshakes is not None:
        spawn(handshakes.watch)
    if _green:
        _serve_green(app, listeners, handshakes)
    else:
        _serve_threads(app, listeners, handshakes)


def _allow_many_connections() -> None:
    # Where a process may open 1024 files, some hundred silent clients would keep the next screen out.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        wanted = _CONNECTIONS if most == resource.RLIM_INFINITY else min(most, _CONNECTIONS)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _settle_memory() -> None:
    # What is there after start-up stays for ever: without freezing it, every full collection walks it
    # again and stops all screens meanwhile.
    gc.collect()
    gc.freeze()
    # The young are looked through often: each connection leaves some 50 kB behind that only this frees.
    gc.set_threshold(2_000, 50, 100)


def _serve_green(app: Any, listeners: Sequence[socket.socket], handshakes: Handshakes | None) -> None:
    import eventlet  # noqa: PLC0415
    import eventlet.wsgi  # noqa: PLC0415
    from eventlet.hubs import get_hub  # noqa: PLC0415

    def accept(listener: socket.socket) -> None:
        eventlet.wsgi.server(
            listener,
            app,
            max_size=_CONNECTIONS,
            protocol=_green_protocol(handshakes),
            log_output=False,
            debug=False,
            keepalive=True,
            socket_timeout=120,
        )

    first, *others = listeners
    accepting = [eventlet.getcurrent(), *(eventlet.spawn(accept, each) for each in others)]
    endings = {signal.SIGTERM, signal.SIGINT}
    for ending in endings:
        signal.signal(ending, lambda *_: None)
    # A signal alone does not end the hub's wait for sockets, so Python also writes its number where the hub reads.
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)

    def leave() -> None:
        while endings.isdisjoint(os.read(reader, 64)):
            pass
        if handshakes is not None:
            handshakes.end()
        for each in reversed(accepting):
            get_hub().schedule_call_global(0, each.throw, SystemExit)

    eventlet.spawn(leave)
    accept(first)
    for each in accepting[1:]:
        each.wait()


def _green_protocol(handshakes: Handshakes | None) -> Any:
    from eventlet.wsgi import HttpProtocol  # noqa: PLC0415

    if handshakes is None:
        return HttpProtocol
    secure = handshakes.secure

    class Protocol(HttpProtocol):  # type: ignore[misc]
        """HTTP after the handshake, in the connection's own green thread: nobody waits for anybody's handshake."""

        def __init__(self, state: list[Any], server: Any) -> None:
            try:
                state[1] = secure(state[1], str(state[0][0]))
                super().__init__(state, server)
            except ssl.SSLError:
                return  # no certificate of ours that it trusts, or not TLS after all: its own screen says so
            except OSError as error:
                if error.errno not in _GONE and not isinstance(error, TimeoutError):
                    raise

        def get_environ(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environ()
            return environ | _scheme(self.connection)

    return Protocol


def _scheme(connection: Any) -> dict[str, str]:
    """What WSGI is told about a connection that may speak TLS."""
    secure = isinstance(connection, ssl.SSLSocket)
    return {"wsgi.url_scheme": "https", "HTTPS": "on"} if secure else {"wsgi.url_scheme": "http"}


def _serve_threads(app: Any, listeners: Sequence[socket.socket], handshakes: Handshakes | None) -> None:
    servers = [_threaded(app, listener, handshakes) for listener in listeners]

    def stop(*_signal: object) -> None:
        for server in servers:
            threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for server in servers[1:]:
        spawn(server.serve_forever)
    servers[0].serve_forever()


def _threaded(app: Any, listener: socket.socket, handshakes: Handshakes | None) -> Any:
    from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: PLC0415

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            if handshakes is not None:
                self.request = handshakes.secure(self.request, str(self.client_address[0]))
            super().setup()

        def make_environ(self) -> dict[str, Any]:
            return super().make_environ() | (_scheme(self.connection) if handshakes else {})

        def finish(self) -> None:
            super().finish()
            if isinstance(self.request, ssl.SSLSocket):
                self.request.close()  # the server knows, and closes, only what it accepted

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
            """The application writes its own access log."""

    host, port = listener.getsockname()[:2]
    server = make_server(host, port, app, threaded=True, request_handler=Handler, fd=os.dup(listener.fileno()))
    server.daemon_threads = True  # type: ignore[attr-defined]
    told = server.handle_error

    def fail(request: Any, address: Any) -> None:
        if handshakes is None or not isinstance(sys.exc_info()[1], ssl.SSLError | ConnectionError | TimeoutError):
            told(request, address)

    server.handle_error = fail  # type: ignore[assignment,method-assign]
    return server
