"""What is to be forgotten now, and doing it: by the running board a few at a time, or from the command line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from board import access
from board.access import Asker
from board.backups.taking import only_backup
from board.commands.change import Command, forget_old_receipts, sites
from board.commands.forgetting import forget_appointment, forget_stay, forget_vehicle
from board.config import Settings
from board.domain.permissions import Principal
from board.domain.refusals import Refused
from board.domain.retention import QUIET, kept_since
from board.domain.stages import CLOSED
from board.store import models
from board.store.files import FOLDER, Files
from board.store.transaction import Store

A_FEW: Final = 10
"""So many stays are forgotten at a time, each in its own transaction: between two of them everybody gets a turn."""
_FILE_AGE: Final = timedelta(days=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Due:
    """How much of a site is to be forgotten now."""

    site: str
    days: int
    stays: int
    appointments: int

    @property
    def told(self) -> str:
        """For the command line."""
        if not self.days:
            return f"{self.site}: personal data is kept for ever."
        return f"{self.site}: {self.stays} stays and {self.appointments} appointments ended over {self.days} days ago."


@dataclass
class Forgotten:
    """What was done."""

    stays: int = 0
    appointments: int = 0
    files: int = 0


def due_now(store: Store, now: datetime) -> list[Due]:
    """What would be forgotten, by site. Raises Unavailable."""
    with store.reading() as session:
        return [
            Due(
                site.name,
                site.personal_days,
                len(_stays(session, site, now, None)),
                len(_appointments(session, site, now, None)),
            )
            for site in sites(session)
        ]


def forget_a_few(store: Store, site_id: int, now: datetime) -> Forgotten:
    """Forget the oldest that are due at a site. Raises Unavailable."""
    with store.reading() as session:
        site = session.get_one(models.Site, site_id)
        stays, booked = _stays(session, site, now, A_FEW), _appointments(session, site, now, A_FEW)
    done = Forgotten()
    for job in stays:
        done.stays += _forget(store, site_id, forget_stay, "job", job, now)
    for appointment in booked:
        done.appointments += _forget(store, site_id, forget_appointment, "appointment", appointment, now)
    if stays or booked:
        log.info("forgotten", site=site_id, stays=done.stays, appointments=done.appointments)
    return done


def forget_unnamed_cars(store: Store, site_id: int, now: datetime) -> None:
    """Forget cars that were written down by mistake before the oldest stays that are kept. Raises Unavailable."""
    with store.reading() as session:
        found = _unnamed_cars(session, session.get_one(models.Site, site_id), now)
    for vehicle in found:
        _forget(store, site_id, forget_vehicle, "vehicle", vehicle, now)


def forget_all(store: Store, settings: Settings, now: datetime) -> Forgotten:
    """Forget everything that is due, and delete the pictures that no row names any more. Raises Unavailable.

    Refused: `backup_running` (the pictures wait for the next time).
    """
    total = Forgotten()
    forget_old_receipts(store, now)
    with store.reading() as session:
        here = [site.id for site in sites(session)]
    for site in here:
        while (done := forget_a_few(store, site, now)).stays or done.appointments:
            total.stays += done.stays
            total.appointments += done.appointments
        forget_unnamed_cars(store, site, now)
    with only_backup(settings):
        total.files = forget_pictures(store, settings.data_dir, now)
    return total


def forget_pictures(store: Store, data_dir: Path, now: datetime) -> int:
    """Delete the picture files that no row names; gives how many. Only call it while `only_backup` is held.

    Raises Unavailable, OSError.
    """
    files = Files(data_dir / FOLDER)
    old = files.older_than(now - _FILE_AGE)
    with store.reading() as session:
        named = set(session.scalars(select(models.Attachment.digest).distinct()))
    return sum(files.discard(path, now - _FILE_AGE) for path in old if path.name.split(".")[0] not in named)


def _forget(store: Store, site: int, command: Command, what: str, row_id: int, now: datetime) -> int:
    clock = Asker(site=site, roles=frozenset({Principal.clock}))
    try:
        access.carry_out(store, clock, command, f"{command.verb}-{row_id}", {what: row_id}, now)
    except Refused as refused:
        log.info("not_forgotten", code=refused.code, **{what: row_id})
        return 0
    return 1


def _stays(session: Session, site: models.Site, now: datetime, most: int | None) -> list[int]:
    job, case, entry = models.Job, models.Complaint, models.JournalEntry
    limit = kept_since(now, site.personal_days)
    if limit is None:
        return []
    query = select(job.id).where(
        job.site_id == site.id,
        job.anonymised_at.is_(None),
        job.stage.in_(CLOSED),
        job.stage_since < limit,
        ~exists().where(case.job_id == job.id, case.closed_at.is_(None)),
        ~exists().where(entry.job_id == job.id, entry.recorded_at >= now - QUIET),
    )
    return list(session.scalars(query.order_by(job.stage_since).limit(most)))


def _appointments(session: Session, site: models.Site, now: datetime, most: int | None) -> list[int]:
    booked, limit = models.Appointment, kept_since(now, site.personal_days)
    if limit is None:
        return []
    query = select(booked.id).where(
        booked.site_id == site.id, booked.anonymised_at.is_(None), booked.at < limit, booked.job_id.is_(None)
    )
    return list(session.scalars(query.order_by(booked.at).limit(most)))


def _unnamed_cars(session: Session, site: models.Site, now: datetime) -> list[int]:
    job, car, booked = models.Job, models.Vehicle, models.Appointment
    limit = kept_since(now, site.personal_days)
    if limit is None:
        return []
    newest_old = select(func.max(job.vehicle_id)).where(job.site_id == site.id, job.taken_in_at < limit)
    query = select(car.id).where(
        car.site_id == site.id,
        car.id < newest_old.scalar_subquery(),
        ~car.plate.startswith("*"),
        ~exists().where(job.vehicle_id == car.id),
        ~exists().where(booked.vehicle_id == car.id),
    )
    return list(session.scalars(query))
