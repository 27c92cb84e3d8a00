"""Setting the demo workshop up: through the same commands as a real one, each act at its moment of the past hours."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from board.access import hash_secret
from board.commands.change import Actor, Command, perform
from board.commands.checking import sign_final_check, sign_leader_check, sign_self_check
from board.commands.delivering import announce, deliver, end_wash, hand_over, park_ready, settle, start_wash
from board.commands.dispatching import dispatch, move
from board.commands.receiving import change_promise, print_card, take_in
from board.commands.setting_up import (
    add_bay,
    add_person,
    add_shift,
    add_special_day,
    add_standard_job,
    add_team,
    change_workshop,
    digest,
    found_site,
    pair_device,
)
from board.commands.working import clock_on, finish_operation, pause
from board.demo.catalogue import BAYS, DEVICES, FLOOR_ROLES, PEOPLE, SETTINGS, TEAMS, Member
from board.demo.doors import DemoPerson, DemoScreen, Doors, read_doors
from board.demo.plan import PlannedCar, Step, in_order, plan
from board.demo.standard_jobs import MONEY, SHIFTS, special_days, standard_jobs
from board.domain.people import CertificateKind, Role
from board.domain.refusals import Refused
from board.store import models
from board.store.transaction import Store

PASSWORD: Final = "workshop-demo"  # noqa: S105
PIN: Final = "2468"
"""The same for everybody: a demo is there to be looked into, and a real site takes no demo people."""
_STEPS: Final[Mapping[str, Command]] = {
    command.verb: command
    for command in (
        print_card,
        dispatch,
        move,
        clock_on,
        pause,
        finish_operation,
        sign_self_check,
        sign_leader_check,
        sign_final_check,
        start_wash,
        end_wash,
        park_ready,
        announce,
        hand_over,
        settle,
        deliver,
        change_promise,
    )
}
_DAY_SHIFT: Final = ("08:00", "18:00")


def set_up_demo(store: Store, folder: Path, language: str, now: datetime) -> Doors | None:
    """Make the demo workshop in an empty database and write its doors into the data folder; done before, give them.

    None where the demo is there, but its doors were removed. Refused: `demo_refused` where there is a real workshop.
    """
    installation = store.installation()
    if installation is not None:
        if not installation.demo:
            raise Refused("demo_refused")
        return read_doors(folder)
    doors = seed(store, language, now)
    doors.write(folder)
    return doors


def seed(store: Store, language: str, now: datetime) -> Doors:
    """Make the demo workshop in an empty database, as it stands at `now` (UTC).

    Refused: `demo_refused` where there already is a real workshop.
    """
    setting = SETTINGS[language]
    cars = plan(now, language)
    opened = cars[0].steps[0].at - timedelta(minutes=30)
    site = found_site(
        store, setting.site, language, setting.timezone, now, demo=True, shift=_shift(now, setting.timezone)
    )
    hand = _Hand(store, site, language)
    screens = hand.set_up(opened)
    people = hand.welcome(opened, now)
    hand.write_catalogue(opened)
    for car, step in in_order(cars):
        hand.do(car, step, now)
    return Doors(language, tuple(people), tuple(screens))


def _shift(now: datetime, timezone: str) -> tuple[str, str]:
    """The day shift while it lasts; else one that has begun and goes on, or whoever is at work would be sent home."""
    local = now.astimezone(ZoneInfo(timezone))
    if time(11) <= local.time() <= time(16):
        return _DAY_SHIFT
    return f"{local - timedelta(hours=7):%H}:00", f"{local + timedelta(hours=9):%H}:00"


@dataclass
class _Hand:
    """Carries the plan out, and remembers what became of the plan's names."""

    store: Store
    site: int
    language: str
    people: dict[str, int] = field(default_factory=dict)
    bays: dict[str, int] = field(default_factory=dict)
    jobs: dict[int, int] = field(default_factory=dict)
    count: int = 0

    def perform(self, command: Command, who: str | None, at: datetime, **details: Any) -> Mapping[str, Any]:
        """One command; `who` is a login, None for what nobody in particular sets up."""
        self.count += 1
        actor = Actor(self.site, self.people[who] if who else None)
        answer = perform(self.store, command, actor, f"demo-seed-{self.count:05d}", details, at)
        return {**answer.result, "job": answer.job}

    def set_up(self, at: datetime) -> list[DemoScreen]:
        """Bays and screens."""
        for number, kind in BAYS:
            self.bays[number] = self.perform(add_bay, None, at, number=number, kind=kind)["bay"]
        screens = []
        for view, name in DEVICES:
            token = secrets.token_urlsafe(24)
            said = name.said_in(self.language)
            self.perform(pair_device, None, at, name=said, view=view, token_digest=digest(token))
            screens.append(DemoScreen(said, view, token))
        return screens

    def write_catalogue(self, at: datetime) -> None:
        """What is sold at which price, the shifts, and the next holidays."""
        setting, money = SETTINGS[self.language], MONEY[self.language]
        called = {"name": setting.site, "language": self.language, "timezone": setting.timezone}
        brand = {"brand": "#0b6e69", "currency": money.currency, "jobs_at_once": 1}
        self.perform(change_workshop, None, at, **called, **brand)
        for job in standard_jobs(self.language):
            self.perform(add_standard_job, None, at, **job)
        for name, start, end, days in SHIFTS:
            self.perform(add_shift, None, at, name=name.said_in(self.language), start=start, end=end, days=days)
        for day in special_days(at.astimezone(ZoneInfo(setting.timezone)).date(), self.language):
            self.perform(add_special_day, None, at, **day)

    def welcome(self, at: datetime, now: datetime) -> list[DemoPerson]:
        """Teams and people, with their certificates."""
        teams = [self.perform(add_team, None, at, name=team.said_in(self.language))["team"] for team in TEAMS]
        password_hash, pin_hash = hash_secret(PASSWORD), hash_secret(PIN)
        return [self._welcome(member, teams, password_hash, pin_hash, at, now) for member in PEOPLE]

    def _welcome(
        self, member: Member, teams: list[int], password_hash: str, pin_hash: str, at: datetime, now: datetime
    ) -> DemoPerson:
        on_floor = not FLOOR_ROLES.isdisjoint(member.roles)
        at_desk = member.login in _DESKS
        added = self.perform(
            add_person,
            None,
            at,
            name=member.name.said_in(self.language),
            roles=member.roles,
            login=member.login,
            password_hash=password_hash if at_desk else None,
            pin_hash=pin_hash if on_floor else None,
            team=teams[member.team] if member.team is not None else None,
            skills=member.skills,
            phone=self._phone(member),
            certificates=_certificates(member, now),
            demo=True,
        )
        self.people[member.login] = added["person"]
        return DemoPerson(
            added["person"],
            member.login,
            member.name.said_in(self.language),
            tuple(role.value for role in member.roles),
            PASSWORD if at_desk else None,
            PIN if on_floor else None,
            added["badge"],
        )

    def _phone(self, member: Member) -> str | None:
        """An advisor's, for their customers; from a range that nobody is given."""
        if Role.advisor not in member.roles:
            return None
        head = SETTINGS[self.language].phone_head
        return f"{head}{PEOPLE.index(member):0{11 - len(head)}d}"

    def do(self, car: PlannedCar, step: Step, now: datetime) -> None:
        """One step of one car."""
        if step.verb == "take_in":
            advisor = self.people[step.who]
            taken = self.perform(take_in, step.who, step.at, **car.details, advisor=advisor)
            self.jobs[id(car)] = taken["job"]
            return
        job = self.jobs[id(car)]
        self.perform(_STEPS[step.verb], step.who, step.at, job=job, **self._details(job, step.details, now))

    def _details(self, job: int, planned: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """The plan's logins, bay numbers and places of operations as the commands want them."""
        details = dict(planned)
        for name in ("bay", "seen_bay"):
            if details.get(name):
                details[name] = self.bays[details[name]]
        if "technicians" in details:
            details["technicians"] = [self.people[login] for login in details["technicians"]]
        if "operation" in details:
            details["operation"] = self._operations(job)[details["operation"]]
        if "promise" in details:
            details["promised_at"] = now + timedelta(minutes=details.pop("promise"))
        return details

    def _operations(self, job: int) -> list[int]:
        query = select(models.Operation.id).where(models.Operation.job_id == job).order_by(models.Operation.position)
        with self.store.reading() as session:
            return list(session.scalars(query))


_DESKS: Final = frozenset(
    (
        "foreman",
        "advisor1",
        "advisor2",
        "advisor3",
        "parts",
        "cashier",
        "guard",
        "lounge",
        "followup",
        "manager",
        "admin",
    )
)
"""Who signs in at a desk, with a password."""


def _certificates(member: Member, now: datetime) -> dict[CertificateKind, datetime]:
    """Both high-voltage certificates, valid for two years; or one of them run out last week."""
    if not member.high_voltage:
        return {}
    ends = {kind: now + timedelta(days=700) for kind in CertificateKind}
    if member.high_voltage == "expired":
        ends[CertificateKind.brand_high_voltage] = now - timedelta(days=7)
    return ends
