"""A small workshop for the tablet's tests, founded through the board's own commands: four people of the floor, a desk,
one screen of each kind, and cars with printed cards."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from board.commands import dispatching, receiving, setting_up
from board.commands.change import Actor, Command, perform
from board.domain.bays import BayKind
from board.domain.job import Energy, ServiceType
from board.domain.people import Role, Skill
from board.screens.links import customer_link
from board.signing_in import hash_secret
from board.store.transaction import Store
from tests.infra.server import Installation, ServerProcess
from tests.infra.waiting import wait_for

PIN = "2468"
PASSWORD = "brake-dust-and-coffee"
TABLET = {"width": 1280, "height": 800}


@dataclass
class Car:
    """A car of the test: its job, and the codes printed for it."""

    job: int
    card: str
    plate: str


@dataclass
class ShopFloor:
    """The workshop: who works here by name, with their badges, the screens' tokens, and the cars."""

    installation: Installation
    store: Store
    site: int
    people: dict[str, int] = field(default_factory=dict)
    badges: dict[str, str] = field(default_factory=dict)
    bays: dict[str, int] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)

    def copy_to(self, folder: Path) -> "ShopFloor":
        """A workshop with the same people, bays and screens in another folder."""
        installation = self.installation.copy_to(folder)
        store = opened(folder)
        people, badges, bays, devices = dict(self.people), dict(self.badges), dict(self.bays), dict(self.devices)
        return ShopFloor(installation, store, self.site, people, badges, bays, devices)

    def does(self, command: Command, by: str | None = None, **details: Any) -> Mapping[str, Any]:
        """Carry a command out as one of the people, or as the installation itself."""
        actor = Actor(self.site, self.people[by] if by else None)
        now = datetime.now(UTC)
        answer = perform(self.store, command, actor, secrets.token_hex(8), details, now)
        return {**answer.result, "job": answer.job}

    def hire(self, name: str, *roles: Role, **more: Any) -> None:
        """Somebody with a badge and the PIN (people of the floor) or the password (people of the desk)."""
        made = self.does(setting_up.add_person, name=name, roles=roles, **more)
        self.people[name], self.badges[name] = made["person"], made["badge"]

    def pair(self, view: str) -> None:
        """A screen or tablet, in Chinese."""
        token = secrets.token_urlsafe(24)
        self.does(setting_up.pair_device, name=view, view=view, token_digest=setting_up.digest(token), language="zh_CN")
        self.devices[view] = token

    def link(self, job: int) -> str:
        """The code of a car's customer's copy."""
        with self.store.reading() as session:
            found = customer_link(session, self.store.key, job, datetime.now(UTC))
        assert found is not None
        return found.text

    def car(self, plate: str, bay: str | None = None, technicians: tuple[str, ...] = (), **different: Any) -> Car:
        """A car with a printed card; with a bay it is dispatched there."""
        order: dict[str, Any] = {
            "plate": plate,
            "model": "A6L 45 TFSI",
            "energy": Energy.petrol,
            "customer": {"name": "欧阳明月", "salutation": "ms"},
            "service_type": ServiceType.general,
            "operations": [
                {"text": "更换前制动片", "standard_minutes": 54},
                {"text": "更换机油机滤", "standard_minutes": 30},
            ],
            "colour": "白色",
            "waits": True,
            "promised_at": datetime.now(UTC) + timedelta(hours=3),
        }
        job = self.does(receiving.take_in, "王晓雯", **{**order, **different})["job"]
        card = self.does(receiving.print_card, "王晓雯", job=job)["card"]
        if bay:
            people = [self.people[name] for name in technicians]
            self.does(dispatching.dispatch, "周建国", job=job, bay=self.bays[bay], technicians=people)
        return Car(job, card, plate)


def opened(folder: Path, database_url: str | None = None) -> Store:
    """The database of a data folder (a file there, or one elsewhere), with its secret key."""
    url = database_url or f"sqlite:///{folder / 'board.sqlite3'}"
    return Store(url, (folder / "secret_key").read_text().strip())


