"""From stories to a timetable: who did what to which car, minute by minute, so that nobody was in two places.

Nothing here knows a database: a plan is the same for the same random numbers and the same moment.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count, cycle
from typing import Any, Final
from zoneinfo import ZoneInfo

from board.demo import bookings
from board.demo.catalogue import (
    BAYS,
    COLOURS,
    CUSTOMERS,
    ELECTRIC_MODELS,
    FAILED_ITEMS,
    MODELS,
    NEW_PROMISE_REASON,
    ORDERS,
    PEOPLE,
    SETTINGS,
    TOLD,
    WORK,
    Member,
    Model,
    Order,
    Setting,
    Text,
)
from board.demo.opening import calendar_at, last_end, takes_cars_in
from board.demo.standard_jobs import checklist_of, code_of, parts_of, price_cents
from board.demo.steps import PlannedCar, Step
from board.demo.stories import DELIVERED, EARLIER, IN_THE_SHOP, LEFT_OVER, Made, Place, Story
from board.domain.appointments import Confirmation
from board.domain.bays import NOT_FOR_WORK, BayKind
from board.domain.calendar import Calendar
from board.domain.following_up import PaymentWay
from board.domain.job import ServiceType
from board.domain.parts import PartState
from board.domain.people import Role
from board.domain.reception import MarkKind, WalkPosition

NOT_BOOKED: Final = frozenset({ServiceType.pdi, ServiceType.comeback})
"""What nobody makes an appointment for."""
SPREAD_MINUTES: Final = 24.0
"""Between two deliveries of the day."""
SCRATCH: Final = Text("划痕约 10 厘米", "Scratch, about 10 cm")
WAYS: Final = (PaymentWay.wechat, PaymentWay.alipay, PaymentWay.card, PaymentWay.invoice)
_CAN_WAIT: Final = frozenset({"start_wash", "end_wash", "hand_over", "settle", "deliver", "announce"})
"""Cars that are through with the wash queue, or further: they may have waited there longer."""
_OPEN_END: Final = 10_000.0
_MOST_TRIES: Final = 60
_SEEN_AFTER_END: Final = 165.0
"""How long after the end of the shift a car whose clocking was forgotten is put outside: the board waits two hours."""
_ALL_ROUND: Final = frozenset(BayKind) - NOT_FOR_WORK - {BayKind.body, BayKind.paint}
"""Bays that take any car when those that suit it best are full."""


def plan(now: datetime, language: str, seed: int = 20) -> list[PlannedCar]:
    """All cars of the demo workshop as they stand at `now` (UTC), in order of their arrival."""
    chance = random.Random(seed)
    setting = SETTINGS[language]
    cars = car_details(chance, setting)
    calendar = _Calendar()
    opening = calendar_at(now, language)
    planned: list[PlannedCar] = []
    known: dict[str, dict[str, Any]] = {}
    for story in _with_moments(now, setting):
        order = ORDERS[story.order]
        timetable = _Timetable(story, order, chance, language)
        steps = timetable.steps(calendar, now)
        if story.received and story.appointment:
            steps = _booked(steps, opening)
        promised = now + timedelta(minutes=story.promise)
        if story.until == "deliver":
            promised = next(step.at for step in steps if step.verb == "deliver") + timedelta(minutes=story.promise)
        if story.first_promise is not None:
            promised = now + timedelta(minutes=story.first_promise)
        car = known.get(story.car) or next(cars[order.electric])
        if story.car:
            known[story.car] = car
        details = car | {
            **order_details(order, language),
            "waits": story.waits,
            "wash_wanted": story.wash,
            "appointment": story.appointment,
            "priority": story.priority,
            "promised_at": promised,
        }
        if order.service_type is ServiceType.pdi:
            details["mileage_km"] = 11
        checklists, parts = order_checklists(order, language), order_parts(order, language)
        planned.append(PlannedCar(details, tuple(steps), tuple(checklists), tuple(parts)))
    planned.extend(_expected(now, opening, cars, chance, language))
    return sorted(planned, key=lambda car: car.steps[0].at)


def _expected(
    now: datetime,
    opening: Calendar,
    cars: dict[bool, Iterator[dict[str, Any]]],
    chance: random.Random,
    language: str,
) -> Iterator[PlannedCar]:
    """The cars that are only booked yet."""
    orders = [order for order in ORDERS.values() if order.service_type not in NOT_BOOKED]
    for at, booking in (*bookings.todays(now, opening), *bookings.next_days(now, opening, chance)):
        [order] = chance.choices(orders, [each.often for each in orders])
        details = next(cars[order.electric]) | order_details(order, language) | {"waits": chance.random() < 0.4}
        acts = bookings.steps(at, booking, now, chance, lambda text: text.said_in(language))
        yield PlannedCar(details, tuple(acts))


def _booked(steps: list[Step], opening: Calendar) -> list[Step]:
    """The steps of a car that came as it was booked: the appointment, made the day before and confirmed twice, at a
    quarter of an hour; without one where nobody can be booked for the hour at which it came."""
    arrived = steps[0]
    over = arrived.at.timestamp() % 900
    at = arrived.at + timedelta(seconds=900 - over if over > 450 else -over)
    if not takes_cars_in(opening, at):
        return steps
    advisor = steps[1].who if len(steps) > 1 else "advisor1"
    return [
        Step(at - timedelta(hours=27), "book", "followup", {"at": at, "advisor": advisor}, makes="appointment"),
        Step(
            at - timedelta(hours=20),
            "confirm_appointment",
            "followup",
            {"appointment": Made("appointment"), "when": Confirmation.day_before},
        ),
        Step(
            at - timedelta(minutes=34),
            "confirm_appointment",
            advisor,
            {"appointment": Made("appointment"), "when": Confirmation.half_hour},
        ),
        replace(arrived, details=arrived.details | {"appointment": Made("appointment")}),
        *steps[1:],
    ]


def order_details(order: Order, language: str) -> dict[str, Any]:
    """What an order says of the work, as `take_in` wants it."""
    return {
        "service_type": order.service_type,
        "concern": order.concern.said_in(language),
        "operations": [
            {
                "code": code_of(key),
                "text": WORK[key].text.said_in(language),
                "standard_minutes": WORK[key].minutes,
                "skill": WORK[key].skill,
                "high_voltage": WORK[key].high_voltage,
                "price_cents": price_cents(key, language),
            }
            for key in order.work
        ],
    }


def order_checklists(order: Order, language: str) -> list[list[str]]:
    """What is ticked at each line of an order."""
    return [checklist_of(key, language) for key in order.work]


def order_parts(order: Order, language: str) -> list[dict[str, Any]]:
    """What an order takes from the store; `operation` is the place of its line."""
    return [{**part, "operation": place} for place, key in enumerate(order.work) for part in parts_of(key, language)]


def car_details(chance: random.Random, setting: Setting) -> dict[bool, Iterator[dict[str, Any]]]:
    """Cars and their owners without end, the electric ones under True; no plate comes twice."""
    owners = list(CUSTOMERS)
    chance.shuffle(owners)
    taken: set[str] = set()
    numbers = count(1)
    return {
        electric: _cars(chance, setting, cycle(owners[electric::2]), models, taken, numbers)
        for electric, models in ((False, MODELS), (True, ELECTRIC_MODELS))
    }


def _cars(
    chance: random.Random,
    setting: Setting,
    owners: Iterator[Any],
    models: Sequence[Model],
    taken: set[str],
    numbers: Iterator[int],
) -> Iterator[dict[str, Any]]:
    for model in cycle(models):
        name, salutation = next(owners)
        yield {
            "plate": _plate(chance, setting, model, taken),
            "model": model.name,
            "energy": model.energy,
            "colour": chance.choice(COLOURS).said_in(setting.language),
            "vin": "LFV" + "".join(chance.choices("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", k=14)),
            "mileage_km": chance.randrange(800, 96_000),
            "fuel_eighths": chance.randint(1, 8),
            "customer": {
                "name": name.said_in(setting.language),
                "salutation": salutation,
                "phone": f"{setting.phone_head}{next(numbers):0{11 - len(setting.phone_head)}d}",
            },
        }


def _plate(chance: random.Random, setting: Setting, model: Model, taken: set[str]) -> str:
    letters, digits = "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"
    while True:
        head = chance.choice(setting.plate_heads)
        if setting.language == "en":
            plate = f"{head}{chance.randint(19, 26)}" + "".join(chance.choices(letters, k=3))
        elif model in ELECTRIC_MODELS:
            plate = f"{head}D" + "".join(chance.choices(digits, k=5))
        else:
            plate = head + chance.choice(digits) + chance.choice(letters) + "".join(chance.choices(digits, k=3))
        if plate not in taken:
            taken.add(plate)
            return plate


def _with_moments(now: datetime, setting: Setting) -> list[Story]:
    """The stories, those that need a bay or somebody at this moment first, then backwards through the day.

    Cars delivered today left after midnight, also when the demo is set up early in the morning.
    """
    local = now.astimezone(ZoneInfo(setting.timezone))
    minutes_today = local.hour * 60 + local.minute
    spread = min(SPREAD_MINUTES, minutes_today / (len(DELIVERED) + 1))
    delivered = [replace(story, ago=round(story.ago * spread, 2)) for story in DELIVERED]
    left_over = replace(LEFT_OVER, ago=(now - last_end(now, setting.timezone)).total_seconds() / 60 - _SEEN_AFTER_END)
    return [*sorted(IN_THE_SHOP, key=_freedom), *delivered, left_over, *EARLIER]


def _freedom(story: Story) -> tuple[int, bool]:
    """How freely a car's bay can be chosen, and who works on it: the least free choose first."""
    electric = ORDERS[story.order].electric
    if story.bay or story.moved_to in dict(BAYS):
        return 0, not electric
    if story.moved_to:
        return 1, not electric
    return 3 if story.until in _CAN_WAIT else 2, not electric


