"""The ladder: what is done about a screen that is not well, whatever is seen in whatever order."""

import itertools
from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.ladder import FAULTS_BEFORE_REBOOT, REBOOTS_IN_VAIN, Limits, Past, Sight, Step, climb, delay

HOURS = 3600.0
LIMITS = Limits()
REBOOTING = Limits(may_reboot=True)
ILL = [sight for sight in Sight if sight not in {Sight.healthy, Sight.opening, Sight.offline}]
looks = st.lists(
    st.tuples(st.sampled_from(list(Sight)), st.booleans(), st.floats(0.1, 2 * HOURS)), min_size=1, max_size=80
)
"""What is seen, whether the server is ready, and how long after the look before."""


def walk(
    seen: Sequence[tuple[Sight, bool, float]], limits: Limits, start: float = 0, past: Past | None = None
) -> list[tuple[float, Sight, bool, Step]]:
    """The steps that follow from a history of looks on a machine that runs on, whatever it is told."""
    past, now, steps = past or Past(), start, []
    for sight, ready, later in seen:
        now += later
        past, step = climb(past, sight, ready, now, limits)
        steps.append((now, sight, ready, step))
    return steps


def taken(steps: list[tuple[float, Sight, bool, Step]], *which: Step) -> list[float]:
    return [now for now, _, _, step in steps if step in which]


@given(looks)
def test_never_reboots_unless_it_may(seen: list[tuple[Sight, bool, float]]) -> None:
    assert not taken(walk(seen, LIMITS, start=100 * HOURS), Step.reboot)


@example([(Sight.foreign, True, 1.0)])
@example([(Sight.gone, False, 1.0)])
@given(looks)
def test_never_reboots_for_a_server_that_is_away_or_serves_something_else(
    seen: list[tuple[Sight, bool, float]],
) -> None:
    for _, sight, ready, step in walk(seen, REBOOTING, start=100 * HOURS, past=Past(tries=40, faults=40)):
        if step is Step.reboot:
            assert ready
            assert sight not in {Sight.foreign, Sight.offline}


@given(looks)
def test_never_reboots_within_six_hours_of_a_start(seen: list[tuple[Sight, bool, float]]) -> None:
    steps = walk(seen, REBOOTING, past=Past(tries=40, faults=40))
    assert all(now >= 6 * HOURS for now in taken(steps, Step.reboot))


@given(looks)
def test_reboots_in_vain_are_bounded(seen: list[tuple[Sight, bool, float]]) -> None:
    never_well = [(sight, ready, later) for sight, ready, later in seen if sight is not Sight.healthy]
    steps = walk(never_well, REBOOTING, start=100 * HOURS, past=Past(tries=40, faults=40))
    assert len(taken(steps, Step.reboot)) <= REBOOTS_IN_VAIN


@given(looks)
def test_nothing_is_done_about_a_screen_that_is_well(seen: list[tuple[Sight, bool, float]]) -> None:
    for _, sight, _, step in walk(seen, REBOOTING, start=100 * HOURS):
        assert step is Step.wait or sight in ILL


@settings(max_examples=30)
@given(st.lists(st.sampled_from(ILL), min_size=1, max_size=20))
def test_delays_grow_and_a_sick_screen_is_not_shaken(seen: list[Sight]) -> None:
    steps = walk([(sight, True, 5.0) for sight in itertools.islice(itertools.cycle(seen), 800)], LIMITS)
    done = taken(steps, Step.reload, Step.restart)
    waits = [later - earlier for earlier, later in itertools.pairwise(done)]
    assert waits == sorted(waits)
    assert all(wait >= delay(tries, LIMITS) for tries, wait in enumerate(waits, start=1))
    assert len([now for now in done if now <= HOURS]) <= 16


def test_the_rungs_in_order() -> None:
    steps = walk([(Sight.silent, True, 400.0)] * (FAULTS_BEFORE_REBOOT + 2), REBOOTING, start=7 * HOURS)
    assert [step.value for *_, step in steps] == "reload reload restart restart restart restart reboot reboot".split()


def test_a_browser_that_ended_is_started_again_at_once_and_not_merely_reloaded() -> None:
    for sight in (Sight.gone, Sight.hung):
        assert climb(Past(), sight, True, 0.0, LIMITS)[1] is Step.restart


def test_a_second_fault_waits_for_its_time() -> None:
    past, _ = climb(Past(), Sight.frozen, True, 100, LIMITS)
    assert climb(past, Sight.frozen, True, 100 + LIMITS.first_delay - 1, LIMITS)[1] is Step.wait
    assert climb(past, Sight.frozen, True, 100 + LIMITS.first_delay, LIMITS)[1] is Step.reload


def test_an_hour_of_health_leads_back_to_the_bottom() -> None:
    past = Past(tries=9, faults=9, last_step=0, reboots=2)
    past, _ = climb(past, Sight.healthy, True, 10, LIMITS)
    almost, _ = climb(past, Sight.healthy, True, 10 + HOURS - 1, LIMITS)
    assert (almost.tries, almost.reboots) == (9, 2)
    well, _ = climb(almost, Sight.healthy, True, 10 + HOURS, LIMITS)
    assert (well.tries, well.faults, well.reboots) == (0, 0, 0)
    assert climb(well, Sight.silent, True, 20 + HOURS, REBOOTING)[1] is Step.reload


def test_health_is_counted_from_its_last_beginning() -> None:
    past = Past(tries=3)
    for now, sight in [(0, Sight.healthy), (1800, Sight.stale), (1801, Sight.healthy), (3700, Sight.healthy)]:
        past, _ = climb(past, sight, True, now, LIMITS)
    assert past.tries


def test_garbage_for_a_night_does_not_make_the_next_crash_a_reason_to_reboot() -> None:
    past, now = Past(), 10 * HOURS
    for _ in range(50):
        now += 400
        past, _ = climb(past, Sight.foreign, True, now, REBOOTING)
    assert climb(past, Sight.gone, True, now + 400, REBOOTING)[1] is Step.restart


def test_a_server_that_comes_back_is_found_within_five_minutes() -> None:
    assert delay(10_000, LIMITS) == LIMITS.longest_delay == 300
