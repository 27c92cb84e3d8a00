"""Scans that could not be carried out: tried again when another tablet comes back, or settled by the foreman."""

from datetime import timedelta
from typing import Any

from board.commands import receiving, working
from board.commands.late_settling import settle_late_scan
from board.domain.clockings import spans
from board.domain.job import PauseReason
from board.domain.late_scans import Settling
from board.domain.refusals import Refused
from board.domain.stages import Stage
from board.screens.own_days import own_days
from board.screens.story import story
from board.screens.views import Audience, build
from board.store import models
from board.store.states import clocking_state
from tests.commands.late import badge, late_scans, ms, tablet
from tests.commands.workshop import Workshop, refused

# tablets that come back in another order


def test_a_check_waits_for_the_work_that_another_tablet_brings(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    operation = workshop.job(job).operations[0].id
    theirs, leaders = tablet(workshop, "technician"), tablet(workshop, "leader")
    theirs.keep("technician", "clock_on", job)
    theirs.keep("technician", "finish_operation", job, said={"operation": operation})
    theirs.keep("technician", "pass_self_check", job, said={"passed": True})
    leaders.keep("leader", "pass_leader_check", job, said={"passed": True})
    at = workshop.now
    assert leaders.codes() == ["wrong_stage"]
    assert theirs.codes() == ["done"] * 3
    row = workshop.job(job)
    assert (row.stage, row.stage_since) == (Stage.final_check, at)
    (late,) = late_scans(workshop)
    assert (late.way, late.settled_at, late.settled_by_id) == (Settling.retry, workshop.now, None)
    entry = workshop.entries()[-1]
    assert (entry.verb, entry.person_id, entry.at) == ("sign_leader_check", workshop.people["leader"], at)
    assert f"late_scan:{late.id}" in entry.touched
    assert [each and each.outcome.value for each in leaders.send()] == ["repeated"]


def test_what_waits_is_also_tried_when_the_answer_was_lost(sqlite_workshop: Workshop) -> None:
    """The server died between the last item and the trying again: the tablet sends its batch again."""
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.self_check)
    theirs, leaders = tablet(workshop, "technician"), tablet(workshop, "leader")
    theirs.keep("technician", "pass_self_check", job, said={"passed": True})
    leaders.keep("leader", "pass_leader_check", job, said={"passed": True})
    leaders.send()
    theirs.send(again=False)
    assert workshop.job(job).stage is Stage.leader_check
    theirs.send()
    assert workshop.job(job).stage is Stage.final_check


def test_who_was_not_shown_or_has_no_card_waits_for_the_foreman(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    card = workshop.do(receiving.print_card, "advisor", job=job).result["card"]
    kept = tablet(workshop, "technician", "electrician")
    wrong = badge(workshop, "technician", Refused("wrong_pin"))
    kept.keep("technician", "clock_on", job, proof=wrong)
    kept.keep("technician", "clock_on", code=card)
    workshop.do(receiving.revoke_card, "advisor", job=job)
    kept.keep("electrician", "clock_on", job)
    assert kept.codes() == ["wrong_pin", "scan_revoked", "done"]
    kept.send()
    assert [each.settled_at for each in late_scans(workshop)] == [None, None]


# the foreman's word


def _late(workshop: Workshop, step: str = "clock_on", **more: Any) -> tuple[int, int]:
    """A scan of a car that was cancelled meanwhile: the job and the late scan."""
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    kept.keep("technician", step, job, **more)
    workshop.now += timedelta(hours=1)
    workshop.do(receiving.cancel, "advisor", job=job, reason="客户取消")
    kept.send()
    return job, late_scans(workshop)[-1].id


def _settle(workshop: Workshop, late_scan: int, way: Settling, by: str = "foreman", **more: Any) -> None:
    workshop.do(settle_late_scan, by, late_scan=late_scan, way=way, **more)


def _foreman(workshop: Workshop) -> dict[str, Any]:
    with workshop.look() as look:
        return build(look, Audience(workshop.site, "foreman"), None)


def test_trying_again_does_what_was_meant_at_its_time(workshop: Workshop) -> None:
    job, other = workshop.car_at(Stage.dispatched), workshop.car_at(Stage.in_work, bay="2")
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job)
    at = workshop.now
    workshop.now += timedelta(minutes=5)
    assert kept.codes() == ["clocked_on_elsewhere"]
    late = late_scans(workshop)[0].id
    with refused(workshop, "clocked_on_elsewhere"):
        _settle(workshop, late, Settling.retry)
    clocked = workshop.job(other).clockings[0]
    workshop.do(working.pause, "technician", job=other, reason=PauseReason.rest)
    with refused(workshop, "clocking_overlap"):
        _settle(workshop, late, Settling.retry)
    assert clocked.at < at
    with workshop.store.changing() as session:
        session.get_one(models.Clocking, workshop.job(other).clockings[-1].id).at = at  # they had left in time
    _settle(workshop, late, Settling.retry)
    row = workshop.job(job)
    assert (row.stage, row.stage_since, row.on[0].since) == (Stage.in_work, at, at)
    assert row.clockings[0].by_id == workshop.people["technician"]
    entry = workshop.entries()[-1]
    assert (entry.verb, entry.at, entry.person_id) == ("settle_late_scan", at, workshop.people["foreman"])
    assert entry.details["settled"] == "retry"
    with refused(workshop, "late_scan_settled"):
        _settle(workshop, late, Settling.dismiss, reason="x")


