"""One look at a site: rows read once and shared by all the views that are built from the same moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from board.domain.clockings import Span, spans
from board.domain.job import Job, ServiceType
from board.domain.people import Person
from board.domain.shifts import day_began
from board.domain.stages import LIVE, Stage
from board.domain.standards import standards_of
from board.store import models
from board.store.states import clocking_state, job_state, people_states

Keys = frozenset[str] | set[str]


class PersonLeft(LookupError):
    """A personal view's person does not work here any more."""


@dataclass
class Look:
    """A site at one revision. `now` (UTC) decides only which steps are offered, never what a card says."""

    session: Session
    site: models.Site
    now: datetime
    _jobs: dict[int, models.Job] = field(default_factory=dict)
    _states: dict[int, Job] = field(default_factory=dict)
    _all_jobs: bool = False
    _people: dict[int, models.Person] | None = None
    _person_states: dict[int, Person] = field(default_factory=dict)
    _assigned: dict[int, list[int]] | None = None
    _bays: dict[int, models.Bay] | None = None
    _day: dict[int, list[Span]] | None = None
    _shifts: dict[int, tuple[str, str]] | None = None
    _standards: dict[ServiceType, Mapping[Stage, int]] = field(default_factory=dict)
    needs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    comebacks: dict[int, dict[str, Any] | None] = field(default_factory=dict)
    """What was worked out for one desk, by job: every desk that is built from this look shows the same."""

    def jobs(self, keys: Keys | None) -> list[models.Job]:
        """The live jobs among the keys (all when None), in order of their ids."""
        wanted = None if keys is None else ids_of("job", keys)
        if wanted is None:
            if not self._all_jobs:
                self._read_jobs(None)
                self._all_jobs = True
            return sorted(self._jobs.values(), key=lambda row: row.id)
        missing = wanted - self._jobs.keys()
        if len(missing) == 1 and not self._all_jobs:
            self._take_job(*missing)
        elif missing and not self._all_jobs:
            self._read_jobs(missing)
        return [self._jobs[job_id] for job_id in sorted(wanted & self._jobs.keys())]

    def _take_job(self, job_id: int) -> None:
        """One job, from what the session already holds where it does: the row that a command has just written."""
        row = self.session.get(models.Job, job_id)
        if row is not None and row.site_id == self.site.id and row.stage in LIVE:
            self._jobs[job_id] = row

    def _read_jobs(self, ids: set[int] | None) -> None:
        query = select(models.Job).where(models.Job.site_id == self.site.id, models.Job.stage.in_(LIVE))
        if ids is not None:
            query = query.where(models.Job.id.in_(ids))
        self._jobs |= {row.id: row for row in self.session.scalars(query)}

    def state(self, row: models.Job) -> Job:
        """A job as the rules see it."""
        if row.id not in self._states:
            self._states[row.id] = job_state(row)
        return self._states[row.id]

    def standards(self, service_type: ServiceType) -> Mapping[Stage, int]:
        """Minutes that a job of this service type may spend in each stage, as the site has decided."""
        if service_type not in self._standards:
            self._standards[service_type] = standards_of(self.site.time_standards, service_type)
        return self._standards[service_type]

    def people(self) -> dict[int, models.Person]:
        """Everybody active at the site, by id."""
        if self._people is None:
            query = (
                select(models.Person)
                .where(models.Person.site_id == self.site.id, models.Person.active)
                .options(
                    selectinload(models.Person.certificates),
                    selectinload(models.Person.team),
                    selectinload(models.Person.on),
                )
                .order_by(models.Person.id)
            )
            self._people = {row.id: row for row in self.session.scalars(query)}
        return self._people

    def person(self, person_id: int) -> Person:
        """A person of the site as the rules see them. Raises PersonLeft when there is none.

        The first is read alone: an answer to one tablet needs nobody else. Whoever asks for a second asks for many.
        """
        if person_id not in self._person_states:
            rows = list(self.people().values()) if self._person_states or self._people else [self._one(person_id)]
            self._person_states |= {state.id: state for state in people_states(self.session, rows)}
        if person_id not in self._person_states:
            raise PersonLeft(person_id)
        return self._person_states[person_id]

    def _one(self, person_id: int) -> models.Person:
        row = self.session.get(models.Person, person_id)
        if row is None or row.site_id != self.site.id or not row.active:
            raise PersonLeft(person_id)
        return row

    def hours_of(self, person: models.Person) -> tuple[str, str]:
        """From when to when somebody works, `HH:MM` at the site: their shift's hours, or the workshop's own."""
        if person.shift_id is None:
            return self.site.shift_start, self.site.shift_end
        if self._shifts is None:
            rows = self.session.scalars(select(models.Shift).where(models.Shift.site_id == self.site.id))
            self._shifts = {row.id: (row.start, row.end) for row in rows}
        return self._shifts[person.shift_id]

    def assigned_to(self, person_id: int) -> list[int]:
        """The live jobs that were given to somebody."""
        if self._assigned is None:
            query = (
                select(models.Assignment.person_id, models.Assignment.job_id)
                .join(models.Job, models.Job.id == models.Assignment.job_id)
                .where(models.Job.site_id == self.site.id, models.Job.stage.in_(LIVE))
                .order_by(models.Assignment.job_id)
            )
            self._assigned = {}
            for person, job in self.session.execute(query):
                self._assigned.setdefault(person, []).append(job)
        return self._assigned.get(person_id, [])

    def name(self, person_id: int | None) -> str | None:
        """Somebody's name, also of people who have left."""
        if person_id is None:
            return None
        row = self.session.get(models.Person, person_id)
        return row.name if row else None

    def bays(self) -> dict[int, models.Bay]:
        """The site's bays by id, in their order."""
        if self._bays is None:
            query = select(models.Bay).where(models.Bay.site_id == self.site.id).order_by(models.Bay.position)
            self._bays = {row.id: row for row in self.session.scalars(query)}
        return self._bays

    def day_of(self, person_id: int) -> list[Span]:
        """What somebody was clocked on to on the site's day, in order."""
        if self._day is None:
            began = day_began(self.site.day, self.site.timezone)
            query = (
                select(models.Clocking)
                .join(models.Person, models.Person.id == models.Clocking.person_id)
                .where(models.Person.site_id == self.site.id, models.Clocking.at >= began)
                .order_by(models.Clocking.id)
            )
            self._day = {}
            for span in spans(clocking_state(row) for row in self.session.scalars(query)):
                self._day.setdefault(span.person, []).append(span)
        return self._day.get(person_id, [])


def ids_of(kind: str, keys: Iterable[str]) -> set[int]:
    """The ids among keys like `job:17`."""
    prefix = f"{kind}:"
    return {int(key[len(prefix) :]) for key in keys if key.startswith(prefix)}


def ms(at: datetime | None) -> int | None:
    """A time on the wire: milliseconds since 1970, UTC."""
    return None if at is None else round(at.timestamp() * 1000)


def wanted(key: str, keys: Keys | None) -> bool:
    """This card was asked for."""
    return keys is None or key in keys


def own_person_among(keys: Keys | None, person_id: int | None) -> bool:
    """What is asked for touches the person who looks: where they are clocked on changes the steps on every car."""
    return keys is not None and f"person:{person_id}" in keys
