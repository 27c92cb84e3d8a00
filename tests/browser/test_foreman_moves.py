"""Moving cars on the foreman's console: by mouse, by finger, by keyboard, and when somebody else was first."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from board.domain.people import Skill
from tests.browser.console import (
    DESK,
    bay,
    card,
    carry,
    carry_over,
    confirm,
    findings_at_rest,
    in_bay,
    in_queue,
    middle,
    pick_up,
)
from tests.browser.shop_floor import PASSWORD, Car, ShopFloor, sign_in_at_desk, wait_for_stage
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for


@pytest.fixture
def waiting(floor: ShopFloor) -> Car:
    return floor.car("京A6K218")


@pytest.fixture
def dispatched(floor: ShopFloor) -> Car:
    return floor.car("京B77K21", "1", ("孙伟",))


@pytest.fixture
def board(floor: ShopFloor, waiting: Car, dispatched: Car, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(installation=floor.installation)


@pytest.fixture
def console(pages: Pages, board: ServerProcess) -> Callable[..., Page]:
    """A foreman's console in a browser of its own."""

    def open_console(*, has_touch: bool = False) -> Page:
        page = sign_in_at_desk(pages.open(viewport=DESK, has_touch=has_touch), board, "foreman")
        page.goto(f"{board.base_url}/foreman")
        page.locator(".live-mark.is-live").wait_for()
        return page

    return open_console


def test_a_car_is_dispatched_by_mouse_and_every_screen_shows_it(
    console: Callable[..., Page], pages: Pages, board: ServerProcess, floor: ShopFloor, waiting: Car
) -> None:
    page, wall = console(), pages.open(f"{board.base_url}/d/{floor.devices['workshop']}")
    carry(page, waiting, bay(page, floor, "2"))
    expect(page.locator(".choose-person input:checked")).to_have_count(1)
    confirm(page)
    expect(in_bay(page, floor, "2", waiting)).to_be_visible()
    expect(page.locator(".answer-done")).to_be_visible()
    wait_for_stage(wall, waiting.job, "dispatched")


def test_a_car_is_carried_by_finger(console: Callable[..., Page], floor: ShopFloor, dispatched: Car) -> None:
    page = console(has_touch=True)
    touch = page.context.new_cdp_session(page)
    finger(touch, "touchStart", middle(card(page, dispatched)))
    page.locator(".drag-ghost").wait_for()
    finger(touch, "touchMove", middle(bay(page, floor, "3")))
    expect(bay(page, floor, "3")).to_contain_class("is-over")
    finger(touch, "touchEnd", None)
    expect(in_bay(page, floor, "3", dispatched)).to_be_visible()


def test_a_finger_that_moves_on_at_once_scrolls_and_carries_nothing(
    console: Callable[..., Page], floor: ShopFloor, dispatched: Car
) -> None:
    page = console(has_touch=True)
    touch = page.context.new_cdp_session(page)
    x, y = middle(card(page, dispatched))
    finger(touch, "touchStart", (x, y))
    finger(touch, "touchMove", (x, y + 60))
    finger(touch, "touchMove", middle(bay(page, floor, "3")))
    finger(touch, "touchEnd", None)
    expect(page.locator(".drag-ghost")).to_have_count(0)
    expect(in_bay(page, floor, "1", dispatched)).to_be_visible()


