"""Found work from the technician's tablet to the customer's phone and back, and the store's page."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from board.commands import parts, working
from board.domain.parts import PartState
from board.domain.people import Role
from board.signing_in import hash_secret
from tests.browser.console import findings_at_rest
from tests.browser.shop_floor import PASSWORD, TABLET, ShopFloor, sign_in, sign_in_at_desk
from tests.conftest import StartServer
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
ADVISOR, STORE = "王晓雯", "何备件"


@pytest.fixture
def board(floor: ShopFloor, start_server: StartServer) -> ServerProcess:
    """The workshop with somebody in the store."""
    floor.hire(STORE, Role.parts, login="parts", password_hash=hash_secret(PASSWORD))
    return start_server(installation=floor.installation)


def at_desk(pages: Pages, board: ServerProcess, login: str, path: str) -> Page:
    page = sign_in_at_desk(pages.open(viewport=DESK), board, login)
    page.goto(board.base_url + path)
    page.locator(".live-mark.is-live").wait_for()
    return page


def picture(folder: Path) -> Path:
    image = Image.new("RGB", (640, 480), (90, 100, 110))
    image.paste((150, 60, 40), (200, 150, 440, 330))
    written = io.BytesIO()
    image.save(written, "JPEG")
    path = folder / "seen.jpg"
    path.write_bytes(written.getvalue())
    return path


def report(tablet: Page, text: str, photo: Path, *, safety: bool) -> None:
    tablet.locator("[data-extra=add-on]").click()
    tablet.locator("[name=text]").fill(text)
    tablet.locator(".found-hours .chip").nth(1).click()
    tablet.locator("[name=note]").fill("厚度只剩 2 mm")
    tablet.locator("input[type=file]").set_input_files(photo)
    tablet.locator(".found-photos .photo-small").wait_for()
    if safety:
        tablet.locator(".found-tick").first.click()
    tablet.locator("[data-report]").click()
    expect(tablet.locator(".dialog")).to_have_count(0)


def price(store: Page, labour: str, part: str, each: str) -> None:
    store.locator(".list-found .item:not(.is-priced) .button-main").first.click()
    store.locator(".price-labour").fill(labour)
    store.locator(".price-name input").first.fill(part)
    store.locator(".price-price input").first.fill(each)
    store.locator(".dialog-actions .button-main").click()
    expect(store.locator(".dialog")).to_have_count(0)


def test_found_work_goes_from_the_tablet_to_the_phone_and_back(
    pages: Pages, board: ServerProcess, floor: ShopFloor, tmp_path: Path
) -> None:
    seen = picture(tmp_path)
    floor_advisor = floor.people[ADVISOR]
    car = floor.car(
        "京Q3M5P7", "1", ("孙伟",), advisor=floor_advisor, operations=[{"text": "更换前制动片", "standard_minutes": 54}]
    )
    code = floor.link(car.job)
    floor.does(working.clock_on, "孙伟", job=car.job)
    tablet = sign_in(pages.open(viewport=TABLET), board, floor)
    tablet.locator(".car").wait_for()
    report(tablet, "左前减振器漏油", seen, safety=False)
    report(tablet, "前轮胎更换", seen, safety=True)
    expect(tablet.locator(".mark-add-on.is-to_price")).to_have_count(2)

    phone = pages.open(f"{board.base_url}/c/{code}", viewport=PHONE)
    expect(phone.locator(".car-add-on.is-to_price")).to_have_count(2)
    expect(phone.locator(".car-yes")).to_have_count(0)

    store = at_desk(pages, board, "parts", "/parts")
    price(store, "320", "减振器", "1,280")
    price(store, "90", "轮胎", "760")
    expect(store.locator(".item.is-priced")).to_have_count(2)

    phone.reload()
    tyre = phone.locator(".car-add-on", has_text="前轮胎更换")
    damper = phone.locator(".car-add-on", has_text="左前减振器漏油")
    expect(damper.locator(".car-total")).to_contain_text("1,600")
    damper.locator(".car-yes").click()
    phone.locator("[name=name]").fill("欧阳明月")
    phone.locator("form .car-yes").click()
    expect(phone.locator(".car-add-on.is-approved")).to_have_count(1)
    tyre.locator(".car-no").click()
    expect(phone.locator("[name=name]")).to_have_value("欧阳明月")
    expect(phone.locator("form .car-yes")).to_be_disabled()
    phone.locator(".signature-pad").scroll_into_view_if_needed()
    pad = phone.locator(".signature-pad").bounding_box()
    assert pad is not None
    phone.mouse.move(pad["x"] + 20, pad["y"] + 30)
    phone.mouse.down()
    phone.mouse.move(pad["x"] + 200, pad["y"] + 60, steps=8)
    phone.mouse.up()
    phone.locator("form .car-yes").click()
    expect(phone.locator(".car-add-on.is-declined")).to_have_count(1)
    assert findings_at_rest(phone) == []

    expect(tablet.locator(".mark-add-on.is-approved")).to_have_count(1)
    expect(tablet.locator(".mark-add-on.is-declined")).to_have_count(1)
    desk = at_desk(pages, board, "advisor", "/desk")
    desk.locator(f".desk-row[data-job='{car.job}'] .cell-plate").click()
    expect(desk.locator(".add-on.is-approved")).to_contain_text("欧阳明月")
    desk.locator(".add-ons").scroll_into_view_if_needed()
    expect(store.locator(".list-wanted .item")).to_contain_text("减振器")


def test_the_store_fetches_parts_and_the_car_waits_and_goes_on_by_itself(
    pages: Pages, board: ServerProcess, floor: ShopFloor
) -> None:
    car = floor.car("京A00017", "1", ("孙伟",))
    tablet = sign_in(pages.open(viewport=TABLET), board, floor)
    tablet.locator(f"[data-job='{car.job}']").first.click()
    tablet.locator("[data-extra=part]").click()
    tablet.locator("[name=part]").fill("前制动片")
    tablet.locator("[data-report]").click()
    expect(tablet.locator(".dialog")).to_have_count(0)
    late = floor.does(parts.want_part, STORE, job=car.job, name="报警线", quantity=2)["part"]
    soon = datetime.now(UTC) + timedelta(milliseconds=400)
    floor.does(parts.set_part, STORE, job=car.job, part=late, state=PartState.ordered, expected_at=soon)

    store = at_desk(pages, board, "parts", "/parts")
    expect(store.locator(".list-ordered .item-expected.is-late")).to_have_count(1)
    assert findings_at_rest(store) == []
    store.locator(".list-wanted [data-state=ordered]").click()
    store.locator(".dialog .chip").first.click()
    store.locator(".dialog-actions .button-main").click()
    expect(store.locator(".list-ordered .item")).to_have_count(2)
    expect(tablet.locator("[data-stage=paused]")).to_be_visible()
    for left in (1, 0):
        store.locator(".list-ordered [data-state=arrived]").first.click()
        expect(store.locator(".list-ordered .item")).to_have_count(left)
    expect(tablet.locator("[data-stage=dispatched]")).to_be_visible()
    store.locator(".list-here [data-state=issued]").first.click()
    expect(store.locator(".list-here .item")).to_have_count(1)
    store.locator(".list-here .button-quiet").click()
    store.locator(".dialog .button-danger").click()
    expect(store.locator(".item")).to_have_count(0)
    reader = at_desk(pages, board, "foreman", "/parts")
    expect(reader.locator(".worklist-empty")).to_have_count(4, timeout=15_000)
