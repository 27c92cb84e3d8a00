"""A screen that no longer reads: it is cut, and slows nobody down."""

import json
import signal
from contextlib import suppress

from tests.contract.live import ADVISOR, FOREMAN, OTHER_FOREMAN, Live
from tests.contract.screen import GONE
from tests.infra.waiting import wait_for


def test_a_stalled_screen_is_cut_and_the_others_go_on(live: Live) -> None:
    for _ in range(8):
        live.car(concern="刹车时方向盘抖动。" * 200)
    reading = live.screen(OTHER_FOREMAN, "foreman")
    stalled = live.screen(FOREMAN, "foreman", receive_buffer=4096)
    assert len(json.dumps(stalled.cards)) > 20_000
    assert live.watching("foreman") == 2
    with suppress(*GONE):
        for number in range(5000, 7000):  # each is answered with the whole picture, and none of the answers is read
            stalled.send(f'42/board,{number}["sync",{{}}]')
            if number % 50 == 0:
                assert reading.sync()["ok"]
    wait_for(lambda: live.watching("foreman") == 1, timeout=60, what="the stalled screen to be cut")
    done = live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")
    reading.reach(done["revision"])
    reading.hear("pulse")
    assert reading.state_hash() == live.person(OTHER_FOREMAN).state_hash("foreman")["hash"]
    wait_for(stalled.ended, what="the stalled screen to find the line cut")
    again = live.screen(FOREMAN, "foreman")
    assert again.cards == reading.cards


def test_a_frozen_server_is_noticed_and_found_again(live: Live) -> None:
    """Frozen, not dead: the sockets stay open, nothing comes; afterwards everything goes on where it was."""
    screen = live.screen(FOREMAN, "foreman")
    live.server.signal(signal.SIGSTOP)
    try:
        screen.listen()
        assert not screen.is_cut
    finally:
        live.server.signal(signal.SIGCONT)
    done = live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")
    screen.reach(done["revision"])
    assert screen.state_hash() == live.person(FOREMAN).state_hash("foreman")["hash"]
