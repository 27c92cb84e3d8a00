"""What to do about a screen that is not well: reload, restart the browser, at last reboot; ever more slowly.

Pure: what was seen and what was done before go in, the next step comes out. Times are seconds since the machine
started, so that "not again within six hours" also holds over a reboot and needs no clock that is right.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

RELOADS: Final = 2
"""Steps that only load the page again, before the browser is restarted."""
FAULTS_BEFORE_REBOOT: Final = 6
"""Steps in vain against faults of this machine before it is rebooted."""
REBOOTS_IN_VAIN: Final = 2
"""Reboots without an hour of health after them; then the fault lies elsewhere, and no other follows."""


class Sight(StrEnum):
    """What a look at the screen found."""

    healthy = "healthy"
    opening = "opening"  # a page was opened just now; it has its time
    offline = "offline"  # the server is away, and the screen says so
    gone = "gone"  # the browser's process ended
    hung = "hung"  # the browser answers nothing
    silent = "silent"  # the page answers nothing
    crashed = "crashed"  # the page's process ended
    frozen = "frozen"  # the page answers, but paints nothing
    stale = "stale"  # the page has no good picture, though the server is ready
    foreign = "foreign"  # what is shown is not the board's, though the server is ready


class Step(StrEnum):
    """What to do now."""

    wait = "wait"
    reload = "reload"
    restart = "restart"
    reboot = "reboot"


_AT_EASE: Final = frozenset({Sight.opening, Sight.offline})
_NO_BROWSER: Final = frozenset({Sight.gone, Sight.hung})


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient the ladder is; all in seconds."""

    first_delay: float = 10
    longest_delay: float = 300
    calm_after: float = 3600
    reboot_gap: float = 6 * 3600
    may_reboot: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What the ladder remembers: the steps since the last hour of health."""

    tries: int = 0
    faults: int = 0
    """Those of the steps that were taken against what may be this machine's fault."""
    last_step: float | None = None
    healthy_since: float | None = None
    reboots: int = 0


def climb(past: Past, sight: Sight, server_ready: bool, now: float, limits: Limits) -> tuple[Past, Step]:
    """The next step, and what to remember. `now`: seconds since the machine started."""
    if sight is Sight.healthy:
        since = now if past.healthy_since is None else past.healthy_since
        if now - since >= limits.calm_after:
            past = Past()
        return replace(past, healthy_since=since), Step.wait
    past = replace(past, healthy_since=None)
    if sight in _AT_EASE or now < _due(past, limits):
        return past, Step.wait
    step = _next(past, sight, server_ready, now, limits)
    return (
        replace(
            past,
            tries=past.tries + 1,
            faults=past.faults + (sight is not Sight.foreign),
            last_step=now,
            reboots=past.reboots + (step is Step.reboot),
        ),
        step,
    )


def delay(tries: int, limits: Limits) -> float:
    """Seconds from the last step to the next one when `tries` were in vain: none, then doubled each time."""
    if tries == 0:
        return 0
    return min(limits.longest_delay, limits.first_delay * 2.0 ** min(tries - 1, 30))


def _due(past: Past, limits: Limits) -> float:
    return 0 if past.last_step is None else past.last_step + delay(past.tries, limits)


def _next(past: Past, sight: Sight, server_ready: bool, now: float, limits: Limits) -> Step:
    if _reboot_may_help(past, sight, server_ready, now, limits):
        return Step.reboot
    if past.tries >= RELOADS or sight in _NO_BROWSER:
        return Step.restart
    return Step.reload


def _reboot_may_help(past: Past, sight: Sight, server_ready: bool, now: float, limits: Limits) -> bool:
    """Never while the server is away or serves something else: that is not this machine's fault."""
    return (
        limits.may_reboot
        and server_ready
        and sight is not Sight.foreign
        and past.faults >= FAULTS_BEFORE_REBOOT
        and past.reboots < REBOOTS_IN_VAIN
        and now >= limits.reboot_gap
    )
