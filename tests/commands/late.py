"""A tablet that keeps what is scanned, without the web before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from board.commands import setting_up
from board.commands.late_items import Badge, Item, Sender, SignedIn, Taken
from board.commands.late_scans import take
from board.commands.late_settling import try_again
from board.domain.late_scans import TabletTime
from board.store import models
from tests.commands.workshop import Workshop, next_id

IDLE, LONGEST = timedelta(hours=12), timedelta(days=7)


def ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@dataclass
class Tablet:
    """`kept` is what waits in its outbox."""

    workshop: Workshop
    device: int
    outbox: str
    sign_ins: dict[str, int] = field(default_factory=dict)
    kept: list[Item] = field(default_factory=list)

    def sign_in(self, login: str) -> None:
        """With network, now."""
        workshop = self.workshop
        with workshop.store.changing() as session:
            row = models.SignIn(
                token_digest=f"sign-in-{self.device}-{next_id()}",
                person_id=workshop.people[login],
                device_id=self.device,
                began_at=workshop.now,
                seen_at=workshop.now,
            )
            session.add(row)
            session.flush()
            self.sign_ins[login] = row.id

    def keep(self, login: str, step: str | None, job: int | None = None, **more: Any) -> Item:
        """A minute passes, and something is scanned; the tablet's clock is right unless `told` says otherwise."""
        workshop = self.workshop
        workshop.now += timedelta(minutes=1)
        given: dict[str, Any] = {
            "seq": len(self.kept) + 1,
            "id": next_id(),
            "person": workshop.people[login],
            "proof": SignedIn(self.sign_ins.get(login, 0)),
            "told": TabletTime(ms(workshop.now), 0, 0),
            "step": step,
            "said": {},
            "job": job,
        }
        item = Item(**{**given, **more})
        self.kept.append(item)
        return item

    def send(self, *items: Item, again: bool = True) -> list[Taken | None]:
        """Everything that is kept, or these, now; what is open is tried again after it."""
        now, store = self.workshop.now, self.workshop.store
        taken = []
        for item in items or self.kept:
            taken.append(take(store, self.sender, sent_at(item, now), now))
            if taken[-1] is not None and again:
                try_again(store, self.sender.site, taken[-1].touched, now)
        return taken

    def codes(self, *items: Item) -> list[str]:
        """What became of each: the outcome, or the code where it has one."""
        return [each.code or each.outcome.value if each else "not yet" for each in self.send(*items)]

    @property
    def sender(self) -> Sender:
        return Sender(self.workshop.site, self.device, self.outbox, IDLE, LONGEST)


def sent_at(item: Item, now: datetime) -> Item:
    """The item as a request tells it that is sent now by a right clock, unless it says when it was."""
    told = item.told
    if told.sent_at:
        return item
    return Item(**{**_fields(item), "told": TabletTime(told.at, told.offset, ms(now))})


def _fields(item: Item) -> Mapping[str, Any]:
    return {name: getattr(item, name) for name in Item.__dataclass_fields__}


def tablet(workshop: Workshop, *logins: str, outbox: str = "") -> Tablet:
    """A paired tablet on which these have signed in."""
    key = outbox or f"outbox-{next_id()}"
    paired = workshop.do(setting_up.pair_device, None, name="平板", view="tablet", token_digest=f"token-of-{key}")
    made = Tablet(workshop, paired.result["device"], key)
    for login in logins:
        made.sign_in(login)
    return made


def late_scans(workshop: Workshop) -> list[models.LateScan]:
    """All that were laid before the foreman, settled ones too."""
    with workshop.store.reading() as session:
        return list(session.query(models.LateScan).order_by(models.LateScan.id))


def badge(workshop: Workshop, login: str, refused: Any = None, at: int = 0) -> Badge:
    """A badge with a PIN that was right, or refused."""
    return Badge(workshop.badges[login], refused, at or ms(workshop.now))
