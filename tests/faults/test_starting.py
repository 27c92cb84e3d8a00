"""Starting where it must not, and stopping where it must: a sentence and an exit code, and no wait."""

import signal
import sqlite3

import pytest

from tests.browser.shop_floor import ShopFloor
from tests.contract.live import FOREMAN, Live
from tests.faults.conftest import BOTH_MODES
from tests.infra.server import Installation
from tests.infra.waiting import wait_for


def at_migration(floor: ShopFloor, version: str | None) -> Installation:
    """Let the database say that it is at another migration."""
    connection = sqlite3.connect(floor.installation.folder / "board.sqlite3")
    connection.execute("DELETE FROM alembic_version")
    if version:
        connection.execute("INSERT INTO alembic_version VALUES (?)", (version,))
    connection.commit()
    connection.close()
    return floor.installation


def test_a_database_that_lacks_migrations_is_not_served(floor: ShopFloor) -> None:
    said = at_migration(floor, None).board("run", expect=1)
    assert "board migrate" in said
    assert "Traceback" not in said


def test_a_newer_database_is_neither_served_nor_migrated(floor: ShopFloor) -> None:
    installation = at_migration(floor, "9999_of_next_year")
    for command in ("run", "migrate"):
        said = installation.board(command, expect=1)
        assert "newer version" in said
        assert "Traceback" not in said


def test_an_empty_workshop_is_not_served(floor: ShopFloor) -> None:
    empty = Installation(floor.installation.folder / "empty")
    empty.folder.mkdir()
    empty.board("migrate")
    said = empty.board("run", expect=1)
    assert "board init" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_said(live: Live) -> None:
    taken = {"BOARD_PORT": str(live.server.port)}
    said = Installation(live.floor.installation.folder, None, taken).board("run", expect=1)
    assert str(live.server.port) in said
    assert "Traceback" not in said


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@BOTH_MODES
def test_it_stops_when_told_with_screens_connected(live: Live, how: signal.Signals) -> None:
    screens = [live.screen(FOREMAN, "workshop") for _ in range(5)]
    live.server.signal(how)
    wait_for(lambda: not live.server.alive, timeout=10, what="the board to stop")
    assert live.server.exit_code == 0
    for screen in screens:
        wait_for(screen.ended, what="the screens to notice")
    assert "Traceback" not in live.server.log
