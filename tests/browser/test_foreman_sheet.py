"""The sheet about one car on the foreman's console, and giving it to people."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board.commands import working
from board.domain.job import PauseReason
from tests.browser.console import DESK, bay, card, carry, in_bay
from tests.browser.shop_floor import Car, ShopFloor, sign_in_at_desk, wait_for_stage
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for


@pytest.fixture
def car(floor: ShopFloor) -> Car:
    """A car in bay 1 that somebody works on."""
    made = floor.car("京A6K218", "1", ("孙伟",))
    floor.does(working.clock_on, "孙伟", job=made.job)
    return made


@pytest.fixture
def console(pages: Pages, floor: ShopFloor, start_server: Callable[..., ServerProcess]) -> Callable[[], Page]:
    def open_console() -> Page:
        board = start_server(installation=floor.installation)
        page = sign_in_at_desk(pages.open(viewport=DESK), board, "foreman")
        page.goto(f"{board.base_url}/foreman")
        page.locator(".live-mark.is-live").wait_for()
        return page

    return open_console


def assigned(page: Page, car: Car) -> list[int]:
    found: list[int] = page.evaluate("(job) => self.board.feed.cards.peek().get('job:' + job).assigned", car.job)
    return found


def test_a_clocking_is_put_right_with_a_reason(console: Callable[[], Page], floor: ShopFloor, car: Car) -> None:
    page = console()
    card(page, car).click()
    page.locator(".clocking-end").first.click()
    save = page.locator(".clocking-form .button-main")
    expect(save).to_be_disabled()
    page.locator(".clocking-form .when select").select_option(index=1)
    page.locator(".clocking-form .time-field").fill("2359")
    page.locator(".clocking-form input[maxlength='200']").fill("忘记打卡")
    save.click()
    expect(page.locator(".clocking-form")).to_have_count(0)
    expect(page.locator(".clocking-end").first).to_contain_text("23:59")
    expect(page.locator(".story")).to_contain_text("忘记打卡")


def test_a_clocking_in_the_future_is_refused_where_it_was_asked(console: Callable[[], Page], car: Car) -> None:
    page = console()
    card(page, car).click()
    page.locator(".clocking-end").first.click()
    page.evaluate("document.querySelector('.clocking-form .when select').lastElementChild.value = '2099-01-01'")
    page.locator(".clocking-form .when select").select_option(value="2099-01-01")
    page.locator(".clocking-form input[maxlength='200']").fill("忘记打卡")
    page.locator(".clocking-form .button-main").click()
    expect(page.locator(".clocking-form .ask-refused")).to_be_visible()


def test_a_car_dropped_on_a_person_gets_that_person_too(
    console: Callable[[], Page], floor: ShopFloor, car: Car
) -> None:
    page = console()
    helper = floor.people["王磊"]
    carry(page, car, page.locator(f"[data-person='{helper}']"))
    expect(page.locator(".choose-person input:checked")).to_have_count(2)
    page.locator(".dialog .button-main").click()
    wait_for(lambda: set(assigned(page, car)) == {helper, floor.people["孙伟"]}, what="both to have the car")
    expect(in_bay(page, floor, "1", car)).to_contain_text("王磊")


def test_a_waiting_car_dropped_on_a_person_asks_for_a_bay(
    console: Callable[[], Page], floor: ShopFloor, car: Car
) -> None:
    waiting = floor.car("京B77K21")
    page = console()
    carry(page, waiting, page.locator(f"[data-person='{floor.people['王磊']}']"))
    expect(page.locator(".dialog select")).to_have_value(str(floor.bays["2"]))
    page.locator(".dialog .button-main").click()
    expect(in_bay(page, floor, "2", waiting)).to_contain_text("王磊")


def test_a_paused_car_frees_its_bay_and_comes_back(console: Callable[[], Page], floor: ShopFloor, car: Car) -> None:
    floor.does(working.pause, "孙伟", job=car.job, reason=PauseReason.parts)
    page = console()
    carry(page, car, page.locator(".lane-out"))
    expect(page.locator(f".lane-out [data-job='{car.job}']")).to_be_visible()
    expect(bay(page, floor, "1")).to_contain_class("is-free")
    carry(page, car, bay(page, floor, "2"))
    expect(in_bay(page, floor, "2", car)).to_be_visible()


def test_a_car_somebody_works_on_stays_in_its_bay_until_they_clock_off(
    console: Callable[[], Page], floor: ShopFloor, car: Car
) -> None:
    page = console()
    carry(page, car, page.locator(".lane-out"))
    expect(page.locator(".answer-refused .answer-present")).to_be_visible()
    expect(in_bay(page, floor, "1", car)).to_be_visible()


def test_a_job_is_cancelled_from_the_sheet(console: Callable[[], Page], car: Car) -> None:
    page = console()
    card(page, car).click()
    page.locator(".drawer-acts .button-danger").click()
    page.locator(".dialog input").fill("客户改期")
    page.locator(".dialog .button-danger").click()
    wait_for_stage(page, car.job, None)
    expect(page.locator(".drawer")).to_have_count(0)
