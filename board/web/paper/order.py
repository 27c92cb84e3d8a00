"""The order that a customer reads, signs, and takes home: worded once, for the page, the paper and the glass alike."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from board.domain.codes import grouped, read_code
from board.domain.plates import spaced_plate
from board.domain.reception import Order, WalkPosition
from board.web.paper.faces import Fact, Moment, clean
from board.web.paper.values import Language


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a position of the walk-round lies on the drawing of the car (static/icons/car.svg), in its units."""

    x: int
    y: int
    width: int
    height: int


DRAWING: Final = (560, 280)
"""Width and height of the drawing: a car from above, its front to the left."""
OUTLINES: Final[Mapping[WalkPosition, Outline]] = MappingProxyType(
    {
        WalkPosition.front: Outline(10, 30, 130, 220),
        WalkPosition.right_side: Outline(140, 30, 280, 60),
        WalkPosition.interior: Outline(140, 90, 280, 100),
        WalkPosition.left_front: Outline(140, 190, 140, 60),
        WalkPosition.left_rear: Outline(280, 190, 140, 60),
        WalkPosition.rear: Outline(420, 30, 130, 220),
    }
)


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """An order as it stands; instants are UTC. `code` and `customer_url` are printed where they were issued."""

    site: str
    timezone: ZoneInfo
    currency: str
    number: str
    service_type: str
    salutation: str
    phone: str | None
    colour: str | None
    vin: str | None
    advisor: str | None
    waits: bool
    taken_in_at: datetime
    signed_at: datetime | None
    order: Order
    texts: Mapping[str, str]
    """The work of standard jobs in the reader's language, by the text that stands in the order."""
    code: str | None = None
    customer_url: str | None = None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """Work, or a part: what it is, how much of it, and what it costs; empty where there is no price yet."""

    text: str
    more: str
    amount: str
    price: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Damage that was there; `x` and `y` on the drawing."""

    number: int
    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class OrderFace:
    title: str
    site: str
    number: str
    plate: str
    facts: tuple[Fact, ...]
    promise: Moment | None
    headings: Mapping[str, str]
    concern: str
    work: tuple[PricedLine, ...]
    parts: tuple[PricedLine, ...]
    sums: tuple[Fact, ...]
    unpriced: str
    marks: tuple[Mark, ...]
    no_marks: str
    valuables: str
    terms: tuple[str, ...]
    signed: str
    code: str
    code_groups: str
    url: str


def order_face(paper: OrderPaper, language: Language) -> OrderFace:
    """The order in a language. Its words are the reader's; what people wrote stays as they wrote it."""
    _ = language.gettext
    order = paper.order
    return OrderFace(
        title=_("Repair order"),
        site=clean(paper.site),
        number=clean(paper.number),
        plate=spaced_plate(order.plate),
        facts=_facts(paper, language),
        promise=_moment(order.promised_at, paper.timezone, language),
        headings=_headings(language),
        concern=clean(order.concern),
        work=tuple(
            PricedLine(
                clean(paper.texts.get(line.text, line.text)),
                "",
                _hours(line.standard_minutes, language),
                _price(line.price_cents, paper, language),
            )
            for line in order.lines
        ),
        parts=tuple(
            PricedLine(
                clean(part.name),
                clean(part.number),
                f"× {part.quantity}",
                _price(part.price_cents * part.quantity if part.price_cents is not None else None, paper, language),
            )
            for part in order.parts
        ),
        sums=_sums(paper, language),
        unpriced=_("Not everything is priced yet; the total is of what is.") if order.unpriced else "",
        marks=_marks(order, language),
        no_marks=_("No damage was seen."),
        valuables=clean(order.valuables),
        terms=_terms(language),
        signed=_when(paper.signed_at, paper.timezone, language) if paper.signed_at else "",
        code=paper.code or "",
        code_groups=grouped(read_code(paper.code)) if paper.code else "",
        url=paper.customer_url or "",
    )


def _headings(language: Language) -> dict[str, str]:
    _ = language.gettext
    return {
        "promise": _("Promised for"),
        "no_promise": _("No time promised yet"),
        "concern": _("The customer says"),
        "work": _("Work ordered"),
        "parts": _("Parts"),
        "hours": _("Standard hours"),
        "quantity": _("Quantity"),
        "price": _("Price"),
        "marks": _("Seen on the car"),
        "valuables": _("Left in the car"),
        "terms": _("What you sign"),
        "signature": _("Customer's signature"),
        "sign_here": _("Sign here"),
        "card": _("For the workshop"),
        "copy": _("Scan this code to see how your car is doing."),
    }


