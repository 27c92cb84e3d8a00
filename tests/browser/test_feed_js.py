"""The browser's side of the live feed: it ends up with the server's cards whatever happens on the way, or says so."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from board.screens.views import state_hash
from tests.browser.scripted_board import NOW, ScriptedBoard, change, freeze_clock, pulse, snapshot
from tests.infra.waiting import wait_for

A, B, C = {"kind": "job", "model": "A4L"}, {"kind": "job", "model": "Q5L"}, {"kind": "job", "model": "Q3"}


@pytest.fixture
def board() -> Iterator[ScriptedBoard]:
    scripted = ScriptedBoard()
    scripted.answers.append(snapshot(10, {"job:1": A, "job:2": B}))
    yield scripted
    scripted.close()


@pytest.fixture
def screen(board: ScriptedBoard, page: Page) -> Page:
    page.goto(f"{board.base_url}/feed")
    wait_for(lambda: state(page)["status"] == "live", what="the first snapshot")
    return page


def state(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(
        """() => { const feed = self.board && self.board.feed; if (!feed) return { status: null };
        return { status: feed.status.value, revision: feed.revision.value, refusal: feed.refusal.value,
                 lastGoodAt: feed.lastGoodAt.value, linked: feed.linked.value,
                 cards: Object.fromEntries(feed.cards.value) }; }"""
    )
    return told


def shown_at(page: Page, revision: int) -> dict[str, Any]:
    wait_for(lambda: state(page)["revision"] == revision, what=f"revision {revision}")
    cards: dict[str, Any] = state(page)["cards"]
    return cards


def hear_pulses(page: Page, number: int) -> None:
    wait_for(lambda: page.evaluate("() => board.feed.beat.value") == number, what=f"{number} pulses")


def test_a_change_sets_and_drops_cards_and_leaves_the_others_alone(board: ScriptedBoard, screen: Page) -> None:
    screen.evaluate("() => { self.before = board.feed.cards.value.get('job:2'); }")
    board.emit("change", change(10, 11, {"job:3": C}, ("job:1",)))
    assert shown_at(screen, 11) == {"job:2": B, "job:3": C}
    assert screen.evaluate("() => self.before === board.feed.cards.value.get('job:2')")
    assert len(board.asked) == 1


def test_a_change_that_reaches_back_further_is_taken_whole(board: ScriptedBoard, screen: Page) -> None:
    board.emit("change", change(7, 12, {"job:1": C}))
    assert shown_at(screen, 12) == {"job:1": C, "job:2": B}
    assert len(board.asked) == 1


def test_a_doubled_or_late_change_is_ignored(board: ScriptedBoard, screen: Page) -> None:
    board.emit("change", change(10, 11, {"job:1": B}))
    board.emit("change", change(9, 10, {"job:1": C}))
    board.emit("change", change(10, 11, {"job:1": C}))
    board.emit("change", change(11, 12, {"job:3": C}))
    assert shown_at(screen, 12) == {"job:1": B, "job:2": B, "job:3": C}
    assert len(board.asked) == 1


def test_a_gap_makes_it_ask_for_what_it_missed(board: ScriptedBoard, screen: Page) -> None:
    board.answers[0] = {"ok": True, "kind": "change", **change(10, 13, {"job:1": C}, ("job:2",))}
    board.emit("change", change(12, 13, {"job:1": C}))
    assert shown_at(screen, 13) == {"job:1": C}
    assert board.asked[1:] == [("sync", {"epoch": "epoch-a", "revision": 10})]


def test_another_epoch_replaces_everything(board: ScriptedBoard, screen: Page) -> None:
    board.answers[0] = snapshot(3, {"job:9": C}, epoch="epoch-b")
    board.emit("change", change(10, 11, {"job:1": B}, epoch="epoch-b"))
    assert shown_at(screen, 3) == {"job:9": C}
    assert [event for event, _ in board.asked] == ["watch", "sync"]


def test_a_pulse_of_another_epoch_makes_it_ask(board: ScriptedBoard, screen: Page) -> None:
    """Also when the other history has not come as far as ours: its revision alone says nothing."""
    board.answers[0] = snapshot(3, {"job:9": C}, epoch="epoch-b")
    board.emit("pulse", pulse(3, epoch="epoch-b"))
    assert shown_at(screen, 3) == {"job:9": C}
    assert board.asked[1:] == [("sync", {"epoch": "epoch-a", "revision": 10})]


def test_what_arrives_while_a_question_is_open_is_taken_after_its_answer(board: ScriptedBoard, screen: Page) -> None:
    board.answers[0] = snapshot(20, {"job:1": A})
    board.hold_answers()
    board.emit("change", change(15, 16, {"job:1": C}))
    wait_for(lambda: len(board.asked) == 2, what="the question")
    board.emit("change", change(18, 19, {"job:2": C}))
    board.emit("change", change(20, 21, {"job:3": C}))
    wait_for(lambda: screen.evaluate("() => board.feed.kept.length") == 2, what="both to be kept")
    board.release_answers()
    assert shown_at(screen, 21) == {"job:1": A, "job:3": C}
    assert len(board.asked) == 2


def test_a_pulse_that_is_ahead_makes_it_ask_and_one_that_is_not_does_not(board: ScriptedBoard, screen: Page) -> None:
    board.emit("pulse", pulse(10, now=NOW + 5000))
    wait_for(lambda: state(screen)["lastGoodAt"] == NOW + 5000, what="the pulse to count")
    board.answers[0] = snapshot(12, {"job:1": C})
    board.emit("pulse", pulse(12, now=NOW + 10_000))
    assert shown_at(screen, 12) == {"job:1": C}
    assert board.asked[1:] == [("sync", {"epoch": "epoch-a", "revision": 10})]


def test_a_pulse_that_overtakes_its_change_asks_nothing(board: ScriptedBoard, screen: Page) -> None:
    screen.clock.install()
    screen.reload()
    wait_for(lambda: state(screen)["status"] == "live", what="the snapshot")
    freeze_clock(screen)
    board.emit("pulse", pulse(11))
    hear_pulses(screen, 1)
    screen.clock.run_for(900)
    board.emit("change", change(10, 11, {"job:3": C}))
    assert shown_at(screen, 11)["job:3"] == C
    screen.clock.run_for(1500)
    assert [event for event, _ in board.asked] == ["watch", "watch"]


def test_after_a_cut_it_watches_again_from_where_it_was(board: ScriptedBoard, screen: Page) -> None:
    board.answers[0] = {"ok": True, "kind": "change", **change(10, 14, {"job:2": C})}
    screen.evaluate("() => board.feed.socket.io.engine.close()")
    assert shown_at(screen, 14) == {"job:1": A, "job:2": C}
    assert board.asked[1] == ("watch", {"view": "workshop", "scope": {}, "epoch": "epoch-a", "revision": 10})


def test_silence_makes_it_stale_within_ten_seconds_and_dial_again(board: ScriptedBoard, page: Page) -> None:
    page.clock.install()
    page.goto(f"{board.base_url}/feed")
    wait_for(lambda: state(page)["status"] == "live", what="the snapshot")
    freeze_clock(page)
    board.emit("pulse", pulse(10, now=NOW + 60_000))
    wait_for(lambda: state(page)["lastGoodAt"] == NOW + 60_000, what="the pulse")
    board.hold_answers()
    page.clock.run_for(9000)
    assert state(page)["status"] == "live"
    page.clock.run_for(950)
    assert state(page)["status"] == "stale"
    assert state(page)["lastGoodAt"] == NOW + 60_000
    assert state(page)["cards"] == {"job:1": A, "job:2": B}
    page.clock.resume()
    wait_for(lambda: len(board.asked) > 1, what="it to dial again")
    board.release_answers()
    wait_for(lambda: state(page)["status"] == "live", what="it to come back")


def test_a_question_without_an_answer_makes_it_dial_again(board: ScriptedBoard, page: Page) -> None:
    page.clock.install()
    board.hold_answers()
    page.goto(f"{board.base_url}/feed")
    wait_for(lambda: len(board.asked) == 1, what="the first question")
    freeze_clock(page)
    page.clock.run_for(6500)
    wait_for(lambda: len(board.asked) == 2, what="the second question")


def test_a_pulse_that_stays_ahead_unanswered_is_not_good(board: ScriptedBoard, page: Page) -> None:
    """Pulses alone don't make a picture live: it must also be the present one."""
    page.clock.install()
    page.goto(f"{board.base_url}/feed")
    wait_for(lambda: state(page)["status"] == "live", what="the snapshot")
    freeze_clock(page)
    board.hold_answers()
    for beats in (1, 2, 3):
        board.emit("pulse", pulse(30, now=NOW + beats * 1000))
        hear_pulses(page, beats)
        page.clock.run_for(1900)
    page.clock.run_for(4000)
    assert state(page)["status"] == "stale"
    assert state(page)["lastGoodAt"] == NOW


