"""A house full of screens lives through one restart after the other: all of them come back, and are right."""

import re
import time

import pytest
import requests

from tests.contract.live import FOREMAN, Live
from tests.faults.counting import Counts, Record
from tests.faults.follower import Follower, following, seconds_until_all_agree
from tests.faults.test_links import stir
from tests.infra.waiting import wait_for

pytestmark = pytest.mark.guarantee("R3")


def screens_in_house(live: Live) -> float:
    """How many sockets watch, as the server tells its operator."""
    text = requests.get(f"{live.base_url}/metrics", timeout=20).text
    return sum(float(count) for count in re.findall(r"^board_screens\{.*\} (\S+)$", text, re.MULTILINE))


def test_all_screens_come_back_after_every_restart(live: Live, counts: Counts, record: Record) -> None:
    """Killed and stopped by turns, also while the screens are still coming back from the last time."""
    dice = counts.dice("restarts")
    who = [(live.wall("workshop"), "workshop"), (live.wall("lounge"), "lounge"), (live.person(FOREMAN), "foreman")]
    with following(Follower(*who[number % 3], live.base_url) for number in range(counts.screens)) as screens:
        seconds_until_all_agree(screens, 240)
        began = time.monotonic()
        for number in range(counts.restarts):
            before = [each.dialled for each in screens]
            (live.server.kill if number % 2 else live.server.stop)()
            live.server.start()
            stir(live)
            some = dice.randint(1, len(screens))
            wait_for(
                lambda: sum(each.dialled > then for each, then in zip(screens, before, strict=True)) >= some,  # noqa: B023
                timeout=120,
                what="screens to come back",
            )
        took = time.monotonic() - began
        record(f"restarts with {len(screens)} screens", times=counts.restarts, worst=took, unit="s for all restarts")
        seconds = seconds_until_all_agree(screens, 240)
        record(f"restarts with {len(screens)} screens", times=counts.restarts, worst=seconds, unit="s until all agree")
        wait_for(lambda: screens_in_house(live) == len(screens), what="each screen to be watching, once")
