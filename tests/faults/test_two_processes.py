"""Two server processes on one PostgreSQL, one with eventlet and one with threads: each serves its own screens, and what
one of them does reaches the other's by the database alone. And the same when PostgreSQL itself goes and comes back."""

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
from playwright.sync_api import Page

from tests.contract.live import ADVISOR, FOREMAN, OTHER_FOREMAN, TECHNICIAN, Live, Visitor, found
from tests.contract.screen import Screen
from tests.contract.test_javascript_client import agrees, status
from tests.faults.counting import Record
from tests.faults.follower import Follower, following, seconds_until_all_agree
from tests.infra.postgresql import Cluster
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for

pytestmark = pytest.mark.postgresql


@dataclass
class Two:
    """The workshop at the first server, and the same at the second."""

    cluster: Cluster
    here: Live
    there: Live

    def elsewhere(self, visitor: Visitor) -> Visitor:
        """The same browser, pointed at the other process: its cookies and token count there too."""
        other = Visitor(self.there.base_url)
        other.http = visitor.http
        return other


@pytest.fixture(scope="module")
def _open(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """A PostgreSQL that these tests may stop, and two processes on it."""
    cluster = Cluster()
    servers: list[ServerProcess] = []
    try:
        cluster.initialise()
        cluster.start()
        folder = tmp_path_factory.mktemp("two") / "board"
        floor = found(folder, cluster.url(cluster.create_database()))
        servers = [ServerProcess(floor.installation, async_mode=mode) for mode in ("eventlet", "threading")]
        for server in servers:
            server.start()
        two = Two(cluster, Live(floor, servers[0]), Live(floor, servers[1]))
        two.there._bays = two.here._bays
        yield two
        floor.store.close()
    finally:
        for server in servers:
            server.stop()
        cluster.remove()


@pytest.fixture
def two(_open: Two) -> Iterator[Two]:
    """The two processes, for one test after the other."""
    yield _open
    _open.here.leave()
    _open.there.leave()


def stir(live: Live) -> int:
    """A car comes and goes into work; returns the revision."""
    car = live.car_in_bay(TECHNICIAN)
    return int(live.person(TECHNICIAN).done("/scans", code=car.card, step="clock_on", via="camera")["revision"])


@pytest.mark.guarantee("R3")
def test_each_sees_what_the_other_commits(two: Two, record: Record) -> None:
    """Nobody tells the second process anything: it looks. Its screens get changes, not whole pictures."""
    screen = two.there.screen(FOREMAN, "foreman")
    lounge = two.there.screen(two.there.wall("lounge"), "lounge")
    asked = len(screen.asked)
    worst = 0.0
    for _ in range(3):
        revision = stir(two.here)
        began = time.monotonic()
        screen.reach(revision)
        worst = max(worst, time.monotonic() - began)
        lounge.reach(revision)
    assert len(screen.asked) == asked
    assert screen.state_hash() == two.here.person(FOREMAN).state_hash("foreman")["hash"]
    assert lounge.state_hash() == two.here.wall("lounge").state_hash("lounge")["hash"]
    record("commits of another process", times=3, worst=worst, unit="s to its screens")


@pytest.mark.guarantee("R5")
def test_a_command_that_is_sent_to_both_is_done_once(two: Two, record: Record) -> None:
    car = two.here.car_in_bay()
    technician = two.here.person(TECHNICIAN)
    wish = {"id": "once-and-for-all", "code": car.card, "step": "clock_on", "via": "camera"}
    first, second = technician.post("/scans", **wish).json(), two.elsewhere(technician).post("/scans", **wish).json()
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert first["revision"] == second["revision"]
    record("one command at two processes", worst=0, unit="silent losses")


def is_cut(screens: list[Screen]) -> float:
    """Wait until all are told to go; how long the last one took."""
    began = time.monotonic()
    for screen in screens:
        wait_for(screen.ended, what=f"{screen.view} to be cut")
        assert screen.events[-1][0] == "gone"
    return time.monotonic() - began


@pytest.mark.guarantee("R6")
def test_a_sign_out_cuts_at_both(two: Two, record: Record) -> None:
    leaving = two.here.newly(FOREMAN)
    screens = [two.here.screen(leaving, "foreman"), two.there.screen(leaving, "workshop")]
    staying = [two.here.screen(FOREMAN, "foreman"), two.there.screen(ADVISOR, "desk")]
    assert leaving.post("/sign-out").ok
    record("signed out", worst=is_cut(screens), unit="s to be cut everywhere")
    for screen in staying:
        screen.hear("pulse")
        assert not screen.ended()


@pytest.mark.guarantee("R6")
def test_a_person_who_leaves_is_cut_at_both(two: Two, record: Record) -> None:
    leaving = two.here.newly(OTHER_FOREMAN)
    screens = [two.here.screen(leaving, "desk"), two.there.screen(leaving, "foreman")]
    two.here.employ(OTHER_FOREMAN, active=False)
    try:
        record("person left", worst=is_cut(screens), unit="s to be cut everywhere")
        assert two.elsewhere(leaving).get("/jobs").status_code == 401
    finally:
        two.here.employ(OTHER_FOREMAN, active=True)


@pytest.mark.guarantee("R6")
def test_a_device_that_is_revoked_is_cut_at_both(two: Two, record: Record) -> None:
    board = two.here.floor.installation.board
    address = board("device", "add", "展厅", "--view", "lounge").strip().splitlines()[-1]
    number = board("device", "list").strip().splitlines()[-1].split("\t")[0]
    wall = Visitor(two.here.base_url, "lounge").pair(address.rsplit("/", 1)[1])
    screens = [two.here.screen(wall, "lounge"), two.there.screen(wall, "lounge")]
    board("device", "revoke", number)
    record("device revoked", worst=is_cut(screens), unit="s to be cut everywhere")
    assert two.there.screen(wall).ask("watch", {"view": "lounge"})["code"] == "sign_in_first"


@pytest.mark.guarantee("R6")
def test_a_link_that_is_withdrawn_opens_nothing_at_either(two: Two, record: Record) -> None:
    """A customer's page asks by itself and has no socket: the next question is refused."""
    car = two.here.car()
    paths = [f"{live.base_url}/c/{car.customer_copy}/state" for live in (two.here, two.there)]
    assert [requests.get(path, timeout=20).status_code for path in paths] == [200, 200]
    two.here.person(ADVISOR).done(f"/jobs/{car.job}/revoke-card")
    assert [requests.get(path, timeout=20).status_code for path in paths] == [404, 404]
    record("link withdrawn", worst=0, unit="s to be cut everywhere")


def commands_are_refused(two: Two, admin: Visitor) -> None:
    """In words, with the time after which to ask again; the process itself is well."""
    for refused in (admin.get("/me"), two.elsewhere(admin).get("/people"), admin.does("/jobs/1/announce")):
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert int(refused.headers["Retry-After"]) > 0
    assert requests.get(f"{two.here.base_url}/readyz", timeout=20).status_code == 503
    assert requests.get(f"{two.here.base_url}/healthz", timeout=20).status_code == 200


@pytest.mark.guarantee("R8")
def test_a_database_server_that_goes_away_and_comes_back(two: Two, page: Page, record: Record) -> None:
    """While it is away nothing is acknowledged and no screen passes for live; afterwards all find back."""
    foreman, wall = two.here.person(FOREMAN), two.here.wall("workshop")
    views = [(foreman, "foreman"), (two.here.person(ADVISOR), "desk")]
    screens = [Follower(who, view, live.base_url) for who, view in views for live in (two.here, two.there)]
    with following(screens):
        page.goto(f"{two.here.base_url}/d/{two.here.floor.devices['workshop']}")
        wait_for(lambda: status(page) == "live", what="the wall to be live")
        seconds_until_all_agree(screens)
        two.cluster.server.signal(signal.SIGINT)
        began = time.monotonic()
        wait_for(lambda: not two.cluster.server.alive, what="PostgreSQL to stop")
        commands_are_refused(two, foreman)
        page.locator(".stale-band").wait_for(timeout=60_000)
        record("PostgreSQL stopped", worst=time.monotonic() - began, unit="s until the page says so", of="R4")
        two.cluster.start()
        began = time.monotonic()
        wait_for(lambda: foreman.get("/people").ok, what="the board to find its database again")
        stir(two.there)
        seconds_until_all_agree(screens)
        wait_for(lambda: agrees(page, wall, "workshop") and status(page) == "live", what="the wall to find back")
        record("PostgreSQL started", worst=time.monotonic() - began, unit="s until all agree", of="R3")
    record("PostgreSQL stopped", worst=0, unit="false acknowledgements")
