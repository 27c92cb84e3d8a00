"""The customer's link of a job, for whoever prints it or sends it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain.codes import CodeKind
from board.store import models
from board.store.keys import Key, link_text


@dataclass(frozen=True, slots=True)
class CustomerLink:
    """A code that opens the customer's page; `expires_at` is UTC, None while the car is here."""

    text: str
    expires_at: datetime | None


def customer_link(session: Session, key: Key, job: int, now: datetime) -> CustomerLink | None:
    """The newest link of a job that opens its page, or None."""
    code = models.Code
    query = select(code).where(
        code.job_id == job,
        code.kind == CodeKind.customer_copy,
        code.revoked_at.is_(None),
        code.expires_at.is_(None) | (code.expires_at > now),
    )
    row = session.scalars(query.order_by(code.id.desc())).first()
    if row is None or row.nonce is None:
        return None
    return CustomerLink(link_text(key, row.nonce), row.expires_at)