def test_a_refused_screen_forgets_its_cards(board: ScriptedBoard, screen: Page) -> None:
    board.answers[0] = {"ok": False, "code": "not_allowed", "sentence": "This device was revoked."}
    board.emit("pulse", pulse(10, epoch="epoch-b"))
    wait_for(lambda: state(screen)["status"] == "refused", what="the refusal")
    assert state(screen)["cards"] == {}
    assert state(screen)["refusal"] == {"code": "not_allowed", "sentence": "This device was revoked."}


def test_a_screen_that_is_told_to_go_closes_its_link(board: ScriptedBoard, screen: Page) -> None:
    board.emit("gone", {"code": "signed_out", "sentence": "You were signed out."})
    wait_for(lambda: state(screen)["status"] == "refused", what="the refusal")
    assert state(screen)["cards"] == {}
    assert not screen.evaluate("() => board.feed.socket.connected")


def test_a_busy_server_is_asked_again(board: ScriptedBoard, screen: Page) -> None:
    board.answers[0] = {"ok": False, "code": "unavailable", "sentence": "Busy."}
    board.answers.append(snapshot(15, {"job:1": C}))
    board.emit("change", change(13, 14, {}))
    assert shown_at(screen, 15) == {"job:1": C}
    assert [event for event, _ in board.asked] == ["watch", "sync", "watch"]


