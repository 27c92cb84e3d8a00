"""The whole way of one car, from the appointment to the call after it left, by the hands of ten people and the customer
on the real screens; after each step, what the others' screens show of it. By the API go only the passwords of those at
a desk, whose page has its own test, and what was there that morning: people, lists, a standard job.

`A_DAY_PICTURES=docs/images/a-day pytest tests/browser/test_whole_way.py` takes the pictures of docs/a-day.md again.
"""

import io
import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from board.commands import setting_up
from board.domain.bays import BayKind
from board.domain.checklists import Occasion
from board.domain.people import Role, Skill
from board.signing_in import hash_secret
from board.store import models
from tests.browser.console import DESK, bay, card, carry, confirm, in_bay
from tests.browser.shop_floor import PASSWORD, TABLET, Car, HandScanner, ShopFloor, sign_in, sign_in_at_desk
from tests.conftest import StartServer
from tests.infra.chromium import Pages
from tests.infra.server import ServerProcess

ADVISOR, FOREMAN, TECHNICIAN, LEADER, INSPECTOR, WASHER = "王晓雯", "周建国", "孙伟", "刘大勇", "宋志远", "梁小兵"
PLATE, MASKED = "京A·6K218", "京A·6K**8"
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}
IN_ENGLISH = (FOREMAN, LEADER, INSPECTOR)
PADS = "更换前制动片"
FOUND = "左前减振器漏油"
LISTS = {
    Occasion.self_check: ["螺栓按规定扭矩紧固", "工具、抹布已从车内取出"],
    Occasion.leader: ["关键螺栓扭矩已复核", "无渗漏、无异响"],
    Occasion.final: ["路试无异常", "车内外清洁无损伤"],
    Occasion.handover: ["客户物品齐全", "座椅、后视镜已复位"],
}


@dataclass
class Day:
    """The workshop, one car's way through it, and the screens that have been opened so far."""

    floor: ShopFloor
    board: ServerProcess
    pages: Pages
    pictures: Path | None
    shown: dict[str, Page] = field(default_factory=dict)

    def desk(self, login: str, path: str, viewport: dict[str, int] = DESK, **more: Any) -> Page:
        """A page of somebody who signs in with a password, in a browser of its own."""
        page = sign_in_at_desk(self.pages.open(viewport=viewport, **more), self.board, login)
        page.goto(self.board.base_url + path)
        page.locator(".live-mark.is-live").wait_for()
        return page

    def screen(self, view: str) -> Page:
        """A wall."""
        page = self.pages.open(f"{self.board.base_url}/d/{self.floor.devices[view]}", viewport=WALL)
        page.locator("main.wall").wait_for()
        return page

    def tablet(self, name: str) -> Page:
        """A tablet with somebody signed in."""
        self.floor.pair("tablet")
        return sign_in(self.pages.open(viewport=TABLET), self.board, self.floor, name)

    def look(self, page: Page, name: str) -> None:
        """Keep a picture of a page, where pictures are wanted."""
        if self.pictures is None:
            return
        page.evaluate("() => Promise.allSettled(document.getAnimations().map((each) => each.finished))")
        seen = Image.open(io.BytesIO(page.screenshot()))
        seen.thumbnail((1200, 780))
        seen.quantize(96, dither=Image.Dither.NONE).save(self.pictures / f"{name}.png", optimize=True)


def _mid_morning(now: datetime) -> str:
    """A time zone in which it is about ten o'clock: the workshop is open at any hour of the test."""
    ahead = (10 - now.hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}"


def _next_half_hour(zone: str) -> str:
    hours = -int(zone.removeprefix("Etc/GMT"))
    soon = datetime.now(UTC) + timedelta(hours=hours, minutes=3)
    start = soon.replace(minute=30) if soon.minute < 30 else soon.replace(minute=0) + timedelta(hours=1)
    return start.strftime("%H:%M")


@pytest.fixture
def zone() -> str:
    return _mid_morning(datetime.now(UTC))


