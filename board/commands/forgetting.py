"""Taking the personal data out of stays that ended long ago; their times, hours and amounts stay.

These commands do not write through the session what they take out: the journal of the change would keep it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from board.commands.change import Change, command
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.retention import PERSONAL, REMOVED, Stay, anonymous, anonymous_details, is_over, kept_since
from board.store import models
from board.store.models import Base

_OF_A_JOB: Final = tuple(
    table for name, table in sorted(Base.metadata.tables.items()) if name in PERSONAL and "job_id" in table.columns
)
"""The tables with something personal whose rows belong to a job."""


@command(Action.forget)
def forget_stay(change: Change, job: int) -> Mapping[str, Any]:
    """Take the personal data out of a stay, of its appointment, and of its car and customer when nothing else that is
    still kept names them. Refused: `not_found`, `still_needed`."""
    row = change.job(job)
    if row.anonymised_at is not None or not is_over(
        stay_of(change.session, row), change.now, change.site.personal_days
    ):
        raise Refused("still_needed")
    _take_out_of_job(change, row.id)
    _rewrite(change, {("job", row.id)}, models.JournalEntry.job_id == row.id)
    _rewrite(change, {("job", row.id)}, _mentions(change, "job", row.id))
    booked = list(change.session.scalars(select(models.Appointment).where(models.Appointment.job_id == row.id)))
    row.anonymised_at = change.at
    for each in booked:
        _take_out_of_appointment(change, each)
    _forget_car_and_customer(change, {row.vehicle_id}, {row.customer_id, *(each.customer_id for each in booked)})
    return {}


@command(Action.forget)
def forget_appointment(change: Change, appointment: int) -> Mapping[str, Any]:
    """Take the personal data out of an appointment that no car came to. Refused: `not_found`, `still_needed`."""
    row = change.session.get(models.Appointment, appointment)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    limit = kept_since(change.now, change.site.personal_days)
    if limit is None or row.job_id is not None or row.anonymised_at is not None or row.at >= limit:
        raise Refused("still_needed")
    _take_out_of_appointment(change, row)
    _forget_car_and_customer(change, {row.vehicle_id}, {row.customer_id})
    return {}


@command(Action.forget)
def forget_vehicle(change: Change, vehicle: int) -> Mapping[str, Any]:
    """Take the plate out of a car that was only written down by mistake. Refused: `not_found`, `still_needed`."""
    row = change.session.get(models.Vehicle, vehicle)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    if _is_kept(change, "vehicle", vehicle):
        raise Refused("still_needed")
    _take_out(change, "vehicle", vehicle)
    return {}


def stay_of(session: Session, row: models.Job) -> Stay:
    """A job as the rule of forgetting sees it."""
    entries, cases = models.JournalEntry, models.Complaint
    touched = session.scalar(select(func.max(entries.recorded_at)).where(entries.job_id == row.id))
    open_cases = select(func.count()).where(cases.job_id == row.id, cases.closed_at.is_(None))
    return Stay(row.stage, row.stage_since, touched, session.scalar(open_cases) or 0)


def _take_out_of_job(change: Change, job_id: int) -> None:
    session = change.session
    _replace(session, Base.metadata.tables["job"], "id", job_id)
    clocked = select(models.Clocking.id).where(models.Clocking.job_id == job_id)
    for repair in session.scalars(select(models.Repair.id).where(models.Repair.clocking_id.in_(clocked))).all():
        _replace(session, Base.metadata.tables["repair"], "id", repair)
    for table in _OF_A_JOB:
        if table.name != "appointment":
            _replace(session, table, "job_id", job_id)
    for name in sorted(REMOVED):
        table = Base.metadata.tables[name]
        session.execute(delete(table).where(table.c.job_id == job_id))


def _take_out_of_appointment(change: Change, row: models.Appointment) -> None:
    _take_out(change, "appointment", row.id)
    row.anonymised_at = change.at


def _forget_car_and_customer(change: Change, vehicles: set[int], customers: set[int]) -> None:
    change.log.flush()  # what is no longer kept from now on counts below
    for table, ids in (("vehicle", vehicles), ("customer", customers)):
        for each in sorted(ids):
            if not _is_kept(change, table, each):
                _take_out(change, table, each)


def _is_kept(change: Change, table: str, row_id: int) -> bool:
    """A stay or an appointment that is still kept names it."""
    for named_in in (models.Job, models.Appointment):
        column = getattr(named_in, f"{table}_id")
        query = select(named_in.id).where(column == row_id, named_in.anonymised_at.is_(None))
        if change.session.scalar(query.limit(1)) is not None:
            return True
    return False


def _take_out(change: Change, table: str, row_id: int) -> None:
    """A row that is a subject of the journal's mentions: itself, and whatever entry says something of it."""
    _replace(change.session, Base.metadata.tables[table], "id", row_id)
    _rewrite(change, {(table, row_id)}, _mentions(change, table, row_id))


def _mentions(change: Change, table: str, row_id: int) -> Any:
    """The entries that say something of a row without being its own job's."""
    mention = models.Mention
    told = select(mention.revision).where(mention.site_id == change.site.id, mention.subject == f"{table}:{row_id}")
    return models.JournalEntry.revision.in_(told)


def _replace(session: Session, table: Any, column: str, value: int) -> None:
    """Rewrite the personal columns of some rows, past the session and so past the journal."""
    personal = [table.c[name] for name in PERSONAL[table.name]]
    more = [table.c.corrects_id] if table.name == "clocking" else []
    for row in session.execute(select(table.c.id, *personal, *more).where(table.c[column] == value)).mappings().all():
        after = anonymous(table.name, row["id"], {name: kept for name, kept in row.items() if name != "id"})
        if after is not None and any(after[name] != row[name] for name in after):
            session.execute(update(table).where(table.c.id == row["id"]).values(after))


def _rewrite(change: Change, subjects: set[tuple[str, int]], which: Any) -> None:
    """Take out of some entries of the journal what they say of the subjects. What an entry says beside its rows is
    about its own job, or where it has none, about its appointment."""
    entry = models.JournalEntry
    query = select(entry.id, entry.job_id, entry.details, entry.rows).where(entry.site_id == change.site.id, which)
    for found in change.session.execute(query).all():
        own = _own_subject(found.job_id, found.rows)
        rows = [told for row in found.rows for told in _row_told(row, subjects, found.job_id)]
        details = anonymous_details(found.details) if own in subjects else found.details
        if (rows, details) != (found.rows, found.details):
            change.session.execute(update(entry).where(entry.id == found.id).values(rows=rows, details=details))


def _own_subject(job_id: int | None, rows: Iterable[Mapping[str, Any]]) -> tuple[str, int] | None:
    if job_id is not None:
        return "job", job_id
    return next((("appointment", row["id"]) for row in rows if row["table"] == "appointment"), None)


def _row_told(
    row: Mapping[str, Any], subjects: set[tuple[str, int]], job_id: int | None
) -> Iterable[Mapping[str, Any]]:
    """What an entry still says of a row: nothing, less, or as much as before."""
    table, said = row["table"], row["now"] or row["was"] or {}
    if table in {"appointment", "customer", "job", "vehicle"}:
        mine = (table, row["id"]) in subjects
    else:
        mine = ("job", said.get("job_id", job_id)) in subjects
    if not mine:
        return [row]
    if table in REMOVED:
        return []
    was, now = (anonymous(table, row["id"], row[side]) for side in ("was", "now"))
    return [] if was is not None and was == now else [{**row, "was": was, "now": now}]
