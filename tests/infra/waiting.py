"""Waiting for something to become true, instead of sleeping and hoping."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def wait_for(condition: Callable[[], Value], timeout: float = 20.0, *, what: str = "") -> Value:
    """Ask `condition` again and again until it answers with something true, and return that.

    After `timeout` seconds it fails with the last answer. The default is generous on purpose: it bounds a hang, it is
    no statement about speed.
    """
    end = time.monotonic() + timeout
    while not (answer := condition()):
        if time.monotonic() > end:
            raise AssertionError(
                f"waited {timeout:g} s in vain for {what or condition.__name__}; last seen: {answer!r}"
            )
        time.sleep(0.03)
    return answer
