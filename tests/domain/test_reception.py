"""The order that a customer signs, and the time that can be promised."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from board.domain.calendar import Calendar, Hours
from board.domain.job import Job, OldParts, Operation
from board.domain.reception import (
    Ahead,
    MarkKind,
    Order,
    OrderLine,
    OrderPart,
    SeenMark,
    WalkPosition,
    ahead_of,
    propose_promise,
    require_promise_ahead,
    sign_order,
    walked_round,
)
from board.domain.stages import TIME_STANDARDS, Stage
from tests.domain.cast import BEFORE, LATER, NOW, code_of, job_at, with_operations

ORDER = Order(
    plate="京A12345",
    model="A6L",
    customer="欧阳若兰",
    concern="刹车时方向盘抖动",
    mileage_km=45_120,
    fuel_eighths=3,
    valuables="行车记录仪",
    marks=(SeenMark(WalkPosition.left_front, MarkKind.scratch, 400, 500, "10 cm"),),
    lines=(OrderLine("更换前制动片", 54, 48_000),),
    parts=(OrderPart("前制动片", 2, "8W0698151", 36_000),),
    promised_at=LATER,
    wash_wanted=True,
    old_parts=OldParts.return_to_customer,
)


def received() -> Job:
    return with_operations(job_at(Stage.reception), Operation(11, "更换前制动片", 54))


def signed(order: Order = ORDER, seen: str = "", job: Job | None = None, signature: bool = True) -> Job:
    return sign_order(job or received(), order, seen or order.digest, signature, NOW)


def test_a_signed_order_waits_for_dispatch() -> None:
    after = signed()
    assert (after.stage, after.stage_since) == (Stage.waiting_dispatch, NOW)


CHANGES: dict[str, dict[str, Any]] = {
    "a price": {"lines": (OrderLine("更换前制动片", 54, 48_001),)},
    "a line more": {"lines": (*ORDER.lines, OrderLine("更换机油", 30, 0))},
    "no line": {"lines": ()},
    "a part's price": {"parts": (OrderPart("前制动片", 2, "8W0698151", 36_100),)},
    "a quantity": {"parts": (OrderPart("前制动片", 1, "8W0698151", 36_000),)},
    "the promise, by a minute": {"promised_at": LATER + timedelta(minutes=1)},
    "the wash": {"wash_wanted": False},
    "the old parts": {"old_parts": OldParts.discard},
    "a mark": {"marks": ()},
    "the mileage": {"mileage_km": 45_121},
    "valuables": {"valuables": ""},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_order_that_changed_since_it_was_read_is_not_signed(change: dict[str, Any]) -> None:
    assert code_of(lambda: signed(replace(ORDER, **change), seen=ORDER.digest)) == "order_changed"


def test_the_same_order_has_the_same_digest_in_every_time_zone() -> None:
    elsewhere = LATER.astimezone(tz=None)
    assert replace(ORDER, promised_at=elsewhere).digest == ORDER.digest
    assert len(ORDER.digest) == 64


MISSING: dict[str, tuple[dict[str, Any], str]] = {
    "the model": ({"model": ""}, "model_missing"),
    "the customer": ({"customer": ""}, "customer_missing"),
    "a promise": ({"promised_at": None}, "promise_missing"),
    "a promise ahead": ({"promised_at": NOW}, "promise_in_past"),
}


@pytest.mark.parametrize(("change", "code"), MISSING.values(), ids=MISSING)
def test_what_is_missing_is_said(change: dict[str, Any], code: str) -> None:
    assert code_of(lambda: signed(replace(ORDER, **change))) == code


def test_nothing_to_do_and_no_signature() -> None:
    assert code_of(lambda: signed(job=replace(received(), operations=()))) == "nothing_to_do"
    assert code_of(lambda: signed(signature=False)) == "signature_missing"


@pytest.mark.parametrize(
    ("stage", "code"),
    [(Stage.arrived, "wrong_stage"), (Stage.waiting_dispatch, "wrong_stage"), (Stage.cancelled, "job_closed")],
)
def test_an_order_is_signed_in_reception_only(stage: Stage, code: str) -> None:
    assert code_of(lambda: signed(job=job_at(stage))) == code


def test_the_total_is_labour_and_parts() -> None:
    assert (ORDER.total_cents, ORDER.unpriced) == (48_000 + 2 * 36_000, False)
    unknown = replace(ORDER, lines=(*ORDER.lines, OrderLine("检查异响", 30)))
    assert (unknown.total_cents, unknown.unpriced) == (ORDER.total_cents, True)


def test_a_newly_chosen_promise_lies_ahead() -> None:
    require_promise_ahead(None, None, NOW)
    require_promise_ahead(LATER, None, NOW)
    require_promise_ahead(BEFORE, BEFORE, NOW)
    assert code_of(lambda: require_promise_ahead(NOW, None, NOW)) == "promise_in_past"
    assert code_of(lambda: require_promise_ahead(BEFORE, LATER, NOW)) == "promise_in_past"


def test_the_walk_round_is_complete_with_six_positions() -> None:
    assert walked_round(list(WalkPosition))
    assert not walked_round([position for position in WalkPosition if position is not WalkPosition.rear])


# The promise. The workshop is in Shanghai (UTC+8) and open from 8 to 18; 21 November 2026 is a Saturday.


def calendar(open_days: tuple[int, ...] = (0, 1, 2, 3, 4, 5), **special: bool) -> Calendar:
    days = {date.fromisoformat(day.replace("_", "-").lstrip("d")): is_open for day, is_open in special.items()}
    return Calendar("Asia/Shanghai", Hours("08:00", "18:00"), frozenset(open_days), days)


def local(day: int, clock: str) -> datetime:
    """A time in Shanghai in November 2026, as UTC."""
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=UTC) - timedelta(hours=8)


def ahead(work: int, queue: int = 0, technicians: int = 4, wash: bool = False) -> Ahead:
    return ahead_of(queue, technicians, work, wash, TIME_STANDARDS)


def test_a_promise_is_queue_dispatch_work_checks_and_wash() -> None:
    car = ahead(90, queue=241, technicians=4, wash=True)
    assert (car.waiting_minutes, car.dispatch_minutes, car.check_minutes, car.wash_minutes) == (61, 10, 20, 35)
    assert car.minutes == 61 + 10 + 90 + 20 + 35
    assert propose_promise(local(20, "09:00"), car, calendar()) == local(20, "12:40")


def test_a_promise_is_rounded_up_to_five_minutes() -> None:
    assert propose_promise(local(20, "09:00"), ahead(30), calendar()) == local(20, "10:00")
    assert propose_promise(local(20, "09:01"), ahead(30), calendar()) == local(20, "10:05")


def test_what_does_not_fit_into_the_day_goes_on_at_the_next_opening() -> None:
    assert propose_promise(local(20, "16:30"), ahead(90), calendar()) == local(21, "08:30")


def test_closed_days_are_passed_over() -> None:
    assert propose_promise(local(21, "17:30"), ahead(60), calendar()) == local(23, "09:00"), "Sunday is closed"
    holiday = calendar(d2026_11_23=False)
    assert propose_promise(local(21, "17:30"), ahead(60), holiday) == local(24, "09:00")
    worked_sunday = calendar(d2026_11_22=True)
    assert propose_promise(local(21, "17:30"), ahead(60), worked_sunday) == local(22, "09:00")


def test_a_car_that_comes_outside_the_hours_begins_at_the_next_opening() -> None:
    assert propose_promise(local(20, "07:00"), ahead(60), calendar()) == local(20, "09:30")
    assert propose_promise(local(22, "12:00"), ahead(60), calendar()) == local(23, "09:30")


def test_a_long_job_takes_as_many_days_as_it_takes() -> None:
    assert propose_promise(local(16, "08:00"), ahead(3 * 600 - 30), calendar()) == local(18, "18:00")


def test_without_technicians_the_queue_is_one_man_s() -> None:
    assert ahead(30, queue=100, technicians=0).waiting_minutes == 100


def test_a_workshop_that_never_opens_promises_time_that_passes() -> None:
    assert propose_promise(local(20, "09:00"), ahead(30), calendar(())) == local(20, "10:00")