@pytest.fixture
def day(floor: ShopFloor, zone: str, start_server: StartServer, pages: Pages) -> Day:
    """Everybody whom a car meets, the shop's lists and one standard job, at mid-morning."""
    secret = hash_secret(PASSWORD)
    floor.hire("邓保国", Role.guard, login="guard", password_hash=secret)
    floor.hire("何备件", Role.parts, login="parts", password_hash=secret, language="en")
    floor.hire("曹丽娟", Role.cashier, login="cashier", password_hash=secret, language="en")
    floor.hire("许婷", Role.follow_up_clerk, login="clerk", password_hash=secret)
    floor.does(
        setting_up.change_workshop,
        name="京驰汽车服务中心",
        language="zh_CN",
        timezone=zone,
        brand="#0b6e69",
        currency="CNY",
        jobs_at_once=1,
    )
    floor.does(setting_up.add_bay, number="A-03", kind=BayKind.ready_stall)
    for occasion, items in LISTS.items():
        floor.does(setting_up.set_checklist, occasion=occasion, items=items)
    floor.does(
        setting_up.add_standard_job,
        code="BR-01",
        text_zh=PADS,
        text_en="Replace front brake pads",
        standard_minutes=54,
        skill=Skill.mechanic.value,
        price_cents=48_000,
        checklist=["导向销已清洁润滑", "轮毂螺栓 120 Nm"],
    )
    with floor.store.changing() as session:
        for name in IN_ENGLISH:
            session.get_one(models.Person, floor.people[name]).language = "en"
    wanted = os.environ.get("A_DAY_PICTURES")
    return Day(floor, start_server(installation=floor.installation), pages, Path(wanted) if wanted else None)


def test_one_car_goes_the_whole_way(day: Day, zone: str, tmp_path: Path) -> None:
    wall, lounge = day.screen("workshop"), day.screen("lounge")
    gate = day.desk("guard", "/gate", PHONE)
    desk = day.desk("advisor", "/desk")
    book_and_confirm(day, gate, _next_half_hour(zone))
    job = arrive(day, gate, desk, wall)
    car, phone = receive(day, desk, job, photo(tmp_path))
    in_lane(wall, "to dispatch")
    at_step(lounge, phone, 1)
    day.look(lounge, "lounge")
    console = day.desk("foreman", "/foreman")
    dispatch(day, console, car)
    expect(tile(wall)).to_contain_text(TECHNICIAN)
    worker = day.tablet(TECHNICIAN)
    begin(day, worker, car)
    at_step(lounge, phone, 2)
    call_for_help(day, worker, wall, console)
    find_more(day, worker, photo(tmp_path))
    expect(wall.locator(".tile.is-paused .plate")).to_have_text(PLATE)
    store = day.desk("parts", "/parts")
    price(day, store)
    approve(day, phone, desk)
    fetch_the_part(day, store, worker, wall, phone)
    finish(day, worker)
    at_step(lounge, phone, 3)
    in_lane(wall, "checks")
    check(day, worker, wall, car)
    in_lane(wall, "wash")
    at_step(lounge, phone, 4)
    wash(day, wall, car)
    at_step(lounge, phone, 5)
    expect(lounge.locator(".car.is-ready .plate")).to_have_text(MASKED)
    day.look(lounge, "lounge-ready")
    hand_over(day, desk, gate, car)
    leave(day, desk, gate, phone, car)
    for screen in (wall, lounge, console, store, worker):
        expect(screen.locator(".plate"), screen.url).to_have_count(0)
    call_back(day, desk, car)


# What others see


def in_lane(wall: Page, name: str) -> None:
    """The car stands in that lane of the wall, and in no other."""
    lanes = ("to dispatch", "checks", "wash", "ready")
    expect(wall.locator(".lane").nth(lanes.index(name)).locator(".lane-row")).to_contain_text([PLATE])
    expect(wall.locator(".lane-row")).to_have_count(1)


def tile(wall: Page) -> Locator:
    """The bay's tile in which the car stands."""
    return wall.locator(".tile", has=wall.locator(".plate", has_text=PLATE))


