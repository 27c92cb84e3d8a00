"""Who may be let go, what a password and a PIN must be, and when a certificate ends."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from board.domain.people import Role
from board.domain.permissions import Action, permitted
from board.domain.refusals import Refused
from board.domain.shifts import day_began, local_day
from board.domain.weak_secrets import is_weak_password, is_weak_pin

SHORTEST_PASSWORD: Final = 10
PIN_DIGITS: Final = range(4, 9)


def require_password(password: str, *about: str | None) -> None:
    """At least 10 characters, else `password_short`, and not among the first guesses, else `password_weak`. `about`:
    what everybody knows of the person."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password_short", least=SHORTEST_PASSWORD)
    if is_weak_password(password, about):
        raise Refused("password_weak")


def require_pin(pin: str, phone: str | None = None) -> None:
    """4 to 8 digits, else `pin_shape`, and not among the first guesses, else `pin_weak`."""
    if not (pin.isascii() and pin.isdigit() and len(pin) in PIN_DIGITS):
        raise Refused("pin_shape")
    if is_weak_pin(pin, phone):
        raise Refused("pin_weak")


def login_kept(login: str | None) -> str | None:
    """A name to sign in with as it is kept: small letters, nothing around it. Refused: `login_shape` (spaces)."""
    kept = (login or "").strip().casefold()
    if any(letter.isspace() for letter in kept):
        raise Refused("login_shape")
    return kept or None


def require_admin_left(others: int) -> None:
    """Somebody else who can sign in sets the workshop up, else `last_admin`."""
    if others == 0:
        raise Refused("last_admin")


def require_somebody_else(person: int, by: int | None) -> None:
    """Nobody lets themselves go, else `not_yourself`."""
    if person == by:
        raise Refused("not_yourself")


def require_clocked_off(name: str, jobs: Sequence[str]) -> None:
    """They are on no car, else `still_clocked_on` with the first one's number."""
    if jobs:
        raise Refused("still_clocked_on", name=name, number=jobs[0])


def loses_something(before: Iterable[Role], after: Iterable[Role]) -> bool:
    """With the new roles there is something that they may no longer do."""
    had, has = list(before), list(after)
    return any(permitted(had, action) and not permitted(has, action) for action in Action)


def certificate_end(last_day: date, timezone: str) -> datetime:
    """When a certificate ends (UTC) on which `last_day` is printed: it is good until that day is over at the site."""
    return day_began(last_day + timedelta(days=1), timezone)


def last_day_of(expires_at: datetime, timezone: str) -> date:
    """The day that is printed on a certificate which ends at `expires_at` (UTC)."""
    return local_day(expires_at - timedelta(seconds=1), timezone)
