"""Issuing the codes that stand on paper."""

import secrets

from board.commands.change import Change
from board.domain.codes import CodeKind, make_code
from board.store import models
from board.store.keys import link_digest, link_text


def issue_code(change: Change, kind: CodeKind, job: int | None = None, person: int | None = None) -> models.Code:
    """A new code of a job or a person, valid from now on. The text of a customer's copy is not kept."""
    nonce = secrets.token_hex(16) if kind is CodeKind.customer_copy else None
    code = models.Code(
        site_id=change.site.id,
        text=make_code(kind, secrets.token_bytes(17)).text if nonce is None else None,
        digest=link_digest(link_text(change.key, nonce)) if nonce else None,
        nonce=nonce,
        kind=kind,
        job_id=job,
        person_id=person,
        issued_at=change.now,
    )
    change.session.add(code)
    return code
