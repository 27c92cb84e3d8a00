"""The line to the browser: whole messages, half ones, and none."""

import json
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kiosk.devtools import DevTools, Failed, Silent


@dataclass
class Line:
    """The browser's end of the pipes, in the test's hands."""

    tools: DevTools
    says: int
    hears: int
    interrupts: int

    def say(self, data: bytes) -> None:
        os.write(self.says, data)


@pytest.fixture
def line() -> Iterator[Line]:
    reads, says = os.pipe()
    hears, writes = os.pipe()
    interrupt, interrupts = os.pipe()
    made = Line(DevTools(reads, writes, interrupt), says, hears, interrupts)
    yield made
    made.tools.close()
    for descriptor in (says, hears, interrupt, interrupts):
        os.close(descriptor)


def test_an_answer_among_events(line: Line) -> None:
    line.say(b'{"method":"Inspector.targetCrashed"}\0{"id":1,"result":{"value":7}}\0')
    assert line.tools.ask("Some.thing", 5, "session", name="value") == {"value": 7}
    assert [event["method"] for event in line.tools.events] == ["Inspector.targetCrashed"]
    asked = json.loads(os.read(line.hears, 4096).removesuffix(b"\0"))
    assert asked == {"id": 1, "method": "Some.thing", "params": {"name": "value"}, "sessionId": "session"}


def test_a_message_in_two_parts(line: Line) -> None:
    line.say(b'{"method":"Page.')
    assert line.tools.listen(1)
    assert not line.tools.events
    line.say(b'loaded"}\0')
    assert line.tools.listen(1)
    assert line.tools.events[0]["method"] == "Page.loaded"


def test_an_answer_that_comes_too_late_is_not_taken_for_the_next(line: Line) -> None:
    with pytest.raises(Silent):
        line.tools.ask("One", 0.01)
    line.say(b'{"id":1,"result":{"late":true}}\0{"id":2,"result":{"late":false}}\0')
    assert line.tools.ask("Two", 5) == {"late": False}


def test_an_error_is_no_answer(line: Line) -> None:
    line.say(b'{"id":1,"error":{"message":"No such target"}}\0')
    with pytest.raises(Failed, match="No such target"):
        line.tools.ask("Target.attach", 5)


def test_what_is_no_message_closes_the_line(line: Line) -> None:
    line.say(b"garbage\0")
    assert not line.tools.listen(1)
    assert line.tools.closed


def test_a_browser_that_reads_nothing_any_more_is_silent_and_holds_nobody(line: Line) -> None:
    with pytest.raises(Silent):
        deque((line.tools.tell("Runtime.evaluate", expression="x" * 1000) for _ in range(1000)), maxlen=0)


def test_a_browser_that_has_ended(line: Line) -> None:
    os.close(line.says)
    line.says = os.dup(line.hears)
    with pytest.raises(Silent):
        line.tools.ask("Browser.getVersion", 5)
    assert line.tools.closed


def test_a_wait_is_cut_short_by_a_signal(line: Line) -> None:
    os.write(line.interrupts, b"\x0f")
    with pytest.raises(Silent):
        line.tools.ask("Browser.getVersion", 600)
