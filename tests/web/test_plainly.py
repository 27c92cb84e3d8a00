"""Where HTTPS is spoken: what plain requests are answered, which cookies count there, and how strict browsers are."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from board.commands import setting_up
from board.https.folder import TlsFolder
from tests.access.door import Caller, Door, open_door
from tests.commands.workshop import PASSWORD, Workshop

SAFE = "https://board.lan:8000"
PLAIN = "http://board.lan:8000"


def over(caller: Caller, root: str) -> Caller:
    """The same caller, who goes by another scheme and host."""
    caller.client.open = partial(type(caller.client).open, caller.client, base_url=root)  # type: ignore[method-assign]
    return caller


def open_https(workshop: Workshop, folder: Path, **settings: Any) -> Door:
    return open_door(workshop, folder, **{"https": "own", **settings})


@pytest.fixture
def strict(sqlite_workshop: Workshop, tmp_path: Path) -> Door:
    """HTTPS with our own authority, and nothing else."""
    return open_https(sqlite_workshop, tmp_path)


@pytest.fixture
def with_walls(sqlite_workshop: Workshop, tmp_path: Path) -> Door:
    """The same, but walls may go on over plain HTTP."""
    return open_https(sqlite_workshop, tmp_path, plain_screens=True)


def device(door: Door, view: str) -> str:
    """The token of a screen that is paired now."""
    token = f"token-of-{view}-in-plain"
    door.workshop.do(setting_up.pair_device, None, name=view, view=view, token_digest=setting_up.digest(token))
    return token


def test_a_page_is_led_to_the_same_page_by_https(strict: Door) -> None:
    answer = over(strict.nobody(), PLAIN).get("/desk?a=1&b=%E8%BD%A6")
    assert (answer.status_code, answer.location) == (302, f"{SAFE}/desk?a=1&b=%E8%BD%A6")
    by_address = over(strict.nobody(), "http://192.168.1.5:80").get("/车")
    assert by_address.location == "https://192.168.1.5:8000/%E8%BD%A6"


def test_with_a_given_certificate_it_leads_to_the_public_address(sqlite_workshop: Workshop, tmp_path: Path) -> None:
    door = open_https(sqlite_workshop, tmp_path, https="given", public_url="https://board.example.com")
    assert over(door.nobody(), "http://192.168.1.5:8000").get("/desk").location == "https://board.example.com/desk"


def test_a_host_that_is_none_leads_nowhere(strict: Door) -> None:
    answer = over(strict.nobody(), PLAIN).get("/desk", Host="a b\\evil")
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_password_over_plain_http_is_refused_unread(strict: Door) -> None:
    answer = over(strict.nobody(), PLAIN).post("/api/v1/sign-in", {"login": "admin", "password": PASSWORD})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "https_only")
    assert over(strict.nobody(), PLAIN).post("/sign-in", data={"login": "admin"}).status_code == 403


def test_over_https_all_is_as_ever_and_cookies_are_secure(strict: Door) -> None:
    caller = over(strict.nobody(), SAFE)
    answer = caller.post("/api/v1/sign-in", {"login": "admin", "password": PASSWORD}, Origin=SAFE)
    assert answer.status_code == 200
    assert "; Secure" in answer.headers["Set-Cookie"]
    assert "wss://board.lan:8000;" in answer.headers["Content-Security-Policy"]
    assert " ws://" not in answer.headers["Content-Security-Policy"]
    assert caller.post("/api/v1/sign-in", {}, Origin=PLAIN).get_json()["code"] == "foreign_origin"


def test_a_sign_in_counts_for_nothing_over_plain_http(with_walls: Door) -> None:
    admin = over(with_walls.nobody(), SAFE)
    admin.post("/api/v1/sign-in", {"login": "admin", "password": PASSWORD})
    cookie = admin.client.get_cookie("board_session", domain="board.lan")
    assert cookie is not None
    stolen = over(with_walls.nobody(), PLAIN)
    for name in ("board_session", "board_tablet"):
        stolen.client.set_cookie(name, cookie.value, domain="board.lan")
    assert stolen.get("/workshop").location == "/sign-in?next=/workshop"


def test_a_wall_goes_on_over_plain_http_with_a_cookie_of_its_own(with_walls: Door) -> None:
    wall = over(with_walls.nobody(), PLAIN)
    answer = wall.get(f"/d/{device(with_walls, 'workshop')}")
    assert answer.location == "/workshop"
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("board_plain_workshop=")
    assert "Secure" not in cookie
    assert wall.get("/workshop").status_code == 200
    assert wall.get("/tablet").location == f"{SAFE}/tablet"
    assert over(wall, SAFE).get("/workshop").location == "/sign-in?next=/workshop"


def test_only_a_wall_does(with_walls: Door, strict: Door) -> None:
    token = device(with_walls, "tablet")
    tablet = over(with_walls.nobody(), PLAIN)
    answer = tablet.get(f"/d/{token}")
    assert (answer.location, answer.headers.getlist("Set-Cookie")) == (f"{SAFE}/d/{token}", [])
    tablet.client.set_cookie("board_plain_workshop", token, domain="board.lan")
    assert tablet.get("/workshop").location == "/screen?from=workshop"
    assert tablet.get("/screen?from=workshop").location == f"{SAFE}/screen?from=workshop"
    assert over(strict.nobody(), PLAIN).get("/workshop").location == f"{SAFE}/workshop"


def test_sockets_over_plain_http_are_a_wall_s_or_refused(with_walls: Door, strict: Door) -> None:
    path = "/socket.io/?EIO=4&transport=polling"
    refused = over(strict.nobody(), PLAIN).get(path)
    assert (refused.status_code, refused.get_json(force=True)["code"]) == (403, "https_only")
    assert over(strict.nobody(), SAFE).get(path).status_code == 200
    assert over(with_walls.nobody(), PLAIN).get(path).status_code == 200


def test_behind_a_proxy_that_speaks_https_nothing_is_plain(sqlite_workshop: Workshop, tmp_path: Path) -> None:
    door = open_https(sqlite_workshop, tmp_path, trusted_proxies=1)
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "board.example.com", "X-Forwarded-For": "192.0.2.9"}
    assert door.nobody().get("/sign-in", **proxied).status_code == 200
    assert door.nobody().get("/sign-in").status_code == 302


def strictness(door: Door, root: str) -> str | None:
    return over(door.nobody(), root).get("/sign-in").headers.get("Strict-Transport-Security")


def test_browsers_insist_only_where_that_is_safe(sqlite_workshop: Workshop, tmp_path: Path) -> None:
    now = sqlite_workshop.now
    TlsFolder(tmp_path).served_since(now - timedelta(days=3))
    given = open_https(sqlite_workshop, tmp_path, https="given")
    assert strictness(given, "https://board.example.com") == f"max-age={3 * 86400}"
    assert strictness(given, "https://192.168.1.5:8000") is None
    assert strictness(given, "http://board.example.com") is None
    assert strictness(open_https(sqlite_workshop, tmp_path), SAFE) is None
    assert strictness(open_https(sqlite_workshop, tmp_path, hsts="on"), SAFE) == f"max-age={3 * 86400}"
    assert strictness(open_https(sqlite_workshop, tmp_path, https="given", hsts="off"), SAFE) is None


def test_behind_a_proxy_they_insist_as_before(sqlite_workshop: Workshop, tmp_path: Path) -> None:
    proxied = open_door(sqlite_workshop, tmp_path, public_url="https://board.example.com")
    assert strictness(proxied, "https://board.example.com") == "max-age=31536000"
    assert strictness(open_door(sqlite_workshop, tmp_path), "http://board.lan") is None


def test_since_when_it_is_served_is_noted_once(tmp_path: Path) -> None:
    first = datetime(2026, 3, 1, tzinfo=UTC)
    assert TlsFolder(tmp_path).served_since(first) == first
    assert TlsFolder(tmp_path).served_since(first + timedelta(days=2)) == first
    TlsFolder(tmp_path).forget_served()
    assert TlsFolder(tmp_path).served_since(first + timedelta(days=2)) > first
