"""The foreman's rules: which car goes where, and who works on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from board.domain.bays import Bay, require_working_bay
from board.domain.job import Job
from board.domain.people import WORKING_ROLES, Person
from board.domain.refusals import Refused
from board.domain.stages import Move, Stage, require_stage


def dispatch(job: Job, bay: Bay, technicians: Sequence[Person], planned_start: datetime | None, now: datetime) -> Job:
    """Give a waiting job a bay, technicians and a planned start (UTC; now when None).

    Refused: `already_dispatched`, `wrong_stage`, `job_closed`, `nothing_to_do`, `technicians_needed`,
    `not_a_technician`, `not_hv_qualified`, `bay_taken`, `bay_out_of_service`, `bay_not_for_work`.
    """
    if job.stage in {Stage.dispatched, Stage.in_work, Stage.paused}:
        raise Refused("already_dispatched")
    require_stage(job.stage, Move.dispatch)
    if not any(operation.to_be_done for operation in job.operations):
        raise Refused("nothing_to_do")
    require_working_bay(bay, job.id)
    require_workers(job, technicians, now)
    return replace(
        job,
        stage=Stage.dispatched,
        stage_since=now,
        bay=bay.id,
        assigned=frozenset(person.id for person in technicians),
        planned_start=planned_start or now,
    )


def assign(job: Job, technicians: Sequence[Person], now: datetime) -> Job:
    """Choose other technicians; whoever is clocked on stays on the job.

    Refused: `wrong_stage`, `job_closed`, `technicians_needed`, `not_a_technician`, `not_hv_qualified`.
    """
    require_stage(job.stage, Move.assign)
    require_workers(job, technicians, now)
    return replace(job, assigned=frozenset(person.id for person in technicians))


def move(job: Job, bay: Bay | None, seen_bay: int | None) -> Job:
    """Move the car to another bay, or (None) out of its bay.

    `seen_bay` is where the mover saw the car: if it stands elsewhere by now, somebody else was first.
    Refused: `moved_meanwhile`, `already_there`, `in_no_bay`, `wrong_stage`, `job_closed`, `people_on_job`, `bay_…`.
    """
    if job.bay != seen_bay:
        raise Refused("moved_meanwhile")
    require_stage(job.stage, Move.move)
    if bay is None:
        if job.bay is None:
            raise Refused("in_no_bay")
        if job.on:
            raise Refused("people_on_job")
        if job.stage is Stage.dispatched:
            raise Refused("wrong_stage", stage=job.stage)
        return replace(job, bay=None)
    if bay.id == job.bay:
        raise Refused("already_there", bay=bay.number)
    require_working_bay(bay, job.id)
    return replace(job, bay=bay.id)


def recall(job: Job, seen_bay: int | None, now: datetime) -> Job:
    """Take a dispatched job, not yet begun, back into the queue.

    Refused: `moved_meanwhile`, `wrong_stage`, `job_closed`.
    """
    require_stage(job.stage, Move.recall)
    if job.bay != seen_bay:
        raise Refused("moved_meanwhile")
    return replace(
        job,
        stage=Stage.waiting_dispatch,
        stage_since=now,
        bay=None,
        assigned=frozenset(),
        planned_start=None,
    )


def wait_to_start(job: Job, now: datetime) -> Job:
    """What a paused car waited for is there: it may be started again by whoever it was given to. One that was taken out
    of its bay meanwhile needs a new one first, and goes into the foreman's queue."""
    if job.bay is not None:
        return replace(job, stage=Stage.dispatched, stage_since=now, pause=None)
    waiting = replace(job, stage=Stage.waiting_dispatch, stage_since=now, pause=None)
    return replace(waiting, assigned=frozenset(), planned_start=None)


def require_workers(job: Job, technicians: Sequence[Person], now: datetime) -> None:
    """All of them can be given this job; else `technicians_needed`, `not_a_technician`, `not_hv_qualified`."""
    if not technicians:
        raise Refused("technicians_needed")
    for person in technicians:
        require_worker(job, person, now)


def require_worker(job: Job, person: Person, now: datetime) -> None:
    """This person may work on this car; else `not_a_technician` or `not_hv_qualified`.

    Source of the high-voltage rule: an electrician's licence and the brand's certificate, both valid, for
    anybody who touches a car with open high-voltage work.
    """
    if not person.roles & WORKING_ROLES:
        raise Refused("not_a_technician", name=person.name)
    if job.high_voltage and not person.high_voltage_qualified(now):
        raise Refused("not_hv_qualified", name=person.name)
