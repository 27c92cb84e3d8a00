"""A browser that trusts the board's authority has everything that a secure page may; one that does not is warned."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, expect

from board.config import Settings
from board.https.switching import use_own
from tests.browser.shop_floor import ShopFloor
from tests.infra.chromium import Pages, accessibility_findings, launch
from tests.infra.requirements import program
from tests.infra.server import ServerProcess

HOST = "board.lan"
FLAGS = [f"--host-resolver-rules=MAP {HOST} 127.0.0.1", "--use-fake-device-for-media-stream"]


@pytest.fixture
def served(floor: ShopFloor) -> Iterator[str]:
    """The address of a workshop with HTTPS, by a name that browsers do not trust by itself as they do localhost."""
    use_own(Settings(data_dir=floor.installation.folder), [HOST], False, False, datetime.now(UTC))
    server = ServerProcess(floor.installation, https=True)
    server.environment["BOARD_PUBLIC_URL"] = f"https://{HOST}:{server.port}"
    try:
        server.start()
        yield f"https://{HOST}:{server.port}"
        assert "Traceback" not in server.log, server.log
    finally:
        server.stop()


def trust(home: Path, authority: Path) -> None:
    """Do what the trust page says for Chromium."""
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    certutil: list[str | Path] = [program("certutil"), "-d", f"sql:{database}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    subprocess.run([*certutil, "-A", "-t", "C,,", "-n", "workshop-board", "-i", authority], check=True)


@pytest.fixture
def trusting(playwright: Playwright, floor: ShopFloor, served: str, tmp_path: Path) -> Iterator[Pages]:
    """A Chromium whose user has installed the authority."""
    home = tmp_path / "home"
    trust(home, floor.installation.folder / "tls" / "authority.pem")
    with ExitStack() as stack:
        opened = Pages(stack.enter_context(launch(playwright, home=home, more=FLAGS)))
        stack.callback(opened.close)
        yield opened


def allowed(page: Page) -> dict[str, object]:
    """What the browser lets the page do."""
    told: dict[str, object] = page.evaluate(
        """async () => {
            const film = await navigator.mediaDevices.getUserMedia({video: true});
            const worker = await navigator.serviceWorker.register("/i18n/en.js", {scope: "/i18n/"});
            await worker.unregister();
            return {secure: window.isSecureContext, tracks: film.getVideoTracks().length};
        }"""
    )
    return told


def test_a_trusting_browser_has_a_secure_page_with_camera_worker_and_feed(
    trusting: Pages, served: str, floor: ShopFloor
) -> None:
    page = trusting.open(f"{served}/", permissions=["camera"])
    assert allowed(page) == {"secure": True, "tracks": 1}
    # What was printed before HTTPS still leads there; the wall is live over TLS.
    page.goto(f"{served.replace('https', 'http')}/d/{floor.devices['workshop']}")
    assert page.url == f"{served}/workshop"
    expect(page.locator(".live-mark.is-live")).to_be_visible()


def test_a_browser_that_does_not_trust_it_is_warned_and_finds_out_how(
    playwright: Playwright, served: str, tmp_path: Path
) -> None:
    with launch(playwright, home=tmp_path, more=FLAGS) as browser:
        stranger = Pages(browser)
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            stranger.open(f"{served}/")
        page = stranger.open(f"{served.replace('https', 'http')}/trust", locale="en-GB")
        expect(page.get_by_role("heading", name="Trust this board")).to_be_visible()
        expect(page.locator(".trust-fingerprint")).to_contain_text(":")
        assert accessibility_findings(page) == []
        stranger.close()
