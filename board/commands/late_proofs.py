"""Who made a scan that arrives late, when, and on which car."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.commands.late_items import Badge, Found, Item, Sender, SignedIn
from board.domain.codes import CodeKind, read_code
from board.domain.late_scans import moment, signed_in_at
from board.domain.refusals import Refused
from board.store import models


def require_proof(
    session: Session, outbox: models.Outbox, sender: Sender, item: Item, now: datetime, found: Found
) -> None:
    """Find out when the item was made, and that it was the person who made it. Refused: `proof_unreadable`,
    `not_signed_in_then`, `badge_not_valid`, and what the PIN was refused with."""
    match item.proof:
        case SignedIn(sign_in=sign_in):
            row = session.get(models.SignIn, sign_in)
            if row is None or row.person_id != item.person or row.device_id not in {sender.device, outbox.device_id}:
                raise Refused("not_signed_in_then")
            found.moment = moment(item.told, now, row.began_at)
            at, longest = found.moment.at, row.began_at + sender.longest
            if at > longest or not signed_in_at(at, row.began_at, row.ended_at, row.seen_at, sender.idle):
                raise Refused("not_signed_in_then")
            row.seen_at = max(row.seen_at, at)
        case Badge(text=text, refused=refused, at=given):
            if _badge_holder(session, outbox.site_id, text) != item.person:
                raise Refused("badge_not_valid")
            if refused is not None:
                raise refused
            since = timedelta(milliseconds=item.told.at - given)
            if not timedelta(0) <= since <= sender.idle:
                raise Refused("not_signed_in_then")
        case _:
            raise Refused("proof_unreadable")
    found.proven = True


def _badge_holder(session: Session, site: int, text: str) -> int | None:
    row = _code(session, site, text)
    if row is None or row.kind is not CodeKind.badge or row.revoked_at is not None:
        return None
    return row.person_id


def job_id(session: Session, site: int, item: Item) -> int | None:
    """The job that an item is about, also by a card that has been revoked since."""
    if item.code is not None:
        row = _code(session, site, item.code)
        return row.job_id if row is not None and row.kind is CodeKind.job_card else None
    job = session.get(models.Job, item.job) if item.job is not None else None
    return job.id if job is not None and job.site_id == site else None


def require_job(session: Session, site: int, item: Item) -> int:
    """The job that an item is about. Refused: `not_found`, `scan_foreign`, `scan_damaged`, `scan_revoked`."""
    job = job_id(session, site, item)
    if item.code is None:
        if job is None:
            raise Refused("not_found")
        return job
    read_code(item.code)
    row = _code(session, site, item.code)
    if job is None or row is None:
        raise Refused("scan_foreign")
    if row.revoked_at is not None:
        raise Refused("scan_revoked")
    return job


def _code(session: Session, site: int, scanned: str) -> models.Code | None:
    try:
        text = read_code(scanned).text
    except Refused:
        return None
    query = select(models.Code).where(models.Code.text == text, models.Code.site_id == site)
    return session.scalars(query).one_or_none()
