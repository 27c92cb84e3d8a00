"""The two walls in all their states: readable from five metres, honest about old pictures, calm in the lounge."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from board.screens.workshop import JobCard
from tests.browser.scripted_board import NOW, ScriptedBoard, change, freeze_clock, pulse, snapshot
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.waiting import wait_for

MINUTE = 60_000
SITE = {"kind": "site", "name": "奥迪 · 朝阳店", "day": "2026-11-21", "in_shop": 31, "delivered": 18, "on_time": 17}
SMALLEST_TEXT = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const sizes = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, place = text.parentElement.getBoundingClientRect();
    if (text.textContent.trim() && place.width && !text.parentElement.closest("noscript"))
      sizes.push([parseFloat(getComputedStyle(text.parentElement).fontSize), text.textContent]);
  }
  return sizes.sort((a, b) => a[0] - b[0])[0];
}"""
OUTSIDE = """() => Array.from(
    document.querySelectorAll(".tile, .tile > *, .lane, .lane-row, .car, .car > *, .head > *"))
  .filter((each) => { const r = each.getBoundingClientRect(), p = each.parentElement.getBoundingClientRect();
    return r.width && (r.right > innerWidth + 1 || r.bottom > innerHeight + 1 || r.bottom > p.bottom + 1
      || r.right > p.right + 1); })
  .map((each) => each.className + ": " + each.textContent.slice(0, 40))"""


def bay(number: int, kind: str = "lift", **more: Any) -> dict[str, Any]:
    return {
        "kind": "bay", "number": str(number), "bay_kind": kind, "capacity": 1, "order": number, "out_of_service": None,
        **more,
    }  # fmt: skip


def job(plate: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "job", "number": f"1121-{plate[-3:]}", "plate": {"text": plate, "kind": "blue"}, "model": "A4L 40",
        "service_type": "general", "stage": "in_work", "stage_since_at": NOW - 20 * MINUTE, "stage_due_at": None,
        "bay": None, "stall": None, "promised_at": NOW + 80 * MINUTE, "warn_at": NOW + 60 * MINUTE, "waits": False,
        "appointment": False, "priority": "normal", "energy": "petrol", "high_voltage": False, "pause": None,
        "rework": None, "people": [{"id": 5, "name": "孙伟", "on": True}], "planned_start_at": None,
        "standard_minutes": 90, "worked": {"minutes": 0, "since": [NOW - 45 * MINUTE]}, "announced_at": None,
        "parts_missing": False, "rank": 1, **more,
    }  # fmt: skip


def car(plate: str, step: int, **more: Any) -> dict[str, Any]:
    return {
        "kind": "car", "plate": {"text": plate, "kind": "blue"}, "owner": {"surname": "王", "salutation": "mr"},
        "step": step, "wash": True, "expected_at": NOW + 31 * MINUTE, "ready": False, "ready_at": None, **more,
    }  # fmt: skip


def workshop_cards(bays: int = 12) -> dict[str, Any]:
    cards: dict[str, Any] = {"site:1": SITE, "bay:90": bay(1, "wash", order=90)}
    cards |= {f"bay:{number}": bay(number) for number in range(1, bays + 1)}
    cards |= {f"job:{number}": job(f"京A·6K{200 + number}", bay=number) for number in range(1, bays)}
    late = {"promised_at": NOW - 12 * MINUTE, "warn_at": NOW - 40 * MINUTE}
    cards["job:2"] |= {"warn_at": NOW - MINUTE, "promised_at": NOW + 12 * MINUTE}
    cards["job:3"] |= {**late, "rework": {"times": 1, "check": "final", "items": ["brake noise"]}}
    paused = {"reason": "parts", "owner": "parts", "since_at": NOW - 35 * MINUTE}
    cards["job:4"] |= {"stage": "paused", "pause": paused, "plate": {"text": "京A·F11209", "kind": "green"}}
    cards["job:5"] |= {"promised_at": NOW + 26 * 60 * MINUTE, "warn_at": NOW + 25 * 60 * MINUTE}
    cards["job:40"] = job("京E·8F21C", stage="waiting_dispatch", stage_due_at=NOW - MINUTE, people=[])
    cards["job:41"] = job("京A·77Q02", stage="washing", stage_due_at=NOW + 8 * MINUTE)
    cards["job:42"] = job("京K·6P770", stage="ready", stall="A-03", announced_at=NOW)
    return cards


