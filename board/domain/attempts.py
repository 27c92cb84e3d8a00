"""Failed attempts to get in, and how long somebody has to wait for the next one.

Failures are counted where they happen: for a name (a person, a login) *at* a place (a tablet, an address), so that
whoever guesses on one tablet makes nobody wait on another. A place has a limit of its own, wide and short, since a
house shares its tablets and often one address. A name that is tried at many places at once is slowed everywhere, never
shut out; one or two places alone cannot bring that about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final


@dataclass(frozen=True, slots=True)
class Limit:
    """The first `free` failures cost nothing; the last of them and each one more doubles the wait, from `first` up to
    `longest`. What is older than `forgotten_after` counts no more."""

    free: int
    first: timedelta
    longest: timedelta
    forgotten_after: timedelta


NAME_AT_PLACE: Final = Limit(4, timedelta(seconds=15), timedelta(hours=1), timedelta(hours=12))
PLACE: Final = Limit(20, timedelta(seconds=5), timedelta(minutes=1), timedelta(hours=1))
SECOND_STEP: Final = Limit(5, timedelta(seconds=15), timedelta(minutes=15), timedelta(hours=12))
"""Only who knows the password comes to the second step: nobody else can lock somebody out there."""
COUNTED_OF_EACH_PLACE: Final = 6
WIDE: Final = Limit(18, timedelta(seconds=5), timedelta(minutes=1), NAME_AT_PLACE.forgotten_after)
"""For a name over all places. Each place counts for at most `COUNTED_OF_EACH_PLACE`: three must be at it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted under `key`; `name` is given where the name's wide limit counts it too."""

    key: str
    limit: Limit
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Failures in a row. Times are UTC; `locked_until` is None while the next attempt may be made at once."""

    failures: int = 0
    last_at: datetime | None = None
    locked_until: datetime | None = None


def at_desk(login: str, address: str) -> tuple[Subject, Subject]:
    """What an attempt with a password counts against."""
    place = place_of(address)
    name = f"login:{login}"
    return Subject(f"{name}@{place}", NAME_AT_PLACE, name), Subject(f"address:{place}", PLACE)


def on_tablet(person: int, device: int) -> tuple[Subject, Subject]:
    """What an attempt with a PIN counts against."""
    name = f"person:{person}"
    return Subject(f"{name}@{device}", NAME_AT_PLACE, name), Subject(f"device:{device}", PLACE)


def second_step(person: int) -> tuple[Subject]:
    """What a code of the second step counts against."""
    return (Subject(f"second_step:{person}", SECOND_STEP),)


def pairing(person: int | None) -> tuple[Subject]:
    """What the wrong code of a new screen counts against: who typed it."""
    return (Subject(f"pairing:{person}", NAME_AT_PLACE),)


def place_of(address: str) -> str:
    """An address as it is counted: of IPv6 the network, in which one machine may have as many as it likes."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:45]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)


def after_failure(tally: Tally, limit: Limit, now: datetime) -> Tally:
    """The tally with one more failure at `now` (UTC)."""
    failures = counted(tally, limit, now) + 1
    over = failures - limit.free
    until = now + _doubled(limit, over) if over >= 0 else None
    return replace(tally, failures=failures, last_at=now, locked_until=until)


def counted(tally: Tally, limit: Limit, now: datetime) -> int:
    """The failures that still count."""
    forgotten = tally.last_at is None or now - tally.last_at > limit.forgotten_after
    return 0 if forgotten else tally.failures


def wait_of(tally: Tally, limit: Limit, now: datetime) -> timedelta:
    """How long the next attempt has to wait; nothing when it may be made. Never longer than the limit's longest, also
    where the clock was set back."""
    if tally.locked_until is None:
        return timedelta(0)
    return min(max(tally.locked_until - now, timedelta(0)), limit.longest)


def wide_wait(tallies: Iterable[Tally], now: datetime) -> timedelta:
    """How long a name has to wait for what was tried with it at all places together."""
    still = [each for each in tallies if counted(each, NAME_AT_PLACE, now)]
    over = sum(min(each.failures, COUNTED_OF_EACH_PLACE) for each in still) - WIDE.free
    if over < 0:
        return timedelta(0)
    last = max(each.last_at for each in still if each.last_at is not None)
    return min(max(last + _doubled(WIDE, over) - now, timedelta(0)), WIDE.longest)


def _doubled(limit: Limit, over: int) -> timedelta:
    doubled: int = 2 ** min(over, 12)
    return min(limit.first * doubled, limit.longest)