def at_step(lounge: Page, phone: Page, step: int) -> None:
    """The lounge, which shows no whole plate, and the customer's phone are at that step of five."""
    car = lounge.locator(".car")
    expect(car.locator(".plate")).to_have_text(MASKED)
    expect(car.locator(".step-done")).to_have_count(step if step == 5 else step - 1)
    phone.reload()
    expect(phone.locator(".car-step").nth(step - 1)).to_contain_class("is-now")


# The steps


def book_and_confirm(day: Day, gate: Page, clock: str) -> None:
    """The advisor books the next half hour, and calls the customer, who will come."""
    page = day.desk("advisor", "/appointments")
    minutes = int(clock[:2]) * 60 + int(clock[3:])
    page.locator(f"[data-drop='slot:{day.floor.people[ADVISOR]}:{minutes}']").click()
    for name, text in (("plate", "京a6k218"), ("name", "欧阳明月"), ("phone", "13800138000"), ("model", "A6L 45 TFSI")):
        page.locator(f".booking [name={name}]").fill(text)
    page.locator("[name=salutation]").select_option("ms")
    page.locator(".line-row input").first.fill(PADS)
    expect(page.locator(".line-hours")).to_have_value("0.9")
    page.locator("[name=concern]").fill("刹车时有异响")
    day.look(page, "booking")
    page.locator(".dialog .button-main").click()
    expect(page.locator(".block")).to_contain_text(PLATE)
    expect(gate.locator("[data-appointment]")).to_contain_text(PLATE)
    page.locator(".chips .chip").nth(2).click()
    page.locator(".call .button-main").click()
    expect(page.locator(".call")).to_have_count(0)
    page.locator(".chips .chip").nth(1).click()
    expect(page.locator(".arrival .state-coming")).to_be_visible()
    page.locator(".chips .chip").first.click()
    day.look(page, "appointments")
    page.close()


def arrive(day: Day, gate: Page, desk: Page, wall: Page) -> int:
    """The guard taps the car that was expected; its advisor is told before the customer is out of the car."""
    day.look(gate, "gate")
    gate.locator(".gate-tap").click()
    expect(gate.locator(".gate-list").first).to_contain_text(PLATE)
    expect(desk.locator(".toast")).to_contain_text(PLATE)
    greet = desk.locator(".next-line[data-need=greet]")
    expect(greet).to_contain_text(PLATE)
    in_lane(wall, "to dispatch")
    day.look(desk, "desk-greet")
    return int(greet.get_attribute("data-next") or 0)


def receive(day: Day, desk: Page, job: int, seen: Path) -> tuple[Car, Page]:
    """Walk-round, concern, order and signature; the printed order has the car's card, the desk the customer's link."""
    address = desk.locator(".next-line[data-need=greet] a.button").get_attribute("href")
    page = day.desk("advisor", address or "", TABLET, has_touch=True)
    page.locator(".start-button").click()
    outline = page.locator(".car-outline")
    outline.tap(position=_inside(outline, 0.42, 0.8))
    page.locator(".mark-kinds button").first.click()
    page.locator(".dialog input[type=file]").set_input_files(seen)
    page.locator(".dialog .photo-small").wait_for()
    page.locator(".dialog .button-main").click()
    page.locator(".walk-all .button").click()
    page.locator("[name=mileage]").fill("45120")
    page.locator(".fuel-step").nth(3).click()
    day.look(page, "walk-round")
    _go(page, 1)
    expect(page.locator("[name=concern]")).to_have_value("刹车时有异响")
    _go(page, 2)
    expect(page.locator(".line .line-text")).to_have_value(PADS)
    expect(page.locator("[name=name]")).to_have_value("欧阳明月")
    page.locator(".proposal .button").click()
    expect(page.locator(".saved.is-saved")).to_be_visible()
    day.look(page, "order")
    _go(page, 3)
    expect(page.locator(".read")).to_contain_text("¥480.00")
    write_on_the_glass(page)
    day.look(page, "signature")
    page.locator(".sign-button").click()
    expect(page.locator(".signed-words")).to_be_visible()
    with page.context.expect_page() as opened:
        page.locator(".print-card").first.click()
    printed = opened.value.locator(".order-code figcaption").last.inner_text()
    code = "".join(printed.split("\n")[-2:]).replace("-", "")
    page.context.close()
    expect(desk.locator(".toast-warn")).to_have_count(0)
    desk.locator(f".desk-row[data-job='{job}'] .cell-plate").click()
    link = desk.locator(".customer-link input").input_value()
    desk.keyboard.press("Escape")
    phone = day.pages.open(link, viewport=PHONE)
    expect(phone.locator(".plate")).to_have_text(PLATE)
    day.look(phone, "phone")
    return Car(job, code, PLATE), phone


