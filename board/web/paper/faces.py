"""What stands on each piece of paper, worded in the reader's language: the page and the PDF only lay it out."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal

from board.domain.codes import grouped, read_code
from board.domain.plates import spaced_plate
from board.web.paper.values import BadgePaper, ExitPassPaper, JobCardPaper, Language, OperationLine

MOST_OPERATIONS = 7
"""Lines of work that fit on a card. What is beyond them is on the board, and the card says so."""

_COLUMNS_OF_WORK = 40
"""Latin letters on one line of work on the narrower sheet."""

CHECKS = ("self", "leader", "final")


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Work:
    """A line of work with its tick box: `hours` are standard hours, empty where none are sold; `long` text is set
    small, on two lines."""

    text: str
    skill: str
    hours: str
    long: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as people read it, the day apart from the hour."""

    day: str
    time: str


@dataclass(frozen=True, slots=True)
class JobCardFace:
    title: str
    site: str
    number: str
    plate: str
    service: str
    promise: Moment | None
    marks: tuple[str, ...]
    facts: tuple[Fact, ...]
    concern: str
    work: tuple[Work, ...]
    more_work: str
    total_hours: str
    checks: tuple[str, ...]
    code: str
    code_groups: str


@dataclass(frozen=True, slots=True)
class CustomerCopyFace:
    """`steps` are the lounge's five plain words; without a wash there are four."""

    title: str
    site: str
    number: str
    plate: str
    facts: tuple[Fact, ...]
    promise: Moment | None
    steps: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class ExitPassFace:
    title: str
    site: str
    number: str
    plate: str
    facts: tuple[Fact, ...]
    code: str
    code_groups: str


@dataclass(frozen=True, slots=True)
class BadgeFace:
    site: str
    name: str
    roles: str
    team: str
    code: str
    code_groups: str


def job_card_face(card: JobCardPaper, language: Language) -> JobCardFace:
    """The workshop's card."""
    _ = language.gettext
    hidden = len(card.operations) - MOST_OPERATIONS
    return JobCardFace(
        title=_("Job card"),
        site=clean(card.site),
        number=clean(card.number),
        plate=spaced_plate(card.plate),
        service=language.word("service_type", card.service_type),
        promise=_moment(card.promised_at, card.timezone, language),
        marks=_marks(card, language),
        facts=_facts(card, language),
        concern=clean(card.concern or ""),
        work=tuple(_work(line, language) for line in card.operations[:MOST_OPERATIONS]),
        more_work=_("and %(count)s more on the board") % {"count": hidden} if hidden > 0 else "",
        total_hours=_hours(sum(line.standard_minutes for line in card.operations), language),
        checks=tuple(language.word("check", check) for check in CHECKS),
        code=card.code,
        code_groups=grouped(read_code(card.code)),
    )


def customer_copy_face(card: JobCardPaper, language: Language) -> CustomerCopyFace | None:
    """The customer's copy; None where there is no page for it to lead to."""
    if card.customer_url is None:
        return None
    _ = language.gettext
    steps = [language.word("lounge_step", str(number)) for number in (1, 2, 3, 4, 5) if number != 4 or card.wash_wanted]
    facts = [
        Fact(_("Customer"), _customer(card, language)),
        Fact(_("Car"), clean(card.model)),
        Fact(_("Taken in"), _when(card.taken_in_at, card.timezone, language)),
        Fact(_("Advisor"), clean(card.advisor or "")),
    ]
    return CustomerCopyFace(
        title=_("Customer's copy"),
        site=clean(card.site),
        number=clean(card.number),
        plate=spaced_plate(card.plate),
        facts=_told(facts),
        promise=_moment(card.promised_at, card.timezone, language),
        steps=tuple(steps),
        url=card.customer_url,
    )


def exit_pass_face(slip: ExitPassPaper, language: Language) -> ExitPassFace:
    """The slip for the gate: what the guard compares with the car, and nothing about its customer."""
    _ = language.gettext
    facts = [
        Fact(_("Car"), clean(f"{slip.model} {slip.colour or ''}")),
        Fact(_("Stands at"), clean(slip.stall or "")),
        Fact(_("Advisor"), clean(slip.advisor or "")),
        Fact(_("Settled"), _when(slip.settled_at, slip.timezone, language)),
    ]
    return ExitPassFace(
        title=_("Exit pass"),
        site=clean(slip.site),
        number=clean(slip.number),
        plate=spaced_plate(slip.plate),
        facts=_told(facts),
        code=slip.code,
        code_groups=grouped(read_code(slip.code)),
    )


