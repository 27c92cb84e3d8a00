"""The paired screens and tablets."""

import hashlib
from collections.abc import Mapping
from typing import Any

from board.commands.change import Change, command
from board.commands.doors import note
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.signing_in import Event
from board.store import models

SCREEN_VIEWS = ("workshop", "lounge", "tablet")
"""What a device can be paired as."""


def digest(token: str) -> str:
    """How a random token is kept: nobody can get it back from the database."""
    return hashlib.sha256(token.encode()).hexdigest()


@command(Action.set_up)
def pair_device(
    change: Change, name: str, view: str, token_digest: str, language: str | None = None
) -> Mapping[str, Any]:
    """A screen or tablet of this site, known by its token from now on. Refused: `not_found` (no such view)."""
    if view not in SCREEN_VIEWS:
        raise Refused("not_found")
    device = models.Device(
        site_id=change.site.id,
        name=name,
        view=view,
        language=language,
        token_digest=token_digest,
        paired_at=change.at,
    )
    change.session.add(device)
    change.log.flush()
    note(change, Event.device_paired, device=device.id)
    return {"device": device.id}


@command(Action.set_up)
def revoke_device(change: Change, device: int) -> Mapping[str, Any]:
    """A screen that may no longer see anything. Refused: `not_found`."""
    row = change.session.get(models.Device, device)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    if row.revoked_at is None:
        row.revoked_at = change.at
        note(change, Event.device_revoked, device=row.id)
    return {}