class _Calendar:
    """Who and what is taken when, in minutes before now."""

    def __init__(self) -> None:
        self._taken: dict[str, list[tuple[float, float]]] = {}

    def free(self, name: str, start: float, end: float) -> bool:
        return all(end <= begun or start >= ended for begun, ended in self._taken.get(name, ()))

    def take(self, names: Iterable[str], start: float, end: float) -> str:
        """The first of these that is free from `start` to `end`."""
        for name in names:
            if self.free(name, start, end):
                self._taken.setdefault(name, []).append((start, end))
                return name
        raise LookupError(f"nobody and nothing is free from {start} to {end}")


@dataclass(slots=True)
class _Act:
    """Something done to a car, minutes from its arrival. `verb` is None for a moment in which nothing is done; `mark`
    is what a story's `until` calls it, when that is not the verb."""

    minute: float
    verb: str | None
    role: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    mark: str = ""
    makes: str = ""


class _Timetable:
    """One car's acts in minutes from its arrival, cut off at what its story tells, then set to end now."""

    def __init__(self, story: Story, order: Order, chance: random.Random, language: str) -> None:
        self._story = story
        self._order = order
        self._chance = chance
        self._language = language
        self._acts: list[_Act] = []
        self._minute = 0.0
        self._write()

    def steps(self, calendar: _Calendar, now: datetime) -> list[Step]:
        """The acts at their moments, with somebody to do each of them and a bay to do it in.

        Where the workshop was too full, the work was done earlier and the car waited longer for its wash, its owner, or
        whatever it waits for now.
        """
        shift = self._story.ago + self._acts[-1].minute
        for act in self._acts:
            act.minute -= shift
        waited = next((act.minute for act in self._acts if act.verb in {"start_wash", "hand_over"}), None)
        tries = 0
        while not self._has_room(calendar):
            tries += 1
            if tries > _MOST_TRIES:
                raise LookupError(f"there is no room for {self._story}")
            for act in self._acts:
                act.minute -= 10 if waited is None or act.minute < waited else 0
        crew = self._crew(calendar)
        bay = self._bay(calendar)
        return [
            Step(
                now + timedelta(minutes=act.minute),
                act.verb,
                crew.get(act.role),
                self._filled_in(act, crew, bay, calendar),
                act.makes,
            )
            for act in self._acts
            if act.verb
        ]

    # the acts

    def _write(self) -> None:
        for act in self._all_acts():
            self._acts.append(act)
            if (act.mark or act.verb) == self._story.until:
                self._acts.extend(self._also("end"))
                return
        raise ValueError(f"no car can stand at {self._story.until}")

    def _after(self, minutes: float, verb: str, role: str, mark: str = "", **details: Any) -> _Act:
        self._minute += minutes * self._chance.uniform(0.8, 1.2)
        return _Act(self._minute, verb, role, details, mark)

    def _moment(self, mark: str) -> _Act:
        return _Act(self._minute, None, mark=mark)

    def _all_acts(self) -> Iterator[_Act]:
        if self._story.received:
            yield from self._reception()
        else:
            yield self._after(0, "take_in", "advisor")
        yield self._after(1, "print_card", "advisor")
        yield self._after(6, "dispatch", "foreman")
        yield self._after(4, "clock_on", "technician")
        if self._story.team_of_two:
            yield self._after(2, "clock_on", "second")
        yield from self._issued()
        yield from self._also("begun")
        if self._story.until == "left_over":
            yield self._after(200, "close_forgotten", "clock", person="technician")
            yield self._after(30, "move", "foreman", "left_over", to=None)
        yield from self._work()
        yield from self._checks()
        yield from self._way_out()

    def _reception(self) -> Iterator[_Act]:
        yield self._after(0, "arrive", "guard")
        yield self._after(3, "open_reception", "advisor")
        caption = SCRATCH.said_in(self._language)
        picture = self._after(2, "add_photo", "advisor", picture="scratch", caption=caption)
        yield replace(picture, makes="scratch")
        position = self._chance.choice([WalkPosition.left_front, WalkPosition.right_side, WalkPosition.left_rear])
        x, y = self._chance.randint(250, 750), self._chance.randint(350, 650)
        seen: dict[str, Any] = {"position": position, "kind": MarkKind.scratch, "x": x, "y": y, "note": caption}
        yield self._after(0.4, "mark_damage", "advisor", **seen, photo=Made("scratch"))
        yield self._after(3, "note_walk_round", "advisor", seen=tuple(WalkPosition), seat_covers=True)
        yield self._after(4, "write_order", "advisor")
        yield replace(self._after(1, "add_signature", "advisor", picture="signature"), makes="signature")
        yield self._after(0.3, "sign_order", "advisor", signature=Made("signature"))

    def _issued(self) -> Iterator[_Act]:
        """The store gives out what a received order takes, where the story tells nothing else about it."""
        if self._story.received and not any(each.verb == "set_part" for each in self._story.also):
            for place in range(len(order_parts(self._order, self._language))):
                yield self._after(0.3, "set_part", "parts", part=Place(place), state=PartState.issued)

    def _also(self, at: str) -> Iterator[_Act]:
        for each in self._story.also:
            if each.at == at:
                yield replace(self._after(each.minutes, each.verb, each.role, **each.details), makes=each.makes)

    def _work(self) -> Iterator[_Act]:
        minutes = [WORK[code].minutes for code in self._order.work]
        spent = sum(minutes) * self._story.worked
        begun = self._minute
        for place, standard in enumerate(minutes):
            if self._story.worked < 1 and self._minute - begun + standard >= spent:
                yield from self._interrupted(begun + spent)
                return
            mark = "work_done" if place == len(minutes) - 1 else ""
            yield self._after(standard * 0.9, "finish_operation", "technician", mark, operation=Place(place))

    def _interrupted(self, minute: float) -> Iterator[_Act]:
        """Somebody is still at it, or was interrupted after this minute."""
        self._minute = minute
        if self._story.pause is None:
            yield self._moment("work")
            return
        yield self._after(0, "pause", "technician", "interrupted", reason=self._story.pause)
        if self._story.first_promise is not None:
            yield self._after(5, "change_promise", "advisor")
        if self._story.moved_to:
            yield self._after(3, "move", "foreman", to=None)
        yield self._moment("pause")

    def _checks(self) -> Iterator[_Act]:
        yield self._after(3, "sign_self_check", "technician", "signed", passed=True)
        if self._story.moved_to == "out":
            yield self._after(1, "move", "foreman", to=None)
        yield self._moment("sign_self_check")
        yield self._after(5, "sign_leader_check", "leader", "signed", passed=True)
        if self._story.moved_to and self._story.moved_to != "out":
            yield self._after(1, "move", "foreman", to=self._story.moved_to)
        yield self._moment("sign_leader_check")
        if self._story.failed:
            yield from self._rework()
        yield self._after(6, "sign_final_check", "inspector", passed=True)

    def _rework(self) -> Iterator[_Act]:
        item = self._chance.choice(FAILED_ITEMS).said_in(self._language)
        yield self._after(6, "sign_final_check", "inspector", "failed", passed=False, items=[item])
        yield self._after(5, "clock_on", "technician", "rework")
        yield self._after(9, "finish_operation", "technician", "reworked", operation=Place(-1))
        yield self._after(2, "sign_self_check", "technician", "signed", passed=True)
        yield self._after(3, "sign_leader_check", "leader", "signed", passed=True)

    def _way_out(self) -> Iterator[_Act]:
        if self._story.wash:
            yield self._after(6, "start_wash", "washer")
            yield self._after(13, "end_wash", "washer", stall=self._story.stall)
        elif self._story.stall:
            yield self._after(3, "park_ready", "washer", stall=self._story.stall)
        yield self._after(3, "announce", "advisor")
        yield self._after(14, "hand_over", "advisor")
        yield self._after(8, "settle", "cashier")
        yield self._after(5, "deliver", "guard")

    # who and where

    def _has_room(self, calendar: _Calendar) -> bool:
        stay = self._in_bay()
        if stay is None:
            return True
        work = self._at_work(stay)
        return any(calendar.free(number, *stay) for number in self._bays()) and any(
            calendar.free(login, *work) for login in suited(self._order)
        )

    def _crew(self, calendar: _Calendar) -> dict[str, str]:
        crew: dict[str, str] = {
            "advisor": self._chance.choice(_logins(Role.advisor)),
            "inspector": self._chance.choice(_logins(Role.inspector)),
            "washer": self._chance.choice(_logins(Role.washer)),
            "foreman": "foreman",
            "cashier": "cashier",
            "guard": "guard",
            "parts": "parts",
            "followup": "followup",
        }
        stay = self._in_bay()
        if stay is not None:
            technicians, work = suited(self._order), self._at_work(stay)
            crew["technician"] = calendar.take(technicians, *work)
            crew["leader"] = leader_of(crew["technician"])
            if self._story.team_of_two:
                mates = [login for login in technicians if leader_of(login) == crew["leader"]]
                crew["second"] = calendar.take(mates, *work)
        return crew

    def _at_work(self, stay: tuple[float, float]) -> tuple[float, float]:
        """From when to when the job needs somebody."""
        ends = [act.minute for act in self._acts if act.verb in {"finish_operation", "pause", "close_forgotten"}]
        at_it = self._story.until in {"work", "dispatch", "rework"}
        return stay[0], _OPEN_END if at_it else ends[-1]

    def _bay(self, calendar: _Calendar) -> str | None:
        """The bay the car comes to; where it's moved to later is kept free for it."""
        stay = self._in_bay()
        if stay is None:
            return None
        if self._story.moved_to in dict(BAYS):
            calendar.take([self._story.moved_to], stay[1], _OPEN_END)
        return calendar.take(self._bays(), *stay)

    def _bays(self) -> list[str]:
        if self._story.bay:
            return [self._story.bay]
        suiting = [number for kind in self._order.bays for number, each in BAYS if each is kind]
        return [*suiting, *(number for number, kind in BAYS if kind in _ALL_ROUND)]

    def _in_bay(self) -> tuple[float, float] | None:
        """From when to when the car needs a bay; None for one that waits for dispatch."""
        begins = [act.minute for act in self._acts if act.verb == "dispatch"]
        if not begins:
            return None
        passed = (act.minute for act in self._acts if act.verb == "sign_final_check" and act.details["passed"])
        moved = (act.minute for act in self._acts if act.verb == "move")
        return begins[0], min([*moved, *passed], default=_OPEN_END)

    def _filled_in(self, act: _Act, crew: dict[str, str], bay: str | None, calendar: _Calendar) -> dict[str, Any]:
        filled: dict[str, Any]
        match act.verb:
            case "dispatch":
                both = [crew[role] for role in ("technician", "second") if crew.get(role)]
                filled = {"bay": bay, "technicians": both}
            case "move":
                filled = {"bay": act.details["to"], "seen_bay": bay}
            case "start_wash":
                end = next((each.minute for each in self._acts if each.verb == "end_wash"), _OPEN_END)
                free = [number for number in _wash_bays() if calendar.free(number, act.minute, end)]
                filled = {"bay": calendar.take(free, act.minute, end) if free else None}
            case "change_promise":
                filled = {
                    "promise": self._story.promise,
                    "reason": NEW_PROMISE_REASON.said_in(self._language),
                    "told": TOLD.said_in(self._language),
                }
            case "close_forgotten":
                filled = {"person": crew["technician"]}
            case "hand_over":
                filled = {"km": 10_000, "service_in_days": 182}
            case "settle":
                filled = {"way": self._chance.choice(WAYS), "invoice": f"{self._chance.randrange(10**7):08d}"}
            case _:
                filled = {name: self._said(value) for name, value in act.details.items()}
        return filled

    def _said(self, value: Any) -> Any:
        if isinstance(value, Text):
            return value.said_in(self._language)
        if isinstance(value, Mapping):
            return {name: self._said(each) for name, each in value.items()}
        return value


