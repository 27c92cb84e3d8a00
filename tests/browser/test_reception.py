"""Reception on the advisor's tablet: a whole one with photo and signature, and what happens to it without network and
when somebody else writes the same order."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from board.commands import gate, ordering, walking_round
from board.domain.job import Energy, ServiceType
from board.domain.people import Role
from board.domain.stages import Stage
from board.store import models
from tests.browser.console import findings_at_rest
from tests.browser.shop_floor import TABLET, ShopFloor, sign_in_at_desk
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for

OpenReception = Callable[[int], Page]


@pytest.fixture
def arrived(floor: ShopFloor) -> int:
    """A car at the gate that was never here before."""
    floor.hire("邓保国", Role.guard, login="guard")
    job: int = floor.does(gate.arrive, "邓保国", plate="京A6K218")["job"]
    return job


@pytest.fixture
def open_reception(pages: Pages, start_server: Callable[..., ServerProcess], floor: ShopFloor) -> OpenReception:
    """A car's reception on the advisor's tablet."""

    def open_for(job: int) -> Page:
        server = start_server(installation=floor.installation)
        page = sign_in_at_desk(pages.open(viewport=TABLET, has_touch=True), server, "advisor")
        page.goto(f"{server.base_url}/reception/{job}")
        page.locator(".start-button, .steps, .signed").first.wait_for()
        return page

    return open_for


def photo() -> dict[str, Any]:
    written = io.BytesIO()
    Image.effect_noise((2200, 800), 60).convert("RGB").save(written, "JPEG")
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def saved(page: Page) -> None:
    expect(page.locator(".saved.is-saved")).to_be_visible()


def step(page: Page, place: int) -> None:
    page.locator(".step").nth(place).click()
    expect(page.locator(".step").nth(place)).to_have_attribute("aria-current", "step")


def tap_the_car(page: Page, across: float, down: float) -> None:
    box = page.locator(".car-outline").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    page.locator(".mark-kinds").wait_for()


def write_on_the_glass(page: Page) -> None:
    pad = page.locator(".signature-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 120)
    page.mouse.down()
    for place in range(20):
        page.mouse.move(box["x"] + 60 + place * 12, box["y"] + (80 if place % 2 else 140))
    page.mouse.up()


def row_of(floor: ShopFloor, job: int) -> models.Job:
    with floor.store.reading() as session:
        row = session.get_one(models.Job, job)
        session.expunge_all()
        return row


def rows(floor: ShopFloor, table: Any) -> list[Any]:
    with floor.store.reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def test_a_whole_reception(open_reception: OpenReception, floor: ShopFloor, arrived: int) -> None:
    page = open_reception(arrived)
    page.locator(".start-button").click()
    tap_the_car(page, 0.42, 0.8)
    page.locator(".mark-kinds button", has_text="划痕").click()
    page.locator(".dialog input[type=file]").set_input_files(photo())  # type: ignore[arg-type]
    page.locator(".dialog .photo-small").wait_for()
    page.locator(".dialog .button-main").click()
    expect(page.locator(".position.is-seen")).to_have_count(1)
    page.locator(".walk-all .button").click()
    page.locator("[name=mileage]").fill("45120")
    page.locator(".fuel-step").nth(3).click()
    saved(page)
    step(page, 1)
    page.locator("[name=concern]").fill("高速刹车时方向盘抖动")
    page.locator(".question-chips button").nth(1).click()
    expect(page.locator("[name=answer-when]")).to_be_focused()
    page.keyboard.type("上周开始")
    step(page, 2)
    page.locator("[name=catalogue]").fill("更换前制动片")
    page.keyboard.press("Enter")
    page.locator(".line-hours").fill("0.9")
    page.locator(".line .line-price").fill("48O")
    expect(page.locator(".line .field-sentence")).not_to_be_empty()
    page.locator(".line .line-price").fill("480")
    page.locator("[name=model]").fill("A6L 45 TFSI")
    saved(page)
    assert findings_at_rest(page) == []
    step(page, 3)
    expect(page.locator(".sign-missing li")).to_have_count(2)
    page.locator(".sign-missing button").first.click()
    page.locator("[name=name]").fill("欧阳明月")
    page.locator(".proposal .button").click()
    saved(page)
    step(page, 3)
    expect(page.locator(".read")).to_contain_text("¥480.00")
    expect(page.locator(".sign-button")).to_be_disabled()
    write_on_the_glass(page)
    page.locator(".sign-button").click()
    expect(page.locator(".signed-words")).to_be_visible()
    row = row_of(floor, arrived)
    assert (row.stage, row.mileage_km, row.fuel_eighths) == (Stage.waiting_dispatch, 45_120, 3)
    assert row.first_promised_at == row.promised_at != None  # noqa: E711
    [mark] = rows(floor, models.WalkMark)
    taken, signature = rows(floor, models.Attachment)
    assert (mark.photo_id, mark.position.value, row.signature_id) == (taken.id, "left_front", signature.id)
    assert max(taken.width, taken.height) == 2048
    with page.context.expect_page() as opened:
        page.locator(".print-card").first.click()
    paper = opened.value
    expect(paper.locator(".order")).to_contain_text("更换前制动片")
    expect(paper.locator(".order .qr")).to_have_count(2)
    assert paper.locator(".order-ink img").evaluate("(image) => image.decode().then(() => image.naturalWidth > 100)")


def test_what_is_written_without_network_is_kept_and_sent(
    open_reception: OpenReception, floor: ShopFloor, arrived: int, pages: Pages
) -> None:
    floor.does(walking_round.open_reception, "王晓雯", job=arrived)
    page = open_reception(arrived)
    page.context.route(
        "**/api/v1/jobs/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.locator("[name=valuables]").fill("行车记录仪")
    page.locator(".positions .button-quiet").first.click()
    page.locator(".mark-kinds button").nth(1).click()
    page.locator(".dialog .button-main").click()
    expect(page.locator(".marks .mark")).to_have_count(1)
    expect(page.locator(".saved.is-unsaved")).to_be_visible()
    page.reload()
    expect(page.locator("[name=valuables]")).to_have_value("行车记录仪")
    expect(page.locator(".marks .mark")).to_have_count(1)
    page.context.unroute("**/api/v1/jobs/**")
    saved(page)
    [walk] = rows(floor, models.WalkRound)
    assert findings_at_rest(page) == []
    assert (walk.valuables, walk.seen, len(rows(floor, models.WalkMark))) == ("行车记录仪", ["interior"], 1)
    pages.errors.clear()  # the browser reports each request that did not get through


def test_an_order_that_somebody_else_changes_is_read_again_before_it_is_signed(
    open_reception: OpenReception, floor: ShopFloor, arrived: int
) -> None:
    floor.does(walking_round.open_reception, "王晓雯", job=arrived)
    order: dict[str, Any] = {
        "vehicle": {"plate": "京A6K218", "model": "A6L", "energy": Energy.petrol},
        "customer": {"name": "欧阳明月"},
        "service_type": ServiceType.general,
        "promised_at": row_of(floor, arrived).stage_since.replace(year=2099),
    }
    line = {"text": "更换前制动片", "standard_minutes": 54, "price_cents": 48_000}
    floor.does(ordering.write_order, "王晓雯", job=arrived, **order, operations=[line])
    page = open_reception(arrived)
    page.locator(".live-mark.is-live").wait_for()
    step(page, 3)
    expect(page.locator(".read")).to_contain_text("¥480.00")
    write_on_the_glass(page)
    expect(page.locator(".sign-button")).to_be_enabled()
    assert findings_at_rest(page) == []
    floor.does(ordering.write_order, "王晓雯", job=arrived, **order, operations=[{**line, "price_cents": 52_000}])
    expect(page.locator(".read")).to_contain_text("¥520.00")
    expect(page.locator(".sign-button")).to_be_disabled()
    expect(page.locator(".signature-hint")).to_be_visible()
    write_on_the_glass(page)
    page.locator(".sign-button").click()
    expect(page.locator(".signed-words")).to_be_visible()
    wait_for(lambda: row_of(floor, arrived).stage is Stage.waiting_dispatch, what="the signed order to be kept")
