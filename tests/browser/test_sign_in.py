"""Signing in, with and without JavaScript, and the start page that leads on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop_floor import PASSWORD, ShopFloor
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess

DESK = {"width": 1280, "height": 800}


@pytest.fixture
def board(floor: ShopFloor, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(installation=floor.installation)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def door(request: pytest.FixtureRequest, pages: Pages, board: ServerProcess) -> Page:
    """The sign-in page."""
    return pages.open(f"{board.base_url}/sign-in", viewport=DESK, java_script_enabled=request.param)


def sign_in(page: Page, login: str, password: str) -> None:
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(password)
    page.locator("#sign-in button").click()


def test_the_right_password_leads_to_the_screens(door: Page) -> None:
    sign_in(door, "foreman", PASSWORD)
    expect(door.locator(".tile[href='/foreman']")).to_be_visible()
    expect(door.locator(".home-person")).to_have_text("周建国")


def test_a_wrong_password_is_refused_in_words(door: Page) -> None:
    sign_in(door, "foreman", "not this one")
    expect(door.locator("#sign-in-error")).not_to_be_empty()
    expect(door.locator("#sign-in")).to_be_visible()
    assert "board_session" not in {cookie["name"] for cookie in door.context.cookies()}


def test_after_the_sign_in_one_goes_where_one_wanted_but_never_elsewhere(pages: Pages, board: ServerProcess) -> None:
    wanted = pages.open(f"{board.base_url}/foreman", viewport=DESK)
    expect(wanted).to_have_url(re.compile(r"/sign-in\?next=/foreman$"))
    sign_in(wanted, "foreman", PASSWORD)
    expect(wanted).to_have_url(f"{board.base_url}/foreman")
    lured = pages.open(f"{board.base_url}/sign-in?next=//example.com/", viewport=DESK)
    sign_in(lured, "foreman", PASSWORD)
    expect(lured).to_have_url(f"{board.base_url}/")


def test_too_many_attempts_lock_out_and_count_down(pages: Pages, board: ServerProcess) -> None:
    page = pages.open(f"{board.base_url}/sign-in", viewport=DESK)
    button = page.locator("#sign-in button[type=submit]")
    for _ in range(30):
        answer = page.request.post(f"{board.base_url}/api/v1/sign-in", data={"login": "foreman", "password": "wrong"})
        if answer.status == 429:
            break
    assert answer.status == 429
    sign_in(page, "foreman", PASSWORD)
    expect(page.locator("#sign-in-error")).to_contain_text(re.compile(r"\d"))
    expect(button).to_be_disabled()
    first = page.locator("#sign-in-error").inner_text()
    expect(page.locator("#sign-in-error")).not_to_have_text(first)


def test_the_language_is_switched_and_kept(door: Page, board: ServerProcess) -> None:
    expect(door.locator("html")).to_have_attribute("lang", "zh-CN")
    door.locator("button[lang=en]").click()
    expect(door.locator("html")).to_have_attribute("lang", "en")
    expect(door.locator("h2")).to_have_text("Sign in")
    door.goto(f"{board.base_url}/")
    expect(door.locator("html")).to_have_attribute("lang", "en")


def test_each_role_sees_its_own_screens_and_can_leave(pages: Pages, board: ServerProcess) -> None:
    page = pages.open(f"{board.base_url}/sign-in", viewport=DESK)
    sign_in(page, "advisor", PASSWORD)
    expect(page.locator(".tile[href='/desk']")).to_be_visible()
    expect(page.locator(".tile[href='/foreman']")).to_have_count(0)
    assert page.goto(f"{board.base_url}/foreman").status == 403  # type: ignore[union-attr]
    page.locator("a.button").click()
    page.locator("form[action='/sign-out'] button").click()
    expect(page.locator(".tile")).to_have_count(0)
    page.goto(f"{board.base_url}/desk")
    expect(page.locator("#sign-in")).to_be_visible()


def test_the_menu_leads_from_one_screen_to_the_others_of_the_same_person(pages: Pages, board: ServerProcess) -> None:
    page = pages.open(f"{board.base_url}/sign-in?next=/desk", viewport=DESK)
    sign_in(page, "advisor", PASSWORD)
    button, ways = page.locator(".screens-menu > button"), page.locator(".screens-list a")
    button.press("Enter")
    expect(page.locator(".screens-list a[aria-current]")).to_have_attribute("href", "/desk")
    expect(page.locator(".screens-list a[href='/foreman']")).to_have_count(0)
    assert accessibility_findings(page) == []
    ways.last.press("Escape")
    expect(ways).to_have_count(0)
    expect(button).to_be_focused()
    button.click()
    page.locator(".screens-list a[href='/appointments']").click()
    expect(page).to_have_url(f"{board.base_url}/appointments")


def test_the_demos_doors_open_with_one_tap(pages: Pages, demo_server: ServerProcess) -> None:
    page = pages.open(f"{demo_server.base_url}/", viewport=DESK)
    assert accessibility_findings(page) == []
    page.locator("form:has([value=foreman]) .door").click()
    expect(page.locator(".foreman .bays")).to_be_visible()


def test_a_real_workshop_shows_no_doors(pages: Pages, board: ServerProcess) -> None:
    page = pages.open(f"{board.base_url}/", viewport=DESK)
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".door")).to_have_count(0)


def test_a_missing_page_says_what_to_do(pages: Pages, board: ServerProcess) -> None:
    page = pages.open(f"{board.base_url}/no-such-page", viewport=DESK, java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.locator("a.button").click()
    expect(page).to_have_url(f"{board.base_url}/")


def test_the_sign_in_is_accessible(pages: Pages, board: ServerProcess) -> None:
    page = pages.open(f"{board.base_url}/sign-in", viewport=DESK)
    assert accessibility_findings(page) == []
