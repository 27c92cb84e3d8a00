"""The tablet without network: what is scanned is kept over a reload, and arrives once, in order and at its own time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect
from sqlalchemy import select

from board.store import models
from tests.browser.shop_floor import (
    TABLET,
    Car,
    HandScanner,
    ShopFloor,
    enter_pin,
    open_tablet,
    sign_in_at_desk,
    wait_for_stage,
)
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for

PATIENT = 60_000
KEPT = """(key) => new Promise((told) => { const asked = indexedDB.open("board-tablet"); asked.onsuccess = () => {
  const got = asked.result.transaction("kept").objectStore("kept").get(key);
  got.onsuccess = () => { asked.result.close(); told(got.result || null); }; }; })"""


@pytest.fixture
def car(floor: ShopFloor) -> Car:
    """A car in bay 1, given to a technician."""
    return floor.car("京A6K218", "1", ("孙伟",))


@pytest.fixture
def other(floor: ShopFloor) -> Car:
    return floor.car("京N88T20", "2", ("孙伟",))


@pytest.fixture
def board(floor: ShopFloor, car: Car, other: Car, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(installation=floor.installation)


@pytest.fixture
def tablet(pages: Pages, board: ServerProcess, floor: ShopFloor) -> Page:
    """A tablet on which somebody signed in by badge, ready for times without network."""
    page = open_tablet(pages.open(viewport=TABLET), board, floor)
    hold_up_badge(page, floor, "孙伟")
    enter_pin(page)
    page.locator(".live-mark.is-live").wait_for(timeout=PATIENT)
    ready_without_network(page, floor.people["孙伟"])
    return page


def hold_up_badge(page: Page, floor: ShopFloor, name: str) -> None:
    HandScanner(page).scan(floor.badges[name])
    expect(page.locator(".pin-who h1")).to_have_text(name, timeout=PATIENT)


def kept(page: Page, key: str) -> Any:
    """What the tablet keeps under a name."""
    return page.evaluate(KEPT, key)


def ready_without_network(page: Page, person: int) -> None:
    def knows() -> bool:
        told = kept(page, "provisions")
        return told is not None and str(person) in told["told"]["people"]

    wait_for(knows, timeout=60, what="the provisions of whoever signed in")
    page.wait_for_function("() => navigator.serviceWorker.controller", timeout=PATIENT)


def open_car(page: Page, car: Car) -> None:
    HandScanner(page).scan(car.card)
    page.locator(f".car[data-job='{car.job}']").wait_for(timeout=PATIENT)


def keep(page: Page, step: str, reason: str | None = None) -> None:
    """Take a step that is kept; the tablet says so."""
    page.locator(f".next-step[data-step={step}]:not([aria-disabled]), .other-step[data-step={step}]").first.click()
    if reason:
        page.locator(f"[data-reason={reason}]").click()
    page.locator(".answer-waiting").wait_for(timeout=PATIENT)
    page.locator(".answer-close").click()


def sent(page: Page) -> None:
    expect(page.locator(".waiting-count")).to_have_count(0, timeout=PATIENT)


def clockings(floor: ShopFloor) -> list[tuple[int, str]]:
    """Everybody's clockings, in the order of their times: the job and what it was."""
    with floor.store.reading() as session:
        rows = session.scalars(select(models.Clocking).order_by(models.Clocking.at, models.Clocking.id))
        return [(row.job_id, row.act.value) for row in rows]


def late_scans(floor: ShopFloor) -> list[str]:
    with floor.store.reading() as session:
        return list(session.scalars(select(models.LateScan.code)))


def test_six_scans_on_two_cars_arrive_once_in_order_and_at_their_times(
    tablet: Page, board: ServerProcess, floor: ShopFloor, car: Car, other: Car
) -> None:
    board.kill()
    open_car(tablet, car)
    keep(tablet, "clock_on")
    keep(tablet, "pause", "parts")
    open_car(tablet, other)
    keep(tablet, "clock_on")
    keep(tablet, "pause", "rest")
    tablet.reload()  # the page itself comes from the tablet now
    expect(tablet.locator(".waiting-count")).to_contain_text("4", timeout=PATIENT)
    open_car(tablet, car)
    assert tablet.locator(".car").get_attribute("data-stage") == "dispatched", "nothing that waits is shown as done"
    keep(tablet, "resume")
    open_car(tablet, other)
    keep(tablet, "switch", "parts")
    asked = [item["at"] for item in _outbox(tablet)]
    assert not accessibility_findings(tablet)

    board.start()

    sent(tablet)
    assert late_scans(floor) == []
    assert clockings(floor) == [
        (car.job, "on"), (car.job, "off"), (other.job, "on"), (other.job, "off"),
        (car.job, "on"), (car.job, "off"), (other.job, "on"),
    ]  # fmt: skip
    with floor.store.reading() as session:
        times = [round(at.timestamp() * 1000) for at in session.scalars(select(models.Clocking.at))]
    assert max(abs(times[0] - asked[0]), abs(times[-1] - asked[-1])) < 120_000, (
        "the time of the scan, not of its arrival"
    )
    tablet.locator(".live-mark.is-live").wait_for(timeout=PATIENT)
    wait_for_stage(tablet, other.job, "in_work")
    wait_for_stage(tablet, car.job, "paused")


