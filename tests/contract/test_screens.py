"""Paired screens on a running server: told of every change at once, cut from what they lost, and asked how they are."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from board.access import hash_secret
from board.commands import setting_up
from board.domain.people import Role
from board.store import models
from board.store.transaction import Store
from tests.browser.shop_floor import PASSWORD
from tests.contract.live import ADVISOR, Live, Visitor
from tests.contract.screen import Screen
from tests.infra.server import ADMIN, Installation, ServerProcess
from tests.infra.waiting import wait_for

ADMINISTRATOR = "系统管理员"
HEALTH: dict[str, Any] = {
    "view": "workshop", "status": "live", "revision": None, "state_hash": None, "version": "1", "painted_ms_ago": 200,
    "good_ms_ago": 90, "errors": 0, "last_error": None, "memory": 9_000_000, "width": 1920, "height": 1080,
    "browser": "Chrome 120", "uptime_s": 60, "asleep": False,
}  # fmt: skip
TURNS = [{"view": "workshop", "seconds": 30}, {"view": "lounge", "seconds": 15}]


@pytest.fixture
def admin(live: Live) -> Visitor:
    """The administrator, at a desk."""
    if ADMINISTRATOR not in live.floor.people:
        live.floor.hire(ADMINISTRATOR, Role.admin, login="admin", password_hash=hash_secret(PASSWORD))
    return Visitor(live.base_url).sign_in("admin")


def paired(visitor: Visitor, admin: Visitor, view: str) -> int:
    """Pair a browser by its code, as its page does; gives the screen's number."""
    code = visitor.post("/pairing").json()["code"]
    device: int = admin.done("/set-up/screens/pair", code=code, name=f"{view} 屏", view=view)["result"]["device"]
    assert visitor.post("/pairing/poll").json()["view"] == view
    visitor.remember(visitor.get("/me"))
    return device


@pytest.fixture
def wall(live: Live, admin: Visitor) -> Iterator[tuple[Screen, int, Visitor]]:
    """A wall of the workshop whose page is attached and watches, its number, and its browser."""
    visitor = Visitor(live.base_url, "workshop")
    device = paired(visitor, admin, "workshop")
    screen = live.screen(visitor, "workshop")
    assert screen.ask("screen", {"surface": "workshop"})["screen"]["number"] == device
    yield screen, device, visitor
    admin.does(f"/set-up/screens/{device}/revoke")


def test_a_change_is_told_to_the_page_and_what_it_lost_is_cut(
    live: Live, admin: Visitor, wall: tuple[Screen, int, Visitor]
) -> None:
    screen, device, visitor = wall
    admin.done(f"/set-up/screens/{device}/identify")
    assert screen.hear("screen")["identify_until_at"] is not None
    change = {"name": "两块", "view": "workshop"}
    admin.done(f"/set-up/screens/{device}/change", **change, playlist=TURNS)
    assert screen.hear("screen")["playlist"] == TURNS
    other = live.screen(visitor)
    assert other.watch("lounge", surface="workshop")["ok"]
    assert other.sync()["ok"], "a question keeps to the page that it came from"
    admin.done(f"/set-up/screens/{device}/change", **change)
    wait_for(other.ended, what="the view that is not in the playlist any more to be cut")
    assert not screen.ended()
    admin.done(f"/set-up/screens/{device}/change", name="两块", view="lounge")
    assert screen.hear("screen")["view"] == "lounge"
    wait_for(screen.ended, what="the view that the screen does not show any more to be cut")


def test_a_screen_that_was_away_is_told_when_it_comes(
    live: Live, admin: Visitor, wall: tuple[Screen, int, Visitor]
) -> None:
    screen, device, visitor = wall
    screen.close()
    admin.done(f"/set-up/screens/{device}/reload")
    told = live.screen(visitor).ask("screen", {"surface": "workshop"})
    assert (told["ok"], told["screen"]["reloads"]) == (True, 1)


