"""Watching, changes, pulses and asking again: what every screen builds on."""

from typing import Any

import pytest

from tests.contract.live import ADVISOR, FOREMAN, LEADER, OTHER_FOREMAN, OTHER_TECHNICIAN, TECHNICIAN, Live
from tests.contract.screen import Screen

VIEWS = {"workshop": FOREMAN, "lounge": ADVISOR, "foreman": FOREMAN, "tablet": TECHNICIAN, "desk": ADVISOR}
WRONG_TYPES = ["workshop", 7, None, [], {}, {"view": 7}, {"view": None}, {"view": "workshop", "revision": "1"},
               {"view": "workshop", "revision": True}, {"view": "workshop", "revision": 1.5},
               {"view": "workshop", "epoch": 5, "revision": 1}, {"view": "x" * 5000}]  # fmt: skip


def change_to(screen: Screen, revision: int) -> dict[str, Any]:
    """The change that led a screen to a revision."""
    return next(body for name, body in screen.events if name == "change" and body["to"] == revision)


@pytest.mark.parametrize(("view", "name"), VIEWS.items())
def test_watching_is_answered_with_the_whole_picture(live: Live, view: str, name: str) -> None:
    car = live.car()
    screen = live.screen(name)
    answer = screen.watch(view)
    assert answer.keys() == {"ok", "kind", "epoch", "revision", "now", "cards"}
    assert (answer["ok"], answer["kind"]) == (True, "snapshot")
    told = live.person(name).state_hash(view)
    screen.reach(told["revision"])
    assert f"job:{car.job}" in screen.cards
    assert {"revision": screen.revision, "hash": screen.state_hash()} == told


def test_a_change_comes_whole_and_alone(live: Live) -> None:
    car = live.car()
    screen = live.screen(FOREMAN, "workshop")
    before, asked = dict(screen.cards), len(screen.asked)
    bay = live.bay()
    technicians = [live.floor.people[TECHNICIAN]]
    done = live.person(FOREMAN).done(f"/jobs/{car.job}/dispatch", bay=bay, technicians=technicians)
    screen.reach(done["revision"])
    change = change_to(screen, done["revision"])
    assert change.keys() == {"epoch", "from", "to", "now", "set", "drop"}
    assert change["from"] < done["revision"]
    card = change["set"][f"job:{car.job}"]
    assert card == before[f"job:{car.job}"] | {
        key: card[key]
        for key in ("stage", "stage_since_at", "stage_due_at", "bay", "people", "planned_start_at", "rank")
    }
    assert (card["stage"], card["bay"]) == ("dispatched", bay)
    assert len(screen.asked) == asked


def test_a_cancelled_car_is_dropped(live: Live) -> None:
    car = live.car()
    screen = live.screen(FOREMAN, "workshop")
    done = live.person(FOREMAN).done(f"/jobs/{car.job}/cancel", reason="客户改期")
    screen.reach(done["revision"])
    assert change_to(screen, done["revision"])["drop"] == [f"job:{car.job}"]
    assert f"job:{car.job}" not in screen.cards


def test_changes_come_in_order_without_a_gap(live: Live) -> None:
    screen = live.screen(FOREMAN, "workshop")
    began = screen.revision
    assert began is not None
    car = live.car()
    answers = [live.person(ADVISOR).done(f"/jobs/{car.job}/print-card") for _ in range(3)]
    screen.reach(answers[-1]["revision"])
    steps = [(body["from"], body["to"]) for name, body in screen.events if name == "change" and body["to"] > began]
    assert steps[0][0] <= began
    assert [start for start, _ in steps[1:]] == [end for _, end in steps[:-1]]
    assert steps[-1][1] == answers[-1]["revision"]
    assert screen.state_hash() == live.person(FOREMAN).state_hash("workshop")["hash"]


def test_a_pulse_tells_epoch_revision_time_and_version(live: Live) -> None:
    screen = live.screen(FOREMAN, "workshop")
    pulse = screen.hear("pulse")
    assert pulse.keys() == {"epoch", "revision", "now", "version"}
    assert (pulse["epoch"], pulse["revision"]) == (screen.epoch, screen.revision)
    assert isinstance(pulse["now"], int)
    assert isinstance(pulse["version"], str)


