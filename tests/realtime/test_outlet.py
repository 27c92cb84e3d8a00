"""The outlet, on real servers in both modes, with raw clients that can stop reading."""

import itertools
import json
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket
from cryptography.hazmat.primitives.serialization import Encoding

from board.https.authority import found_authority
from board.realtime.outlet import WAITING_BYTES, Encoded, WireJSON
from tests.infra.programs import Program, free_port, listens
from tests.infra.waiting import wait_for


class Client:
    """A Socket.IO client that reads only when it is told to."""

    def __init__(
        self, port: int, room: str, *, receive_buffer: int | None = None, authority: Path | None = None
    ) -> None:
        options = ((socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer),) if receive_buffer else ()
        self.wire = websocket.create_connection(
            f"{'wss' if authority else 'ws'}://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket",
            sockopt=options,
            sslopt={"ca_certs": str(authority)} if authority else {},
            timeout=20,
        )
        self.numbers = itertools.count(1)
        assert self.read().startswith("0{")
        self.wire.send(f"40/board,{json.dumps({'room': room})}")
        assert self.read().startswith("40/board,{")

    def read(self) -> str:
        """Read one message."""
        text = self.wire.recv()
        assert isinstance(text, str)
        return text

    def ask(self, event: str, *arguments: Any) -> Any:
        """Emit an event and read on until its answer; what comes before it is dropped."""
        number = next(self.numbers)
        self.wire.send(f"42/board,{number}{json.dumps([event, *arguments])}")
        begin = f"43/board,{number}["
        while not (text := self.read()).startswith(begin):
            pass
        answers = json.loads(text.removeprefix(f"43/board,{number}"))
        return answers[0] if answers else None

    def told(self) -> Any:
        """Read the next message of the room."""
        text = self.read()
        assert text.startswith('42/board,["told",'), text
        return json.loads(text.removeprefix("42/board,"))[1]

    def is_cut(self) -> bool:
        """Read whatever there is; tell whether the connection ended."""
        try:
            while self.wire.recv():
                pass
        except (OSError, websocket.WebSocketException):
            return True
        return True

    def close(self) -> None:
        with suppress(OSError, websocket.WebSocketException):
            self.wire.close(timeout=1)


Join = Callable[..., Client]


@pytest.fixture
def ping_interval() -> int:
    """Seconds from one of engineio's pings to the next; it waits as long for the answer."""
    return 25


