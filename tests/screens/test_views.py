"""What each view shows, what it never shows, and how many questions it asks the database for it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from board.commands import checking, delivering, receiving
from board.domain.stages import Stage
from board.screens.look import Look
from board.screens.views import VIEWS, Audience, build
from board.store import models
from tests.commands.workshop import BRAKES, OIL, Workshop

SECRETS = {
    "name": "诸葛孔明",
    "phone": "13800138000",
    "vin": "LSVAA4182E2123456",
    "concern": "刹车异响",
    "plate": "京A6K218",
}


def _car(workshop: Workshop, waits: bool = True, stage: Stage = Stage.waiting_dispatch, **more: Any) -> int:
    given = {each: SECRETS[each] for each in ("plate", "vin", "concern")} | more
    customer = {"name": SECRETS["name"], "salutation": "mr", "phone": SECRETS["phone"]}
    return workshop.car_at(stage, customer=customer, waits=waits, **given)


def _cards(workshop: Workshop, view: str, login: str = "both") -> dict[str, Any]:
    with workshop.look() as look:
        return build(look, _audience(workshop, view, login), None)


def _audience(workshop: Workshop, view: str, login: str = "both") -> Audience:
    return Audience(workshop.site, view, workshop.people[login] if VIEWS[view].personal else None)


def test_the_lounge_is_told_of_waiting_customers_alone_and_masked(workshop: Workshop) -> None:
    promised = workshop.now + timedelta(hours=2)
    job = _car(workshop, promised_at=promised)
    _car(workshop, waits=False, plate="京B00001")
    assert _cards(workshop, "lounge") == {
        f"site:{workshop.site}": {"kind": "site", "name": "测试车间"},
        f"job:{job}": {
            "kind": "car",
            "plate": {"text": "京A·6K**8", "kind": "blue"},
            "owner": {"surname": "诸葛", "salutation": "mr"},
            "step": 1,
            "wash": True,
            "expected_at": round(promised.timestamp() * 1000),
            "ready": False,
            "ready_at": None,
        },
    }


STEPS = {
    Stage.waiting_dispatch: 1,
    Stage.dispatched: 2,
    Stage.in_work: 2,
    Stage.paused: 2,
    Stage.self_check: 3,
    Stage.leader_check: 3,
    Stage.final_check: 3,
    Stage.wash_queue: 4,
    Stage.washing: 4,
    Stage.ready: 5,
    Stage.handover: 5,
    Stage.settled: 5,
}


@pytest.mark.parametrize("stage", STEPS)
def test_five_plain_steps(sqlite_workshop: Workshop, stage: Stage) -> None:
    job = _car(sqlite_workshop, stage=stage)
    card = _cards(sqlite_workshop, "lounge")[f"job:{job}"]
    assert (card["step"], card["ready"]) == (STEPS[stage], STEPS[stage] == 5)


@pytest.mark.parametrize(
    ("view", "unseen"),
    [
        ("lounge", ("name", "phone", "vin", "concern", "plate")),
        ("workshop", ("name", "phone", "vin", "concern")),
        ("foreman", ("phone", "vin")),
        ("tablet", ("name", "phone", "vin")),
    ],
)
def test_what_an_audience_may_not_see_is_never_built(workshop: Workshop, view: str, unseen: tuple[str, ...]) -> None:
    for number, stage in enumerate((Stage.waiting_dispatch, Stage.ready, Stage.in_work)):
        _car(workshop, stage=stage, plate=f"京A6K21{number}")
    told = json.dumps(_cards(workshop, view, "technician"), ensure_ascii=False).replace("·", "")
    seen = {**SECRETS, "plate": "京A6K21"}
    assert [each for each in unseen if seen[each] in told] == []


def test_cars_that_left_stand_on_no_screen(workshop: Workshop) -> None:
    gone = [workshop.car_at(Stage.delivered), workshop.car_at(Stage.cancelled)]
    for view in VIEWS.keys() - {"gate", "follow_up"}:  # which are about cars that left
        assert {f"job:{job}" for job in gone}.isdisjoint(_cards(workshop, view))
    site = _cards(workshop, "workshop")[f"site:{workshop.site}"]
    assert (site["in_shop"], site["delivered"], site["on_time"]) == (0, 1, 1)


def test_late_cars_are_counted_by_the_first_promise(workshop: Workshop) -> None:
    job = workshop.take_in(promised_at=workshop.now + timedelta(minutes=3))
    later = workshop.now + timedelta(hours=9)
    workshop.do(receiving.change_promise, "advisor", job=job, promised_at=later, reason="待料", told="王敏")
    with workshop.store.changing() as session:
        session.get_one(models.Job, job).stage = Stage.settled
    workshop.now += timedelta(minutes=3)
    workshop.do(delivering.deliver, "guard", job=job)
    site = _cards(workshop, "workshop")[f"site:{workshop.site}"]
    assert (site["delivered"], site["on_time"]) == (1, 0)


def test_a_failed_check_is_shown_until_it_passes(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.final_check)
    workshop.do(checking.sign_final_check, "inspector", job=job, passed=False, items=["异响"])
    card = _cards(workshop, "workshop")[f"job:{job}"]
    assert (card["stage"], card["rework"]) == ("in_work", {"times": 1, "check": "final", "items": ["异响"]})


@pytest.mark.parametrize("view", VIEWS)
def test_cards_are_of_the_view_s_kinds_and_can_be_sent(workshop: Workshop, view: str) -> None:
    for stage, bay in ((Stage.ready, "1"), (Stage.paused, "2"), (Stage.in_work, "3")):
        workshop.car_at(stage, bay=bay, waits=True)
    cards = _cards(workshop, view)
    assert {key.split(":")[0] for key in cards} <= VIEWS[view].kinds
    assert json.loads(json.dumps(cards)) == cards


@pytest.mark.parametrize("view", VIEWS)
def test_a_card_is_the_same_whenever_it_is_built(sqlite_workshop: Workshop, view: str) -> None:
    sqlite_workshop.car_at(Stage.in_work, waits=True, promised_at=sqlite_workshop.now + timedelta(hours=1))
    with sqlite_workshop.look() as look:
        now = build(look, _audience(sqlite_workshop, view), None)
        later = Look(look.session, look.site, look.now + timedelta(hours=9))
        assert build(later, _audience(sqlite_workshop, view), None) == now


@pytest.mark.parametrize("view", VIEWS)
def test_asking_for_one_card_gives_the_card_of_the_whole(sqlite_workshop: Workshop, view: str) -> None:
    for stage, bay in ((Stage.ready, "1"), (Stage.in_work, "2")):
        sqlite_workshop.car_at(stage, bay=bay, waits=True)
    whole = _cards(sqlite_workshop, view)
    with sqlite_workshop.look() as look:
        for key in whole:
            fresh = Look(look.session, look.site, look.now)
            part = build(fresh, _audience(sqlite_workshop, view), {key})
            assert part[key] == whole[key]


@pytest.mark.parametrize("view", VIEWS)
def test_more_cars_are_no_more_questions(workshop: Workshop, view: str) -> None:
    workshop.car_at(Stage.ready, waits=True)
    workshop.car_at(Stage.in_work, waits=True, operations=[OIL, BRAKES])
    workshop.car_at(Stage.waiting_dispatch, waits=True)
    few = _questions(workshop, view)
    for _ in range(3):
        workshop.car_at(Stage.waiting_dispatch, waits=True, advisor=workshop.people["advisor"])
        workshop.take_in(OIL, BRAKES, waits=True, advisor=workshop.people["manager"])
    assert _questions(workshop, view) <= few


def test_a_longer_day_is_no_more_questions(workshop: Workshop) -> None:
    workshop.car_at(Stage.delivered)
    few = _questions(workshop, "tablet", "technician")
    for _ in range(3):
        workshop.car_at(Stage.delivered)
    assert _questions(workshop, "tablet", "technician") <= few


def _questions(workshop: Workshop, view: str, login: str = "both") -> int:
    asked: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(workshop.store.reader, "before_cursor_execute", count)
    try:
        _cards(workshop, view, login)
    finally:
        event.remove(workshop.store.reader, "before_cursor_execute", count)
    return len(asked)
