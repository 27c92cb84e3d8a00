"""What is printed, as plain values: whoever prints fills them in, nothing here asks a database or a clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class PaperSize(StrEnum):
    """A5: job card and customer's copy on a sheet each. A4: the card above, the copy below a line to cut."""

    a5 = "a5"
    a4 = "a4"


@dataclass(frozen=True, slots=True)
class Language:
    """How paper speaks: `gettext` translates a sentence, `word` a value of one of the trade's lists."""

    locale: str
    gettext: Callable[[str], str]
    word: Callable[[str, str], str]

    @property
    def dates(self) -> str:
        """How days are written: English ones as the screens write them, the day before the month."""
        return "en_GB" if self.locale == "en" else self.locale


@dataclass(frozen=True, slots=True)
class OperationLine:
    """One line of work. `standard_minutes` is the sold standard time, 0 where none is sold (rework)."""

    text: str
    standard_minutes: int
    skill: str | None = None
    high_voltage: bool = False


@dataclass(frozen=True, slots=True)
class JobCardPaper:
    """A job as its card says it. Instants are UTC and printed in the site's `timezone`.

    Values of the trade's lists (service type, energy, …) are their codes. `code` is the text of the card's QR code;
    `customer_url` is where the customer's copy leads, None prints no copy. The customer's phone isn't here: the card
    lies about in the workshop.
    """

    site: str
    timezone: ZoneInfo
    number: str
    plate: str
    model: str
    service_type: str
    customer_name: str
    salutation: str
    code: str
    taken_in_at: datetime
    colour: str | None = None
    vin: str | None = None
    energy: str | None = None
    mileage_km: int | None = None
    fuel_eighths: int | None = None
    advisor: str | None = None
    concern: str | None = None
    promised_at: datetime | None = None
    priority: str = "normal"
    waits: bool = False
    wash_wanted: bool = True
    appointment: bool = False
    old_parts: str = "discard"
    operations: tuple[OperationLine, ...] = ()
    customer_url: str | None = None


@dataclass(frozen=True, slots=True)
class ExitPassPaper:
    """The slip that opens the gate for one settled car, once. Instants are UTC; `code` is the text of its QR code."""

    site: str
    timezone: ZoneInfo
    number: str
    plate: str
    model: str
    code: str
    settled_at: datetime
    colour: str | None = None
    stall: str | None = None
    advisor: str | None = None


@dataclass(frozen=True, slots=True)
class BadgePaper:
    """A person's badge. `roles` are codes, the main one first; `code` is the text of its QR code."""

    site: str
    name: str
    roles: tuple[str, ...]
    code: str
    team: str | None = None
