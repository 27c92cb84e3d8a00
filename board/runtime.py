"""The one place that knows eventlet: patch, serve, offload, and writing to a socket without waiting.

Everything else uses the standard `threading` and `time`: after `patch()` those are green, without it
they are threads. So the same code runs in both modes, and in tests, which never patch.
"""

import gc
import os
import signal
import socket
import threading
from collections.abc import Callable
from typing import Any, Final

BACKLOG: Final = 4096
"""Connections that may wait to be accepted: a restart brings every screen back at once."""
UNREAD_BYTES: Final = 400_000
"""What the kernel may hold for a client that does not read; left alone, it would take up to 4 MB."""
_CONNECTIONS: Final = 65536
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


def serve(app: Any, listener: socket.socket) -> None:
    """Serve a WSGI application until SIGTERM or SIGINT."""
    _settle_memory()
    if _green:
        _serve_green(app, listener)
    else:
        _serve_threads(app, listener)


def _settle_memory() -> None:
    # What is there after start-up stays for ever: without freezing it, every full collection walks it
    # again and stops all screens meanwhile.
    gc.collect()
    gc.freeze()
    # The young are looked through often: each connection leaves some 50 kB behind that only this frees.
    gc.set_threshold(2_000, 50, 100)


def _serve_green(app: Any, listener: socket.socket) -> None:
    import eventlet  # noqa: PLC0415
    import eventlet.wsgi  # noqa: PLC0415
    from eventlet.hubs import get_hub  # noqa: PLC0415

    main = eventlet.getcurrent()
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
        get_hub().schedule_call_global(0, main.throw, SystemExit)

    eventlet.spawn(leave)
    eventlet.wsgi.server(
        listener, app, max_size=_CONNECTIONS, log_output=False, debug=False, keepalive=True, socket_timeout=120
    )


def _serve_threads(app: Any, listener: socket.socket) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: PLC0415

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
            """The application writes its own access log."""

    host, port = listener.getsockname()[:2]
    server = make_server(host, port, app, threaded=True, request_handler=Handler, fd=os.dup(listener.fileno()))
    server.daemon_threads = True  # type: ignore[attr-defined]

    def stop(*_signal: object) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    server.serve_forever()
