"""The first moment of a connection: bounded in time and number, so that nobody who dawdles keeps others out."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from board import handshakes
from board.handshakes import Handshakes, tls_context
from tests.infra.certificates import Giver, trusting
from tests.infra.waiting import wait_for


class Door:
    """Takes connections one by one; those that are through are kept in `inside`."""

    def __init__(self, folder: Path) -> None:
        giver = Giver(folder)
        self.authority = giver.file
        certificate, key = giver.give("127.0.0.1")
        context = tls_context(certificate, key)
        self.handshakes = Handshakes(lambda: context)
        self.inside: list[socket.socket] = []
        self.address = "192.0.2.1"
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.handshakes.watch, daemon=True).start()

    def knock(self) -> socket.socket:
        """A client that is connected and says nothing yet."""
        before = self.waiting
        client = socket.create_connection(self._listener.getsockname(), timeout=20)
        accepted, _ = self._listener.accept()
        threading.Thread(target=self._let_in, args=(accepted, self.address), daemon=True).start()
        wait_for(lambda: self.waiting != before or self.inside)
        return client

    def _let_in(self, accepted: socket.socket, address: str) -> None:
        with suppress(OSError):
            self.inside.append(self.handshakes.secure(accepted, address))

    @property
    def waiting(self) -> list[int]:
        return list(self.handshakes._waiting)

    def close(self) -> None:
        self.handshakes.end()
        for each in (*self.inside, self._listener):
            each.close()


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = Door(tmp_path)
    yield opened
    opened.close()


def is_sent_away(client: socket.socket) -> bool:
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True


def test_tls_and_plain_http_come_in_by_the_same_door(door: Door) -> None:
    plain = door.knock()
    plain.sendall(b"GET")
    wait_for(lambda: door.inside)
    assert door.inside[0].recv(3) == b"GET"
    with trusting(door.authority).wrap_socket(door.knock(), server_hostname="127.0.0.1") as tls:
        wait_for(lambda: len(door.inside) == 2)
        tls.sendall(b"GET")
        assert isinstance(door.inside[1], ssl.SSLSocket)
        assert door.inside[1].recv(3) == b"GET"
    assert door.waiting == []


@pytest.mark.parametrize("said", [b"", b"\x16", b"\x16\x03\x01\x02\x00\x01"])
def test_who_says_nothing_or_half_a_word_is_sent_away_after_a_while(
    door: Door, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(handshakes, "PATIENCE_SECONDS", 0.1)
    client = door.knock()
    client.sendall(said)
    assert is_sent_away(client)
    wait_for(lambda: door.waiting == [])
    assert door.inside == []


def test_of_too_many_the_one_that_has_waited_longest_goes(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshakes, "WAITING", 3)
    clients = [door.knock() for _ in range(4)]
    assert is_sent_away(clients[0])
    clients[3].sendall(b"GET")
    clients[1].sendall(b"GET")
    wait_for(lambda: len(door.inside) == 2)


def test_one_address_crowds_out_its_own_and_no_other(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshakes, "WAITING_FROM_ONE_ADDRESS", 2)
    screen = door.knock()
    door.address = "192.0.2.66"
    crowd = [door.knock() for _ in range(3)]
    assert is_sent_away(crowd[0])
    screen.sendall(b"GET")
    wait_for(lambda: len(door.inside) == 1)


def test_the_end_waits_for_nobody(door: Door) -> None:
    client = door.knock()
    door.handshakes.end()
    assert is_sent_away(client)


def test_threads_share_a_connection_while_one_waits_to_read(door: Door) -> None:
    with trusting(door.authority).wrap_socket(door.knock(), server_hostname="127.0.0.1") as client:
        wait_for(lambda: door.inside)
        server = door.inside[0]
        heard: list[bytes] = []
        reader = threading.Thread(target=lambda: heard.append(server.recv(100)), daemon=True)
        reader.start()
        size, senders = 300_000, [b"a", b"b", b"c"]
        threads = [threading.Thread(target=server.sendall, args=(each * size,), daemon=True) for each in senders]
        for each in threads:
            each.start()
        told = b""
        while len(told) < len(senders) * size:
            told += client.recv(65536)
        assert sorted(told[at : at + size] for at in range(0, len(told), size)) == [each * size for each in senders]
        client.sendall(b"still read")
        reader.join(20)
        assert heard == [b"still read"]


def test_a_connection_that_is_hung_up_wakes_who_reads_it(door: Door) -> None:
    with trusting(door.authority).wrap_socket(door.knock(), server_hostname="127.0.0.1"):
        wait_for(lambda: door.inside)
        heard: list[bytes] = []
        reader = threading.Thread(target=lambda: heard.append(door.inside[0].recv(100)), daemon=True)
        reader.start()
        handshakes.hang_up(door.inside[0])
        handshakes.hang_up(door.inside[0])
        reader.join(20)
        assert heard == [b""]
        for _ in range(2):  # as a plain socket says it: the libraries above know that
            with pytest.raises(BrokenPipeError):
                door.inside[0].send(b"farewell")


def test_who_waits_to_write_is_woken_and_nothing_more_is_written(door: Door) -> None:
    with trusting(door.authority).wrap_socket(door.knock(), server_hostname="127.0.0.1"):
        wait_for(lambda: door.inside)
        told: list[type[BaseException]] = []

        def write() -> None:
            try:
                door.inside[0].sendall(b"x" * 50_000_000)
            except OSError as error:
                told.append(type(error))

        writer = threading.Thread(target=write, daemon=True)
        writer.start()
        wait_for(door.inside[0]._writing.locked)  # type: ignore[attr-defined]
        handshakes.hang_up(door.inside[0])
        writer.join(20)
        assert told == [BrokenPipeError]
        with pytest.raises(BrokenPipeError):
            door.inside[0].send(b"farewell")
