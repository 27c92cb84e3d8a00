"""The workshop that the bench runs on: 60 cars, 24 technicians at work, made by the board's own commands."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from board import signing_in
from board.commands import dispatching, receiving, setting_up, working
from board.commands.change import Actor, Command, perform
from board.domain.bays import BayKind
from board.domain.job import Energy, ServiceType
from board.domain.people import Role
from board.store.migrating import migrate
from board.store.transaction import Store

TECHNICIANS = 24
WAITING = 36
TOKENS = 20


@dataclass(frozen=True)
class Workplace:
    """A technician at a car: what they stamp with."""

    job: int
    code: str
    session: str


@dataclass(frozen=True)
class Workshop:
    """What the load needs to know of a workshop."""

    workplaces: list[Workplace]
    device_tokens: list[str]

    def plain(self) -> dict[str, Any]:
        return asdict(self)


class _Making:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = datetime.now(UTC)
        midday = (
            f"Etc/GMT{self.now.hour - 12:+d}"  # somewhere on earth it is midday: nobody's shift ends while we measure
        )
        self.site = setting_up.found_site(store, "长安路维修车间", "zh_CN", midday, self.now)
        self._numbers = count(1)

    def do(self, command: Command, person: int | None = None, **details: Any) -> Mapping[str, Any]:
        answer = perform(
            self.store, command, Actor(self.site, person), f"making-{next(self._numbers)}", details, self.now
        )
        return {"job": answer.job, **answer.result}

    def take_in(self, number: int) -> int:
        """A car with two operations; every third customer waits."""
        job = self.do(
            receiving.take_in,
            plate=f"京A·{number:05d}",
            model="帕萨特 2.0T 豪华版",
            energy=Energy.petrol,
            customer={"name": "王建国", "salutation": "mr", "phone": "13800000000"},
            service_type=ServiceType.general,
            operations=[
                {"text": "更换机油机滤", "standard_minutes": 30, "skill": None, "high_voltage": False},
                {"text": "更换前刹车片", "standard_minutes": 48, "skill": None, "high_voltage": False},
            ],
            promised_at=self.now + timedelta(hours=6),
            waits=number % 3 == 0,
        )["job"]
        return int(job)

    def workplace(self, number: int) -> Workplace:
        """A bay with a technician who is clocked on to a car."""
        login, password = f"tech{number}", secrets.token_hex(8)
        person = self.do(
            setting_up.add_person,
            name=f"李师傅{number}",
            roles=[Role.technician],
            login=login,
            password_hash=signing_in.hash_secret(password),
        )["person"]
        bay = self.do(setting_up.add_bay, number=str(number), kind=BayKind.general)["bay"]
        job = self.take_in(number)
        code = self.do(receiving.print_card, job=job)["card"]
        self.do(dispatching.dispatch, job=job, bay=bay, technicians=[person])
        self.do(working.clock_on, person=person, job=job)
        session = signing_in.sign_in_with_password(self.store, login, password, signing_in.Visit("127.0.0.1"), self.now)
        return Workplace(job, code, session)

    def screen(self) -> str:
        """A paired television set; gives its token."""
        token = secrets.token_urlsafe(32)
        self.do(setting_up.pair_device, name="电视", view="workshop", token_digest=setting_up.digest(token))
        return token


def make(database_url: str) -> Workshop:
    """Makes the workshop in an empty database."""
    store = Store(database_url, secrets.token_hex(32))
    migrate(store)
    making = _Making(store)
    workplaces = [making.workplace(number) for number in range(1, TECHNICIANS + 1)]
    for number in range(TECHNICIANS + 1, TECHNICIANS + WAITING + 1):
        making.take_in(number)
    tokens = [making.screen() for _ in range(TOKENS)]
    store.close()
    return Workshop(workplaces, tokens)
