"""The set-up in the browser: somebody new gets in and is let go, a table is taken over, a bay goes out of service."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from board.domain.people import Role
from board.signing_in import hash_secret
from tests.browser.shop_floor import PASSWORD, ShopFloor, enter_pin, open_tablet, sign_in_at_desk
from tests.infra.chromium import Pages, accessibility_findings
from tests.infra.server import ServerProcess

DESK = {"width": 1280, "height": 800}
SECTIONS = "people certificates bays calendar standards checklists reasons screens https workshop backup".split()
SHEET = "code,text_zh,text_en,standard_minutes,price\nOIL,更换机油,Oil,30,120\nBRK,制动,Brakes,%s,380.50\n"


@pytest.fixture
def board(start_server: Callable[..., ServerProcess], floor: ShopFloor) -> ServerProcess:
    """The board of a workshop with an administrator."""
    floor.hire("系统管理员", Role.admin, login="admin", password_hash=hash_secret(PASSWORD))
    return start_server(installation=floor.installation)


def open_set_up(pages: Pages, board: ServerProcess, section: str) -> Page:
    page = sign_in_at_desk(pages.open(viewport=DESK), board, "admin")
    page.goto(f"{board.base_url}/set-up#{section}")
    page.locator("#part-title").wait_for()
    return page


def test_somebody_new_works_on_a_tablet_until_they_leave(pages: Pages, board: ServerProcess, floor: ShopFloor) -> None:
    page = open_set_up(pages, board, "people")
    page.get_by_role("button", name="新增人员").click()
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.locator(".field-wrong .field-sentence").first).to_be_visible()
    page.locator("input[name=name]").fill("小新")
    page.get_by_label("维修技师").check()
    page.locator("input[name=pin]").fill("12")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.locator(".field-wrong .field-sentence")).to_contain_text("4 到 8 位")
    page.locator("input[name=pin]").fill("8642")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.locator(".told")).to_contain_text("8642")
    page.get_by_role("button", name="完成").click()
    row = page.locator(".row-name", has_text="小新")
    tablet = open_tablet(pages.open(viewport=DESK), board, floor)
    tablet.locator(".name", has_text="小新").click()
    enter_pin(tablet, "8642")
    tablet.locator(".tablet-foot").wait_for()
    row.click()
    page.locator("input[name=phone]").fill("13900000000")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="继续编辑").click()  # what was typed is not lost by a key
    expect(page.locator("input[name=phone]")).to_have_value("13900000000")
    page.get_by_role("button", name="已离职").click()
    page.get_by_role("button", name="停用账号").click()
    expect(row).to_have_count(0)
    tablet.locator(".name").first.wait_for()
    expect(tablet.locator(".name", has_text="小新")).to_have_count(0)


def test_a_table_is_taken_over_after_its_mistakes_are_put_right(pages: Pages, board: ServerProcess) -> None:
    page = open_set_up(pages, board, "catalogue")
    page.get_by_role("button", name="导入 CSV").click()
    chosen = page.locator("input[type=file]")
    chosen.set_input_files({"name": "jobs.csv", "mimeType": "text/csv", "buffer": (SHEET % "soon").encode()})
    expect(page.locator(".dialog .table tbody tr")).to_have_count(1)
    expect(page.locator(".dialog .table tbody tr")).to_contain_text("标准工时")
    expect(page.get_by_role("button", name="导入", exact=True)).to_be_disabled()
    assert accessibility_findings(page) == []
    chosen.set_input_files({"name": "jobs.csv", "mimeType": "text/csv", "buffer": (SHEET % "54").encode("gb18030")})
    expect(page.locator(".import-counts li").first).to_contain_text("2")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator(".table tbody tr")).to_have_count(2)
    expect(page.locator(".table tbody")).to_contain_text("380.50")
    for section in SECTIONS:
        page.locator(f".nav-link[href='#{section}']").click()
        page.locator(f".nav-link.is-current[href='#{section}']").wait_for()
        assert accessibility_findings(page) == [], section


def test_a_bay_that_is_taken_out_says_so_on_the_wall(pages: Pages, board: ServerProcess, floor: ShopFloor) -> None:
    wall = pages.open()
    wall.goto(f"{board.base_url}/d/{floor.devices['workshop']}")
    wall.locator(".live-mark.is-live").wait_for()
    page = open_set_up(pages, board, "bays")
    page.locator(".row-name", has_text="2").click()
    page.get_by_role("button", name="停用工位").click()
    page.locator("input[name=reason]").fill("举升机检修")
    page.get_by_role("button", name="停用", exact=True).click()
    expect(page.locator(".table")).to_contain_text("举升机检修")
    expect(wall.locator("body")).to_contain_text("举升机检修")
    console = sign_in_at_desk(pages.open(viewport=DESK), board, "foreman")
    console.goto(f"{board.base_url}/foreman")
    console.get_by_role("button", name="恢复使用工位 2").click()
    console.get_by_role("button", name="恢复使用", exact=True).click()
    expect(wall.locator("body")).not_to_contain_text("举升机检修")


def test_a_backup_made_now(pages: Pages, board: ServerProcess) -> None:
    page = open_set_up(pages, board, "backup")
    expect(page.locator(".card-line").first).to_contain_text("还没有")
    page.get_by_role("button", name="立即备份").click()
    expect(page.locator(".toast")).to_contain_text("备份已完成", timeout=60_000)
    expect(page.locator(".card-line").first).to_contain_text("正常")
    assert len(list((board.installation.folder / "backups").glob("board-*"))) == 1
