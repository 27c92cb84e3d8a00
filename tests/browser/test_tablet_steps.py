"""What a tap on the tablet does: once, answered, and seen by the others."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Page, Route, expect
from playwright.sync_api import TimeoutError as TookTooLong

from board.commands import working
from tests.browser.shop_floor import TABLET, Car, HandScanner, ShopFloor, sign_in, wait_for_stage
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for


@pytest.fixture
def car(floor: ShopFloor) -> Car:
    return floor.car("京A6K218", "1", ("孙伟", "王磊"), wash_wanted=True)


@pytest.fixture
def board(floor: ShopFloor, car: Car, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    return start_server(installation=floor.installation)


@pytest.fixture
def tablet_of(pages: Pages, board: ServerProcess, floor: ShopFloor) -> Callable[..., Page]:
    """A tablet with somebody signed in. Each person's stands in a browser of its own, and needs a device of its own."""

    def open_for(name: str) -> Page:
        floor.pair("tablet")
        return sign_in(pages.open(viewport=TABLET), board, floor, name)

    return open_for


def scan(page: Page, car: Car) -> None:
    opened = page.locator(f".car[data-job='{car.job}']")
    for _ in range(3):  # on a busy machine the keys can come as slowly as a person's: then people scan again
        HandScanner(page).scan(car.card)
        with suppress(TookTooLong):
            opened.wait_for(timeout=10_000)
            return
    opened.wait_for()


def take(page: Page, step: str) -> None:
    """Tap the big button, which must offer that step."""
    button = page.locator(".next-step")
    expect(button).to_have_attribute("data-step", step)
    button.click()


def accepted(page: Page, step_after: str) -> None:
    expect(page.locator(".next-step")).to_have_attribute("data-step", step_after)


def test_a_car_goes_from_work_to_the_ready_stall(tablet_of: Callable[..., Page], car: Car) -> None:
    worker = tablet_of("孙伟")
    scan(worker, car)
    take(worker, "clock_on")
    accepted(worker, "finish_operation")
    take(worker, "finish_operation")
    expect(worker.locator(".operation-done")).to_have_count(1)
    take(worker, "finish_operation")
    take(worker, "pass_self_check")
    expect(worker.locator(".nothing-to-do")).to_be_visible()

    leader = tablet_of("刘大勇")
    scan(leader, car)
    take(leader, "pass_leader_check")
    expect(leader.locator(".nothing-to-do")).to_be_visible()

    inspector = tablet_of("宋志远")
    inspector.locator(f".car-row[data-job='{car.job}']").click()
    take(inspector, "pass_final_check")
    wait_for_stage(inspector, car.job, "wash_queue")

    washer = tablet_of("梁小兵")
    washer.locator(f".car-row[data-job='{car.job}']").click()
    take(washer, "start_wash")
    take(washer, "end_wash")
    for key in ("A", "0", "3"):
        washer.locator(".stall-keys").get_by_role("button", name=key, exact=True).click()
    washer.locator(".dialog-actions .button-main").click()
    wait_for_stage(washer, car.job, "ready")
    expect(washer.locator(".where strong")).to_have_text("A-03")


def test_a_failed_check_names_what_failed_and_brings_the_car_back(tablet_of: Callable[..., Page], car: Car) -> None:
    worker = tablet_of("孙伟")
    scan(worker, car)
    for step in ("clock_on", "finish_operation", "finish_operation", "pass_self_check"):
        take(worker, step)
    leader = tablet_of("刘大勇")
    scan(leader, car)
    leader.locator("[data-step=fail_leader_check]").click()
    send = leader.locator(".button-fail")
    expect(send).to_be_disabled()
    leader.locator(".chip").first.click()
    leader.locator("input[name=item]").fill("<b>左前轮螺栓</b>" + "长" * 150)
    send.click()

    wait_for_stage(worker, car.job, "in_work")
    expect(worker.locator(".trouble-rework")).to_contain_text("<b>左前轮螺栓</b>")
    expect(worker.locator(".operation .mark-rework")).to_have_count(2)


def test_a_pause_needs_a_reason_and_shows_whom_it_waits_for(tablet_of: Callable[..., Page], car: Car) -> None:
    page = tablet_of("孙伟")
    scan(page, car)
    take(page, "clock_on")
    page.locator("[data-step=pause]").click()
    page.locator("[data-reason=parts]").click()

    wait_for_stage(page, car.job, "paused")
    expect(page.locator(".trouble-paused")).to_be_visible()
    accepted(page, "resume")


