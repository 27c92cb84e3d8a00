"""A small workshop that is open: its server, and its people at desks and tablets, who know the public API alone."""

import itertools
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from board.commands import setting_up
from board.domain.bays import BayKind
from board.domain.people import Role
from board.signing_in import hash_secret
from board.store import models
from tests.browser.shop_floor import PASSWORD, PIN, ShopFloor, found_workshop
from tests.contract.screen import Screen
from tests.infra.server import ServerProcess

FOREMAN, OTHER_FOREMAN, ADVISOR, CASHIER, GUARD = "周建国", "何海", "王晓雯", "林清", "马强"
TECHNICIAN, OTHER_TECHNICIAN, LEADER, INSPECTOR, WASHER = "孙伟", "王磊", "刘大勇", "宋志远", "梁小兵"
LOGINS = {FOREMAN: "foreman", OTHER_FOREMAN: "foreman2", ADVISOR: "advisor", CASHIER: "cashier", GUARD: "guard"}
BAYS = 60
_plates = itertools.count(1)


def found(folder: Path, database_url: str | None = None) -> ShopFloor:
    """Found the workshop of these tests: the tablet tests' one with a second foreman, a cashier and a gate, a tablet
    for everybody on the floor, and bays enough for every test to have its own."""
    floor = found_workshop(folder, database_url)
    password = hash_secret(PASSWORD)
    for name, role in ((OTHER_FOREMAN, Role.foreman), (CASHIER, Role.cashier), (GUARD, Role.guard)):
        floor.hire(name, role, login=LOGINS[name], password_hash=password)
    for name in (TECHNICIAN, OTHER_TECHNICIAN, LEADER, INSPECTOR, WASHER):
        token = secrets.token_urlsafe(24)
        floor.does(setting_up.pair_device, name=name, view="tablet", token_digest=setting_up.digest(token))
        floor.devices[name] = token
    for number in range(BAYS):
        floor.bays[f"B{number}"] = floor.does(setting_up.add_bay, number=f"B{number}", kind=BayKind.lift)["bay"]
    with floor.store.changing() as session:
        session.get_one(models.Site, floor.site).jobs_at_once = 50  # tests need not tidy up after one another
    floor.store.close()
    return floor


class Visitor:
    """One browser: its cookies, its CSRF token, and the view that it shows."""

    def __init__(self, base_url: str, view: str | None = None) -> None:
        self.base_url = base_url
        self.http = requests.Session()
        if view:
            self.http.headers["X-Board-View"] = view

    @property
    def cookies(self) -> str:
        """The header that a socket of this browser sends."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies)

    def remember(self, answer: requests.Response) -> None:
        """Keep the CSRF token of an answer."""
        assert answer.ok, answer.text
        self.http.headers["X-CSRF-Token"] = answer.json()["csrf"]

    def sign_in(self, login: str, password: str = PASSWORD) -> "Visitor":
        """Sign in at a desk."""
        self.remember(self.post("/sign-in", login=login, password=password))
        return self

    def pair(self, token: str) -> "Visitor":
        """Open a paired screen's address."""
        assert self.http.get(f"{self.base_url}/d/{token}", timeout=20).ok
        self.remember(self.get("/me"))
        return self

    def enter_pin(self, person: int, pin: str = PIN) -> "Visitor":
        """Sign in on this tablet."""
        self.remember(self.post("/tablet/sign-in", person=person, pin=pin))
        return self

    def get(self, path: str, **more: Any) -> requests.Response:
        """Read something."""
        return self.http.get(f"{self.base_url}/api/v1{path}", timeout=30, **more)

    def post(self, path: str, **body: Any) -> requests.Response:
        """Send something that is no command."""
        return self.http.post(f"{self.base_url}/api/v1{path}", json=body, timeout=30)

    def does(self, path: str, **body: Any) -> requests.Response:
        """Send a command."""
        return self.post(path, **{"id": command_id(), **body})

    def done(self, path: str, **body: Any) -> dict[str, Any]:
        """Send a command that is accepted, and return the answer."""
        answer = self.does(path, **body)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        told: dict[str, Any] = answer.json()
        return told

    def state_hash(self, view: str) -> dict[str, Any]:
        """What the server says that a view of this visitor's should show: `revision` and `hash`."""
        answer = self.get(f"/state-hash/{view}")
        assert answer.ok, answer.text
        told: dict[str, Any] = answer.json()
        return told


