"""Whose car it is: the advisor who looks after it and its customer."""

from board.domain.job import Job
from board.domain.people import Person, Role
from board.domain.refusals import Refused
from board.domain.stages import CLOSED


def assign_advisor(job: Job, before: int | None, advisor: Person) -> None:
    """Whether this advisor may take the car over; `before` is who looks after it now.

    Refused: `job_closed`, `not_an_advisor`, `already_their_car`.
    """
    if job.stage in CLOSED:
        raise Refused("job_closed", stage=job.stage)
    if Role.advisor not in advisor.roles:
        raise Refused("not_an_advisor", name=advisor.name)
    if advisor.id == before:
        raise Refused("already_their_car", name=advisor.name)
