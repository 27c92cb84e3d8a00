"""Work found during the work: proposed and priced by the shop, decided by the customer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from board.domain.dispatching import wait_to_start
from board.domain.job import Job, Operation, OperationState, PauseReason
from board.domain.people import Person
from board.domain.refusals import Refused
from board.domain.stages import IN_CHECK, Move, Stage, require_stage


class DecidedVia(StrEnum):
    """How the customer's word reached us."""

    link = "link"
    phone = "phone"
    in_person = "in_person"


class AddOnState(StrEnum):
    """How found work stands with the customer; what becomes of it afterwards is the operation's own state."""

    to_price = "to_price"
    with_customer = "with_customer"
    approved = "approved"
    declined = "declined"


def add_on_state(state: OperationState, priced: bool) -> AddOnState:
    """How an add-on stands, from its operation's state and whether it has a price."""
    if state is OperationState.proposed:
        return AddOnState.with_customer if priced else AddOnState.to_price
    return AddOnState.declined if state is OperationState.declined else AddOnState.approved


def propose_add_on(job: Job, add_on: Operation) -> Job:
    """Put found work on the job; it waits for the customer. Refused: `wrong_stage`, `job_closed`."""
    require_stage(job.stage, Move.propose_add_on)
    proposed = replace(add_on, id=None, state=OperationState.proposed, add_on=True)
    return replace(job, operations=(*job.operations, proposed))


def undecided(job: Job, operation_id: int) -> Operation:
    """The add-on, while the customer may still say yes or no; it is priced anew only that long.

    Refused: `wrong_stage`, `job_closed`, `operation_unknown`, `add_on_decided`.
    """
    require_stage(job.stage, Move.decide_add_on)
    operation = job.operation(operation_id)
    if operation is None:
        raise Refused("operation_unknown")
    if operation.state is not OperationState.proposed:
        raise Refused("add_on_decided", text=operation.text, state=operation.state)
    return operation


def approve_add_on(job: Job, operation_id: int, now: datetime, on: Iterable[Person] = ()) -> Job:
    """The customer wants it done; a car that was already being checked goes back to work for it.

    `on` are the people who are clocked on: when it is high-voltage work, those without the papers are clocked off; from
    now on they may not touch the car. Refused as `undecided`.
    """
    approved = _decided(job, replace(undecided(job, operation_id), state=OperationState.open), now)
    if job.stage in IN_CHECK:
        return replace(approved, stage=Stage.in_work, stage_since=now)
    if not approved.high_voltage:
        return approved
    qualified = {person.id for person in on if person.high_voltage_qualified(now)}
    return replace(approved, on=tuple(each for each in approved.on if each.person in qualified))


def decline_add_on(job: Job, operation_id: int, signed: bool, now: datetime) -> Job:
    """The customer does not want it; for a safety item that needs the customer's signature.

    Refused as `undecided`, and `signature_needed`.
    """
    asked = undecided(job, operation_id)
    if asked.safety and not signed:
        raise Refused("signature_needed", text=asked.text)
    return _decided(job, replace(asked, state=OperationState.declined, decline_signed=signed), now)


def _decided(job: Job, decided: Operation, now: datetime) -> Job:
    operations = tuple(decided if each.id == decided.id else each for each in job.operations)
    job = replace(job, operations=operations)
    asked = any(each.state is OperationState.proposed for each in operations)
    waited = job.pause is not None and job.pause.reason == PauseReason.customer_approval
    return wait_to_start(job, now) if waited and not asked else job
