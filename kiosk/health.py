"""What a page's answer to the watchdog means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from kiosk.ladder import Sight

QUESTION: Final = """(() => {
  let told = null;
  try { told = self.board.health(); } catch (failure) { told = null; }
  return { url: location.href, ready: document.readyState, health: told };
})()"""
"""Asked of whatever page is shown; pages of others have no `board.health`."""

_WITH_PICTURE: Final = frozenset({"loading", "live", "stale"})
"""The states in which a page owes a picture; one that waits to be paired, or was refused, owes none."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a page may take; seconds."""

    open: float
    paint: float
    good: float


def judge(answer: object, server: str, opened_ago: float, patience: Patience) -> Sight:
    """What a page that answered is. `opened_ago`: seconds since it was opened."""
    said = answer if isinstance(answer, Mapping) else {}
    health = said.get("health")
    ours = same_origin(said.get("url"), server)
    if not isinstance(health, Mapping) or not ours:
        # What was shown before stays until the new page comes; an error page is all that will come.
        coming = (said.get("ready") != "complete" or not ours) and not _is_error_page(said.get("url"))
        return Sight.opening if coming and opened_ago < patience.open else Sight.foreign
    if health.get("asleep") is True:
        return Sight.healthy
    if _seconds(health, "painted_ms_ago", opened_ago) > patience.paint:
        return Sight.frozen
    if health.get("status") in _WITH_PICTURE and _seconds(health, "good_ms_ago", opened_ago) > patience.good:
        return Sight.stale
    return Sight.healthy


def same_origin(url: object, server: str) -> bool:
    """Whether an address is one of the server's."""
    try:
        one, other = urlsplit(str(url)), urlsplit(server)
        return (one.scheme, one.hostname, _port(one)) == (other.scheme, other.hostname, _port(other))
    except ValueError:
        return False


def _port(split: Any) -> int | None:
    return split.port or {"http": 80, "https": 443}.get(split.scheme)


def _is_error_page(url: object) -> bool:
    return str(url).startswith("chrome-error:")


def _seconds(health: Mapping[Any, Any], key: str, otherwise: float) -> float:
    """So many seconds ago; what has never happened counts from the page's opening."""
    told = health.get(key)
    if isinstance(told, bool) or not isinstance(told, (int, float)):
        return otherwise
    return told / 1000