def dispatch(day: Day, console: Page, car: Car) -> None:
    """The foreman carries the car from the queue to a lift; who is free and able is chosen already."""
    expect(card(console, car)).to_be_visible()
    carry(console, car, bay(console, day.floor, "1"))
    chosen = console.locator(".choose-person", has=console.locator("input:checked"))
    expect(chosen).to_have_text([re.compile(TECHNICIAN)])
    day.look(console, "dispatch")
    confirm(console)
    expect(in_bay(console, day.floor, "1", car)).to_contain_text(TECHNICIAN)


def begin(day: Day, worker: Page, car: Car) -> None:
    """The technician scans the card, starts, and ticks what is done."""
    HandScanner(worker).scan(car.card)
    step(worker, "clock_on")
    worker.locator(".operation .tick").first.click()
    expect(worker.locator(".next-then")).to_contain_text("1/2")
    day.look(worker, "tablet")


def call_for_help(day: Day, worker: Page, wall: Page, console: Page) -> None:
    """An andon call hangs on the wall until the foreman comes."""
    worker.locator("[data-call-help]").click()
    worker.locator(".dialog input[name=note]").fill("螺栓滑丝")
    worker.locator("[data-call-kind=technical_support]").click()
    expect(wall.locator(".call-row.call-open")).to_contain_text("螺栓滑丝")
    expect(console.locator(".call-banner.is-open")).to_contain_text(PLATE)
    day.look(wall, "wall-call")
    console.locator("[data-call-answer]").click()
    expect(worker.locator("[data-my-call]")).to_contain_text(FOREMAN)
    console.locator("[data-call-ask]").click()
    console.locator("[data-call-settle]").click()
    expect(wall.locator(".calls")).to_have_count(0)


def find_more(day: Day, worker: Page, seen: Path) -> None:
    """The technician finds work that nobody ordered, and stops until the customer has decided."""
    worker.locator("[data-extra=add-on]").click()
    worker.locator("[name=text]").fill(FOUND)
    worker.locator(".found-hours .chip").nth(1).click()
    worker.locator("[name=note]").fill("防尘罩已破裂，有明显油迹")
    worker.locator(".dialog input[type=file]").set_input_files(seen)
    worker.locator(".found-photos .photo-small").wait_for()
    worker.locator(".found-tick").last.click()
    day.look(worker, "found-work")
    worker.locator("[data-report]").click()
    expect(worker.locator(".trouble-paused")).to_be_visible()


def price(day: Day, store: Page) -> None:
    """The parts person prices it."""
    store.locator(".list-found .button-main").click()
    store.locator(".price-labour").fill("320")
    store.locator(".price-name input").first.fill("减振器")
    store.locator(".price-price input").first.fill("1,280")
    day.look(store, "price")
    store.locator(".dialog-actions .button-main").click()
    expect(store.locator(".item.is-priced")).to_contain_text(FOUND)


def approve(day: Day, phone: Page, desk: Page) -> None:
    """The customer decides on the phone, and the advisor, who was about to call, sees it."""
    call = desk.locator(".next-line[data-need=call_add_on]")
    expect(call).to_contain_text(PLATE)
    phone.reload()
    expect(phone.locator(".car-add-on .car-total")).to_contain_text("1,600")
    day.look(phone, "phone-add-on")
    phone.locator(".car-yes").click()
    phone.locator("[name=name]").fill("欧阳明月")
    phone.locator("form .car-yes").click()
    expect(phone.locator(".car-add-on.is-approved")).to_be_visible()
    expect(call).to_have_count(0)


