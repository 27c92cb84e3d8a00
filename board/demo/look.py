"""One look at the board: what the played day's people see before they decide what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from board.demo.catalogue import BAYS, ORDERS, WORK
from board.domain.bays import NOT_FOR_WORK, BayKind

Card = Mapping[str, Any]

_STALLS: Final = tuple(number for number, kind in BAYS if kind is BayKind.ready_stall)
_SPECIAL: Final = frozenset({BayKind.paint, BayKind.body, BayKind.qc})


@dataclass
class Look:
    """The board at one moment (`at` on the monotonic clock); keys are ids. What somebody has decided to use in this
    look isn't free any more for the others."""

    jobs: dict[int, Card]
    people: dict[int, Card]
    bays: dict[int, Card]
    at: float
    language: str
    desks: Mapping[str, Mapping[int, Card]] = field(default_factory=dict)
    """What else people see on their screens: cards by their kind (the parts people's cars: "parts") and id."""
    spoken_for: set[Any] = field(default_factory=set)

    def seen(self, kind: str) -> list[tuple[int, Card]]:
        """The cards of a kind of `desks`, with their ids."""
        return list(self.desks.get(kind, {}).items())

    def bay_for(self, card: Card) -> int | None:
        """A free working bay of a kind that suits the work, or another one; body and paint work waits for its own."""
        free = [key for key in self._free_bays() if self.bays[key]["bay_kind"] not in NOT_FOR_WORK]
        wanted = _wanted_bays({operation["text"] for operation in card["operations"]}, self.language)
        fitting = [key for kind in wanted for key in free if self.bays[key]["bay_kind"] == kind]
        others = [key for key in free if not _SPECIAL.intersection({self.bays[key]["bay_kind"], *wanted})]
        return self._speak_for(next(iter([*fitting, *others]), None))

    def wash_bay(self) -> int | None:
        """A wash bay without a car."""
        free = (key for key in self._free_bays() if self.bays[key]["bay_kind"] == BayKind.wash)
        return self._speak_for(next(free, None))

    def stall(self) -> str:
        """A ready stall without a car; when all are full, the yard."""
        taken = {card["stall"] for card in self.jobs.values()} | self.spoken_for
        stall = next((stall for stall in _STALLS if stall not in taken), "B-01")
        self.spoken_for.add(stall)
        return stall

    def idle(self, card: Card) -> list[int]:
        """Technicians who may work on this car, are on no job, and were given none: those with the skill for it, or
        whoever there is."""
        given = {
            person["id"] for each in self.jobs.values() if each["stage"] == "dispatched" for person in each["people"]
        }
        may = [key for key in self._able(card) if not self.people[key]["on"] and key not in given | self.spoken_for]
        skills = [operation["skill"] for operation in card["operations"] if operation["state"] in {"open", "started"}]
        skilled = [key for key in may if skills and skills[0] in self.people[key]["skills"]]
        return skilled or may

    def busy(self, card: Card) -> list[int]:
        """Technicians who may work on this car and are on another."""
        return [key for key in self._able(card) if self.people[key]["on"] and key not in self.spoken_for]

    def at_work_on(self, job: int) -> list[tuple[int, int | None]]:
        """Who is clocked on to a job, and to which operation."""
        return [
            (key, on["operation"]) for key, person in self.people.items() for on in person["on"] if on["job"] == job
        ]

    def standing(self, job: int) -> tuple[Any, ...]:
        """How a car stands: while this is the same, nobody has done anything to it."""
        card = self.jobs[job]
        bay = card["bay"]["id"] if card["bay"] else None
        return job, card["stage"], bay, tuple(self.at_work_on(job)), card["announced_at"], card["stall"]

    def _free_bays(self) -> list[int]:
        taken = {card["bay"]["id"] for card in self.jobs.values() if card["bay"]} | self.spoken_for
        return [key for key, bay in self.bays.items() if key not in taken and not bay["out_of_service"]]

    def _able(self, card: Card) -> list[int]:
        return [
            key
            for key, person in self.people.items()
            if "technician" in person["roles"] and (not card["high_voltage"] or _qualified(person))
        ]

    def _speak_for(self, key: int | None) -> int | None:
        self.spoken_for.add(key)
        return key


@dataclass(frozen=True, slots=True)
class Car:
    """A car as somebody sees it on the board."""

    job: int
    card: Card
    look: Look


def _qualified(person: Card) -> bool:
    until = person["hv_until_at"]
    return until is not None and until > datetime.now(UTC).timestamp() * 1000


def _wanted_bays(texts: set[str], language: str) -> tuple[BayKind, ...]:
    """The kinds of bay that suit the order with this work; none is known for work in somebody else's words."""
    likeness, best = max(
        ((_in_common(texts, order.work, language), order.bays) for order in ORDERS.values()), key=lambda each: each[0]
    )
    return best if likeness else ()


def _in_common(texts: set[str], work: tuple[str, ...], language: str) -> float:
    """How much of an order's work is among these texts, from 0 to 1."""
    ordered = {WORK[code].text.said_in(language) for code in work}
    return len(texts & ordered) / len(texts | ordered)
