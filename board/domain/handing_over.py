"""From reception to the order, and from the wash to the exit: the stages at both ends of the work."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from board.domain.bays import Bay, require_room, require_wash_bay
from board.domain.checking import require_all_done
from board.domain.checklists import require_ticked
from board.domain.job import Job
from board.domain.refusals import Refused
from board.domain.stages import Move, Stage, require_stage


def arrive(job: Job, now: datetime) -> Job:
    """The gate sees the car of an appointment. Refused: `wrong_stage`, `job_closed`."""
    require_stage(job.stage, Move.arrive)
    return replace(job, stage=Stage.arrived, stage_since=now)


def undo_arrival(job: Job, now: datetime) -> Job:
    """The car was taken for arrived by mistake. Refused: `wrong_stage` (its reception has begun), `job_closed`."""
    require_stage(job.stage, Move.undo_arrival)
    return replace(job, stage=Stage.cancelled, stage_since=now)


def open_reception(job: Job, now: datetime) -> Job:
    """The advisor opens the walk-round. Refused: `wrong_stage`, `job_closed`."""
    require_stage(job.stage, Move.open_reception)
    return replace(job, stage=Stage.reception, stage_since=now)


def sign_order(job: Job, now: datetime) -> Job:
    """The customer signed the order: the job waits for dispatch.

    Refused: `wrong_stage`, `job_closed`, `nothing_to_do`.
    """
    require_stage(job.stage, Move.sign_order)
    if not any(operation.to_be_done for operation in job.operations):
        raise Refused("nothing_to_do")
    return replace(job, stage=Stage.waiting_dispatch, stage_since=now)


def start_wash(job: Job, bay: Bay | None, now: datetime) -> Job:
    """Begin the wash, in a wash bay where the site has them. Refused: `wrong_stage`, `job_closed`, `wash_not_wanted`,
    `not_a_wash_bay`, `bay_taken`, `bay_out_of_service`, `operations_open`, `add_on_undecided`."""
    require_stage(job.stage, Move.start_wash)
    if not job.wash_wanted:
        raise Refused("wash_not_wanted")
    require_all_done(job)
    if bay is not None:
        require_wash_bay(bay, job.id)
    return replace(job, stage=Stage.washing, stage_since=now, bay=bay.id if bay else None)


def end_wash(job: Job, stall: str | None, now: datetime, configured: Bay | None = None) -> Job:
    """The car is clean and ready; `stall` says where it was parked. Refused as `park_ready`."""
    require_stage(job.stage, Move.end_wash)
    return replace(job, stage=Stage.ready, stage_since=now, bay=None, stall=_place(job, stall, configured))


def park_ready(job: Job, stall: str, configured: Bay | None = None) -> Job:
    """Say in which ready stall the car stands. Of a stall that the site has set up (`configured`) the room is known;
    any other place is taken as said. Refused: `wrong_stage`, `job_closed`, `bay_taken`, `bay_out_of_service`."""
    require_stage(job.stage, Move.park_ready)
    return replace(job, stall=_place(job, stall, configured))


def announce(job: Job, now: datetime) -> Job:
    """The customer was told that the car is ready. Refused: `wrong_stage`, `job_closed`, `already_announced`."""
    require_stage(job.stage, Move.announce)
    if job.announced_at is not None:
        raise Refused("already_announced")
    return replace(job, announced_at=now)


def hand_over(job: Job, now: datetime, items: Sequence[str] = (), ticked: Sequence[str] = ()) -> Job:
    """Begin the walk with the customer, after the advisor's own check: `items` is the list that counts for this job.

    Refused: `wrong_stage`, `job_closed`, `operations_open`, `add_on_undecided`, `checklist_open`.
    """
    require_stage(job.stage, Move.hand_over)
    require_all_done(job)
    require_ticked(items, ticked)
    return replace(job, stage=Stage.handover, stage_since=now, announced_at=job.announced_at or now)


def settle(job: Job, now: datetime) -> Job:
    """Paid or invoiced. Refused: `wrong_stage`, `job_closed`."""
    require_stage(job.stage, Move.settle)
    return replace(job, stage=Stage.settled, stage_since=now)


def deliver(job: Job, now: datetime) -> Job:
    """The car left through the gate. Refused: `not_settled`, `job_closed`."""
    require_stage(job.stage, Move.deliver)
    return replace(job, stage=Stage.delivered, stage_since=now, bay=None, stall=None)


def follow_up(job: Job, now: datetime) -> Job:
    """The follow-up clerk spoke to the customer, or gave up after three tries. Refused: `wrong_stage`, `job_closed`."""
    require_stage(job.stage, Move.follow_up)
    return replace(job, stage=Stage.followed_up, stage_since=now)


def cancel(job: Job, reason: str, now: datetime) -> Job:
    """Close the job before it is settled; everybody is clocked off.

    Refused: `wrong_stage`, `job_closed`, `reason_needed`.
    """
    require_stage(job.stage, Move.cancel)
    if not reason.strip():
        raise Refused("reason_needed")
    return replace(job, stage=Stage.cancelled, stage_since=now, bay=None, stall=None, on=(), pause=None)


def change_promise(job: Job, promised_at: datetime, reason: str, told: str, now: datetime) -> Job:
    """Promise another time (UTC), with a reason and who told the customer (a first promise needs neither).

    Refused: `wrong_stage`, `job_closed`, `promise_in_past`, `promise_unchanged`, `reason_needed`, `promise_needs_told`.
    """
    require_stage(job.stage, Move.change_promise)
    if promised_at <= now:
        raise Refused("promise_in_past")
    if promised_at == job.promised_at:
        raise Refused("promise_unchanged")
    if job.promised_at is not None:
        if not reason.strip():
            raise Refused("reason_needed")
        if not told.strip():
            raise Refused("promise_needs_told")
    return replace(job, promised_at=promised_at)


def _place(job: Job, stall: str | None, configured: Bay | None) -> str | None:
    if configured is not None:
        require_room(configured, job.id)
        return configured.number
    return stall.strip() or None if stall else None