def fetch_the_part(day: Day, store: Page, worker: Page, wall: Page, phone: Page) -> None:
    """Ordered, the car waits for it by itself; arrived, it goes on by itself."""
    store.locator(".list-wanted [data-state=ordered]").click()
    store.locator(".dialog .chip").first.click()
    store.locator(".dialog-actions .button-main").click()
    expect(worker.locator("[data-stage=paused]")).to_be_visible()
    expect(wall.locator(".tile.is-paused .plate")).to_have_text(PLATE)
    day.look(wall, "wall-parts")
    phone.reload()
    expect(phone.locator(".car-step.is-now")).to_contain_text("等待备件")
    store.locator(".list-ordered [data-state=arrived]").click()
    expect(wall.locator(".tile.is-paused")).to_have_count(0)
    store.locator(".list-here [data-state=issued]").click()
    expect(store.locator(".list-here .item")).to_have_count(0)


def finish(day: Day, worker: Page) -> None:
    """The rest of the list, the work that was found, and the technician's own check."""
    step(worker, "clock_on")
    expect(worker.locator(".operation.is-on")).to_have_count(1)
    for each in worker.locator(".operation .tick[aria-checked=false]").all():
        each.click()
    step(worker, "finish_operation")
    step(worker, "finish_operation")
    tick_and_sign(worker, "pass_self_check")


def check(day: Day, worker: Page, wall: Page, car: Car) -> None:
    """The leader finds something, it is put right and checked again; then the final check."""
    leader = day.tablet(LEADER)
    leader.locator(f".car-row[data-job='{car.job}']").click()
    step(leader, "pass_leader_check")
    leader.locator(".dialog .tick").first.click()
    day.look(leader, "check")
    leader.locator(".button-wrong").click()
    leader.locator(".dialog .button-fail").click()
    expect(worker.locator(".trouble-rework")).to_contain_text(LISTS[Occasion.leader][1])
    expect(tile(wall)).to_be_visible()
    day.look(worker, "rework")
    step(worker, "clock_on")
    step(worker, "finish_operation")
    tick_and_sign(worker, "pass_self_check")
    tick_and_sign(leader, "pass_leader_check")
    inspector = day.tablet(INSPECTOR)
    inspector.locator(f".car-row[data-job='{car.job}']").click()
    tick_and_sign(inspector, "pass_final_check")


def wash(day: Day, wall: Page, car: Car) -> None:
    """Washed, and parked where others find it."""
    page = day.tablet(WASHER)
    page.locator(f".car-row[data-job='{car.job}']").click()
    step(page, "start_wash")
    step(page, "end_wash")
    page.locator(".dialog .stall-one", has_text="A-03").click()
    day.look(page, "wash")
    page.locator(".dialog-actions .button-main").click()
    in_lane(wall, "ready")
    expect(wall.locator(".lane-row")).to_contain_text("A-03")


def hand_over(day: Day, desk: Page, gate: Page, car: Car) -> None:
    """The advisor tells the customer, and goes through the handover's list."""
    line = desk.locator(f".next-line[data-next='{car.job}']")
    expect(line).to_have_attribute("data-need", "announce")
    expect(gate.locator(".gate-list").nth(2)).to_contain_text("A-03")
    day.look(desk, "desk-ready")
    line.locator(".button-main").click()
    expect(line).to_have_attribute("data-need", "hand_over")
    line.locator(".button-main").click()
    expect(desk.locator(".ask-ticks .tick")).to_have_count(2)
    expect(desk.locator(".dialog .button-main")).to_be_disabled()
    for each in desk.locator(".ask-ticks .tick").all():
        each.click()
    desk.locator(".ask-next .chip").first.click()
    day.look(desk, "handover")
    desk.locator(".dialog .button-main").click()
    expect(line).to_have_count(0)


