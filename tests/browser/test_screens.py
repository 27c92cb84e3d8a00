"""Screens in the browser: paired with a phone, tended from the set-up, black at night, honest when they are removed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from board.commands import setting_up
from board.domain.people import Role
from board.signing_in import hash_secret
from tests.browser.shop_floor import PASSWORD, TABLET, ShopFloor, open_tablet, sign_in_at_desk
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess

PHONE = {"width": 390, "height": 844}
HEALTH = {
    "view", "status", "revision", "state_hash", "version", "painted_ms_ago", "good_ms_ago", "errors", "last_error",
    "memory", "width", "height", "browser", "uptime_s", "asleep",
}  # fmt: skip
NAME = "三号工位上方的电视"


@pytest.fixture
def board(start_server: Callable[..., ServerProcess], floor: ShopFloor) -> ServerProcess:
    """The board of a workshop with an administrator."""
    floor.hire("系统管理员", Role.admin, login="admin", password_hash=hash_secret(PASSWORD))
    return start_server(installation=floor.installation)


def unpaired(pages: Pages, board: ServerProcess, **context: object) -> Page:
    page = pages.open(f"{board.base_url}/screen", **context)
    page.locator(".code").wait_for()
    return page


def open_row(desk: Page, name: str) -> None:
    desk.locator(".row-name", has_text=name).click()
    desk.locator(".sheet-form").wait_for()


def save(desk: Page) -> None:
    desk.locator(".sheet-acts .button-main").click()
    expect(desk.locator(".sheet-form")).to_have_count(0)


def at_site(ahead: timedelta) -> str:
    return (datetime.now(UTC) + ahead).astimezone(ZoneInfo("Asia/Shanghai")).strftime("%H:%M")


def test_from_an_unpaired_screen_to_one_that_is_taken_off(pages: Pages, board: ServerProcess, floor: ShopFloor) -> None:
    wall = unpaired(pages, board)
    code = wall.locator(".code").inner_text()
    assert accessibility_findings(wall) == []
    health = wall.evaluate("() => self.board.health()")
    assert (health.keys(), health["status"], health["view"]) == (HEALTH, "none", "screen")

    phone = sign_in_at_desk(pages.open(viewport=PHONE), board, "admin")
    phone.goto(f"{board.base_url}/pair")
    field = phone.locator("input[name=code]")
    field.press_sequentially("bcdfghjk")
    expect(field).to_have_value("BCDF-GHJK")
    phone.locator("input[name=name]").fill(NAME)
    phone.get_by_role("button", name="配对本屏").click()
    expect(phone.locator(".field-wrong")).to_contain_text("没有屏幕显示这个配对码")
    phone.goto(f"{board.base_url}/pair?code={code}")
    phone.locator("input[name=name]").fill(NAME)
    assert accessibility_findings(phone) == []
    assert phone.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    phone.get_by_role("button", name="配对本屏").click()

    wall.wait_for_url("**/workshop")
    wall.locator(".live-mark.is-live").wait_for()
    expect(phone.locator(".pair-done")).to_contain_text("正在实时显示", timeout=60_000)
    health = wall.evaluate("() => self.board.health()")
    assert (health["status"], health["state_hash"]) == ("live", wall.evaluate("() => self.board.feed.stateHash()"))
    wall.evaluate("() => { self.sameDocument = true; }")

    desk = phone
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.goto(f"{board.base_url}/set-up#screens")
    open_row(desk, NAME)
    desk.get_by_role("checkbox", name="几个画面轮流显示").check()
    assert accessibility_findings(desk) == []
    for turn in desk.locator(".turn input").all():
        turn.fill("5")
    save(desk)
    expect(wall.locator("html")).to_have_class("screen-lounge")
    expect(wall.locator("main.wall .foot")).to_be_visible()
    assert wall.evaluate("() => self.board.health().view") == "lounge"
    expect(wall.locator("html")).to_have_class("screen-workshop")
    assert wall.evaluate("() => self.sameDocument"), "nothing was loaded anew between the turns"

    open_row(desk, NAME)
    desk.get_by_role("button", name="是哪一块屏").click()
    expect(wall.locator(".identity")).to_contain_text(NAME)
    expect(wall.locator(".identity")).to_have_count(0, timeout=30_000)
    desk.get_by_role("checkbox", name="夜间黑屏，到点自动亮起").check()
    desk.locator("input[name=sleep_from]").fill(at_site(timedelta(minutes=-9)))
    desk.locator("input[name=sleep_until]").fill(at_site(timedelta(minutes=9)))
    save(desk)
    expect(wall.locator(".asleep")).to_be_visible()
    assert wall.evaluate("() => [document.body.innerText.trim(), self.board.health().asleep]") == ["", True]
    open_row(desk, NAME)
    desk.get_by_role("checkbox", name="夜间黑屏，到点自动亮起").uncheck()
    save(desk)
    expect(wall.locator("main.wall")).to_be_visible()

    open_row(desk, NAME)
    desk.get_by_role("button", name="取消权限").click()
    desk.locator(".dialog .button-danger").click()
    again = wall.get_by_role("link", name="重新配对")
    expect(again).to_be_visible()
    assert accessibility_findings(wall) == []
    again.click()
    wall.locator(".code").wait_for()


def test_in_english_and_when_the_server_is_away(pages: Pages, board: ServerProcess) -> None:
    english = unpaired(pages, board, locale="en-GB")
    expect(english.get_by_role("heading", name="Pair this screen")).to_be_visible()
    assert accessibility_findings(english) == []
    shown = english.locator(".code").inner_text()
    board.stop()
    expect(english.locator(".code-away")).to_contain_text("The server does not answer", timeout=40_000)
    board.start()
    expect(english.locator(".code-away")).to_have_count(0, timeout=40_000)
    assert english.locator(".code").inner_text() == shown


def test_a_tablet_is_tended_with_nobody_signed_in(pages: Pages, board: ServerProcess, floor: ShopFloor) -> None:
    tablet = open_tablet(pages.open(viewport=TABLET), board, floor)
    device = next(
        each.split("\t")[0] for each in floor.installation.board("device", "list").splitlines() if "\ttablet\t" in each
    )
    floor.does(setting_up.identify_screen, "系统管理员", device=int(device))
    expect(tablet.locator(".identity")).to_contain_text(device)
    floor.does(setting_up.change_screen, "系统管理员", device=int(device), name="平板", view="lounge")
    tablet.wait_for_url("**/lounge")
    expect(tablet.locator("main.wall")).to_be_visible()
