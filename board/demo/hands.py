"""What the played day's people do with their hands, each at the desk or tablet where they would do it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from board.demo.catalogue import SETTINGS
from board.demo.doors import DemoPerson, Doors
from board.demo.look import Card
from board.demo.plan import leader_of
from board.demo.telling import line
from board.demo.visitors import Desk, Phone, Tablet
from board.domain.plates import spaced_plate


def milliseconds(instant: datetime) -> int:
    """As the wire has times."""
    return int(instant.timestamp() * 1000)


class Hands:
    """The people, their desks and tablets, and the job cards that were printed. `tell` gets the story's lines."""

    def __init__(self, base_url: str, doors: Doors, tell: Callable[[str], None]) -> None:
        self._base_url = base_url
        self.desks = {person.login: Desk(base_url, person) for person in doors.people if person.password}
        self.by_id = {person.id: person for person in doors.people}
        self.by_login = {person.login: person for person in doors.people}
        self.language = doors.language
        self.events = 0
        self._tell = tell
        self._tablets = [Tablet(base_url, screen.token) for screen in doors.screens if screen.view == "tablet"]
        self._cards: dict[int, str] = {}
        self._zone = ZoneInfo(SETTINGS[doors.language].timezone)

    def scan(
        self, person: DemoPerson, step: str, job: int, card: Card, told_as: str = "", what: str = "", **details: Any
    ) -> None:
        """Scan a job card on the person's tablet and take a step."""
        self.scan_quietly(person, step, job, **details)
        self.happened(told_as or step, person, card, what=what)

    def scan_quietly(self, person: DemoPerson, step: str, job: int, **details: Any) -> None:
        """The same, with nothing to be told of it."""
        if job not in self._cards:
            self.print_card("foreman", job)
        self.tablet_of(person).scan(person, self._cards[job], step, **details)

    def phone(self, job: int) -> Phone | None:
        """The customer's own page of a car, where there is a valid link to it."""
        link = self.desks["foreman"].get(f"/jobs/{job}/customer-link")["link"]
        return Phone(self._base_url, link["address"].rpartition("/")[2]) if link else None

    def at_desk(self, login: str, verb: str, job: int, card: Card, **details: Any) -> None:
        """Carry a verb out at a person's desk."""
        self.desks[login].do(f"/jobs/{job}/{verb.replace('_', '-')}", **details)
        self.happened(verb, self.by_login[login], card)

    def print_card(self, login: str, job: int) -> None:
        """Print a job's card, or print it again: it bears the same code."""
        self._cards[job] = str(self.desks[login].do(f"/jobs/{job}/print-card")["result"]["card"])

    def view(self, login: str, view: str) -> dict[str, Any]:
        """The cards that a person's screen shows."""
        return dict(self.desks[login].get(f"/views/{view}")["cards"])

    def advisor_of(self, card: Card) -> str:
        """The login of the advisor who looks after a car, or whose appointment it is."""
        advisor = self.by_id.get(card["advisor"]["id"]) if card.get("advisor") else None
        return advisor.login if advisor and advisor.login in self.desks else "advisor1"

    def crew_of(self, card: Card) -> list[DemoPerson]:
        """The demo's people among those who were given a car or are on it."""
        return [self.by_id[each["id"]] for each in card["people"] if each["id"] in self.by_id]

    def happened(self, event: str, person: DemoPerson, card: Card, what: str = "", **filled: str) -> None:
        """Tell that something was done to a car."""
        self.events += 1
        plate = card.get("plate") or ""
        plate = spaced_plate(plate) if isinstance(plate, str) else plate["text"]
        told = line(self.language, event, who=person.name, plate=plate, what=what, **filled)
        self._tell(f"{datetime.now(UTC).astimezone(self._zone):%H:%M:%S}  {told}")

    def refused(self, sentence: str) -> None:
        """Tell what the board said no to."""
        self._tell(line(self.language, "refused", what=sentence))

    def clock(self, instant: datetime) -> str:
        """The time of day at the workshop."""
        return f"{instant.astimezone(self._zone):%H:%M}"

    def day(self, instant: datetime) -> str:
        """The day at the workshop, `2026-11-21`."""
        return f"{instant.astimezone(self._zone):%Y-%m-%d}"

    def day_and_clock(self, at: int) -> str:
        """When that is (ms, UTC) at the workshop; the day only where it is not today."""
        instant = datetime.fromtimestamp(at / 1000, UTC)
        today = self.day(instant) == self.day(datetime.now(UTC))
        return self.clock(instant) if today else f"{instant.astimezone(self._zone):%m-%d %H:%M}"

    def tablet_of(self, person: DemoPerson) -> Tablet:
        """Each team has a tablet, the inspectors and the washers have one each."""
        if "inspector" in person.roles:
            return self._tablets[3]
        if "washer" in person.roles:
            return self._tablets[4]
        return self._tablets[int(leader_of(person.login).removeprefix("leader")) - 1]