def _outbox(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        """() => new Promise((told) => { const asked = indexedDB.open("board-tablet"); asked.onsuccess = () => {
          const got = asked.result.transaction("outbox").objectStore("outbox").getAll();
          got.onsuccess = () => { asked.result.close(); told(got.result); }; }; })"""
    )
    return found


def test_a_step_that_got_through_without_its_answer_is_not_done_twice(tablet: Page, floor: ShopFloor, car: Car) -> None:
    open_car(tablet, car)
    tablet.evaluate(
        """() => { const asked = self.fetch; self.fetch = async (...given) => {
          const answer = await asked(...given);
          if (!String(given[0]).endsWith("/scans")) return answer;
          self.fetch = () => Promise.reject(new TypeError("the answer was lost"));
          setTimeout(() => { self.fetch = asked; }, 8000);
          throw new TypeError("the answer was lost"); }; }"""
    )
    keep(tablet, "clock_on")

    sent(tablet)
    assert clockings(floor) == [(car.job, "on")]
    assert late_scans(floor) == []


def test_somebody_signs_in_without_network_and_a_slip_is_noticed(
    tablet: Page, board: ServerProcess, floor: ShopFloor, car: Car
) -> None:
    board.kill()
    open_car(tablet, car)
    keep(tablet, "clock_on")
    tablet.locator(".foot").last.click()
    tablet.locator("[data-leave]").click()
    expect(tablet.locator(".sign-in .waiting-count")).to_contain_text("2")
    hold_up_badge(tablet, floor, "孙伟")
    check = kept(tablet, f"check-{floor.people['孙伟']}")
    assert 0 <= check["bits"] <= 63
    wrong = next(pin for pin in ("1357", "9753", "8642") if not _fits(tablet, check, floor.badges["孙伟"], pin))
    enter_pin(tablet, wrong)
    expect(tablet.locator(".pin-wrong")).not_to_be_empty()
    expect(tablet.locator(".key-main")).to_be_disabled()
    expect(tablet.get_by_role("button", name="1", exact=True)).to_be_enabled(timeout=PATIENT)
    enter_pin(tablet)
    tablet.locator(f".car[data-job='{car.job}']").wait_for(timeout=PATIENT)
    keep(tablet, "finish_operation")

    board.start()

    sent(tablet)
    tablet.locator("[data-live-again]").wait_for(timeout=PATIENT)
    assert late_scans(floor) == []
    assert clockings(floor)[:2] == [(car.job, "on"), (car.job, "off")]
    with floor.store.reading() as session:
        assert session.scalars(select(models.SignIn.ended_at)).all()[-1] is not None, (
            "the sign-in that was left has ended"
        )
    tablet.locator("[data-live-again]").click()
    expect(tablet.locator(".pin-who h1")).to_have_text("孙伟", timeout=PATIENT)
    enter_pin(tablet)
    tablet.locator(".live-mark.is-live").wait_for(timeout=PATIENT)


def _fits(page: Page, check: dict[str, Any], badge: str, pin: str) -> bool:
    fits: bool = page.evaluate(
        "async (given) => (await import('/static/js/screens/tablet/sealing.js')).passesCheck(...given)",
        [check, badge, pin],
    )
    return fits


