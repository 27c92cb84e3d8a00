"""Parts: what is needed from the store, and how far each line is. The car's waiting for them follows by itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import parts as rules
from board.domain.job import Job
from board.domain.parts import PartState
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.store import models
from board.store.states import job_state, part_state


@command(Action.want_part)
def want_part(
    change: Change,
    job: int,
    name: str,
    number: str = "",
    quantity: int = 1,
    operation: int | None = None,
    note: str = "",
) -> Mapping[str, Any]:
    """Ask the store for a part, for an operation or for the whole job. Refused as `domain.parts.want_part`."""
    row = change.job(job)
    state = job_state(row)
    rules.want_part(state, operation)
    line = models.PartLine(
        job_id=row.id,
        operation_id=operation,
        number=number.strip(),
        name=name.strip(),
        quantity=quantity,
        state=PartState.wanted,
        changed_at=change.at,
        note=note.strip(),
    )
    change.session.add(line)
    change.log.flush()
    change.details |= {"part": line.id, "name": line.name, "quantity": quantity, "operation": operation}
    change.touch("job", row.id)
    return {"part": line.id}


@command(Action.set_part)
def set_part(
    change: Change,
    job: int,
    part: int,
    state: PartState,
    expected_at: datetime | None = None,
    number: str | None = None,
    price_cents: int | None = None,
) -> Mapping[str, Any]:
    """Say how far a line is; a number, a price (of one piece) or a time (UTC) that is not given stays as it was.

    Refused: `part_unknown`, and as `domain.parts.set_part`.
    """
    row = change.job(job)
    line = _line(change, row, part)
    known = part_state(line)
    told = replace(
        known,
        state=state,
        expected_at=expected_at or known.expected_at,
        number=number.strip() if number is not None else known.number,
        price_cents=price_cents if price_cents is not None else known.price_cents,
    )
    _set(change, row, line, told)
    return {}


@command(Action.cancel_part)
def cancel_part(change: Change, job: int, part: int) -> Mapping[str, Any]:
    """The part is not needed after all. Refused: `part_unknown`, and as `domain.parts.set_part`."""
    row = change.job(job)
    line = _line(change, row, part)
    _set(change, row, line, replace(part_state(line), state=PartState.cancelled))
    return {}


def give_up_parts(change: Change, row: models.Job, after: Job) -> Job:
    """Give up the lines of operations that are not to be done any more; the job as its lines leave it."""
    lines = lines_of(change, row)
    waited = rules.waits(job_state(row), map(part_state, lines))
    for line in lines:
        if rules.given_up(after, part_state(line)):
            line.state, line.changed_at = PartState.cancelled, change.at
    return rules.with_parts(after, waited, map(part_state, lines), change.at)


def lines_of(change: Change, row: models.Job) -> list[models.PartLine]:
    """The part lines of a job, as they were asked for."""
    query = select(models.PartLine).where(models.PartLine.job_id == row.id).order_by(models.PartLine.id)
    return list(change.session.scalars(query))


def _line(change: Change, row: models.Job, part: int) -> models.PartLine:
    line = change.session.get(models.PartLine, part)
    if line is None or line.job_id != row.id:
        raise Refused("part_unknown")
    return line


def _set(change: Change, row: models.Job, line: models.PartLine, told: rules.Part) -> None:
    job, known = job_state(row), part_state(line)
    after = rules.set_part(job, known, told, change.at)
    lines = lines_of(change, row)
    waited = rules.waits(job, map(part_state, lines))
    if after.state is not known.state:
        line.changed_at = change.at
    line.state, line.expected_at = after.state, after.expected_at
    line.number, line.price_cents = after.number, after.price_cents
    change.details |= {"part": line.id, "name": line.name, "was": known.state.value, "state": after.state.value}
    write(change, row, rules.with_parts(job, waited, map(part_state, lines), change.at))
