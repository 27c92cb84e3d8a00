"""The foreman's console in the hands of a test: where cars and bays are on it, and carrying one to the other."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.shop_floor import Car, ShopFloor
from tests.infra.chromium import accessibility_findings

DESK = {"width": 1440, "height": 900}


def findings_at_rest(page: Page) -> list[str]:
    """What axe finds once nothing fades or slides any more: half-way colours have half the contrast."""
    page.evaluate("() => Promise.allSettled(document.getAnimations().map((each) => each.finished))")
    return accessibility_findings(page)


def card(page: Page, car: Car) -> Locator:
    return page.locator(f".car[data-job='{car.job}']:not(.drag-ghost)")


def bay(page: Page, floor: ShopFloor, number: str) -> Locator:
    return page.locator(f"[data-bay='{floor.bays[number]}']")


def in_bay(page: Page, floor: ShopFloor, number: str, car: Car) -> Locator:
    return bay(page, floor, number).locator(f"[data-job='{car.job}']")


def in_queue(page: Page, car: Car) -> Locator:
    return page.locator(f".queue [data-job='{car.job}']")


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pick_up(page: Page, car: Car) -> None:
    x, y = middle(card(page, car))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 12, steps=3)
    page.locator(".drag-ghost").wait_for()


def carry_over(page: Page, place: Locator) -> None:
    page.mouse.move(*middle(place), steps=6)
    expect(place).to_contain_class("is-over")


def carry(page: Page, car: Car, place: Locator) -> None:
    pick_up(page, car)
    carry_over(page, place)
    page.mouse.up()


def confirm(page: Page) -> None:
    page.locator(".dialog .button-main").click()
    expect(page.locator(".dialog")).to_have_count(0)