def test_worked_time_is_recorded_also_on_a_closed_job(workshop: Workshop) -> None:
    job, late = _late(workshop)
    start, end = workshop.now - timedelta(hours=1), workshop.now - timedelta(minutes=20)
    _settle(workshop, late, Settling.record_time, reason="平板断网", start=start, end=end)
    row = workshop.job(job)
    on, off = row.clockings
    assert (row.stage, on.at, off.at, off.reason) == (Stage.cancelled, start, end, "平板断网")
    assert (on.by_id, on.person_id, on.recorded_at) == (
        workshop.people["foreman"],
        workshop.people["technician"],
        workshop.now,
    )
    with workshop.look() as look:
        (today,) = own_days(look, workshop.people["technician"])
        told = story(look, job)
    assert [(each["from_at"], each["until_at"]) for each in today["spans"]] == [(ms(start), ms(end))]
    assert told is not None
    laid = next(each for each in told["entries"] if each["verb"] == "lay_late_scan")
    settled = told["entries"][-1]
    assert (settled["verb"], settled["how"], settled["who"]) == ("settle_late_scan", "record_time", "李强")
    parts = {part["what"]: part["after"] for part in settled["parts"]}
    assert (parts["clocked_on"], parts["clocked_off"]) == (ms(start), ms(end))
    assert (parts["late_by"], parts["late_step"], parts["reason"]) == ("张伟", "clock_on", "平板断网")
    refusal = next(part["after"] for part in laid["parts"] if part["what"] == "late_refused")
    assert refusal["details"] == {"stage": "cancelled"}


def test_recorded_time_stands_beside_no_other_work(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job, late = _late(workshop)
    other = workshop.car_at(Stage.in_work, bay="2")
    since = workshop.job(other).on[0].since
    hour = timedelta(hours=1)

    def record(start: Any, end: Any, by: str = "foreman", reason: str = "x") -> None:
        _settle(workshop, late, Settling.record_time, by, reason=reason, start=start, end=end)

    for code, start, end in (
        ("clocking_overlap", since - hour, since + timedelta(seconds=1)),
        ("clocking_order", since, since - hour),
        ("clocking_order", None, None),
        ("clocking_in_future", since, workshop.now + hour),
        ("time_too_long", since - 25 * hour, since),
    ):
        with refused(workshop, code):
            record(start, end)
    with refused(workshop, "reason_needed"):
        record(since - hour, since, reason=" ")
    record(since - hour, since)
    assert len(workshop.job(job).clockings) == 2


def test_nobody_records_their_own_time(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "both")
    kept.keep("both", "clock_on", job)
    workshop.do(receiving.cancel, "advisor", job=job, reason="x")
    kept.send()
    start = workshop.now - timedelta(hours=1)
    with refused(workshop, "self_correction"):
        _settle(workshop, 1, Settling.record_time, "both", reason="x", start=start, end=start + timedelta(minutes=1))


def test_time_recorded_while_they_are_on_that_car_leaves_them_on_it(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job)
    kept.send()
    since = workshop.job(job).on[0].since
    start, end = since - timedelta(hours=1), since - timedelta(minutes=30)
    _settle(workshop, 1, Settling.record_time, reason="x", start=start, end=end)
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.rest)
    found = spans(clocking_state(each) for each in workshop.job(job).clockings)
    assert [(span.start, span.end) for span in found] == [(start, end), (since, workshop.now)]


