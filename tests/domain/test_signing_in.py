"""What a sign-in still needs, one thing after the other."""

from typing import Any

import pytest

from board.domain.people import Role
from board.domain.signing_in import Need, next_need

USUAL: dict[str, Any] = {
    "has_second_factor": False,
    "code_given": False,
    "password_is_one_time": False,
    "required_of_admins": False,
    "first_time": False,
}
FACTOR, GIVEN, ONE_TIME = {"has_second_factor": True}, {"code_given": True}, {"password_is_one_time": True}
REQUIRED, FIRST = {"required_of_admins": True}, {"first_time": True}


@pytest.mark.parametrize(
    ("roles", "how", "need"),
    [
        (["admin"], {}, None),
        (["advisor"], FACTOR, Need.code),
        (["advisor"], FACTOR | GIVEN, None),
        (["advisor"], ONE_TIME, Need.password),
        (["admin"], FACTOR | ONE_TIME, Need.code),
        (["admin"], FACTOR | ONE_TIME | GIVEN, Need.password),
        (["admin"], REQUIRED, Need.second_factor),
        (["foreman", "admin"], REQUIRED | ONE_TIME, Need.password),
        (["admin"], REQUIRED | FIRST, None),
        (["admin"], REQUIRED | FACTOR | GIVEN, None),
        (["manager"], REQUIRED, None),
        ([Role.admin.value], REQUIRED | FIRST | ONE_TIME, Need.password),
    ],
)
def test_what_is_missing(roles: list[str], how: dict[str, bool], need: Need | None) -> None:
    assert next_need(roles, **USUAL | how) is need