def test_a_newer_version_reloads_the_page_once_it_is_quiet(board: ScriptedBoard, screen: Page) -> None:
    screen.evaluate("() => { self.busy = true; self.first = true; board.feed.reloadWhen(() => !self.busy); }")
    board.emit("pulse", pulse(10, version="v2"))
    wait_for(lambda: screen.evaluate("() => Boolean(board.feed.reloading)"), what="the plan to reload")
    assert screen.evaluate("() => self.first")
    screen.evaluate("() => { self.busy = false; }")
    wait_for(lambda: len(board.asked) == 2, what="the page to load again")
    wait_for(lambda: state(screen)["status"] == "live", what="the page to load again")
    assert screen.evaluate("() => self.first === undefined")
    board.emit("pulse", pulse(10, version="v2", now=NOW + 5000))
    wait_for(lambda: state(screen)["lastGoodAt"] == NOW + 5000, what="the pulse")
    assert not screen.evaluate("() => Boolean(board.feed.reloading)")


def test_the_fingerprint_is_the_one_that_the_server_computes(board: ScriptedBoard, page: Page) -> None:
    cards = {
        "job:10": {"plate": {"text": "京A·6K218", "kind": "blue"}, "worked": {"minutes": 12.5, "since": [NOW]}},
        "job:9": {"model": 'Q5 "S" <b>\n\\ 😀', "waits": True, "bay": None, "items": []},
        "bay:1": {"order": -1, "b": 69.0, "a": 2, "long": "长" * 200},
    }
    board.answers[0] = snapshot(10, cards)
    page.goto(f"{board.base_url}/feed")
    wait_for(lambda: state(page)["status"] == "live", what="the snapshot")
    assert page.evaluate("() => board.feed.stateHash()") == state_hash(cards)