@pytest.fixture
def board() -> Iterator[ScriptedBoard]:
    scripted = ScriptedBoard()
    yield scripted
    scripted.close()


def show(board: ScriptedBoard, page: Page, view: str, cards: dict[str, Any]) -> None:
    board.answers.clear()
    board.answers.append(snapshot(10, cards))
    page.goto(f"{board.base_url}/{view}")
    page.locator("main.wall").wait_for()


def tile(page: Page, number: int) -> Locator:
    return page.locator(".tile").nth(number - 1)


def words_of(place: Locator) -> str:
    return " ".join(place.inner_text().split())


def test_tiles_say_how_each_car_stands(board: ScriptedBoard, page: Page) -> None:
    show(board, page, "workshop", workshop_cards())
    assert page.locator(".tile").count() == 12, "a wash bay has no tile"
    assert "京A·6K201" in words_of(tile(page, 1))
    assert "1 h 20 left" in words_of(tile(page, 1))
    assert "12 min left" in words_of(tile(page, 2))
    assert "due soon, at 14:12" in words_of(tile(page, 2))
    assert "late 12 min" in words_of(tile(page, 3))
    assert "final not passed: brake noise" in words_of(tile(page, 3))
    assert "parts 35 min · parts" in words_of(tile(page, 4))
    assert "tomorrow 16:00" in words_of(tile(page, 5))
    assert words_of(tile(page, 12)) == "12 lift Free"
    assert words_of(page.locator(".figure-late")) == "Late 1"
    assert words_of(page.locator(".figure").nth(1)) == "On time today 94%"


def test_alarms_are_a_colour_a_sign_and_a_word(board: ScriptedBoard, page: Page) -> None:
    show(board, page, "workshop", workshop_cards())
    colours = {tile(page, n).evaluate("tile => getComputedStyle(tile).borderLeftColor") for n in (1, 2, 3)}
    assert len(colours) == 3
    assert tile(page, 1).locator(".tile-time .icon").count() == 0
    assert tile(page, 2).locator(".tile-time .icon").count() == 1
    assert tile(page, 3).locator(".tile-time .icon").count() == 1
    assert "gradient" in tile(page, 4).evaluate("tile => getComputedStyle(tile).backgroundImage"), "paused is hatched"


def test_queues_show_their_cars(board: ScriptedBoard, page: Page) -> None:
    show(board, page, "workshop", workshop_cards())
    lanes = [words_of(lane) for lane in page.locator(".lane").all()]
    assert lanes == [
        "To dispatch 1 京E·8F21C general 20 min",
        "Checks 0 nobody waits",
        "Wash 1 京A·77Q02 washing 8 min left",
        "Ready for hand-over 1 京K·6P770 A-03 told",
    ]


def test_queues_stand_in_the_order_of_their_ranks(board: ScriptedBoard, page: Page) -> None:
    plates = {200: "京B·3RD", 201: "京B·1ST", 202: "京B·2ND"}
    cards = {
        key: card
        for key, card in workshop_cards().items()
        if card["kind"] != "job" or card["stage"] != "waiting_dispatch"
    }
    cards |= {f"job:{n}": job(plate, stage="waiting_dispatch", rank=int(plate[3])) for n, plate in plates.items()}
    show(board, page, "workshop", cards)
    shown = [words_of(plate) for plate in page.locator(".lane").first.locator(".plate").all()]
    assert shown == ["京B·1ST", "京B·2ND", "京B·3RD"]


def test_a_job_of_these_tests_has_the_fields_of_the_servers_cards() -> None:
    assert job("京B·1X").keys() == JobCard.__annotations__.keys()


def test_long_queues_say_how_many_more(board: ScriptedBoard, page: Page) -> None:
    cards = workshop_cards()
    cards |= {f"job:{n}": job(f"京B·{n}X", stage="waiting_dispatch", rank=n) for n in range(100, 130)}
    show(board, page, "workshop", cards)
    lane = page.locator(".lane").first
    shown = lane.locator(".lane-row").count()
    assert words_of(lane.locator("h2 b")) == "31"
    assert words_of(lane.locator(".lane-more")) == f"+{31 - shown} more"
    assert page.evaluate(OUTSIDE) == []


