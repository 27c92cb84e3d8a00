"""HTTPS on the workshop's own network: when a certificate is due, whom it covers, what may still go over plain HTTP.

Plain HTTP can be read and changed by anybody on the network. So it bears the way to trust this board, its health,
and, where the workshop says so, the walls, which show nothing that the room they hang in does not see.
"""

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

AUTHORITY_LIFE: Final = timedelta(days=3650)
CERTIFICATE_LIFE: Final = timedelta(days=390)
"""With the day by which it is dated back less than the 397 days that browsers and auditors allow."""
DATED_BACK: Final = timedelta(days=1)
"""A tablet whose clock is late by less than this trusts a new certificate at once."""
RENEW_BEFORE: Final = timedelta(days=30)
WARN_BEFORE: Final = timedelta(days=21)
"""A given certificate that ends sooner has not been renewed by whoever gives it."""
PRIVATE_NETWORKS: Final = tuple(
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "::1")
)
PRIVATE_DOMAINS: Final = ("local", "lan", "internal", "home.arpa", "localhost")
"""Names under these never belong to anybody in public."""
PLAIN_VIEWS: Final = frozenset({"workshop", "lounge"})
"""The walls. Tablets and people have secrets to lose."""

_SHORTEST_STRICT: Final = 3600
_LONGEST_STRICT: Final = 365 * 24 * 3600
_ALWAYS: Final = ("/healthz", "/readyz")
_WALLS: Final = (*(f"/{view}" for view in sorted(PLAIN_VIEWS)), "/d/", "/screen", "/i18n/", "/socket.io/")


class Https(StrEnum):
    """How the board speaks HTTPS itself: not at all, with a certificate of its own authority, or with a given one."""

    off = "off"
    own = "own"
    given = "given"


class Plainly(StrEnum):
    """What is done with a request that came over plain HTTP."""

    answer = "answer"
    redirect = "redirect"
    refuse = "refuse"


def over_plain_http(method: str, path: str, walls: bool) -> Plainly:
    """What is done with a plain request where HTTPS is spoken. `walls`: the workshop lets its walls go on without.

    Only what is read is redirected: what a form or a program sends has crossed the network by then, and must fail.
    """
    if path in _ALWAYS or _under(path, "/trust") or path.startswith("/static/"):
        return Plainly.answer
    if walls and any(_under(path, each) for each in _WALLS):
        return Plainly.answer
    if path.startswith("/socket.io") or method not in {"GET", "HEAD"}:
        return Plainly.refuse
    return Plainly.redirect


def _under(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")


def renewal_due(ends: datetime, now: datetime) -> bool:
    """Whether a certificate of our own that ends then (UTC) is made anew."""
    return now >= ends - RENEW_BEFORE


def is_private(address: str) -> bool:
    """Whether this is an IP address that only a private network has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in PRIVATE_NETWORKS)


def is_address(host: str) -> bool:
    """Whether a host is named by its IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def may_vouch_for(host: str, promised: Iterable[str]) -> bool:
    """Whether an authority that promised to vouch only for these names, and for private ones, may do so for `host`."""
    if is_address(host):
        return is_private(host)
    return any(host == each or host.endswith(f".{each}") for each in (*PRIVATE_DOMAINS, *promised))


def covers(names: Iterable[str], host: str) -> bool:
    """Whether a certificate for these names and addresses is good for `host`. `*.` stands for one label."""
    host = host.casefold().rstrip(".")
    if is_address(host):
        wanted = ipaddress.ip_address(host)
        return any(is_address(name) and ipaddress.ip_address(name) == wanted for name in names)
    parent = host.partition(".")[2]
    return any(name.casefold() in {host, f"*.{parent}" if parent else host} for name in names)


def strict_seconds(since: datetime, now: datetime) -> int:
    """For how long a browser is told to come back by HTTPS only (HSTS): as long as HTTPS has worked here already,
    between an hour and a year. Who turns it on and finds that it does not work can turn back on the same day."""
    return max(_SHORTEST_STRICT, min(_LONGEST_STRICT, int((now - since).total_seconds())))
