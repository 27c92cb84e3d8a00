"""Calling for help on a real database: what is kept, what screens are told, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from board.commands import andon
from board.domain.andon import CallKind
from board.domain.stages import Stage
from board.screens.views import VIEWS, Audience, build
from board.store import models
from tests.commands.workshop import Workshop, refused


def _calls(workshop: Workshop, view: str = "workshop") -> dict[str, Any]:
    person = workshop.people["both"] if VIEWS[view].personal else None
    with workshop.look() as look:
        cards = build(look, Audience(workshop.site, view, person), None)
    return {key: card for key, card in cards.items() if key.startswith("call:")}


def _call(workshop: Workshop, by: str = "technician", **details: Any) -> int:
    made: int = workshop.do(andon.call_andon, by, **details).result["call"]
    return made


def test_a_call_is_on_every_screen_until_it_is_settled(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work, plate="京A6K218")
    call = _call(workshop, kind=CallKind.technical_support, job=job, note=" 螺栓滑丝 ")
    card = {
        "kind": "call",
        "call_kind": "technical_support",
        "job": job,
        "plate": {"text": "京A·6K218", "kind": "blue"},
        "bay": "1",
        "by": {"id": workshop.people["technician"], "name": "张伟"},
        "note": "螺栓滑丝",
        "called_at": round(workshop.now.timestamp() * 1000),
        "answered_at": None,
        "answered_by": None,
        "addressed": ["foreman", "inspector", "leader"],
    }
    for view in ("workshop", "foreman", "tablet", "desk"):
        assert _calls(workshop, view) == {f"call:{call}": card}
    assert _calls(workshop, "lounge") == {}
    workshop.do(andon.answer_andon, "foreman", call=call)
    answered = _calls(workshop)[f"call:{call}"]
    assert answered["answered_by"] == {"id": workshop.people["foreman"], "name": "李强"}
    assert answered["answered_at"] == round(workshop.now.timestamp() * 1000)
    workshop.do(andon.resolve_andon, "foreman", call=call, resolution="已更换螺栓")
    assert _calls(workshop) == {}
    assert set(workshop.entries()[-1].touched) == {f"call:{call}", f"job:{job}"}


def test_the_times_to_answer_and_to_settle_are_kept(workshop: Workshop) -> None:
    call = _call(workshop, kind=CallKind.safety)
    workshop.now += timedelta(minutes=3)
    workshop.do(andon.answer_andon, "manager", call=call)
    workshop.now += timedelta(minutes=9)
    workshop.do(andon.resolve_andon, "manager", call=call)
    with workshop.store.reading() as session:
        row = session.get_one(models.AndonCall, call)
        assert row.answered_at is not None
        assert row.resolved_at is not None
        assert row.answered_at - row.called_at == timedelta(minutes=4)
        assert row.resolved_at - row.answered_at == timedelta(minutes=10)


def test_a_call_about_no_car_is_the_callers_own(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    _call(workshop, kind=CallKind.parts, bay=workshop.bays["2"])
    with refused(workshop, "already_called"):
        workshop.do(andon.call_andon, "technician", kind=CallKind.parts)
    other = _call(workshop, "electrician", kind=CallKind.parts)
    card = _calls(workshop)[f"call:{other}"]
    assert (card["job"], card["plate"], card["bay"]) == (None, None, None)


def test_one_open_call_of_a_kind_for_a_car(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    call = _call(workshop, kind=CallKind.parts, job=job)
    with refused(workshop, "already_called"):
        workshop.do(andon.call_andon, "electrician", kind=CallKind.parts, job=job)
    _call(workshop, "electrician", kind=CallKind.advisor, job=job)
    workshop.do(andon.resolve_andon, "technician", call=call)
    assert _call(workshop, kind=CallKind.parts, job=job) != call


def test_who_may_not_answer_or_settle(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    call = _call(workshop, kind=CallKind.parts)
    for somebody in ("foreman", "advisor", "technician"):
        with refused(workshop, "not_addressed"):
            workshop.do(andon.answer_andon, somebody, call=call)
    with refused(workshop, "not_addressed"):
        workshop.do(andon.resolve_andon, "inspector", call=call)
    workshop.do(andon.answer_andon, "parts", call=call)
    with refused(workshop, "already_answered"):
        workshop.do(andon.answer_andon, "parts", call=call)
    workshop.do(andon.resolve_andon, "parts", call=call, resolution="已送到工位")
    with refused(workshop, "call_settled"):
        workshop.do(andon.resolve_andon, "technician", call=call)
    with refused(workshop, "call_settled"):
        workshop.do(andon.answer_andon, "parts", call=call)


@pytest.mark.parametrize("stage", [Stage.delivered, Stage.cancelled])
def test_no_help_is_called_for_a_car_that_left(sqlite_workshop: Workshop, stage: Stage) -> None:
    job = sqlite_workshop.car_at(stage)
    with refused(sqlite_workshop, "job_closed"):
        sqlite_workshop.do(andon.call_andon, "technician", kind=CallKind.parts, job=job)
    with refused(sqlite_workshop, "not_found"):
        sqlite_workshop.do(andon.answer_andon, "foreman", call=999)
