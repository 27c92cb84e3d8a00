"""The paired screens and tablets: pairing them, and changing them while they run.

Whatever a page has to be told raises its device's `version`; what it can only show after loading anew raises `reloads`
as well. The live feed sees both, on every process.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.commands.doors import note
from board.commands.setting_up.seen import require_seen
from board.domain import pairing, screens
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.screens import SCREEN_VIEWS, SETTINGS, WALLS, ScreenState, Turn
from board.domain.signing_in import Event
from board.store import models


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
def pair_screen(change: Change, code: str, name: str, view: str, language: str | None = None) -> Mapping[str, Any]:
    """The screen that shows this code belongs to this site from now on; the code is used up.

    Refused: `pairing_shape`, `pairing_unknown`, `pairing_used`, `pairing_expired`, `not_found` (no such view).
    """
    query = select(models.Pairing).where(models.Pairing.code == pairing.read_pairing_code(code)).with_for_update()
    row = change.session.scalars(query).one_or_none()
    if row is None:
        raise Refused("pairing_unknown")
    pairing.require_open(pairing_state(row), change.now)
    paired = pair_device.run(change, name=name, view=view, token_digest=row.secret_digest, language=language)
    row.device_id = paired["device"]
    return paired


def pairing_state(row: models.Pairing) -> pairing.Pairing:
    """A code as the rules see it."""
    return pairing.Pairing(row.expires_at, used=row.device_id is not None)


@command(Action.set_up)
def change_screen(
    change: Change,
    device: int,
    name: str,
    view: str,
    language: str | None = None,
    playlist: Sequence[Mapping[str, Any]] = (),
    sleep_from: str | None = None,
    sleep_until: str | None = None,
    seen: str | None = None,
) -> Mapping[str, Any]:
    """What a screen is called, what it shows (alone, or in turn), its language, and when it sleeps (site time).

    Refused: `not_found`, `turns_wrong`, `hours_wrong`, `not_a_wall` (a tablet that should sleep or show things in
    turn), `changed_meanwhile`.
    """
    row = screen_of(change, device)
    require_seen(seen, row, only=SETTINGS)
    turns = [Turn(each["view"], each["seconds"]) for each in playlist]
    if view not in SCREEN_VIEWS:
        raise Refused("not_found")
    if view not in WALLS and (turns or sleep_from or sleep_until):
        raise Refused("not_a_wall")
    screens.require_turns(view, turns)
    screens.require_night(sleep_from, sleep_until)
    if (view, language) != (row.view, row.language):
        row.reloads += 1
    if view != row.view:
        _sign_out(change, row)
    row.name, row.view, row.language = name, view, language
    row.playlist = [{"view": each.view, "seconds": each.seconds} for each in turns]
    row.sleep_from, row.sleep_until = sleep_from, sleep_until
    _tell(change, row)
    return {}


@command(Action.set_up)
def reload_screen(change: Change, device: int) -> Mapping[str, Any]:
    """Load a screen's page anew. Refused: `not_found`."""
    row = screen_of(change, device)
    row.reloads += 1
    _tell(change, row)
    return {}


@command(Action.set_up)
def identify_screen(change: Change, device: int) -> Mapping[str, Any]:
    """Show a screen's name and number on the whole of it for ten seconds. Refused: `not_found`."""
    row = screen_of(change, device)
    row.identify_until = change.now + screens.IDENTIFY_FOR
    _tell(change, row)
    return {}


@command(Action.move_screen)
def move_screen(change: Change, device: int, to: int) -> Mapping[str, Any]:
    """Give a screen to another site of this installation, which it shows from now on. Refused: `not_found`."""
    row = screen_of(change, device)
    if change.session.get(models.Site, to) is None:
        raise Refused("not_found")
    row.site_id = to
    row.trouble = row.trouble_since = None
    row.reloads += 1
    _sign_out(change, row)
    _tell(change, row)
    return {}


@command(Action.set_up)
def revoke_device(change: Change, device: int) -> Mapping[str, Any]:
    """A screen that may no longer see anything. Refused: `not_found`."""
    row = change.session.get(models.Device, device)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    if row.revoked_at is None:
        row.revoked_at = change.at
        note(change, Event.device_revoked, device=row.id)
    row.trouble = row.trouble_since = None
    change.touch("screen", row.id)
    return {}


@command(Action.note_screen)
def note_screen(change: Change, device: int, trouble: str | None, since: datetime | None) -> Mapping[str, Any]:
    """What the foreman is told of a wall: `dark` or `stale` since a time, or that it is well again (None).

    Refused: `not_found`.
    """
    row = screen_of(change, device)
    row.trouble = ScreenState(trouble).value if trouble is not None else None
    row.trouble_since = since if trouble is not None else None
    change.details = {"screen": row.name, "trouble": row.trouble}
    change.touch("screen", row.id)
    return {}


def reload_all(change: Change) -> None:
    """What every page of the site is drawn with has changed: its language, its time, its colour."""
    query = select(models.Device).where(models.Device.site_id == change.site.id, models.Device.revoked_at.is_(None))
    for row in change.session.scalars(query):
        row.reloads += 1
        _tell(change, row)


def screen_of(change: Change, device: int) -> models.Device:
    """A paired screen of this site. Refused: `not_found`."""
    row = change.session.get(models.Device, device)
    if row is None or row.site_id != change.site.id or row.revoked_at is not None:
        raise Refused("not_found")
    return row


def _sign_out(change: Change, row: models.Device) -> None:
    """Whoever has signed in on a tablet that becomes something else."""
    query = select(models.SignIn).where(models.SignIn.device_id == row.id, models.SignIn.ended_at.is_(None))
    for each in change.session.scalars(query):
        each.ended_at = change.now


def _tell(change: Change, row: models.Device) -> None:
    row.version += 1
    change.touch("screen", row.id)
