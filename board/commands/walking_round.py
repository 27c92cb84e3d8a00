"""Reception begins: the walk round the car with its owner, what is seen on it, and what the owner says."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from board.commands.attachments import photo_of
from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import handing_over, reception
from board.domain.permissions import Action
from board.domain.reception import MarkKind, WalkPosition
from board.domain.refusals import Refused
from board.store import models
from board.store.states import job_state


@command(Action.open_reception)
def open_reception(change: Change, job: int) -> Mapping[str, Any]:
    """Begin the walk-round; whoever does it is the car's advisor from now on. Refused: `wrong_stage`, `job_closed`."""
    row = change.job(job)
    after = handing_over.open_reception(job_state(row), change.at)
    if change.actor.person is not None:
        row.advisor_id = change.person(change.actor.person).id
    change.session.add(models.WalkRound(job_id=row.id, began_at=change.at, by_id=change.actor.person))
    write(change, row, after)
    return {}


@command(Action.note_walk_round)
def note_walk_round(
    change: Change,
    job: int,
    seen: Sequence[WalkPosition] | None = None,
    mileage_km: int | None = None,
    fuel_eighths: int | None = None,
    valuables: str | None = None,
    seat_covers: bool | None = None,
    concern: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> Mapping[str, Any]:
    """Write down what is seen and said; what is not told stays as it was. `answers` are to reception.QUESTIONS.

    Refused: `wrong_stage`, `job_closed`.
    """
    row, walk = _walk(change, job)
    if seen is not None:
        walk.seen = [position.value for position in WalkPosition if position in seen]
        if walk.ended_at is None and reception.walked_round(walk.seen):
            walk.ended_at = change.at
    for name, told in (("mileage_km", mileage_km), ("fuel_eighths", fuel_eighths), ("concern", concern)):
        if told is not None:
            setattr(row, name, told)
    for name, said in (("valuables", valuables), ("seat_covers", seat_covers)):
        if said is not None:
            setattr(walk, name, said)
    if answers is not None:
        walk.answers = {question: answer for question, answer in answers.items() if answer}
    change.touch("job", row.id)
    return {}


@command(Action.mark_damage)
def mark_damage(
    change: Change,
    job: int,
    position: WalkPosition,
    kind: MarkKind,
    x: int,
    y: int,
    note: str = "",
    photo: int | None = None,
) -> Mapping[str, Any]:
    """Mark what was there before we touched the car; `x` and `y` are thousandths of the position's outline. A position
    with a mark was looked at. Gives the mark's id.

    Refused: `wrong_stage`, `job_closed`, `not_found` (the photo).
    """
    row, walk = _walk(change, job)
    mark = models.WalkMark(
        job_id=row.id,
        position=position,
        kind=kind,
        x=x,
        y=y,
        note=note.strip(),
        photo_id=photo_of(change, row.id, photo) if photo is not None else None,
        marked_at=change.at,
    )
    change.session.add(mark)
    change.log.flush()
    if position not in walk.seen:
        walk.seen = [each.value for each in WalkPosition if each in {*walk.seen, position}]
        if walk.ended_at is None and reception.walked_round(walk.seen):
            walk.ended_at = change.at
    change.touch("job", row.id)
    return {"mark": mark.id}


@command(Action.remove_mark)
def remove_mark(change: Change, job: int, mark: int) -> Mapping[str, Any]:
    """Take a mark back that was made by mistake; its photo stays with the job.

    Refused: `wrong_stage`, `job_closed`, `not_found`.
    """
    row, _ = _walk(change, job)
    found = change.session.get(models.WalkMark, mark)
    if found is None or found.job_id != row.id:
        raise Refused("not_found")
    change.session.delete(found)
    change.touch("job", row.id)
    return {}


def _walk(change: Change, job: int) -> tuple[models.Job, models.WalkRound]:
    row = change.job(job)
    reception.require_reception(job_state(row))
    return row, change.session.scalars(select(models.WalkRound).where(models.WalkRound.job_id == row.id)).one()
