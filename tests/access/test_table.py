"""Everything that can be asked of the server is an action of the permission table, and the table is what is obeyed."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from board.commands.change import COMMANDS
from board.domain.people import PEOPLE_ROLES, Role
from board.domain.permissions import PERMISSIONS, Action, Principal, permitted
from board.realtime.sockets import ACTIONS, BoardSockets
from board.screens.views import VIEWS
from tests.access.door import Caller, Door

PERSON_OF = {role: role.value for role in PEOPLE_ROLES}
"""The workshop's people sign in by the name of their role."""
ENDS_THE_SIGN_IN = {"pages.sign_out", "api.sign_out", "api.end_sign_in"}


def test_every_route_names_its_action(door: Door) -> None:
    unlisted = [
        name for name, view in door.app.view_functions.items() if not isinstance(_action(door.app, name), Action)
    ]
    assert unlisted == []


def test_every_socket_event_names_its_action() -> None:
    handled = {name.removeprefix("on_") for name in dir(BoardSockets) if name.startswith("on_")}
    assert handled == set(ACTIONS)


def test_every_action_is_in_the_table_and_is_somebody_s() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert [action for action, who in PERMISSIONS.items() if not who] == []


def test_every_row_of_the_table_is_used(door: Door) -> None:
    routes = {_action(door.app, name) for name in door.app.view_functions}
    events = {action for action in ACTIONS.values() if isinstance(action, Action)}
    used = routes | events | {view.action for view in VIEWS.values()} | {each.action for each in COMMANDS.values()}
    assert used == set(Action)


def test_a_route_without_action_is_not_served(door: Door) -> None:
    door.app.view_functions["forgotten"] = lambda: "open to all"
    door.app.url_map.add(Rule("/forgotten", endpoint="forgotten"))
    assert door.nobody().get("/forgotten").status_code == 500


@pytest.mark.parametrize("role", sorted(PEOPLE_ROLES))
def test_each_role_is_let_in_where_the_table_says(door: Door, role: Role) -> None:
    caller = door.person(PERSON_OF[role])
    assert _let_in(door.app, caller) == _allowed(door.app, {role})


@pytest.mark.parametrize(
    ("view", "principal"), [("workshop", Role.display), ("lounge", Role.display), ("tablet", Principal.tablet)]
)
def test_each_device_is_let_in_where_the_table_says(door: Door, view: str, principal: Role | Principal) -> None:
    caller, _ = door.paired(view)
    other_views = {f"pages.{each}" for each in ("workshop", "lounge", "foreman", "desk") if each != view}
    if view != "workshop":
        other_views |= {"api.read_state_hash", "api.read_view"}  # of the workshop's view
    assert _let_in(door.app, caller) == _allowed(door.app, {principal}) - other_views


def test_nobody_is_let_in_where_anyone_is(door: Door) -> None:
    assert _let_in(door.app, door.nobody()) == _allowed(door.app, set())


def test_the_operator_is_whoever_asks_from_this_machine(door: Door) -> None:
    here = door.nobody(address="127.0.0.1")
    assert _let_in(door.app, here) == _allowed(door.app, {Principal.operator})
    behind_a_proxy = here.get("/metrics", **{"X-Forwarded-For": "192.0.2.7"})
    assert (behind_a_proxy.status_code, behind_a_proxy.location) == (302, "/sign-in?next=/metrics") or (
        behind_a_proxy.status_code == 401
    )


def _action(app: Flask, endpoint: str) -> object:
    return getattr(app.view_functions[endpoint], "action", None)


def _asked(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Each route but those that end the sign-in: its endpoint, method, and an address of it."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            values: dict[str, Any] = dict.fromkeys(rule.arguments, 1) | {
                "language": "en",
                "view": "workshop",
                "filename": "none",
            }
            path = app.url_for(rule.endpoint, **{name: values[name] for name in sorted(rule.arguments)})
            for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
                if rule.endpoint not in ENDS_THE_SIGN_IN:
                    yield rule.endpoint, method, path


def _let_in(app: Flask, caller: Caller) -> set[str]:
    """The endpoints that answered something else than that the caller may not."""
    found = set()
    for endpoint, method, path in _asked(app):
        told = {"Accept": "application/json"}
        answer = (
            caller.get(path, **told)
            if method == "GET"
            else caller.put(path, b"", **told)
            if method == "PUT"
            else caller.post(path, **told)
        )
        code = answer.get_json()["code"] if answer.is_json and answer.status_code in {401, 403} else None
        if code not in {"sign_in_first", "sign_in_unfinished", "not_allowed"}:
            found.add(endpoint)
    return found


def _allowed(app: Flask, who: set[Role | Principal]) -> set[str]:
    """What the table says; a customer's link is its own asker, and opens nothing here."""
    found = set()
    for endpoint, _, _ in _asked(app):
        action = _action(app, endpoint)
        assert isinstance(action, Action)
        if action in {Action.follow_own_car, Action.decide_own_add_on} or permitted(who, action):
            found.add(endpoint)
    return found
