"""Whose car it is."""

from collections.abc import Mapping
from typing import Any

from board.commands.change import Change, command
from board.domain import advising as rules
from board.domain.permissions import Action
from board.store.states import job_state, person_state


@command(Action.assign_advisor)
def assign_advisor(change: Change, job: int, advisor: int) -> Mapping[str, Any]:
    """Another advisor looks after the car. Refused: `not_found`, and as `domain.advising.assign_advisor`."""
    row = change.job(job)
    person = change.person(advisor)
    rules.assign_advisor(job_state(row), row.advisor_id, person_state(change.session, person))
    change.details |= {"was": row.advisor_id, "advisor": person.id}
    row.advisor_id = person.id
    change.touch("job", row.id)
    return {}
