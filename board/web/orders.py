"""A job's order as paper: read from the tables, worded in the language that its customer reads."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import render_template
from flask_babel import force_locale, get_translations
from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain.codes import CodeKind
from board.domain.refusals import Refused
from board.domain.words import WORDS
from board.screens.links import customer_link
from board.store import models
from board.store.states import order_state
from board.web.i18n import LANGUAGES, choose_locale
from board.web.paper.order import DRAWING, OrderFace, OrderPaper, order_face
from board.web.paper.qr import qr_svg
from board.web.paper.values import Language
from board.web.parts import asker, now, parts, public_url


@dataclass(frozen=True, slots=True)
class ReadableOrder:
    """An order as it can be read, with the digest that a signature under it is for; `signature` is an attachment."""

    face: OrderFace
    digest: str
    language: str
    signature: int | None


def readable_order(job: int, language: str | None) -> ReadableOrder:
    """The order of a job as it stands now, in a language (the asker's where none, or none of ours, is named).

    Refused: `not_found`.
    """
    chosen = language if language in LANGUAGES else choose_locale()
    with parts().store.reading() as session:
        row = session.get(models.Job, job)
        site = session.get_one(models.Site, asker().actor.site)
        if row is None or row.site_id != site.id:
            raise Refused("not_found")
        paper = _paper(session, site, row, chosen)
        signature = row.signature_id
    return ReadableOrder(order_face(paper, _language(chosen)), paper.order.digest, chosen, signature)


def order_page(readable: ReadableOrder) -> str:
    """The page to print: as many sheets of A4 as it takes."""
    face = readable.face
    with force_locale(readable.language):
        return render_template(
            "paper/order.html",
            language=readable.language,
            languages=LANGUAGES,
            order=face,
            drawing=DRAWING,
            signature=readable.signature,
            card_code=qr_svg(face.code) if face.code else "",
            copy_code=qr_svg(face.url) if face.url else "",
        )


def _paper(session: Session, site: models.Site, row: models.Job, language: str) -> OrderPaper:
    codes = {
        code.kind: code.text
        for code in session.scalars(
            select(models.Code).where(models.Code.job_id == row.id, models.Code.revoked_at.is_(None))
        )
    }
    copy = customer_link(session, parts().store.key, row.id, now())
    return OrderPaper(
        site=site.name,
        timezone=ZoneInfo(site.timezone),
        currency=site.currency,
        number=row.number,
        service_type=row.service_type.value,
        salutation=row.customer.salutation.value,
        phone=row.customer.phone,
        colour=row.vehicle.colour,
        vin=row.vehicle.vin,
        advisor=row.advisor.name if row.advisor else None,
        waits=row.waits,
        taken_in_at=row.arrived_at or row.taken_in_at,
        signed_at=row.signed_at,
        order=order_state(session, row),
        texts=_texts(session, site, row, language),
        code=codes.get(CodeKind.job_card),
        customer_url=f"{public_url()}/c/{copy.text}" if copy else None,
    )


def _texts(session: Session, site: models.Site, row: models.Job, language: str) -> dict[str, str]:
    """What standard jobs are called in the reader's language; a text that an advisor wrote stays."""
    codes = [each.code for each in row.operations if each.code]
    if not codes:
        return {}
    query = select(models.StandardJob).where(models.StandardJob.site_id == site.id, models.StandardJob.code.in_(codes))
    found: dict[str, str] = {}
    for job in session.scalars(query):
        text = job.text_zh if language == "zh_CN" else job.text_en
        found |= {each: text for each in (job.text_zh, job.text_en) if each and text}
    return found


def _language(code: str) -> Language:
    with force_locale(code):
        translations = get_translations()

    def word_of(words: str, value: str) -> str:
        return str(translations.pgettext(words, WORDS[words][value]))

    return Language(code, translations.gettext, word_of)
