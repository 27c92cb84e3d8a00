"""Backups beside a server under load, killed at any moment, without room; and none is put back under a live board."""

import random
import resource
import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import requests

from board.backups.manifest import backups_in
from board.backups.record import read_record
from board.backups.verifying import require_good
from tests.browser.shop_floor import ShopFloor
from tests.contract.live import FOREMAN, TECHNICIAN, Live, Visitor, command_id
from tests.infra.prepared import mother
from tests.infra.server import BOARD, Installation, ServerProcess
from tests.infra.waiting import wait_for

KILLS = 8


def scans_until_killed(visitor: Visitor, card: str, answered: list[dict[str, Any]]) -> None:
    """Clock on and off by scans until the server no longer answers; what was acknowledged is noted."""
    step: dict[str, Any] = {"step": "clock_on"}
    while True:
        scan = {"id": command_id(), "code": card, "via": "camera", **step}
        try:
            answer = visitor.post("/scans", **scan)
        except (requests.ConnectionError, requests.Timeout):
            return
        assert answer.ok, answer.text
        answered.append(scan)
        step = {"step": "resume"} if step["step"] == "pause" else {"step": "pause", "reason": "rest"}


def test_a_day_with_a_backup_and_a_restore(floor: ShopFloor) -> None:
    """What was acknowledged before the backup began is in it, the scans go on meanwhile, nothing is put back under the
    running board, and once it is put back the screens take a fresh picture."""
    server = ServerProcess(floor.installation)
    live = Live(floor, server)
    try:
        server.start()
        car, technician = live.car_in_bay(TECHNICIAN), live.person(TECHNICIAN)
        screen = live.screen(FOREMAN, "foreman")
        answered: list[dict[str, Any]] = []
        scanning = threading.Thread(target=scans_until_killed, args=(technician, car.card, answered))
        scanning.start()
        wait_for(lambda: len(answered) > 5, what="scans to be under way")
        before = list(answered)
        floor.installation.board("backup")
        during = len(answered)
        assert "is running" in floor.installation.board("restore", "--yes", "backups", expect=10)
        wait_for(lambda: len(answered) > during, what="the scans to go on")
        server.kill()
        scanning.join()
        _require_in_it(floor.installation, before)
        floor.installation.board("restore", "--yes", "backups")
        server.start()
        back = live.screen(FOREMAN)
        back.cards, back.epoch, back.revision = dict(screen.cards), screen.epoch, screen.revision
        answer = back.watch("foreman", epoch=screen.epoch, revision=screen.revision)
        assert answer["kind"] == "snapshot", "another history: what the screen knows is of no use"
        assert back.state_hash() == live.person(FOREMAN).state_hash("foreman")["hash"]
        live.leave()
    finally:
        server.stop()


def _require_in_it(installation: Installation, acknowledged: list[dict[str, Any]]) -> None:
    ((folder, _manifest),) = backups_in(installation.folder / "backups")
    require_good(folder)
    with closing(sqlite3.connect(f"{(folder / 'board.sqlite3').as_uri()}?immutable=1", uri=True)) as copy:
        kept = {row[0] for row in copy.execute("SELECT command_id FROM receipt")}
    assert {scan["id"] for scan in acknowledged} <= kept


def test_a_backup_that_is_killed_leaves_no_broken_one(floor: ShopFloor) -> None:
    moment, root = random.Random(11), floor.installation.folder / "backups"
    floor.installation.board("backup")
    for _ in range(KILLS):
        process = mother("threading").start(
            ["backup"], root.parent / "killed.log", floor.installation.environment, root.parent
        )
        wait_for(lambda: process.poll() is not None or _halves(root) != set(), what="the backup to begin")  # noqa: B023
        threading.Event().wait(moment.random() * 0.1)
        process.kill()
        process.wait()
    for folder in root.glob("board-*"):
        require_good(folder)
    floor.installation.board("backup")
    assert _halves(root) == set()
    newest = list(backups_in(root))[-1][0]
    require_good(newest)
    assert read_record(root.parent).good == str(newest)


def _halves(root: Path) -> set[Path]:
    return {path for path in root.iterdir() if path.name.startswith(".")}


def test_without_room_the_last_good_one_stays(floor: ShopFloor) -> None:
    """No file may grow beyond 50 kB: a full disk, as the process sees it."""
    floor.installation.board("backup")
    root = floor.installation.folder / "backups"
    ((good, _manifest),) = backups_in(root)

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    refused = subprocess.run(
        [BOARD, "backup"],
        env=floor.installation.environment,
        preexec_fn=full,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (refused.returncode, "not enough room" in refused.stderr) == (3, True), refused.stderr
    assert [folder for folder, _ in backups_in(root)] == [good]
    assert _halves(root) == set()
    require_good(good)
    written = read_record(root.parent)
    assert (written.failed, written.good) == ("backup_no_space", str(good))
