"""A small server in the board's place, which serves well, badly or not at all as the test says."""

import http.server
import socketserver
import ssl
import threading
from typing import Any

from tests.infra.programs import LOOPBACK, free_port

GREEN = (0, 102, 51)
"""The colour of its page: seen on the screen's own pixels."""
BOARD = b"""<!doctype html><meta charset="utf-8"><title>Board</title><body style="background:#006633"><script>
let painted = Date.now(), still = false, good = 10;
setInterval(() => { if (!still) painted = Date.now(); }, 100);
setInterval(async () => {
  const order = await (await fetch("/order")).text();
  if (order === "spin") for (;;);
  if (order === "still") still = true;
  if (order === "stale") good = 1e9;
  if (order === "alert") alert("Something");
}, 200);
self.board = { health: () => ({ view: "workshop", status: "live", revision: 7, version: "1", errors: 0,
  painted_ms_ago: Date.now() - painted, good_ms_ago: good, asleep: false }) };
</script>"""
GARBAGE = b"<!doctype html><title>Router</title><body style='background:#cc0000'>Please sign in"


class BoardDouble:
    """Keeps its port when it is stopped and started again."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.port = free_port()
        self.context = context
        self.base_url = f"{'https' if context else 'http'}://{LOOPBACK}:{self.port}"
        self.ready = True
        self.garbage = False
        self.order = ""
        """What the page does next, once."""
        self.others = 0
        """How often another page than the board was loaded."""
        self.opened = 0
        """How often the page was loaded."""
        self.files: dict[str, bytes] = {}
        self._server: http.server.ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Begin to serve, if it does not."""
        if self._server is not None:
            return
        self._server = _Server((LOOPBACK, self.port), _handler(self))
        if self.context:
            self._server.socket = self.context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body for a path."""
        if path == "/screen":
            self.opened += 1
            return 200, GARBAGE if self.garbage else BOARD
        if path == "/other":
            self.others += 1
            return 200, GARBAGE
        if path == "/order":
            order, self.order = self.order, ""
            return 200, order.encode()
        if path == "/readyz":
            return (200 if self.ready else 503), b"{}"
        return (200, self.files[path]) if path in self.files else (404, b"")


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that was killed hangs up: no news."""


def _handler(board: BoardDouble) -> type[socketserver.BaseRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = board.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server has it
            pass

    return Handler