def _facts(paper: OrderPaper, language: Language) -> tuple[Fact, ...]:
    _ = language.gettext
    order = paper.order
    mileage = f"{format_decimal(order.mileage_km, locale=language.locale)} km" if order.mileage_km is not None else ""
    facts = [
        Fact(_("Customer"), _customer(paper, language)),
        Fact(_("Phone"), clean(paper.phone or "")),
        Fact(_("Car"), clean(f"{order.model} {paper.colour or ''}")),
        Fact(_("VIN"), clean(paper.vin or "")),
        Fact(_("Mileage"), mileage),
        Fact(_("Fuel"), f"{order.fuel_eighths}/8" if order.fuel_eighths is not None else ""),
        Fact(_("Service"), language.word("service_type", paper.service_type)),
        Fact(_("Taken in"), _when(paper.taken_in_at, paper.timezone, language)),
        Fact(_("Advisor"), clean(paper.advisor or "")),
        Fact(_("Wash"), _("yes") if order.wash_wanted else _("no")),
        Fact(_("Old parts"), language.word("old_parts", order.old_parts.value)),
        Fact(_("Meanwhile"), _("waits in the lounge") if paper.waits else _("left")),
    ]
    return tuple(fact for fact in facts if fact.value)


def _customer(paper: OrderPaper, language: Language) -> str:
    name = clean(paper.order.customer)
    if paper.salutation == "none" or not name:
        return name
    salutation = language.word("salutation", paper.salutation)
    return f"{name}{salutation}" if language.locale.startswith("zh") else f"{salutation} {name}"


def _sums(paper: OrderPaper, language: Language) -> tuple[Fact, ...]:
    _ = language.gettext
    labour = sum(line.price_cents or 0 for line in paper.order.lines)
    total = paper.order.total_cents
    return (
        Fact(_("Labour"), _price(labour, paper, language)),
        Fact(_("Parts"), _price(total - labour, paper, language)),
        Fact(_("Total"), _price(total, paper, language)),
    )


def _marks(order: Order, language: Language) -> tuple[Mark, ...]:
    found = []
    for number, mark in enumerate(order.marks, start=1):
        place = OUTLINES[mark.position]
        words = [language.word("walk_position", mark.position.value), language.word("mark", mark.kind.value)]
        text = " · ".join([*words, clean(mark.note)] if mark.note else words)
        x, y = place.x + mark.x * place.width // 1000, place.y + mark.y * place.height // 1000
        found.append(Mark(number, text, x, y))
    return tuple(found)


def _terms(language: Language) -> tuple[str, ...]:
    _ = language.gettext
    return (
        _("I order the work and the parts listed above at these prices."),
        _("Anything that is found beyond them is done only after I have agreed to it."),
        _("The car's condition, mileage and fuel, and what is left in it, are as written above."),
    )


def _price(cents: int | None, paper: OrderPaper, language: Language) -> str:
    """In the currency's own sign: at home nobody writes CN¥ or US$."""
    if cents is None:
        return ""
    symbol = get_currency_symbol(paper.currency, locale=language.locale)
    amount = str(format_currency(cents / 100, paper.currency, locale=language.locale))
    return amount.replace(symbol, symbol.lstrip(string.ascii_letters) or symbol)


def _hours(minutes: int, language: Language) -> str:
    hours = format_decimal(minutes / 60, format="0.0#", locale=language.locale)
    return language.gettext("%(hours)s h") % {"hours": hours}


def _moment(instant: datetime | None, timezone: ZoneInfo, language: Language) -> Moment | None:
    if instant is None:
        return None
    local = instant.astimezone(timezone)
    day = format_skeleton("MMMEd", local, locale=language.dates)
    return Moment(day, format_time(local, "HH:mm", locale=language.locale))


def _when(instant: datetime | None, timezone: ZoneInfo, language: Language) -> str:
    moment = _moment(instant, timezone, language)
    return f"{moment.day} {moment.time}" if moment else ""
