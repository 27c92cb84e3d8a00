"""The desk: taking a car in by keyboard, and what advisors, cashiers and the gate do with it until it leaves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from board.commands import checking, working
from board.domain.people import Role
from board.signing_in import hash_secret
from tests.browser.console import findings_at_rest
from tests.browser.shop_floor import PASSWORD, Car, ShopFloor, sign_in_at_desk, wait_for_stage
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for

DESK = {"width": 1280, "height": 800}
HOSTILE = "<img src=x onerror=alert(1)>" + "很长的名字" * 30


@pytest.fixture
def open_desk(pages: Pages, start_server: Callable[..., ServerProcess], floor: ShopFloor) -> Callable[..., Page]:
    """A desk in a browser of its own; all of a test's desks look at one board."""
    boards: list[ServerProcess] = []

    def open_for(login: str, path: str = "/desk") -> Page:
        if not boards:
            boards.append(start_server(installation=floor.installation))
        page = sign_in_at_desk(pages.open(viewport=DESK), boards[0], login)
        page.goto(boards[0].base_url + path)
        page.locator(".live-mark.is-live").wait_for()
        return page

    return open_for


def ready_car(floor: ShopFloor, plate: str) -> Car:
    """A car that passed all its checks, wants no wash, and stands ready."""
    order = [{"text": "更换机油机滤", "standard_minutes": 30}]
    car = floor.car(plate, "1", ("孙伟",), wash_wanted=False, operations=order, advisor=floor.people["王晓雯"])
    operation = 1
    floor.does(working.clock_on, "孙伟", job=car.job)
    floor.does(working.finish_operation, "孙伟", job=car.job, operation=operation)
    floor.does(checking.sign_self_check, "孙伟", job=car.job, passed=True)
    floor.does(checking.sign_leader_check, "刘大勇", job=car.job, passed=True)
    floor.does(checking.sign_final_check, "宋志远", job=car.job, passed=True)
    return car


def row(page: Page, car: Car) -> Locator:
    return page.locator(f".desk-row[data-job='{car.job}']")


def take_in_by_keyboard(page: Page, plate: str, model: str) -> None:
    """Fill the form in from the first field to the last with nothing but keys."""
    expect(page.locator("[name=plate]")).to_be_focused()
    page.keyboard.type(plate)
    page.keyboard.press("Tab")
    page.keyboard.type(model)
    for _ in range(4):  # colour, mileage, energy, then the customer
        page.keyboard.press("Tab")
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("欧阳明月")
    page.locator(".operation-row input").first.focus()
    page.keyboard.type("更换前制动片")
    page.keyboard.press("Tab")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(page.locator(".operation-row")).to_have_count(2)
    page.keyboard.type("检查异响")
    page.keyboard.press("Tab")
    page.keyboard.type("30m")
    page.keyboard.press("Control+Enter")


def test_a_car_is_taken_in_by_keyboard_and_gets_its_card(open_desk: Callable[..., Page], pages: Pages) -> None:
    page, console = open_desk("advisor", "/desk#new"), open_desk("foreman", "/foreman")
    take_in_by_keyboard(page, "京a6k218", "A6L 45")
    expect(page.locator(".taken-in .plate")).to_have_text("京A·6K218")
    expect(console.locator(".queue .car")).to_contain_text("京A·6K218")
    expect(console.locator(".queue .car")).to_contain_text("2.0")
    with page.context.expect_page() as opened:
        page.locator(".taken-in .print-card").click()
    expect(opened.value.locator("body")).to_contain_text("京A·6K218")
    page.locator(".next-car").click()
    expect(page.locator("[name=plate]")).to_have_value("")


