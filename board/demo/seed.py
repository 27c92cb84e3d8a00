"""Setting the demo workshop up: through the same commands as a real one, each act at its moment of the past hours."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from board.commands.add_ons import approve_add_on, decline_add_on, price_add_on, propose_add_on
from board.commands.andon import answer_andon, call_andon, resolve_andon
from board.commands.attachments import add_photo, add_signature
from board.commands.booking import book, cancel_appointment, confirm_appointment, mark_no_show
from board.commands.change import Actor, Command, perform
from board.commands.checking import record_test_drive, sign_final_check, sign_leader_check, sign_self_check
from board.commands.clockings import close_forgotten, propose_repair
from board.commands.delivering import announce, deliver, end_wash, hand_over, park_ready, settle, start_wash
from board.commands.dispatching import dispatch, move
from board.commands.following_up import record_call
from board.commands.gate import arrive
from board.commands.ordering import sign_order, write_order
from board.commands.parts import set_part, want_part
from board.commands.receiving import change_promise, print_card, take_in
from board.commands.setting_up import (
    add_bay,
    add_pause_reason,
    add_person,
    add_shift,
    add_special_day,
    add_standard_job,
    add_team,
    change_workshop,
    digest,
    found_site,
    pair_device,
    set_checklist,
)
from board.commands.walking_round import mark_damage, note_walk_round, open_reception
from board.commands.working import clock_on, finish_operation, pause, tick
from board.demo.catalogue import BAYS, DEVICES, FLOOR_ROLES, PEOPLE, SETTINGS, TEAMS, Member
from board.demo.doors import DemoPerson, DemoScreen, Doors, read_doors
from board.demo.opening import hours_at
from board.demo.pictures import keep_pictures
from board.demo.plan import in_order, plan
from board.demo.standard_jobs import (
    MONEY,
    OWN_REASON,
    SHIFTS,
    code_of,
    parts_of,
    price_cents,
    special_days,
    standard_jobs,
)
from board.demo.steps import PlannedCar, Step
from board.demo.stories import Made, Place
from board.domain.checklists import Occasion, defaults_in
from board.domain.clockings import ClockingAct
from board.domain.people import CertificateKind, Role
from board.domain.refusals import Refused
from board.signing_in import hash_secret
from board.store import models
from board.store.states import order_state
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
        arrive,
        open_reception,
        add_photo,
        mark_damage,
        note_walk_round,
        write_order,
        add_signature,
        sign_order,
        book,
        confirm_appointment,
        mark_no_show,
        cancel_appointment,
        tick,
        record_test_drive,
        propose_add_on,
        price_add_on,
        approve_add_on,
        decline_add_on,
        want_part,
        set_part,
        call_andon,
        answer_andon,
        resolve_andon,
        close_forgotten,
        propose_repair,
        record_call,
    )
}


def set_up_demo(store: Store, folder: Path, language: str, now: datetime) -> Doors | None:
    """Make the demo workshop in an empty database and write its doors into the data folder; done before, give them.

    None where the demo is there, but its doors were removed. Refused: `demo_refused` where there is a real workshop.
    """
    installation = store.installation()
    if installation is not None:
        if not installation.demo:
            raise Refused("demo_refused")
        return read_doors(folder)
    doors = seed(store, folder, language, now)
    doors.write(folder)
    return doors


def seed(store: Store, folder: Path, language: str, now: datetime) -> Doors:
    """Make the demo workshop in an empty database, as it stands at `now` (UTC), its photos in the data folder.

    Refused: `demo_refused` where there already is a real workshop.
    """
    setting = SETTINGS[language]
    cars = plan(now, language)
    opened = cars[0].steps[0].at - timedelta(hours=1)
    site = found_site(
        store, setting.site, language, setting.timezone, now, demo=True, shift=hours_at(now, setting.timezone)
    )
    hand = _Hand(store, site, language, keep_pictures(folder))
    screens = hand.set_up(opened)
    people = hand.welcome(opened, now)
    hand.write_catalogue(opened)
    for car, step in in_order(cars):
        hand.do(car, step, now)
    return Doors(language, tuple(people), tuple(screens))


@dataclass
class _Hand:
    """Carries the plan out, and remembers what became of the plan's names."""

    store: Store
    site: int
    language: str
    pictures: Mapping[str, Mapping[str, Any]]
    people: dict[str, int] = field(default_factory=dict)
    bays: dict[str, int] = field(default_factory=dict)
    jobs: dict[int, int] = field(default_factory=dict)
    made: dict[tuple[int, str], int] = field(default_factory=dict)
    count: int = 0

    def perform(self, command: Command, who: str | None, at: datetime, /, **details: Any) -> Mapping[str, Any]:
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
        """What is sold at which price, what is ticked when, the shifts, the next holidays, and an own pause reason."""
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
        for occasion, items in defaults_in(self.language).items():
            self.perform(set_checklist, None, at, occasion=occasion, items=items)
        self.perform(add_pause_reason, None, at, zh=OWN_REASON.zh, en=OWN_REASON.en, owner=Role.foreman)

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
            advisor = self.people[step.who or ""]
            taken = self.perform(take_in, step.who, step.at, **car.details, advisor=advisor)
            self.jobs[id(car)] = taken["job"]
            return
        if step.verb == "finish_operation":
            self._tick_all(car, step)
        answer = self.perform(_STEPS[step.verb], step.who, step.at, **self._details(car, step, now))
        if step.verb == "arrive":
            self.jobs[id(car)] = answer["job"]
        if step.makes:
            self.made[id(car), step.makes] = next(iter(answer.values()))

    def _tick_all(self, car: PlannedCar, step: Step) -> None:
        """Whoever finishes an operation has ticked what is on its list."""
        place, job = step.details["operation"].place, self.jobs[id(car)]
        items = car.checklists[place] if 0 <= place < len(car.checklists) else []
        if items:
            operation = self._rows(models.Operation, job)[place]
            self.perform(tick, step.who, step.at, job=job, operation=operation, ticked=items)

    def _details(self, car: PlannedCar, step: Step, now: datetime) -> dict[str, Any]:
        """The plan's logins, bay numbers and places as the command wants them, and what it leaves to be looked up."""
        details = {name: self._known(car, value) for name, value in step.details.items()}
        job = self.jobs.get(id(car))
        for name in ("bay", "seen_bay"):
            if details.get(name):
                details[name] = self.bays[details[name]]
        if "technicians" in details:
            details["technicians"] = [self.people[login] for login in details["technicians"]]
        for name in ("person", "advisor"):
            if name in details:
                details[name] = self.people[details[name]]
        if job is not None:
            details |= self._placed(job, details)
        for minutes, name in (("promise", "promised_at"), ("expected", "expected_at")):
            if minutes in details:
                details[name] = now + timedelta(minutes=details.pop(minutes))
        if "picture" in details:
            details |= self.pictures[details.pop("picture")]
        details |= self._looked_up(car, step, details, now)
        return details if step.verb in _WITHOUT_JOB else {"job": job, **details}

    def _placed(self, job: int, details: Mapping[str, Any]) -> dict[str, Any]:
        """The operation and the part line whose places are told; one that was made is known already."""
        tables: dict[str, type[models.Operation] | type[models.PartLine]] = {
            "operation": models.Operation,
            "part": models.PartLine,
        }
        return {
            name: self._rows(table, job)[details[name].place]
            for name, table in tables.items()
            if isinstance(details.get(name), Place)
        }

    def _known(self, car: PlannedCar, value: Any) -> Any:
        if isinstance(value, Made):
            return self.made[id(car), value.name]
        return [self._known(car, each) for each in value] if isinstance(value, list) else value

    def _looked_up(self, car: PlannedCar, step: Step, details: dict[str, Any], now: datetime) -> dict[str, Any]:
        """What a command wants to be told beyond what the plan says; what is only for us leaves `details`."""
        if step.verb in _OCCASIONS:
            return {"ticked": defaults_in(self.language)[_OCCASIONS[step.verb]]}
        job = self.jobs.get(id(car), 0)
        if step.verb in {"book", "arrive", "note_walk_round", "write_order", "sign_order"}:
            return self._of_the_order(car, step, job)
        if step.verb in {"propose_add_on", "price_add_on", "approve_add_on", "decline_add_on"}:
            return self._of_found_work(car, details)
        if step.verb == "propose_repair":
            return self._earlier(job, self.people[step.who or ""], details.pop("earlier"))
        return self._of_the_rest(car, step, details, now)

    def _of_the_order(self, car: PlannedCar, step: Step, job: int) -> dict[str, Any]:
        match step.verb:
            case "book":
                return _booked(car.details)
            case "arrive":
                return {"plate": car.details["plate"]}
            case "note_walk_round":
                return {name: car.details[name] for name in ("mileage_km", "fuel_eighths", "concern")}
            case "write_order":
                return _order(car)
        with self.store.reading() as session:
            return {"seen": order_state(session, session.get_one(models.Job, job)).digest}

    def _of_found_work(self, car: PlannedCar, details: dict[str, Any]) -> dict[str, Any]:
        if "work" in details:
            return {"code": code_of(details.pop("work"))}
        if "price_of" in details:
            work = details.pop("price_of")
            return {"price_cents": price_cents(work, self.language), "parts": parts_of(work, self.language)}
        return {"name": car.details["customer"]["name"]}

    def _of_the_rest(self, car: PlannedCar, step: Step, details: dict[str, Any], now: datetime) -> dict[str, Any]:
        if step.verb == "tick":
            return {"ticked": car.checklists[step.details["operation"].place][: details.pop("tick")]}
        if step.verb == "record_test_drive":
            mileage = car.details["mileage_km"]
            return {"from_km": mileage, "to_km": mileage + details.pop("drive")}
        if step.verb == "hand_over":
            return {
                "ticked": defaults_in(self.language)[Occasion.handover],
                "old_parts_given": False,
                "next_service_on": (step.at + timedelta(days=details.pop("service_in_days"))).date(),
                "next_service_km": car.details["mileage_km"] + details.pop("km"),
            }
        if step.verb == "settle":
            return {"amount_cents": sum(each["price_cents"] for each in car.details["operations"])}
        if "complaint" in details:
            case = details["complaint"]
            due = now + timedelta(minutes=case["due"])
            return {"complaint": {"text": case["text"], "owner": self.people[case["owner"]], "due": due}}
        return {}

    def _earlier(self, job: int, person: int, minutes: int) -> dict[str, Any]:
        """The last clock-off of somebody on a car, and a time so many minutes before it."""
        query = (
            select(models.Clocking.id, models.Clocking.at)
            .where(models.Clocking.job_id == job, models.Clocking.person_id == person)
            .where(models.Clocking.act == ClockingAct.off)
            .order_by(models.Clocking.id.desc())
        )
        with self.store.reading() as session:
            clocking, at = session.execute(query.limit(1)).one()
        return {"clocking": clocking, "at": at - timedelta(minutes=minutes)}

    def _rows(self, table: type[models.Operation] | type[models.PartLine], job: int) -> list[int]:
        """The ids of a job's operations or part lines, in their order."""
        with self.store.reading() as session:
            return list(session.scalars(select(table.id).where(table.job_id == job).order_by(table.id)))


