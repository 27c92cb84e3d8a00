"""Job cards and badges as PDF: read back from the rendered picture, as a scanner and a person would."""

from io import BytesIO

import pytest
import zxingcpp
from pypdf import PdfReader

from board.domain.codes import CodeKind, read_code
from board.web.paper.pdf import badges_pdf, job_card_pdf
from board.web.paper.values import JobCardPaper, OperationLine, PaperSize
from tests.web.paper import ENGLISH, LONG_TEXT, badge, code, codes_on, hostile_job_card, job_card, pages


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def sheet_sizes(pdf: bytes) -> list[tuple[int, int]]:
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [(round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) for box in boxes]


@pytest.mark.parametrize("card", [job_card(), hostile_job_card()], ids=["usual", "hostile"])
def test_codes_on_a5_are_the_cards_and_the_customers(card: JobCardPaper) -> None:
    workshop, customer = pages(job_card_pdf(card, PaperSize.a5, ENGLISH))
    assert codes_on(workshop) == [card.code]
    assert codes_on(customer) == [card.customer_url]


@pytest.mark.parametrize("card", [job_card(), hostile_job_card()], ids=["usual", "hostile"])
def test_a4_has_both_codes_on_one_sheet(card: JobCardPaper) -> None:
    [sheet] = pages(job_card_pdf(card, PaperSize.a4, ENGLISH))
    assert codes_on(sheet) == [card.code, card.customer_url]


def test_code_is_thirty_millimetres_wide_with_a_quiet_zone() -> None:
    workshop, _ = pages(job_card_pdf(job_card(), PaperSize.a5, ENGLISH))
    [found] = zxingcpp.read_barcodes(workshop)
    corners = found.position
    side = corners.top_right.x - corners.top_left.x
    assert side / 200 * 25.4 >= 30
    quiet, blur = round(side / 25 * 4) - 3, 3
    above = (
        corners.top_left.x - quiet,
        corners.top_left.y - quiet,
        corners.top_right.x + quiet,
        corners.top_left.y - blur,
    )
    beside = (corners.top_left.x - quiet, above[1], corners.top_left.x - blur, corners.bottom_left.y + quiet)
    assert [min(workshop.convert("L").crop(area).tobytes()) for area in (above, beside)] == [255, 255]


def test_card_says_what_the_workshop_needs() -> None:
    text = text_of(job_card_pdf(job_card(), PaperSize.a5, ENGLISH))
    for said in (
        "京A·6K218",
        "261121-017",
        "17:30",
        "Ms 欧阳明月",
        "LFV3A24G0K3012345",
        "43,218 km",
        "更换机油机滤",
        "0.6 h",
    ):
        assert said in text
    assert "Customer waits" in text


def test_sheets_have_the_size_of_their_paper() -> None:
    assert sheet_sizes(job_card_pdf(job_card(), PaperSize.a5, ENGLISH)) == [(148, 210), (148, 210)]
    assert sheet_sizes(job_card_pdf(job_card(), PaperSize.a4, ENGLISH)) == [(210, 297)]


def test_without_a_status_page_there_is_no_customers_copy() -> None:
    assert len(pages(job_card_pdf(job_card(customer_url=None), PaperSize.a5, ENGLISH))) == 1


def test_more_work_than_fits_is_counted_not_printed_over_the_checks() -> None:
    work = tuple(OperationLine(f"Operation {number}", 30) for number in range(20))
    text = text_of(job_card_pdf(job_card(operations=work), PaperSize.a5, ENGLISH))
    assert "and 13 more on the board" in text
    assert "Operation 7" not in text


def test_long_text_stays_on_the_sheet() -> None:
    for picture in pages(job_card_pdf(hostile_job_card(), PaperSize.a5, ENGLISH)):
        margin = round(5 / 25.4 * 200)
        edge = picture.convert("L").crop((picture.width - margin, 0, picture.width, picture.height))
        assert edge.getextrema() == (255, 255)


def test_what_turns_writing_round_is_left_out() -> None:
    assert "\u202e" not in text_of(job_card_pdf(hostile_job_card(), PaperSize.a5, ENGLISH))


def test_same_values_give_the_same_bytes() -> None:
    assert job_card_pdf(job_card(), PaperSize.a4, ENGLISH) == job_card_pdf(job_card(), PaperSize.a4, ENGLISH)


def test_badges_stand_eight_to_a_sheet() -> None:
    badges = [badge(number) for number in range(1, 11)]
    first, second = pages(badges_pdf(badges, ENGLISH))
    assert codes_on(first) == [each.code for each in badges[:8]]
    assert codes_on(second) == [each.code for each in badges[8:]]


def test_badge_of_a_long_name_keeps_its_code() -> None:
    text = badges_pdf([badge(name=LONG_TEXT, team=LONG_TEXT, roles=("lounge_attendant", "follow_up_clerk"))], ENGLISH)
    [sheet] = pages(text)
    assert [read_code(each).kind for each in codes_on(sheet)] == [CodeKind.badge]
    assert codes_on(sheet) == [code(CodeKind.badge)]
