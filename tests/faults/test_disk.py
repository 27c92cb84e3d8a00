"""The disk is full, or the database is gone: nothing is acknowledged that is not saved, and it heals by itself."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.contract.live import FOREMAN, TECHNICIAN, Live, command_id
from tests.faults.breaking import full_disk
from tests.faults.conftest import BOTH_MODES
from tests.infra.programs import Program
from tests.infra.waiting import wait_for

pytestmark = pytest.mark.guarantee("R8")


@BOTH_MODES
def test_a_full_disk_saves_nothing_and_says_so(live: Live) -> None:
    car = live.car_in_bay()
    technician = live.person(TECHNICIAN)
    screen = live.screen(FOREMAN, "workshop")
    scan = {"id": command_id(), "code": car.card, "step": "clock_on", "via": "camera"}
    with full_disk(live):
        refused = technician.post("/scans", **scan)
        assert refused.status_code == 503, refused.text
        assert refused.json()["code"] == "unavailable"
        assert int(refused.headers["Retry-After"]) > 0
        assert live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["stage"] == "dispatched"
        assert screen.sync()["ok"]
        screen.hear("pulse")
    assert live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["stage"] == "dispatched"
    done = technician.post("/scans", **scan)
    assert (done.status_code, done.json()["repeated"]) == (200, False), done.text
    screen.reach(done.json()["revision"])
    live.server.kill()
    live.server.start()
    assert live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["stage"] == "in_work"


def test_a_database_file_that_is_gone_takes_no_scan(live: Live, tmp_path: Path) -> None:
    """SQLite itself would go on writing into the file that nobody finds any more."""
    car = live.car_in_bay()
    technician = live.person(TECHNICIAN)
    scan = {"id": command_id(), "code": car.card, "step": "clock_on", "via": "camera"}
    here, away = live.floor.installation.folder, tmp_path / "away"
    away.mkdir()
    for file in here.glob("board.sqlite3*"):
        file.rename(away / file.name)
    refused = technician.post("/scans", **scan)
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert not (here / "board.sqlite3").exists(), "no empty database in its place"
    for file in away.glob("board.sqlite3*"):
        file.rename(here / file.name)
    done = technician.post("/scans", **scan)
    assert (done.status_code, done.json()["repeated"]) == (200, False)
    live.server.kill()
    live.server.start()
    assert live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["stage"] == "in_work"


def test_a_database_file_that_was_replaced_is_opened_anew(live: Live, tmp_path: Path) -> None:
    """A backup put in the place of the file: what is saved from now on is saved there."""
    car = live.car_in_bay()
    technician = live.person(TECHNICIAN)
    scan = {"id": command_id(), "code": car.card, "step": "clock_on", "via": "camera"}
    path = live.floor.installation.folder / "board.sqlite3"
    backup = tmp_path / "backup"
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(backup)) as copy:
        now.backup(copy)
    for file in path.parent.glob("board.sqlite3*"):
        file.unlink()
    backup.rename(path)
    assert technician.post("/scans", **scan).status_code == 503
    assert technician.post("/scans", **scan).status_code == 200
    live.server.kill()
    live.server.start()
    assert live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["stage"] == "in_work"


@contextmanager
def write_protected(live: Live) -> Iterator[Program]:
    """The server ends, its database may only be read, and it starts again. Its user is bound by that, also root."""
    path = live.floor.installation.folder / "board.sqlite3"
    live.server.stop()
    path.chmod(0o444)
    obedient = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    started = Program([*obedient, *live.server.command], live.server.log_file, environment=live.server.environment)
    try:
        started.start()
        wait_for(
            lambda: live.server.ready() or not started.alive, timeout=60, what="the board to be ready or to refuse"
        )
        yield started
    finally:
        path.chmod(0o644)
        started.stop()


def test_a_database_that_may_only_be_read(live: Live) -> None:
    """What is there is shown and nothing is acknowledged; when it may be written again, it is."""
    car = live.car_in_bay()
    technician = live.person(TECHNICIAN)
    scan = {"id": command_id(), "code": car.card, "step": "clock_on", "via": "camera"}
    with write_protected(live) as protected:
        assert protected.alive, live.server.log
        screen = live.screen(FOREMAN, "foreman")
        refused = technician.post("/scans", **scan)
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable"), refused.text
        assert int(refused.headers["Retry-After"]) > 0
        screen.hear("pulse")
        assert screen.cards[f"job:{car.job}"]["stage"] == "dispatched"
        (live.floor.installation.folder / "board.sqlite3").chmod(0o644)
        done = wait_for(
            lambda: [answer for answer in [technician.post("/scans", **scan)] if answer.ok], what="it to heal"
        )
        screen.reach(done[0].json()["revision"])
