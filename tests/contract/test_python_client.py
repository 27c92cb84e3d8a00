"""The feed with python-socketio's own client: over WebSocket, and over long polling where nothing else gets through."""

import queue
from collections.abc import Iterator
from typing import Any

import pytest
import socketio

from tests.contract.live import ADVISOR, FOREMAN, Live, Visitor

NAMESPACE = "/board"


class Client:
    """The library's client, with what it heard in queues."""

    def __init__(self, live: Live, transport: str, visitor: Visitor) -> None:
        self.visitor = visitor
        self.heard: dict[str, queue.Queue[dict[str, Any]]] = {
            name: queue.Queue() for name in ("change", "pulse", "gone")
        }
        self.left: queue.Queue[str] = queue.Queue()
        self.io = socketio.Client(reconnection=False)
        for name, heard in self.heard.items():
            self.io.on(name, heard.put, namespace=NAMESPACE)
        self.io.on("disconnect", self.left.put, namespace=NAMESPACE)
        headers = {"Cookie": visitor.cookies} if visitor.cookies else {}
        self.io.connect(live.base_url, headers=headers, transports=[transport], namespaces=[NAMESPACE], wait_timeout=20)

    def ask(self, event: str, question: Any) -> Any:
        """Emit and wait for the acknowledgement."""
        return self.io.call(event, question, namespace=NAMESPACE, timeout=20)

    def hears(self, event: str) -> dict[str, Any]:
        """Wait for the next event of a name."""
        return self.heard[event].get(timeout=30)


@pytest.fixture(params=["websocket", "polling"])
def client(request: pytest.FixtureRequest, live: Live) -> Iterator[Client]:
    """A foreman's client, signed in for itself."""
    foreman = live.newly(FOREMAN)
    connected = Client(live, request.param, foreman)
    yield connected
    connected.io.disconnect()


def test_it_watches_hears_and_asks_again(live: Live, client: Client) -> None:
    picture = client.ask("watch", {"view": "foreman", "scope": {}})
    assert (picture["ok"], picture["kind"]) == (True, "snapshot")
    done = live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")
    change = client.hears("change")
    while change["to"] < done["revision"]:
        following = client.hears("change")
        assert following["from"] == change["to"]
        change = following
    missed = client.ask("sync", {"epoch": picture["epoch"], "revision": picture["revision"]})
    assert (missed["kind"], missed["from"], missed["to"]) == ("change", picture["revision"], done["revision"])
    pulse = client.hears("pulse")
    assert (pulse["epoch"], pulse["revision"]) == (picture["epoch"], done["revision"])


def test_it_is_told_why_it_must_go(client: Client) -> None:
    assert client.ask("watch", {"view": "foreman"})["ok"]
    assert client.visitor.post("/sign-out").ok
    gone = client.hears("gone")
    assert gone["code"] == "sign_in_first"
    assert gone["sentence"]
    assert client.left.get(timeout=20)


def test_a_stranger_is_refused_in_words(live: Live) -> None:
    stranger = Client(live, "websocket", Visitor(live.base_url))
    answer = stranger.ask("watch", {"view": "foreman"})
    assert (answer["ok"], answer["code"]) == (False, "sign_in_first")
    assert answer["sentence"]
    stranger.io.disconnect()