def test_a_bay_out_of_service_says_why_and_until_when(board: ScriptedBoard, page: Page) -> None:
    cards = workshop_cards()
    cards["bay:12"]["out_of_service"] = {"reason": "Lift inspection", "until_at": NOW + 90 * MINUTE}
    show(board, page, "workshop", cards)
    assert words_of(tile(page, 12)) == "12 lift Out of service Lift inspection until about 15:30"


def test_an_empty_workshop_and_one_without_bays_are_friendly(board: ScriptedBoard, page: Page) -> None:
    show(board, page, "workshop", {"site:1": {**SITE, "in_shop": 0, "delivered": 0, "on_time": 0}, "bay:1": bay(1)})
    assert words_of(tile(page, 1)) == "1 lift Free"
    assert words_of(page.locator(".figure").nth(1)) == "On time today –"
    show(board, page, "workshop", {"site:1": SITE})
    assert "No bays yet" in words_of(page.locator(".bays-none"))


def test_many_bays_turn_pages_by_the_clock(board: ScriptedBoard, page: Page) -> None:
    page.clock.install(time=NOW / 1000)
    show(board, page, "workshop", workshop_cards(bays=24))
    freeze_clock(page)
    board.emit("pulse", pulse(10, now=NOW - NOW % 30_000 + 38_000))
    wait_for(lambda: words_of(page.locator(".tile-head b").first) == "1", what="the first page")
    assert page.locator(".tile").count() == 12
    page.clock.run_for(8_000)
    assert words_of(page.locator(".tile-head b").first) == "13"
    assert page.locator(".dot.is-here").count() == 1


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1280, 720), (3840, 2160)], ids=str)
@pytest.mark.parametrize("bays", [4, 12, 20])
def test_the_workshop_fits_its_picture(board: ScriptedBoard, pages: Pages, size: tuple[int, int], bays: int) -> None:
    page = pages.open(viewport={"width": size[0], "height": size[1]})
    cards = workshop_cards(bays) if bays > 5 else {"site:1": SITE, **{f"bay:{n}": bay(n) for n in range(1, bays + 1)}}
    show(board, page, "workshop", cards)
    assert page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        *size
    ]
    assert page.evaluate(OUTSIDE) == []
    scale = size[1] / 1080
    smallest, text = page.evaluate(SMALLEST_TEXT)
    assert smallest >= 22 * scale * 0.999, text
    for name in (".tile .plate", ".tile .time-left"):
        for place in page.locator(name).all():
            assert place.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 40 * scale * 0.999
    clipped = "each => each.scrollWidth > each.clientWidth + 1"
    assert [words_of(plate) for plate in page.locator(".tile .plate").all() if plate.evaluate(clipped)] == []


def test_hostile_and_endless_texts_stay_texts_in_their_place(board: ScriptedBoard, page: Page) -> None:
    evil = "<img src=x onerror=document.body.remove()>" + "长 very long " * 15
    cards = workshop_cards()
    cards["site:1"] = {**SITE, "name": evil}
    for number in range(1, 12):
        cards[f"job:{number}"] |= {"model": evil, "people": [{"id": n, "name": evil, "on": True} for n in range(4)]}
    cards["job:1"]["plate"] = {"text": "WOB-E2E-1234567890-XYZ", "kind": "other"}
    cards["job:3"]["rework"]["items"] = [evil, evil]
    cards["bay:12"]["out_of_service"] = {"reason": evil, "until_at": None}
    show(board, page, "workshop", cards)
    assert page.locator("main img").count() == 0
    assert page.evaluate(OUTSIDE) == []
    assert "+2" in words_of(tile(page, 1))


def test_a_change_draws_its_own_tile_only_and_a_second_draws_none(board: ScriptedBoard, page: Page) -> None:
    page.clock.install(time=NOW / 1000)
    show(board, page, "workshop", workshop_cards())
    page.evaluate(
        """() => { self.touched = new Set();
        new MutationObserver((records) => records.forEach((record) => {
          const node = record.target.nodeType === 1 ? record.target : record.target.parentElement;
          const tile = node.closest(".tile");
          if (tile) self.touched.add(tile.querySelector(".tile-head b").textContent);
        })).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true }); }"""
    )
    page.clock.run_for(1000)
    assert page.evaluate("() => Array.from(touched)") == []
    board.emit("change", change(10, 11, {"job:7": job("京P·2Z9X8", bay=7, waits=True)}))
    wait_for(lambda: "京P·2Z9X8" in words_of(tile(page, 7)), what="the change")
    assert page.evaluate("() => Array.from(touched)") == ["7"]


