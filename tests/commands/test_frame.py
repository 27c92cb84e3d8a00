"""What every command has in common: one transaction, one revision, one journal entry, one receipt."""

import inspect
from typing import Any

import pytest
from sqlalchemy import select

import board.app  # noqa: F401 - with the application every command is registered
from board.commands import dispatching, receiving, setting_up, working
from board.commands.change import COMMANDS, RECEIPTS_KEPT, Change, Command, command, forget_old_receipts
from board.domain.add_ons import DecidedVia
from board.domain.following_up import CallResult
from board.domain.job import PauseReason, ServiceType
from board.domain.parts import PartState
from board.domain.permissions import Action
from board.domain.reception import MarkKind, WalkPosition
from board.domain.stages import Stage
from board.store import models
from tests.commands.workshop import OIL, OPENING, Workshop, all_rows, next_id, refused


def test_state_journal_and_revision_rise_together(workshop: Workshop) -> None:
    before = workshop.revision
    job = workshop.take_in()
    answer = workshop.dispatch(job)
    assert answer.revision == workshop.revision == before + 2
    entry = workshop.entries()[-1]
    assert (entry.revision, entry.verb, entry.job_id) == (before + 2, "dispatch", job)
    assert entry.person_id == workshop.people["foreman"]
    assert entry.at == entry.recorded_at == workshop.now
    assert entry.details == {"from": "waiting_dispatch", "to": "dispatched", "from_bay": None, "to_bay": 1}
    assert set(entry.touched) == {f"job:{job}", "bay:1", f"person:{workshop.people['technician']}"}


def test_revisions_have_no_gaps(workshop: Workshop) -> None:
    workshop.car_at(Stage.paused)
    revisions = [entry.revision for entry in workshop.entries()]
    assert revisions == list(range(1, workshop.revision + 1))


def test_repeat_is_answered_and_not_done_again(workshop: Workshop) -> None:
    job, command_id = workshop.take_in(), next_id()
    details = {"job": job, "bay": workshop.bays["1"], "technicians": [workshop.people["technician"]]}
    first = workshop.do(dispatching.dispatch, "foreman", command_id=command_id, **details)
    with workshop.store.reader.connect() as connection:
        rows = all_rows(connection)
    second = workshop.do(dispatching.dispatch, "foreman", command_id=command_id, **details)
    assert (first.repeated, second.repeated) == (False, True)
    assert (second.revision, second.job, second.result) == (first.revision, first.job, first.result)
    with workshop.store.reader.connect() as connection:
        assert all_rows(connection) == rows


def test_repeat_gives_the_result_of_then(workshop: Workshop) -> None:
    job, command_id = workshop.take_in(), next_id()
    printed = workshop.do(receiving.print_card, "advisor", command_id=command_id, job=job)
    workshop.do(receiving.revoke_card, "advisor", job=job)
    again = workshop.do(receiving.print_card, "advisor", command_id=command_id, job=job)
    assert dict(again.result) == dict(printed.result)


def test_same_id_with_other_content_is_refused(workshop: Workshop) -> None:
    job, command_id = workshop.car_at(Stage.in_work), next_id()
    workshop.do(working.pause, "technician", command_id=command_id, job=job, reason=PauseReason.parts)
    with refused(workshop, "command_id_reused"):
        workshop.do(working.pause, "technician", command_id=command_id, job=job, reason=PauseReason.rest)
    with refused(workshop, "command_id_reused"):
        workshop.do(working.pause, "electrician", command_id=command_id, job=job, reason=PauseReason.parts)
    with refused(workshop, "command_id_reused"):
        workshop.do(receiving.revoke_card, "technician", command_id=command_id, job=job)


def test_refused_command_may_be_sent_again_under_its_id(workshop: Workshop) -> None:
    other, job, command_id = workshop.car_at(Stage.dispatched), workshop.take_in(), next_id()
    details = {"job": job, "bay": workshop.bays["1"], "technicians": [workshop.people["electrician"]]}
    with refused(workshop, "bay_taken"):
        workshop.do(dispatching.dispatch, "foreman", command_id=command_id, **details)
    workshop.do(dispatching.move, "foreman", job=other, bay=workshop.bays["2"], seen_bay=workshop.bays["1"])
    assert not workshop.do(dispatching.dispatch, "foreman", command_id=command_id, **details).repeated


def test_failure_in_the_middle_leaves_nothing(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)

    def give_up_halfway(change: Change, job: int) -> dict[str, int]:
        receiving.cancel.run(change, job, "x")
        change.log.flush()
        raise ZeroDivisionError

    with workshop.store.reader.connect() as connection:
        before = all_rows(connection)
    with pytest.raises(ZeroDivisionError):
        workshop.do(Command("give_up_halfway", Action.cancel, give_up_halfway), "advisor", job=job)
    with workshop.store.reader.connect() as connection:
        assert all_rows(connection) == before


def test_each_commit_is_announced_and_no_refusal(workshop: Workshop) -> None:
    told: list[tuple[int, int]] = []
    workshop.store.announce = lambda site, revision: told.append((site, revision))
    job, command_id = workshop.take_in(), next_id()
    workshop.do(receiving.print_card, "advisor", command_id=command_id, job=job)
    workshop.do(receiving.print_card, "advisor", command_id=command_id, job=job)
    with refused(workshop, "not_found"):
        workshop.do(receiving.print_card, "advisor", job=job + 1)
    assert told == [(workshop.site, workshop.revision - 1), (workshop.site, workshop.revision)]