def found_workshop(folder: Path, database_url: str | None = None) -> ShopFloor:
    """Found it in an empty data folder, in a file there or in an empty database elsewhere."""
    installation = Installation(folder, database_url)
    folder.mkdir()
    installation.board("migrate")
    store = opened(folder, database_url)
    site = setting_up.found_site(store, "京驰汽车服务中心", "zh_CN", "Asia/Shanghai", datetime.now(UTC))
    floor = ShopFloor(installation, store, site)
    pin, password = hash_secret(PIN), hash_secret(PASSWORD)
    team = floor.does(setting_up.add_team, name="机电二班")["team"]
    floor.hire("周建国", Role.foreman, login="foreman", password_hash=password)
    floor.hire("王晓雯", Role.advisor, login="advisor", password_hash=password)
    floor.hire("刘大勇", Role.leader, pin_hash=pin, team=team, skills=[Skill.mechanic])
    floor.hire("孙伟", Role.technician, pin_hash=pin, team=team, skills=[Skill.mechanic])
    floor.hire("王磊", Role.technician, pin_hash=pin, team=team, skills=[Skill.mechanic])
    floor.hire("宋志远", Role.inspector, pin_hash=pin)
    floor.hire("梁小兵", Role.washer, pin_hash=pin)
    for number, kind in (("1", BayKind.lift), ("2", BayKind.lift), ("3", BayKind.lift), ("W1", BayKind.wash)):
        floor.bays[number] = floor.does(setting_up.add_bay, number=number, kind=kind)["bay"]
    for view in ("workshop", "lounge", "tablet"):
        floor.pair(view)
    return floor


def open_tablet(page: Page, server: ServerProcess, floor: ShopFloor) -> Page:
    """Pair this browser as the tablet; the names are on the screen."""
    page.goto(f"{server.base_url}/d/{floor.devices['tablet']}")
    page.locator(".name").first.wait_for()
    return page


def enter_pin(page: Page, pin: str = PIN) -> None:
    """Tap a PIN into the pad, and the tick."""
    for digit in pin:
        page.get_by_role("button", name=digit, exact=True).click()
    page.locator(".key-main").click()


def sign_in(page: Page, server: ServerProcess, floor: ShopFloor, name: str = "孙伟") -> Page:
    """Sign somebody in on the tablet by name and PIN, until their cars are on the screen."""
    open_tablet(page, server, floor)
    page.locator(".name", has_text=name).click()
    enter_pin(page)
    page.locator(".tablet-foot").wait_for()
    page.locator(".live-mark.is-live").wait_for()
    return page


def sign_in_at_desk(page: Page, server: ServerProcess, login: str) -> Page:
    """Sign somebody in with the password, for pages of this browser context."""
    answer = page.request.post(f"{server.base_url}/api/v1/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.ok, answer.text()
    return page


def stage_on(page: Page, job: int) -> str | None:
    """The stage in which a screen's own picture shows a job; None when it isn't there."""
    shown: str | None = page.evaluate(
        "(job) => (self.board.feed.cards.peek().get('job:' + job) || { stage: null }).stage",
        job,
    )
    return shown


def wait_for_stage(page: Page, job: int, stage: str | None) -> None:
    """Wait until a screen's picture shows a job in that stage."""
    wait_for(lambda: stage_on(page, job) == stage, what=f"job {job} to be {stage} on {page.url}")


class HandScanner:
    """A keyboard wedge: sends a code as key presses 4 ms apart by the keys' own clock, so that a busy machine changes
    nothing. `input_method`: as a Chinese input method leaves them, every key called "Process"."""

    def __init__(self, page: Page) -> None:
        self.keyboard: CDPSession = page.context.new_cdp_session(page)

    def scan(self, text: str, *, input_method: bool = False, prefix: str = "", gap: float = 0.004) -> None:
        """Type prefix and text, then Enter."""
        at = datetime.now(UTC).timestamp()
        for character in prefix + text:
            self._press(_key(character, input_method), at)
            at += gap
        self._press({"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}, at)

    def _press(self, key: dict[str, Any], at: float) -> None:
        kind = "keyDown" if "text" in key else "rawKeyDown"
        self.keyboard.send("Input.dispatchKeyEvent", {"type": kind, "timestamp": at, **key})
        released = {name: value for name, value in key.items() if name != "text"}
        self.keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", "timestamp": at + 0.001, **released})


_SIGNS = {"-": "Minus", "/": "Slash", ".": "Period", ";": "Semicolon", "]": "BracketRight", " ": "Space"}


def _key(character: str, input_method: bool) -> dict[str, Any]:
    if character.isalpha():
        code = f"Key{character.upper()}"
    elif character.isdigit():
        code = f"Digit{character}"
    else:
        code = _SIGNS[character]
    if input_method:
        return {"key": "Process", "code": code, "windowsVirtualKeyCode": 229}
    return {"key": character, "code": code, "windowsVirtualKeyCode": ord(character.upper()), "text": character}
