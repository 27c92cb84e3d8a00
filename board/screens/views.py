"""The views there are: who may watch each, and what builds its cards."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from board.domain.permissions import Action
from board.screens import appointments, desk, follow_up, foreman, gate, lounge, parts, tablet, workshop
from board.screens.look import Keys, Look


@dataclass(frozen=True, slots=True)
class View:
    """`personal` views are built for one person, the others once for everybody who watches."""

    name: str
    action: Action
    build: Callable[..., dict[str, Any]]
    kinds: frozenset[str]
    """The kinds of cards it has: of other kinds it is not even told that one went."""
    personal: bool = False


VIEWS: Mapping[str, View] = MappingProxyType(
    {
        view.name: view
        for view in (
            View("workshop", Action.watch_workshop, workshop.cards, frozenset({"site", "bay", "job", "call"})),
            View("lounge", Action.watch_lounge, lounge.cards, frozenset({"site", "job"})),
            View(
                "foreman",
                Action.watch_foreman,
                foreman.cards,
                frozenset({"site", "bay", "job", "person", "call", "repair", "unconfirmed", "late_scan", "screen"}),
            ),
            View(
                "tablet",
                Action.watch_tablet,
                tablet.cards,
                frozenset({"site", "job", "person", "call"}),
                personal=True,
            ),
            View(
                "desk",
                Action.watch_desk,
                desk.cards,
                frozenset({"site", "job", "person", "call", "complaint"}),
                personal=True,
            ),
            View(
                "follow_up",
                Action.watch_follow_up,
                follow_up.cards,
                frozenset({"job", "person", "complaint"}),
                personal=True,
            ),
            View(
                "appointments",
                Action.watch_appointments,
                appointments.cards,
                frozenset({"site", "appointment", "person"}),
            ),
            View("parts", Action.watch_parts, parts.cards, frozenset({"job", "call"})),
            View("gate", Action.watch_gate, gate.cards, frozenset({"site", "appointment", "job"})),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who gets the same cards: a view of a site, of one person where the view is personal."""

    site: int
    view: str
    person: int | None = None

    @property
    def room(self) -> str:
        """The name of its room."""
        return f"{self.site}/{self.view}" + (f"/{self.person}" if self.person is not None else "")


def build(look: Look, audience: Audience, keys: Keys | None) -> dict[str, Any]:
    """An audience's cards among the keys, all of them when None. Raises PersonLeft."""
    view = VIEWS[audience.view]
    if view.personal:
        return view.build(look, keys, audience.person)
    return view.build(look, keys)


def state_hash(cards: Mapping[str, Any]) -> str:
    """A digest of cards by which server and screen can tell whether they show the same."""
    plain = json.dumps(
        _as_a_browser_reads(sorted(cards.items())), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(plain.encode()).hexdigest()


def _as_a_browser_reads(value: Any) -> Any:
    # JavaScript has one kind of number: what we send as 69.0 is 69 there.
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _as_a_browser_reads(each) for key, each in value.items()}
    return [_as_a_browser_reads(each) for each in value] if isinstance(value, list | tuple) else value
