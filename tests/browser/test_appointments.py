"""The appointment board by hand: booking, carrying, the keyboard, and calling customers. All on tomorrow's page, which
looks the same at any hour."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from board.commands import booking
from board.domain.job import Energy, ServiceType
from tests.browser.console import DESK, findings_at_rest, middle
from tests.browser.shop_floor import ShopFloor, sign_in_at_desk
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess

ADVISOR = "王晓雯"


@pytest.fixture
def booked(floor: ShopFloor) -> int:
    """An appointment of tomorrow at nine, with the advisor."""
    zone = ZoneInfo("Asia/Shanghai")
    tomorrow = datetime.now(UTC).astimezone(zone).date() + timedelta(days=1)
    made = floor.does(
        booking.book,
        ADVISOR,
        plate="京A6K218",
        model="A6L 45 TFSI",
        energy=Energy.petrol,
        customer={"name": "欧阳明月", "salutation": "ms", "phone": "13800138000"},
        at=datetime.combine(tomorrow, time(9), zone).astimezone(UTC),
        service_type=ServiceType.express,
        lines=[{"text": "更换机油机滤", "standard_minutes": 30, "skill": "express"}],
        advisor=floor.people[ADVISOR],
    )
    number: int = made["appointment"]
    return number


@pytest.fixture
def board(
    floor: ShopFloor, booked: int, start_server: Callable[..., ServerProcess], pages: Pages
) -> Callable[..., Page]:
    """The board of tomorrow, in the advisor's browser."""
    server = start_server(installation=floor.installation)

    def open_board(*, has_touch: bool = False) -> Page:
        page = sign_in_at_desk(pages.open(viewport=DESK, has_touch=has_touch), server, "advisor")
        page.goto(f"{server.base_url}/appointments")
        page.locator(".live-mark.is-live").wait_for()
        page.locator(".day-next").click()
        block(page, booked).wait_for()
        page.locator(".hours-strip .load").first.wait_for()
        return page

    return open_board


def block(page: Page, appointment: int) -> Locator:
    return page.locator(f".block[data-appointment='{appointment}']:not(.drag-ghost)")


def slot(page: Page, advisor: int, clock: str) -> Locator:
    hour, minute = clock.split(":")
    return page.locator(f"[data-drop='slot:{advisor}:{int(hour) * 60 + int(minute)}']")


def stands_at(page: Page, appointment: int, advisor: int, clock: str) -> None:
    """The block covers that half hour of that column."""
    page.wait_for_function(
        """([block, slot]) => {
          const [one, other] = [block, slot].map((each) => document.querySelector(each));
          if (!one || !other) return false;
          const [at, wanted] = [one, other].map((each) => each.getBoundingClientRect());
          return Math.abs(at.top - wanted.top) < 3 && Math.abs(at.left - wanted.left) < 3;
        }""",
        arg=[
            f".block[data-appointment='{appointment}']:not(.is-moving)",
            f"[data-drop='slot:{advisor}:{int(clock[:2]) * 60 + int(clock[3:])}']",
        ],
    )


def test_a_free_half_hour_is_clicked_and_a_known_car_booked(board: Callable[..., Page], floor: ShopFloor) -> None:
    page = board()
    assert findings_at_rest(page) == []
    slot(page, floor.people[ADVISOR], "14:00").click()
    page.locator("input[name=plate]").fill("京a6k218")
    expect(page.locator("input[name=name]")).to_have_value("欧阳明月")
    expect(page.locator(".known-booked")).to_be_visible()
    page.locator(".line-row input").first.fill("四轮定位")
    page.locator(".line-hours").fill("0.8")
    expect(page.locator(".hours-panel .load").first).to_be_visible()
    assert findings_at_rest(page) == []
    page.locator("input[name=model]").fill("")
    page.locator(".dialog .button-main").click()
    expect(page.locator("input[name=model]")).to_be_focused()
    page.locator("input[name=model]").fill("A6L")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".dialog")).to_have_count(0)
    expect(page.locator(".block", has_text="四轮定位")).to_be_visible()


def test_an_appointment_is_carried_taken_back_and_moved_by_keyboard(
    board: Callable[..., Page], floor: ShopFloor, booked: int
) -> None:
    page, advisor = board(), floor.people[ADVISOR]
    x, y = middle(block(page, booked))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 12, steps=3)
    page.mouse.move(*middle(slot(page, 0, "11:30")), steps=6)
    expect(slot(page, 0, "11:30")).to_contain_class("is-over")
    page.mouse.up()
    stands_at(page, booked, 0, "11:30")
    page.locator(".toast-act").click()
    stands_at(page, booked, advisor, "09:00")
    block(page, booked).focus()
    page.keyboard.press("m")
    expect(page.locator("input[name=clock]")).to_be_focused()
    page.keyboard.type("10:30")
    page.keyboard.press("Enter")
    stands_at(page, booked, advisor, "10:30")
    expect(block(page, booked)).to_be_focused()
    page.keyboard.press("u")
    stands_at(page, booked, advisor, "09:00")
    page.keyboard.press("Enter")
    expect(page.locator(".drawer")).to_be_visible()
    assert findings_at_rest(page) == []


def test_an_appointment_is_carried_by_finger(board: Callable[..., Page], floor: ShopFloor, booked: int) -> None:
    page = board(has_touch=True)
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    finger("touchStart", middle(block(page, booked)))
    page.locator(".drag-ghost").wait_for()
    finger("touchMove", middle(slot(page, floor.people[ADVISOR], "12:00")))
    expect(slot(page, floor.people[ADVISOR], "12:00")).to_contain_class("is-over")
    finger("touchEnd")
    stands_at(page, booked, floor.people[ADVISOR], "12:00")


def test_a_customer_is_called_confirmed_and_cancels(board: Callable[..., Page], booked: int) -> None:
    page = board()
    page.locator(".chips .chip").nth(2).click()
    call = page.locator(f"[data-call='{booked}']")
    expect(call.locator("a[href='tel:13800138000']")).to_be_visible()
    assert findings_at_rest(page) == []
    call.locator(".button").first.click()
    expect(call.locator(".badge-warn")).to_be_visible()
    call.locator(".button-main").click()
    expect(call).to_have_count(0)
    page.locator(".chips .chip").nth(1).click()
    row = page.locator(f".arrival[data-appointment='{booked}']")
    expect(row.locator(".state-confirmed")).to_be_visible()
    assert findings_at_rest(page) == []
    row.click()
    page.locator(".drawer-acts .button").last.click()
    page.locator(".dialog .chip").first.click()
    page.locator(".dialog .button-danger").click()
    expect(row.locator(".state-cancelled")).to_be_visible()
