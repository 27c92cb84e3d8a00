"""Putting clockings right, ending the forgotten ones, and the board's own clock."""

from datetime import timedelta

from board import ticker
from board.commands import clockings, working
from board.domain.clockings import spans
from board.domain.stages import Stage
from board.screens import foreman, tablet
from board.store import models
from board.store.states import clocking_state
from tests.commands.workshop import Workshop, refused

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
