"""The other two ways to scan: a hand scanner, which is a fast keyboard, and typing; and where there is no camera."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from board.commands import receiving
from tests.browser.shop_floor import TABLET, Car, HandScanner, ShopFloor, open_tablet, sign_in
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for


@pytest.fixture(scope="module")
def floor(_founded: ShopFloor, tmp_path_factory: pytest.TempPathFactory) -> ShopFloor:
    return _founded.copy_to(tmp_path_factory.mktemp("scanning") / "workshop")


@pytest.fixture(scope="module")
def car(floor: ShopFloor) -> Car:
    return floor.car("京A6K218", "1", ("孙伟",))


@pytest.fixture(scope="module")
def board(floor: ShopFloor, car: Car) -> Iterator[ServerProcess]:
    server = ServerProcess(floor.installation)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def tablet(pages: Pages, board: ServerProcess, floor: ShopFloor) -> Page:
    return sign_in(pages.open(viewport=TABLET), board, floor)


@pytest.mark.parametrize("input_method", [False, True], ids=["plain", "under an input method"])
def test_a_hand_scanner_opens_the_car(tablet: Page, car: Car, input_method: bool) -> None:
    HandScanner(tablet).scan(car.card, input_method=input_method)

    expect(tablet.locator(f".car[data-job='{car.job}']")).to_be_visible()


def test_a_prefix_that_the_scanner_sends_does_not_matter(tablet: Page, car: Car) -> None:
    HandScanner(tablet).scan(car.card, prefix="]q1")

    expect(tablet.locator(f".car[data-job='{car.job}']")).to_be_visible()


def test_a_scan_never_lands_in_the_field_that_has_the_focus(tablet: Page, car: Car) -> None:
    tablet.locator(".foot-scan").click()
    field = tablet.locator("input[name=code]")
    field.fill("abc")
    field.focus()
    field.evaluate("(field) => field.addEventListener('change', () => { field.dataset.committed = field.value; })")

    HandScanner(tablet).scan("WBJ00000000000000000")

    expect(tablet.locator(".answer-refused")).to_be_visible()
    expect(field).to_have_value("abc")
    assert field.get_attribute("data-committed") in {None, "abc"}


def test_a_scan_never_presses_the_button_that_has_the_focus(tablet: Page, car: Car) -> None:
    tablet.locator(".foot", has_text="").last.focus()

    HandScanner(tablet).scan(car.card)

    expect(tablet.locator(f".car[data-job='{car.job}']")).to_be_visible()
    expect(tablet.locator(".tablet-foot")).to_be_visible()


def test_slow_fingers_are_not_a_scanner(tablet: Page, car: Car) -> None:
    tablet.locator(".foot-scan").click()
    field = tablet.locator("input[name=code]")
    field.focus()

    HandScanner(tablet).scan("6k218", gap=0.12)

    expect(field).to_have_value("6k218")


@pytest.mark.parametrize("typed", ["京A6K218", "京a·6k218", " 京A 6K218 "])
def test_a_typed_plate_opens_the_car(tablet: Page, car: Car, typed: str) -> None:
    tablet.locator(".foot-scan").click()
    tablet.locator("input[name=code]").fill(typed)
    tablet.locator("input[name=code]").press("Enter")

    expect(tablet.locator(f".car[data-job='{car.job}']")).to_be_visible()


@pytest.mark.parametrize(
    "code",
    [
        "https://evil.example/",
        "<img src=x onerror=alert(1)>",
        "'; drop table job; --",
        "WBJ7QK2M9XDF4T6H8JKLMN23",
        "x" * 60,
    ],
)
def test_what_is_no_code_of_ours_is_refused_in_one_sentence(tablet: Page, code: str) -> None:
    tablet.locator(".foot-scan").click()
    tablet.locator("input[name=code]").fill(code)
    tablet.locator(".typed-code button").click()

    band = tablet.locator(".answer-refused")
    expect(band).to_be_visible()
    assert code not in band.inner_text()
    assert tablet.locator("img").count() == 0
    assert tablet.url.endswith("/tablet")


def test_an_oversized_code_is_refused(tablet: Page) -> None:
    HandScanner(tablet).scan("A" * 700)

    expect(tablet.locator(".answer-refused")).to_be_visible()


def test_a_revoked_card_says_what_to_do(tablet: Page, floor: ShopFloor) -> None:
    lost = floor.car("京N88T20")
    floor.does(receiving.revoke_card, "周建国", job=lost.job)

    HandScanner(tablet).scan(lost.card)

    expect(tablet.locator(".answer-refused")).to_be_visible()


def test_another_badge_signs_the_other_person_in_next(tablet: Page, floor: ShopFloor) -> None:
    HandScanner(tablet).scan(floor.badges["王磊"])

    expect(tablet.locator(".pin-who h1")).to_have_text("王磊")


def test_a_card_scanned_before_signing_in_opens_afterwards(
    pages: Pages, board: ServerProcess, floor: ShopFloor, car: Car
) -> None:
    page = open_tablet(pages.open(viewport=TABLET), board, floor)
    HandScanner(page).scan(car.card)
    expect(page.locator(".answer-info")).to_be_visible()

    page.locator(".name", has_text="孙伟").click()
    for digit in "2468":
        page.get_by_role("button", name=digit, exact=True).click()
    page.locator(".key-main").click()

    expect(page.locator(f".car[data-job='{car.job}']")).to_be_visible()


def test_without_permission_the_page_says_how_to_give_it(tablet: Page, car: Car) -> None:
    tablet.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    tablet.locator(".foot-scan").click()

    expect(tablet.locator(".camera-trouble[data-state=denied]")).to_be_visible()
    HandScanner(tablet).scan(car.card)
    expect(tablet.locator(f".car[data-job='{car.job}']")).to_be_visible()


def test_without_a_camera_the_other_ways_are_offered(tablet: Page) -> None:
    tablet.locator(".foot-scan").click()

    expect(tablet.locator(".camera-trouble[data-state=none]")).to_be_visible()
    expect(tablet.locator("input[name=code]")).to_be_editable()


def test_over_plain_http_the_page_says_why_there_is_no_camera(
    pages: Pages, board: ServerProcess, floor: ShopFloor
) -> None:
    page = pages.open(viewport=TABLET)
    page.add_init_script("Object.defineProperty(self, 'isSecureContext', { value: false });")
    sign_in(page, board, floor)
    page.locator(".foot-scan").click()

    expect(page.locator(".camera-trouble[data-state=insecure]")).to_be_visible()
    expect(page.locator("input[name=code]")).to_be_editable()


def test_the_camera_is_released_when_the_scan_page_is_left(tablet: Page) -> None:
    tablet.evaluate(
        """() => {
          self.lenses = [];
          navigator.mediaDevices.getUserMedia = async () => {
            const canvas = document.createElement("canvas");
            canvas.getContext("2d").fillRect(0, 0, 9, 9);
            const stream = canvas.captureStream(5);
            self.lenses.push(...stream.getTracks());
            return stream;
          };
        }"""
    )
    tablet.locator(".foot-scan").click()
    wait_for(lambda: tablet.evaluate("() => self.lenses.length === 1"))
    tablet.locator(".foot:not(.foot-call)").nth(1).click()

    wait_for(lambda: tablet.evaluate("() => self.lenses.every((lens) => lens.readyState === 'ended')"))
