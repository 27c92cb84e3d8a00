"""The official JavaScript client, as it is served from here, in a real browser: bare, and under our own feed module."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.shop_floor import PASSWORD
from tests.contract.live import ADVISOR, FOREMAN, LOGINS, TECHNICIAN, Live, Visitor
from tests.infra.waiting import wait_for

BARE = """([transport]) => import("/static/vendor/socket.io.js").then(({ io }) => new Promise((resolve, reject) => {
  const socket = io("/board", { transports: [transport], forceNew: true, reconnection: false });
  self.bare = { socket, heard: [] };
  socket.onAny((event, body) => self.bare.heard.push([event, body]));
  socket.on("connect", () => socket.emit("watch", { view: "workshop", scope: {} }, resolve));
  socket.on("connect_error", (error) => reject(error));
}))"""


def opened(live: Live, page: Page, name: str, path: str) -> Page:
    """A page on which somebody signed in, showing a live picture."""
    answer = page.request.post(f"{live.base_url}/api/v1/sign-in", data={"login": LOGINS[name], "password": PASSWORD})
    assert answer.ok, answer.text()
    page.goto(live.base_url + path)
    wait_for(lambda: status(page) == "live", what=f"{path} to be live")
    return page


def status(page: Page) -> Any:
    """The state that the page's feed is in."""
    return page.evaluate("() => self.board && self.board.feed && self.board.feed.status.value")


def agrees(page: Page, visitor: Visitor, view: str) -> bool:
    """Whether the page shows what the server would show it now."""
    shown = page.evaluate("() => ({ revision: board.feed.revision.value, hash: board.feed.stateHash() })")
    return bool(shown == visitor.state_hash(view))


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_the_bare_client_watches_and_hears(live: Live, page: Page, transport: str) -> None:
    opened(live, page, FOREMAN, "/workshop")
    picture = page.evaluate(BARE, [transport])
    assert (picture["ok"], picture["kind"]) == (True, "snapshot")
    done = live.person(ADVISOR).done(f"/jobs/{live.car().job}/print-card")

    def heard() -> Any:
        return page.evaluate("(to) => self.bare.heard.find(([name, body]) => body.to === to)", done["revision"])

    event, change = wait_for(heard, what="the change")
    assert event == "change"
    assert change.keys() == {"epoch", "from", "to", "now", "set", "drop"}
    page.evaluate("() => self.bare.socket.close()")


@pytest.mark.parametrize(("name", "path", "view"), [(FOREMAN, "/foreman", "foreman"), (ADVISOR, "/desk", "desk")])
def test_a_page_follows_and_agrees(live: Live, page: Page, name: str, path: str, view: str) -> None:
    opened(live, page, name, path)
    car = live.car_in_bay()
    live.person(TECHNICIAN).done("/scans", code=car.card, step="clock_on", via="camera")
    wait_for(lambda: agrees(page, live.person(name), view), what=f"{path} to agree with the server")
    live.person(TECHNICIAN).done("/scans", code=car.card, step="pause", reason="parts", via="camera")
    wait_for(lambda: agrees(page, live.person(name), view), what=f"{path} to agree with the server")


def test_the_walls_follow_and_agree(live: Live, page: Page) -> None:
    for view in ("workshop", "lounge"):
        page.goto(f"{live.base_url}/d/{live.floor.devices[view]}")
        wait_for(lambda: status(page) == "live", what=f"{view} to be live")
        live.car()
        wall = live.wall(view)
        wait_for(lambda: agrees(page, wall, view), what=f"{view} to agree with the server")  # noqa: B023


def test_a_page_comes_back_by_itself_after_a_cut(live: Live, page: Page) -> None:
    opened(live, page, FOREMAN, "/workshop")
    page.evaluate("() => board.feed.socket.io.engine.close()")
    live.car_in_bay()
    wait_for(lambda: agrees(page, live.person(FOREMAN), "workshop"), what="the page to agree again")
    assert status(page) == "live"


def test_a_page_whose_person_signed_out_elsewhere_shows_nothing_more(live: Live, page: Page) -> None:
    opened(live, page, FOREMAN, "/foreman")
    assert page.evaluate("() => board.feed.cards.value.size") > 0
    visitor = Visitor(live.base_url, "foreman")
    for cookie in page.context.cookies():
        visitor.http.cookies.set(str(cookie.get("name")), str(cookie.get("value")))
    visitor.remember(visitor.get("/me"))
    assert visitor.post("/sign-out").ok
    wait_for(lambda: status(page) == "refused", what="the page to be told")
    assert page.evaluate("() => board.feed.cards.value.size") == 0
    assert page.evaluate("() => board.feed.refusal.value.code") == "sign_in_first"