def badge_face(badge: BadgePaper, language: Language) -> BadgeFace:
    """A person's badge; at most two roles are named."""
    return BadgeFace(
        site=clean(badge.site),
        name=clean(badge.name),
        roles=" · ".join(language.word("role", role) for role in badge.roles[:2]),
        team=clean(badge.team or ""),
        code=badge.code,
        code_groups=grouped(read_code(badge.code)),
    )


def clean(text: str) -> str:
    """Somebody's text on one line, without what steers a printer or turns the writing round."""
    kept = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    shown = "".join(letter for letter in kept if unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"})
    return re.sub(r"\s+", " ", shown).strip()


def _marks(card: JobCardPaper, language: Language) -> tuple[str, ...]:
    _ = language.gettext
    marks = [
        (
            card.priority != "normal",
            _("%(priority)s priority") % {"priority": language.word("priority", card.priority)},
        ),
        (any(line.high_voltage for line in card.operations), _("High voltage")),
        (card.waits, _("Customer waits")),
        (card.appointment, _("Appointment")),
        (card.wash_wanted, _("Wash")),
        (not card.wash_wanted, _("No wash")),
    ]
    return tuple(mark for applies, mark in marks if applies)


def _facts(card: JobCardPaper, language: Language) -> tuple[Fact, ...]:
    _ = language.gettext
    model = clean(f"{card.model} {card.colour or ''}")
    mileage = f"{format_decimal(card.mileage_km, locale=language.locale)} km" if card.mileage_km is not None else ""
    fuel = f"{card.fuel_eighths}/8" if card.fuel_eighths is not None else ""
    energy = language.word("energy", card.energy) if card.energy else ""
    return _told(
        [
            Fact(_("Car"), model),
            Fact(_("Energy"), energy),
            Fact(_("VIN"), clean(card.vin or "")),
            Fact(_("Mileage"), mileage),
            Fact(_("Customer"), _customer(card, language)),
            Fact(_("Fuel"), fuel),
            Fact(_("Advisor"), clean(card.advisor or "")),
            Fact(_("Taken in"), _when(card.taken_in_at, card.timezone, language)),
            Fact(_("Old parts"), language.word("old_parts", card.old_parts)),
        ]
    )


def _told(facts: list[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.value)


def _customer(card: JobCardPaper, language: Language) -> str:
    name = clean(card.customer_name)
    if card.salutation == "none" or not name:
        return name
    salutation = language.word("salutation", card.salutation)
    return f"{name} {salutation}" if language.locale.startswith("zh") else f"{salutation} {name}"


def _work(line: OperationLine, language: Language) -> Work:
    skill = language.word("skill", line.skill) if line.skill else ""
    if line.high_voltage and line.skill != "high_voltage":
        skill = " · ".join(word for word in (language.word("skill", "high_voltage"), skill) if word)
    hours = _hours(line.standard_minutes, language) if line.standard_minutes else ""
    text = clean(line.text)
    return Work(text, skill, hours, _columns(text) > _COLUMNS_OF_WORK)


def _columns(text: str) -> int:
    """How wide a text is, counted in Latin letters: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1 for letter in text)


def _hours(minutes: int, language: Language) -> str:
    hours = format_decimal(minutes / 60, format="0.0#", locale=language.locale)
    return language.gettext("%(hours)s h") % {"hours": hours}


def _moment(instant: datetime | None, timezone: ZoneInfo, language: Language) -> Moment | None:
    if instant is None:
        return None
    local = instant.astimezone(timezone)
    return Moment(
        day=format_skeleton("MMMEd", local, locale=language.dates),
        time=format_time(local, "HH:mm", locale=language.locale),
    )


def _when(instant: datetime, timezone: ZoneInfo, language: Language) -> str:
    moment = _moment(instant, timezone, language)
    return f"{moment.day} {moment.time}" if moment else ""
