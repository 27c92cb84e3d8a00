"""A small real workshop in a real database. Everything that happens in it is one of the product's own commands."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, Table, select

from board.commands import checking, delivering, dispatching, receiving, setting_up, working
from board.commands.change import Actor, Answer, Command, perform
from board.domain.bays import BayKind
from board.domain.job import Energy, PauseReason, ServiceType
from board.domain.people import CertificateKind, Role, Skill
from board.domain.refusals import Refused
from board.domain.stages import Stage
from board.screens.links import customer_link
from board.screens.look import Look
from board.store import models
from board.store.models import Base
from board.store.transaction import Store

OPENING = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
"""Half past eight at the site."""
SECRET_KEY = "k" * 32
PASSWORD = "quiet-river-7-stones"
PIN = "2580"
# As cheap as argon2 allows: what a hash costs is no behaviour.
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD_HASH = _HASHER.hash(PASSWORD)
PIN_HASH = _HASHER.hash(PIN)

STAFF: Mapping[str, tuple[str, tuple[Role, ...]]] = {
    "admin": ("林清", (Role.admin,)),
    "manager": ("高远", (Role.manager,)),
    "advisor": ("王敏", (Role.advisor,)),
    "foreman": ("李强", (Role.foreman,)),
    "foreman2": ("何勇", (Role.foreman,)),
    "leader": ("周涛", (Role.leader,)),
    "technician": ("张伟", (Role.technician,)),
    "electrician": ("赵磊", (Role.technician,)),
    "inspector": ("孙丽", (Role.inspector,)),
    "washer": ("吴刚", (Role.washer,)),
    "parts": ("郑华", (Role.parts,)),
    "lounge_attendant": ("冯雪", (Role.lounge_attendant,)),
    "cashier": ("陈晨", (Role.cashier,)),
    "guard": ("褚亮", (Role.guard,)),
    "follow_up_clerk": ("卫芳", (Role.follow_up_clerk,)),
    "both": ("蒋平", (Role.technician, Role.foreman)),
}
"""Somebody of every role, and one who holds two."""
BAYS = {
    "1": (BayKind.lift, 1),
    "2": (BayKind.general, 1),
    "3": (BayKind.ev, 1),
    "W": (BayKind.wash, 2),
    "R": (BayKind.ready_stall, 9),
}
OIL = {"text": "更换机油", "standard_minutes": 30}
BRAKES = {"text": "制动检查", "standard_minutes": 20, "skill": Skill.mechanic}
BATTERY = {"text": "动力电池检查", "standard_minutes": 60, "skill": Skill.high_voltage, "high_voltage": True}

_numbers = itertools.count(1)


def next_id() -> str:
    """An id as a client makes one."""
    return f"command-{next(_numbers):06d}"


@dataclass
class Workshop:
    """One site with its people and bays; `now` moves on by a minute with each command."""

    store: Store
    site: int
    now: datetime = OPENING
    people: dict[str, int] = field(default_factory=dict)
    badges: dict[str, str] = field(default_factory=dict)
    bays: dict[str, int] = field(default_factory=dict)
    _plates: Iterator[int] = field(default_factory=lambda: itertools.count(10_000))

    def do(self, command: Command, by: str | None, *, command_id: str | None = None, **details: Any) -> Answer:
        """Carry a command out, a minute after the last one; `by` is somebody's login, None the command line."""
        self.now += timedelta(minutes=1)
        person = self.people[by] if by else None
        return perform(self.store, command, Actor(self.site, person), command_id or next_id(), details, self.now)

    # the way of a car

    def take_in(self, *operations: Mapping[str, Any], by: str | None = "advisor", **details: Any) -> int:
        """A car waits for dispatch; gives the job's id."""
        given = {
            "plate": f"京A{next(self._plates)}",
            "model": "Model 3",
            "energy": Energy.petrol,
            "customer": {"name": "欧阳若兰", "salutation": "ms", "phone": "13800138000"},
            "service_type": ServiceType.general,
            "operations": list(operations or (OIL,)),
            **details,
        }
        job = self.do(receiving.take_in, by, **given).job
        assert job is not None
        return job

    def dispatch(self, job: int, bay: str = "1", *technicians: str, by: str = "foreman") -> Answer:
        """Give it a bay and people."""
        chosen = [self.people[each] for each in technicians or ("technician",)]
        return self.do(dispatching.dispatch, by, job=job, bay=self.bays[bay], technicians=chosen)

    def car_at(self, stage: Stage, bay: str = "1", **details: Any) -> int:
        """A car that came to this stage by the commands that lead there."""
        job = self.take_in(**details)
        if stage is Stage.cancelled:
            self.do(receiving.cancel, "advisor", job=job, reason="客户取消")
            return job
        for reached, step in self._way(job, bay):
            if reached is stage:
                break
            step()
        assert self.job(job).stage is stage
        return job

    def _way(self, job: int, bay: str) -> Iterator[tuple[Stage, Any]]:
        operation = self.job(job).operations[0].id
        yield Stage.waiting_dispatch, lambda: self.dispatch(job, bay)
        yield Stage.dispatched, lambda: self.do(working.clock_on, "technician", job=job)
        yield Stage.in_work, lambda: self.do(working.pause, "technician", job=job, reason=PauseReason.parts)
        yield Stage.paused, lambda: self._finish(job, operation)
        yield Stage.self_check, lambda: self.do(checking.sign_self_check, "technician", job=job, passed=True)
        yield Stage.leader_check, lambda: self.do(checking.sign_leader_check, "leader", job=job, passed=True)
        yield Stage.final_check, lambda: self.do(checking.sign_final_check, "inspector", job=job, passed=True)
        yield Stage.wash_queue, lambda: self.do(delivering.start_wash, "washer", job=job)
        yield Stage.washing, lambda: self.do(delivering.end_wash, "washer", job=job, stall="A-03")
        yield Stage.ready, lambda: self.do(delivering.hand_over, "advisor", job=job)
        yield Stage.handover, lambda: self.do(delivering.settle, "cashier", job=job)
        yield Stage.settled, lambda: self.do(delivering.deliver, "guard", job=job)
        yield Stage.delivered, lambda: None

    def _finish(self, job: int, operation: int) -> None:
        self.do(working.resume, "technician", job=job)
        self.do(working.finish_operation, "technician", job=job, operation=operation)

    # looking

    def job(self, job: int) -> models.Job:
        """A job as it is stored now."""
        with self.store.reading() as session:
            row = session.get_one(models.Job, job)
            session.expunge_all()
            return row

    def link(self, job: int) -> str:
        """The code of the customer's copy, printed by the advisor."""
        self.do(receiving.print_card, "advisor", job=job)
        with self.store.reading() as session:
            found = customer_link(session, self.store.key, job, self.now)
        assert found is not None
        return found.text

    @property
    def revision(self) -> int:
        """The site's revision."""
        with self.store.reading() as session:
            return session.get_one(models.Site, self.site).revision

    def entries(self) -> list[models.JournalEntry]:
        """The site's journal."""
        with self.store.reading() as session:
            query = select(models.JournalEntry).where(models.JournalEntry.site_id == self.site)
            return list(session.scalars(query.order_by(models.JournalEntry.revision)))

    @contextmanager
    def look(self) -> Iterator[Look]:
        """One look at the site, as screens take it."""
        with self.store.reading() as session:
            yield Look(session, session.get_one(models.Site, self.site), self.now)


