"""The appointments of the demo workshop whose cars have not come: today's, and those of the next days."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from board.demo.catalogue import Text
from board.demo.opening import takes_cars_in
from board.demo.steps import Step
from board.demo.stories import Made
from board.domain.appointments import Confirmation
from board.domain.calendar import Calendar

CALLED_OFF: Final = (
    Text("客户临时有事，改下周", "Something came up; next week instead"),
    Text("在别处已处理", "Done elsewhere meanwhile"),
)
_ADVISORS: Final = ("advisor1", "advisor2", "advisor3")


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment, `ahead` minutes from now. Who is `confirmed` was called the day before; who is `soon` also half
    an hour before; `end` is what became of it."""

    ahead: float
    confirmed: bool = True
    soon: bool = False
    end: str = ""


TODAY: Final = (
    Booking(-95, end="no_show"),
    Booking(-12, soon=True),
    Booking(22, soon=True),
    Booking(48),
    Booking(80),
    Booking(110, confirmed=False),
    Booking(150, end="cancel"),
    Booking(185),
    Booking(230, confirmed=False),
    Booking(290),
)
PER_DAY: Final = (10, 7, 5, 3)
"""How many are booked for tomorrow and the days after it."""


def todays(now: datetime, opening: Calendar) -> Iterator[tuple[datetime, Booking]]:
    """Today's appointments at which somebody can be booked, with their times."""
    for booking in TODAY:
        at = _quarter(now + timedelta(minutes=booking.ahead))
        if (at > now) == (booking.ahead > 0) and takes_cars_in(opening, at):
            yield at, booking


def next_days(now: datetime, opening: Calendar, chance: random.Random) -> Iterator[tuple[datetime, Booking]]:
    """Those of the next days; some of tomorrow's are confirmed already, and one is called off."""
    today = opening.day_of(now)
    for ahead, number in enumerate(PER_DAY, start=1):
        open_ = opening.opening(today + timedelta(days=ahead))
        if open_ is None:
            continue
        for place in range(number):
            at = _quarter(open_.begin + timedelta(minutes=open_.minutes * (place + 0.4) / (number + 1)))
            called_off = ahead == 1 and place == 6
            yield at, Booking(0, confirmed=ahead == 1 and chance.random() < 0.4, end="cancel" if called_off else "")


def steps(
    at: datetime, booking: Booking, now: datetime, chance: random.Random, say: Callable[[Text], str]
) -> list[Step]:
    """What was done about an appointment until now."""
    advisor = chance.choice(_ADVISORS)
    booked = min(at, now) - timedelta(hours=chance.uniform(22, 30))
    made = Made("appointment")
    done = [Step(booked, "book", "followup", {"at": at, "advisor": advisor}, makes="appointment")]
    if booking.confirmed:
        told = {"appointment": made, "when": Confirmation.day_before}
        done.append(
            Step(min(at - timedelta(hours=19), now - timedelta(minutes=50)), "confirm_appointment", advisor, told)
        )
    if booking.soon:
        told = {"appointment": made, "when": Confirmation.half_hour}
        done.append(
            Step(min(at - timedelta(minutes=31), now - timedelta(minutes=3)), "confirm_appointment", advisor, told)
        )
    if booking.end == "no_show":
        done.append(Step(now - timedelta(minutes=15), "mark_no_show", advisor, {"appointment": made}))
    elif booking.end == "cancel":
        called = {"appointment": made, "reason": say(chance.choice(CALLED_OFF))}
        done.append(Step(now - timedelta(minutes=38), "cancel_appointment", "followup", called))
    return done


def _quarter(at: datetime) -> datetime:
    """The quarter of an hour in which that moment lies."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
