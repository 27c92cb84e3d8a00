"""An older backup takes the place of the database: what the screens know of its future did not happen, and each takes a
fresh picture."""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from board.commands import receiving
from board.store import models
from tests.contract.live import ADVISOR, FOREMAN, TECHNICIAN, Live
from tests.faults.counting import Record
from tests.faults.follower import Follower, following, seconds_until_all_agree
from tests.faults.test_links import VIEWS, stir
from tests.infra.waiting import wait_for

pytestmark = pytest.mark.guarantee("R3")


def back_up(live: Live, to: Path) -> None:
    """A consistent copy of the database, taken while it is in use."""
    path = live.floor.installation.folder / "board.sqlite3"
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(to)) as copy:
        now.backup(copy)


def replace(live: Live, backup: Path) -> None:
    """Put it in the place of the database, by hand."""
    path = live.floor.installation.folder / "board.sqlite3"
    live.floor.store.close()
    for file in path.parent.glob("board.sqlite3*"):
        file.unlink()
    backup.rename(path)


def put_back(live: Live, backup: Path, known: int) -> None:
    """Put it in the place of the database of a server that has ended, as the beginning of another history, which comes
    further than the screens know of the first one before any of them is back."""
    replace(live, backup)
    with live.floor.store.changing() as session:
        session.get_one(models.Installation, 1).epoch = secrets.token_hex(8)
    car = live.floor.car("沪B12345")
    while revision_of(live) <= known:
        live.floor.does(receiving.print_card, ADVISOR, job=car.job)
    live.floor.store.close()


def revision_of(live: Live) -> int:
    """Where the database is, whoever serves it."""
    with live.floor.store.reading() as session:
        return session.get_one(models.Site, live.floor.site).revision


def test_every_screen_takes_a_fresh_picture(live: Live, tmp_path: Path, record: Record) -> None:
    screens = [Follower(live.person(name), view, live.base_url) for view, name in VIEWS.items()]
    with following(screens):
        stir(live)
        back_up(live, tmp_path / "backup")
        foreman, undone = live.person(FOREMAN), live.car_in_bay(TECHNICIAN)
        seconds_until_all_agree(screens)
        pictures = [each.whole_pictures for each in screens]
        known = revision_of(live)
        live.server.stop()
        put_back(live, tmp_path / "backup", known)
        live.server.start()
        seconds = seconds_until_all_agree(screens)
        assert foreman.get(f"/jobs/{undone.job}").json()["job"]["plate"]["text"] == "沪B·12345", (
            "another car has its number"
        )
        assert [each.whole_pictures for each in screens] == [count + 1 for count in pictures]
    record("an older backup in its place", worst=seconds, unit="s until all agree")


def test_a_backup_that_is_put_back_under_a_running_server(live: Live, tmp_path: Path, record: Record) -> None:
    """Against all advice, and without a new epoch: the screens must not go on with what did not happen."""
    screens = [Follower(live.person(name), view, live.base_url) for view, name in VIEWS.items()]
    with following(screens):
        stir(live)
        back_up(live, tmp_path / "backup")
        foreman, undone = live.person(FOREMAN), live.car_in_bay(TECHNICIAN)
        seconds_until_all_agree(screens)
        epoch = screens[0].epoch
        replace(live, tmp_path / "backup")
        wait_for(lambda: foreman.get(f"/jobs/{undone.job}").status_code == 404, what="the server to read the backup")
        seconds = seconds_until_all_agree(screens)
        assert epoch not in {each.epoch for each in screens}
        stir(live)
        seconds_until_all_agree(screens)
    record("put back under a running server", worst=seconds, unit="s until all agree")
