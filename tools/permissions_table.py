"""Writes docs/permissions.md: who may do what, and by which route, socket or command it is asked for, as the code says.

    python tools/permissions_table.py

A test compares (tests/access/test_matrix.py).
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from board.app import create_board
from board.commands.change import COMMANDS
from board.config import Settings
from board.domain.people import Role
from board.domain.permissions import PERMISSIONS, Action, Principal
from board.screens.views import VIEWS
from board.store.migrating import migrate
from board.store.transaction import Store

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"
_SHORT = {
    Role.guard: "guard",
    Role.advisor: "advisor",
    Role.foreman: "foreman",
    Role.leader: "leader",
    Role.technician: "technician",
    Role.inspector: "inspector",
    Role.washer: "washer",
    Role.parts: "parts",
    Role.lounge_attendant: "lounge",
    Role.cashier: "cashier",
    Role.follow_up_clerk: "follow-up",
    Role.manager: "manager",
    Role.admin: "admin",
    Role.display: "display",
    Role.customer: "customer",
}
_OTHERS = {
    Principal.tablet: "a tablet that nobody signed in on",
    Principal.operator: "the server's own machine",
    Principal.clock: "the board itself, when the time has come",
    Principal.code_due: "who still has to give a code",
    Principal.password_due: "who still has to choose a password",
    Principal.second_factor_due: "who still has to set up a second factor",
}
_HEAD = """# Who may do what

This page is written by `make permissions` from `board/domain/permissions.py` and from what the code serves; a test
compares them. A row is an action; a ● says that the role may do it. Roles add up. Everything is asked within one's own
site: what belongs to another one is not found. A paired wall (`display`) sees the one view that it was paired for, a
customer's link the one car that it was printed for. On a tablet, where a PIN lets in, an administrator is what else
they are.

"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(_served()))


def page(app: Flask) -> str:
    """The page as it should be."""
    doors = _doors(app)
    heads = ["action", *_SHORT.values(), "others", "asked for by"]
    lines = [_row(heads), _row(["---", *[":-:"] * len(_SHORT), "---", "---"])]
    for action in Action:
        allowed = PERMISSIONS[action]
        marks = ["●" if role in allowed else "" for role in _SHORT]
        lines.append(_row([f"`{action.value}`", *marks, _others(allowed), "<br>".join(doors[action])]))
    return _HEAD + "\n".join(lines) + "\n"


def _others(allowed: frozenset[Role | Principal]) -> str:
    if Principal.anyone in allowed:
        return "everybody, signed in or not"
    return ", ".join(words for who, words in _OTHERS.items() if who in allowed)


def _doors(app: Flask) -> dict[Action, list[str]]:
    found: dict[Action, list[str]] = {action: [] for action in Action}
    for method, rule, action in routes(app):
        found[action].append(f"`{method} {rule}`")
    for view in VIEWS.values():
        found[view.action].append(f"socket `watch {view.name}`")
    for command in COMMANDS.values():
        found[command.action].append(f"command `{command.verb}`")
    return {action: sorted(doors) for action, doors in found.items()}


def routes(app: Flask) -> Iterator[tuple[str, str, Action]]:
    """Every route: its method, its rule and the action that it is."""
    for rule in app.url_map.iter_rules():
        action = getattr(app.view_functions[rule.endpoint], "action", None)
        if isinstance(action, Action):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule.rule, action


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _served() -> Flask:
    """The application, on an empty database that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/board.sqlite3"
        store = Store(url)
        migrate(store)
        store.close()
        settings = Settings(database_url=url, secret_key="-" * 32, data_dir=Path(folder), async_mode="threading")
        return create_board(settings).app


if __name__ == "__main__":
    main()