def test_a_socket_that_watches_nothing_hears_nothing(live: Live) -> None:
    silent = live.screen(FOREMAN)
    watching = live.screen(FOREMAN, "workshop")
    watching.reach(live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")["revision"])
    watching.hear("pulse")
    silent.listen()
    assert silent.events == []


# Asking again


def test_who_has_everything_is_told_that_nothing_changed(live: Live) -> None:
    screen = live.screen(FOREMAN, "workshop")
    answer = screen.sync()
    assert answer.keys() == {"ok", "kind", "epoch", "from", "to", "now", "set", "drop"}
    assert (answer["ok"], answer["kind"], answer["set"], answer["drop"]) == (True, "change", {}, [])
    assert answer["from"] == answer["to"] == screen.revision


def test_a_gap_is_answered_with_what_changed_since(live: Live) -> None:
    gone, car = live.car(), live.car()
    screen = live.screen(FOREMAN, "foreman")
    then, had = screen.revision, dict(screen.cards)
    live.person(FOREMAN).done(f"/jobs/{gone.job}/cancel", reason="客户改期")
    done = live.person(ADVISOR).done(f"/jobs/{car.job}/print-card")
    screen.reach(done["revision"])
    screen.revision, screen.cards = then, had  # as if both changes had been lost
    answer = screen.sync()
    assert (answer["kind"], answer["from"], answer["to"]) == ("change", then, done["revision"])
    assert f"job:{gone.job}" in answer["drop"]
    assert screen.state_hash() == live.person(FOREMAN).state_hash("foreman")["hash"]


def test_coming_back_with_what_it_has_needs_no_whole_picture(live: Live) -> None:
    first = live.screen(FOREMAN, "workshop")
    first.close()
    live.car()
    again = live.screen(FOREMAN)
    answer = again.watch("workshop", epoch=first.epoch, revision=first.revision)
    assert (answer["kind"], answer["from"]) == ("change", first.revision)


@pytest.mark.parametrize("has", [
    {}, {"epoch": "another", "revision": 3}, {"revision": 3}, {"epoch": None, "revision": 3},
    {"epoch": "ours", "revision": None}, {"epoch": "ours", "revision": -1}, {"epoch": "ours", "revision": 10**15},
    {"epoch": "ours", "revision": 10**40}, {"epoch": "ours", "revision": -(10**40)},
])  # fmt: skip
def test_who_has_nothing_that_helps_gets_the_whole_picture(live: Live, has: dict[str, Any]) -> None:
    screen = live.screen(FOREMAN, "workshop")
    ours = {**has, "epoch": screen.epoch} if has.get("epoch") == "ours" else has
    for event, asked in (("watch", {"view": "workshop", **ours}), ("sync", ours)):
        answer = screen.ask(event, asked)
        assert (answer["ok"], answer["kind"]) == (True, "snapshot"), answer
        assert answer["cards"] == screen.cards


def test_changes_before_the_beginning_are_all_there(live: Live) -> None:
    """A picture of nothing at all, brought up to date by changes alone or replaced, ends as the present one."""
    live.car()
    screen = live.screen(FOREMAN, "workshop")
    picture = dict(screen.cards)
    screen.cards, screen.revision = {}, 0
    screen.sync()
    assert screen.cards == picture


@pytest.mark.parametrize("question", WRONG_TYPES, ids=repr)
def test_what_is_no_question_is_refused_and_changes_nothing(live: Live, question: Any) -> None:
    screen = live.screen(FOREMAN, "workshop")
    answer = screen.ask("watch", question)
    assert answer.keys() == {"ok", "code", "sentence"}
    assert (answer["ok"], answer["code"]) == (False, "bad_request")
    assert answer["sentence"]
    assert screen.sync()["ok"]


def test_without_any_question_it_is_refused(live: Live) -> None:
    screen = live.screen(FOREMAN, "workshop")
    assert screen.ask("watch")["code"] == "bad_request"
    assert screen.ask("sync")["code"] == "bad_request"


def test_a_socket_watches_one_view_at_a_time(live: Live) -> None:
    screen = live.screen(FOREMAN, "workshop")
    other = live.screen(FOREMAN, "workshop")
    assert screen.watch("foreman")["ok"]
    done = live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")
    screen.reach(done["revision"])
    other.reach(done["revision"])
    assert screen.sync()["ok"]
    at = [body["to"] for name, body in screen.events if name == "change"]
    assert at == sorted(set(at)), "a change came twice: the old view goes on"
    assert screen.state_hash() == live.person(FOREMAN).state_hash("foreman")["hash"]


# Personal views


def test_everybody_is_shown_their_own_steps(live: Live) -> None:
    car = live.car_in_bay(TECHNICIAN)
    mine, other = live.screen(TECHNICIAN, "tablet"), live.screen(OTHER_TECHNICIAN, "tablet")
    assert mine.cards[f"job:{car.job}"]["mine"]
    assert not other.cards[f"job:{car.job}"]["mine"]
    assert f"person:{live.floor.people[OTHER_TECHNICIAN]}" not in mine.cards
    scan = {"code": car.card, "step": "clock_on", "via": "camera"}
    done = live.person(TECHNICIAN).done("/scans", **scan)
    mine.reach(done["revision"])
    other.reach(done["revision"])
    assert mine.cards[f"job:{car.job}"]["on_since_at"] is not None
    assert other.cards[f"job:{car.job}"]["on_since_at"] is None
    for name, screen in ((TECHNICIAN, mine), (OTHER_TECHNICIAN, other)):
        assert screen.state_hash() == live.person(name).state_hash("tablet")["hash"]


def test_the_steps_of_all_cars_follow_where_one_is_clocked_on(live: Live) -> None:
    """Clocking on to one car changes what a scan of every other one offers; who was away is told as well."""
    here, there = live.car_in_bay(LEADER), live.car_in_bay(LEADER)
    screen, away = live.screen(LEADER, "tablet"), live.screen(LEADER, "tablet")
    before = {"epoch": away.epoch, "revision": away.revision}
    away.close()
    done = live.person(LEADER).done("/scans", code=here.card, step="clock_on", via="camera")
    screen.reach(done["revision"])
    assert "switch" in [step["step"] for step in screen.cards[f"job:{there.job}"]["steps"]]
    back = live.screen(LEADER)
    back.cards, back.epoch, back.revision = dict(away.cards), away.epoch, away.revision
    back.watch("tablet", **before)
    assert back.cards == screen.cards


# Two foremen


def test_two_foremen_see_each_others_moves(live: Live) -> None:
    one, other = live.screen(FOREMAN, "foreman"), live.screen(OTHER_FOREMAN, "foreman")
    car = live.car_in_bay()
    seen = live.person(FOREMAN).get(f"/jobs/{car.job}").json()["job"]["bay"]["id"]
    done = live.person(OTHER_FOREMAN).done(f"/jobs/{car.job}/move", bay=live.bay(), seen_bay=seen)
    one.reach(done["revision"])
    other.reach(done["revision"])
    assert one.cards == other.cards
    assert one.cards[f"job:{car.job}"]["bay"] != seen
    assert one.state_hash() == live.person(OTHER_FOREMAN).state_hash("foreman")["hash"]
