"""A day at random: whatever people do, every screen that follows the feed shows what the server would show anew."""

import random
from collections.abc import Callable
from typing import Any

from tests.contract.live import (
    ADVISOR,
    CASHIER,
    FOREMAN,
    GUARD,
    INSPECTOR,
    LEADER,
    OTHER_FOREMAN,
    OTHER_TECHNICIAN,
    TECHNICIAN,
    WASHER,
    Live,
    Visitor,
)
from tests.contract.screen import Screen

FLOOR = (TECHNICIAN, OTHER_TECHNICIAN, LEADER, INSPECTOR, WASHER)
SCANNERS = (*FLOOR, ADVISOR, CASHIER, GUARD)
STEPS = 200
ANSWERS: dict[str, Callable[[random.Random], Any]] = {
    "reason": lambda dice: dice.choice(["parts", "rest", "customer_approval", "no_bay"]),
    "items": lambda dice: dice.sample(["扭矩未复核", "油迹未清", "胎压不符"], dice.randint(1, 2)),
    "stall": lambda dice: f"A-{dice.randint(1, 9):02}",
    "km": lambda dice: dice.randint(1, 20),
}


def offered(cards: dict[str, Any]) -> list[str]:
    """The cars on which somebody could take a step."""
    return sorted(key for key, card in cards.items() if key.startswith("job:") and card["steps"])


def movable(cards: dict[str, Any]) -> list[str]:
    """The cars that a foreman may do something to."""
    return sorted(key for key, card in cards.items() if key.startswith("job:") and card["may"])


def scan(live: Live, dice: random.Random, name: str, cards: dict[str, Any]) -> int:
    """Somebody scans a car that offers them a step, and takes one; returns the answer's status."""
    visitor = live.person(name)
    card = cards[dice.choice(offered(cards))]
    step = card["steps"][0] if dice.random() < 0.8 else dice.choice(card["steps"])
    told = {need: ANSWERS[need](dice) for need in step["needs"]}
    if "km" in told:
        told |= {"from_km": 40_000, "to_km": 40_000 + told.pop("km")}
    if step["operation"]:
        told["operation"] = step["operation"]
    if step["from_person"]:
        told["from_person"] = step["from_person"]["id"]
    if step["from_job"]:
        told["from_job"] = step["from_job"]["id"]
    return visitor.does("/scans", code=card["number"], step=step["step"], via="typed", **told).status_code


def order(live: Live, dice: random.Random, foreman: Visitor, cards: dict[str, Any]) -> int:
    """A foreman does one of the moves that a card offers; returns the answer's status."""
    key = dice.choice(movable(cards))
    card, path = cards[key], f"/jobs/{key.removeprefix('job:')}"
    people = [live.floor.people[dice.choice([TECHNICIAN, OTHER_TECHNICIAN, LEADER])]]
    bay = dice.choice(sorted(live.floor.bays.values()))
    bodies: dict[str, dict[str, Any]] = {
        "dispatch": {"bay": bay, "technicians": people},
        "assign": {"technicians": people},
        "move": {"bay": dice.choice([bay, None]), "seen_bay": card["bay"]},
        "recall": {"seen_bay": card["bay"]},
        "cancel": {"reason": "客户改期"},
    }
    move = dice.choice(
        [each for each in card["may"] if each in bodies and (each != "cancel" or dice.random() < 0.1)] or ["move"]
    )
    return foreman.does(f"{path}/{move}", **bodies[move]).status_code


def test_screens_that_follow_agree_with_the_server(live: Live) -> None:
    dice = random.Random(20261121)
    delivered = live.screen(FOREMAN, "workshop").cards[f"site:{live.floor.site}"]["delivered"]
    for _ in range(5):
        live.car(waits=dice.random() < 0.5, wash_wanted=dice.random() < 0.7)
    screens: list[tuple[Visitor, str, Screen]] = [
        (live.person(FOREMAN), "foreman", live.screen(FOREMAN, "foreman")),
        (live.person(OTHER_FOREMAN), "foreman", live.screen(OTHER_FOREMAN, "foreman")),
        (live.person(ADVISOR), "desk", live.screen(ADVISOR, "desk")),
        (live.person(CASHIER), "desk", live.screen(CASHIER, "desk")),
        *[(wall, view, live.screen(wall, view)) for view in ("workshop", "lounge") for wall in [live.wall(view)]],
        *[(live.person(name), "tablet", live.screen(name, "tablet")) for name in FLOOR],
    ]
    guard = live.screen(GUARD, "desk")
    by_name = dict(zip((ADVISOR, CASHIER), (screens[2][2], screens[3][2]), strict=True))
    by_name |= {name: screen for name, (_, _, screen) in zip(FLOOR, screens[-len(FLOOR) :], strict=True)}
    by_name[GUARD] = guard
    screens.append((live.person(GUARD), "desk", guard))
    done = set()
    for number in range(STEPS):
        for _, _, screen in screens:
            screen.listen()
        chance = dice.random()
        able = [each for each in SCANNERS if offered(by_name[each].cards)]
        if chance < 0.02 or not movable(screens[0][2].cards):
            live.car(waits=dice.random() < 0.5)
        elif able and chance > 0.2:
            name = dice.choice(able)
            done.add(scan(live, dice, name, by_name[name].cards))
        else:
            foreman = dice.choice([FOREMAN, OTHER_FOREMAN])
            done.add(order(live, dice, live.person(foreman), screens[0][2].cards))
        if number % 50 == 49:
            agree(live, screens)
    assert {200, 409} <= done <= {200, 409}, done
    assert live.screen(FOREMAN, "workshop").cards[f"site:{live.floor.site}"]["delivered"] > delivered
    agree(live, screens)
    for visitor, view, screen in screens:
        assert live.screen(visitor, view).cards == screen.cards, view
        assert screen.asked == ["watch"], f"{view} lost something on the way"


def agree(live: Live, screens: list[tuple[Visitor, str, Screen]]) -> None:
    """Every screen, fed by changes alone, has the fingerprint that the server computes afresh."""
    for visitor, view, screen in screens:
        told = visitor.state_hash(view)
        screen.reach(told["revision"])
        assert (view, screen.revision, screen.state_hash()) == (view, told["revision"], told["hash"])