@pytest.fixture
def authority(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    """What vouches for the server where it speaks TLS: tests marked with `plain_and_tls`."""
    if not getattr(request, "param", False):
        return None
    own = found_authority("test", [], datetime.now(UTC))
    (tmp_path / "server.pem").write_bytes(own.issue(["127.0.0.1"], datetime.now(UTC)))
    (tmp_path / "authority.pem").write_bytes(own.certificate.public_bytes(Encoding.PEM))
    return tmp_path / "authority.pem"


plain_and_tls = pytest.mark.parametrize("authority", [False, True], ids=["plain", "tls"], indirect=True)


@pytest.fixture
def port(async_mode: str, ping_interval: int, authority: Path | None, tmp_path: Path) -> Iterator[int]:
    number = free_port()
    command = [sys.executable, "-m", "tests.realtime.outlet_server", async_mode, str(number), str(ping_interval)]
    command += [str(tmp_path / "server.pem")] if authority else []
    server = Program(command, tmp_path / "server.log")
    server.start()
    try:
        wait_for(lambda: listens(number) or not server.alive, what="the server to listen")
        assert server.alive, server.log
        yield number
        assert "Traceback" not in server.log, server.log
    finally:
        server.stop()


@pytest.fixture
def join(port: int, authority: Path | None) -> Iterator[Join]:
    clients: list[Client] = []

    def enter(room: str = "hall", **options: Any) -> Client:
        clients.append(Client(port, room, authority=authority, **options))
        return clients[-1]

    yield enter
    for client in clients:
        client.close()


def test_everybody_in_the_room_is_told_and_nobody_else(join: Join) -> None:
    ours = [join(), join(), join()]
    other = join("yard")
    assert other.ask("tell", "hall", [{"bay": "3 号"}]) == 3
    assert [client.told() for client in ours] == [{"bay": "3 号"}] * 3
    assert other.ask("tell", "yard", ["yours"]) == 1
    other.ask("tell", "hall", ["more"])
    assert [client.told() for client in ours] == ["more"] * 3


def test_an_empty_room_is_no_error(join: Join) -> None:
    assert join().ask("tell", "nobody is here", ["hello"]) == 0


@pytest.mark.parametrize("size", [0, 1, 90, 125, 126, 127, 65_000, 65_535, 65_536, 70_000])
def test_messages_of_every_frame_length_arrive_whole(join: Join, size: int) -> None:
    listener, speaker = join(), join("yard")
    speaker.ask("tell", "hall", ["车" * size])
    assert listener.told() == "车" * size


@plain_and_tls
@pytest.mark.parametrize("async_mode", ["eventlet"], indirect=True)
def test_under_eventlet_idle_screens_get_frames_directly(join: Join) -> None:
    # Fails when a library renames what the outlet looks for: everything would still arrive, but slowly.
    listeners, speaker = [join() for _ in range(5)], join("yard")
    before = speaker.ask("counts")["direct"]
    speaker.ask("tell", "hall", ["a", "b"])
    assert [client.told() for client in listeners] == ["a"] * 5
    counts = speaker.ask("counts")
    answers = 2
    assert (counts["direct"] - before, counts["queued"]) == (10 + answers, 0)


@pytest.mark.parametrize("async_mode", ["threading"], indirect=True)
def test_under_threading_everything_goes_through_the_queue(join: Join) -> None:
    listener, speaker = join(), join("yard")
    speaker.ask("tell", "hall", ["a"])
    assert listener.told() == "a"
    counts = speaker.ask("counts")
    assert (counts["direct"], counts["queued"]) == (0, 1)


@plain_and_tls
def test_a_slow_reader_gets_everything_in_order(join: Join) -> None:
    # Less than the bound, whatever the kernel takes of it: nobody promises how soon the writer comes.
    slow, speaker = join(receive_buffer=4096), join("yard")
    assert WAITING_BYTES > 110 * 2100
    speaker.ask("fill", "hall", 0, 100, 2000)
    assert speaker.ask("counts")["queued"]
    assert [slow.told()[0] for _ in range(50)] == list(range(50))
    speaker.ask("fill", "hall", 100, 10, 2000)
    assert [slow.told()[0] for _ in range(60)] == list(range(50, 110))
    assert speaker.ask("counts")["cuts"] == 0


@plain_and_tls
def test_a_frame_of_many_records_reaches_a_slow_reader_whole(join: Join) -> None:
    # Over TLS the session takes a part of it, and must be given the same again before anything else may be written.
    slow, speaker = join(receive_buffer=4096), join("yard")
    speaker.ask("fill", "hall", 0, 1, 200_000)
    assert slow.ask("sid")  # its answer waits behind the frame
    speaker.ask("fill", "hall", 1, 1, 200_000)
    speaker.ask("fill", "hall", 2, 3, 100)
    assert [(number, len(text)) for number, text in (slow.told() for _ in range(4))] == [
        (1, 200_000),
        *((number, 100) for number in (2, 3, 4)),
    ]


@plain_and_tls
def test_a_reader_that_stalls_is_cut_and_delays_nobody(join: Join) -> None:
    stalled, reader, speaker = join(receive_buffer=4096), join(), join("yard")

    def one_more_batch_and_it_is_cut() -> bool:
        speaker.ask("fill", "hall", 0, 50, 2000)
        assert [reader.told()[0] for _ in range(50)] == list(range(50))
        counts = speaker.ask("counts")
        assert counts["waiting"] <= WAITING_BYTES + 3000
        return bool(counts["cuts"])

    wait_for(one_more_batch_and_it_is_cut)
    wait_for(lambda: len(speaker.ask("counts")["gone"]) == 1, what="the server to take leave of the stalled client")
    assert stalled.is_cut()
    assert speaker.ask("counts")["cuts"] == 1
    assert join("yard").ask("tell", "hall", ["back"]) == 1


def test_a_stalled_reader_can_be_cut_from_outside_at_once(join: Join) -> None:
    stalled, speaker = join(receive_buffer=4096), join("yard")
    sid = stalled.ask("sid")
    speaker.ask("fill", "hall", 0, 100, 2000)
    speaker.ask("cut", sid)
    wait_for(lambda: speaker.ask("counts")["gone"] == [sid])
    assert stalled.is_cut()
    speaker.ask("cut", sid)  # it has gone: nothing to do


@pytest.mark.parametrize("ping_interval", [1])
def test_a_line_on_which_everything_goes_directly_stays_open(join: Join) -> None:
    # engineio's writer gives a connection up when its queue stays empty for longer than interval and patience of pings.
    client = join()
    for _ in range(4):
        while client.read() != "2":
            pass
        client.wire.send("3")
        assert client.ask("tell", "hall", ["still here"]) == 1


def test_a_picture_larger_than_the_bound_is_sent(join: Join) -> None:
    client = join()
    assert len(client.ask("picture", WAITING_BYTES)["cards"]) == WAITING_BYTES


def test_a_polling_client_is_told_and_cut_like_the_others(port: int, join: Join) -> None:
    speaker = join("yard")
    address = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
    sid = json.loads(requests.get(address, timeout=20).text[1:])["sid"]
    address += f"&sid={sid}"
    requests.post(address, "40/board,", timeout=20)
    assert requests.get(address, timeout=20).text.startswith("40/board,")
    speaker.ask("tell", "hall", ["hello"])
    assert requests.get(address, timeout=20).text == '42/board,["told","hello"]'
    speaker.ask("fill", "hall", 0, 250, 2000)
    wait_for(lambda: len(speaker.ask("counts")["gone"]) == 1)
    assert requests.get(address, timeout=20).status_code == 400
    assert speaker.ask("counts")["cuts"] == 1


def test_compression_is_not_agreed_to(port: int) -> None:
    offer = ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"]
    wire = websocket.create_connection(
        f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", header=offer, timeout=20
    )
    assert "sec-websocket-extensions" not in (wire.getheaders() or {})
    wire.close()


def test_encoded_text_goes_out_as_it_is() -> None:
    assert WireJSON.dumps(["change", Encoded('{"to": 5}')]) == '["change",{"to": 5}]'
    assert WireJSON.dumps([Encoded("1"), [2, "车"]]) == '[1,[2,"车"]]'
    assert WireJSON.dumps({"a": [1]}, separators=(", ", ": ")) == '{"a":[1]}'


def test_a_number_that_takes_minutes_to_read_is_refused() -> None:
    assert WireJSON.loads("[1,2.5]") == [1, 2.5]
    with pytest.raises(ValueError, match="100 digits"):
        WireJSON.loads("1" * 101)
