"""The pages that are printed: a job's card with its customer's copy, its exit pass, and badges."""

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, request
from flask_babel import get_translations
from sqlalchemy import select

from board import runtime
from board.domain.codes import CodeKind
from board.domain.job import OperationState
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.words import WORDS
from board.screens.handover import valid_exit_pass
from board.screens.links import customer_link
from board.screens.workshop import plate
from board.store import models
from board.web.i18n import choose_locale
from board.web.orders import order_page, readable_order
from board.web.paper.pages import badges_page, exit_pass_page, job_card_page
from board.web.paper.pdf import badges_pdf, job_card_pdf
from board.web.paper.qr import qr_svg
from board.web.paper.values import BadgePaper, ExitPassPaper, JobCardPaper, Language, OperationLine, PaperSize
from board.web.parts import asker, now, parts, public_url
from board.web.routing import action

printing = Blueprint("printing", __name__)


@printing.get("/jobs/<int:job>/card")
@action(Action.print_card)
def job_card(job: int) -> str:
    """The job card to print. Refused: `not_found` while none was issued (POST …/print-card does that)."""
    return job_card_page(_card(job), _size(), _language(), f"/jobs/{job}/card.pdf")


@printing.get("/jobs/<int:job>/card.pdf")
@action(Action.print_card)
def job_card_as_pdf(job: int) -> Response:
    """The same as PDF."""
    card, language = _card(job), _language()
    return _pdf(runtime.offload(job_card_pdf, card, _size(), language), f"{card.number}.pdf")


@printing.get("/jobs/<int:job>/order")
@action(Action.print_card)
def order(job: int) -> str:
    """The order to print, as its customer reads and signs it (`?language=en`); with the codes that were issued."""
    return order_page(readable_order(job, request.args.get("language")))


@printing.get("/jobs/<int:job>/exit-pass")
@action(Action.issue_exit_pass)
def exit_pass(job: int) -> str:
    """The exit pass to print. Refused: `not_found` while there is none that opens the gate (settling issues it)."""
    return exit_pass_page(_exit_pass(job), _language())


@printing.get("/jobs/<int:job>/exit-pass.svg")
@action(Action.issue_exit_pass)
def exit_pass_code(job: int) -> Response:
    """Its QR code alone, to be shown on a screen. Refused as `exit_pass`."""
    response = make_response(qr_svg(_exit_pass(job).code))
    response.headers["Content-Type"] = "image/svg+xml"
    return response


@printing.get("/people/badges")
@action(Action.print_badges)
def badges() -> str:
    """Everybody's badges to print, or one person's (`?person=5`)."""
    one = request.args.get("person", 0, type=int)
    return badges_page(_badges(), _language(), "/people/badges.pdf" + (f"?person={one}" if one else ""))


@printing.get("/people/badges.pdf")
@action(Action.print_badges)
def badges_as_pdf() -> Response:
    """The same as PDF."""
    return _pdf(runtime.offload(badges_pdf, _badges(), _language()), "badges.pdf")


def _card(job: int) -> JobCardPaper:
    with parts().store.reading() as session:
        row = session.get(models.Job, job)
        site = session.get_one(models.Site, asker().actor.site)
        if row is None or row.site_id != site.id:
            raise Refused("not_found")
        query = select(models.Code).where(models.Code.job_id == job, models.Code.revoked_at.is_(None))
        codes = {code.kind: code.text for code in session.scalars(query) if code.text}
        if CodeKind.job_card not in codes:
            raise Refused("not_found")
        copy = customer_link(session, parts().store.key, job, now())
        return JobCardPaper(
            site=site.name,
            timezone=ZoneInfo(site.timezone),
            number=row.number,
            plate=plate(row.vehicle.plate)["text"],
            model=row.vehicle.model,
            service_type=row.service_type.value,
            customer_name=row.customer.name,
            salutation=row.customer.salutation.value,
            code=codes[CodeKind.job_card],
            taken_in_at=row.taken_in_at,
            colour=row.vehicle.colour,
            vin=row.vehicle.vin,
            energy=row.vehicle.energy.value,
            mileage_km=row.mileage_km,
            fuel_eighths=row.fuel_eighths,
            advisor=row.advisor.name if row.advisor else None,
            concern=row.concern or None,
            promised_at=row.promised_at,
            priority=row.priority.value,
            waits=row.waits,
            wash_wanted=row.wash_wanted,
            appointment=row.appointment,
            old_parts=row.old_parts.value,
            operations=tuple(
                OperationLine(each.text, each.standard_minutes, each.skill, each.high_voltage)
                for each in row.operations
                if each.state is not OperationState.cancelled
            ),
            customer_url=f"{public_url()}/c/{copy.text}" if copy else None,
        )


def _exit_pass(job: int) -> ExitPassPaper:
    with parts().store.reading() as session:
        row = session.get(models.Job, job)
        site = session.get_one(models.Site, asker().actor.site)
        if row is None or row.site_id != site.id:
            raise Refused("not_found")
        code = valid_exit_pass(session, job)
        if code is None:
            raise Refused("not_found")
        return ExitPassPaper(
            site=site.name,
            timezone=ZoneInfo(site.timezone),
            number=row.number,
            plate=row.vehicle.plate,
            model=row.vehicle.model,
            code=code,
            settled_at=row.stage_since,
            colour=row.vehicle.colour,
            stall=row.stall,
            advisor=row.advisor.name if row.advisor else None,
        )


def _badges() -> list[BadgePaper]:
    with parts().store.reading() as session:
        site = session.get_one(models.Site, asker().actor.site)
        query = (
            select(models.Person, models.Code.text)
            .join(models.Code, models.Code.person_id == models.Person.id)
            .where(models.Person.site_id == site.id, models.Person.active, models.Code.revoked_at.is_(None))
            .order_by(models.Person.id)
        )
        if one := request.args.get("person", 0, type=int):
            query = query.where(models.Person.id == min(one, 2**53))
        held = [(person, str(code)) for person, code in session.execute(query) if code is not None]
        return [
            BadgePaper(site.name, person.name, tuple(person.roles), code, person.team.name if person.team else None)
            for person, code in held
        ]


def _size() -> PaperSize:
    asked = request.args.get("size", "a5")
    return PaperSize(asked) if asked in set(PaperSize) else PaperSize.a5


def _language() -> Language:
    """The request's language, usable where there is no request (a PDF is made beside the screens)."""
    translations = get_translations()

    def word_of(words: str, code: str) -> str:
        return str(translations.pgettext(words, WORDS[words][code]))

    return Language(choose_locale(), translations.gettext, word_of)


def _pdf(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
