"""Commands from the browser: sent again under the same id until the server has answered, and refusals in full."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.scripted_board import ScriptedBoard, snapshot
from tests.infra.waiting import wait_for

DONE = {"revision": 11, "repeated": False, "job": 17, "result": {}}
POST = """async ([path, body, options]) => {
  try { return { answer: await board.api.post(path, body, options) }; }
  catch (refusal) { return { code: refusal.code, sentence: refusal.sentence, present: refusal.present,
    fields: refusal.fields, status: refusal.status, retryAfter: refusal.retryAfter }; } }"""


@pytest.fixture
def board() -> Iterator[ScriptedBoard]:
    scripted = ScriptedBoard()
    scripted.answers.append(snapshot(10, {}))
    yield scripted
    scripted.close()


@pytest.fixture
def screen(board: ScriptedBoard, page: Page) -> Page:
    page.goto(f"{board.base_url}/feed")
    wait_for(lambda: page.evaluate("() => Boolean(self.board)"), what="the modules")
    return page


def post(page: Page, body: dict[str, Any], **options: Any) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(POST, ["/jobs/17/pause", body, options])
    return told


def test_a_command_carries_an_id_and_the_token(board: ScriptedBoard, screen: Page) -> None:
    board.outcomes.append((200, DONE, {}))
    assert post(screen, {"reason": "parts"}) == {"answer": DONE}
    [(path, body, token)] = board.commands
    assert (path, body["reason"], token) == ("jobs/17/pause", "parts", "token-1")
    assert 8 <= len(body["id"]) <= 64
    assert body["id"].replace("-", "").replace("_", "").isalnum()


def test_a_busy_server_and_a_broken_line_get_the_same_command_again(board: ScriptedBoard, screen: Page) -> None:
    busy: dict[str, Any] = {"code": "unavailable", "sentence": "Busy.", "details": {}, "present": None}
    board.outcomes.extend([(503, busy, {"Retry-After": "1"}), None, (200, DONE, {})])
    assert post(screen, {"reason": "parts"}) == {"answer": DONE}
    assert len(board.commands) >= 3, "Chromium itself may try once more on a line that broke"
    assert len({body["id"] for _, body, _ in board.commands}) == 1
    assert screen.evaluate("() => board.api.waiting.value") is None


def test_waiting_is_told_while_it_lasts(board: ScriptedBoard, screen: Page) -> None:
    board.outcomes.extend([(503, {"code": "unavailable", "sentence": "Busy."}, {"Retry-After": "2"}), (200, DONE, {})])
    screen.evaluate("() => { self.sent = board.api.post('/jobs/17/pause', {}); }")
    wait_for(lambda: screen.evaluate("() => (board.api.waiting.value || {}).reason") == "busy", what="the waiting")
    screen.evaluate("() => self.sent")
    assert screen.evaluate("() => board.api.waiting.value") is None


def test_a_server_that_stays_busy_is_told_in_the_end(board: ScriptedBoard, screen: Page) -> None:
    board.outcomes.append((503, {"code": "unavailable", "sentence": "Busy."}, {"Retry-After": "9"}))
    told = post(screen, {}, patience=2000)
    assert (told["code"], told["status"], told["retryAfter"]) == ("unavailable", 503, 9)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429])
def test_a_refusal_is_not_repeated(board: ScriptedBoard, screen: Page, status: int) -> None:
    present = {"job:17": {"kind": "job", "bay": 4}}
    said = {"code": "moved_meanwhile", "sentence": "Somebody moved it to bay 4.", "details": {}, "present": present}
    board.outcomes.append((status, said, {}))
    told = post(screen, {"bay": 3})
    assert (told["code"], told["sentence"]) == (said["code"], said["sentence"])
    assert (told["present"], told["status"]) == (present, status)
    assert len(board.commands) == 1


def test_an_error_page_of_a_proxy_is_told_in_words(board: ScriptedBoard, screen: Page) -> None:
    board.outcomes.append((502, "<h1>Bad gateway</h1>", {"Content-Type": "text/html"}))
    assert post(screen, {})["sentence"] == "The server gave an unexpected answer (502)."


def test_after_signing_in_the_new_token_is_sent(board: ScriptedBoard, screen: Page) -> None:
    board.outcomes.append((200, DONE, {}))
    screen.evaluate("() => board.api.setCsrf('token-2')")
    post(screen, {})
    assert board.commands[0][2] == "token-2"