def call(kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "call", "call_kind": kind, "job": 1, "plate": {"text": "京A·6K201", "kind": "blue"}, "bay": "1",
        "by": {"id": 5, "name": name}, "note": "", "called_at": NOW - 155_000, "answered_at": None,
        "answered_by": None, "addressed": ["foreman"], **more,
    }  # fmt: skip


def test_calls_stand_at_the_foot_and_take_turns(board: ScriptedBoard, page: Page) -> None:
    helped = {"answered_at": NOW - MINUTE, "answered_by": {"id": 9, "name": "李强" * 20}}
    calls = {
        "call:1": call("parts", "孙伟", **helped),
        "call:2": call("technical_support", "王" * 40, note="螺栓" * 60),
        "call:3": call("safety", "陈涛", called_at=NOW - 95_000),
    }
    show(board, page, "workshop", {**workshop_cards(), "call:1": calls["call:1"], "call:2": calls["call:2"]})
    rows = page.locator(".call-row")
    assert [each.get_attribute("class") for each in rows.all()] == ["call-row call-open", "call-row call-answered"]
    assert ":3" in words_of(rows.first.locator("time"))
    assert "is coming" in words_of(rows.last)
    assert page.evaluate(OUTSIDE) == []
    board.emit("change", change(10, 11, {"call:3": calls["call:3"]}))
    expect(page.locator(".calls-count")).to_have_text("3 calls")
    assert rows.count() == 2
    assert page.evaluate(OUTSIDE) == []
    assert accessibility_findings(page) == []
    board.emit("change", change(11, 12, {}, ("call:1", "call:2")))
    expect(rows).to_have_count(1)
    assert "call-safety" in (rows.first.get_attribute("class") or "")


@pytest.mark.parametrize("view", ["workshop", "lounge"])
def test_a_dead_feed_is_said_over_the_whole_top_and_its_picture_greyed(
    board: ScriptedBoard, page: Page, view: str
) -> None:
    page.clock.install(time=NOW / 1000)
    cards = workshop_cards() if view == "workshop" else {"site:1": SITE, "job:1": car("京A·6K**8", 3)}
    show(board, page, view, cards)
    freeze_clock(page)
    board.emit("pulse", pulse(10, now=NOW + 2 * MINUTE))
    wait_for(lambda: page.evaluate("() => board.feed.lastGoodAt.value") == NOW + 2 * MINUTE, what="the pulse")
    assert page.locator(".stale-band").count() == 0
    board.hold_answers()
    page.clock.run_for(9900)
    band = page.locator(".stale-band")
    assert "Not live since 14:02" in words_of(band)
    box = band.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, 1920)
    assert "grayscale" in page.locator(".goes-stale").last.evaluate("each => getComputedStyle(each).filter")
    assert words_of(page.locator(".live-mark")) == "Not live"


def test_a_refused_screen_says_what_to_do(board: ScriptedBoard, page: Page) -> None:
    board.answers.append({"ok": False, "code": "not_allowed", "sentence": "Your role may not do this."})
    page.goto(f"{board.base_url}/workshop")
    page.get_by_text("Its access was taken away").wait_for()
    assert page.get_by_role("link", name="Pair it again").get_attribute("href") == "/screen"
    board.person = {"id": 1, "name": "王磊", "roles": ["technician"]}
    page.reload()
    page.get_by_text("Your role may not do this.").wait_for()
    assert page.get_by_role("link", name="Go to the start page").get_attribute("href") == "/"


def test_a_screen_that_waits_for_its_first_picture_says_so(board: ScriptedBoard, page: Page) -> None:
    board.answers.append(snapshot(10, workshop_cards()))
    board.hold_answers()
    page.goto(f"{board.base_url}/workshop")
    page.get_by_text("Loading the board…").wait_for()
    board.release_answers()
    page.locator("main.wall").wait_for()


