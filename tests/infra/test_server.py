"""A board that a test starts: it comes up, dies, and comes back where it was."""

import signal
import urllib.request
from pathlib import Path

from sqlalchemy import select

from board.store import models
from board.store.transaction import Store
from tests.conftest import StartServer
from tests.infra.programs import listens
from tests.infra.server import Installation, ServerProcess


def _answer(server: ServerProcess, path: str) -> int:
    with urllib.request.urlopen(server.base_url + path, timeout=10) as answer:
        return int(answer.status)


def test_killed_board_comes_back_at_the_same_address(start_server: StartServer, async_mode: str) -> None:
    server = start_server(demo=False, async_mode=async_mode)
    assert _answer(server, "/healthz") == 200
    server.kill()
    assert server.exit_code == -signal.SIGKILL
    assert not listens(server.port)
    server.start()
    assert _answer(server, "/readyz") == 200
    server.stop()
    assert not listens(server.port)


def test_board_runs_on_postgresql(start_server: StartServer, empty_postgres_url: str) -> None:
    server = start_server(demo=False, database_url=empty_postgres_url)
    assert _answer(server, "/api/v1/openapi.json") == 200
    server.stop()


def test_databases_come_migrated_and_empty(database_url: str, tmp_path: Path) -> None:
    installation = Installation(tmp_path, database_url)
    assert "up to date" in installation.board("migrate")
    assert installation.board("device", "add", "wall", "--view", "workshop", expect=1)
    installation.found()
    store = Store(database_url)
    with store.reading() as session:
        found = session.scalars(select(models.Checklist)).all()
        lists = {(each.occasion, each.service_type) for each in found}
    store.close()
    assert lists == {("self", ""), ("leader", ""), ("final", ""), ("handover", "")}  # a new workshop's own to change
    assert "/d/" in installation.board("device", "add", "wall", "--view", "workshop")


def test_demo_copies_are_apart(start_server: StartServer) -> None:
    one, other = start_server(), start_server()
    assert one.installation.folder != other.installation.folder
    assert one.base_url != other.base_url
    assert _answer(one, "/") == _answer(other, "/") == 200


def test_unmigrated_database_is_refused_with_a_sentence(start_server: StartServer) -> None:
    folder = start_server(demo=False).installation.folder / "fresh"
    folder.mkdir()
    assert "board migrate" in Installation(folder).board("run", expect=1)


def test_what_the_board_writes_is_for_its_own_user_alone(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "private")
    installation.folder.mkdir()
    installation.board("migrate")
    modes = {path.name: path.stat().st_mode & 0o077 for path in installation.folder.iterdir()}
    assert "board.sqlite3" in modes
    assert set(modes.values()) == {0}