def open_workshop(store: Store, name: str = "测试车间") -> Workshop:
    """Found a site with STAFF and BAYS; everybody has the same password and PIN."""
    site = setting_up.found_site(store, name, "zh_CN", "Asia/Shanghai", OPENING)
    workshop = Workshop(store, site)
    team = workshop.do(setting_up.add_team, None, name="机电一组").result["team"]
    papers = dict.fromkeys(CertificateKind, OPENING + timedelta(days=300))
    for login, (called, roles) in STAFF.items():
        added = workshop.do(
            setting_up.add_person,
            None,
            name=called,
            roles=roles,
            login=login,
            password_hash=PASSWORD_HASH,
            pin_hash=PIN_HASH,
            team=team if Role.technician in roles else None,
            certificates=papers if login == "electrician" else None,
        ).result
        workshop.people[login] = added["person"]
        workshop.badges[login] = added["badge"]
    for number, (kind, capacity) in BAYS.items():
        bay = workshop.do(setting_up.add_bay, None, number=number, kind=kind, capacity=capacity).result["bay"]
        workshop.bays[number] = bay
    return workshop


def all_rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table: two equal answers mean that nothing at all was changed between them."""
    return {table.name: _rows(connection, table) for table in Base.metadata.sorted_tables}


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    found = connection.execute(select(table).order_by(*table.primary_key.columns))
    return [dict(row) for row in found.mappings()]


@contextmanager
def refused(workshop: Workshop, code: str) -> Iterator[None]:
    """What happens inside is refused with this code, and leaves every table as it was."""
    with workshop.store.reader.connect() as connection:
        before = all_rows(connection)
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    with workshop.store.reader.connect() as connection:
        assert all_rows(connection) == before