def leave(day: Day, desk: Page, gate: Page, phone: Page, car: Car) -> None:
    """Settled at the counter; the pass on the customer's phone opens the gate, once."""
    cashier = day.desk("cashier", "/desk")
    cashier.locator(f".next-line[data-next='{car.job}'] .button-main").click()
    expect(cashier.locator("[name=amount]")).to_have_value("2080.00")
    cashier.locator(".choice-one", has=cashier.locator("[value=wechat]")).click()
    cashier.locator("[name=invoice]").fill("2026-118")
    day.look(cashier, "settle")
    cashier.locator(".dialog .button-main").click()
    cashier.locator(".pass-code").wait_for()
    phone.reload()
    code = "".join(phone.locator(".car-code").inner_text().split())
    day.look(phone, "phone-pass")
    scanner = HandScanner(gate)
    scanner.scan(code)
    expect(gate.locator(".verdict-go .plate")).to_have_text(PLATE)
    day.look(gate, "gate-go")
    gate.locator(".verdict-close").click()
    expect(gate.locator(".gate-gone")).to_contain_text(PLATE)
    scanner.scan(code)
    expect(gate.locator(".verdict-stop")).to_be_visible()
    gate.locator(".verdict-close").click()
    expect(desk.locator(".desk-row")).to_have_count(0)
    phone.reload()
    expect(phone.locator(".car-steps, .car-pass")).to_have_count(0)


def call_back(day: Day, desk: Page, car: Car) -> None:
    """The customer is called, and is satisfied; what happened to the car is read as one story."""
    clerk = day.desk("clerk", "/follow-up")
    row = clerk.locator(f".call-row[data-call='{car.job}']")
    expect(row).to_contain_text("13800138000")
    expect(row).to_contain_text(FOUND)
    row.locator(".button-main").click()
    clerk.locator(".choice-one", has=clerk.locator("[value=satisfied]")).click()
    clerk.locator("[name=note]").fill("很满意")
    day.look(clerk, "follow-up")
    clerk.locator(".dialog .button-main").click()
    expect(row).to_have_count(0)
    desk.goto(f"{day.board.base_url}/jobs/{car.job}/story")
    for verb in ("arrive", "sign_order", "decide_own_add_on", "let_out"):
        expect(desk.locator(f"[data-verb={verb}]")).to_have_count(1)
    day.look(desk, "story")


# The hands


def photo(folder: Path) -> Path:
    """What a telephone's camera might give: something round and rusty."""
    path = folder / "seen.jpg"
    if not path.exists():
        image = Image.new("RGB", (1600, 1200), (84, 92, 100))
        drawing = ImageDraw.Draw(image)
        for size, colour in ((420, (52, 56, 60)), (330, (126, 78, 52)), (200, (98, 58, 40)), (90, (40, 42, 44))):
            drawing.ellipse((800 - size, 600 - size, 800 + size, 600 + size), fill=colour)
        image.save(path, "JPEG")
    return path


def _inside(place: Locator, across: float, down: float) -> Any:
    box = place.bounding_box()
    assert box is not None
    return {"x": box["width"] * across, "y": box["height"] * down}


def _go(page: Page, place: int) -> None:
    page.locator(".step").nth(place).click()
    expect(page.locator(".step").nth(place)).to_have_attribute("aria-current", "step")


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


def settled(page: Page) -> None:
    """The big button takes taps: it has been what it is for a moment."""
    expect(page.locator(".next-step")).not_to_have_attribute("aria-disabled", "true")


def step(page: Page, wanted: str) -> None:
    """Tap the big button, which must offer that step."""
    expect(page.locator(".next-step")).to_have_attribute("data-step", wanted)
    settled(page)
    page.locator(".next-step").click()


def tick_and_sign(page: Page, wanted: str) -> None:
    """Tap the check, tick all of its list, sign."""
    step(page, wanted)
    expect(page.locator(".dialog .tick")).to_have_count(2)
    expect(page.locator(".dialog .button-main")).to_be_disabled()
    for each in page.locator(".dialog .tick").all():
        each.click()
    page.locator(".dialog .button-main").click()
    expect(page.locator(".dialog")).to_have_count(0)
