"""Every role against everything that can be asked: the page that says so, the sockets and rooms of a real server, and
what belongs to another site. What is asked over HTTP is in test_table.py."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from board.commands import setting_up
from board.domain.people import PEOPLE_ROLES, Role
from board.domain.permissions import Principal, permitted
from board.domain.stages import Stage
from board.screens.views import VIEWS
from tests.access.door import Caller, Door
from tests.access.test_devices_and_links import another_site
from tests.commands.workshop import PASSWORD, PASSWORD_HASH, Workshop, all_rows, next_id
from tests.contract.screen import Screen
from tests.infra.server import Installation, ServerProcess

SHELLS = {"pages.job_story", "pages.reception"}
"""Pages without content: they bear the id that was asked for, and ask for the rest themselves."""
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.house
def test_the_page_says_what_the_code_does(door: Door) -> None:
    written = runpy.run_path(str(ROOT / "tools" / "permissions_table.py"))["page"](door.app)
    assert (ROOT / "docs" / "permissions.md").read_text() == written, "run `make permissions`"


@pytest.fixture
def server(sqlite_workshop: Workshop, tmp_path: Path, start_server: Callable[..., ServerProcess]) -> ServerProcess:
    """A real server on the workshop in which there is somebody of every role."""
    folder = tmp_path / "served"
    folder.mkdir()
    return start_server(installation=Installation(folder, sqlite_workshop.store.url))


def _cookies(server: ServerProcess, login: str) -> str:
    answer = requests.post(f"{server.base_url}/api/v1/sign-in", json={"login": login, "password": PASSWORD}, timeout=20)
    assert answer.ok, answer.text
    return f"board_session={answer.cookies['board_session']}"


def _pair(workshop: Workshop, view: str) -> str:
    token = f"token-of-the-{view}"
    workshop.do(setting_up.pair_device, None, name=view, view=view, token_digest=setting_up.digest(token))
    return f"board_device_{view}={token}"


def _allowed(server: ServerProcess, cookies: str) -> set[str]:
    """The views that a browser with these cookies is shown; a refused one puts it in no room and sends it nothing."""
    found = set()
    for view in VIEWS:
        screen = Screen(server.base_url, cookies=cookies)
        answer = screen.ask("watch", {"view": view})
        if answer["ok"]:
            found.add(view)
            assert {key for key in answer["cards"] if key.startswith("site:")} <= {"site:1"}
        else:
            assert answer["code"] in {"not_allowed", "sign_in_first"}
            assert answer.keys() == {"ok", "code", "sentence"}
            assert screen.ask("sync", {})["code"] == "sign_in_first"
        screen.close()
    return found


def test_every_role_and_device_sees_the_views_that_the_table_says(
    server: ServerProcess, sqlite_workshop: Workshop
) -> None:
    expected: dict[str, set[str]] = {"": set()}
    shown: dict[str, set[str]] = {"": _allowed(server, "")}
    for role in sorted(PEOPLE_ROLES):
        expected[role] = {view.name for view in VIEWS.values() if permitted({role}, view.action)}
        shown[role] = _allowed(server, _cookies(server, role))
    for paired in ("workshop", "lounge", "tablet"):
        who: Role | Principal = Principal.tablet if paired == "tablet" else Role.display
        expected[paired] = {paired} if permitted({who}, VIEWS[paired].action) else set()
        shown[paired] = _allowed(server, _pair(sqlite_workshop, paired))
    assert shown == expected


@pytest.fixture
def everybody(door: Door) -> Caller:
    """Somebody who holds every role of our site, at our site's door."""
    door.workshop.do(
        setting_up.add_person,
        None,
        name="全能",
        roles=sorted(PEOPLE_ROLES),
        login="everything",
        password_hash=PASSWORD_HASH,
    )
    return door.person("everything")


def test_nothing_of_another_site_is_there_whoever_asks_and_however(door: Door, everybody: Caller) -> None:
    other = another_site(door.workshop)
    foreign = other.car_at(Stage.in_work)
    with door.workshop.store.reader.connect() as connection:
        rows = all_rows(connection)
    ids = _ids_of(rows, other.site, foreign)
    told = {
        (method, path): answer
        for method, path in _addresses(door, ids)
        if (answer := _answer(everybody, method, path)) not in {404, 422}
    }
    assert told == {}


def _answer(caller: Caller, method: str, path: str) -> int:
    if method == "GET":
        return caller.get(path, Accept="application/json").status_code
    if method == "PUT":
        return caller.put(path, b"x", Accept="application/json").status_code
    return caller.post(path, {"id": next_id()}, Accept="application/json").status_code


def _ids_of(rows: dict[str, list[dict[str, Any]]], site: int, job: int) -> dict[str, int]:
    """An id of the other site for each name that stands in a path."""
    theirs = {
        table: [row["id"] for row in found if "id" in row and row.get("site_id") == site]
        for table, found in rows.items()
    }
    clocking = next(row["id"] for row in rows["clocking"] if row["job_id"] == job)
    nothing = 10**6
    return {
        "job": job,
        "person": theirs["person"][0],
        "bay": theirs["bay"][0],
        "clocking": clocking,
        "team": theirs["team"][0] if theirs["team"] else nothing,
    }


def _addresses(door: Door, ids: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Every route with an id in its path, asked for what is another site's, or for what is nobody's."""
    with door.app.test_request_context():
        for rule in door.app.url_map.iter_rules():
            named = {name for name, converter in rule._converters.items() if type(converter).__name__ == "IdConverter"}
            if not named or rule.rule.startswith("/c/") or rule.endpoint in SHELLS:
                continue
            values: dict[str, Any] = {
                name: ids.get(name, 10**6) if name in named else "x-command-1" for name in rule.arguments
            }
            path = door.app.url_for(rule.endpoint, **values)
            for method in (rule.methods or set()) & {"GET", "POST", "PUT"}:
                yield method, path
