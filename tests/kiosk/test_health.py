"""What a page says of itself, and what the watchdog makes of it."""

from typing import Any

import pytest

from kiosk.health import Patience, judge
from kiosk.ladder import Sight

SERVER = "https://board.example:8000"
PATIENCE = Patience(open=45, paint=30, good=60)
WELL = {"view": "workshop", "status": "live", "revision": 7, "painted_ms_ago": 200, "good_ms_ago": 900, "asleep": False}


def page(url: str = f"{SERVER}/workshop", ready: str = "complete", **health: Any) -> dict[str, Any]:
    return {"url": url, "ready": ready, "health": {**WELL, **health}}


def seen(answer: object, opened_ago: float = 100) -> Sight:
    return judge(answer, SERVER, opened_ago, PATIENCE)


@pytest.mark.parametrize(
    ("answer", "sight"),
    [
        (page(), Sight.healthy),
        (page(painted_ms_ago=31_000), Sight.frozen),
        (page(painted_ms_ago=31_000, asleep=True), Sight.healthy),
        (page(good_ms_ago=61_000), Sight.stale),
        (page(good_ms_ago=61_000, status="stale"), Sight.stale),
        (page(good_ms_ago=None, status="loading"), Sight.stale),
        (page(good_ms_ago=None, status="none", view=None), Sight.healthy),
        (page(good_ms_ago=None, status="refused"), Sight.healthy),
        (page(painted_ms_ago=None), Sight.frozen),
        (page(painted_ms_ago="soon"), Sight.frozen),
        (page(url="https://board.example/workshop"), Sight.foreign),
        (page(url="http://board.example:8000/workshop"), Sight.foreign),
        (page(url="https://evil.example:8000/"), Sight.foreign),
        ({"url": f"{SERVER}/screen", "ready": "complete", "health": None}, Sight.foreign),
        ({"url": "chrome-error://chromewebdata/", "ready": "complete", "health": None}, Sight.foreign),
        ("nonsense", Sight.foreign),
        (None, Sight.foreign),
        ({"url": 7, "health": 7}, Sight.foreign),
    ],
)
def test_what_it_means(answer: object, sight: Sight) -> None:
    assert seen(answer) is sight


def test_a_page_that_was_just_opened_has_its_time() -> None:
    before = {"url": "file:///offline.html", "ready": "complete", "health": None}
    half = {"url": f"{SERVER}/screen", "ready": "interactive", "health": None}
    assert seen(before, 3) is seen(half, 3) is Sight.opening
    assert seen(before, 46) is seen(half, 46) is Sight.foreign
    assert seen(page(good_ms_ago=None, status="loading"), 3) is Sight.healthy


def test_an_error_page_is_known_at_once() -> None:
    error = {"url": "chrome-error://chromewebdata/", "ready": "complete", "health": None}
    garbage = {"url": f"{SERVER}/screen", "ready": "complete", "health": None}
    assert seen(error, 1) is seen(garbage, 1) is Sight.foreign


def test_a_default_port_is_no_difference() -> None:
    assert judge(page(url="https://b.example:443/x"), "https://b.example", 9, PATIENCE) is Sight.healthy
