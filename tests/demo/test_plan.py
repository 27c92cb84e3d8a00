"""The demo's plan: everybody in one place at a time, and cars everywhere."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from board.demo.plan import in_order, plan

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def test_the_same_moment_gives_the_same_plan() -> None:
    assert plan(NOON, "zh_CN") == plan(NOON, "zh_CN")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("hour", range(24))
def test_it_can_be_made_at_every_hour(language: str, hour: int) -> None:
    now = NOON.replace(hour=hour)
    cars = plan(now, language)
    came = [car for car in cars if {"take_in", "arrive"} & {step.verb for step in car.steps}]
    assert len(came) == 48
    assert all(step.at <= now for car in cars for step in car.steps)
    assert len({car.details["plate"] for car in cars}) == len(cars) - 1  # one came back
    assert all(before.at <= after.at for car in cars for before, after in pairwise(car.steps))


def test_nothing_happens_to_a_car_out_of_order() -> None:
    cars = plan(NOON, "zh_CN")
    assert all(before.at <= after.at for car in cars for before, after in pairwise(car.steps))
    moments = [step.at for _, step in in_order(cars)]
    assert moments == sorted(moments)


def test_a_bay_holds_one_car_at_a_time() -> None:
    stays = defaultdict(list)
    for car in plan(NOON, "zh_CN"):
        done = {step.verb: step for step in car.steps}
        if "dispatch" in done:
            passed = [step.at for step in car.steps if step.verb == "sign_final_check" and step.details["passed"]]
            moved = [step.at for step in car.steps if step.verb == "move"]
            left = min([*passed, *moved], default=NOON + timedelta(days=1))
            stays[done["dispatch"].details["bay"]].append((done["dispatch"].at, left))
    assert len(stays) >= 10
    for each in stays.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(each)))


@pytest.mark.parametrize("hour", [9, 16, 17])
def test_enough_cars_were_delivered_on_the_day_of_the_site(hour: int) -> None:
    now = NOON.replace(hour=hour, minute=30)
    today = now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    delivered = [step.at for car in plan(now, "zh_CN") for step in car.steps if step.verb == "deliver"]
    assert len([at for at in delivered if at.astimezone(ZoneInfo("Asia/Shanghai")).date() == today]) >= 8
