"""Found work and the customer's link: the verbs of the floor, the store and the advisor."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from board.commands import add_ons
from board.domain.add_ons import DecidedVia
from board.domain.people import Skill
from board.domain.permissions import Action, permitted
from board.domain.refusals import Refused
from board.screens import add_ons as screen
from board.store import models
from board.web.api import wire
from board.web.api.endpoints import command_endpoint, endpoint, look
from board.web.parts import asker, parts

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
