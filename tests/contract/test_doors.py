"""Who may watch: a display its own view, people what their role may see, nobody nothing, no page of another site."""

import secrets

import pytest
import requests
import websocket

from tests.contract.live import ADVISOR, CASHIER, FOREMAN, TECHNICIAN, WASHER, Live, Visitor
from tests.contract.screen import Screen

ALL = ("workshop", "lounge", "foreman", "tablet", "desk")


def refused(screen: Screen, view: str) -> str:
    """The code with which a view is refused, with a sentence and nothing else."""
    answer = screen.ask("watch", {"view": view, "scope": {}})
    assert answer.keys() == {"ok", "code", "sentence"}, answer
    assert answer["sentence"]
    return str(answer["code"])


@pytest.mark.parametrize("view", ALL)
def test_nobody_sees_nothing(live: Live, view: str) -> None:
    screen = live.screen(Visitor(live.base_url))
    assert refused(screen, view) == "sign_in_first"
    assert screen.ask("sync", {})["code"] == "sign_in_first"


@pytest.mark.parametrize("paired", ["workshop", "lounge"])
def test_a_display_sees_its_own_view_and_no_other(live: Live, paired: str) -> None:
    wall = live.wall(paired)
    assert live.screen(wall, paired).cards
    for view in ALL:
        if view != paired:
            assert refused(live.screen(wall), view) in {"not_allowed", "sign_in_first"}
            # Nor with a cookie that pretends to be another view's.
            token = wall.http.cookies[f"board_device_{paired}"]
            pretending = Screen(live.base_url, cookies=f"board_device_{view}={token}")
            assert refused(pretending, view) in {"not_allowed", "sign_in_first"}
            pretending.close()


def test_a_tablet_on_which_nobody_signed_in_shows_no_cars(live: Live) -> None:
    tablet = Visitor(live.base_url, "tablet").pair(live.floor.devices["tablet"])
    assert refused(live.screen(tablet), "tablet") == "not_allowed"


def test_a_tablets_sign_in_is_worth_nothing_without_its_tablet(live: Live) -> None:
    session = live.person(TECHNICIAN).http.cookies["board_tablet"]
    for cookies in (
        f"board_tablet={session}",
        f"board_session={session}",
        f"board_tablet={session}; board_device_tablet={live.floor.devices[WASHER]}",
    ):
        screen = Screen(live.base_url, cookies=cookies)
        assert refused(screen, "tablet") in {"sign_in_first", "not_allowed"}
        screen.close()


@pytest.mark.parametrize(
    ("name", "views"),
    [
        (FOREMAN, {"workshop", "lounge", "foreman", "desk", "appointments"}),
        (ADVISOR, {"workshop", "lounge", "desk", "appointments"}),
        (CASHIER, {"workshop", "desk"}),
    ],
)
def test_people_see_what_their_role_may_see(live: Live, name: str, views: set[str]) -> None:
    for view in ("workshop", "lounge", "foreman", "desk", "appointments"):
        screen = live.screen(name)
        if view in views:
            assert screen.watch(view)["ok"], view
        else:
            assert refused(screen, view) == "not_allowed", view


@pytest.mark.parametrize("view", ["", "customer", "Workshop", "workshop ", "site", "__class__", "../foreman"])
def test_there_is_no_other_view(live: Live, view: str) -> None:
    assert refused(live.screen(FOREMAN), view) == "not_found"


def test_a_refused_view_leaves_the_one_that_is_watched(live: Live) -> None:
    screen = live.screen(ADVISOR, "desk")
    assert refused(screen, "foreman") == "not_allowed"
    screen.reach(live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")["revision"])
    assert screen.state_hash() == live.person(ADVISOR).state_hash("desk")["hash"]


def test_a_device_may_bring_its_token_as_it_connects(live: Live) -> None:
    screen = live.screen(None, auth={"token": live.floor.devices["lounge"]})
    assert screen.watch("lounge")["ok"]


@pytest.mark.parametrize("auth", [{"token": "x" * 10_000}, {"token": 7}, {"token": None}, ["token"], "token", 3])
def test_what_is_no_token_opens_nothing(live: Live, auth: object) -> None:
    assert refused(live.screen(None, auth=auth), "lounge") == "sign_in_first"


def test_an_unknown_token_opens_nothing(live: Live) -> None:
    made_up = secrets.token_urlsafe(24)
    cookies = f"board_device_workshop={made_up}; board_session={made_up}; board_tablet={made_up}"
    screen = Screen(live.base_url, cookies=cookies)
    assert {refused(screen, view) for view in ALL} == {"sign_in_first"}
    screen.close()


# Pages of other sites

FOREIGN = [
    "http://evil.example",
    "null",
    "https://127.0.0.1.evil.example",
    "http://127.0.0.1",
    "file://",
    "http://[::1]",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_another_sites_page_cannot_open_a_socket(live: Live, origin: str) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        Screen(live.base_url, cookies=live.person(FOREMAN).cookies, origin=origin)
    assert refusal.value.status_code == 400


@pytest.mark.parametrize("origin", FOREIGN)
def test_another_sites_page_cannot_poll(live: Live, origin: str) -> None:
    address = f"{live.base_url}/socket.io/?EIO=4&transport=polling"
    answer = requests.get(address, headers={"Origin": origin, "Cookie": live.person(FOREMAN).cookies}, timeout=20)
    assert answer.status_code == 400
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_name_that_was_made_to_lead_here_opens_nothing(live: Live) -> None:
    """DNS rebinding: the page of another site, whose name leads to this machine, names itself in `Host` as well."""
    name = f"evil.example:{live.base_url.rsplit(':', 1)[1]}"
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        Screen(live.base_url, cookies=live.person(FOREMAN).cookies, origin=f"http://{name}", host=name)
    assert refusal.value.status_code == 400
    address = f"{live.base_url}/socket.io/?EIO=4&transport=polling"
    headers = {"Origin": f"http://{name}", "Host": name}
    assert requests.get(address, headers=headers, timeout=20).status_code == 400


def test_our_own_pages_poll_and_open_sockets(live: Live) -> None:
    address = f"{live.base_url}/socket.io/?EIO=4&transport=polling"
    assert requests.get(address, headers={"Origin": live.base_url}, timeout=20).ok
    assert requests.get(address, timeout=20).ok  # a browser leaves it out where the page is ours
    assert live.screen(FOREMAN, "workshop").cards


def test_a_screen_may_call_the_board_by_another_of_its_names(live: Live) -> None:
    """The printed address is one name; a wall in the workshop uses the machine's own."""
    port = live.base_url.rsplit(":", 1)[1]
    screen = live.screen(live.person(FOREMAN), origin=f"http://localhost:{port}", host=f"localhost:{port}")
    assert screen.watch("workshop")["ok"]
