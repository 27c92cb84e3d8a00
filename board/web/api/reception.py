"""Reception: the walk round a car, its order, and the signature under it."""

from dataclasses import asdict
from typing import Annotated, Any

from flask import Response, request
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from board.commands import ordering, walking_round
from board.domain.job import Energy, OldParts, Priority, ServiceType
from board.domain.masking import Salutation
from board.domain.people import Skill
from board.domain.permissions import Action
from board.domain.reception import QUESTIONS, MarkKind, WalkPosition
from board.screens import reception
from board.web.api import wire
from board.web.api.endpoints import InvalidBody, carry_out, command_endpoint, endpoint, look
from board.web.orders import readable_order
from board.web.parts import parts

_Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), wire.Storable]
_Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), wire.Storable]
_Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), wire.Storable]
_Cents = Annotated[int, Field(ge=0, le=9_999_999_99)]
_Thousandths = Annotated[int, Field(ge=0, le=1000)]


class _Answers(wire.Wire):
    """The 5W2H questions; what has no answer is left out."""

    what: _Said = ""
    when: _Said = ""
    where: _Said = ""
    who: _Said = ""
    why: _Said = ""
    how: _Said = ""
    how_much: _Said = ""


assert tuple(_Answers.model_fields) == QUESTIONS  # noqa: S101 - the form asks what the trade asks


class _WalkRound(wire.CommandBody):
    """What is left out stays as it was."""

    seen: Annotated[list[WalkPosition], Field(max_length=len(WalkPosition))] | None = None
    mileage_km: Annotated[int, Field(ge=0, le=9_999_999)] | None = None
    fuel_eighths: Annotated[int, Field(ge=0, le=8)] | None = None
    valuables: _Said | None = None
    seat_covers: bool | None = None
    concern: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), wire.Storable] | None = None
    answers: _Answers | None = None


class _Mark(wire.CommandBody):
    position: WalkPosition
    kind: MarkKind
    x: _Thousandths
    y: _Thousandths
    note: _Words = ""
    photo: wire.Id | None = None


class _Vehicle(wire.Wire):
    plate: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), wire.Storable]
    model: _Words = ""
    colour: _Code | None = None
    vin: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20), wire.Storable] | None = None
    energy: Energy


class _Customer(wire.Wire):
    name: _Words = ""
    salutation: Salutation = Salutation.none
    phone: _Code | None = None


class _Line(wire.OperationBody):
    code: _Code | None = None
    skill: Skill | None = None
    safety: bool = False
    checklist: list[wire.Name] = Field(default_factory=list, max_length=50)


class _Part(wire.Wire):
    """`operation` is the place of the line that needs it, from 0; None: the whole job."""

    number: _Code = ""
    name: wire.Name
    quantity: Annotated[int, Field(ge=1, le=999)] = 1
    price_cents: _Cents | None = None
    operation: Annotated[int, Field(ge=0, le=1000)] | None = None


class _Order(wire.CommandBody):
    """The whole order; it may be unfinished."""

    vehicle: _Vehicle
    customer: _Customer
    service_type: ServiceType
    priority: Priority = Priority.normal
    operations: list[_Line] = Field(default_factory=list, max_length=1000)
    parts: list[_Part] = Field(default_factory=list, max_length=1000)
    promised_at: wire.Milliseconds | None = None
    waits: bool = False
    wash_wanted: bool = True
    old_parts: OldParts = OldParts.discard


class _Signature(wire.CommandBody):
    """`seen` is the digest of the order that the customer read; `signature` the attachment."""

    seen: Annotated[str, StringConstraints(max_length=64), wire.Storable]
    signature: wire.Id | None = None


class _Asked(BaseModel):
    minutes: Annotated[int, Field(ge=0, le=100_000)] = 0
    wash: bool = True


for _path, _command, _body in (
    ("open-reception", walking_round.open_reception, wire.CommandBody),
    ("walk-round", walking_round.note_walk_round, _WalkRound),
    ("marks", walking_round.mark_damage, _Mark),
    ("order", ordering.write_order, _Order),
    ("sign-order", ordering.sign_order, _Signature),
):
    command_endpoint(_path, _command, _body)


@endpoint("POST", "/jobs/<int:job>/marks/<int:mark>/remove", Action.remove_mark, wire.CommandBody, wire.CommandAnswer)
def remove_mark(sent: wire.CommandBody, job: int, mark: int) -> Response:
    """Take a mark back that was made by mistake."""
    return carry_out(walking_round.remove_mark, sent, job=job, mark=mark)


@endpoint("GET", "/jobs/<int:job>/file", Action.read_file, answer=wire.AnyAnswer)
def read_file(job: int) -> dict[str, Any]:
    """What reception has written about a car: walk-round, marks, photos, order, signature; and the order's digest."""
    with parts().store.reading() as session:
        return reception.file(look(session), job)


@endpoint("GET", "/jobs/<int:job>/order", Action.read_file, answer=wire.AnyAnswer)
def read_order(job: int) -> dict[str, Any]:
    """The order as its customer reads it, in `?language=zh_CN` or `en`, and the digest of what is read."""
    readable = readable_order(job, request.args.get("language"))
    return {"digest": readable.digest, "language": readable.language, "order": asdict(readable.face)}


@endpoint("GET", "/jobs/<int:job>/promise-proposal", Action.write_order, answer=wire.AnyAnswer)
def propose(job: int) -> dict[str, Any]:
    """A time that could be promised for `?minutes=` standard minutes of work and, with `wash=1`, a wash; with the
    minutes that it is made of."""
    try:
        asked = _Asked.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise InvalidBody(error) from None
    with parts().store.reading() as session:
        return reception.proposal(look(session), job, asked.minutes, asked.wash)