# The lounge


def lounge_cards(count: int) -> dict[str, Any]:
    cards = {f"job:{n}": car(f"京A·{n % 10}K**8", 1 + n % 4) for n in range(1, count + 1)}
    return {"site:1": {"kind": "site", "name": SITE["name"]}, **cards}


def test_the_lounge_shows_each_car_in_plain_steps(board: ScriptedBoard, page: Page) -> None:
    board.words = {"salutation": {"mr": "Mr", "ms": "Ms", "none": ""}}
    cards = lounge_cards(2)
    cards["job:2"] |= {"step": 5, "ready": True, "ready_at": NOW - 90_000, "expected_at": None}
    cards["job:3"] = car("京F·7H**1", 3, expected_at=NOW - MINUTE, wash=False)
    show(board, page, "lounge", cards)
    rows = [words_of(row) for row in page.locator(".car").all()]
    assert rows == [
        "京A·2K**8 Mr 王 Ready for you at the desk",
        "京F·7H**1 Mr 王 Check Your advisor will tell you",
        "京A·1K**8 Mr 王 Work about 14:31",
    ]
    assert page.locator(".step-skipped").count() == 1


def test_a_car_that_turns_ready_is_called_once(board: ScriptedBoard, page: Page) -> None:
    board.words = {"salutation": {"mr": "Mr"}}
    show(board, page, "lounge", lounge_cards(3))
    assert page.locator(".call").count() == 0
    ready = car("京A·2K**8", 5, ready=True, ready_at=NOW, expected_at=None)
    board.emit("change", change(10, 11, {"job:2": ready}))
    page.locator(".call").wait_for()
    assert words_of(page.locator(".call")) == "京A·2K**8 Mr 王, your car is ready."
    assert words_of(page.locator(".car").first).startswith("京A·2K**8")


def test_nothing_in_the_lounge_is_red(board: ScriptedBoard, page: Page) -> None:
    cards = lounge_cards(8)
    cards["job:1"]["expected_at"] = NOW - 60 * MINUTE
    show(board, page, "lounge", cards)
    colours = page.evaluate(
        """() => Array.from(document.querySelectorAll("*")).map((each) => getComputedStyle(each))
        .map((style) => [style.color, style.backgroundColor, style.borderTopColor])
        .reduce((all, some) => all.concat(some), []).map((colour) => colour.match(/[\\d.]+/g).map(Number))
        .filter(([r, g, b, alpha]) => alpha !== 0 && r > 120 && r > 2 * g && r > 2 * b)"""
    )
    assert colours == []


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (3840, 2160)], ids=str)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_eight_cars_fit_and_are_large(board: ScriptedBoard, pages: Pages, size: tuple[int, int], language: str) -> None:
    board.language = language
    page = pages.open(viewport={"width": size[0], "height": size[1]})
    cards = lounge_cards(8)
    cards["job:1"] |= {"owner": {"surname": "Wolfeschlegelsteinhausenbergerdorff-Schm", "salutation": "ms"}}
    cards["job:2"] |= {"expected_at": NOW + 20 * 60 * MINUTE}
    cards["job:3"] |= {"expected_at": None}
    show(board, page, "lounge", cards)
    assert page.locator(".car").count() == 8
    assert page.evaluate(OUTSIDE) == []
    smallest, text = page.evaluate(SMALLEST_TEXT)
    assert smallest >= 32 * size[1] / 1080 * 0.999, text


def test_more_cars_turn_pages(board: ScriptedBoard, page: Page) -> None:
    show(board, page, "lounge", lounge_cards(9))
    assert page.locator(".car").count() in (4, 5)
    assert page.locator(".dot").count() == 2


def test_an_empty_lounge_is_friendly(board: ScriptedBoard, page: Page) -> None:
    show(board, page, "lounge", {"site:1": {"kind": "site", "name": "x"}})
    assert "Welcome" in words_of(page.locator("main"))


@pytest.mark.parametrize("view", ["workshop", "lounge"])
def test_axe_finds_nothing_serious(board: ScriptedBoard, page: Page, view: str) -> None:
    show(board, page, view, workshop_cards() if view == "workshop" else lounge_cards(8))
    assert accessibility_findings(page) == []