def test_what_is_announced_can_be_read(workshop: Workshop) -> None:
    """Who is woken by it reads the database: told before the commit, they would find nothing new."""
    told: list[tuple[int, int]] = []
    job = workshop.take_in()

    def hear(site: int, revision: int) -> None:
        with workshop.store.reading() as session:
            told.append((revision, session.get_one(models.Site, site).revision))

    workshop.store.announce = hear
    workshop.do(receiving.print_card, "advisor", job=job)
    assert told == [(workshop.revision, workshop.revision)]


def test_receipts_are_kept_as_long_as_a_tablet_may_be_away(workshop: Workshop) -> None:
    command_id = next_id()
    workshop.do(receiving.print_card, "advisor", command_id=command_id, job=workshop.take_in())
    forget_old_receipts(workshop.store, workshop.now + RECEIPTS_KEPT)
    with workshop.store.reading() as session:
        assert session.get(models.Receipt, (workshop.site, command_id)) is not None
    forget_old_receipts(workshop.store, workshop.now + RECEIPTS_KEPT * 1.01)
    with workshop.store.reading() as session:
        assert session.scalars(select(models.Receipt)).all() == []


def test_every_command_is_registered_under_its_verb(sqlite_workshop: Workshop) -> None:
    @command(Action.set_up)
    def sweep_the_floor(change: Change) -> dict[str, int]:
        """Sweep."""
        return {}

    assert COMMANDS.pop("sweep_the_floor") is sweep_the_floor
    assert sqlite_workshop.do(sweep_the_floor, "admin").result == {}


_PICTURE: dict[str, Any] = {"digest": "0" * 64, "media_type": "image/jpeg", "size": 1, "width": 1, "height": 1}

JOB_COMMANDS: dict[str, dict[str, Any]] = {
    "dispatch": {"bay": 1, "technicians": [1]},
    "assign": {"technicians": [1]},
    "move": {"bay": 1, "seen_bay": None},
    "recall": {"seen_bay": 1},
    "clock_on": {},
    "resume": {},
    "pause": {"reason": PauseReason.parts},
    "switch": {"from_job": 1, "reason": PauseReason.parts},
    "finish_operation": {"operation": 1},
    "take_over": {"operation": 1, "from_person": 1},
    "tick": {"operation": 1},
    "record_test_drive": {"from_km": 1, "to_km": 2},
    "sign_self_check": {"passed": True},
    "sign_leader_check": {"passed": True},
    "sign_final_check": {"passed": True},
    "start_wash": {},
    "end_wash": {},
    "park_ready": {"stall": "A-01"},
    "announce": {},
    "hand_over": {},
    "settle": {},
    "deliver": {},
    "cancel": {"reason": "x"},
    "change_promise": {"promised_at": None},
    "assign_advisor": {"advisor": 1},
    "link_comeback": {"of": None},
    "record_call": {"result": CallResult.satisfied},
    "open_complaint": {"text": "x", "owner": 1, "due": OPENING},
    "print_card": {},
    "revoke_card": {},
    "close_forgotten": {"person": 1},
    "undo_arrival": {},
    "open_reception": {},
    "note_walk_round": {},
    "mark_damage": {"position": WalkPosition.rear, "kind": MarkKind.dent, "x": 1, "y": 1},
    "remove_mark": {"mark": 1},
    "write_order": {"vehicle": {}, "customer": {}, "service_type": ServiceType.general, "operations": []},
    "sign_order": {"seen": "x"},
    "add_photo": _PICTURE,
    "add_signature": _PICTURE,
    "want_part": {"name": "x"},
    "set_part": {"part": 1, "state": PartState.ordered},
    "cancel_part": {"part": 1},
    "propose_add_on": {"text": "x"},
    "price_add_on": {"operation": 1, "price_cents": 1},
    "approve_add_on": {"operation": 1, "name": "x", "via": DecidedVia.phone},
    "decline_add_on": {"operation": 1, "name": "x", "via": DecidedVia.phone},
    "decide_own_add_on": {"operation": 1, "approved": True, "name": "x", "address": "::1"},
    "renew_customer_link": {},
    "issue_exit_pass": {},
    "forget_stay": {},
}


def test_the_table_of_commands_on_a_job_is_complete() -> None:
    parameters = {verb: inspect.signature(each.run).parameters for verb, each in COMMANDS.items()}
    on_a_job = {verb for verb, told in parameters.items() if "job" in told and told["job"].annotation is int}
    assert set(JOB_COMMANDS) == on_a_job


@pytest.mark.parametrize("verb", JOB_COMMANDS)
def test_a_job_that_is_not_there_or_elsewhere_is_not_found(sqlite_workshop: Workshop, verb: str) -> None:
    elsewhere = _job_of_another_site(sqlite_workshop)
    for job in (elsewhere, 999):
        with refused(sqlite_workshop, "not_found"):
            sqlite_workshop.do(COMMANDS[verb], "both", job=job, **JOB_COMMANDS[verb])


PEOPLES = ("clock_on", "resume", "pause", "finish_operation", "sign_self_check")


@pytest.mark.parametrize("verb", PEOPLES)
def test_what_a_person_does_needs_a_person(sqlite_workshop: Workshop, verb: str) -> None:
    job = sqlite_workshop.car_at(Stage.in_work)
    with refused(sqlite_workshop, "sign_in_first"):
        sqlite_workshop.do(COMMANDS[verb], None, job=job, **JOB_COMMANDS[verb])


def _job_of_another_site(workshop: Workshop) -> int:
    other = Workshop(
        workshop.store, setting_up.found_site(workshop.store, "分店", "zh_CN", "Asia/Shanghai", workshop.now)
    )
    return other.take_in(OIL, by=None)
