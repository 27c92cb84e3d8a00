"""The pages that are printed, in a real browser: what its print dialog makes of them is read back from the paper."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import select

from board.demo.seed import PASSWORD
from board.domain.codes import CodeKind
from board.screens.links import customer_link
from board.store import models
from tests.browser.shop_floor import opened
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess
from tests.web.paper import codes_on
from tests.web.paper import pages as sheets

DESK = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Printed:
    """A car in the shop, and the codes that were issued for it."""

    job: int
    number: str
    card: str
    copy: str


@pytest.fixture
def car(demo_server: ServerProcess) -> Printed:
    store = opened(demo_server.installation.folder)
    with store.reading() as session:
        job = session.scalars(select(models.Job).where(models.Job.stage == "waiting_dispatch").limit(1)).one()
        codes = {code.kind: code.text for code in session.scalars(select(models.Code).filter_by(job_id=job.id))}
        link = customer_link(session, store.key, job.id, datetime.now(UTC))
    store.close()
    assert link is not None
    return Printed(job.id, job.number, codes[CodeKind.job_card] or "", link.text)


def signed_in(pages: Pages, server: ServerProcess, login: str, path: str) -> Page:
    page = pages.open(f"{server.base_url}/sign-in", viewport=DESK)
    page.request.post(f"{server.base_url}/api/v1/sign-in", data={"login": login, "password": PASSWORD})
    page.goto(f"{server.base_url}{path}")
    return page


def millimetres(pdf: bytes) -> list[tuple[int, int]]:
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [(round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) for box in boxes]


def test_a5_prints_the_card_and_the_customers_copy(pages: Pages, demo_server: ServerProcess, car: Printed) -> None:
    page = signed_in(pages, demo_server, "advisor1", f"/jobs/{car.job}/card")
    pdf = page.pdf(prefer_css_page_size=True)
    card, copy = sheets(pdf)
    assert millimetres(pdf) == [(148, 210), (148, 210)]
    assert codes_on(card) == [car.card]
    assert codes_on(copy) == [f"{demo_server.base_url}/c/{car.copy}"]


def test_a4_prints_both_on_one_sheet(pages: Pages, demo_server: ServerProcess, car: Printed) -> None:
    page = signed_in(pages, demo_server, "advisor1", f"/jobs/{car.job}/card")
    page.get_by_role("link", name="A4").click()
    pdf = page.pdf(prefer_css_page_size=True)
    [sheet] = sheets(pdf)
    assert millimetres(pdf) == [(210, 297)]
    assert codes_on(sheet) == [car.card, f"{demo_server.base_url}/c/{car.copy}"]


@pytest.mark.parametrize("size", ["a5", "a4"])
def test_the_pdf_bears_the_same_codes(pages: Pages, demo_server: ServerProcess, car: Printed, size: str) -> None:
    page = signed_in(pages, demo_server, "advisor1", f"/jobs/{car.job}/card?size={size}")
    href = page.get_by_role("link", name="PDF").get_attribute("href")
    answer = page.request.get(f"{demo_server.base_url}{href}")
    assert answer.headers["content-type"] == "application/pdf"
    found = [code for sheet in sheets(answer.body()) for code in codes_on(sheet)]
    assert found == [car.card, f"{demo_server.base_url}/c/{car.copy}"]


def test_the_print_button_opens_the_print_dialog(pages: Pages, demo_server: ServerProcess, car: Printed) -> None:
    page = signed_in(pages, demo_server, "advisor1", f"/jobs/{car.job}/card")
    page.evaluate("() => { window.print = () => { document.title = 'printing'; }; }")
    page.locator("#print").click()
    expect(page).to_have_title("printing")


def test_the_page_can_be_used_by_everybody(pages: Pages, demo_server: ServerProcess, car: Printed) -> None:
    page = signed_in(pages, demo_server, "advisor1", f"/jobs/{car.job}/card")
    expect(page.locator(".card .card-number strong")).to_have_text(car.number)
    assert accessibility_findings(page) == []


def test_badges_print_eight_to_a_sheet(pages: Pages, demo_server: ServerProcess) -> None:
    page = signed_in(pages, demo_server, "manager", "/people/badges")
    pdf = page.pdf(prefer_css_page_size=True)
    assert set(millimetres(pdf)) == {(210, 297)}
    printed = [codes_on(sheet) for sheet in sheets(pdf)]
    assert [len(codes) for codes in printed] == [8, 8, 8, 8, 2]
    assert all(code.startswith("WBP") for codes in printed for code in codes)


@pytest.mark.parametrize("login", ["cashier", "guard"])
def test_who_may_not_print_gets_no_paper(pages: Pages, demo_server: ServerProcess, car: Printed, login: str) -> None:
    page = signed_in(pages, demo_server, login, "/desk")
    for path in (f"/jobs/{car.job}/card", f"/jobs/{car.job}/card.pdf", "/people/badges", "/people/badges.pdf"):
        assert page.request.get(f"{demo_server.base_url}{path}").status == 403


def test_a_car_that_is_not_there_has_no_card(pages: Pages, demo_server: ServerProcess) -> None:
    page = signed_in(pages, demo_server, "advisor1", "/desk")
    assert page.request.get(f"{demo_server.base_url}/jobs/999999/card").status == 404
