"""The launcher for real: Chromium on a virtual screen comes back from whatever happens to it.

One machine lives through all of it, as a start of the browser is what costs; each test begins with a screen that is
well.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.requirements import program
from tests.infra.waiting import wait_for
from tests.kiosk.board_double import GREEN, BoardDouble
from tests.kiosk.machine import KioskMachine, VirtualDisplay

pytestmark = [pytest.mark.browser, pytest.mark.faults]
OFFLINE = (14, 18, 23)


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualDisplay]:
    screen = VirtualDisplay(tmp_path_factory.mktemp("display"))
    try:
        screen.start()
        yield screen
    finally:
        screen.stop()


@pytest.fixture(scope="module")
def board() -> Iterator[BoardDouble]:
    """Not started: the machine is switched on before its server."""
    double = BoardDouble()
    yield double
    double.stop()


@pytest.fixture(scope="module")
def machine(
    display: VirtualDisplay, board: BoardDouble, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KioskMachine]:
    program("chromium", "chromium-browser")
    program("xrandr")
    made = KioskMachine(tmp_path_factory.mktemp("kiosk"), display, board.base_url)
    try:
        made.launcher.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def well(machine: KioskMachine, board: BoardDouble) -> KioskMachine:
    """The machine with the board on its screen, and its ladder at the bottom."""
    board.start()
    machine.wait_until("healthy", tries=0)
    return machine


def steps_taken(machine: KioskMachine) -> list[tuple[str, str]]:
    return [(step["why"], step["done"]) for step in machine.status["latest"]]


def test_without_a_server_the_screen_says_so_and_finds_it_by_itself(machine: KioskMachine, board: BoardDouble) -> None:
    machine.wait_until("offline", reach="no_answer")
    machine.wait_for_colour(OFFLINE)
    board.start()
    machine.wait_until("healthy", reach="ready")
    machine.wait_for_colour(GREEN)
    assert steps_taken(machine) == []
    wait_for(lambda: {"READY=1", "WATCHDOG=1", "STATUS=healthy"} <= set(machine.told_systemd()), what="word to systemd")


def test_a_killed_browser_is_started_again(well: KioskMachine) -> None:
    killed = well.browser
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: well.status["state"] == "healthy" and well.browser != killed, timeout=150, what="a new browser")
    well.wait_for_colour(GREEN)
    assert steps_taken(well)[-1] == ("gone", "restart")
    assert not Path(f"/proc/{killed}").exists()


def test_a_page_that_spins_is_replaced(well: KioskMachine, board: BoardDouble) -> None:
    opened = board.opened
    board.order = "spin"
    wait_for(lambda: board.opened > opened, timeout=150, what="the page to be opened again")
    well.wait_until("healthy")
    assert steps_taken(well)[-1][0] in {"silent", "hung"}, "on a full machine the browser itself may be late"
    well.wait_for_colour(GREEN)


def test_a_crashed_page_is_replaced(well: KioskMachine, board: BoardDouble) -> None:
    browser, opened = well.browser, board.opened
    well.crash_pages()
    wait_for(lambda: board.opened > opened, timeout=150, what="the page to be opened again")
    well.wait_until("healthy", browser_pid=browser)
    assert steps_taken(well)[-1] == ("crashed", "reload")
    well.wait_for_colour(GREEN)


@pytest.mark.parametrize(("order", "sight"), [("still", "frozen"), ("stale", "stale")])
def test_a_page_without_a_good_picture_is_loaded_again(
    well: KioskMachine, board: BoardDouble, order: str, sight: str
) -> None:
    opened = board.opened
    board.order = order
    wait_for(lambda: board.opened > opened, timeout=150, what="the page to be loaded again")
    assert steps_taken(well)[-1] == (sight, "reload")


def test_a_message_box_does_not_stop_the_board(well: KioskMachine, board: BoardDouble) -> None:
    done, opened = steps_taken(well), board.opened
    board.order = "alert"
    wait_for(lambda: not board.order, what="the box to be opened")
    at = well.status["at"]
    wait_for(lambda: well.status["at"] > at and well.status["state"] == "healthy", what="a later look")
    assert (steps_taken(well), board.opened) == (done, opened)


def test_another_page_does_not_stay_before_the_board(well: KioskMachine, board: BoardDouble) -> None:
    done, opened = steps_taken(well), board.opened
    well.open_another_page(f"{board.base_url}/other")
    wait_for(lambda: board.others, timeout=150, what="another page to be opened")
    at = well.status["at"]
    wait_for(lambda: well.status["at"] > at and well.status["state"] == "healthy", what="a later look")
    well.wait_for_colour(GREEN)
    assert (steps_taken(well), board.opened) == (done, opened)


def test_a_page_of_ours_stays_while_its_server_is_away(well: KioskMachine, board: BoardDouble) -> None:
    opened, done = board.opened, steps_taken(well)
    board.stop()
    well.wait_until("healthy", reach="no_answer")
    board.start()
    well.wait_until("healthy", reach="ready")
    assert (board.opened, steps_taken(well)) == (opened, done)


def test_garbage_is_not_left_on_the_screen(well: KioskMachine, board: BoardDouble) -> None:
    board.garbage = True
    board.order = "still"  # the page is loaded again, and is another one
    well.wait_until("foreign")
    well.wait_for_colour(OFFLINE)
    assert not (well.folder / "reboot").exists()
    board.garbage = False
    well.wait_until("healthy")
    well.wait_for_colour(GREEN)


def test_a_stopped_browser_is_ended_and_one_without_a_server_shows_the_offline_page(
    well: KioskMachine, board: BoardDouble
) -> None:
    stopped = well.browser
    board.stop()
    os.kill(stopped, signal.SIGSTOP)
    wait_for(lambda: well.browser != stopped, timeout=150, what="a new browser")
    well.wait_until("offline")
    well.wait_for_colour(OFFLINE)
    assert ("hung", "restart") in steps_taken(well)
    assert not Path(f"/proc/{stopped}").exists()
    board.ready = False
    board.start()
    well.wait_until("offline", reach="not_ready")
    board.ready = True
    well.wait_until("healthy")


def test_it_ends_cleanly_when_it_is_asked_to(well: KioskMachine) -> None:
    browser = well.browser
    well.told_systemd()
    well.launcher.stop()
    assert well.launcher.exit_code == 0
    assert not Path(f"/proc/{browser}").exists()
    assert "STOPPING=1" in well.told_systemd()
    assert well.status["state"] == "ended"
    assert "http" not in well.launcher.log.replace("keeping http://127.0.0.1:", ""), "no pages in the log"
