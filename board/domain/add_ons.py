"""Work found during the work: proposed by the shop, decided by the customer."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from board.domain.job import Job, Operation, OperationState
from board.domain.refusals import Refused
from board.domain.stages import IN_CHECK, Move, Stage, require_stage


class DecidedVia(StrEnum):
    """How the customer's word reached us."""

    link = "link"
    phone = "phone"
    in_person = "in_person"


def propose_add_on(job: Job, add_on: Operation) -> Job:
    """Put found work on the job; it waits for the customer. Refused: `wrong_stage`, `job_closed`."""
    require_stage(job.stage, Move.propose_add_on)
    proposed = replace(add_on, id=None, state=OperationState.proposed, add_on=True)
    return replace(job, operations=(*job.operations, proposed))


def approve_add_on(job: Job, operation_id: int, now: datetime) -> Job:
    """The customer wants it done; a car that was already being checked goes back to work for it.

    Refused: `wrong_stage`, `job_closed`, `operation_unknown`, `add_on_decided`.
    """
    undecided = _undecided(job, operation_id)
    approved = _decided(job, replace(undecided, state=OperationState.open))
    if job.stage in IN_CHECK:
        return replace(approved, stage=Stage.in_work, stage_since=now)
    return approved


def decline_add_on(job: Job, operation_id: int, signed: bool) -> Job:
    """The customer does not want it; for a safety item that needs the customer's signature.

    Refused: `wrong_stage`, `job_closed`, `operation_unknown`, `add_on_decided`, `signature_needed`.
    """
    undecided = _undecided(job, operation_id)
    if undecided.safety and not signed:
        raise Refused("signature_needed", text=undecided.text)
    return _decided(job, replace(undecided, state=OperationState.declined, decline_signed=signed))


def _undecided(job: Job, operation_id: int) -> Operation:
    require_stage(job.stage, Move.decide_add_on)
    operation = job.operation(operation_id)
    if operation is None:
        raise Refused("operation_unknown")
    if operation.state is not OperationState.proposed:
        raise Refused("add_on_decided", text=operation.text)
    return operation


def _decided(job: Job, decided: Operation) -> Job:
    operations = tuple(decided if each.id == decided.id else each for each in job.operations)
    return replace(job, operations=operations)
