"""The system's Chromium, driven by Playwright; a page that logs an error fails its test."""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from tests.infra.requirements import program

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    # A test's page counts as looked at, also while another one is in front.
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]
# The browser's own notes on answers such as 409 and on a server that a test has ended: news, not faults of the page.
NEWS = re.compile(
    r"^Failed to load resource: |^WebSocket connection to |net::ERR_|^An unknown error occurred when fetching"
)


@contextmanager
def launch(
    playwright: Playwright, *, camera: Path | None = None, home: Path | None = None, more: Sequence[str] = ()
) -> Iterator[Browser]:
    """Start Chromium headless with an empty profile; `camera` is the film that its camera shows.

    `home` is the folder in whose `.pki/nssdb` the certificates lie that its user trusts; `more` are flags.
    """
    eyes = [] if camera is None else [f"--use-file-for-fake-video-capture={camera}"]
    seeing = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", *eyes] if camera else []
    browser = playwright.chromium.launch(
        executable_path=program("chromium", "chromium-browser", "google-chrome"),
        headless=True,
        args=[*QUIET, *seeing, *more],
        env={**os.environ, "HOME": str(home)} if home else None,
    )
    try:
        yield browser
    finally:
        browser.close()


class Pages:
    """Opens pages, each as a person of its own, and keeps what goes wrong on them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.errors: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, url: str | None = None, **context: Any) -> Page:
        """Open a page with its own cookies; keywords are Playwright's (`viewport`, `locale`, `permissions` …)."""
        settings = {"viewport": {"width": 1920, "height": 1080}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        self._contexts.append(self.browser.new_context(**{**settings, **context}))
        page = self._contexts[-1].new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", self._hear)
        if url is not None:
            page.goto(url)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not NEWS.search(message.text):
            self.errors.append(f"{message.location.get('url')}: {message.text}")

    def close(self) -> None:
        """Close all pages; fails when one of them logged an error."""
        for context in self._contexts:
            context.close()
        assert not self.errors, "errors on the page:\n" + "\n".join(self.errors)


def accessibility_findings(page: Page, impacts: tuple[str, ...] = ("serious", "critical")) -> list[str]:
    """Return what axe-core finds on a page, a line each: the rule and the element.

    What moves comes to rest first: a card that is still fading in has no contrast yet.
    """
    page.wait_for_function(
        "() => document.getAnimations().every((each) => each.playState !== 'running' ||"
        " each.effect.getComputedTiming().endTime === Infinity)"
    )
    page.evaluate(AXE.read_text() + "; undefined")
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]} {json.dumps(node['any'][:1])[:200]}"
        for violation in result["violations"]
        if violation["impact"] in impacts
        for node in violation["nodes"]
    ]
