"""What the web layer works with, joined to the application once, and reached from its handlers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app, g, request

from board.access import Asker
from board.config import Settings
from board.proofs import Proofs
from board.store.transaction import Store


@dataclass(frozen=True, slots=True)
class Parts:
    """The application's parts. `clock` gives the time (UTC); it is read once a request, see `now`."""

    settings: Settings
    store: Store
    clock: Callable[[], datetime]
    version: str
    static: Path
    epoch: str
    demo: bool
    proofs: Proofs
    strict_since: datetime | None = None
    """Since when browsers may be told to insist on HTTPS (UTC); None: they are not."""


def parts() -> Parts:
    """The parts of the current application."""
    found: Parts = current_app.extensions["board"]
    return found


def asker() -> Asker:
    """Who sent the current request."""
    found: Asker = g.asker
    return found


def now() -> datetime:
    """When the current request came in (UTC)."""
    found: datetime = g.now
    return found


def over_plain() -> bool:
    """The current request came over plain HTTP, though HTTPS is spoken here."""
    return parts().settings.https != "off" and not request.is_secure


def public_url() -> str:
    """Where the outside reaches this board, for links and QR codes: the setting, or where this request went to."""
    return parts().settings.public_url or request.host_url.rstrip("/")
