"""What a tablet kept while it had no network: each item is taken once, in its order, at the time when it was made.

An item is one transaction: what it does, how far its outbox has been taken, and its receipt are committed together or
not at all, so that a server that dies at any moment has done it or has not, and knows which.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from board.commands.change import Actor, Change, command, fingerprint, journal
from board.commands.late_items import Found, Item, Outcome, Sender, SignedIn, Taken
from board.commands.late_proofs import job_id, require_job, require_proof
from board.commands.scan_steps import STEPS, details_of, take_late_step
from board.domain.late_scans import moment
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.store import models
from board.store.transaction import Store

MOST_TEXT: Final = 200
"""Characters of a detail that are kept with a late scan."""

log = structlog.get_logger()


def take(store: Store, sender: Sender, item: Item, now: datetime) -> Taken | None:
    """Take an item, or answer as before when it was taken already. None: another item has to come first.

    What cannot be carried out becomes a late scan; nothing behind it waits for it. Raises Unavailable: nothing of the
    item was taken.
    """
    with store.changing() as session:
        site = store.lock_site(session, sender.site)
        before, outbox = site.revision, _outbox(session, sender)
        if item.seq > outbox.expects:
            return None
        if item.seq < outbox.expects:
            return _answered_before(session, site, sender, item)
        outbox.expects += 1
        taken = _known(session, site, item) or _take(session, site, outbox, sender, item, now)
        changed = site.revision != before
    if changed:
        store.announce(sender.site, taken.revision)
    return taken


def expected(session: Session, site: int, outbox: str) -> int:
    """The number of the item that an outbox has to send next."""
    row = session.get(models.Outbox, (site, outbox))
    return row.expects if row else 1


def _outbox(session: Session, sender: Sender) -> models.Outbox:
    row = session.get(models.Outbox, (sender.site, sender.outbox))
    if row is None:
        row = models.Outbox(site_id=sender.site, key=sender.outbox, device_id=sender.device, expects=1)
        session.add(row)
    return row


def _answered_before(session: Session, site: models.Site, sender: Sender, item: Item) -> Taken:
    query = select(models.LateScan).where(models.LateScan.site_id == site.id, models.LateScan.outbox == sender.outbox)
    row = session.scalars(query.where(models.LateScan.seq == item.seq)).one_or_none()
    if row is not None:
        return _told_again(site, row)
    return _known(session, site, item) or Taken(Outcome.repeated, site.revision)


def _known(session: Session, site: models.Site, item: Item) -> Taken | None:
    """An item whose id was seen before: kept as a late scan, also from another outbox. None: it is new, or refused
    with another content (see `_carry_out`)."""
    if item.id is None:
        return None
    query = select(models.LateScan).where(models.LateScan.site_id == site.id, models.LateScan.command_id == item.id)
    row = session.scalars(query.order_by(models.LateScan.id)).first()
    if row is not None:
        return _told_again(site, row)
    receipt = session.get(models.Receipt, (site.id, item.id))
    if receipt is None or receipt.content != _content(session, site, item):
        return None
    job = receipt.answer["job"]
    return Taken(Outcome.repeated, receipt.answer["revision"], job, touched=_concerned(job, item.person))


def _told_again(site: models.Site, row: models.LateScan) -> Taken:
    touched = _concerned(row.job_id, row.person_id)
    return Taken(Outcome.repeated, site.revision, row.job_id, row.code, row.details, row.id, touched)


def _concerned(job: int | None, person: int | None) -> frozenset[str]:
    return frozenset({f"job:{job or 0}", f"person:{person or 0}"})


def _content(session: Session, site: models.Site, item: Item) -> str | None:
    job = job_id(session, site.id, item)
    if item.step is None or item.fault is not None or job is None:
        return None
    actor = Actor(site.id, item.person)
    return fingerprint(STEPS[item.step].command.verb, actor, details_of(item.step, item.said, job))


def _take(
    session: Session, site: models.Site, outbox: models.Outbox, sender: Sender, item: Item, now: datetime
) -> Taken:
    found = Found(moment(item.told, now, None))
    try:
        with session.begin_nested():
            return _carry_out(session, site, outbox, sender, item, now, found)
    except Refused as refused:
        why = refused
    except DBAPIError as error:
        if not isinstance(error, IntegrityError | DataError):
            raise  # the database cannot be used: nothing was taken
        why = Refused("internal_error")
        log.error("late_scan_failed", seq=item.seq, error=type(error).__name__)
    except Exception:
        why = Refused("internal_error")  # one item that we cannot digest must not stop those behind it
        log.exception("late_scan_failed", seq=item.seq)
    actor = Actor(site.id, found.person, sender.device)
    change = Change(session, site, actor, now, found.moment.at)
    laid = lay_late_scan.run(change, sender.outbox, item, found, why)["late_scan"]
    journal(change, lay_late_scan.verb)
    outcome = Outcome.unreadable if item.fault == "late_scan_unreadable" else Outcome.late
    return Taken(outcome, site.revision, found.job, why.code, why.details, laid)


def _carry_out(
    session: Session,
    site: models.Site,
    outbox: models.Outbox,
    sender: Sender,
    item: Item,
    now: datetime,
    found: Found,
) -> Taken:
    person = session.get(models.Person, item.person) if item.person is not None else None
    if person is not None and person.site_id == site.id:
        found.person = person.id
    found.job = job_id(session, site.id, item)
    if item.fault is not None:
        raise Refused(item.fault)
    if item.step is None:
        return _sign_out(session, site, sender, item, now)
    if person is None or found.person is None or item.id is None:
        raise Refused("not_found")
    if session.get(models.Receipt, (site.id, item.id)) is not None:
        raise Refused("command_id_reused")
    if not person.active:
        raise Refused("person_left")
    require_proof(session, outbox, sender, item, now, found)
    job = require_job(session, site.id, item)
    actor = Actor(site.id, person.id, sender.device)
    change = Change(session, site, actor, now, found.moment.at)
    change.details["clock"] = found.moment.clock.value
    result = take_late_step(change, item.step, item.said, job)
    keep_receipt(change, item.step, item.said, job, item.id, result, site.revision + 1)
    journal(change, STEPS[item.step].command.verb)
    return Taken(Outcome.done, site.revision, job, touched=frozenset(change.touched))


def keep_receipt(
    change: Change,
    step: str,
    said: Mapping[str, Any],
    job: int,
    command_id: str,
    result: Mapping[str, Any],
    revision: int,
) -> None:
    """The receipt that the step would have had with network: the tablet may send it again in either way."""
    content = fingerprint(STEPS[step].command.verb, change.actor, details_of(step, said, job))
    answer = {"revision": revision, "job": job, "result": dict(result)}
    site = change.site.id
    change.session.add(
        models.Receipt(site_id=site, command_id=command_id, content=content, answer=answer, at=change.now)
    )


def _sign_out(session: Session, site: models.Site, sender: Sender, item: Item, now: datetime) -> Taken:
    """End the sign-in at the time when it was left; one that is no longer there needs no ending."""
    row = session.get(models.SignIn, item.proof.sign_in) if isinstance(item.proof, SignedIn) else None
    if row is not None and row.person_id == item.person and row.device_id == sender.device and row.ended_at is None:
        row.ended_at = moment(item.told, now, row.began_at).at
    return Taken(Outcome.done, site.revision)


@command(Action.send_late_scans)
def lay_late_scan(change: Change, outbox: str, item: Item, found: Found, why: Refused) -> Mapping[str, Any]:
    """Lay a scan before the foreman that could not be carried out: what happened, and why it was refused."""
    row = models.LateScan(
        site_id=change.site.id,
        outbox=outbox,
        seq=item.seq,
        command_id=item.id,
        device_id=change.actor.device,
        person_id=found.person,
        job_id=found.job,
        step=item.step,
        said=dict(item.said),
        at=found.moment.at,
        received_at=change.now,
        clock=found.moment.clock,
        proven=found.proven,
        code=why.code,
        details=plain_details(why),
    )
    change.session.add(row)
    change.log.flush()
    change.job_id = found.job
    change.details |= {"late_scan": row.id, "step": item.step, "code": why.code, "clock": found.moment.clock.value}
    touch_late_scans(change, row)
    return {"late_scan": row.id}


def touch_late_scans(change: Change, row: models.LateScan) -> None:
    """A late scan's card changes, and those of the same person: what they propose is read from one another."""
    query = select(models.LateScan.id).where(
        models.LateScan.site_id == row.site_id,
        models.LateScan.settled_at.is_(None),
        models.LateScan.person_id == row.person_id,
    )
    change.touch("late_scan", row.id, *(change.session.scalars(query) if row.person_id is not None else ()))


def plain_details(refused: Refused) -> dict[str, Any]:
    """What fills the places of a refusal's sentence, as JSON keeps it."""
    found = {name: value for name, value in refused.details.items() if isinstance(value, str | int | float)}
    return {name: value[:MOST_TEXT] if isinstance(value, str) else value for name, value in found.items()}