def test_what_is_wrong_stands_at_its_field_and_the_draft_survives(open_desk: Callable[..., Page]) -> None:
    page = open_desk("advisor", "/desk#new")
    page.locator("[name=plate]").fill("京A6K218")
    page.locator("[name=phone]").fill("13800000000")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[name=model]")).to_be_focused()
    expect(page.locator("[name=model]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".field-wrong .field-sentence").first).not_to_be_empty()
    page.reload()
    expect(page.locator("[name=plate]")).to_have_value("京A6K218")
    expect(page.locator("[name=phone]")).to_have_value("13800000000")


def test_a_plate_that_is_none_is_refused_at_the_plate(open_desk: Callable[..., Page]) -> None:
    page = open_desk("advisor", "/desk#new")
    take_in_by_keyboard(page, "***", "A6L")
    expect(page.locator("[name=plate]")).to_be_focused()
    expect(page.locator("[name=plate]")).to_have_attribute("aria-invalid", "true")


def test_the_province_keys_begin_a_plate(open_desk: Callable[..., Page]) -> None:
    page = open_desk("advisor", "/desk#new")
    page.locator(".province-keys button", has_text="沪").click()
    page.keyboard.type("ad12345")
    expect(page.locator("[name=plate]")).to_have_value("沪ad12345")
    expect(page.locator(".plate-preview .plate-green")).to_have_text("沪A·D12345")


def test_a_ready_car_goes_from_desk_to_desk_until_it_leaves(open_desk: Callable[..., Page], floor: ShopFloor) -> None:
    secret = hash_secret(PASSWORD)
    floor.hire("曹丽娟", Role.cashier, login="cashier", password_hash=secret)
    floor.hire("邓保国", Role.guard, login="guard", password_hash=secret)
    car = ready_car(floor, "京A6K218")
    advisor, cashier, guard = open_desk("advisor"), open_desk("cashier"), open_desk("guard")
    expect(row(cashier, car)).to_be_visible()
    expect(row(cashier, car).locator(".cell-steps .button")).to_have_count(0)
    row(advisor, car).locator(".button-main").click()
    advisor.locator(".dialog input").fill("A-03")
    advisor.keyboard.press("Enter")
    expect(row(advisor, car)).to_contain_text("A-03")
    row(advisor, car).locator(".button-main").click()
    wait_for(lambda: announced(advisor, car), what="the customer to be told")
    row(advisor, car).locator(".button-main").click()
    advisor.locator(".dialog .button-main").click()
    wait_for_stage(cashier, car.job, "handover")
    row(cashier, car).locator(".button-main").click()
    cashier.locator("[name=amount]").fill("199.00")
    cashier.locator("[value=card]").check()
    cashier.locator(".dialog .button-main").click()
    wait_for_stage(guard, car.job, "settled")
    row(guard, car).locator(".button-main").click()
    guard.locator(".dialog .button-main").click()
    for desk in (advisor, cashier, guard):
        expect(row(desk, car)).to_have_count(0)


def announced(page: Page, car: Car) -> int | None:
    found: int | None = page.evaluate("(job) => self.board.feed.cards.peek().get('job:' + job).announced_at", car.job)
    return found


def test_a_promise_is_changed_with_a_reason_and_who_told(open_desk: Callable[..., Page], floor: ShopFloor) -> None:
    car = floor.car("京A6K218", advisor=floor.people["王晓雯"])
    page = open_desk("advisor")
    before = promised(page, car)
    row(page, car).locator(".cell-plate").click()
    page.locator(".change-promise").click()
    page.locator(".dialog .chip").nth(1).click()
    expect(page.locator(".dialog .button-main")).to_be_disabled()
    page.locator(".dialog input[type=text]").nth(1).fill("等配件")
    page.locator(".dialog input[type=text]").nth(2).fill("王晓雯，电话")
    page.locator(".dialog .button-main").click()
    wait_for(lambda: promised(page, car) != before, what="the new promise")
    expect(page.locator(".story")).to_contain_text("等配件")


def promised(page: Page, car: Car) -> int:
    found: int = page.evaluate("(job) => self.board.feed.cards.peek().get('job:' + job).promised_at", car.job)
    return found


def test_a_job_is_given_up_with_a_reason(open_desk: Callable[..., Page], floor: ShopFloor) -> None:
    car = floor.car("京A6K218", advisor=floor.people["王晓雯"])
    page = open_desk("advisor")
    row(page, car).locator(".cell-plate").click()
    page.locator(".drawer-acts .button-danger").click()
    expect(page.locator(".dialog .button-danger")).to_be_disabled()
    page.locator(".dialog input").fill("客户改期")
    page.locator(".dialog .button-danger").click()
    expect(row(page, car)).to_have_count(0)


def test_cars_are_found_by_plate_number_and_customer(open_desk: Callable[..., Page], floor: ShopFloor) -> None:
    car, other = floor.car("京A6K218"), floor.car("京B77K21", customer={"name": "司马青", "salutation": "mr"})
    page = open_desk("advisor")
    for typed in ("a·6k", "A6K218", "欧阳"):
        page.locator("#search").fill(typed)
        expect(row(page, car)).to_be_visible()
        expect(row(page, other)).to_have_count(0)
    page.locator("#search").fill("zzz")
    expect(page.locator(".desk-list .notice")).to_be_visible()


def test_hostile_and_long_text_is_text(open_desk: Callable[..., Page], floor: ShopFloor) -> None:
    car = floor.car("京A6K218", model=HOSTILE, concern=HOSTILE, customer={"name": HOSTILE, "salutation": "ms"})
    for page in (open_desk("advisor"), open_desk("foreman", "/foreman")):
        page.locator(".chip").last.click() if page.url.endswith("/desk") else None
        expect(page.locator(f"[data-job='{car.job}']")).to_contain_text("<img src=x")
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_desk_and_its_form_are_accessible(open_desk: Callable[..., Page], floor: ShopFloor) -> None:
    ready_car(floor, "京A6K218")
    page = open_desk("advisor")
    page.locator(".desk-row").first.wait_for()
    assert findings_at_rest(page) == []
    page.locator(".cell-plate").first.click()
    page.locator(".story li").first.wait_for()
    assert findings_at_rest(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.locator(".new-job").wait_for()
    assert findings_at_rest(page) == []


def test_a_row_opens_its_car_wherever_it_is_touched(open_desk: Callable[..., Page], floor: ShopFloor) -> None:
    car = floor.car("京A6K218", advisor=floor.people["王晓雯"])
    page = open_desk("advisor")
    page.locator(f".desk-row[data-job='{car.job}'] .cell-customer").click()
    expect(page.locator(".drawer")).to_be_visible()
