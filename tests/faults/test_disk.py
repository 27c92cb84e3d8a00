"""The disk is full, or the database is gone: nothing is acknowledged that is not saved, and it heals by itself."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.contract.live import FOREMAN, TECHNICIAN, Live, Visitor, command_id
from tests.faults.breaking import full_disk
from tests.infra.postgresql import Cluster
from tests.infra.server import ADMIN, Installation, ServerProcess
from tests.infra.waiting import wait_for


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
