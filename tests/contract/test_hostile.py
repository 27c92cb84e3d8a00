"""Screens that are no screens: garbage, floods and quick leavers hurt nobody else, and leave nothing behind."""

import json

import pytest
import requests
import websocket

from tests.contract.live import ADVISOR, FOREMAN, TECHNICIAN, Live
from tests.contract.screen import GONE, Screen
from tests.infra.waiting import wait_for

GARBAGE = {
    "no packet": "hello",
    "unknown packet": "9",
    "unknown type": "49",
    "no JSON": "42/board,{",
    "no list": "42/board,7",
    "empty list": "42/board,[]",
    "no name": "42/board,[7]",
    "null name": "42/board,[null]",
    "unknown event": '42/board,["dance",1]',
    "hidden event": '42/board,["_asker",1]',
    "two arguments": '42/board,["watch",{"view":"workshop"},{"more":1}]',
    "another namespace": '42/other,["watch",{}]',
    "connect elsewhere": "40/other,",
    "connect again": "40/board,",
    "an answer nobody waits for": "43/board,7[1]",
    "deep": "42/board,1" + "[" * 20_000,
    "deep arguments": '42/board,1["watch",' + "[" * 20_000 + "]" * 20_000 + "]",
    "long number": '42/board,1["watch",' + "9" * 20_000 + "]",
    "long id": "42/board," + "1" * 150 + '["watch"]',
    "infinity": '42/board,1["watch",{"view":"workshop","revision":Infinity}]',
    "binary event": '451-/board,["watch",{"_placeholder":true,"num":0}]',
    "many attachments": '4599999-/board,["watch"]',
    "lone surrogate": '42/board,1["watch",{"view":"\\ud800"}]',
    "NUL": '42/board,1["watch",{"view":"\\u0000","epoch":"\\u0000","revision":1}]',
}


@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_hurts_only_who_sends_it(beset: Live, text: str) -> None:
    good = beset.screen(FOREMAN, "workshop")
    bad = beset.screen(FOREMAN, "workshop")
    bad.send(text)
    assert good.sync()["ok"]
    good.reach(beset.person(ADVISOR).done(f"/jobs/{beset.car().job}/print-card")["revision"])
    assert good.state_hash() == beset.person(FOREMAN).state_hash("workshop")["hash"]


@pytest.mark.parametrize("size", [70_000, 5_000_000])
def test_an_oversized_message_cuts_its_sender(beset: Live, size: int) -> None:
    good, bad = beset.screen(FOREMAN, "workshop"), beset.screen(FOREMAN, "workshop")
    try:
        bad.send('42/board,["watch",{"view":"' + "x" * size + '"}]')
    except GONE:
        bad.is_cut = True
    wait_for(bad.ended, what="the sender to be cut")
    assert good.sync()["ok"]


def test_bytes_instead_of_text_hurt_nobody(beset: Live) -> None:
    good, bad = beset.screen(FOREMAN, "workshop"), beset.screen(FOREMAN, "workshop")
    bad.wire.send_binary(b"\x00\xff" * 1000)
    assert good.sync()["ok"]


@pytest.mark.parametrize("body", [b"", b"\x00", b"42/board,[", b"b////", b"\xff\xfe"], ids=lambda body: repr(body[:12]))
def test_garbage_by_polling_hurts_nobody(beset: Live, body: bytes) -> None:
    address = f"{beset.base_url}/socket.io/?EIO=4&transport=polling"
    sid = json.loads(requests.get(address, timeout=20).text[1:])["sid"]
    assert requests.post(f"{address}&sid={sid}", body, timeout=20).status_code < 500
    assert beset.screen(FOREMAN, "workshop").sync()["ok"]


def test_a_flood_of_questions_is_answered_and_delays_nobody_for_good(beset: Live) -> None:
    good, eager = beset.screen(FOREMAN, "workshop"), beset.screen(FOREMAN, "workshop")
    has = json.dumps({"epoch": eager.epoch, "revision": eager.revision})
    for number in range(5000, 5200):
        eager.send(f'42/board,{number}["sync",{has}]')
    assert good.sync()["ok"]
    wait_for(lambda: _answers(eager) == 200, timeout=60, what="200 answers")


def _answers(screen: Screen) -> int:
    screen.listen()
    return sum(text.startswith("43/board,5") for text in screen.heard)


def test_who_leaves_while_asking_leaves_nothing_behind(beset: Live) -> None:
    """Otherwise its picture would be built again and again for nobody."""
    wait_for(lambda: beset.watching("tablet") == 0, what="earlier tests' sockets to be gone")
    visitor = beset.person(TECHNICIAN)
    for _ in range(60):
        screen = Screen(beset.base_url, cookies=visitor.cookies)
        screen.send('42/board,1["watch",{"view":"tablet"}]')
        screen.hang_up()
    still = beset.screen(visitor, "tablet")
    wait_for(lambda: beset.watching("tablet") == 1, what="only the socket that stayed to be counted")
    assert still.sync()["ok"]


def test_an_answer_with_a_question_that_is_wrong_is_never_an_error_page(beset: Live) -> None:
    for query in ("", "EIO=3&transport=websocket", "EIO=4&transport=pigeon", "EIO=4&transport=polling&sid=nobody"):
        answer = requests.get(f"{beset.base_url}/socket.io/?{query}", timeout=20)
        assert answer.status_code == 400, query
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        websocket.create_connection(
            beset.base_url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket&sid=nobody", timeout=20
        )
    assert refusal.value.status_code == 400
