"""A newer version is installed while pages of the old one are open: they load themselves again at a quiet moment, and
never amidst a dialog."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page

from board.app import folder
from tests.contract.live import FOREMAN, Live
from tests.contract.test_javascript_client import opened, status
from tests.infra.chromium import Pages
from tests.infra.programs import Program
from tests.infra.waiting import wait_for


def newer_version(to: Path) -> Path:
    """The same server with other pages: a tree in which one style sheet has a line more."""
    to.mkdir()
    (to / "board").symlink_to(Path(sys.modules["board"].__file__ or "").parent)
    (to / "templates").symlink_to(folder("templates"))
    shutil.copytree(folder("static"), to / "static")
    with (to / "static" / "css" / "base.css").open("a") as style:
        style.write("\n/* newer */\n")
    return to


def upgrade(live: Live, tree: Path) -> Program:
    """End the server, and start the newer one in its place."""
    live.server.stop()
    command = [sys.executable, "-m", "board.cli", "run"]
    environment = {**live.server.environment, "PYTHONPATH": str(tree)}
    newer = Program(["env", "-C", str(tree), *command], live.server.log_file, environment=environment)
    newer.start()
    wait_for(lambda: live.server.ready() or not newer.alive, timeout=60, what="the newer board to be ready")
    assert newer.alive, newer.log
    return newer


VERSION = "JSON.parse(document.getElementById('boot').textContent).version"


def loads_itself_again(page: Page, old: str) -> None:
    """Wait until the page is of another version, and live."""
    page.wait_for_function(f"(old) => document.getElementById('boot') && {VERSION} !== old", arg=old, timeout=60_000)
    page.wait_for_function("() => self.board && self.board.feed && self.board.feed.status.value === 'live'")


def test_open_pages_load_themselves_again_at_a_quiet_moment(live: Live, pages: Pages, tmp_path: Path) -> None:
    live.car()
    wall = pages.open(f"{live.base_url}/d/{live.floor.devices['workshop']}")
    console = opened(live, pages.open(), FOREMAN, "/foreman")
    wait_for(lambda: status(wall) == "live", what="the wall to be live")
    old = console.evaluate(f"() => {VERSION}")
    console.evaluate(
        "() => { const open = document.createElement('div'); open.setAttribute('role', 'dialog');"
        " document.body.append(open); }"
    )
    newer = upgrade(live, newer_version(tmp_path / "newer"))
    try:
        loads_itself_again(wall, old)
        console.wait_for_function("() => board.feed.status.value === 'live' && board.feed.reloading", timeout=60_000)
        console.evaluate("() => new Promise((resume) => setTimeout(resume, 3500))")  # longer than a page waits at most
        assert console.evaluate(f"() => {VERSION}") == old
        console.evaluate("() => document.querySelector(\"[role='dialog']\").remove()")
        loads_itself_again(console, old)
    finally:
        newer.stop()