def test_the_time_tells_what_else_was_scanned_in_it(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job)
    came = workshop.now
    kept.keep("technician", "pause", job, said={"reason": "rest"})
    went = workshop.now
    kept.keep("technician", "clock_on", job)
    workshop.do(receiving.cancel, "advisor", job=job, reason="x")
    kept.send()
    cards = _foreman(workshop)
    assert [cards[f"late_scan:{each}"]["proposal"] for each in (1, 2, 3)] == [
        {"from_at": ms(came), "until_at": ms(went)},
        {"from_at": ms(came), "until_at": ms(went)},
        None,
    ]
    _settle(workshop, 1, Settling.record_time, reason="x", start=came, end=went)
    assert [key for key in _foreman(workshop) if key.startswith("late_scan")] == ["late_scan:3"]
    assert {"late_scan:1", "late_scan:2", "late_scan:3"} <= set(workshop.entries()[-1].touched)


def test_a_dismissal_needs_a_reason(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    _, late = _late(workshop)
    with refused(workshop, "reason_needed"):
        _settle(workshop, late, Settling.dismiss)
    _settle(workshop, late, Settling.dismiss, reason=" 扫错车 ")
    (row,) = late_scans(workshop)
    assert (row.way, row.reason, row.settled_by_id) == (Settling.dismiss, "扫错车", workshop.people["foreman"])
    assert workshop.entries()[-1].details["settled"] == "dismiss"


def test_only_ways_that_are_possible(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.leader_check)
    kept = tablet(workshop, "leader")
    wrong = badge(workshop, "leader", Refused("wrong_pin"))
    kept.keep("leader", "pass_leader_check", job, proof=wrong, said={"passed": True})
    kept.send()
    assert _foreman(workshop)["late_scan:1"]["ways"] == ["dismiss"]
    for way in (Settling.retry, Settling.record_time):
        with refused(workshop, "way_not_possible"):
            _settle(workshop, 1, way, reason="x")
    with refused(workshop, "not_found"):
        _settle(workshop, 2, Settling.dismiss, reason="x")


def test_the_card_says_what_a_foreman_needs(workshop: Workshop) -> None:
    job, late = _late(workshop, "pause", said={"reason": "parts", "note": ""})
    row = workshop.job(job)
    card = _foreman(workshop)[f"late_scan:{late}"]
    assert card["person"] == {"id": workshop.people["technician"], "name": "张伟"}
    assert card["job"]["id"] == job
    assert card["job"]["stage"] == row.stage.value == "cancelled"
    assert (card["tablet"], card["step"], card["code"]) == ("平板", "pause", "job_closed")
    assert (card["details"], card["said"]) == ({"stage": "cancelled"}, {"reason": "parts", "note": ""})
    assert card["sentence_code"] == "This job is closed (%(stage)s). Nothing more can be recorded on it."
    assert (card["clock"], card["ways"], card["state"]) == ("good", ["retry", "record_time", "dismiss"], "open")


def test_the_card_follows_its_car(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.leader_check)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job)
    kept.send()
    with workshop.look() as look:
        fresh = build(look, Audience(workshop.site, "foreman"), {f"job:{job}"})
    assert set(fresh) == {f"job:{job}", "late_scan:1"}