def suited(order: Order) -> list[str]:
    """The technicians who may do an order's work, those with the skill for it first."""
    works = [WORK[code] for code in order.work]
    high_voltage = any(work.high_voltage for work in works)
    able = [
        member
        for member in PEOPLE
        if Role.technician in member.roles and (not high_voltage or member.high_voltage == "valid")
    ]
    return [member.login for member in sorted(able, key=lambda member: _unsuited(member, works[0].skill))]


def _unsuited(member: Member, skill: str) -> tuple[bool, bool]:
    """Who lacks the skill comes last, and those whose high-voltage papers are needed elsewhere after the others."""
    return skill not in member.skills, member.high_voltage == "valid"


def leader_of(login: str) -> str:
    """The leader of a technician's team."""
    team = next(member.team for member in PEOPLE if member.login == login)
    return next(member.login for member in PEOPLE if Role.leader in member.roles and member.team == team)


def _logins(role: Role) -> list[str]:
    return [member.login for member in PEOPLE if role in member.roles]


def _wash_bays() -> list[str]:
    return [number for number, kind in BAYS if kind is BayKind.wash]


def in_order(cars: Iterable[PlannedCar]) -> list[tuple[PlannedCar, Step]]:
    """Every step of every car, in the order of the clock."""
    steps = [
        (step.at, number, place, car, step) for number, car in enumerate(cars) for place, step in enumerate(car.steps)
    ]
    ordered = sorted(steps, key=lambda each: each[:3])
    return [(car, step) for _, _, _, car, step in ordered]
