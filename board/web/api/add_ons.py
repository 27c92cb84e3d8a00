"""Found work and the customer's link: the verbs of the floor, the store and the advisor."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from sqlalchemy import select

from board.commands import add_ons
from board.domain.add_ons import DecidedVia
from board.domain.codes import CodeKind
from board.domain.people import Skill
from board.domain.permissions import Action, permitted
from board.domain.refusals import Refused
from board.screens import add_ons as screen
from board.screens.look import ms
from board.store import models
from board.web.api import wire
from board.web.api.endpoints import command_endpoint, endpoint, look
from board.web.parts import asker, now, parts, public_url

Cents = Annotated[int, Field(ge=0, le=100_000_000_00)]
Quantity = Annotated[int, Field(ge=1, le=999)]
PartNumber = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), wire.Storable]


class ProposeAddOn(wire.CommandBody):
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), wire.Storable] = ""
    code: wire.Short | None = None
    standard_minutes: Annotated[int, Field(ge=0, le=6000)] | None = None
    skill: Skill | None = None
    high_voltage: bool = False
    safety: bool = False
    note: wire.Note = ""
    photos: list[wire.Id] = Field(default=[], max_length=12)
    pause: bool = False


class PricedPart(wire.Wire):
    name: wire.Name
    number: PartNumber = ""
    quantity: Quantity = 1
    price_cents: Cents | None = None


class PriceAddOn(wire.CommandBody):
    operation: wire.Id
    price_cents: Cents
    parts: list[PricedPart] = Field(default=[], max_length=50)


class NewPromise(wire.Wire):
    promised_at: wire.Milliseconds
    reason: wire.Note = ""
    told: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), wire.Storable] = ""


class ApproveAddOn(wire.CommandBody):
    operation: wire.Id
    name: wire.Name
    via: Literal[DecidedVia.phone, DecidedVia.in_person]
    promise: NewPromise | None = None


class DeclineAddOn(ApproveAddOn):
    signature: wire.Id | None = None


for _path, _command, _body in (
    ("propose-add-on", add_ons.propose_add_on, ProposeAddOn),
    ("price-add-on", add_ons.price_add_on, PriceAddOn),
    ("approve-add-on", add_ons.approve_add_on, ApproveAddOn),
    ("decline-add-on", add_ons.decline_add_on, DeclineAddOn),
    ("renew-customer-link", add_ons.renew_customer_link, wire.CommandBody),
):
    command_endpoint(_path, _command, _body)


@endpoint("GET", "/jobs/<int:job>/found-work", Action.read_jobs, answer=wire.AnyAnswer)
def read_found_work(job: int) -> dict[str, Any]:
    """Add-ons and part lines of a car, with photos, prices and how they stand; who decided, to those who may read the
    customer's file."""
    with parts().store.reading() as session:
        view = look(session)
        row = session.get(models.Job, job)
        if row is None or row.site_id != view.site.id:
            raise Refused("not_found")
        named = permitted(asker().roles, Action.read_file)
        return {
            "currency": view.site.currency,
            "add_ons": screen.add_ons(view, row, named),
            "parts": screen.parts(view, row),
        }


@endpoint("GET", "/jobs/<int:job>/customer-link", Action.print_card, answer=wire.AnyAnswer)
def read_customer_link(job: int) -> dict[str, Any]:
    """The address of the customer's page of this job; null while there is none. Whoever has it can decide as the
    customer, so it is told only to who prints it."""
    with parts().store.reading() as session:
        row = session.get(models.Job, job)
        if row is None or row.site_id != asker().actor.site:
            raise Refused("not_found")
        query = select(models.Code).where(
            models.Code.job_id == job,
            models.Code.kind == CodeKind.customer_copy,
            models.Code.revoked_at.is_(None),
        )
        code = session.scalars(query.order_by(models.Code.id.desc())).first()
        if code is None or (code.expires_at is not None and code.expires_at <= now()):
            return {"link": None}
        return {"link": {"address": f"{public_url()}/c/{code.text}", "expires_at": ms(code.expires_at)}}
