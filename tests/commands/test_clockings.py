"""Putting clockings right, ending the forgotten ones, and the board's own clock."""

from datetime import timedelta
from typing import Any

import pytest

from board import ticker
from board.commands import clockings, working
from board.domain.clockings import spans
from board.domain.job import PauseReason
from board.domain.refusals import Refused
from board.domain.stages import Stage
from board.screens import foreman, tablet
from board.screens.own_days import own_days, proposals
from board.store import models
from board.store.states import clocking_state
from tests.commands.workshop import BRAKES, OIL, Workshop, refused

REASON = "忘记打卡"


def _first(workshop: Workshop, job: int) -> models.Clocking:
    return workshop.job(job).clockings[0]


def test_a_correction_is_a_new_record(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.paused)
    original = _first(workshop, job)
    earlier = original.at - timedelta(minutes=10)
    workshop.do(clockings.correct_clocking, "foreman", clocking=original.id, at=earlier, reason=REASON)
    rows = workshop.job(job).clockings
    assert (rows[0].at, rows[0].corrects_id) == (original.at, None)
    assert (rows[-1].at, rows[-1].corrects_id, rows[-1].by_id) == (earlier, original.id, workshop.people["foreman"])
    assert [span.start for span in spans(clocking_state(row) for row in rows)] == [earlier]
    details = workshop.entries()[-1].details
    assert (details["was"], details["at"], details["reason"]) == (original.at.isoformat(), earlier.isoformat(), REASON)


def test_what_a_correction_refuses(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.paused)
    on, off = workshop.job(job).clockings
    for by, at, reason, code in (
        ("foreman", on.at, " ", "reason_needed"),
        ("technician", on.at, REASON, "self_correction"),
        ("foreman", workshop.now + timedelta(hours=9), REASON, "clocking_in_future"),
        ("foreman", off.at + timedelta(seconds=1), REASON, "clocking_order"),
    ):
        with refused(workshop, code):
            workshop.do(clockings.correct_clocking, by, clocking=on.id, at=at, reason=reason)
    with refused(workshop, "not_found"):
        workshop.do(clockings.correct_clocking, "foreman", clocking=999, at=on.at, reason=REASON)
    with refused(workshop, "clocking_confirmed"):
        workshop.do(clockings.confirm_clocking, "foreman", clocking=off.id)


