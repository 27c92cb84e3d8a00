"""What several people do about one car: a list ticked by two, taking over, checks by the list, a time put right."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from board.commands import checking, clockings, setting_up, working
from board.commands.change import Actor, Command, perform
from board.domain.checklists import Occasion
from board.domain.people import Role
from tests.browser.console import findings_at_rest
from tests.browser.shop_floor import TABLET, Car, ShopFloor, sign_in, wait_for_stage
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess

LIST = ["导向销已清洁润滑", "轮毂螺栓 120 Nm"]
PADS = {"text": "更换前制动片", "standard_minutes": 54, "checklist": LIST}


@pytest.fixture
def board(floor: ShopFloor, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(installation=floor.installation)


@pytest.fixture
def tablet_of(pages: Pages, board: ServerProcess, floor: ShopFloor) -> Callable[..., Page]:
    """A tablet of its own for each, with the car open that is asked for."""

    def open_for(name: str, car: Car | None = None) -> Page:
        floor.pair("tablet")
        page = sign_in(pages.open(viewport=TABLET), board, floor, name)
        if car is not None:
            page.get_by_role("button", name="我的车").click()
            page.locator(f".car-row[data-job='{car.job}']").click()
            page.locator(f".car[data-job='{car.job}']").wait_for()
        return page

    return open_for


def next_step(page: Page, step: str) -> None:
    """Tap the big button, which must offer that step."""
    expect(page.locator(".next-step")).to_have_attribute("data-step", step)
    expect(page.locator(".next-step")).to_be_enabled()
    page.locator(".next-step").click()


def test_two_tick_one_list_and_one_takes_over_from_the_other(tablet_of: Callable[..., Page], floor: ShopFloor) -> None:
    car = floor.car("京A6K218", "1", ("孙伟", "王磊"), operations=[PADS])
    floor.does(working.clock_on, "孙伟", job=car.job)
    first, second = tablet_of("孙伟", car), tablet_of("王磊", car)
    first.locator(".operation .tick").first.click()
    expect(first.locator(".operation .tick").first).to_have_attribute("aria-checked", "true")
    expect(first.locator(".next-then")).to_contain_text("1/2")
    expect(second.locator(".operation")).to_contain_text("1/2")

    second.locator("[data-step=take_over]").click()
    expect(second.locator(".operation .tick")).to_have_count(2)
    expect(first.locator(".operation .tick")).to_have_count(0)
    expect(first.locator(".head-on")).to_have_text("未打卡上工")

    next_step(second, "tick")
    assert findings_at_rest(second) == []
    expect(second.locator(".dialog .button-main")).to_be_disabled()
    second.locator(".dialog .tick").nth(1).click()
    second.locator(".dialog .button-main").click()
    wait_for_stage(second, car.job, "self_check")
    expect(second.locator(".dialog")).to_have_count(0)


def test_a_check_is_signed_by_the_list_or_goes_back_to_whom_is_named(
    tablet_of: Callable[..., Page], floor: ShopFloor
) -> None:
    own = floor.does(setting_up.add_pause_reason, "周建国", zh="等拖车", en="Tow truck", owner=Role.advisor)
    floor.does(setting_up.set_checklist, "周建国", occasion=Occasion.final, items=LIST)
    car = floor.car("京A6K218", "1", ("孙伟",), operations=[{"text": "保养", "standard_minutes": 30}])
    for command, by, details in (
        (working.clock_on, "孙伟", {}),
        (working.finish_operation, "孙伟", {"operation": 1}),
        (checking.sign_self_check, "孙伟", {"passed": True}),
        (checking.sign_leader_check, "刘大勇", {"passed": True}),
    ):
        floor.does(command, by, job=car.job, **details)
    inspector, worker = tablet_of("宋志远", car), tablet_of("王磊")
    inspector.locator("[data-step=record_test_drive]").click()
    inspector.locator("[name=from_km]").fill("52016")
    inspector.locator("[name=to_km]").fill("52010")
    expect(inspector.locator(".dialog .button-main")).to_be_disabled()
    inspector.locator("[name=to_km]").fill("52022")
    inspector.locator(".dialog .button-main").click()
    expect(inspector.locator(".dialog")).to_have_count(0)
    inspector.locator("[data-extra=history]").click()
    expect(inspector.locator(".act")).to_have_count(3)
    expect(inspector.locator(".act").first).to_contain_text("52016 – 52022 km")
    inspector.keyboard.press("Escape")

    next_step(inspector, "pass_final_check")
    expect(inspector.locator(".dialog .button-main")).to_be_disabled()
    inspector.locator(".dialog .tick").first.click()
    inspector.locator(".button-wrong").click()
    expect(inspector.locator(".chip[aria-pressed=true]").first).to_have_text(LIST[1])
    inspector.locator(".who-again .chip", has_text="王磊").click()
    assert findings_at_rest(inspector) == []
    inspector.locator(".dialog .button-fail").click()

    worker.locator(f".car-row[data-job='{car.job}']").click()
    expect(worker.locator(".trouble-rework")).to_contain_text(LIST[1])
    next_step(worker, "clock_on")
    worker.locator("[data-step=pause]").click()
    worker.locator(f"[data-reason={own['code']}]").click()
    expect(inspector.locator(".trouble-paused")).to_contain_text("等拖车")
    expect(inspector.locator(".trouble-paused")).to_contain_text("服务顾问")


def test_a_forgotten_clocking_is_put_right_by_whom_it_is_and_decided_by_the_foreman(
    tablet_of: Callable[..., Page], floor: ShopFloor
) -> None:
    car = floor.car("京A6K218", "1", ("孙伟",))
    morning = datetime.now(UTC).replace(hour=1, minute=0, second=0, microsecond=0) - timedelta(days=1)
    _at(floor, morning, working.clock_on, "孙伟", job=car.job)
    floor.does(clockings.close_forgotten, None, job=car.job, person=floor.people["孙伟"])
    page = tablet_of("孙伟")
    page.get_by_role("button", name="我的今天").click()
    expect(page.locator(".span.is-unconfirmed .span-times")).to_have_text("09:00 – 18:00")
    page.locator(".forgotten .button").click()
    for _ in range(2):
        page.locator(".repair-adjust .key").first.click()
    expect(page.locator(".dialog .button-main")).to_be_disabled()
    page.locator(".repair-why .chip").first.click()
    assert findings_at_rest(page) == []
    page.locator(".dialog .button-main").click()
    expect(page.locator(".span-waits")).to_contain_text("17:00")
    expect(page.locator(".forgotten")).to_have_count(0)

    floor.does(clockings.decide_repair, "周建国", repair=1, accepted=True)
    expect(page.locator(".span .span-times")).to_have_text("09:00 – 17:00")
    expect(page.locator(".span-waits, .is-unconfirmed")).to_have_count(0)


def _at(floor: ShopFloor, moment: datetime, command: Command, by: str, **details: Any) -> None:
    """Somebody does something at another time than now."""
    perform(floor.store, command, Actor(floor.site, floor.people[by]), secrets.token_hex(8), details, moment)
