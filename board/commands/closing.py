"""What ends with a job: in time its customer's link, and at once what the store was to fetch for a cancelled one."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from board.commands.change import Change
from board.domain.codes import CodeKind
from board.domain.job import Job
from board.domain.parts import PartState, given_up
from board.store import models
from board.store.states import part_state

LINK_KEPT: Final = timedelta(days=30)
"""For so long after the car has left the customer can read how its visit went; while it is here the link never ends."""


def close(change: Change, row: models.Job, after: Job) -> None:
    """The job was delivered or cancelled just now (`after`): its customer's link will expire, and the open part lines
    of a cancelled one are given up."""
    for code in valid_links(change, row.id):
        code.expires_at = change.at + LINK_KEPT
    for line in change.session.scalars(select(models.PartLine).where(models.PartLine.job_id == row.id)):
        if given_up(after, part_state(line)):
            line.state, line.changed_at = PartState.cancelled, change.at


def valid_links(change: Change, job_id: int) -> list[models.Code]:
    """The codes that open the customer's page of a job."""
    query = select(models.Code).where(
        models.Code.job_id == job_id,
        models.Code.kind == CodeKind.customer_copy,
        models.Code.revoked_at.is_(None),
    )
    return list(change.session.scalars(query))
