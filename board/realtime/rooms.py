"""Who watches what: the sockets of this process by audience."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from board.metrics import SCREENS
from board.screens.views import Audience


@dataclass(frozen=True, slots=True)
class Watcher:
    """A socket that watches, and by what right: a sign-in or a paired device."""

    sid: str
    audience: Audience
    sign_in: int | None
    device: int | None
    surface: str = ""
    """The view whose page it belongs to, and whose cookie it came with."""


@dataclass
class Rooms:
    """The watchers of this process. A socket watches one view at a time."""

    _watchers: dict[str, Watcher] = field(default_factory=dict)
    _audiences: dict[Audience, set[str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def join(self, watcher: Watcher) -> Watcher | None:
        """Put a socket into its audience; gives what it watched before."""
        with self._lock:
            before = self._drop(watcher.sid)
            self._watchers[watcher.sid] = watcher
            self._audiences.setdefault(watcher.audience, set()).add(watcher.sid)
        SCREENS.labels(watcher.audience.view).inc()
        return before

    def leave(self, sid: str) -> Watcher | None:
        """Take a socket out; gives what it watched."""
        with self._lock:
            return self._drop(sid)

    def watcher(self, sid: str) -> Watcher | None:
        """What a socket watches, or None."""
        return self._watchers.get(sid)

    def all(self) -> list[Watcher]:
        """Every watcher."""
        with self._lock:
            return list(self._watchers.values())

    def audiences(self, site: int | None = None) -> list[Audience]:
        """The audiences that somebody watches, of one site or of all."""
        with self._lock:
            return [each for each in self._audiences if site is None or each.site == site]

    def sites(self) -> set[int]:
        """The sites that somebody watches."""
        return {each.site for each in self.audiences()}

    def of(self, audiences: Iterable[Audience]) -> list[Watcher]:
        """The watchers of some audiences."""
        chosen = set(audiences)
        return [watcher for watcher in self.all() if watcher.audience in chosen]

    def _drop(self, sid: str) -> Watcher | None:
        before = self._watchers.pop(sid, None)
        if before is None:
            return None
        SCREENS.labels(before.audience.view).dec()
        members = self._audiences[before.audience]
        members.discard(sid)
        if not members:
            del self._audiences[before.audience]
        return before
