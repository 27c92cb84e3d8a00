"""The same paper as pages for the browser's print dialog."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import render_template

from board.web.paper.faces import BadgeFace, badge_face, customer_copy_face, exit_pass_face, job_card_face
from board.web.paper.qr import qr_svg
from board.web.paper.values import BadgePaper, ExitPassPaper, JobCardPaper, Language, PaperSize

BADGES_ON_A_PAGE = 8


class _BadgeSheet(NamedTuple):
    badges: list[tuple[BadgeFace, str]]


def job_card_page(card: JobCardPaper, size: PaperSize, language: Language, pdf_url: str) -> str:
    """The page of a job card, with the customer's copy where it leads somewhere. `pdf_url` is the same as PDF."""
    copy = customer_copy_face(card, language)
    return render_template(
        "paper/job_card.html",
        language=language.locale,
        size=size.value,
        sizes=[each.value for each in PaperSize],
        card=job_card_face(card, language),
        card_code=qr_svg(card.code),
        copy=copy,
        copy_code=qr_svg(copy.url) if copy else "",
        pdf_url=f"{pdf_url}?size={size.value}",
    )


def exit_pass_page(slip: ExitPassPaper, language: Language) -> str:
    """The page of an exit pass, half a sheet of A5."""
    return render_template(
        "paper/exit_pass.html",
        language=language.locale,
        slip=exit_pass_face(slip, language),
        code=qr_svg(slip.code),
    )


def badges_page(badges: Sequence[BadgePaper], language: Language, pdf_url: str) -> str:
    """The page of badges, eight to a sheet of A4, with marks to cut along; says so where there are none."""
    faces = [(badge_face(badge, language), qr_svg(badge.code)) for badge in badges]
    sheets = [_BadgeSheet(faces[first : first + BADGES_ON_A_PAGE]) for first in range(0, len(faces), BADGES_ON_A_PAGE)]
    return render_template("paper/badges.html", language=language.locale, sheets=sheets, pdf_url=pdf_url)
