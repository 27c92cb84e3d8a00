"""The board with two windows for the bench, and on demand without its tuning.

`/bench/commits` tells when each revision was committed (on the machine's monotonic clock), and the event `kick` sends
an event of the asked size to the workshop's room through the board's own way out. Untuned is the same board on the
libraries' defaults: events through Flask-SocketIO's `emit`, a listening socket and a garbage collector left alone.
"""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi

from bench.events import event_of
from board import runtime
from board.app import Board, create_board
from board.config import load_settings
from board.logs import set_up_logs
from board.realtime.outlet import Outlet
from board.serving import require_ready


class PlainOutlet(Outlet):
    """Sends as Flask-SocketIO does."""

    def __init__(self, server: Any) -> None:
        self._plain = server

    def send(self, room: str, event: str, data: Any) -> int:
        self._plain.emit(event, data, to=room, namespace="/board")
        return 0


class Commits:
    """Notes when each revision was committed, and tells it at `/bench/commits`."""

    def __init__(self, board: Board) -> None:
        self._at: dict[int, float] = {}
        self._wake = board.store.announce
        self._app = board.app.wsgi_app
        board.store.announce = self._note
        board.app.wsgi_app = self._answer  # type: ignore[method-assign]

    def _note(self, site: int, revision: int) -> None:
        self._at[revision] = time.monotonic()
        self._wake(site, revision)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/bench/commits":
            return self._app(environ, start_response)
        body = json.dumps(self._at).encode()
        self._at.clear()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


def serve(port: int, event_bytes: int, tuned: bool) -> None:
    """Serves the board of the environment's settings on the loopback, for ever."""
    set_up_logs()
    settings = load_settings()
    require_ready(settings)
    board = create_board(settings)
    socketio = board.app.extensions["socketio"]
    change = event_of(event_bytes)

    @socketio.on("kick", namespace="/board")
    def kick() -> None:
        board.push.outlet.send("1/workshop", "change", change)

    Commits(board)
    if tuned:
        board.start()
        runtime.serve(board.app, [runtime.listen("127.0.0.1", port)])
    else:
        board.push.outlet = PlainOutlet(socketio.server)
        board.start()
        eventlet.wsgi.server(eventlet.listen(("127.0.0.1", port)), board.app, log_output=False)