def command_id() -> str:
    """An id that no command had."""
    return f"test-{secrets.token_hex(10)}"


@dataclass
class Car:
    """A car of a test: its job, and the codes on paper."""

    job: int
    card: str
    customer_copy: str


@dataclass
class Live:
    """The open workshop: its floor, its server, and whoever has come in so far."""

    floor: ShopFloor
    server: ServerProcess
    _visitors: dict[str, Visitor] = field(default_factory=dict)
    _screens: list[Screen] = field(default_factory=list)
    _bays: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        self._bays = iter([self.floor.bays[f"B{number}"] for number in range(BAYS)])

    @property
    def base_url(self) -> str:
        return self.server.base_url

    def person(self, name: str) -> Visitor:
        """Somebody of the workshop, signed in: desk people with a password, the others on a tablet of their own."""
        if name not in self._visitors:
            self._visitors[name] = self.newly(name)
        return self._visitors[name]

    def newly(self, name: str) -> Visitor:
        """The same, signed in once more in a browser of its own."""
        if name in LOGINS:
            return Visitor(self.base_url, "foreman" if "foreman" in LOGINS[name] else "desk").sign_in(LOGINS[name])
        tablet = Visitor(self.base_url, "tablet").pair(self.floor.devices[name])
        return tablet.enter_pin(self.floor.people[name])

    def wall(self, view: str) -> Visitor:
        """The browser of a paired wall."""
        return Visitor(self.base_url, view).pair(self.floor.devices[view])

    def screen(self, who: Visitor | str | None = None, view: str | None = None, **more: Any) -> Screen:
        """A socket of somebody's browser; it watches when a view is named, until it shows the present picture."""
        visitor = self.person(who) if isinstance(who, str) else who
        screen = Screen(self.base_url, cookies=visitor.cookies if visitor else "", **more)
        self._screens.append(screen)
        if view is not None:
            assert screen.watch(view)["ok"]
            if visitor is not None:  # a first picture may be the one that the others have: what is newer follows
                screen.reach(visitor.state_hash(view)["revision"])
        return screen

    def bay(self) -> int:
        """The id of a bay in which no car has stood yet."""
        return next(self._bays)

    def car(self, **different: Any) -> Car:
        """A car that the advisor takes in over the API, with its card printed."""
        order: dict[str, Any] = {
            "plate": f"京A{next(_plates):05d}",
            "model": "A4L 40 TFSI",
            "energy": "petrol",
            "customer": {"name": "周瑾", "salutation": "ms"},
            "service_type": "general",
            "operations": [{"text": "更换前制动片", "standard_minutes": 54}],
            "waits": True,
        }
        advisor = self.person(ADVISOR)
        job = advisor.done("/jobs", **{**order, **different})["job"]
        codes = advisor.done(f"/jobs/{job}/print-card")["result"]
        return Car(job, codes["card"], codes["customer_copy"])

    def car_in_bay(self, *technicians: str, **different: Any) -> Car:
        """A car that the foreman has given a bay of its own, and technicians."""
        car = self.car(**different)
        people = [self.floor.people[name] for name in technicians or (TECHNICIAN,)]
        self.person(FOREMAN).done(f"/jobs/{car.job}/dispatch", bay=self.bay(), technicians=people)
        return car

    def watching(self, view: str) -> float:
        """How many sockets watch a view, as the server tells its operator."""
        text = requests.get(f"{self.base_url}/metrics", timeout=20).text
        found = re.search(rf'^board_screens{{view="{view}"}} (\S+)$', text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def leave(self) -> None:
        """Close the sockets of a test."""
        for screen in self._screens:
            screen.close()
        self._screens.clear()

    def employ(self, name: str, active: bool) -> None:
        """Somebody leaves the workshop, or comes back: written by another process, which tells the server nothing."""
        with self.floor.store.changing() as session:
            session.get_one(models.Person, self.floor.people[name]).active = active
        self.floor.store.close()
