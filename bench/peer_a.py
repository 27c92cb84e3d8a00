"""Peer A: a bare Flask-SocketIO server on eventlet, on the same tuned socket as the board.

Every screen joins one room as it connects; each `kick` emits one event of the asked size to that room, the way that
Flask-SocketIO's documentation shows. No database, no sign-in, no snapshot: less work than the board has.
"""

import eventlet

eventlet.monkey_patch()

import gc  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402

import eventlet.wsgi  # noqa: E402
from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402

from bench.events import event_of  # noqa: E402


def main(port: int, event_bytes: int) -> None:
    app = Flask(__name__)
    socketio = SocketIO(app, async_mode="eventlet", path="socket.io")
    change = event_of(event_bytes)

    @socketio.on("connect", namespace="/board")
    def connect(auth: dict[str, bool] | None) -> None:
        if not (auth or {}).get("driver"):
            join_room("screens")

    @socketio.on("kick", namespace="/board")
    def kick() -> None:
        socketio.emit("change", change, to="screens", namespace="/board")

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(4096)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    eventlet.wsgi.server(listener, app, max_size=65536, log_output=False, debug=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