def _booked(told: Mapping[str, Any]) -> dict[str, Any]:
    """What `book` is told of a car and its work."""
    lines = [
        {name: each[name] for name in ("code", "text", "standard_minutes", "skill", "high_voltage")}
        for each in told["operations"]
    ]
    about = {name: told[name] for name in ("plate", "model", "energy", "customer", "service_type", "concern", "waits")}
    return {**about, "lines": lines}


def _order(car: PlannedCar) -> dict[str, Any]:
    """What `write_order` is told of a car that is received."""
    told = car.details
    lines = [
        {**line, "checklist": items, "safety": bool(items)}
        for line, items in zip(told["operations"], car.checklists, strict=True)
    ]
    named = ("customer", "service_type", "priority", "promised_at", "waits", "wash_wanted")
    return {
        "vehicle": {name: told[name] for name in ("plate", "model", "colour", "vin", "energy")},
        "operations": lines,
        "parts": car.parts,
        **{name: told[name] for name in named},
    }


_OCCASIONS: Final = {
    "sign_self_check": Occasion.self_check,
    "sign_leader_check": Occasion.leader,
    "sign_final_check": Occasion.final,
}
_WITHOUT_JOB: Final = frozenset(
    (
        "arrive",
        "book",
        "confirm_appointment",
        "mark_no_show",
        "cancel_appointment",
        "answer_andon",
        "resolve_andon",
        "propose_repair",
    )
)
"""What is done to something else than a car's job."""
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
