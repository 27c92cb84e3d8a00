"""Signing out, leaving the workshop, losing a device: what ends a right to watch cuts the sockets that used it."""

import pytest

from board.store import models
from tests.contract.live import ADVISOR, FOREMAN, OTHER_FOREMAN, TECHNICIAN, WASHER, Live, Visitor
from tests.contract.screen import Screen
from tests.infra.waiting import wait_for


def is_told_and_cut(live: Live, screen: Screen, code: str) -> None:
    """The screen hears why, is cut, and hears nothing of what happens afterwards."""
    wait_for(screen.ended, what="the socket to be cut")
    assert screen.events[-1][0] == "gone"
    reason = screen.events[-1][1]
    assert reason.keys() == {"code", "sentence"}
    assert reason["code"] == code
    assert reason["sentence"]
    hears_nothing_more(live, screen)


def hears_nothing_more(live: Live, screen: Screen) -> None:
    """Nothing that happens from now on comes over this line, in whichever room it was."""
    screen.listen()
    known = len(screen.heard)
    car = live.car()
    with_others = live.screen(FOREMAN, "workshop")
    with_others.reach(live.person(ADVISOR).done(f"/jobs/{car.job}/print-card")["revision"])
    screen.listen()
    assert [text for text in screen.heard[known:] if text not in {"1", "2"}] == []  # 1, 2: engine.io's close and ping


def test_signing_out_cuts_every_socket_of_that_sign_in(live: Live) -> None:
    leaving = live.newly(FOREMAN)
    sockets = [live.screen(leaving, "foreman"), live.screen(leaving, "workshop"), live.screen(leaving, "desk")]
    staying = live.screen(FOREMAN, "foreman")
    assert leaving.post("/sign-out").ok
    for socket in sockets:
        is_told_and_cut(live, socket, "sign_in_first")
    staying.reach(live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")["revision"])
    assert not staying.ended()


def test_after_signing_out_the_cookie_opens_nothing(live: Live) -> None:
    leaving = live.newly(FOREMAN)
    cookies = leaving.cookies
    assert leaving.post("/sign-out").ok
    again = Screen(live.base_url, cookies=cookies)
    assert again.ask("watch", {"view": "foreman"})["code"] == "sign_in_first"
    again.close()


def test_a_socket_asks_anew_after_signing_out_and_is_refused(live: Live) -> None:
    """Each question looks up who is asking: the sign-in of the moment of connecting counts for nothing."""
    leaving = live.newly(FOREMAN)
    screen = live.screen(leaving)
    assert leaving.post("/sign-out").ok
    assert screen.ask("watch", {"view": "foreman"})["code"] == "sign_in_first"


def test_the_next_person_on_a_tablet_ends_the_former_ones_sockets(live: Live) -> None:
    screen = live.screen(live.newly(WASHER), "tablet")
    tablet = Visitor(live.base_url, "tablet").pair(live.floor.devices[WASHER])
    tablet.enter_pin(live.floor.people[TECHNICIAN])
    is_told_and_cut(live, screen, "sign_in_first")
    assert live.screen(tablet, "tablet").cards.keys() >= {f"person:{live.floor.people[TECHNICIAN]}"}


def test_a_device_that_is_revoked_goes_dark(live: Live) -> None:
    """The operator does it on the command line: another process than the one that serves."""
    board = live.floor.installation.board
    address = board("device", "add", "接待台旁", "--view", "lounge").strip().splitlines()[-1]
    number = board("device", "list").strip().splitlines()[-1].split("\t")[0]
    wall = Visitor(live.base_url, "lounge").pair(address.rsplit("/", 1)[1])
    screen = live.screen(wall, "lounge")
    other = live.screen(live.wall("lounge"), "lounge")
    board("device", "revoke", number)
    is_told_and_cut(live, screen, "not_allowed")
    assert live.screen(wall).ask("watch", {"view": "lounge"})["code"] == "sign_in_first"
    assert not other.ended()


def test_who_may_not_see_it_any_more_is_cut(live: Live) -> None:
    """Written by another process that ends no sign-in: what counts is what the person is now."""
    changed = live.person(OTHER_FOREMAN)
    plan, wall = live.screen(changed, "foreman"), live.screen(changed, "workshop")
    with live.floor.store.changing() as session:
        session.get_one(models.Person, live.floor.people[OTHER_FOREMAN]).roles = ["cashier"]
    try:
        is_told_and_cut(live, plan, "not_allowed")
        assert wall.sync()["ok"]
        assert not wall.ended()
    finally:
        with live.floor.store.changing() as session:
            session.get_one(models.Person, live.floor.people[OTHER_FOREMAN]).roles = ["foreman"]
        live.floor.store.close()


@pytest.mark.parametrize("event", ["disconnect", "connect"])
def test_no_screen_escapes_by_a_made_up_event(live: Live, event: str) -> None:
    """A client may send events by the names of the socket's own: it must stay known to those who cut it."""
    board = live.floor.installation.board
    address = board("device", "add", "展厅", "--view", "workshop").strip().splitlines()[-1]
    number = board("device", "list").strip().splitlines()[-1].split("\t")[0]
    wall = Visitor(live.base_url, "workshop").pair(address.rsplit("/", 1)[1])
    screen, honest = live.screen(wall, "workshop"), live.screen(wall, "workshop")
    screen.send(f'42/board,["{event}","transport close"]')
    screen.send(f'42/board,["{event}"]')
    assert honest.sync()["ok"]
    board("device", "revoke", number)
    wait_for(honest.ended, what="the wall's other socket to be cut")
    live.screen(FOREMAN, "workshop").hear("pulse")
    hears_nothing_more(live, screen)


def test_somebody_who_leaves_the_workshop_sees_it_no_longer(live: Live) -> None:
    leaving = live.person(OTHER_FOREMAN)
    sockets = [live.screen(leaving, "foreman"), live.screen(leaving, "desk")]
    live.employ(OTHER_FOREMAN, active=False)
    try:
        for socket in sockets:
            is_told_and_cut(live, socket, "sign_in_first")
        assert leaving.get("/jobs").status_code == 401
    finally:
        live.employ(OTHER_FOREMAN, active=True)
