"""What a tablet kept without network is taken once, in its order and at its time; what cannot be is laid before the
foreman, and holds up nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from board.commands import delivering, dispatching, gate, receiving, setting_up, working
from board.commands.change import Command
from board.commands.late_items import Outcome, SignedIn
from board.commands.late_scans import expected, take
from board.domain.job import PauseReason
from board.domain.late_scans import Clock, TabletTime
from board.domain.people import Role
from board.domain.refusals import Refused
from board.domain.stages import Stage
from board.store import models
from tests.commands.late import badge, late_scans, ms, sent_at, tablet
from tests.commands.workshop import BRAKES, OIL, Workshop, all_rows

# order and once


def test_items_are_taken_in_order_and_once(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    came = kept.keep("technician", "clock_on", job)
    went = kept.keep("technician", "pause", job, said={"reason": "rest"})
    assert kept.codes(went) == ["not yet"]
    assert kept.codes(came, went, came, went) == ["done", "done", "repeated", "repeated"]
    with workshop.store.reading() as session:
        assert expected(session, workshop.site, kept.outbox) == 3
    row = workshop.job(job)
    assert [(each.act.value, each.at) for each in row.clockings] == [
        ("on", workshop.now - timedelta(minutes=1)),
        ("off", workshop.now),
    ]


def test_a_repeat_changes_nothing_and_tells_what_was_told(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job)
    kept.keep("technician", "clock_on", job)
    first = kept.send()
    workshop.now += timedelta(hours=1)
    with workshop.store.reader.connect() as connection:
        before = all_rows(connection)
    again = kept.send()
    with workshop.store.reader.connect() as connection:
        assert all_rows(connection) == before
    assert [each and each.outcome for each in again] == [Outcome.repeated] * 2
    assert [each and (each.code, each.late_scan, each.job) for each in again] == [
        each and (each.code, each.late_scan, each.job) for each in first
    ]


def test_a_scan_that_had_got_through_is_not_done_twice(sqlite_workshop: Workshop) -> None:
    """The first try was carried out, only its answer was lost: the tablet keeps it under the same id."""
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    item = kept.keep("technician", "clock_on", job, said={"operation": None})
    workshop.do(working.clock_on, "technician", command_id=item.id or "", job=job, operation=None)
    answers = kept.send()
    assert [each and (each.outcome, each.job, each.code) for each in answers] == [(Outcome.repeated, job, None)]
    assert len(workshop.job(job).clockings) == 1
    assert late_scans(workshop) == []


def test_a_scan_that_was_taken_late_is_not_done_again_with_network(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    item = kept.keep("technician", "clock_on", job, said={"operation": None})
    kept.send()
    again = workshop.do(working.clock_on, "technician", command_id=item.id or "", job=job, operation=None)
    assert again.repeated


def test_an_outbox_that_was_numbered_anew_repeats_nothing(sqlite_workshop: Workshop) -> None:
    """After a restored backup a tablet may have to begin a new outbox with what it still has."""
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job)
    kept.keep("technician", "clock_on", job)
    first = kept.send()
    kept.outbox = "another-outbox-of-it"
    again = kept.send()
    assert [each and each.outcome for each in again] == [Outcome.repeated] * 2
    assert [each and each.late_scan for each in again] == [each and each.late_scan for each in first]
    assert len(late_scans(workshop)) == 1


# the time that counts


def test_the_time_of_the_scan_counts_everywhere(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.take_in(OIL, BRAKES)
    workshop.dispatch(job)
    kept = tablet(workshop, "technician")
    first = workshop.job(job).operations[0].id
    kept.keep("technician", "clock_on", job)
    came = workshop.now
    kept.keep("technician", "finish_operation", job, said={"operation": first})
    went = workshop.now
    workshop.now += timedelta(hours=3)
    assert kept.codes() == ["done", "done"]
    row = workshop.job(job)
    assert (row.stage, row.stage_since, row.on[0].since) == (Stage.in_work, came, went)
    assert [each.at for each in row.clockings] == [came, went, went]
    assert {each.recorded_at for each in row.clockings} == {workshop.now}
    entry = workshop.entries()[-1]
    assert (entry.verb, entry.at, entry.recorded_at) == ("finish_operation", went, workshop.now)
    assert entry.person_id == workshop.people["technician"]
    assert entry.details["clock"] == "good"


def test_a_clock_that_is_years_off_is_corrected_and_marked(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    years = ms(workshop.now) - 86_400_000 * 900
    item = kept.keep("technician", "clock_on", job)
    at, now = workshop.now, workshop.now + timedelta(hours=2)
    workshop.now = now
    told = TabletTime(ms(at) - years, years, ms(now) - years)
    assert kept.codes(replace(item, told=told)) == ["done"]
    assert workshop.job(job).clockings[0].at == at
    assert workshop.entries()[-1].details["clock"] == "corrected"


@pytest.mark.parametrize(
    ("step", "stage", "by"),
    [
        ("start_wash", Stage.wash_queue, "washer"),
        ("end_wash", Stage.washing, "washer"),
        ("announce", Stage.ready, "advisor"),
        ("hand_over", Stage.ready, "advisor"),
        ("settle", Stage.handover, "cashier"),
        ("deliver", Stage.settled, "guard"),
        ("pass_self_check", Stage.self_check, "technician"),
        ("fail_leader_check", Stage.leader_check, "leader"),
        ("open_reception", Stage.arrived, "advisor"),
    ],
)
def test_every_step_of_a_scan_happens_at_its_time(sqlite_workshop: Workshop, step: str, stage: Stage, by: str) -> None:
    workshop = sqlite_workshop
    if stage is Stage.arrived:
        job = workshop.do(gate.arrive, "guard", plate="京A77777").job or 0
    else:
        job = workshop.car_at(stage)
    kept = tablet(workshop, by)
    said = {"fail_leader_check": {"passed": False, "items": ["异响"]}, "pass_self_check": {"passed": True}}
    kept.keep(by, step, job, said=said.get(step, {}))
    at = workshop.now
    workshop.now += timedelta(hours=1)
    assert kept.codes() == ["done"]
    row = workshop.job(job)
    assert (row.announced_at if step == "announce" else row.stage_since) == at
    assert workshop.entries()[-1].at == at
    assert not [each for each in row.checks if each.at > at]


# nothing goes backwards


def _after(workshop: Workshop, job: int, command: Command, by: str, **details: Any) -> None:
    workshop.now += timedelta(minutes=5)
    workshop.do(command, by, job=job, **details)


def test_a_car_that_came_to_its_bay_later_was_not_begun_before(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job)
    _moved(workshop, job)
    workshop.dispatch(job)
    assert kept.codes() == ["recorded_since"]
    workshop.do(working.clock_on, "electrician", job=job)
    kept.keep("technician", "clock_on", job, told=kept.kept[0].told)
    assert kept.codes()[-1] == "recorded_since", "also when somebody works on it"
    assert workshop.job(job).stage_since == workshop.now - timedelta(minutes=1)


def test_nobody_is_clocked_off_before_they_came(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "pause", job, said={"reason": "rest"})
    _after(workshop, job, working.clock_on, "technician")
    assert kept.codes() == ["recorded_since"]


def test_a_car_is_under_work_from_the_first_to_the_last_whoever_is_heard_of_first(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    theirs, others = tablet(workshop, "technician"), tablet(workshop, "electrician")
    others.keep("electrician", "clock_on", job)
    began = workshop.now
    theirs.keep("technician", "clock_on", job)
    theirs.keep("technician", "pause", job, said={"reason": "parts"})
    others.keep("electrician", "pause", job, said={"reason": "rest"})
    ended = workshop.now
    assert theirs.codes() == ["done", "done"]
    assert workshop.job(job).stage_since == ended - timedelta(minutes=1)
    assert others.codes(others.kept[0]) == ["done"]
    row = workshop.job(job)
    assert (row.stage, row.stage_since, row.pause_reason) == (Stage.in_work, began, None)
    assert others.codes(others.kept[1]) == ["done"]
    row = workshop.job(job)
    assert (row.stage, row.stage_since, row.pause_since, row.pause_reason) == (Stage.paused, ended, ended, "rest")


def test_whoever_left_last_says_why_nobody_is_on_the_car(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    workshop.do(working.clock_on, "electrician", job=job)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "pause", job, said={"reason": "parts"})
    went = workshop.now
    _after(workshop, job, working.pause, "electrician", reason=PauseReason.rest)
    left = workshop.now
    assert kept.codes() == ["done"]
    row = workshop.job(job)
    assert (row.stage, row.stage_since, row.pause_since, row.pause_reason) == (Stage.paused, left, left, "rest")
    assert row.clockings[-1].at == went


def test_the_last_operation_is_done_when_the_last_one_left(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.take_in(OIL, BRAKES)
    workshop.dispatch(job)
    first, second = (each.id for each in workshop.job(job).operations)
    workshop.do(working.clock_on, "technician", job=job, operation=first)
    workshop.do(working.clock_on, "electrician", job=job, operation=second)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "finish_operation", job, said={"operation": first})
    _after(workshop, job, working.finish_operation, "electrician", operation=second)
    assert kept.codes() == ["done"]
    row = workshop.job(job)
    assert (row.stage, row.stage_since) == (Stage.self_check, workshop.now)


def test_somebody_is_not_put_beside_work_that_is_recorded(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job, other = workshop.car_at(Stage.dispatched), workshop.car_at(Stage.dispatched, bay="2")
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job)
    _after(workshop, other, working.clock_on, "technician")
    assert kept.codes() == ["clocked_on_elsewhere"]
    _after(workshop, other, working.pause, "technician", reason=PauseReason.rest)
    kept.keep("technician", "clock_on", job, told=TabletTime(ms(workshop.now - timedelta(minutes=4)), 0, 0))
    assert kept.codes()[-1] == "clocking_overlap"


def test_a_colleague_who_came_later_is_not_sent_to_the_next_operation_earlier(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.take_in(OIL, BRAKES)
    workshop.dispatch(job)
    workshop.do(working.clock_on, "technician", job=job)
    first = workshop.job(job).operations[0].id
    kept = tablet(workshop, "technician")
    kept.keep("technician", "finish_operation", job, said={"operation": first})
    _after(workshop, job, working.clock_on, "electrician", operation=first)
    assert kept.codes() == ["clocking_order"]


def test_what_is_still_true_of_a_car_that_moved_on_is_taken(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "record_test_drive", job, said={"from_km": 1, "to_km": 3})
    at = workshop.now
    _after(workshop, job, working.finish_operation, "technician", operation=workshop.job(job).operations[0].id)
    assert kept.codes() == ["done"]
    with workshop.store.reading() as session:
        assert session.query(models.TestDrive).one().at == at


# what cannot be carried out


def _moved(workshop: Workshop, job: int) -> None:
    workshop.do(dispatching.recall, "foreman", job=job, seen_bay=workshop.bays["1"])


def _cancelled(workshop: Workshop, job: int) -> None:
    workshop.do(receiving.cancel, "advisor", job=job, reason="客户取消")


def _card_revoked(workshop: Workshop, job: int) -> None:
    workshop.do(receiving.revoke_card, "advisor", job=job)


def _role_lost(workshop: Workshop, job: int) -> None:
    told: dict[str, Any] = {"name": "张伟", "roles": [Role.washer], "login": "technician"}
    workshop.do(setting_up.change_person, "admin", person=workshop.people["technician"], **told)


def _left(workshop: Workshop, job: int) -> None:
    workshop.do(setting_up.deactivate_person, "admin", person=workshop.people["technician"])


def _came(workshop: Workshop, job: int) -> None:
    workshop.do(working.clock_on, "technician", job=job)


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (_moved, "wrong_stage"),
        (_cancelled, "job_closed"),
        (_card_revoked, "scan_revoked"),
        (_role_lost, "not_allowed"),
        (_left, "person_left"),
        (_came, "already_clocked_on"),
    ],
)
def test_what_happened_meanwhile_makes_a_late_scan(sqlite_workshop: Workshop, happens: Any, code: str) -> None:
    workshop = sqlite_workshop
    job, beside = workshop.car_at(Stage.dispatched), workshop.car_at(Stage.dispatched, bay="2")
    card = workshop.do(receiving.print_card, "advisor", job=job).result["card"]
    kept = tablet(workshop, "technician", "leader")
    item = kept.keep("technician", "clock_on", None, code=card)
    at = workshop.now
    kept.keep("leader", "clock_on", beside)
    happens(workshop, job)
    before = workshop.job(job)
    assert kept.codes() == [code, "done"], "what cannot be carried out holds up nothing"
    after = workshop.job(job)
    assert (after.stage, len(after.clockings)) == (before.stage, len(before.clockings))
    (row,) = late_scans(workshop)
    assert (row.person_id, row.job_id, row.step, row.at) == (workshop.people["technician"], job, "clock_on", at)
    assert (row.code, row.command_id, row.clock, row.received_at) == (code, item.id, Clock.good, workshop.now)
    entry = next(each for each in workshop.entries() if each.verb == "lay_late_scan")
    assert (entry.job_id, entry.person_id) == (job, workshop.people["technician"])
    assert f"late_scan:{row.id}" in entry.touched


@pytest.mark.parametrize(
    ("how", "code", "job_known"),
    [
        ({"job": None, "code": "https://evil.example"}, "scan_foreign", False),
        ({"job": None, "code": "WBJ0"}, "scan_damaged", False),
        ({"job": 99_999}, "not_found", False),
        ({"job": None}, "not_found", False),
        ({"person": 99_999}, "not_found", True),
        ({"id": None}, "not_found", True),
        ({"proof": None}, "proof_unreadable", True),
        ({"proof": SignedIn(99_999)}, "not_signed_in_then", True),
        ({"fault": "step_unknown", "step": None}, "step_unknown", True),
        ({"fault": "late_scan_unreadable", "step": None}, "late_scan_unreadable", True),
        ({"step": "finish_operation", "said": {"operation": 99_999}}, "wrong_stage", True),
        ({"step": "pass_self_check", "said": {"photos": [99_999]}}, "not_found", True),
    ],
)
def test_what_makes_no_sense_is_kept_as_far_as_it_does(
    sqlite_workshop: Workshop, how: dict[str, Any], code: str, job_known: bool
) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    given = {"job": job, "step": "clock_on", **how}
    kept.keep("technician", given.pop("step"), **given)
    kept.keep("technician", "clock_on", job)
    assert kept.codes() == [code, "done"]
    (row,) = late_scans(workshop)
    assert row.code == code
    assert (row.job_id == job) == job_known


def test_a_fault_of_ours_holds_up_nothing(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    kept.keep("technician", "clock_on", job, said={"no_such_detail": 1})
    kept.keep("technician", "clock_on", job)
    assert kept.codes() == ["internal_error", "done"]


def test_an_id_that_was_used_for_something_else_is_told(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept = tablet(workshop, "technician")
    item = kept.keep("technician", "clock_on", job)
    workshop.do(delivering.settle, "cashier", command_id=item.id or "", job=workshop.car_at(Stage.handover, bay="2"))
    assert kept.codes() == ["command_id_reused"]


# who made it


def test_a_sign_in_counts_where_and_when_it_was(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.dispatched)
    kept, other = tablet(workshop), tablet(workshop)
    before = workshop.now
    workshop.now += timedelta(minutes=30)
    for each in (kept, other):
        each.sign_in("technician")
    early = TabletTime(ms(before), 0, 0)
    kept.keep("technician", "clock_on", job, told=early)
    kept.keep("technician", "clock_on", job, proof=SignedIn(other.sign_ins["technician"]))
    kept.keep("leader", "clock_on", job, proof=SignedIn(kept.sign_ins["technician"]))
    kept.keep("technician", None)
    workshop.now += timedelta(minutes=10)
    kept.keep("technician", "clock_on", job)
    assert kept.codes() == ["not_signed_in_then"] * 3 + ["done", "not_signed_in_then"]
    assert not any(row.proven for row in late_scans(workshop))


def test_a_sign_in_without_end_ends_by_itself(sqlite_workshop: Workshop) -> None:
    """It counts as long as it is used: by scans without network too."""
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    kept = tablet(workshop, "technician")
    said = {"from_km": 1, "to_km": 2}
    for hours in (11, 11, 13):
        workshop.now += timedelta(hours=hours)
        kept.keep("technician", "record_test_drive", job, said=said)
    assert kept.codes() == ["done", "done", "not_signed_in_then"]


def test_signing_out_ends_the_sign_in_at_its_time(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    kept = tablet(workshop, "technician")
    kept.keep("technician", None)
    at = workshop.now
    kept.keep("technician", None)
    workshop.now += timedelta(hours=1)
    revision = workshop.revision
    assert kept.codes() == ["done", "done"]
    assert workshop.revision == revision, "no screen shows it"
    with workshop.store.reading() as session:
        assert session.get_one(models.SignIn, kept.sign_ins["technician"]).ended_at == at


def test_a_badge_counts_with_its_pin_for_a_working_day(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    kept = tablet(workshop)
    said = {"from_km": 1, "to_km": 2}
    proof = badge(workshop, "technician")
    kept.keep("technician", "record_test_drive", job, proof=proof, said=said)
    kept.keep("leader", "record_test_drive", job, proof=proof, said=said)
    wrong = badge(workshop, "technician", Refused("wrong_pin"))
    kept.keep("technician", "record_test_drive", job, proof=wrong, said=said)
    workshop.now += timedelta(hours=13)
    kept.keep("technician", "record_test_drive", job, proof=proof, said=said)
    assert kept.codes() == ["done", "badge_not_valid", "wrong_pin", "not_signed_in_then"]
    workshop.do(setting_up.renew_badge, "admin", person=workshop.people["technician"])
    fresh = replace(proof, at=ms(workshop.now))
    kept.keep("technician", "record_test_drive", job, proof=fresh, said=said)
    assert kept.codes(*kept.kept[4:]) == ["badge_not_valid"]
    assert [row.proven for row in late_scans(workshop)] == [False] * 4


def test_the_screens_are_told_once_it_is_saved(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    kept = tablet(workshop, "technician")
    item = kept.keep("technician", "clock_on", workshop.car_at(Stage.dispatched))
    told: list[int] = []
    workshop.store.announce = lambda _site, revision: told.append(revision)
    assert take(workshop.store, kept.sender, sent_at(item, workshop.now), workshop.now) is not None
    assert told == [workshop.revision]
