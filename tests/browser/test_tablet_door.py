"""Getting in and out on a tablet: badge or name, PIN, lock-out, idle, and devices that are none."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop_floor import TABLET, HandScanner, ShopFloor, enter_pin, open_tablet, sign_in
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for


@pytest.fixture
def board(floor: ShopFloor, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(installation=floor.installation)


@pytest.fixture
def door(pages: Pages, board: ServerProcess, floor: ShopFloor) -> Page:
    """A paired tablet with nobody signed in."""
    return open_tablet(pages.open(viewport=TABLET), board, floor)


def test_a_browser_that_is_no_tablet_says_what_to_do(pages: Pages, board: ServerProcess) -> None:
    page = pages.open(f"{board.base_url}/tablet", viewport=TABLET)

    expect(page.get_by_role("link", name="配对这台平板")).to_have_attribute("href", "/screen?new")
    assert page.locator(".name").count() == 0
    assert not accessibility_findings(page)


def test_badge_and_pin_let_somebody_in(door: Page, floor: ShopFloor) -> None:
    HandScanner(door).scan(floor.badges["孙伟"])
    expect(door.locator(".pin-who h1")).to_have_text("孙伟")
    enter_pin(door)

    expect(door.locator(".head-name")).to_contain_text("孙伟")
    expect(door.locator(".my-cars")).to_be_visible()


def test_a_badge_alone_opens_nothing(door: Page, floor: ShopFloor, board: ServerProcess) -> None:
    HandScanner(door).scan(floor.badges["孙伟"])
    expect(door.locator(".pin-who h1")).to_have_text("孙伟")

    assert door.request.get(f"{board.base_url}/api/v1/jobs").status in {401, 403}


def test_names_are_found_by_searching(door: Page) -> None:
    assert door.locator(".name").count() == 5  # the desk's people have no PIN, and are not offered
    door.locator("input[name=search]").fill("磊")

    expect(door.locator(".name")).to_have_text(["王王磊"])
    assert not accessibility_findings(door)


def test_a_wrong_pin_is_said_and_the_pad_is_empty_again(door: Page) -> None:
    door.locator(".name", has_text="孙伟").click()
    enter_pin(door, "1111")

    expect(door.locator(".pin-wrong")).not_to_be_empty()
    expect(door.locator(".pin-dots i.is-set")).to_have_count(0)
    enter_pin(door)
    expect(door.locator(".tablet-foot")).to_be_visible()


def test_too_many_wrong_pins_close_the_pad_and_count_down(door: Page) -> None:
    door.locator(".name", has_text="孙伟").click()
    tick = door.locator(".key-main")
    for _ in range(5):
        door.keyboard.type("1111")
        expect(tick).to_be_enabled()
        tick.click()
        expect(tick).to_be_disabled()
        expect(door.locator(".pin-wrong")).not_to_be_empty()

    first_key = door.get_by_role("button", name="1", exact=True)
    expect(first_key).to_be_disabled()
    before = door.locator(".pin-wrong").inner_text()
    wait_for(lambda: door.locator(".pin-wrong").inner_text() != before, what="the countdown to move")
    door.locator(".pin-back").click()
    door.locator(".name", has_text="王磊").click()
    enter_pin(door)
    expect(door.locator(".head-name")).to_contain_text("王磊")


def test_a_keyboard_works_on_the_pad(door: Page) -> None:
    door.locator(".name", has_text="孙伟").click()
    door.keyboard.type("13")
    door.keyboard.press("Backspace")
    door.keyboard.press("Backspace")
    door.keyboard.type("2468", delay=60)
    door.keyboard.press("Enter")

    expect(door.locator(".head-name")).to_contain_text("孙伟")


def test_signing_out_leaves_nothing_of_the_person(door: Page, board: ServerProcess) -> None:
    door.locator(".name", has_text="孙伟").click()
    enter_pin(door)
    door.locator(".foot").last.click()

    door.locator(".name").first.wait_for()
    assert door.request.get(f"{board.base_url}/api/v1/jobs").status in {401, 403}


def test_a_tablet_nobody_touches_warns_and_signs_out(pages: Pages, board: ServerProcess, floor: ShopFloor) -> None:
    page = pages.open(viewport=TABLET)
    page.clock.install()
    sign_in(page, board, floor)
    page.clock.run_for(52_000)
    expect(page.locator(".idle-warning")).to_be_visible()
    page.locator(".idle-warning button").click()
    expect(page.locator(".idle-warning")).to_have_count(0)
    page.clock.run_for(61_000)

    page.locator(".name").first.wait_for()


def test_without_network_the_tablet_is_locked_at_once(door: Page, board: ServerProcess) -> None:
    door.locator(".name", has_text="孙伟").click()
    enter_pin(door)
    door.locator(".tablet-foot").wait_for()
    door.context.set_offline(True)
    door.locator(".foot").last.click()

    expect(door.locator(".tablet-foot")).to_have_count(0)
    door.context.set_offline(False)
    door.locator(".name").first.wait_for(timeout=30_000)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_language_is_switched_per_tablet(door: Page, language: str) -> None:
    if door.locator("html").get_attribute("lang") == language.replace("_", "-"):
        door.locator(".language-switch button").click()
        door.locator(".name").first.wait_for()
    door.locator(".language-switch button").click()
    door.locator(".name").first.wait_for()

    expect(door.locator("html")).to_have_attribute("lang", language.replace("_", "-"))
