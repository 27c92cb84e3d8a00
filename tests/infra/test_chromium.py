"""A page in the system's browser, and what makes its test fail."""

import pytest
from playwright.sync_api import Browser, Page

from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess


def test_a_paired_screen_opens_without_an_error(page: Page, demo_server: ServerProcess) -> None:
    page.goto(demo_server.base_url + demo_server.installation.screens("workshop")[0])
    page.wait_for_url("**/workshop")
    page.get_by_text("京", exact=False).first.wait_for()


@pytest.mark.parametrize("mistake", ["throw new Error('broken')", "console.error('broken')"])
def test_an_error_on_the_page_fails_its_test(browser: Browser, mistake: str) -> None:
    pages = Pages(browser)
    page = pages.open("about:blank")
    with page.expect_event("console" if "console" in mistake else "pageerror"):
        page.evaluate(f"() => {{ setTimeout(() => {{ {mistake} }}) }}")
    with pytest.raises(AssertionError, match="broken"):
        pages.close()


def test_an_inaccessible_page_is_found_out(page: Page) -> None:
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><button></button></main></html>")
    assert [finding.split()[0] for finding in accessibility_findings(page)] == ["button-name"]
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><button>Scan</button></main></html>")
    assert accessibility_findings(page) == []
