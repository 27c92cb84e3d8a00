"""A screen as the feed's rules describe it, spoken by hand over a WebSocket: every byte that comes is seen."""

import itertools
import json
import select
import socket
from contextlib import suppress
from typing import Any

import websocket

from board.screens.views import state_hash
from tests.infra.waiting import wait_for

NAMESPACE = "/board"
_EVENT = f"42{NAMESPACE},"
_ANSWER = f"43{NAMESPACE},"
GONE = (OSError, websocket.WebSocketException)


class Screen:
    """Keeps `cards` equal to the server's by whole cards and revisions; asks again where something is missing.

    `heard` is every text that came over the line, `events` the events among them in their order. It reads only when
    it is asked something: nothing runs beside the test.
    """

    def __init__(
        self,
        base_url: str,
        *,
        cookies: str = "",
        auth: Any = None,
        origin: str | None = None,
        host: str | None = None,
        receive_buffer: int | None = None,
        timeout: float = 20,
    ) -> None:
        self.heard: list[str] = []
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.cards: dict[str, Any] = {}
        self.epoch: str | None = None
        self.revision: int | None = None
        self.asked: list[str] = []
        self.is_cut = False
        self.view = ""
        self._kept: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        address = base_url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        options = ((socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer),) if receive_buffer else ()
        self.wire = websocket.create_connection(
            address, cookie=cookies or None, origin=origin or base_url, host=host, sockopt=options, timeout=timeout
        )
        assert self._receive().startswith("0{")
        self.wire.send(f"40{NAMESPACE},{json.dumps(auth) if auth else ''}")
        assert self._receive().startswith(f"40{NAMESPACE},{{")

    # Asking

    def watch(self, view: str, **more: Any) -> dict[str, Any]:
        """Ask for a view; what is answered is taken, and returned."""
        self.view = view
        return self._take(self.ask("watch", {"view": view, "scope": {}, **more}))

    def watch_again(self) -> dict[str, Any]:
        """Ask for the view once more, with what this screen has."""
        return self.watch(self.view, epoch=self.epoch, revision=self.revision)

    def sync(self) -> dict[str, Any]:
        """Ask for what is missing; what is answered is taken, and returned."""
        return self._take(self.ask("sync", {"epoch": self.epoch, "revision": self.revision}))

    def ask(self, event: str, *arguments: Any) -> Any:
        """Emit an event and return its answer; changes that come before it are kept for after it."""
        self.asked.append(event)
        number = next(self._numbers)
        self.send(f"{_EVENT}{number}{json.dumps([event, *arguments])}")
        begin = f"{_ANSWER}{number}["
        while not (text := self._receive()).startswith(begin):
            self._hear(text, keep=True)
        answers = json.loads(text.removeprefix(f"{_ANSWER}{number}"))
        return answers[0] if answers else None

    def send(self, text: str) -> None:
        """Put a text on the line as it is."""
        self.wire.send(text)

    # Listening

    def listen(self) -> None:
        """Take what has come so far, without waiting."""
        try:
            while not self.is_cut and select.select([self.wire], [], [], 0)[0]:
                self._hear(self._receive(), keep=False)
        except GONE:
            self.is_cut = True

    def reach(self, revision: int) -> None:
        """Listen until the picture is at a revision, or later."""
        wait_for(lambda: self._listens_to(revision), what=f"{self.view} to reach revision {revision}")

    def hear(self, event: str) -> dict[str, Any]:
        """Listen until an event comes that has not been heard yet, and return what it says."""
        known = len(self.events)

        def fresh() -> list[dict[str, Any]]:
            self.listen()
            return [body for name, body in self.events[known:] if name == event]

        return wait_for(fresh, what=f"{event} on {self.view}")[0]

    def ended(self) -> bool:
        """Whether the server has said that this socket may no longer watch, or has cut it."""
        self.listen()
        return self.is_cut or any(text.startswith(f"41{NAMESPACE}") for text in self.heard)

    def state_hash(self) -> str:
        """The fingerprint of the cards, as the server computes its own."""
        return state_hash(self.cards)

    def hang_up(self) -> None:
        """Go without a word."""
        assert self.wire.sock is not None
        self.wire.sock.close()

    def close(self) -> None:
        """Leave."""
        with suppress(*GONE):
            self.wire.close(timeout=1)

    # The rules of the feed

    def _listens_to(self, revision: int) -> bool:
        self.listen()
        assert not self.is_cut, f"{self.view} was cut"
        return self.revision is not None and self.revision >= revision

    def _receive(self) -> str:
        data = self.wire.recv()
        if data == "":
            raise websocket.WebSocketConnectionClosedException("closed by the server")
        text = data if isinstance(data, str) else bytes(data).decode()
        self.heard.append(text)
        return text

    def _hear(self, text: str, *, keep: bool) -> None:
        if text == "2":
            self.wire.send("3")
        if not text.startswith(_EVENT):
            return
        event, body = json.loads(text.removeprefix(_EVENT))
        self.events.append((event, body))
        if event == "change":
            if keep:
                self._kept.append(body)
            else:
                self._changed(body)
        elif event == "pulse" and not keep and self._is_behind(body):
            self.sync()

    def _is_behind(self, pulse: dict[str, Any]) -> bool:
        return self.revision is not None and (pulse["epoch"] != self.epoch or pulse["revision"] > self.revision)

    def _take(self, answer: dict[str, Any]) -> dict[str, Any]:
        if not answer["ok"]:
            self._kept = []
            return answer
        if answer["kind"] == "snapshot":
            self.cards, self.epoch, self.revision = answer["cards"], answer["epoch"], answer["revision"]
        else:
            self._apply(answer)
        kept, self._kept = self._kept, []
        for change in kept:
            self._changed(change)
        return answer

    def _changed(self, change: dict[str, Any]) -> None:
        if self.revision is None or (change["epoch"] == self.epoch and change["to"] <= self.revision):
            return
        if change["epoch"] == self.epoch and change["from"] <= self.revision:
            self._apply(change)
        else:
            self.sync()

    def _apply(self, change: dict[str, Any]) -> None:
        self.cards = {**self.cards, **change["set"]}
        for key in change["drop"]:
            self.cards.pop(key, None)
        self.revision = change["to"]
