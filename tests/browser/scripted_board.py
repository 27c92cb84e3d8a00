"""A board that says exactly what a test tells it to say: the real pages and modules, and a feed with a script.

The screens' own behaviour (gaps, doubled and late messages, silence) needs a server that misbehaves on command; the
real one doesn't. It runs in threads of the test process, over real HTTP and real WebSockets.
"""

import json
import socket
import threading
from collections import deque
from pathlib import Path
from typing import Any

import flask
from flask_socketio import SocketIO
from playwright.sync_api import Error, Page
from werkzeug.serving import make_server

from tests.infra.programs import LOOPBACK, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = 1_795_240_800_000  # 2026-11-21 14:00 in Shanghai
NAMESPACE = "/board"
EPOCH = "epoch-a"
FEED_PAGE = """<!doctype html><title>feed</title><script type="application/json" id="boot">{boot}</script>
<script type="module">import {{ createFeed, cardsOf }} from "/static/js/core/feed.js";
import * as api from "/static/js/core/api.js";
self.board = {{ feed: createFeed({{ view: "workshop" }}), cardsOf, api }};</script>"""


def snapshot(revision: int, cards: dict[str, Any], *, epoch: str = EPOCH, now: int = NOW) -> dict[str, Any]:
    return {"ok": True, "kind": "snapshot", "epoch": epoch, "revision": revision, "now": now, "cards": cards}


def change(
    start: int, to: int, put: dict[str, Any], drop: tuple[str, ...] = (), *, epoch: str = EPOCH, now: int = NOW
) -> dict[str, Any]:
    return {"epoch": epoch, "from": start, "to": to, "now": now, "set": put, "drop": list(drop)}


def pulse(revision: int, *, epoch: str = EPOCH, now: int = NOW, version: str = "v1") -> dict[str, Any]:
    return {"epoch": epoch, "revision": revision, "now": now, "version": version}


def freeze_clock(page: Page) -> None:
    """Let the page's time pass only when the test says so."""
    for ahead in (0.05, 0.3):
        try:
            page.clock.pause_at(page.evaluate(f"Date.now() / 1000 + {ahead}"))
        except Error:  # on a busy machine that moment is over before the browser hears of it
            continue
        return
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))


class ScriptedBoard:
    """`answers` are given to questions in turn, the last one again and again; `asked` are the questions so far.

    Likewise over HTTP: `outcomes` (status, body, headers) are given to calls of the API in turn, None cuts the line
    instead; `commands` are the calls so far: path, body, CSRF header.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: deque[dict[str, Any] | None] = deque()
        self.commands: list[tuple[str, dict[str, Any], str | None]] = []
        self.outcomes: deque[tuple[int, Any, dict[str, str]] | None] = deque()
        self.words: dict[str, Any] = {}
        self.messages: dict[str, str] = {}
        self.language = "en"
        self.person: dict[str, Any] | None = None
        self._may_answer = threading.Event()
        self._may_answer.set()
        app = flask.Flask("scripted", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
        app.add_url_rule("/feed", "feed", lambda: FEED_PAGE.format(boot=json.dumps(self.boot("workshop"))))
        app.add_url_rule("/<any(workshop, lounge):view>", "wall", self._wall)
        app.add_url_rule("/i18n/words.js", "words", self._catalogue)
        app.add_url_rule("/api/v1/<path:path>", "api", self._api, methods=["GET", "POST"])
        self.socketio = SocketIO(app, async_mode="threading", cors_allowed_origins="*")
        for event in ("watch", "sync"):
            self.socketio.on_event(event, self._answerer(event), namespace=NAMESPACE)
        port = free_port()
        self.base_url = f"http://{LOOPBACK}:{port}"
        self._server = make_server(LOOPBACK, port, app, threaded=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def boot(self, view: str) -> dict[str, Any]:
        site = {"name": "奥迪 · 朝阳店", "timezone": "Asia/Shanghai", "brand": "#0b6e69"}
        return {
            "view": view, "language": self.language, "site": site, "csrf": "token-1", "person": self.person,
            "device": None, "demo": False, "epoch": EPOCH, "version": "v1", "catalogue": "/i18n/words.js",
        }  # fmt: skip

    def _wall(self, view: str) -> str:
        return flask.render_template(f"wall/{view}.html", boot=self.boot(view), _=lambda words: words)

    def _catalogue(self) -> flask.Response:
        told = {"language": self.language, "messages": self.messages, "words": self.words}
        return flask.Response(f"self.BOARD_I18N={json.dumps(told)}", mimetype="text/javascript")

    def _api(self, path: str) -> flask.Response:
        self.commands.append(
            (path, flask.request.get_json(silent=True) or {}, flask.request.headers.get("X-CSRF-Token"))
        )
        outcome = self.outcomes.popleft()
        if outcome is None:
            flask.request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            return flask.Response()
        status, body, headers = outcome
        text = body if isinstance(body, str) else json.dumps(body)
        return flask.Response(text, status, {"Content-Type": "application/json", **headers})

    def _answerer(self, event: str) -> Any:
        def answer(question: dict[str, Any]) -> dict[str, Any]:
            self.asked.append((event, question))
            given = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
            self._may_answer.wait(60)
            assert given is not None
            return given

        return answer

    def emit(self, event: str, message: dict[str, Any]) -> None:
        self.socketio.emit(event, message, namespace=NAMESPACE)

    def hold_answers(self) -> None:
        """Hear questions, and keep silent about them until `release_answers`."""
        self._may_answer.clear()

    def release_answers(self) -> None:
        self._may_answer.set()

    def close(self) -> None:
        self.release_answers()
        self._server.shutdown()
        self._server.server_close()
