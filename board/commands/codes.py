"""Issuing the codes that stand on paper."""

import secrets

from board.commands.change import Change
from board.domain.codes import CodeKind, make_code
from board.store import models


def issue_code(change: Change, kind: CodeKind, job: int | None = None, person: int | None = None) -> models.Code:
    """A new code of a job or a person, valid from now on."""
    code = models.Code(
        site_id=change.site.id,
        text=make_code(kind, secrets.token_bytes(17)).text,
        kind=kind,
        job_id=job,
        person_id=person,
        issued_at=change.now,
    )
    change.session.add(code)
    return code
