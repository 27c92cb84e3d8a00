"""What comes next at the desk, as it happens; and after delivery: the call, and the complaint it may bring."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from board.commands import checking, delivering, gate, working
from board.domain.people import Role
from board.signing_in import hash_secret
from tests.browser.console import findings_at_rest
from tests.browser.shop_floor import PASSWORD, Car, ShopFloor, sign_in_at_desk
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess

DESK = {"width": 1280, "height": 800}


@pytest.fixture
def open_page(pages: Pages, start_server: Callable[..., ServerProcess], floor: ShopFloor) -> Callable[..., Page]:
    """A signed-in page; all of a test's pages look at one board."""
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
    """A car of the advisor's that passed its checks and stands ready."""
    order = [{"text": "更换机油机滤", "standard_minutes": 30}]
    customer = {"name": "欧阳明月", "salutation": "ms", "phone": "13800000001"}
    mine = {"advisor": floor.people["王晓雯"], "customer": customer}
    car = floor.car(plate, "1", ("孙伟",), wash_wanted=False, operations=order, **mine)
    floor.does(working.clock_on, "孙伟", job=car.job)
    floor.does(working.finish_operation, "孙伟", job=car.job, operation=1)
    floor.does(checking.sign_self_check, "孙伟", job=car.job, passed=True)
    floor.does(checking.sign_leader_check, "刘大勇", job=car.job, passed=True)
    floor.does(checking.sign_final_check, "宋志远", job=car.job, passed=True)
    return car


def needs(page: Page, job: int) -> Locator:
    return page.locator(f".next-line[data-next='{job}']")


def test_the_next_list_follows_what_happens(open_page: Callable[..., Page], floor: ShopFloor) -> None:
    secret = hash_secret(PASSWORD)
    floor.hire("邓保国", Role.guard, login="guard", password_hash=secret)
    floor.hire("李子昂", Role.advisor, login="advisor2", password_hash=secret)
    ready = ready_car(floor, "京A6K218")
    near = datetime.now(UTC) + timedelta(minutes=10)
    soon = floor.car("京B77K21", advisor=floor.people["王晓雯"], promised_at=near)
    page, other = open_page("advisor"), open_page("advisor2")
    expect(page.locator(".next-line")).to_have_count(2)
    expect(needs(page, ready.job)).to_have_attribute("data-need", "announce")
    expect(needs(page, soon.job)).to_have_attribute("data-need", "promise")
    expect(other.locator(".next-none")).to_be_visible()
    # a car nobody knows yet is at the gate: every advisor is told
    arrived = floor.does(gate.arrive, "邓保国", plate="京C12345")["job"]
    for desk in (page, other):
        expect(needs(desk, arrived)).to_have_attribute("data-need", "greet")
        expect(desk.locator(".toast")).to_contain_text("京C·12345")
    expect(needs(page, arrived).locator("a.button")).to_have_attribute("href", f"/reception/{arrived}")
    assert findings_at_rest(page) == []
    # the promise is changed with a reason and whom it was told, and the car may wait again
    needs(page, soon.job).locator(".button-main").click()
    expect(page.locator(".promise-ledger li")).to_have_count(1)
    page.locator(".dialog .chips .chip").nth(1).click()
    page.locator(".dialog .chip-small").first.click()
    page.locator(".told-presets .chip-small").first.click()
    page.locator(".dialog .button-main").click()
    expect(needs(page, soon.job)).to_have_count(0)
    # the customer is told with one tap; then the handover comes next
    needs(page, ready.job).locator(".button-main").click()
    expect(needs(page, ready.job)).to_have_attribute("data-need", "hand_over")
    # handed to another advisor, it is on their list; everybody's shows it still
    page.locator(f".desk-row[data-job='{ready.job}'] .cell-plate").click()
    page.locator(".drawer-acts .icon + span", has_text="服务顾问").click()
    page.locator(".dialog .pick-choice", has_text="李子昂").click()
    expect(page.locator(".dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(needs(page, ready.job)).to_have_count(0)
    expect(needs(other, ready.job)).to_be_visible()
    page.locator(".desk-tools .chip").last.click()
    page.reload()
    expect(needs(page, ready.job)).to_be_visible()


def test_a_complaint_is_a_case_on_its_owner_s_desk(open_page: Callable[..., Page], floor: ShopFloor) -> None:
    secret = hash_secret(PASSWORD)
    for name, role, login in (("曹丽娟", Role.cashier, "cashier"), ("邓保国", Role.guard, "guard")):
        floor.hire(name, role, login=login, password_hash=secret)
    floor.hire("许婷", Role.follow_up_clerk, login="clerk", password_hash=secret)
    car = ready_car(floor, "京A6K218")
    clerk, advisor = open_page("clerk", "/follow-up"), open_page("advisor")
    expect(clerk.locator(".follow-up-calls .notice")).to_be_visible()
    floor.does(delivering.hand_over, "王晓雯", job=car.job)
    floor.does(delivering.settle, "曹丽娟", job=car.job)
    floor.does(delivering.deliver, "邓保国", job=car.job)
    row = clerk.locator(f".call-row[data-call='{car.job}']")
    expect(row).to_contain_text("13800000001")
    expect(row).to_contain_text("更换机油机滤")
    row.locator(".button-main").click()
    choose(clerk, "not_reached")
    clerk.locator("[name=note]").fill("占线")
    clerk.locator(".dialog .button-main").click()
    expect(row.locator(".call-tried")).to_contain_text("占线")
    row.locator(".button-main").click()
    choose(clerk, "complaint")
    expect(clerk.locator(".dialog .button-main")).to_be_disabled()
    clerk.locator("[name=complaint]").fill("异响还在")
    assert findings_at_rest(clerk) == []
    clerk.locator(".dialog .button-main").click()
    expect(row).to_have_count(0)
    case = clerk.locator(".case")
    expect(case).to_contain_text("异响还在")
    assert findings_at_rest(clerk) == []
    # its owner has it on the desk at once, and answers there
    line = advisor.locator(".next-line[data-need='complaint']")
    expect(line).to_contain_text("异响还在")
    line.locator(".button-main").click()
    advisor.locator("[name=resolution]").fill("明天免费检查")
    advisor.locator(".dialog .button-main").click()
    expect(line).to_have_count(0)
    expect(case).to_have_count(0)
    # and the car is found again after it left
    advisor.locator("#search").fill("a6k2")
    left = advisor.locator(f".left-row[data-left='{car.job}']")
    expect(left.locator("a.button")).to_have_attribute("href", f"/jobs/{car.job}/story")


def choose(page: Page, result: str) -> None:
    """The radio button is hidden behind its label's face."""
    page.locator(".choice-one", has=page.locator(f"[value={result}]")).click()
