"""Where a request comes from: CSRF tokens, origins, cookies, headers."""

from typing import Any

import pytest

from board.domain.stages import Stage
from tests.access.door import Door, open_door
from tests.commands.workshop import PASSWORD, Workshop, all_rows

CHANGES = ("/api/v1/jobs/1/announce", "/api/v1/sign-out", "/sign-out")


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("token", ["", "wrong", "密", "0" * 64])
def test_changes_need_the_page_s_token(door: Door, path: str, token: str) -> None:
    caller = door.person("advisor")
    right = caller.headers.pop("X-CSRF-Token")
    sent = {"X-CSRF-Token": token.encode("utf-8").decode("latin-1")} if token else {}
    answer = caller.post(path, {"id": "command-1"}, **sent)
    assert answer.status_code == 403
    assert caller.get("/api/v1/me").status_code == 200
    assert caller.post(path, {"id": "command-1"}, **{"X-CSRF-Token": right}).status_code != 403


def test_the_token_of_another_sign_in_is_worth_nothing(door: Door) -> None:
    one, other = door.person("advisor"), door.person("advisor")
    one.headers["X-CSRF-Token"] = other.headers["X-CSRF-Token"]
    answer = one.command("/jobs/1/announce")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "csrf_failed")


def test_a_tablet_that_nobody_signed_in_on_needs_its_token_too(door: Door) -> None:
    tablet, _ = door.paired("tablet")
    del tablet.headers["X-CSRF-Token"]
    answer = tablet.post("/api/v1/tablet/sign-in", {"person": 1, "pin": "2580"})
    assert answer.get_json()["code"] == "csrf_failed"


FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "https://localhost"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["/sign-in", "/language", "/api/v1/sign-in"])
def test_requests_of_other_pages_are_refused_also_without_sign_in(
    door: Door, path: str, headers: dict[str, str]
) -> None:
    caller = door.nobody()
    body = {"login": "foreman", "password": PASSWORD}
    sent: dict[str, Any] = {"body": body} if path.startswith("/api") else {"data": {**body, "language": "en"}}
    assert caller.post(path, **sent, **headers).status_code == 403
    assert caller.post(path, **sent, Origin="http://localhost").status_code in {200, 302}


def test_the_public_address_is_our_own_too(sqlite_workshop: Workshop, tmp_path: object) -> None:
    door = open_door(sqlite_workshop, tmp_path, public_url="https://board.example.com")  # type: ignore[arg-type]
    body = {"login": "foreman", "password": PASSWORD}
    for origin, status in (("https://board.example.com", 200), ("http://board.example.com", 403)):
        assert door.nobody().post("/api/v1/sign-in", body, Origin=origin).status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 403), ("evil.example:8000", 403), ("192.168.1.10:8000", 200), ("[fd00::1]:8000", 200)],
)
def test_beside_a_public_address_the_host_header_is_believed_only_in_numbers(
    sqlite_workshop: Workshop, tmp_path: object, host: str, status: int
) -> None:
    """A name that was made to lead here (DNS rebinding) stands in both headers of that page's requests."""
    door = open_door(sqlite_workshop, tmp_path, public_url="https://board.example.com")  # type: ignore[arg-type]
    body = {"login": "foreman", "password": PASSWORD}
    assert door.nobody().post("/api/v1/sign-in", body, Host=host, Origin=f"http://{host}").status_code == status


def test_a_refused_origin_changes_nothing(door: Door) -> None:
    job = door.workshop.car_at(Stage.ready)
    caller = door.person("advisor")
    with door.workshop.store.reader.connect() as connection:
        before = all_rows(connection)
    answer = caller.post(f"/api/v1/jobs/{job}/announce", {"id": "command-1"}, Origin="https://evil.example")
    assert answer.get_json()["code"] == "foreign_origin"
    with door.workshop.store.reader.connect() as connection:
        assert all_rows(connection) == before


@pytest.mark.parametrize("public", ["", "https://board.example.com"])
def test_cookies_are_for_this_site_s_pages_alone(sqlite_workshop: Workshop, tmp_path: object, public: str) -> None:
    door = open_door(sqlite_workshop, tmp_path, public_url=public)  # type: ignore[arg-type]
    caller = door.person("foreman")
    wall, _ = door.paired("workshop")
    caller.post("/language", data={"language": "en", "csrf": caller.headers["X-CSRF-Token"]})
    names = ("board_session", "board_language")
    cookies = [*(caller.client.get_cookie(name) for name in names), wall.client.get_cookie("board_device_workshop")]
    attributes = [(each.http_only, each.same_site, each.secure, each.path) for each in cookies if each]
    assert attributes == [(True, "Lax", bool(public), "/")] * 3


PATHS = (
    "/",
    "/sign-in",
    "/nothing-here",
    "/api/v1/me",
    "/api/v1/nothing",
    "/healthz",
    "/c/WBC123",
    "/d/x",
    "/workshop",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_what_a_browser_may_do_with_it(door: Door, path: str) -> None:
    headers = door.nobody().get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["style-src"] == "'self'"
    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'", "'none'")
    assert policy["form-action"] == "'self'"
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == ("no-referrer" if path.startswith("/c/") else "same-origin")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_pages_have_nothing_inline(door: Door) -> None:
    desk, wall = door.person("both"), door.paired("lounge")[0]
    pages = [desk.get(path).text for path in ("/", "/foreman", "/desk", "/sign-in", "/tablet", "/nothing-here")]
    for page in (*pages, wall.get("/lounge").text):
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert page.count("<script") == page.count("<script src=") + page.count('<script type="')


@pytest.mark.parametrize("path", ["/api/v1/jobs/1/announce", "/api/v1/jobs"])
def test_other_methods_and_paths_are_not_found(door: Door, path: str) -> None:
    caller = door.person("advisor")
    answer = caller.client.delete(path, headers=caller.headers)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")