def test_scanning_another_car_offers_to_pause_this_one_and_switch(
    tablet_of: Callable[..., Page], floor: ShopFloor, car: Car
) -> None:
    other = floor.car("京N88T20", "2", ("孙伟",))
    page = tablet_of("孙伟")
    scan(page, car)
    take(page, "clock_on")
    scan(page, other)
    take(page, "switch")
    page.locator("[data-reason=other_job]").click()

    wait_for_stage(page, other.job, "in_work")
    wait_for_stage(page, car.job, "paused")


def test_a_double_tap_is_sent_once(tablet_of: Callable[..., Page], car: Car) -> None:
    page = tablet_of("孙伟")
    scan(page, car)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/scans") else None)
    button = page.locator(".next-step")
    expect(button).to_be_enabled()
    button.dblclick()

    accepted(page, "finish_operation")
    expect(page.locator(".answer-accepted")).to_be_visible()
    assert len(sent) == 1


def test_the_step_is_sent_again_with_the_same_id_until_the_network_is_back(
    tablet_of: Callable[..., Page], car: Car
) -> None:
    page = tablet_of("孙伟")
    scan(page, car)
    bodies: list[str] = []

    def fail_twice(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        if len(bodies) == 1:
            route.abort("connectionreset")
        elif len(bodies) == 2:
            busy = '{"code": "unavailable", "sentence": "…", "details": {}, "present": null}'
            route.fulfill(status=503, headers={"Retry-After": "1"}, content_type="application/json", body=busy)
        else:
            route.continue_()

    page.route("**/api/v1/scans", fail_twice)
    take(page, "clock_on")
    expect(page.locator(".waiting")).to_be_visible()

    accepted(page, "finish_operation")
    assert len(bodies) == 3
    assert len(set(bodies)) == 1


def test_a_scan_during_another_step_is_not_lost(tablet_of: Callable[..., Page], floor: ShopFloor, car: Car) -> None:
    other = floor.car("京N88T20", "2", ("孙伟",))
    page = tablet_of("孙伟")
    scan(page, car)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/scans", hold)
    with page.expect_request("**/api/v1/scans"):
        take(page, "clock_on")
    HandScanner(page).scan(other.card)
    held[0].continue_()

    expect(page.locator(f".car[data-job='{other.job}']")).to_be_visible()
    wait_for_stage(page, car.job, "in_work")


def test_an_answer_is_seen_heard_and_felt_and_each_kind_differs(
    tablet_of: Callable[..., Page], floor: ShopFloor, car: Car
) -> None:
    page = tablet_of("孙伟")
    page.evaluate(
        """() => {
          self.felt = [];
          self.heard = [];
          navigator.vibrate = (pattern) => self.felt.push(pattern.join(" "));
          const frequency = Object.getOwnPropertyDescriptor(AudioParam.prototype, "value");
          Object.defineProperty(AudioParam.prototype, "value", {
            set(value) { self.heard.push(value); frequency.set.call(this, value); }, get: frequency.get,
          });
        }"""
    )

    def answered(kind: str) -> tuple[str, str]:
        expect(page.locator(f".answer-{kind}")).to_be_visible()
        told: tuple[str, str] = page.evaluate("() => [self.felt.splice(0).join(), self.heard.splice(0).join()]")
        return told[0], told[1]

    scan(page, car)
    kinds = [answered("read")]

    def meanwhile(route: Route) -> None:
        floor.does(working.clock_on, "孙伟", job=car.job, operation=None)
        route.continue_()

    page.route("**/api/v1/scans", meanwhile)
    take(page, "clock_on")
    kinds.append(answered("already"))
    page.unroute("**/api/v1/scans")
    take(page, "finish_operation")
    kinds.append(answered("accepted"))
    HandScanner(page).scan("WBJ0000000000")
    kinds.append(answered("refused"))

    assert len(set(kinds)) == 4
    assert all(felt and heard for felt, heard in kinds)


def test_enter_is_the_main_action_and_escape_goes_back(tablet_of: Callable[..., Page], car: Car) -> None:
    page = tablet_of("孙伟")
    scan(page, car)
    expect(page.locator(".next-step")).to_be_enabled()
    page.locator("body").press("Enter")
    accepted(page, "finish_operation")
    page.locator("[data-step=pause]").click()
    page.keyboard.press("Escape")
    expect(page.locator(".dialog")).to_have_count(0)
    page.locator("body").press("Escape")

    expect(page.locator(".start")).to_be_visible()


def test_what_was_entered_stays_when_the_server_did_not_hear_it(tablet_of: Callable[..., Page], car: Car) -> None:
    page = tablet_of("孙伟")
    scan(page, car)
    for step in ("clock_on", "finish_operation", "finish_operation"):
        take(page, step)
    expect(page.locator(".next-step")).to_have_attribute("data-step", "pass_self_check")
    page.locator("[data-step=fail_self_check]").click()
    page.locator("input[name=item]").fill("后轮异响")
    answer = '{"code": "internal_error", "sentence": "…", "details": {}, "present": null}'
    page.route("**/api/v1/scans", lambda route: route.fulfill(status=500, content_type="application/json", body=answer))
    page.locator(".button-fail").click()

    expect(page.locator(".answer-refused")).to_be_visible()
    expect(page.locator("input[name=item]")).to_have_value("后轮异响")


def test_two_technicians_scan_the_same_card_at_once(tablet_of: Callable[..., Page], car: Car) -> None:
    first, second = tablet_of("孙伟"), tablet_of("王磊")
    for page in (first, second):
        scan(page, car)
    for page in (first, second):
        expect(page.locator(".next-step")).to_be_enabled()
    for page in (first, second):
        page.locator(".next-step").click(no_wait_after=True)

    for page in (first, second):
        for name in ("孙伟", "王磊"):
            expect(page.locator(".operation.is-on", has_text=name)).to_be_visible()
        accepted(page, "finish_operation")


def test_a_change_by_somebody_else_is_shown_and_the_button_waits_a_moment(
    tablet_of: Callable[..., Page], car: Car
) -> None:
    watching, working = tablet_of("孙伟"), tablet_of("王磊")
    scan(watching, car)
    scan(working, car)
    watching.evaluate(
        """() => {
          self.waited = false;
          new MutationObserver(() => {
            const button = document.querySelector(".next-step");
            if (button && button.getAttribute("aria-disabled") === "true") self.waited = true;
          }).observe(document.body, { subtree: true, attributes: true, childList: true });
        }"""
    )
    take(working, "clock_on")

    expect(watching.locator(".operation.is-on")).to_contain_text("王磊")
    wait_for(lambda: watching.evaluate("() => self.waited"))
    expect(watching.locator(".next-step")).to_be_enabled()


def test_what_i_did_today_lists_it_with_times(tablet_of: Callable[..., Page], car: Car) -> None:
    page = tablet_of("孙伟")
    scan(page, car)
    take(page, "clock_on")
    accepted(page, "finish_operation")
    page.get_by_role("button", name="我的今天").click()

    expect(page.locator(".span.is-on")).to_contain_text("更换前制动片")


def test_hostile_and_endless_text_is_only_text(tablet_of: Callable[..., Page], floor: ShopFloor) -> None:
    bad = "<img src=x onerror=alert(1)>" + "W" * 170
    hostile = floor.car(
        "WOB-E2E-1234567890",
        "3",
        ("孙伟",),
        model=bad,
        concern=bad * 9,
        operations=[{"text": bad, "standard_minutes": 60}],
    )
    page = tablet_of("孙伟")
    scan(page, hostile)

    assert page.locator("img").count() == 0
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    button = page.locator(".next-step").bounding_box()
    assert button
    assert button["y"] + button["height"] < TABLET["height"] - 76


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (800, 1280)], ids=["wide", "small", "upright"])
def test_it_is_made_for_gloves_and_for_everybody(
    tablet_of: Callable[..., Page], car: Car, size: tuple[int, int]
) -> None:
    page = tablet_of("孙伟")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert not accessibility_findings(page)
    scan(page, car)
    take(page, "clock_on")
    accepted(page, "finish_operation")

    assert not accessibility_findings(page)
    assert not too_small(page)
    assert page.locator(".next-step").bounding_box()["height"] >= 96  # type: ignore[index]
    page.locator("[data-step=pause]").click()
    page.locator(".reason").first.wait_for()
    assert not accessibility_findings(page)
    assert not too_small(page)


def too_small(page: Page) -> list[str]:
    """Buttons under 64 px and type under 18 px."""
    found: list[str] = page.evaluate(
        """() => {
          const seen = (each) => each.getClientRects().length > 0 && !each.closest(".visually-hidden");
          const targets = [...document.querySelectorAll("button, input:not([type=hidden])")].filter(seen);
          const small = targets.filter((each) => {
            const box = each.getBoundingClientRect();
            return box.height < 63.5 || box.width < 63.5;
          });
          const hasText = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
          const tiny = [...document.querySelectorAll("#screen *")].filter(seen).filter(hasText)
            .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 18);
          return [...small, ...tiny].map((each) => each.outerHTML.slice(0, 120));
        }"""
    )
    return found
