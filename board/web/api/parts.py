"""Parts: what is asked for, and what the store says of it."""

from typing import Annotated

from pydantic import StringConstraints

from board.commands import parts
from board.domain.parts import PartState
from board.web.api import wire
from board.web.api.add_ons import Cents, PartNumber, Quantity
from board.web.api.endpoints import command_endpoint


class WantPart(wire.CommandBody):
    name: wire.Name
    number: PartNumber = ""
    quantity: Quantity = 1
    operation: wire.Id | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), wire.Storable] = ""


class SetPart(wire.CommandBody):
    part: wire.Id
    state: PartState
    expected_at: wire.Milliseconds | None = None
    number: PartNumber | None = None
    price_cents: Cents | None = None


class CancelPart(wire.CommandBody):
    part: wire.Id


for _path, _command, _body in (
    ("want-part", parts.want_part, WantPart),
    ("set-part", parts.set_part, SetPart),
    ("cancel-part", parts.cancel_part, CancelPart),
):
    command_endpoint(_path, _command, _body)
