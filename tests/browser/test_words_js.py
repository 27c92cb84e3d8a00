"""Durations and times as the floor says them, in both languages, in the site's time zone whatever the device's is."""

from typing import Any

import pytest

from tests.browser.scripted_board import NOW, ScriptedBoard, snapshot
from tests.infra.chromium import Pages

MINUTE = 60_000
HOUR = 60 * MINUTE
CHINESE = {
    "%(m)s min": "%(m)s分", "%(h)s h %(m)s": "%(h)s时%(m)s分", "%(d)s d %(h)s h": "%(d)s天%(h)s时",
    "%(time)s left": "还剩 %(time)s", "late %(time)s": "超时%(time)s", "tomorrow %(time)s": "明天 %(time)s",
}  # fmt: skip
SPOKEN = """async ([now, call]) => {
  const durations = await import("/static/js/core/durations.js");
  return durations[call[0]].apply(null, call.slice(1));
}"""


@pytest.fixture
def say(pages: Pages) -> Any:
    boards = []

    def start(language: str) -> Any:
        board = ScriptedBoard()
        boards.append(board)
        board.answers.append(snapshot(10, {}))
        board.language, board.messages = language, CHINESE if language == "zh_CN" else {}
        page = pages.open(f"{board.base_url}/workshop", timezone_id="America/New_York", locale="en-US")
        return lambda *call: page.evaluate(SPOKEN, [NOW, list(call)])

    yield start
    for board in boards:
        board.close()


def test_times_left_in_english(say: Any) -> None:
    spoken = say("en")
    assert spoken("timeLeft", NOW + 80 * MINUTE, NOW) == "1 h 20 left"
    assert spoken("timeLeft", NOW + 24 * MINUTE + 1, NOW) == "25 min left"
    assert spoken("timeLeft", NOW - 1, NOW) == "late 1 min"
    assert spoken("timeLeft", NOW - 12 * MINUTE, NOW) == "late 12 min"
    assert spoken("timeLeft", NOW - 27 * HOUR, NOW) == "late 1 d 3 h"
    assert spoken("timeLeft", NOW + 26 * HOUR, NOW) == "tomorrow 16:00"
    assert spoken("timeLeft", NOW + 74 * HOUR, NOW) == "Tue 16:00"
    assert spoken("timeLeft", NOW + 10 * HOUR, NOW) == "tomorrow 00:00"
    assert spoken("timeLeft", NOW + 10 * HOUR - 1, NOW) == "10 h 00 left"
    assert spoken("timeLeft", NOW + 11 * HOUR, NOW + 9 * HOUR) == "2 h 00 left"
    assert spoken("hours", 84) == "1.4 h"


def test_times_left_in_chinese(say: Any) -> None:
    spoken = say("zh_CN")
    assert spoken("timeLeft", NOW + 80 * MINUTE, NOW) == "还剩 1时20分"
    assert spoken("timeLeft", NOW + 185 * MINUTE, NOW) == "还剩 3时05分"
    assert spoken("timeLeft", NOW - 12 * MINUTE, NOW) == "超时12分"
    assert spoken("timeLeft", NOW + 26 * HOUR, NOW) == "明天 16:00"
    assert spoken("longDate", NOW) == "11月21日 周六"


def test_the_clock_is_the_sites_not_the_devices(say: Any) -> None:
    spoken = say("en")
    assert spoken("clockTime", NOW) == "14:00"
    assert spoken("clockTime", NOW + 10 * HOUR) == "00:00"
    assert spoken("clockSeconds", NOW + 9000) == "14:00:09"
    assert spoken("longDate", NOW + 10 * HOUR) == "Sun 22 Nov"
    assert spoken("siteDay", NOW + 10 * HOUR) == spoken("siteDay", NOW) + 1
    assert spoken("siteDay", NOW - 14 * HOUR) == spoken("siteDay", NOW)
