"""The line that fails on command, with a server that sends back what it is sent."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.infra.fault_proxy import FaultProxy, Way
from tests.infra.programs import LOOPBACK
from tests.infra.waiting import wait_for


class Echo:
    """Sends back what comes; `heard` is everything that came, `ended` whether a client hung up."""

    def __init__(self) -> None:
        self.heard = b""
        self.ended = False
        self.listener = socket.create_server((LOOPBACK, 0))
        self.port = int(self.listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._answer, args=(self.listener.accept()[0],), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with suppress(OSError), line:
            while piece := line.recv(65536):
                self.heard += piece
                line.sendall(piece)
        self.ended = True


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.listener.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[FaultProxy]:
    with FaultProxy(echo.port) as line:
        yield line


@pytest.fixture
def client(proxy: FaultProxy) -> Iterator[socket.socket]:
    with socket.create_connection((LOOPBACK, proxy.port), timeout=20) as line:
        line.sendall(b"!")
        assert answer(line, 1) == b"!"  # it has come through
        yield line


def answer(client: socket.socket, length: int) -> bytes:
    """So many bytes, or what there is until the end."""
    read = b""
    while len(read) < length and (piece := client.recv(length - len(read))):
        read += piece
    return read


def silent(client: socket.socket) -> bool:
    """Nothing has come, and nobody has hung up."""
    client.setblocking(False)
    try:
        client.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    finally:
        client.settimeout(20)
    return False


def is_reset(client: socket.socket) -> bool:
    with suppress(ConnectionError):
        return client.recv(1) == b""
    return True


def refused(proxy: FaultProxy) -> bool:
    """Whether somebody who dials now is reset."""
    with suppress(ConnectionError), socket.create_connection((LOOPBACK, proxy.port), timeout=20) as line:
        return is_reset(line)
    return True


def test_a_megabyte_passes_whole(client: socket.socket) -> None:
    sent = bytes(range(256)) * 4096
    threading.Thread(target=client.sendall, args=(sent,), daemon=True).start()
    assert answer(client, len(sent)) == sent


def test_hanging_up_passes(client: socket.socket, echo: Echo) -> None:
    client.shutdown(socket.SHUT_WR)
    assert client.recv(1) == b""
    wait_for(lambda: echo.ended, what="the server to learn of it")


def test_dropped_lines_are_reset_and_new_ones_pass(proxy: FaultProxy, client: socket.socket) -> None:
    proxy.drop()
    assert is_reset(client)
    with socket.create_connection((LOOPBACK, proxy.port), timeout=20) as again:
        again.sendall(b"again")
        assert answer(again, 5) == b"again"


def test_refused_lines_are_reset_until_it_heals(proxy: FaultProxy, client: socket.socket) -> None:
    proxy.refuse()
    assert is_reset(client)
    assert refused(proxy)
    proxy.heal()
    with socket.create_connection((LOOPBACK, proxy.port), timeout=20) as again:
        again.sendall(b"again")
        assert answer(again, 5) == b"again"


@pytest.mark.parametrize(("ways", "heard"), [(["up"], b"!"), (["down"], b"!hello"), ([], b"!")], ids=str)
def test_what_is_held_arrives_when_it_heals(
    proxy: FaultProxy, client: socket.socket, echo: Echo, ways: list[Way], heard: bytes
) -> None:
    with proxy.held(*ways):
        client.sendall(b"hello")
        wait_for(lambda: echo.heard == heard, what="what passes")
        assert silent(client)
    assert answer(client, 5) == b"hello"


def test_hanging_up_is_held_as_well(proxy: FaultProxy, client: socket.socket, echo: Echo) -> None:
    client.sendall(b"x")
    assert answer(client, 1) == b"x"
    with proxy.held():
        client.close()
        with socket.create_connection((LOOPBACK, proxy.port), timeout=20) as other:
            other.sendall(b"y")
            assert not echo.ended
            assert silent(other)
    wait_for(lambda: echo.ended, what="the server to learn of it")


def test_a_slow_line_takes_its_time_and_keeps_the_order(proxy: FaultProxy, client: socket.socket) -> None:
    proxy.throttle(20_000, "down")
    began = time.monotonic()
    client.sendall(b"0123456789" * 600)
    assert answer(client, 6000) == b"0123456789" * 600
    assert time.monotonic() - began > 0.2  # at least: how much longer says nothing


def test_a_delayed_answer_comes_later(proxy: FaultProxy, client: socket.socket) -> None:
    proxy.delay(0.2, "down")
    began = time.monotonic()
    client.sendall(b"hello")
    assert answer(client, 5) == b"hello"
    assert time.monotonic() - began > 0.15


def test_a_line_is_cut_after_so_many_bytes(proxy: FaultProxy, client: socket.socket) -> None:
    client.sendall(b"before")
    assert answer(client, 6) == b"before"
    proxy.cut_after(4)
    client.sendall(b"0123456789")
    read = b""
    with suppress(ConnectionError):
        read = answer(client, 10)
    assert len(read) <= 4  # a reset may overtake them
    assert is_reset(client)


def test_a_lost_answer_was_asked_for(proxy: FaultProxy, client: socket.socket, echo: Echo) -> None:
    heard: list[bytes] = []
    proxy.hear_lost = lambda: heard.append(echo.heard)
    proxy.lose_answers(to=b"POST /scans")
    client.sendall(b"GET /me\n")
    assert answer(client, 8) == b"GET /me\n"
    client.sendall(b"POST /scans\n")
    assert is_reset(client)
    assert (proxy.lost, heard) == (1, [b"!GET /me\nPOST /scans\n"])


def test_who_hangs_up_in_the_middle_leaves_nothing_behind(proxy: FaultProxy) -> None:
    for _ in range(20):
        with socket.create_connection((LOOPBACK, proxy.port), timeout=20) as line:
            line.sendall(b"hello")
            assert answer(line, 5) == b"hello"
    wait_for(lambda: not proxy._lines and len(proxy._tasks) == 1, what="the lines to be gone")
