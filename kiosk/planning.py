"""Restarts that nobody has to notice: once a night, and when the browser has grown too large."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

_NEVER_HIDDEN: Final = timedelta(minutes=30)
"""How long a browser that is too large may wait for a quiet moment."""


@dataclass(frozen=True, slots=True)
class Running:
    """How the browser stands. Times are the machine's local ones."""

    started: datetime
    memory_mb: int
    too_large_since: datetime | None
    quiet: bool
    """The screen sleeps, or its picture has not changed for a while."""


def planned_restart(running: Running, now: datetime, nightly: time | None, memory_limit_mb: int) -> str | None:
    """Why the browser should be restarted now, `night` or `memory`; None: let it run."""
    if nightly is not None and running.started < _last(nightly, now):
        return "night"
    if running.memory_mb > memory_limit_mb and running.too_large_since is not None:
        waited = now - running.too_large_since
        if running.quiet or waited >= _NEVER_HIDDEN or running.memory_mb > memory_limit_mb * 3 // 2:
            return "memory"
    return None


def _last(nightly: time, now: datetime) -> datetime:
    """The latest moment at which the clock showed that time."""
    today = datetime.combine(now.date(), nightly, now.tzinfo)
    return today if today <= now else today - timedelta(days=1)
