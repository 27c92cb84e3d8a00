"""The pages that are printed: a job's card with its customer's copy, and badges; and the customer's own page."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import get_translations
from sqlalchemy import select
from sqlalchemy.orm import Session

from board import runtime
from board.domain.codes import CodeKind
from board.domain.job import OperationState
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.stages import CLOSED
from board.domain.words import WORDS
from board.screens.lounge import STEP
from board.screens.workshop import plate
from board.store import models
from board.web.i18n import choose_locale, word
from board.web.pages import boot
from board.web.paper.pages import badges_page, job_card_page
from board.web.paper.pdf import badges_pdf, job_card_pdf
from board.web.paper.values import BadgePaper, JobCardPaper, Language, OperationLine, PaperSize
from board.web.parts import asker, parts
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


@printing.get("/people/badges")
@action(Action.print_badges)
def badges() -> str:
    """Everybody's badges to print."""
    return badges_page(_badges(), _language(), "/people/badges.pdf")


@printing.get("/people/badges.pdf")
@action(Action.print_badges)
def badges_as_pdf() -> Response:
    """The same as PDF."""
    return _pdf(runtime.offload(badges_pdf, _badges(), _language()), "badges.pdf")


@printing.get("/c/<code>")
@action(Action.follow_own_car)
def own_car(code: str) -> str:  # noqa: ARG001 - the code has let the asker in
    """The customer's page of one car. Refused: `not_found` for every code that opens nothing, whatever the reason."""
    with parts().store.reading() as session:
        row = session.get_one(models.Job, asker().own_job)
        step = STEP.get(row.stage)
        car: dict[str, Any] = {
            "plate": plate(row.vehicle.plate),
            "model": row.vehicle.model,
            "steps": [
                {"name": word("lounge_step", str(number)), "state": _standing(number, step)}
                for number in range(1, 6)
                if number != 4 or row.wash_wanted
            ],
            "ready": step == 5,
            "promised_at": row.promised_at.astimezone(_zone(session)) if row.promised_at else None,
            "advisor": row.advisor.name if row.advisor else None,
            "gone": row.stage in CLOSED,
            "as_of": parts().clock().astimezone(_zone(session)),
        }
    return render_template("customer/car.html", boot=boot("customer"), car=car)


def _standing(number: int, step: int | None) -> str:
    if step is None or number < step:
        return "done"
    return "now" if number == step else "ahead"


def _zone(session: Session) -> ZoneInfo:
    return ZoneInfo(session.get_one(models.Site, asker().actor.site).timezone)


def _card(job: int) -> JobCardPaper:
    with parts().store.reading() as session:
        row = session.get(models.Job, job)
        site = session.get_one(models.Site, asker().actor.site)
        if row is None or row.site_id != site.id:
            raise Refused("not_found")
        query = select(models.Code).where(models.Code.job_id == job, models.Code.revoked_at.is_(None))
        codes = {code.kind: code.text for code in session.scalars(query)}
        if CodeKind.job_card not in codes:
            raise Refused("not_found")
        copy = codes.get(CodeKind.customer_copy)
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
            customer_url=f"{_public_url()}/c/{copy}" if copy else None,
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
        return [
            BadgePaper(site.name, person.name, tuple(person.roles), code, person.team.name if person.team else None)
            for person, code in session.execute(query)
        ]


def _public_url() -> str:
    return parts().settings.public_url or request.host_url.rstrip("/")


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
