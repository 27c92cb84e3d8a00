"""A server with an outlet, for the outlet's tests: `python -m tests.realtime.outlet_server MODE PORT PING_INTERVAL`.

Each client joins the room `hall`, or the one that it names as it connects. With a fourth word, the file of a
certificate and its key, it speaks TLS.
"""

import os
import sys

from board import runtime

if __name__ == "__main__":
    os.environ["BOARD_ASYNC_MODE"] = sys.argv[1]
    runtime.patch()

from pathlib import Path
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

from board.handshakes import tls_context
from board.realtime.outlet import Encoded, Outlet, WireJSON


def main(mode: str, port: int, ping_interval: int, certificate: str | None = None) -> None:
    app = Flask(__name__)
    socketio = SocketIO(app, async_mode=mode, json=WireJSON, ping_interval=ping_interval, ping_timeout=ping_interval)
    outlet = Outlet(socketio.server)
    gone: list[str] = []

    @socketio.on("connect", namespace="/board")
    def connect(auth: dict[str, str] | None) -> None:
        join_room((auth or {}).get("room", "hall"))

    @socketio.on("disconnect", namespace="/board")
    def disconnect(_reason: object = None) -> None:
        gone.append(request.sid)  # type: ignore[attr-defined]

    @socketio.on("tell", namespace="/board")
    def tell(room: str, texts: list[Any]) -> int:
        return sum(outlet.send(room, "told", text) for text in texts)

    @socketio.on("fill", namespace="/board")
    def fill(room: str, first: int, count: int, size: int) -> None:
        for number in range(first, first + count):
            outlet.send(room, "told", [number, "." * size])

    @socketio.on("picture", namespace="/board")
    def picture(size: int) -> Encoded:
        return Encoded('{"cards":"' + "车" * size + '"}')

    @socketio.on("sid", namespace="/board")
    def sid() -> str:
        return str(request.sid)  # type: ignore[attr-defined]

    @socketio.on("cut", namespace="/board")
    def cut(of: str) -> None:
        outlet.cut(of)

    @socketio.on("counts", namespace="/board")
    def counts() -> dict[str, Any]:
        counts = {"direct": outlet.direct, "queued": outlet.queued, "cuts": outlet.cuts, "gone": gone}
        return {**counts, "waiting": max(client.queue.waiting_bytes for client in socketio.server.eio.sockets.values())}

    listener = runtime.listen("127.0.0.1", port)
    listener.setsockopt(SOL_SOCKET, SO_SNDBUF, 16_384)  # small, so that a client who does not read is noticed soon
    context = tls_context(Path(certificate)) if certificate else None
    runtime.serve(app, [listener], (lambda: context) if context else None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
