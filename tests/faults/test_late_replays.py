"""R2: whatever a tablet without network sends, how often, and in whatever pieces, ends in the same state as one clean
run; one bad item blocks none of the others; tablets that come back in any order end in the same state.

A short run is part of `make test`. The long one, 10,000 replays:

    BOARD_REPLAYS=10000 .venv/bin/pytest tests/faults/test_late_replays.py

`--hypothesis-seed=N` repeats a run; the seed of a failing one is printed.
"""

import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.commands.conftest import opened_sqlite, sqlite_workshop
from tests.commands.workshop import Workshop
from tests.faults.late_days import World, again, any_day, holds, in_order, live, morning, shared_day, shuffled, state

__all__ = ["opened_sqlite", "sqlite_workshop"]
pytestmark = pytest.mark.guarantee("R2")

REPLAYS = int(os.environ.get("BOARD_REPLAYS", "24"))
REPLAYS_A_DAY = 4
DAYS = settings(
    max_examples=max(1, REPLAYS // REPLAYS_A_DAY // 2),
    deadline=None,
    derandomize="BOARD_REPLAYS" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
scans = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 65), st.integers(1, 20), st.integers(0, 2)), min_size=4, max_size=30
)
seeds = st.integers(0, 2**32 - 1)


@pytest.fixture
def world(sqlite_workshop: Workshop) -> World:
    """The morning that every replay begins with."""
    return morning(sqlite_workshop)


def test_any_day_that_is_sent_again_in_pieces_is_the_same_day(world: World) -> None:
    @given(scans, seeds)
    @DAYS
    def replayed(choices: list[tuple[int, int, int, int]], seed: int) -> None:
        with again(world) as clean:
            events = live(clean, choices, any_day, 0)
            wanted = state(clean)
            holds(clean)
        for number in range(REPLAYS_A_DAY):
            note(f"seed {seed + number}")
            with again(world) as replay:
                replay.workshop.now = clean.workshop.now
                in_order(replay, events, Random(seed + number))
                assert state(replay) == wanted

    replayed()


def test_tablets_that_come_back_in_any_order_end_in_the_same_state(world: World) -> None:
    @given(scans, seeds, st.integers(0, 3**5 - 1))
    @DAYS
    def replayed(choices: list[tuple[int, int, int, int]], seed: int, home: int) -> None:
        with again(world) as clean:
            events = live(clean, choices, shared_day, home)
            wanted = state(clean)
            holds(clean)
        for number in range(REPLAYS_A_DAY):
            note(f"seed {seed + number}")
            with again(world) as replay:
                replay.workshop.now = clean.workshop.now
                shuffled(replay, events, Random(seed + number))
                assert state(replay) == wanted
                holds(replay)

    replayed()


def test_any_day_in_any_order_stays_true(world: World) -> None:
    """Where two tablets contradict each other, the order decides who is believed; never that a record is wrong."""

    @given(scans, seeds)
    @settings(DAYS, max_examples=max(1, REPLAYS // 10))
    def replayed(choices: list[tuple[int, int, int, int]], seed: int) -> None:
        with again(world) as clean:
            events = live(clean, choices, any_day, 0)
        with again(world) as replay:
            replay.workshop.now = clean.workshop.now
            shuffled(replay, events, Random(seed))
            holds(replay)
            told = state(replay)
            late = {each for each, _ in told["late"]}
            assert late | set(told["done"]) == {item.id for _, item in events}, "nothing is lost"
            assert not late & set(told["done"]), "nothing is both"

    replayed()
