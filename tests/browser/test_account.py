"""One's own account in the browser: a second factor from the picture to the second step, and where one is signed in."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from board.domain.second_factor import code_at, step_of
from tests.browser.shop_floor import PASSWORD, ShopFloor
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess

DESK = {"width": 1280, "height": 800}


@pytest.fixture
def board(floor: ShopFloor, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(installation=floor.installation)


def sign_in(page: Page) -> None:
    page.locator("[name=login]").fill("foreman")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("#sign-in button").click()


def shown_by_the_app(secret: str) -> str:
    plain = secret.replace(" ", "")
    return code_at(base64.b32decode(plain + "=" * (-len(plain) % 8)), step_of(datetime.now(UTC)))


def test_a_second_factor_from_the_picture_to_the_second_step(pages: Pages, board: ServerProcess) -> None:
    page = pages.open(f"{board.base_url}/sign-in?next=/account", viewport=DESK)
    sign_in(page)
    expect(page.locator(".sign-in-row")).to_have_count(1)
    factor = page.locator(".account-part", has=page.locator("h2", has_text="二次验证"))
    factor.get_by_role("button").click()
    expect(factor.locator(".factor-qr svg")).to_be_visible()
    factor.locator("summary").click()
    assert accessibility_findings(page) == []
    secret = factor.locator(".factor-secret").inner_text()
    factor.locator("[name=code]").fill(shown_by_the_app(secret))
    factor.locator("[name=present]").fill(PASSWORD)
    factor.locator("button[type=submit]").click()
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    expect(page.locator(".dialog .button-main")).to_be_disabled()
    page.locator(".dialog .tick input").check()
    page.locator(".dialog .button-main").click()
    expect(factor.get_by_text("还剩 10 个恢复码")).to_be_visible()

    other = pages.open(f"{board.base_url}/sign-in?next=/foreman", viewport=DESK)
    sign_in(other)
    expect(other.locator("[name=code]")).to_be_focused()
    assert accessibility_findings(other) == []
    other.locator("[name=code]").fill(codes[7])
    other.locator("#sign-in button").click()
    expect(other).to_have_url(f"{board.base_url}/foreman")

    page.reload()
    expect(page.locator(".sign-in-row")).to_have_count(2)
    page.locator(".sign-in-row button").click()
    expect(page.locator(".sign-in-row")).to_have_count(1)
    expect(factor.get_by_text("还剩 9 个恢复码")).to_be_visible()
    other.goto(f"{board.base_url}/foreman")
    expect(other).to_have_url(f"{board.base_url}/sign-in?next=/foreman")
