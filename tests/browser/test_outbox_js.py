"""The tablet's outbox: kept in order, sent in order and once, whatever the server and the network do."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from board.domain.codes import CodeKind, make_code
from tests.browser.scripted_board import ScriptedBoard, snapshot
from tests.infra.waiting import wait_for

OUTBOX = "import('/static/js/screens/tablet/outbox.js')"
KEEP = f"""async (ids) => {{ const outbox = await {OUTBOX};
  await Promise.all(ids.map((id) => outbox.keepToSend({{ id, person: 5, proof: {{ sign_in: 1 }}, act: "scan", job: 17,
    step: "pause", said: {{}}, at: 1, offset: null, shown: {{ name: "Pause" }} }}))); }}"""
SEND = f"async () => {{ const outbox = await {OUTBOX}; await outbox.sendWaiting(); }}"
STATE = f"""async () => {{ const outbox = await {OUTBOX}; return {{
  waiting: outbox.waitingScans.value.map((each) => each.id),
  told: outbox.toldScans.value.map((each) => [each.id, each.outcome]), revoked: outbox.revoked.value }}; }}"""
BUSY: dict[str, Any] = {"code": "unavailable", "sentence": "Busy."}
WITHOUT_LOCKS = "() => Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })"


@pytest.fixture
def board() -> Iterator[ScriptedBoard]:
    scripted = ScriptedBoard()
    scripted.answers.append(snapshot(10, {}))
    yield scripted
    scripted.close()


@pytest.fixture
def tablet(board: ScriptedBoard, page: Page) -> Page:
    page.goto(f"{board.base_url}/feed")
    wait_for(lambda: page.evaluate("() => Boolean(self.board)"), what="the modules")
    page.evaluate(f"async () => (await {OUTBOX}).openOutbox()")
    return page


def answers(first: int, ids: list[str], expects: int, outcome: str = "done") -> tuple[int, Any, dict[str, str]]:
    results = [
        {"seq": first + place, "id": each, "outcome": outcome, "revision": 1, "sentence": None, "late_scan": None}
        for place, each in enumerate(ids)
    ]
    return 200, {"now": 1, "expects": expects, "results": results}, {}


def sent(board: ScriptedBoard) -> list[list[tuple[int, str]]]:
    """What each request held: number and id of each item."""
    bodies = [body for path, body, _ in board.commands if path == "tablet/late-scans"]
    return [[(item["seq"], item["id"]) for item in body["items"]] for body in bodies]


def outboxes(board: ScriptedBoard) -> list[str]:
    return [body["outbox"] for path, body, _ in board.commands if path == "tablet/late-scans"]


def state(tablet: Page) -> dict[str, Any]:
    found: dict[str, Any] = tablet.evaluate(STATE)
    return found


def test_many_scans_go_in_their_order_and_at_most_fifty_at_once(board: ScriptedBoard, tablet: Page) -> None:
    ids = [f"scan-{number:04}" for number in range(60)]
    tablet.evaluate(KEEP, ids)
    board.outcomes.extend([answers(1, ids[:50], 51), answers(51, ids[50:], 61)])

    tablet.evaluate(SEND)

    assert sent(board) == [list(enumerate(ids[:50], 1)), list(enumerate(ids[50:], 51))]
    assert "shown" not in board.commands[0][1]["items"][0]
    assert state(tablet)["waiting"] == []


def test_a_busy_server_loses_nothing_and_gets_the_same_again(board: ScriptedBoard, tablet: Page) -> None:
    ids = ["scan-one", "scan-two"]
    tablet.evaluate(KEEP, ids)
    board.outcomes.append((503, BUSY, {}))
    tablet.evaluate(SEND)
    assert state(tablet)["waiting"] == ids

    board.outcomes.append(answers(1, ids, 3))
    tablet.evaluate(SEND)
    assert sent(board)[0] == sent(board)[1]
    assert state(tablet)["waiting"] == []


def test_what_the_server_took_of_a_request_is_not_sent_again(board: ScriptedBoard, tablet: Page) -> None:
    ids = ["scan-one", "scan-two", "scan-three"]
    tablet.evaluate(KEEP, ids)
    board.outcomes.extend([answers(1, ids[:1], 2), answers(2, ids[1:], 4)])

    tablet.evaluate(SEND)

    assert sent(board)[1] == [(2, "scan-two"), (3, "scan-three")]


def test_a_server_that_forgot_this_outbox_gets_a_new_one_with_the_same_ids(board: ScriptedBoard, tablet: Page) -> None:
    tablet.evaluate(KEEP, ["scan-one"])
    board.outcomes.append(answers(1, ["scan-one"], 2))
    tablet.evaluate(SEND)
    tablet.evaluate(KEEP, ["scan-two"])
    board.outcomes.extend([answers(2, [], 1), answers(1, ["scan-two"], 2)])

    tablet.evaluate(SEND)

    assert sent(board)[1:] == [[(2, "scan-two")], [(1, "scan-two")]]
    first, second, third = outboxes(board)
    assert first == second != third
    assert state(tablet)["waiting"] == []


def test_one_scan_that_cannot_be_read_holds_up_none_of_the_others(board: ScriptedBoard, tablet: Page) -> None:
    ids = ["scan-one", "scan-bad", "scan-three"]
    tablet.evaluate(KEEP, ids)
    no: tuple[int, Any, dict[str, str]] = (422, {"code": "invalid", "sentence": "Not readable."}, {})
    board.outcomes.extend([no, answers(1, ids[:1], 2), no, no, answers(1, ids[2:], 2)])

    tablet.evaluate(SEND)

    assert state(tablet) == {"waiting": [], "told": [["scan-bad", "unreadable"]], "revoked": False}


def test_late_ones_are_told_until_they_are_read(board: ScriptedBoard, tablet: Page) -> None:
    tablet.evaluate(KEEP, ["scan-one"])
    board.outcomes.append(answers(1, ["scan-one"], 2, outcome="late"))
    tablet.evaluate(SEND)
    assert state(tablet)["told"] == [["scan-one", "late"]]
    tablet.evaluate(f"async () => (await {OUTBOX}).markSeen(6)")
    assert state(tablet)["told"] == [["scan-one", "late"]], "somebody else has not read it for them"
    tablet.evaluate(f"async () => (await {OUTBOX}).markSeen(5)")
    assert state(tablet)["told"] == []


def test_a_tablet_that_was_taken_back_keeps_what_waits(board: ScriptedBoard, tablet: Page) -> None:
    tablet.evaluate(KEEP, ["scan-one"])
    board.outcomes.append((401, {"code": "sign_in_first", "sentence": "Sign in."}, {}))
    tablet.evaluate(SEND)
    assert state(tablet) == {"waiting": ["scan-one"], "told": [], "revoked": True}


@pytest.mark.parametrize("locks", [True, False], ids=["locks", "a lease"])
def test_two_senders_at_once_send_once(board: ScriptedBoard, tablet: Page, locks: bool) -> None:
    if not locks:
        tablet.evaluate(WITHOUT_LOCKS)
    tablet.evaluate(KEEP, ["scan-one"])
    board.outcomes.append(answers(1, ["scan-one"], 2))

    tablet.evaluate(
        f"async () => {{ const box = await {OUTBOX}; await Promise.all([box.sendWaiting(), box.sendWaiting()]); }}"
    )

    assert sent(board) == [[(1, "scan-one")]]


def test_codes_are_read_as_the_server_reads_them(tablet: Page) -> None:
    codes = [make_code(kind, bytes(range(seed, seed + 17))) for seed, kind in enumerate(CodeKind)]
    scans = [f" {code.text[:3].lower()}-{code.text[3:9].lower()} {code.text[9:]}\n" for code in codes]
    spoilt = [code.text[:-1] + ("0" if code.text[-1] != "0" else "1") for code in codes]
    foreign = ["", "https://example.com", "WBX" + "0" * 21, "W" * 600]
    read: list[str | None] = tablet.evaluate(
        "async (texts) => texts.map((await import('/static/js/core/code_text.js')).codeText)",
        scans + spoilt + foreign,
    )
    assert read == [code.text for code in codes] + [None] * (len(spoilt) + len(foreign))
