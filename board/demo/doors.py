"""The ways into the demo workshop: who signs in how, and which address each screen opens.

Written beside the database when the demo is set up, since a database keeps passwords and tokens only as digests. The
home page of a demo shows them, and the played day goes in by them.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

FILE: Final = "demo_doors.json"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """`password` opens a desk, `pin` (with `badge` or name) a tablet; who has no use for one of them has none."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    password: str | None
    pin: str | None
    badge: str


@dataclass(frozen=True, slots=True)
class DemoScreen:
    name: str
    view: str
    token: str


@dataclass(frozen=True, slots=True)
class Doors:
    """Everything that is needed to look at the demo, or to play in it."""

    language: str
    people: tuple[DemoPerson, ...]
    screens: tuple[DemoScreen, ...]

    def write(self, folder: Path) -> None:
        """Keep it in the data folder, readable for its owner alone."""
        told = {**asdict(self), "doors": self.ways_in()}
        descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, indent=1)

    def ways_in(self) -> list[dict[str, Any]]:
        """As the home page shows them: each screen, and each person with what they type."""
        screens = [
            {"title": screen.name, "role": "display", "login": None, "href": f"/d/{screen.token}"}
            for screen in self.screens
        ]
        people = [
            {
                "title": person.name,
                "role": person.roles[0],
                "login": person.login if person.password else None,
                "password": person.password,
                "pin": person.pin,
                "href": "/sign-in" if person.password else "/tablet",
            }
            for person in self.people
        ]
        return screens + people

    def told(self, base_url: str) -> str:
        """For the terminal: the addresses, the people, their passwords and PINs."""
        screens = [f"  {screen.view:<9} {base_url}/d/{screen.token}  {screen.name}" for screen in self.screens]
        people = [
            f"  {person.login:<11} {' / '.join(person.roles):<17} "
            f"{'password ' + person.password if person.password else '':<23} "
            f"{'PIN ' + person.pin if person.pin else '':<9} {person.name}"
            for person in self.people
        ]
        return "\n".join(["Screens (open each one in a browser of its own):", *screens, "", "People:", *people])


def read_doors(folder: Path) -> Doors | None:
    """The doors that were written into a data folder, or None."""
    path = folder / FILE
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    return Doors(
        language=told["language"],
        people=tuple(DemoPerson(**{**each, "roles": tuple(each["roles"])}) for each in told["people"]),
        screens=tuple(DemoScreen(**each) for each in told["screens"]),
    )
