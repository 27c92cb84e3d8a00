"""How far a question to the server gets."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.config import accept
from kiosk.server import Answer, Reach, ServerWatch, ask
from tests.infra.programs import LOOPBACK, free_port
from tests.infra.waiting import wait_for
from tests.kiosk.authority import make_authority, serving_context
from tests.kiosk.board_double import BoardDouble


@pytest.fixture
def board() -> Iterator[BoardDouble]:
    double = BoardDouble()
    double.start()
    yield double
    double.stop()


def test_ready_and_not(board: BoardDouble) -> None:
    assert ask(board.base_url) == Answer(Reach.ready, LOOPBACK)
    board.ready = False
    assert ask(board.base_url).reach is Reach.not_ready
    board.stop()
    assert ask(board.base_url).reach is Reach.no_answer


def test_something_that_speaks_no_http() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    board = BoardDouble(context)  # without a certificate: every handshake fails
    board.start()
    assert ask(f"http://{LOOPBACK}:{board.port}", timeout=2).reach is Reach.no_answer
    board.stop()


def test_a_name_that_nobody_knows() -> None:
    assert ask("http://no..name:1").reach in {Reach.no_name, Reach.no_network}


def test_a_certificate_is_trusted_by_its_own_authority_alone(tmp_path: Path) -> None:
    authority = make_authority(tmp_path)
    board = BoardDouble(serving_context(tmp_path))
    board.start()
    assert ask(board.base_url).reach is Reach.untrusted
    assert ask(board.base_url, str(authority)).reach is Reach.ready
    assert ask(board.base_url, str(tmp_path / "gone.pem")).reach is Reach.untrusted
    board.stop()


def test_the_watch_hears_of_changes_and_asks_anew_when_told_to(board: BoardDouble) -> None:
    watch = ServerWatch(accept({"server": board.base_url, "look_every": 600}))
    watch.start()
    assert watch.answer.reach is Reach.ready
    board.stop()
    assert watch.fresh().reach is Reach.no_answer
    board.start()
    assert watch.fresh().reach is Reach.ready
    watch.end()


def test_the_watch_asks_by_itself(board: BoardDouble) -> None:
    watch = ServerWatch(accept({"server": board.base_url, "look_every": 0.05}))
    watch.start()
    board.ready = False
    wait_for(lambda: watch.answer.reach is Reach.not_ready)
    watch.end()


def test_a_port_that_nobody_listens_on() -> None:
    assert ask(f"http://{LOOPBACK}:{free_port()}").reach is Reach.no_answer
