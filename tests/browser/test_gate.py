"""The gate on a guard's phone: cars come with an appointment and without, and leave by their pass, once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from board.commands import delivering
from board.domain.appointments import AppointmentState
from board.domain.job import Energy, ServiceType
from board.domain.masking import Salutation
from board.domain.people import Role
from board.signing_in import hash_secret
from board.store import models
from tests.browser.console import findings_at_rest
from tests.browser.shop_floor import PASSWORD, HandScanner, ShopFloor, sign_in_at_desk, wait_for_stage
from tests.browser.test_desk import DESK, ready_car
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def open_for(
    pages: Pages, start_server: Callable[..., ServerProcess], floor: ShopFloor
) -> Callable[[str, str, dict[str, int]], Page]:
    """A page of the board in a browser of its own, for somebody."""
    secret = hash_secret(PASSWORD)
    floor.hire("邓保国", Role.guard, login="guard", password_hash=secret)
    floor.hire("曹丽娟", Role.cashier, login="cashier", password_hash=secret)
    boards: list[ServerProcess] = []

    def opened(login: str, path: str, viewport: dict[str, int]) -> Page:
        if not boards:
            boards.append(start_server(installation=floor.installation))
        page = sign_in_at_desk(pages.open(viewport=viewport), boards[0], login)
        page.goto(boards[0].base_url + path)
        page.locator(".live-mark.is-live").wait_for()
        return page

    return opened


def expect_car(floor: ShopFloor, plate: str) -> int:
    """An appointment a few minutes ago, of the site's day whatever the hour."""
    with floor.store.changing() as session:
        row = models.Appointment(
            site_id=floor.site,
            at=datetime.now(UTC) - timedelta(seconds=5),
            state=AppointmentState.booked,
            vehicle=models.Vehicle(site_id=floor.site, plate=plate, model="ID.4", colour="白色", energy=Energy.ev),
            customer=models.Customer(site_id=floor.site, name="欧阳明月", salutation=Salutation.ms),
            advisor_id=floor.people["王晓雯"],
            service_type=ServiceType.express,
            booked_at=datetime.now(UTC),
        )
        row.lines.append(models.AppointmentLine(position=1, text="更换机油机滤", standard_minutes=30))
        session.add(row)
        session.flush()
        return row.id


def waiting(page: Page) -> Locator:
    return page.locator(".gate-list").first.locator(".gate-row")


def test_cars_arrive_with_an_appointment_and_without(
    open_for: Callable[[str, str, dict[str, int]], Page], floor: ShopFloor
) -> None:
    expected = expect_car(floor, "京A6K218")
    gate, desk = open_for("guard", "/gate", PHONE), open_for("advisor", "/desk", DESK)
    row = gate.locator(f"[data-appointment='{expected}']")
    expect(row).to_contain_text("欧阳女士")
    assert findings_at_rest(gate) == []
    row.locator(".gate-tap").click()
    expect(row).to_have_count(0)
    expect(waiting(gate)).to_contain_text(["京A·6K218"])
    expect(desk.locator(".desk-row")).to_contain_text(["京A·6K218"])
    gate.locator(".toast-act").click()  # a wrong tap
    expect(row).to_be_visible()
    gate.locator("[name=plate]").fill("京a6k218")
    gate.locator(".known-arrived").click()
    expect(waiting(gate)).to_contain_text(["京A·6K218"])
    gate.locator(".province-keys button").last.click()
    gate.locator(".province-keys button", has_text="粤").click()
    gate.keyboard.type("b33333")
    expect(gate.locator(".known-car")).to_contain_text("粤B·33333")
    assert findings_at_rest(gate) == []
    gate.locator(".known-arrived").click()
    expect(waiting(gate)).to_contain_text(["京A·6K218", "粤B·33333"])
    expect(gate.locator("[name=plate]")).to_have_value("")
    gate.locator("[name=plate]").fill("粤B33333")
    expect(gate.locator(".known-warn")).to_be_visible()
    expect(gate.locator(".known-arrived")).to_have_count(0)


def test_a_settled_car_leaves_by_its_pass_once(
    open_for: Callable[[str, str, dict[str, int]], Page], floor: ShopFloor
) -> None:
    car = ready_car(floor, "京A6K218")
    floor.does(delivering.hand_over, "王晓雯", job=car.job)
    gate, desk = open_for("guard", "/gate", PHONE), open_for("cashier", "/desk", DESK)
    desk.locator(f".desk-row[data-job='{car.job}'] .button-main").click()
    desk.locator("[name=amount]").fill("1,299")
    desk.locator("[value=card]").check()
    assert findings_at_rest(desk) == []
    desk.locator(".dialog .button-main").click()
    desk.locator(".pass-code").wait_for()
    with desk.context.expect_page() as opened:
        desk.locator(".print-pass").click()
    slip = opened.value.locator(".slip figcaption").inner_text()
    code = slip.replace("-", "").replace("\n", "")
    wait_for_stage(gate, car.job, "settled")
    HandScanner(gate).scan(car.card)
    expect(gate.locator(".verdict-stop")).to_be_visible()
    gate.locator(".verdict-close").click()
    HandScanner(gate).scan(code)
    expect(gate.locator(".verdict-go .plate")).to_have_text("京A·6K218")
    assert findings_at_rest(gate) == []
    gate.locator(".verdict-close").click()
    expect(gate.locator(".gate-gone")).to_contain_text("京A·6K218")
    gate.locator(".gate-exit").click()
    gate.locator("[name=pass]").fill(slip.replace("\n", "-"))
    gate.keyboard.press("Enter")
    expect(gate.locator(".verdict-stop")).to_be_visible()
    assert findings_at_rest(gate) == []
