"""The steps of signing in at a desk, and what is written down of everybody who comes and goes."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from board.domain.people import Role
from board.domain.permissions import Principal

IDLE_LIMIT: Final = timedelta(hours=12)
"""A sign-in that nobody used for this long has ended."""
ABSOLUTE_LIMIT: Final = timedelta(days=7)
UNFINISHED_LIMIT: Final = timedelta(minutes=15)
"""So long somebody may take over the steps after the password."""
EVENTS_KEPT: Final = timedelta(days=180)
REFUSALS_APART: Final = timedelta(minutes=1)
"""A person who is refused the same again and again is written down once in this time."""


class Need(StrEnum):
    """What is still missing before a sign-in counts."""

    code = "code"
    password = "password"  # noqa: S105 - a new one: the old one was good for once
    second_factor = "second_factor"


DUE: Final = MappingProxyType(
    {
        Need.code: Principal.code_due,
        Need.password: Principal.password_due,
        Need.second_factor: Principal.second_factor_due,
    }
)
"""As what the permission table knows somebody who has not finished signing in."""


def next_need(
    roles: Iterable[str],
    *,
    has_second_factor: bool,
    code_given: bool,
    password_is_one_time: bool,
    required_of_admins: bool,
    first_time: bool,
) -> Need | None:
    """What has to come next, or None: signed in.

    Where administrators need a second factor, their very first sign-in passes without: nobody is kept out on the
    evening on which the workshop is set up.
    """
    if has_second_factor and not code_given:
        return Need.code
    if password_is_one_time:
        return Need.password
    if required_of_admins and Role.admin in set(roles) and not has_second_factor and not first_time:
        return Need.second_factor
    return None


class Event(StrEnum):
    """What happens at the doors."""

    signed_in = "signed_in"
    wrong_password = "wrong_password"  # noqa: S105 - an event
    wrong_pin = "wrong_pin"
    wrong_code = "wrong_code"
    locked = "locked"
    signed_out = "signed_out"
    ended = "ended"
    password_changed = "password_changed"  # noqa: S105 - an event
    second_factor_on = "second_factor_on"
    second_factor_off = "second_factor_off"
    recovery_code_used = "recovery_code_used"
    device_paired = "device_paired"
    device_revoked = "device_revoked"
    refused = "refused"
