"""The three checks: three different acts, by people who may do them, and what a failed one does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from board.domain.checklists import require_ticked, ticked_of
from board.domain.dispatching import require_worker
from board.domain.job import Check, CheckKind, Job, Operation, OperationState
from board.domain.people import Person
from board.domain.refusals import Refused
from board.domain.stages import Move, Stage, require_stage

MOVES: Mapping[CheckKind, Move] = MappingProxyType(
    {
        CheckKind.self_check: Move.sign_self_check,
        CheckKind.leader: Move.sign_leader_check,
        CheckKind.final: Move.sign_final_check,
    }
)


def sign_check(
    job: Job,
    kind: CheckKind,
    person: Person,
    passed: bool,
    items: Sequence[str],
    note: str,
    now: datetime,
    *,
    checklist: Sequence[str] = (),
    ticked: Sequence[str] = (),
    photos: Sequence[int] = (),
    technician: Person | None = None,
) -> Job:
    """Sign a check as passed, or as failed with the items that failed.

    To pass, everything on the site's `checklist` has to be ticked. A failed check sends the car back to work, with one
    rework operation for each failed item, and counts against first-time-right. Nobody says which item touches the high
    voltage: on a car that had such work done, all of the rework counts as high-voltage work. Who had the car has it
    again, or `technician` in their place.

    Refused: `wrong_stage`, `job_closed`, `items_needed`, `not_worked_on_it`, `signed_self_check`, `worked_on_it`,
    `signed_earlier_check`, `operations_open`, `add_on_undecided`, `checklist_open`, and of the technician
    `not_a_technician`, `not_hv_qualified`.
    """
    require_stage(job.stage, MOVES[kind])
    _SEPARATION[kind](job, person)
    named = tuple(dict.fromkeys(item.strip() for item in items if item.strip()))
    done = ticked_of(checklist, ticked)
    if passed:
        require_all_done(job)
        require_ticked(checklist, done)
        signed = Check(kind, person.id, True, now, note=note, ticked=done, photos=tuple(photos))
        return _passed(replace(job, checks=(*job.checks, signed)), kind, now)
    if not named:
        raise Refused("items_needed")
    signed = Check(kind, person.id, False, now, named, note, done, tuple(photos))
    high_voltage = any(each.high_voltage and each.state is OperationState.done for each in job.operations)
    rework = tuple(Operation(None, item, 0, rework=True, high_voltage=high_voltage) for item in named)
    failed = replace(
        job,
        stage=Stage.in_work,
        stage_since=now,
        checks=(*job.checks, signed),
        operations=(*job.operations, *rework),
        reworks=job.reworks + 1,
    )
    if technician is None:
        return failed
    require_worker(failed, technician, now)
    return replace(failed, assigned=frozenset({technician.id}))


def _passed(job: Job, kind: CheckKind, now: datetime) -> Job:
    match kind:
        case CheckKind.self_check:
            return replace(job, stage=Stage.leader_check, stage_since=now)
        case CheckKind.leader:
            return replace(job, stage=Stage.final_check, stage_since=now)
        case CheckKind.final:
            following = Stage.wash_queue if job.wash_wanted else Stage.ready
            return replace(job, stage=following, stage_since=now, bay=None)


def require_test_drive(job: Job, from_km: int, to_km: int) -> None:
    """This car may be driven for a test, and the mileages (km) fit; else `wrong_stage`, `job_closed`,
    `test_drive_order`."""
    require_stage(job.stage, Move.record_test_drive)
    if to_km < from_km:
        raise Refused("test_drive_order")


def require_all_done(job: Job) -> None:
    """Nothing approved is open and nothing waits for the customer; else `operations_open`, `add_on_undecided`."""
    for operation in job.operations:
        if operation.to_be_done:
            raise Refused("operations_open", text=operation.text)
        if operation.state is OperationState.proposed:
            raise Refused("add_on_undecided", text=operation.text)


def _may_sign_self_check(job: Job, person: Person) -> None:
    if person.id not in job.worked:
        raise Refused("not_worked_on_it")


def _may_sign_leader_check(job: Job, person: Person) -> None:
    if any(check.by == person.id and check.kind is CheckKind.self_check for check in job.current_round):
        raise Refused("signed_self_check")


def _may_sign_final_check(job: Job, person: Person) -> None:
    if person.id in job.worked:
        raise Refused("worked_on_it")
    if any(check.by == person.id and check.kind is not CheckKind.final for check in job.checks):
        raise Refused("signed_earlier_check")


_SEPARATION: Mapping[CheckKind, Callable[[Job, Person], None]] = MappingProxyType(
    {
        CheckKind.self_check: _may_sign_self_check,
        CheckKind.leader: _may_sign_leader_check,
        CheckKind.final: _may_sign_final_check,
    }
)
