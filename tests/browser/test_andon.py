"""A call for help from the tablet to the wall and the console, heard until somebody comes; and what is told of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from board.commands import checking, clockings, receiving, working
from board.domain.people import Role
from board.signing_in import hash_secret
from board.store import models
from tests.browser.console import DESK, findings_at_rest
from tests.browser.shop_floor import PASSWORD, TABLET, Car, ShopFloor, sign_in, sign_in_at_desk, wait_for_stage
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess

COUNT_TONES = """(() => {
  self.tones = 0;
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { self.tones += 1; return make.call(this); };
})()"""


@pytest.fixture
def car(floor: ShopFloor) -> Car:
    """A car in bay 1 that 孙伟 works on."""
    made = floor.car("京A6K218", "1", ("孙伟",))
    floor.does(working.clock_on, "孙伟", job=made.job)
    return made


@pytest.fixture
def board(floor: ShopFloor, car: Car, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    """The board with that car."""
    return start_server(installation=floor.installation)


def _desk(pages: Pages, board: ServerProcess, login: str, path: str) -> Page:
    page = sign_in_at_desk(pages.open(viewport=DESK), board, login)
    page.add_init_script(COUNT_TONES)
    page.goto(board.base_url + path)
    return page


def _tones(page: Page) -> int:
    heard: int = page.evaluate("self.tones")
    return heard


def test_a_call_is_seen_and_heard_until_somebody_comes(
    pages: Pages, board: ServerProcess, floor: ShopFloor, car: Car
) -> None:
    wall = pages.open()
    wall.add_init_script(COUNT_TONES)
    wall.goto(f"{board.base_url}/d/{floor.devices['workshop']}")
    wall.locator("main.wall").wait_for()
    console = _desk(pages, board, "foreman", "/foreman")
    console.locator(".live-mark.is-live").wait_for()
    tablet = sign_in(pages.open(viewport=TABLET), board, floor)
    assert _tones(wall) == _tones(console) == 0

    tablet.locator("[data-call-help]").click()
    tablet.locator(".dialog input[name=note]").fill("螺栓滑丝")
    assert findings_at_rest(tablet) == []
    tablet.locator("[data-call-kind=technical_support]").click()
    mine = tablet.locator("[data-my-call]")
    expect(mine).to_contain_text("还没有人应答")
    strip = wall.locator(".call-row.call-open")
    expect(strip).to_contain_text("孙伟")
    expect(strip).to_contain_text("技术支援：螺栓滑丝")
    banner = console.locator(".call-banner.is-open")
    expect(banner).to_contain_text("京A·6K218")
    for screen in (wall, console):
        screen.wait_for_function("self.tones > 0")
        assert findings_at_rest(screen) == []

    console.locator("[data-call-answer]").click()
    expect(wall.locator(".call-row.call-answered")).to_contain_text("周建国正在赶来")
    expect(wall.locator(".call-row.call-open")).to_have_count(0)
    expect(mine).to_contain_text("周建国正在赶来")
    quiet = (_tones(wall), _tones(console))

    console.locator("[data-call-ask]").click()
    console.locator(".dialog input").fill("换了螺栓")
    console.locator("[data-call-settle]").click()
    expect(wall.locator(".calls")).to_have_count(0)
    expect(mine).to_have_count(0)
    expect(console.locator(".call-banner")).to_have_count(0)
    assert (_tones(wall), _tones(console)) == quiet

    tablet.locator("[data-call-help]").click()
    tablet.locator("[data-call-kind=safety]").click()
    expect(wall.locator(".call-row.call-safety")).to_be_visible()
    tablet.locator("[data-call-withdraw]").click()
    expect(wall.locator(".calls")).to_have_count(0)


def test_the_foreman_decides_what_waits(pages: Pages, board: ServerProcess, floor: ShopFloor, car: Car) -> None:
    at = datetime.now(UTC) - timedelta(minutes=2)
    floor.does(clockings.propose_repair, "孙伟", clocking=1, at=at, explanation="扫码晚了")
    console = _desk(pages, board, "foreman", "/foreman")
    asked = console.locator("[data-repair]")
    expect(asked).to_contain_text("扫码晚了")
    assert findings_at_rest(console) == []
    asked.locator(".button").last.click()
    asked.locator("input").fill("记录没有错")
    asked.locator(".button-main").click()
    expect(console.locator(".decide-panel")).to_have_count(0)
    for operation in (1, 2):
        floor.does(working.finish_operation, "孙伟", job=car.job, operation=operation)
    floor.does(checking.sign_self_check, "孙伟", job=car.job, passed=False, items=["渗油"])
    console.locator("[data-idle] .button").first.click()
    console.locator(".pause-choice", has_text="待料").click()
    assert findings_at_rest(console) == []
    console.locator(".dialog .button-main").click()
    wait_for_stage(console, car.job, "paused")
    expect(console.locator(".decide-panel")).to_have_count(0)
    with floor.store.reading() as session:
        assert session.get_one(models.Repair, 1).accepted is False


def test_the_story_and_the_audit_are_read(pages: Pages, board: ServerProcess, floor: ShopFloor, car: Car) -> None:
    floor.hire("孟经理", Role.manager, login="manager", password_hash=hash_secret(PASSWORD))
    later = datetime.now(UTC) + timedelta(hours=6)
    floor.does(receiving.change_promise, "王晓雯", job=car.job, promised_at=later, reason="等待备件", told="电话告知")
    story = _desk(pages, board, "manager", f"/jobs/{car.job}/story")
    changed = story.locator("[data-verb=change_promise]")
    expect(changed).to_contain_text("王晓雯")
    expect(changed.locator("s")).to_have_count(1)
    expect(story.locator(".story-table")).to_contain_text("电话告知")
    expect(story.locator(".stays li")).to_have_count(3)
    story.locator(".chip").last.click()
    expect(story.locator(".story-entry")).to_have_count(1)
    assert findings_at_rest(story) == []
    story.goto(f"{board.base_url}/audit?kind=promises")
    expect(story.locator(".story-entry")).to_have_count(1)
    expect(story.locator(".story-entry")).to_contain_text("京A·6K218")
    story.locator("[name=plate]").fill("京B00000")
    story.keyboard.press("Enter")
    expect(story.locator(".notice")).to_be_visible()
    assert "plate=" in story.url
    assert findings_at_rest(story) == []