def test_a_wrong_pin_is_found_out_by_the_server_and_laid_before_the_foreman(
    pages: Pages, board: ServerProcess, floor: ShopFloor, car: Car
) -> None:
    page = open_tablet(pages.open(viewport=TABLET), board, floor)
    page.locator(".name", has_text="孙伟").click()  # by name: there is nothing to notice a slip by
    enter_pin(page)
    page.locator(".live-mark.is-live").wait_for(timeout=PATIENT)
    ready_without_network(page, floor.people["孙伟"])
    board.kill()
    page.locator(".foot").last.click()
    hold_up_badge(page, floor, "孙伟")
    enter_pin(page, "1357")
    expect(page.locator(".pin-dots .is-set")).to_have_count(0)
    enter_pin(page, "1357")
    open_car(page, car)
    keep(page, "clock_on")

    board.start()

    sent(page)
    assert late_scans(floor) == ["wrong_pin"]
    assert clockings(floor) == []
    page.locator(".told-band button").click()
    expect(page.locator(".told-list li")).to_have_count(1)
    page.locator("[data-seen]").click()
    expect(page.locator(".told-band")).to_have_count(0)

    console = sign_in_at_desk(pages.open(viewport={"width": 1440, "height": 900}), board, "foreman")
    console.goto(f"{board.base_url}/foreman")
    console.locator("[data-late-scan] .button-main").click(timeout=PATIENT)
    expect(console.locator(".to-decide")).to_have_text("1")
    expect(console.locator(".late-way")).to_have_count(2)  # nobody has shown that it was them: it is not carried out
    console.locator(".late-way", has=console.locator("[value=record_time]")).click()
    expect(console.locator("[data-settle]")).to_be_disabled()
    assert not accessibility_findings(console)
    console.locator(".late-way", has=console.locator("[value=dismiss]")).click()
    console.locator("input[name=reason]").fill("不是他")
    console.locator("[data-settle]").click()
    expect(console.locator("[data-late-scan]")).to_have_count(0, timeout=PATIENT)


def test_two_tabs_send_what_waits_once(tablet: Page, board: ServerProcess, floor: ShopFloor, car: Car) -> None:
    second = tablet.context.new_page()
    second.goto(f"{board.base_url}/tablet")
    second.locator(".live-mark.is-live").wait_for(timeout=PATIENT)
    board.kill()
    open_car(tablet, car)
    keep(tablet, "clock_on")
    expect(second.locator(".waiting-count")).to_be_visible(timeout=PATIENT)
    keep(tablet, "pause", "parts")

    board.start()

    sent(tablet)
    sent(second)
    assert clockings(floor) == [(car.job, "on"), (car.job, "off")]
    assert late_scans(floor) == []


def test_a_card_that_is_not_known_here_can_be_kept(tablet: Page, board: ServerProcess, floor: ShopFloor) -> None:
    board.kill()
    new = floor.car("京C00001", "3", ("孙伟",))
    HandScanner(tablet).scan(new.card)
    tablet.locator("[data-keep-scan]").click(timeout=PATIENT)
    tablet.locator(".answer-waiting").wait_for(timeout=PATIENT)

    board.start()

    sent(tablet)
    assert clockings(floor) == [(new.job, "on")]


def test_a_tablet_that_was_taken_back_keeps_what_waits_and_forgets_the_cars(
    tablet: Page, board: ServerProcess, floor: ShopFloor, car: Car
) -> None:
    board.kill()
    open_car(tablet, car)
    keep(tablet, "clock_on")
    with floor.store.changing() as session:
        device = session.scalars(select(models.Device).where(models.Device.view == "tablet")).one()
        device.revoked_at = session.scalars(select(models.SignIn.began_at)).first()

    board.start()

    wait_for(lambda: _left_on(tablet) == (None, ["clock_on"]), timeout=60, what="the scan alone to be left")


def _left_on(page: Page) -> tuple[Any, list[str]] | None:
    """What a tablet has of the cars and of scans; None while its page loads itself again."""
    try:
        return kept(page, "provisions"), [item["step"] for item in _outbox(page)]
    except PlaywrightError:
        return None


def test_who_left_without_network_is_not_let_in_again_by_the_cookie(tablet: Page) -> None:
    tablet.context.set_offline(True)
    tablet.locator(".foot").last.click()
    tablet.locator(".welcome").wait_for(timeout=PATIENT)
    tablet.route("**/tablet/late-scans", lambda route: route.fulfill(status=500))  # it has not heard of it yet
    tablet.context.set_offline(False)

    tablet.reload()

    tablet.locator(".name").first.wait_for(timeout=PATIENT)
    expect(tablet.locator(".tablet-foot")).to_have_count(0)


def test_a_photo_that_did_not_get_through_is_sent_after_a_reload(
    tablet: Page, board: ServerProcess, floor: ShopFloor, car: Car, tmp_path: Path
) -> None:
    Image.new("RGB", (60, 40), "#336699").save(tmp_path / "leak.jpg")
    open_car(tablet, car)
    tablet.locator("[data-extra=add-on]").click()
    board.kill()
    tablet.locator("input[type=file]").first.set_input_files(tmp_path / "leak.jpg")
    expect(tablet.locator(".photo-refused")).to_be_visible(timeout=PATIENT)
    expect(tablet.locator(".needs-network")).to_be_visible()
    expect(tablet.locator("[data-report]")).to_be_disabled()
    tablet.reload()
    tablet.locator(".tablet-foot").wait_for(timeout=PATIENT)

    board.start()

    def arrived() -> bool:
        with floor.store.reading() as session:
            return session.scalars(select(models.Attachment.job_id)).all() == [car.job]

    wait_for(arrived, timeout=60, what="the photo to be on the car")
