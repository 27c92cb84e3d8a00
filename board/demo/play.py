"""A day in the demo workshop, played over the public HTTP API by its people.

Nobody here keeps a plan: every minute of the day they look at the board, and whoever sees something that is theirs to
do does it after the time it takes. So the day goes on whatever somebody else does to the same cars meanwhile.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from board.demo.catalogue import FAILED_ITEMS, NEW_PROMISE_REASON, ORDERS, SETTINGS, TOLD, WORK
from board.demo.doors import DemoPerson, Doors
from board.demo.hands import Hands
from board.demo.look import Card, Look
from board.demo.plan import car_details, leader_of, order_details
from board.demo.visitors import No

FULL_HOUSE: Final = 34
LONGEST_QUEUE: Final = 6
"""Nobody else is taken in while so many cars are in the shop, or wait for the foreman."""
_LONGEST_QUEUE_OF_A_KIND: Final = 2
_MINUTES_BETWEEN_ARRIVALS: Final = 5.0
_LONGEST_BETWEEN_LOOKS_SECONDS: Final = 20.0
_SHORTEST_BETWEEN_LOOKS_SECONDS: Final = 0.3

_MINUTES: Final = {
    "waiting_dispatch": (3, 12),
    "dispatched": (2, 7),
    "in_work": (2, 5),
    "paused": (15, 35),
    "self_check": (2, 6),
    "leader_check": (3, 9),
    "final_check": (6, 14),
    "wash_queue": (4, 14),
    "washing": (12, 18),
    "ready": (2, 6),
    "announced": (12, 45),
    "handover": (8, 15),
    "settled": (4, 9),
}
"""How long a car stands somewhere before the next thing is done to it; work takes its own time."""


@dataclass(frozen=True, slots=True)
class Car:
    """A car as somebody sees it on the board."""

    job: int
    card: Card
    look: Look


class Day:
    """The people of the workshop at work. `speed`: minutes of the day that pass in a minute."""

    def __init__(self, base_url: str, doors: Doors, speed: float, tell: Callable[[str], None], seed: int | None = None):
        self._hands = Hands(base_url, doors, tell)
        self._speed = speed
        self._language = doors.language
        self._chance = random.Random(seed)
        self._cars = car_details(random.Random(time.time_ns()), SETTINGS[doors.language])
        self._due: dict[tuple[Any, ...], float] = {}
        self._promised_anew: set[int] = set()
        self._interrupted: set[int] = set()
        self._next_arrival = time.monotonic() + self._seconds(2)

    @property
    def events(self) -> int:
        """How many things have happened."""
        return self._hands.events

    def play(self, most: int | None = None) -> None:
        """Live through the day, until `most` events have happened or somebody stops it. Raises Gone."""
        while most is None or self.events < most:
            began = time.monotonic()
            for act in self._due_now(self._look()):
                try:
                    act()
                except No as no:
                    self._hands.refused(no.sentence)
                if most is not None and self.events >= most:
                    return
            rest = min(self._seconds(1), _LONGEST_BETWEEN_LOOKS_SECONDS) - (time.monotonic() - began)
            time.sleep(max(rest, _SHORTEST_BETWEEN_LOOKS_SECONDS))

    def _seconds(self, minutes: float) -> float:
        return minutes * 60 / self._speed

    def _look(self) -> Look:
        foreman = self._hands.desks["foreman"]
        return Look(
            jobs={int(key.partition(":")[2]): card for key, card in foreman.get("/jobs")["jobs"].items()},
            people={int(key): card for key, card in foreman.get("/people")["people"].items()},
            bays={int(key): card for key, card in foreman.get("/bays")["bays"].items()},
            at=time.monotonic(),
            language=self._language,
        )

    # when

    def _due_now(self, look: Look) -> Iterator[Callable[[], None]]:
        """Everything whose time has come, one after the other."""
        waiting = Counter(card["service_type"] for card in look.jobs.values() if card["stage"] == "waiting_dispatch")
        if look.at >= self._next_arrival and len(look.jobs) < FULL_HOUSE and waiting.total() < LONGEST_QUEUE:
            self._next_arrival = look.at + self._seconds(_MINUTES_BETWEEN_ARRIVALS * self._chance.uniform(0.5, 1.5))
            yield partial(self._take_in, waiting)
        standings = {look.standing(job) for job in look.jobs}
        self._due = {standing: due for standing, due in self._due.items() if standing in standings}
        for job, card in sorted(look.jobs.items(), key=lambda each: each[1]["rank"]):
            car = Car(job, card, look)
            if self._is_time(car):
                yield partial(self._act, car)
            elif self._promise_is_broken(car):
                self._promised_anew.add(job)
                yield partial(self._change_promise, car)

    def _is_time(self, car: Car) -> bool:
        standing = car.look.standing(car.job)
        if standing not in self._due:
            self._due[standing] = car.look.at + self._seconds(self._takes(car.card))
        return car.look.at >= self._due[standing]

    def _takes(self, card: Card) -> float:
        """Minutes until the next thing happens to a car that stands like this."""
        begun = [each for each in card["operations"] if each["people"] and each["since_at"]]
        if card["stage"] == "in_work" and begun:
            gone: float = (_now_ms() - begun[0]["since_at"]) / 60_000
            standard: int = begun[0]["standard_minutes"] or 10
            return max(standard * self._chance.uniform(0.75, 1.1) - gone, 1)
        stage = "announced" if card["stage"] == "ready" and card["announced_at"] else card["stage"]
        return self._chance.uniform(*_MINUTES.get(stage, (2, 5)))

    def _promise_is_broken(self, car: Car) -> bool:
        promised = car.card["promised_at"]
        if car.job in self._promised_anew or promised is None or car.card["stage"] in {"ready", "handover", "settled"}:
            return False
        return bool(promised < _now_ms() - 120_000) and self._chance.random() < 0.03

    # reception

    def _take_in(self, waiting: Counter[str]) -> None:
        """Somebody comes with work that not too many are waiting with: the two bays for paint fill up for hours."""
        welcome = [order for order in ORDERS.values() if waiting[order.service_type] < _LONGEST_QUEUE_OF_A_KIND]
        [order] = self._chance.choices(welcome, [each.often for each in welcome])
        desk = self._hands.desks[self._chance.choice(["advisor1", "advisor2", "advisor3"])]
        minutes = sum(WORK[code].minutes for code in order.work)
        promised = datetime.now(UTC) + timedelta(minutes=self._promise_in(minutes))
        car = next(self._cars[order.electric])
        taken = desk.do(
            "/jobs",
            **car,
            **order_details(order, self._language),
            promised_at=_ms(promised),
            advisor=desk.person.id,
            waits=minutes <= 90 and self._chance.random() < 0.6,
            wash_wanted=self._chance.random() < 0.8,
            appointment=self._chance.random() < 0.35,
            priority="high" if self._chance.random() < 0.08 else "normal",
        )
        self._hands.print_card(desk.person.login, taken["job"])
        self._hands.happened("take_in", desk.person, car, what=car["model"], time=self._hands.clock(promised))

    def _promise_in(self, minutes: float) -> float:
        """Usually what the work takes and some more; now and then a time that the fast day will not keep: without
        those the board would have nothing to warn of."""
        if self._chance.random() < 0.2:
            return max(self._seconds(minutes) / 60, 2)
        return round((minutes * 1.3 + self._chance.uniform(50, 100)) / 10) * 10

    def _change_promise(self, car: Car) -> None:
        promised = datetime.now(UTC) + timedelta(minutes=self._chance.choice([30, 45, 60]))
        reason, told = NEW_PROMISE_REASON.said_in(self._language), TOLD.said_in(self._language)
        desk = self._hands.desks[self._hands.advisor_of(car.card)]
        desk.do(f"/jobs/{car.job}/promise", promised_at=_ms(promised), reason=reason, told=told)
        self._hands.happened("promise", desk.person, car.card, what=reason, time=self._hands.clock(promised))

    # what is done to a car, by how it stands

    def _act(self, car: Car) -> None:
        acts = {
            "waiting_dispatch": self._dispatch,
            "dispatched": self._begin,
            "in_work": self._work,
            "paused": self._resume,
            "self_check": self._self_check,
            "leader_check": self._leader_check,
            "final_check": self._final_check,
            "wash_queue": self._start_wash,
            "washing": self._end_wash,
            "ready": self._give_back,
            "handover": self._settle,
            "settled": self._deliver,
        }
        if car.card["stage"] in acts:
            acts[car.card["stage"]](car)

    def _dispatch(self, car: Car) -> None:
        """Whoever is idle gets it; an urgent car also somebody who has to put another one aside for it."""
        technicians = car.look.idle(car.card)
        if not technicians and car.card["priority"] != "normal":
            technicians = car.look.busy(car.card)
        bay = car.look.bay_for(car.card) if technicians else None
        if bay is None:
            return
        technician = self._chance.choice(technicians)
        car.look.spoken_for.add(technician)
        foreman = self._hands.desks["foreman"]
        foreman.do(f"/jobs/{car.job}/dispatch", bay=bay, technicians=[technician])
        self._hands.happened("dispatch", foreman.person, car.card, bay=car.look.bays[bay]["number"])

    def _begin(self, car: Car) -> None:
        for person in self._hands.crew_of(car.card)[:1]:
            at_hand = car.look.people[person.id]["on"]
            if at_hand:
                self._hands.scan(person, "switch", car.job, car.card, from_job=at_hand[0]["job"], reason="other_job")
            else:
                self._hands.scan(person, "clock_on", car.job, car.card)

    def _work(self, car: Car) -> None:
        at_it = [(key, operation) for key, operation in car.look.at_work_on(car.job) if key in self._hands.by_id]
        if not at_it:
            self._go_on(car, "clock_on")
            return
        person, operation = self._hands.by_id[at_it[0][0]], at_it[0][1]
        reason = self._interruption(car)
        if reason is not None:
            self._interrupted.add(car.job)
            self._hands.scan(person, "pause", car.job, car.card, told_as=reason, reason=reason)
            return
        what = next((each["text"] for each in car.card["operations"] if each["id"] == operation), "")
        self._hands.scan(person, "finish_operation", car.job, car.card, what=what, operation=operation)

    def _interruption(self, car: Car) -> str | None:
        if car.job in self._interrupted or car.card["rework"]:
            return None
        drawn = self._chance.random()
        return "parts" if drawn < 0.10 else "customer_approval" if drawn < 0.16 else None

    def _resume(self, car: Car) -> None:
        self._go_on(car, "resume")

    def _go_on(self, car: Car, step: str) -> None:
        """Whoever was on this car before, or somebody else who is idle; a car that stands outside gets a bay first."""
        idle = car.look.idle(car.card)
        known = [person.id for person in self._hands.crew_of(car.card) if person.id in idle]
        technician = next(iter([*known, *idle]), None)
        if technician is None:
            return
        if car.card["bay"] is None:
            bay = car.look.bay_for(car.card)
            if bay is None:
                return
            foreman = self._hands.desks["foreman"]
            foreman.do(f"/jobs/{car.job}/move", bay=bay, seen_bay=None)
            self._hands.happened("move", foreman.person, car.card, bay=car.look.bays[bay]["number"])
        car.look.spoken_for.add(technician)
        self._hands.scan(self._hands.by_id[technician], step, car.job, car.card)

    def _self_check(self, car: Car) -> None:
        """Signed by whoever worked on it: not everybody who was given a car has."""
        for person in self._hands.crew_of(car.card):
            try:
                self._hands.scan(person, "pass_self_check", car.job, car.card)
            except No as no:
                if no.code != "not_worked_on_it":
                    raise
            else:
                return

    def _leader_check(self, car: Car) -> None:
        technicians = [person for person in self._hands.crew_of(car.card) if "technician" in person.roles]
        leader = leader_of(technicians[0].login) if technicians else "leader1"
        self._hands.scan(self._hands.by_login[leader], "pass_leader_check", car.job, car.card)

    def _final_check(self, car: Car) -> None:
        inspector = self._hands.by_login[self._chance.choice(["inspector1", "inspector2"])]
        if car.card["rework"] or self._chance.random() > 0.08:
            self._hands.scan(inspector, "pass_final_check", car.job, car.card)
            return
        item = self._chance.choice(FAILED_ITEMS).said_in(self._language)
        self._hands.scan(inspector, "fail_final_check", car.job, car.card, what=item, items=[item])

    def _start_wash(self, car: Car) -> None:
        bay = car.look.wash_bay()
        if bay is not None:
            self._hands.scan(self._washer(), "start_wash", car.job, car.card, bay=bay)

    def _end_wash(self, car: Car) -> None:
        stall = car.look.stall()
        self._hands.scan(self._washer(), "end_wash", car.job, car.card, what=stall, stall=stall)

    def _give_back(self, car: Car) -> None:
        if car.card["stall"] is None:
            stall = car.look.stall()
            self._hands.scan(self._washer(), "park_ready", car.job, car.card, what=stall, stall=stall)
            return
        verb = "announce" if car.card["announced_at"] is None else "hand_over"
        self._hands.at_desk(self._hands.advisor_of(car.card), verb, car.job, car.card)

    def _settle(self, car: Car) -> None:
        self._hands.at_desk("cashier", "settle", car.job, car.card)

    def _deliver(self, car: Car) -> None:
        self._hands.at_desk("guard", "deliver", car.job, car.card)

    def _washer(self) -> DemoPerson:
        return self._hands.by_login[self._chance.choice(["washer1", "washer2"])]


def _ms(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _now_ms() -> int:
    return _ms(datetime.now(UTC))
