"""Fixtures for every test: real databases, real servers, a real browser.

`start_server` and `server` give a test a board of its own; `demo_server` is shared by tests that only look. `page`,
`pages` and `camera_pages` drive Chromium. All of it is ended by process id when its test, or the run, is over.
"""

import fcntl
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.infra.chromium import Pages, launch
from tests.infra.postgresql import Cluster
from tests.infra.redis import RedisServer
from tests.infra.server import Installation, ServerProcess

pytest_plugins = ["tests.faults.counting"]
FAILED = pytest.StashKey[bool]()
MARKS = {"playwright": "browser", "postgresql": "postgresql"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by what they use, so that `-m "not browser"` works without anybody keeping lists."""
    for item in items:
        for fixture in set(getattr(item, "fixturenames", ())) & MARKS.keys():
            item.add_marker(MARKS[fixture])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether a test failed: then its server's log is worth showing."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session", autouse=True)
def _threads_stay_threads() -> Iterator[None]:
    """Eventlet may patch server processes, never the test run: half of the tests would hang or lie."""
    yield
    patcher = sys.modules.get("eventlet.patcher")
    assert patcher is None or not patcher.already_patched, "a test, or what it imported, patched the test process"


# Databases


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL server for the whole run."""
    cluster = Cluster()
    try:
        cluster.initialise()
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture(scope="session")
def _migrated_postgresql(postgresql: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    name = postgresql.create_database()
    Installation(tmp_path_factory.mktemp("migrated"), postgresql.url(name)).board("migrate")
    return name


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    Installation(folder, f"sqlite:///{folder / 'board.db'}").board("migrate")
    return folder


@pytest.fixture
def empty_postgres_url(postgresql: Cluster) -> Iterator[str]:
    """The address of an empty PostgreSQL database, dropped afterwards."""
    name = postgresql.create_database()
    yield postgresql.url(name)
    postgresql.drop_database(name)


@pytest.fixture
def postgres_url(postgresql: Cluster, _migrated_postgresql: str) -> Iterator[str]:
    """The address of a PostgreSQL database with all migrations and no rows."""
    name = postgresql.create_database(template=_migrated_postgresql)
    yield postgresql.url(name)
    postgresql.drop_database(name)


@pytest.fixture
def sqlite_url(_migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of an SQLite database with all migrations and no rows."""
    Installation(_migrated_sqlite).copy_to(tmp_path / "sqlite")
    return f"sqlite:///{tmp_path / 'sqlite' / 'board.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty database: the test runs once on SQLite and once on PostgreSQL."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of the test's own."""
    server = RedisServer(tmp_path)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of a Redis of the test's own."""
    return redis_server.url


# Servers


Furnish = Callable[..., Installation]
StartServer = Callable[..., ServerProcess]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnish:
    """Give a workshop on SQLite, demo or empty, made once in a run: copy it before you write into it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def give(*, demo: bool = True, language: str = "zh_CN") -> Installation:
        installation = Installation(shared / f"furnished-{language}{'-demo' if demo else ''}")
        with (shared / f"{installation.folder.name}.lock").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the workers of a run share them; whoever comes first makes one
            if not installation.folder.exists():
                half = Installation(installation.folder.with_name(f"{installation.folder.name}.half"))
                half.folder.mkdir()
                _furnish(half, demo, language)
                half.folder.rename(installation.folder)
        return installation

    return give


def _furnish(installation: Installation, demo: bool, language: str) -> None:
    if demo:
        installation.seed(language)
    else:
        installation.found(language)


@pytest.fixture
def start_server(request: pytest.FixtureRequest, tmp_path: Path, furnished: Furnish) -> Iterator[StartServer]:
    """Start boards: `start_server()` a demo workshop of the test's own, `start_server(demo=False)` an empty one.

    The empty one's administrator is ADMIN. Keywords: `language`, `async_mode`, `database_url` (of an empty database),
    `installation` (taken as it is), and BOARD_* settings as `settings={"BOARD_…": "…"}`. All are stopped when the test
    is over.
    """
    started: list[ServerProcess] = []

    def start(
        *,
        demo: bool = True,
        language: str = "zh_CN",
        async_mode: str = "eventlet",
        database_url: str | None = None,
        installation: Installation | None = None,
        settings: dict[str, str] | None = None,
    ) -> ServerProcess:
        if installation is None:
            installation = Installation(tmp_path / f"board-{len(started)}", database_url, settings or {})
            if database_url is None:
                furnished(demo=demo, language=language).copy_to(installation.folder)
            else:
                installation.folder.mkdir()
                _furnish(installation, demo, language)
        server = ServerProcess(installation, async_mode=async_mode)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()
        if request.node.stash.get(FAILED, True):
            print(f"--- log of {server.base_url} (its end)\n{server.log[-6000:]}")


@pytest.fixture
def server(start_server: StartServer) -> ServerProcess:
    """A demo workshop of the test's own, in Chinese."""
    return start_server()


@pytest.fixture(scope="session")
def demo_server(furnished: Furnish, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A demo workshop that tests share: look at it, change nothing."""
    server = ServerProcess(furnished().copy_to(tmp_path_factory.mktemp("shared")))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["eventlet", "threading"])
def async_mode(request: pytest.FixtureRequest) -> str:
    """Both ways in which the server can run."""
    return str(request.param)


# Browsers


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, shared by the run; each page has its own context."""
    with launch(playwright) as chromium:
        yield chromium


@pytest.fixture
def pages(browser: Browser) -> Iterator[Pages]:
    """Opens pages: `pages.open(url, viewport=…, locale=…)`. The test fails when one of them logs an error."""
    opened = Pages(browser)
    yield opened
    opened.close()


@pytest.fixture
def page(pages: Pages) -> Page:
    """One page, 1920 x 1080, Chinese."""
    return pages.open()


@pytest.fixture
def camera_pages(playwright: Playwright) -> Iterator[Callable[[Path], Pages]]:
    """Start a browser whose camera shows a film (see `tests.infra.camera.camera_picture`)."""
    with ExitStack() as stack:

        def start(film: Path) -> Pages:
            opened = Pages(stack.enter_context(launch(playwright, camera=film)))
            stack.callback(opened.close)
            return opened

        yield start
