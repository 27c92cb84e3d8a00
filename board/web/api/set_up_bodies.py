"""What the administrator's page sends."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from board.domain.bays import BayKind
from board.domain.checklists import Occasion
from board.domain.job import ServiceType
from board.domain.people import PEOPLE_ROLES, CertificateKind, Role, Skill
from board.domain.standard_jobs import LONGEST_CODE, LONGEST_TEXT, MOST_CENTS, MOST_LINES, MOST_MINUTES, MOST_PIECES
from board.web.api.wire import CommandBody, Id, Milliseconds, Name, Short, Storable, Wire

_Language = Literal["zh_CN", "en"]
_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
_Clock = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5), Storable]
_Days = Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)]
_Seen = Annotated[str, StringConstraints(max_length=16)]
"""The version of what the sheet was filled with, so that nobody's change is undone unseen."""
_Login = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64), Storable]
_Secret = Annotated[str, StringConstraints(max_length=200)]
_Optional = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT), Storable]
_Cents = Annotated[int, Field(ge=0, le=MOST_CENTS)]


def _employed(role: Role) -> Role:
    if role not in PEOPLE_ROLES:
        raise ValueError("no role of a person")
    return role


_EmployedRole = Annotated[Role, AfterValidator(_employed)]


class PersonFields(CommandBody):
    name: Name
    roles: Annotated[list[_EmployedRole], Field(min_length=1, max_length=len(PEOPLE_ROLES))]
    login: _Login | None = None
    team: Id | None = None
    shift: Id | None = None
    skills: Annotated[tuple[Skill, ...], Field(max_length=len(Skill))] = ()
    phone: Short | None = None
    language: _Language | None = None


class NewPerson(PersonFields):
    password: _Secret | None = None
    pin: _Secret | None = None


class ChangedPerson(PersonFields):
    seen: _Seen | None = None


class NewPassword(CommandBody):
    password: _Secret | None


class NewPin(CommandBody):
    pin: _Secret | None


class Certificates(CommandBody):
    certificates: dict[CertificateKind, _Day]
    seen: _Seen | None = None


class Named(CommandBody):
    name: Name


class BayFields(CommandBody):
    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16), Storable]
    kind: BayKind
    capacity: Annotated[int, Field(ge=1, le=50)] = 1


class ChangedBay(BayFields):
    place: Annotated[int, Field(ge=1, le=1000)]
    seen: _Seen | None = None


class TakeOut(CommandBody):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Storable]
    until_at: Milliseconds | None = None


class ShiftFields(CommandBody):
    name: Name
    start: _Clock
    end: _Clock
    days: _Days


class ChangedShift(ShiftFields):
    seen: _Seen | None = None


class Opening(CommandBody):
    start: _Clock
    end: _Clock
    open_days: _Days
    seen: _Seen | None = None


class NewSpecialDay(CommandBody):
    day: _Day
    name: Name
    open: bool


class WorkshopFields(CommandBody):
    name: Name
    language: _Language
    timezone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Storable]
    brand: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    jobs_at_once: Annotated[int, Field(ge=1, le=9)]
    personal_days: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    seen: _Seen | None = None


class SecondFactorRule(CommandBody):
    of_admins: bool


class ChangedServiceType(CommandBody):
    service_type: ServiceType
    active: bool
    wash: bool


_Minutes = Annotated[int, Field(ge=-(2**31), le=2**31)]


class TimeStandards(CommandBody):
    standards: dict[Annotated[str, StringConstraints(max_length=32)], dict[str, _Minutes]]
    seen: _Seen | None = None


class NewReason(CommandBody):
    zh: _Optional = ""
    en: _Optional = ""
    owner: Role


class ChangedReason(NewReason):
    code: Short
    active: bool
    seen: _Seen | None = None


class ChangedChecklist(CommandBody):
    occasion: Occasion
    service_type: ServiceType | None = None
    items: Annotated[list[_Optional], Field(max_length=200)] | None
    seen: _Seen | None = None


class PartFields(Wire):
    name: Name
    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_CODE), Storable] = ""
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1
    price_cents: _Cents | None = None


class StandardJobFields(CommandBody):
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_CODE), Storable]
    text_zh: _Optional = ""
    text_en: _Optional = ""
    service_type: ServiceType | None = None
    standard_minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    skill: Skill | None = None
    high_voltage: bool = False
    safety: bool = False
    price_cents: _Cents | None = None
    checklist: Annotated[tuple[_Optional, ...], Field(max_length=MOST_LINES)] = ()
    parts: Annotated[tuple[PartFields, ...], Field(max_length=MOST_LINES)] = ()
    active: bool = True


class ChangedStandardJob(StandardJobFields):
    seen: _Seen | None = None


_View = Literal["workshop", "lounge", "tablet"]


class NewScreen(CommandBody):
    name: Name
    view: _View
    language: _Language | None = None


class PairedScreen(NewScreen):
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), Storable]


class TurnFields(Wire):
    view: _View
    seconds: Annotated[int, Field(ge=1, le=86_400)]


class ChangedScreen(NewScreen):
    playlist: Annotated[tuple[TurnFields, ...], Field(max_length=20)] = ()
    sleep_from: _Clock | None = None
    sleep_until: _Clock | None = None
    seen: _Seen | None = None