def finger(touch: CDPSession, kind: str, point: tuple[float, float] | None) -> None:
    points = [{"x": point[0], "y": point[1]}] if point else []
    touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_everything_is_done_by_keyboard(console: Callable[..., Page], floor: ShopFloor, waiting: Car) -> None:
    page = console()
    card(page, waiting).focus()
    page.keyboard.press("m")
    page.locator(".pick-field").wait_for()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.locator(".choose-people").wait_for()
    page.keyboard.press("Enter")
    expect(in_bay(page, floor, "3", waiting)).to_be_visible()
    expect(card(page, waiting)).to_be_focused()
    page.keyboard.press("u")
    expect(in_queue(page, waiting)).to_be_visible()
    expect(card(page, waiting)).to_be_focused()
    page.keyboard.press(" ")
    expect(page.locator(".drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_have_count(0)


def test_a_car_is_found_by_what_is_typed(console: Callable[..., Page], dispatched: Car) -> None:
    page = console()
    page.keyboard.press("/")
    page.locator(".pick-field").wait_for()
    page.keyboard.type("b77k")
    expect(page.locator(".pick-choice")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(card(page, dispatched)).to_be_focused()


def test_the_last_move_is_taken_back(console: Callable[..., Page], floor: ShopFloor, dispatched: Car) -> None:
    page = console()
    expect(page.locator(".undo-button")).to_be_disabled()
    carry(page, dispatched, bay(page, floor, "2"))
    expect(in_bay(page, floor, "2", dispatched)).to_be_visible()
    page.locator(".answer-undo").click()
    expect(in_bay(page, floor, "1", dispatched)).to_be_visible()
    expect(page.locator(".undo-button")).to_be_disabled()


def test_a_recalled_car_goes_back_to_its_bay_and_people(
    console: Callable[..., Page], floor: ShopFloor, dispatched: Car
) -> None:
    page = console()
    carry(page, dispatched, page.locator(".queue"))
    expect(in_queue(page, dispatched)).to_be_visible()
    page.locator(".undo-button").click()
    expect(in_bay(page, floor, "1", dispatched)).to_contain_text("孙伟")


def test_the_slower_of_two_foremen_sees_where_the_car_stands_now(
    console: Callable[..., Page], floor: ShopFloor, dispatched: Car
) -> None:
    slow, quick = console(), console()
    pick_up(slow, dispatched)
    carry(quick, dispatched, bay(quick, floor, "2"))
    expect(in_bay(quick, floor, "2", dispatched)).to_be_visible()
    wait_for(lambda: stands_in(slow, dispatched) == floor.bays["2"], what="the slower console to hear of it")
    expect(slow.locator(".drag-ghost")).to_be_visible()
    expect(in_bay(slow, floor, "1", dispatched)).to_be_visible()
    carry_over(slow, bay(slow, floor, "3"))
    slow.mouse.up()
    expect(slow.locator(".answer-refused .answer-present .plate")).to_have_text("京B·77K21")
    expect(in_bay(slow, floor, "2", dispatched)).to_be_visible()
    expect(in_bay(quick, floor, "2", dispatched)).to_be_visible()


def stands_in(page: Page, car: Car) -> int | None:
    found: int | None = page.evaluate("(job) => self.board.feed.cards.peek().get('job:' + job).bay", car.job)
    return found


def test_a_bay_that_was_taken_meanwhile_refuses_in_the_question(
    console: Callable[..., Page], floor: ShopFloor, waiting: Car, dispatched: Car
) -> None:
    slow, quick = console(), console()
    carry(slow, waiting, bay(slow, floor, "2"))
    slow.locator(".choose-people").wait_for()
    carry(quick, dispatched, bay(quick, floor, "2"))
    expect(in_bay(quick, floor, "2", dispatched)).to_be_visible()
    slow.locator(".dialog .button-main").click()
    expect(slow.locator(".dialog .ask-refused")).to_contain_text("京B")
    slow.keyboard.press("Escape")
    expect(in_queue(slow, waiting)).to_be_visible()


def test_a_taken_bay_says_so_before_anything_is_asked(
    console: Callable[..., Page], floor: ShopFloor, waiting: Car, dispatched: Car
) -> None:
    page = console()
    carry(page, waiting, bay(page, floor, "1"))
    expect(page.locator(".answer-refused")).to_contain_text("京B·77K21")
    expect(page.locator(".dialog")).to_have_count(0)
    expect(in_queue(page, waiting)).to_be_visible()


def test_escape_puts_a_carried_car_back(console: Callable[..., Page], floor: ShopFloor, dispatched: Car) -> None:
    page = console()
    pick_up(page, dispatched)
    carry_over(page, bay(page, floor, "3"))
    page.keyboard.press("Escape")
    expect(page.locator(".drag-ghost")).to_have_count(0)
    page.mouse.up()
    expect(in_bay(page, floor, "1", dispatched)).to_be_visible()
    expect(page.locator(".drawer")).to_have_count(0)


def test_a_page_of_an_earlier_sign_in_is_told_to_load_again(
    console: Callable[..., Page], board: ServerProcess, floor: ShopFloor, dispatched: Car
) -> None:
    page = console()
    naked = page.request.post(f"{board.base_url}/api/v1/jobs/{dispatched.job}/announce", data={"id": "12345678"})
    assert naked.status == 403
    page.context.clear_cookies()
    page.request.post(f"{board.base_url}/api/v1/sign-in", data={"login": "foreman", "password": PASSWORD})
    carry(page, dispatched, bay(page, floor, "2"))
    expect(page.locator(".answer-refused")).to_be_visible()
    expect(in_bay(page, floor, "1", dispatched)).to_be_visible()


def test_high_voltage_work_is_offered_to_the_qualified_only(
    floor: ShopFloor, start_server: Callable[..., ServerProcess], pages: Pages
) -> None:
    car = floor.car(
        "京AD12345",
        operations=[
            {"text": "高压系统检测", "standard_minutes": 60, "skill": Skill.high_voltage, "high_voltage": True}
        ],
    )
    board = start_server(installation=floor.installation)
    page = sign_in_at_desk(pages.open(viewport=DESK), board, "foreman")
    page.goto(f"{board.base_url}/foreman")
    carry(page, car, bay(page, floor, "1"))
    expect(page.locator(".choose-person input:enabled")).to_have_count(0)
    expect(page.locator(".dialog .button-main")).to_be_disabled()


def test_the_console_its_sheet_and_its_questions_are_accessible(
    console: Callable[..., Page], floor: ShopFloor, waiting: Car, dispatched: Car
) -> None:
    page = console()
    assert findings_at_rest(page) == []
    card(page, dispatched).click()
    page.locator(".story li").first.wait_for()
    assert findings_at_rest(page) == []
    page.keyboard.press("Escape")
    card(page, waiting).focus()
    page.keyboard.press("m")
    page.locator(".pick-choice").first.wait_for()
    assert findings_at_rest(page) == []
    page.keyboard.press("Enter")
    page.locator(".choose-people").wait_for()
    assert findings_at_rest(page) == []


def test_a_full_console_is_accessible_on_a_small_screen(pages: Pages, demo_server: ServerProcess) -> None:
    page = pages.open(f"{demo_server.base_url}/", viewport={"width": 1280, "height": 720})
    page.locator("form:has([value=foreman]) .door").click()
    page.locator(".bays .car").first.wait_for()
    assert findings_at_rest(page) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
