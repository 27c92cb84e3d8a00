"""The camera sees a printed job card, and every screen of the workshop follows."""

from collections.abc import Callable
from pathlib import Path

import qrcode
from PIL import Image
from playwright.sync_api import Page, expect
from qrcode.image.pil import PilImage

from tests.browser.shop_floor import (
    TABLET,
    ShopFloor,
    open_tablet,
    sign_in,
    sign_in_at_desk,
    stage_on,
    wait_for_stage,
)
from tests.infra.camera import camera_picture
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess

StartServer = Callable[..., ServerProcess]
CameraPages = Callable[[Path], Pages]


def film_of_printed_card(page: Page, server: ServerProcess, job: int, folder: Path) -> Path:
    """The advisor prints the card; the technician holds its head before the camera."""
    sign_in_at_desk(page, server, "advisor")
    page.goto(f"{server.base_url}/jobs/{job}/card")
    page.emulate_media(media="print")
    sheet = page.locator(".sheet").first.bounding_box()
    assert sheet
    head = {"x": sheet["x"], "y": sheet["y"], "width": sheet["width"], "height": sheet["width"] * 0.6}
    page.screenshot(path=folder / "card.png", clip=head)  # type: ignore[arg-type]
    return camera_picture(folder / "card.png", folder / "card.mjpeg")


def test_a_printed_card_is_scanned_and_every_screen_shows_it(
    floor: ShopFloor, start_server: StartServer, pages: Pages, camera_pages: CameraPages, tmp_path: Path
) -> None:
    car = floor.car("京A6K218", "1", ("孙伟",))
    server = start_server(installation=floor.installation)
    film = film_of_printed_card(
        pages.open(viewport={"width": 820, "height": 1160}, device_scale_factor=2), server, car.job, tmp_path
    )
    wall = pages.open(f"{server.base_url}/d/{floor.devices['workshop']}")
    lounge = pages.open(f"{server.base_url}/d/{floor.devices['lounge']}")
    console = sign_in_at_desk(pages.open(viewport={"width": 1440, "height": 900}), server, "foreman")
    console.goto(f"{server.base_url}/foreman")
    wait_for_stage(wall, car.job, "dispatched")
    expect(lounge.locator(".car")).to_have_count(1)

    tablet = sign_in(camera_pages(film).open(viewport=TABLET), server, floor, "孙伟")
    tablet.locator(".foot-scan").click()
    next_step = tablet.locator(f".car[data-job='{car.job}'] .next-step")
    expect(next_step).to_have_attribute("data-step", "clock_on", timeout=30_000)
    next_step.click()

    expect(tablet.locator(".answer-accepted")).to_be_visible()
    expect(next_step).to_have_attribute("data-step", "finish_operation")
    for screen in (wall, console):
        wait_for_stage(screen, car.job, "in_work")
    tile = wall.locator(".tile", has_text="京A·6K218")
    expect(tile.locator(".person.is-on", has_text="孙伟")).to_be_visible()
    expect(console.locator(f"[data-job='{car.job}']").first).to_contain_text("孙伟")
    expect(lounge.locator(".car .step-here")).to_have_count(1)
    shown = lounge.evaluate("(job) => self.board.feed.cards.peek().get('job:' + job).step", car.job)
    assert shown == 2
    assert "6K218" not in lounge.content()


def test_the_badge_can_be_held_before_the_camera_too(
    floor: ShopFloor, start_server: StartServer, camera_pages: CameraPages, tmp_path: Path
) -> None:
    server = start_server(installation=floor.installation)
    sheet = tmp_path / "badge.png"
    _print_code(floor.badges["王磊"], sheet)
    camera = camera_pages(camera_picture(sheet, tmp_path / "badge.mjpeg"))
    tablet = open_tablet(camera.open(viewport=TABLET), server, floor)

    tablet.locator(".badge-way .button-main").click()

    expect(tablet.locator(".pin-who h1")).to_have_text("王磊", timeout=30_000)


def test_a_foreign_code_is_refused_once_and_never_followed(
    floor: ShopFloor, start_server: StartServer, camera_pages: CameraPages, tmp_path: Path
) -> None:
    server = start_server(installation=floor.installation)
    sheet = tmp_path / "foreign.png"
    _print_code("https://evil.example/?<img src=x onerror=alert(1)>", sheet)
    camera = camera_pages(camera_picture(sheet, tmp_path / "foreign.mjpeg"))
    tablet = sign_in(camera.open(viewport=TABLET), server, floor)
    asked: list[str] = []
    tablet.on("request", lambda request: asked.append(request.url))

    tablet.locator(".foot-scan").click()

    expect(tablet.locator(".answer-refused")).to_be_visible(timeout=30_000)
    assert tablet.url == f"{server.base_url}/tablet"
    assert all(url.startswith((server.base_url, "ws")) for url in asked)
    assert stage_on(tablet, 1) is None


def test_of_two_codes_on_a_sheet_the_workshops_is_taken(
    floor: ShopFloor, start_server: StartServer, camera_pages: CameraPages, tmp_path: Path
) -> None:
    car = floor.car("京A6K218", "1", ("孙伟",))
    server = start_server(installation=floor.installation)
    sheet = tmp_path / "sheet.png"
    _print_code("https://board.example/c/WBC00000000000000000000000000", sheet, car.card)
    camera = camera_pages(camera_picture(sheet, tmp_path / "sheet.mjpeg"))
    tablet = sign_in(camera.open(viewport=TABLET), server, floor)

    tablet.locator(".foot-scan").click()

    expect(tablet.locator(f".car[data-job='{car.job}']")).to_be_visible(timeout=30_000)
    expect(tablet.locator(".answer-refused")).to_have_count(0)


def _print_code(text: str, sheet: Path, *more: str) -> None:
    page = Image.new("RGB", (1100, 780), "white")
    for place, each in enumerate((text, *more)):
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, box_size=8)
        code.add_data(each)
        page.paste(code.make_image(image_factory=PilImage).get_image(), (80 + 480 * place, 80))
    page.save(sheet)
