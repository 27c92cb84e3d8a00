"""The tablet's service worker: a newer one begins at a quiet moment, and without network the newest page opens."""

import threading
from collections.abc import Iterator

import flask
import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from board.web.tablet_app import worker_script
from tests.infra.chromium import Pages
from tests.infra.programs import LOOPBACK, free_port
from tests.infra.waiting import wait_for
from tests.test_js_layers import STATIC

PAGE = """<!doctype html><title>{title}</title><script type="module">
import {{ app, installApp }} from "/static/js/screens/tablet/app.js";
self.quiet = false; self.app = app; installApp(() => self.quiet);</script>"""
WAITS = "() => navigator.serviceWorker.getRegistration('/tablet').then((each) => Boolean(each.waiting))"
LOOK = "() => navigator.serviceWorker.getRegistration('/tablet').then((each) => each.update()).then(() => true)"
CACHES = "() => caches.keys().then((names) => names.filter((name) => name.startsWith('board-tablet-')))"


class TabletServer:
    """Serves the real worker for pages that say which version they are; `end` takes the network away."""

    def __init__(self) -> None:
        self.version = "1"
        self.busy = False
        self.parts_asked = 0
        app = flask.Flask("versions", static_folder=str(STATIC))
        app.add_url_rule("/tablet", "page", self._page)
        app.add_url_rule("/tablet/shell", "shell", lambda: f"<!doctype html><title>shell {self.version}</title>")
        app.add_url_rule("/part", "part", self._part)
        app.add_url_rule("/tablet-worker.js", "worker", self._worker)
        port = free_port()
        self.base_url = f"http://{LOOPBACK}:{port}"
        self._server = make_server(LOOPBACK, port, app, threaded=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _page(self) -> flask.Response:
        page = flask.Response(PAGE.format(title=f"page {self.version}"), 503 if self.busy else 200)
        page.headers["X-Board-Version"] = self.version
        return page

    def _part(self) -> flask.Response:
        self.parts_asked += 1
        return flask.Response(f"part {self.version}")

    def _worker(self) -> flask.Response:
        shell = "/tablet/shell?language=zh_CN"
        told = {
            "version": self.version,
            "page": self.version,
            "files": [shell, "/part"],
            "shells": {"zh_CN": shell},
            "language": "zh_CN",
        }
        source = (STATIC / "js/worker/tablet_worker.js").read_text()
        return flask.Response(worker_script(source, told), mimetype="text/javascript")

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[TabletServer]:
    made = TabletServer()
    yield made
    made.end()


@pytest.fixture
def tablet(pages: Pages, server: TabletServer) -> Page:
    page = pages.open(f"{server.base_url}/tablet")
    page.wait_for_function("() => self.app && self.app.value === 'ready' && navigator.serviceWorker.controller")
    return page


def test_a_newer_worker_waits_for_a_quiet_moment(server: TabletServer, tablet: Page) -> None:
    server.version = "2"
    tablet.evaluate(LOOK)
    wait_for(lambda: tablet.evaluate(WAITS), what="the newer worker to be ready")
    assert sorted(tablet.evaluate(CACHES)) == ["board-tablet-1", "board-tablet-2"]

    tablet.evaluate("() => { self.quiet = true; }")

    wait_for(lambda: tablet.evaluate(CACHES) == ["board-tablet-2"], what="the newer worker to begin")


def test_without_network_the_kept_shell_opens_and_no_page_of_anybody(server: TabletServer, tablet: Page) -> None:
    assert tablet.title() == "page 1"
    tablet.context.set_offline(True)
    tablet.reload()
    assert tablet.title() == "shell 1"
    tablet.context.set_offline(False)
    tablet.reload()
    assert tablet.title() == "page 1"


def test_a_server_that_answers_with_errors_is_no_network(server: TabletServer, tablet: Page) -> None:
    server.busy = True
    tablet.reload()
    assert tablet.title() == "shell 1"


def test_parts_come_from_the_tablet_only_for_the_page_that_they_belong_to(server: TabletServer, tablet: Page) -> None:
    part = "() => fetch('/part').then((answer) => answer.text())"
    tablet.reload()
    asked = server.parts_asked
    assert (tablet.evaluate(part), server.parts_asked) == ("part 1", asked)

    server.version = "2"
    tablet.reload()
    assert tablet.evaluate(part) == "part 2", "a newer page never gets an older part"