def test_a_tablet_without_anybody_is_told_and_sent_off_too(live: Live, admin: Visitor) -> None:
    visitor = Visitor(live.base_url, "tablet")
    device = paired(visitor, admin, "tablet")
    screen = live.screen(visitor)
    assert screen.ask("screen", {"surface": "tablet"})["ok"]
    admin.done(f"/set-up/screens/{device}/identify")
    assert screen.hear("screen")["number"] == device
    admin.done(f"/set-up/screens/{device}/revoke")
    assert screen.hear("gone")["code"] == "not_allowed"
    wait_for(screen.ended, what="the tablet's socket to be cut")
    assert live.screen(visitor).ask("screen", {"surface": "tablet"})["code"] == "sign_in_first"


def test_people_and_strangers_are_no_screens(live: Live) -> None:
    assert live.screen(ADVISOR).ask("screen", {"surface": "desk"})["code"] == "not_allowed"
    stranger = live.screen(Visitor(live.base_url))
    assert stranger.ask("screen", {"surface": "workshop"})["code"] == "sign_in_first"
    assert stranger.ask("screen", "nonsense")["code"] == "bad_request"
    assert stranger.ask("health", HEALTH)["code"] == "not_allowed"


def kept(live: Live, device: int) -> models.ScreenHealth | None:
    with live.floor.store.reading() as session:
        return session.scalars(select(models.ScreenHealth).where(models.ScreenHealth.device_id == device)).one_or_none()


def test_a_report_is_compared_kept_and_not_read_too_often(
    live: Live, admin: Visitor, wall: tuple[Screen, int, Visitor]
) -> None:
    screen, device, visitor = wall
    before = visitor.state_hash("workshop")["revision"]
    assert screen.ask(
        "health", {**HEALTH, "revision": screen.revision, "state_hash": "0" * 64, "last_error": "a\0b"}
    ) == {
        "ok": True,
        "read": True,
    }
    assert screen.ask("health", HEALTH) == {"ok": True, "read": False}
    second = live.screen(visitor, "workshop")
    assert second.ask("screen", {"surface": "workshop"})["ok"]
    assert second.ask("health", {**HEALTH, "painted_ms_ago": -1})["code"] == "bad_request"
    row = wait_for(lambda: kept(live, device), timeout=60, what="the report to be written")
    assert row is not None
    assert (row.stale, row.last_error, row.memory_mb) == ("differs", "ab", 8)
    assert visitor.state_hash("workshop")["revision"] == before, "how a screen is, is no part of the history"
    line = next(each for each in admin.get("/set-up/screens").json()["screens"] if each["id"] == device)
    assert (line["state"], line["why"]) == ("stale", "differs")


def test_another_process_tells_its_screens_too(
    start_server: Callable[..., ServerProcess], empty_postgres_url: str, tmp_path: Path
) -> None:
    first = start_server(demo=False, database_url=empty_postgres_url)
    (tmp_path / "second").mkdir()
    second = start_server(installation=Installation(tmp_path / "second", empty_postgres_url))
    admin = Visitor(first.base_url).sign_in(*ADMIN)
    visitor = Visitor(second.base_url, "workshop")
    device = paired(visitor, admin, "workshop")
    screen = Screen(second.base_url, cookies=visitor.cookies)
    assert screen.watch("workshop")["ok"]
    assert screen.ask("screen", {"surface": "workshop"})["ok"]
    admin.done(f"/set-up/screens/{device}/change", name="大屏", view="workshop", playlist=TURNS)
    assert screen.hear("screen")["playlist"] == TURNS
    admin.done(f"/set-up/screens/{device}/revoke")
    assert screen.hear("gone")["code"] == "not_allowed"
    wait_for(screen.ended, what="the wall at the other process to be cut")
    screen.close()
    store = Store(empty_postgres_url)
    with store.reading() as session:
        assert session.scalar(select(models.Device.token_digest)) == setting_up.digest(
            visitor.http.cookies["board_device_workshop"]
        )
    store.close()
