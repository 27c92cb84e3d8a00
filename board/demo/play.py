"""A day in the demo workshop, played over the public HTTP API by its people.

Nobody here keeps a plan: every minute of the day they look at the board, and whoever sees something that is theirs to
do does it after the time it takes. So the day goes on whatever somebody else does to the same cars meanwhile.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from board.demo.catalogue import FAILED_ITEMS, NEW_PROMISE_REASON, TOLD, Text
from board.demo.coming import Coming
from board.demo.desks import Desks
from board.demo.doors import DemoPerson, Doors
from board.demo.hands import Hands, milliseconds
from board.demo.look import Car, Card, Look
from board.demo.pace import Pace
from board.demo.pictures import photo
from board.demo.plan import WAYS, leader_of
from board.demo.standard_jobs import code_of
from board.demo.visitors import No

_LONGEST_BETWEEN_LOOKS_SECONDS: Final = 20.0
_SHORTEST_BETWEEN_LOOKS_SECONDS: Final = 0.3

_VIEWS: Final = {
    "appointments": "advisor1",
    "parts": "parts",
    "follow_up": "followup",
    "foreman": "foreman",
}
"""The screens beside the board that somebody looks at, and who does."""
_MINUTES_BETWEEN_LOOKS_AT_DESKS: Final = 2.0

_FINDS: Final = (
    ("front_pads", "brake_disc", Text("前制动片接近极限", "Front pads nearly worn")),
    ("tyres", "tyre", Text("轮胎偏磨", "Tyre worn at the shoulder")),
    ("brake_fluid", "brake_disc", Text("制动液含水量超标", "Too much water in the brake fluid")),
    ("wipers", "scratch", Text("雨刮老化开裂", "Wiper blades cracked")),
)
"""What a technician finds: work, the picture of it, and what is said of it."""
_MISSING_PART: Final = Text("密封垫", "Gasket")
_CALLS: Final = (
    ("technical_support", Text("数据流看不懂，请支援", "I cannot make sense of these values")),
    ("parts", Text("送来的件型号不对", "The part that came is the wrong one")),
    ("advisor", Text("需要客户确认", "A question to the customer")),
)

_MINUTES: Final = {
    "arrived": (1, 3),
    "reception": (6, 13),
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


class Day:
    """The people of the workshop at work. `speed`: minutes of the day that pass in a minute."""

    def __init__(self, base_url: str, doors: Doors, speed: float, tell: Callable[[str], None], seed: int | None = None):
        self._hands = Hands(base_url, doors, tell)
        self._language = doors.language
        self._chance = random.Random(seed)
        self._pace = Pace(speed, self._chance)
        self._coming = Coming(self._hands, self._pace)
        self._desks = Desks(self._hands, self._pace)
        self._seen_at_desks: dict[str, dict[int, Card]] = {}
        self._passes: dict[int, str] = {}
        self._due: dict[tuple[Any, ...], float] = {}
        self._promised_anew: set[int] = set()
        self._interrupted: set[int] = set()
        self._stopped = False

    @property
    def events(self) -> int:
        """How many things have happened."""
        return self._hands.events

    def play(self, most: int | None = None) -> None:
        """Live through the day, until `most` events have happened or somebody stops it. Raises Gone."""
        while not self._is_over(most):
            began = time.monotonic()
            for act in self._due_now(self._look()):
                try:
                    act()
                except No as no:
                    self._hands.refused(no.sentence)
                if self._is_over(most):
                    return
            rest = min(self._seconds(1), _LONGEST_BETWEEN_LOOKS_SECONDS) - (time.monotonic() - began)
            time.sleep(max(rest, _SHORTEST_BETWEEN_LOOKS_SECONDS))

    def stop(self) -> None:
        """End the day after what is being done now."""
        self._stopped = True

    def _is_over(self, most: int | None) -> bool:
        return self._stopped or (most is not None and self.events >= most)

    def _seconds(self, minutes: float) -> float:
        return self._pace.seconds(minutes)

    def _look(self) -> Look:
        foreman = self._hands.desks["foreman"]
        return Look(
            jobs={int(key.partition(":")[2]): card for key, card in foreman.get("/jobs")["jobs"].items()},
            people={int(key): card for key, card in foreman.get("/people")["people"].items()},
            bays={int(key): card for key, card in foreman.get("/bays")["bays"].items()},
            at=time.monotonic(),
            language=self._language,
            desks=self._look_at_desks(),
        )

    def _look_at_desks(self) -> dict[str, dict[int, Card]]:
        """What is on the other screens; they are looked at less often than the board."""
        if self._seen_at_desks and not self._pace.every("desks", *[_MINUTES_BETWEEN_LOOKS_AT_DESKS] * 2):
            return self._seen_at_desks
        seen: dict[str, dict[int, Card]] = {"parts": {}}
        for view, login in _VIEWS.items():
            for key, card in self._hands.view(login, view).items():
                kind = "parts" if view == "parts" and card["kind"] == "job" else card["kind"]
                seen.setdefault(kind, {})[int(key.partition(":")[2])] = card
        self._seen_at_desks = seen
        return seen

    # when

    def _due_now(self, look: Look) -> Iterator[Callable[[], None]]:
        """Everything whose time has come, one after the other."""
        yield from self._coming.due(look)
        yield from self._desks.due(look)
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

    def _change_promise(self, car: Car) -> None:
        promised = datetime.now(UTC) + timedelta(minutes=self._chance.choice([30, 45, 60]))
        reason, told = NEW_PROMISE_REASON.said_in(self._language), TOLD.said_in(self._language)
        desk = self._hands.desks[self._hands.advisor_of(car.card)]
        desk.do(f"/jobs/{car.job}/promise", promised_at=milliseconds(promised), reason=reason, told=told)
        self._hands.happened("promise", desk.person, car.card, what=reason, time=self._hands.clock(promised))

    # what is done to a car, by how it stands

    def _act(self, car: Car) -> None:
        acts = {
            "arrived": self._coming.greet,
            "reception": self._coming.receive,
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
        happens = self._interruption(car)
        if happens is not None:
            self._interrupted.add(car.job)
            happens(car, person, operation)
            return
        line = next((each for each in car.card["operations"] if each["id"] == operation), None)
        if line is not None and len(line["ticked"]) < len(line["checklist"]):
            self._hands.scan_quietly(person, "tick", car.job, operation=operation, ticked=line["checklist"])
        what = line["text"] if line else ""
        self._hands.scan(person, "finish_operation", car.job, car.card, what=what, operation=operation)

    def _interruption(self, car: Car) -> Callable[[Car, DemoPerson, int | None], None] | None:
        """What happens to the work now and then, once to a car."""
        if car.job in self._interrupted or car.card["rework"]:
            return None
        happens: list[Callable[[Car, DemoPerson, int | None], None] | None]
        happens = [self._miss_a_part, self._find_work, self._call_for_help, None]
        return self._chance.choices(happens, (9, 14, 7, 70))[0]

    def _miss_a_part(self, car: Car, person: DemoPerson, operation: int | None) -> None:
        tablet, name = self._hands.tablet_of(person), _MISSING_PART.said_in(self._language)
        tablet.do(person, f"/jobs/{car.job}/want-part", name=name, operation=operation)
        self._hands.scan(person, "pause", car.job, car.card, told_as="parts", reason="parts")

    def _find_work(self, car: Car, person: DemoPerson, _operation: int | None) -> None:
        """Something that the customer has to decide; some of it stops the work."""
        work, picture, note = self._chance.choice(_FINDS)
        said, tablet = note.said_in(self._language), self._hands.tablet_of(person)
        taken = tablet.send_picture(person, f"/jobs/{car.job}/photos", photo(picture), said)
        found = {"code": code_of(work), "note": said, "photos": [taken]}
        stops = self._chance.random() < 0.3
        tablet.do(person, f"/jobs/{car.job}/propose-add-on", **found, pause=stops)
        self._hands.happened("customer_approval" if stops else "propose_add_on", person, car.card, what=said)

    def _call_for_help(self, car: Car, person: DemoPerson, _operation: int | None) -> None:
        kind, note = self._chance.choice(_CALLS)
        said = note.said_in(self._language)
        self._hands.tablet_of(person).do(person, "/calls", kind=kind, job=car.job, note=said)
        self._hands.happened("call_andon", person, car.card, what=said)

    def _resume(self, car: Car) -> None:
        """What the car waited for is there: the store and the customer lift their pauses themselves."""
        lines = car.look.desks["parts"].get(car.job, {}).get("parts", ())
        waits_for_parts = any(part["state"] in {"wanted", "ordered"} for part in lines)
        reason = car.card["pause"]["reason"] if car.card["pause"] else ""
        if not (reason == "parts" and waits_for_parts) and not (reason == "customer_approval" and _undecided(car.card)):
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
        if _undecided(car.card):
            return
        for person in self._hands.crew_of(car.card):
            try:
                self._hands.scan(person, "pass_self_check", car.job, car.card, ticked=self._list("self", car))
            except No as no:
                if no.code != "not_worked_on_it":
                    raise
            else:
                return

    def _leader_check(self, car: Car) -> None:
        if _undecided(car.card):
            return
        technicians = [person for person in self._hands.crew_of(car.card) if "technician" in person.roles]
        leader = leader_of(technicians[0].login) if technicians else "leader1"
        self._hands.scan(
            self._hands.by_login[leader], "pass_leader_check", car.job, car.card, ticked=self._list("leader", car)
        )

    def _final_check(self, car: Car) -> None:
        if _undecided(car.card):
            return
        inspector = self._hands.by_login[self._chance.choice(["inspector1", "inspector2"])]
        mileage = car.card["mileage_km"]
        if mileage is not None and self._chance.random() < 0.25:
            kilometres = self._chance.randint(2, 7)
            driven = {"from_km": mileage, "to_km": mileage + kilometres}
            self._hands.scan(inspector, "record_test_drive", car.job, car.card, what=str(kilometres), **driven)
        if car.card["rework"] or self._chance.random() > 0.08:
            self._hands.scan(inspector, "pass_final_check", car.job, car.card, ticked=self._list("final", car))
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
        login = self._hands.advisor_of(car.card)
        if car.card["announced_at"] is None:
            self._hands.at_desk(login, "announce", car.job, car.card)
            return
        known = self._hands.desks[login].get(f"/jobs/{car.job}/handover")
        self._hands.at_desk(
            login,
            "hand_over",
            car.job,
            car.card,
            ticked=known["items"],
            old_parts_given=known["old_parts"] == "return",
            next_service_on=self._hands.day(datetime.now(UTC) + timedelta(days=182)),
            next_service_km=(known["mileage_km"] or 0) + 10_000,
        )

    def _settle(self, car: Car) -> None:
        """What the order comes to is paid in one of the usual ways; the customer gets the pass for the gate."""
        cashier = self._hands.desks["cashier"]
        total = cashier.get(f"/jobs/{car.job}/handover")["total_cents"]
        way, invoice = self._chance.choice(WAYS), f"{self._chance.randrange(10**7):08d}"
        paid = cashier.do(f"/jobs/{car.job}/settle", amount_cents=total, way=way, invoice=invoice)
        self._passes[car.job] = paid["result"]["exit_pass"]
        self._hands.happened("settle", cashier.person, car.card)

    def _deliver(self, car: Car) -> None:
        """The guard reads the pass; who has lost it gets it printed again."""
        lost = car.job not in self._passes
        if lost:
            again = self._hands.desks["cashier"].do(f"/jobs/{car.job}/exit-pass")
            self._passes[car.job] = again["result"]["exit_pass"]
        guard = self._hands.desks["guard"]
        guard.do("/gate/exits", code=self._passes.pop(car.job))
        self._hands.happened("deliver", guard.person, car.card)

    def _list(self, occasion: str, car: Car) -> list[str]:
        """Everything that is on the list of a check: whoever passes a car has looked at all of it."""
        lists = {
            each["service_type"]: each["items"]
            for each in self._hands.desks["foreman"].get("/checklists")["checklists"]
            if each["occasion"] == occasion
        }
        found: list[str] = lists.get(car.card["service_type"], lists.get("", []))
        return found

    def _washer(self) -> DemoPerson:
        return self._hands.by_login[self._chance.choice(["washer1", "washer2"])]


def _undecided(card: Card) -> bool:
    """The customer has not said yet whether everything that was found is to be done."""
    return any(each["state"] == "proposed" for each in card["operations"])


def _now_ms() -> int:
    return milliseconds(datetime.now(UTC))