def test_who_is_still_on_is_on_since_the_corrected_time_however_often(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    original = _first(workshop, job)
    for minutes in (5, 10):
        since = original.at - timedelta(minutes=minutes)
        workshop.do(clockings.correct_clocking, "foreman", clocking=original.id, at=since, reason=REASON)
        assert [each.since for each in workshop.job(job).on] == [since]
        with workshop.look() as look:
            card = foreman.cards(look, None)[f"person:{original.person_id}"]
            at = round(since.timestamp() * 1000)
            assert card["on"][0]["since_at"] == card["worked_today"]["since"][0] == at


def test_yesterday_s_record_corrected_today_leaves_today_alone(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.paused)
    on, off = workshop.job(job).clockings
    workshop.now += timedelta(days=1)
    ticker.tick(workshop.store, workshop.now)
    workshop.do(clockings.correct_clocking, "foreman", clocking=on.id, at=on.at - timedelta(minutes=9), reason=REASON)
    with workshop.look() as look:
        card = tablet.cards(look, None, on.person_id)[f"person:{on.person_id}"]
    assert card["did"] == []
    assert off.at < workshop.now


def test_a_forgotten_clocking_ends_with_the_shift_and_waits_for_the_foreman(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    on = _first(workshop, job)
    with refused(workshop, "clocking_confirmed"):
        workshop.do(clockings.close_forgotten, None, job=job, person=on.person_id)
    workshop.now = on.at.replace(hour=12, minute=0)  # eight in the evening at the site; the shift ended at six
    ticker.tick(workshop.store, workshop.now)
    row = workshop.job(job)
    off = row.clockings[-1]
    assert (row.stage, row.on) == (Stage.paused, [])
    assert (off.at, off.forgotten, off.recorded_at) == (on.at.replace(hour=10, minute=0), True, workshop.now)
    assert off.by_id is None
    with refused(workshop, "self_correction"):
        workshop.do(clockings.confirm_clocking, "technician", clocking=off.id)
    workshop.do(clockings.confirm_clocking, "foreman", clocking=off.id)
    with refused(workshop, "clocking_confirmed"):
        workshop.do(clockings.confirm_clocking, "foreman", clocking=off.id)


def test_two_processes_end_it_once(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    evening = workshop.now.replace(hour=12)
    ticker.tick(workshop.store, evening)
    revision = workshop.revision
    ticker.tick(workshop.store, evening)
    assert workshop.revision == revision
    assert len(workshop.job(job).clockings) == 2


def test_overtime_is_not_forgotten(workshop: Workshop) -> None:
    workshop.now = workshop.now.replace(hour=10, minute=30)  # half an hour after the shift's end
    job = workshop.car_at(Stage.in_work)
    ticker.tick(workshop.store, workshop.now + timedelta(hours=3))
    assert workshop.job(job).stage is Stage.in_work


def test_the_day_turns_at_the_site_s_midnight(workshop: Workshop) -> None:
    midnight = workshop.now.replace(hour=16, minute=0)
    revision = workshop.revision
    ticker.tick(workshop.store, midnight - timedelta(seconds=1))
    assert workshop.revision == revision
    ticker.tick(workshop.store, midnight)
    ticker.tick(workshop.store, midnight + timedelta(minutes=1))
    with workshop.look() as look:
        assert look.site.day.isoformat() == "2026-11-22"
    assert [entry.verb for entry in workshop.entries()[revision:]] == ["turn_day"]


def test_somebody_who_is_not_on_cannot_be_clocked_off(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    workshop.now = workshop.now.replace(hour=12)
    with refused(workshop, "not_clocked_on"):
        workshop.do(clockings.close_forgotten, None, job=job, person=workshop.people["leader"])
    assert workshop.do(working.clock_on, "leader", job=job).revision


def _forgotten(workshop: Workshop, hour: int = 12) -> tuple[int, models.Clocking]:
    """A technician's clocking that the end of the shift ended."""
    job = workshop.car_at(Stage.in_work)
    workshop.now = workshop.now.replace(hour=hour, minute=0)
    ticker.tick(workshop.store, workshop.now)
    return job, workshop.job(job).clockings[-1]


def _foreman_cards(workshop: Workshop, kind: str) -> dict[str, Any]:
    with workshop.look() as look:
        return {key: card for key, card in foreman.cards(look, None).items() if card["kind"] == kind}


def test_a_forgotten_end_stands_before_the_foreman_until_it_is_confirmed_or_put_right(workshop: Workshop) -> None:
    job, off = _forgotten(workshop)
    cards = _foreman_cards(workshop, "unconfirmed")
    card = cards[f"unconfirmed:{off.id}"]
    assert (card["job"], card["person"]) == (job, {"id": off.person_id, "name": "张伟"})
    assert card["began_at"] < card["at"] == round(off.at.timestamp() * 1000)
    assert f"unconfirmed:{off.id}" in workshop.entries()[-1].touched
    workshop.do(clockings.confirm_clocking, "foreman", clocking=off.id)
    assert _foreman_cards(workshop, "unconfirmed") == {}
    assert f"unconfirmed:{off.id}" in workshop.entries()[-1].touched


def test_a_technician_proposes_and_the_foreman_accepts(workshop: Workshop) -> None:
    job, off = _forgotten(workshop)
    at = off.at - timedelta(hours=2)
    repair = workshop.do(
        clockings.propose_repair, "technician", clocking=off.id, at=at, explanation="四点就做完了"
    ).result["repair"]
    cards = _foreman_cards(workshop, "repair")
    card = cards[f"repair:{repair}"]
    assert (card["job"], card["clocking"], card["act"], card["explanation"]) == (job, off.id, "off", "四点就做完了")
    assert (card["was_at"], card["at"]) == (round(off.at.timestamp() * 1000), round(at.timestamp() * 1000))
    assert {f"repair:{repair}", f"person:{off.person_id}"} <= set(workshop.entries()[-1].touched)
    workshop.do(clockings.decide_repair, "foreman", repair=repair, accepted=True)
    rows = workshop.job(job).clockings
    assert (rows[-1].at, rows[-1].corrects_id, rows[-1].by_id) == (at, off.id, workshop.people["foreman"])
    assert rows[-1].reason == "四点就做完了"
    assert next(row for row in rows if row.id == off.id).at == off.at
    assert [span.end for span in spans(clocking_state(row) for row in rows)] == [at]
    assert _foreman_cards(workshop, "repair") == _foreman_cards(workshop, "unconfirmed") == {}


def test_a_declined_proposal_leaves_the_clocking_and_tells_why(workshop: Workshop) -> None:
    job, off = _forgotten(workshop)
    at = off.at - timedelta(hours=2)
    repair = workshop.do(clockings.propose_repair, "technician", clocking=off.id, at=at, explanation="早走").result
    with refused(workshop, "reason_needed"):
        workshop.do(clockings.decide_repair, "foreman", **repair, accepted=False)
    workshop.do(clockings.decide_repair, "foreman", **repair, accepted=False, answer="你六点还在")
    assert len(workshop.job(job).clockings) == 2
    with workshop.look() as look:
        told = own_days(look, off.person_id)[0]["spans"][0]
    assert told["unconfirmed"]
    assert told["off_clocking"] == off.id
    assert (told["repair"]["accepted"], told["repair"]["answer"]) == (False, "你六点还在")
    for accepted in (True, False):
        with refused(workshop, "repair_decided"):
            workshop.do(clockings.decide_repair, "foreman2", **repair, accepted=accepted, answer="再看")
    workshop.do(clockings.propose_repair, "technician", clocking=off.id, at=at, explanation="有监控")


def test_what_a_proposal_refuses(workshop: Workshop) -> None:
    _, off = _forgotten(workshop)
    at = off.at - timedelta(minutes=5)
    for by, when, why, code in (
        ("technician", at, " ", "reason_needed"),
        ("electrician", at, REASON, "clocking_unknown"),
        ("technician", workshop.now + timedelta(hours=1), REASON, "clocking_in_future"),
        ("technician", off.at - timedelta(hours=20), REASON, "clocking_order"),
    ):
        with refused(workshop, code):
            workshop.do(clockings.propose_repair, by, clocking=off.id, at=when, explanation=why)
    with refused(workshop, "not_found"):
        workshop.do(clockings.propose_repair, "technician", clocking=999, at=at, explanation=REASON)
    workshop.do(clockings.propose_repair, "technician", clocking=off.id, at=at, explanation=REASON)
    with refused(workshop, "repair_waiting"):
        workshop.do(clockings.propose_repair, "technician", clocking=off.id, at=at, explanation=REASON)


def test_nobody_decides_about_their_own_clocking(workshop: Workshop) -> None:
    job = workshop.take_in()
    workshop.dispatch(job, "1", "both")
    workshop.do(working.clock_on, "both", job=job)
    on = _first(workshop, job)
    at = on.at - timedelta(minutes=3)
    repair = workshop.do(clockings.propose_repair, "both", clocking=on.id, at=at, explanation=REASON).result["repair"]
    for accepted in (True, False):
        with refused(workshop, "self_correction"):
            workshop.do(clockings.decide_repair, "both", repair=repair, accepted=accepted, answer="好")
    with refused(workshop, "not_found"):
        workshop.do(clockings.decide_repair, "foreman", repair=repair + 1, accepted=True)
    workshop.do(clockings.decide_repair, "foreman", repair=repair, accepted=True)
    assert [each.since for each in workshop.job(job).on] == [at]


def test_a_proposal_is_read_from_what_lies_around_it(workshop: Workshop) -> None:
    job, off = _forgotten(workshop)
    on = _first(workshop, job)
    with workshop.look() as look:
        assert proposals(look, off.person_id, off.id) == []  # nothing else was done, and it ended with the shift
    workshop.now = off.at + timedelta(hours=14)
    workshop.do(working.resume, "technician", job=job)
    with workshop.look() as look:
        told = proposals(look, off.person_id, workshop.job(job).clockings[-1].id)
        assert [each["hint"] for each in told] == ["previous_off"]
        assert told[0]["at"] == round(off.at.timestamp() * 1000)
        with pytest.raises(Refused):
            proposals(look, workshop.people["electrician"], on.id)


def test_a_person_s_own_shift_ends_their_clocking(workshop: Workshop) -> None:
    with workshop.store.changing() as session:
        early = models.Shift(site_id=workshop.site, name="早班", start="06:00", end="14:00", days=[0, 1, 2, 3, 4, 5])
        session.add(early)
        session.flush()
        session.get_one(models.Person, workshop.people["technician"]).shift_id = early.id
    job = workshop.take_in(OIL, BRAKES)
    workshop.dispatch(job, "1", "technician", "leader")
    workshop.do(working.clock_on, "technician", job=job)
    workshop.do(working.clock_on, "leader", job=job)
    early_end = workshop.now.replace(hour=6, minute=0)  # two in the afternoon at the site
    ticker.tick(workshop.store, early_end + timedelta(minutes=119))
    assert len(workshop.job(job).on) == 2
    ticker.tick(workshop.store, early_end + timedelta(hours=2))
    row = workshop.job(job)
    assert [each.person_id for each in row.on] == [workshop.people["leader"]]
    assert (row.clockings[-1].at, row.clockings[-1].forgotten) == (early_end, True)


def test_where_two_cars_at_once_are_allowed_they_may_overlap_after_a_correction(workshop: Workshop) -> None:
    with workshop.store.changing() as session:
        session.get_one(models.Site, workshop.site).jobs_at_once = 2
    one, other = workshop.car_at(Stage.in_work), workshop.car_at(Stage.in_work, bay="2")
    later = workshop.job(other).clockings[0]
    at = workshop.job(one).clockings[0].at + timedelta(seconds=1)
    workshop.do(clockings.correct_clocking, "foreman", clocking=later.id, at=at, reason=REASON)
    assert [each.since for each in workshop.job(other).on] == [at]
    with workshop.store.changing() as session:
        session.get_one(models.Site, workshop.site).jobs_at_once = 1
    with refused(workshop, "clocking_overlap"):
        workshop.do(clockings.correct_clocking, "foreman", clocking=later.id, at=later.at, reason=REASON)


def test_a_clock_that_was_set_back_ends_a_clocking_with_no_time_in_it(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    on = _first(workshop, job)
    workshop.now -= timedelta(hours=1)
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.rest)
    found = spans(clocking_state(row) for row in workshop.job(job).clockings)
    assert [(span.start, span.end) for span in found] == [(on.at, on.at)]
