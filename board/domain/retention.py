"""How long a stay's personal data is kept, and what is left of its rows afterwards.

What was taken out of a row is taken out of everything that the journal says of that row, by the same function: the
journal then reads as if it had never been written down, and still rebuilds the same tables.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from board.domain.job import PauseReason
from board.domain.refusals import Refused
from board.domain.stages import CLOSED, Stage

USUAL_DAYS: Final = 730
"""Two years: so long the record of a repair is commonly kept, and its warranty asked about."""
LEAST_DAYS: Final = 90
"""Comebacks, follow-up calls and the customer's link are over by then, and no receipt of a command is left."""
MOST_DAYS: Final = 3650
QUIET: Final = timedelta(days=30)
"""Nothing may have happened to it for so long: somebody who wrote something yesterday still needs it."""

_CODE: Final = re.compile(r"own_\d+")
_KEPT_WORDS: Final = frozenset(
    {
        "from", "to", "was", "at", "promised_at", "due", "called_at", "via", "kind", "way", "state", "result", "when",
        "items", "ticked", "cleared", "of_number", "number", "until", "expected_at",
    }
)  # fmt: skip
"""Details of a journal entry whose texts are codes, times, or the work's own words. Any other text is taken out."""
_DROPPED: Final = frozenset({"attachment", "signature", "photos", "digest"})

Replacement = Callable[[Mapping[str, Any], int], Any]
"""From the values of a row and its id to what stands in a column from now on."""


def _always(value: Any) -> Replacement:
    return lambda _values, _id: value


def _plate(_values: Mapping[str, Any], row_id: int) -> str:
    return f"*{row_id}"


def _clocking_reason(values: Mapping[str, Any], _id: int) -> Any:
    """Of a correction it is what the foreman wrote; of all others a code that the statistics need."""
    return None if values.get("corrects_id") is not None else values["reason"]


PERSONAL: Final[Mapping[str, Mapping[str, Replacement]]] = MappingProxyType(
    {
        "customer": {"name": _always(""), "salutation": _always("none"), "phone": _always(None)},
        "vehicle": {"plate": _plate, "vin": _always(None), "colour": _always(None)},
        "appointment": {"concern": _always(""), "cancel_reason": _always(None)},
        "job": {
            "concern": _always(""),
            "order_digest": _always(None),
            "signature_id": _always(None),
            "invoice": _always(None),
        },
        "add_on": {
            "note": _always(""),
            "photos": _always([]),
            "decided_name": _always(None),
            "decided_address": _always(None),
            "signature_id": _always(None),
        },
        "part_line": {"note": _always("")},
        "promise": {"reason": _always(""), "told": _always("")},
        "follow_up_call": {"note": _always("")},
        "complaint": {"text": _always(""), "resolution": _always("")},
        "check": {"note": _always(""), "photos": _always([])},
        "test_drive": {"note": _always("")},
        "late_scan": {"said": _always({}), "details": _always({}), "reason": _always("")},
        "repair": {"explanation": _always(""), "answer": _always("")},
        "andon_call": {"note": _always(""), "resolution": _always("")},
        "clocking": {"reason": _clocking_reason},
        "walk_round": {"valuables": _always(""), "answers": _always({})},
        "walk_mark": {"note": _always(""), "photo_id": _always(None)},
    }
)
"""What is personal in a table, and what stands there afterwards."""
REMOVED: Final = frozenset({"attachment", "code"})
"""Rows that go altogether: pictures, and the codes of the card, the customer's link and the exit pass."""


@dataclass(frozen=True, slots=True)
class Stay:
    """What decides whether a stay's personal data is still needed. `touched_at`: when anything last happened to it."""

    stage: Stage
    since: datetime
    touched_at: datetime | None
    open_cases: int


def require_personal_days(days: int) -> None:
    """0 (keep for ever), or a number of days within the limits. Refused: `personal_days_wrong`."""
    if days != 0 and not LEAST_DAYS <= days <= MOST_DAYS:
        raise Refused("personal_days_wrong", least=LEAST_DAYS, most=MOST_DAYS)


def kept_since(now: datetime, days: int) -> datetime | None:
    """Stays that ended before this are to be forgotten; None: none ever is."""
    return now - timedelta(days=days) if days else None


def is_over(stay: Stay, now: datetime, days: int) -> bool:
    """The car left (or its job was cancelled) long enough ago, nobody works on a case of it, and it was quiet since."""
    limit = kept_since(now, days)
    if limit is None or stay.stage not in CLOSED or stay.open_cases:
        return False
    return stay.since < limit and (stay.touched_at is None or stay.touched_at < now - QUIET)


def anonymous(table: str, row_id: int, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The values of a row, or some of them, without what is personal."""
    if values is None:
        return None
    personal = PERSONAL.get(table, {})
    return {name: personal[name](values, row_id) if name in personal else value for name, value in values.items()}


def anonymous_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """What a journal entry says beside its rows, without anything that somebody wrote."""
    return {name: _detail(name, value) for name, value in details.items() if name not in _DROPPED}


def _detail(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return anonymous_details(value)
    if isinstance(value, bool | int | float | None) or name in _KEPT_WORDS:
        return value
    if name == "reason" and isinstance(value, str) and (value in set(PauseReason) or _CODE.fullmatch(value)):
        return value
    return [] if isinstance(value, list) else ""
