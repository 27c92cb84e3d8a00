"""The codes that unpaired screens show. They belong to no site and to no history: nothing is journaled here.

The command that uses a code is `setting_up.pair_screen`.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from board.commands.setting_up.screens import digest, pairing_state
from board.domain import pairing
from board.domain.pairing import PairingState
from board.store import models
from board.store.transaction import Store


@dataclass(frozen=True, slots=True)
class Shown:
    """A code to show until `expires_at` (UTC), and the secret that only the screen knows."""

    code: str
    secret: str
    expires_at: datetime


def show_code(store: Store, address: str, secret: str, now: datetime) -> Shown:
    """A code for an unpaired screen at an address; the one that it has while that can be used (`secret`, or "").

    Refused: `pairing_busy` (too many codes at this address, or in all). Raises Unavailable.
    """
    with store.changing() as session:
        session.execute(select(models.Installation.id).with_for_update())  # codes are counted one after the other
        session.execute(delete(models.Pairing).where(models.Pairing.expires_at < now - pairing.KEPT))
        shown = _row(session, secret)
        if shown is not None and shown.device_id is None and shown.expires_at > now:
            return Shown(shown.code, secret, shown.expires_at)
        _require_room(session, address, now)
        fresh = Shown(_unused_code(session), secrets.token_urlsafe(32), now + pairing.LIFETIME)
        session.add(
            models.Pairing(
                code=fresh.code,
                secret_digest=digest(fresh.secret),
                address=address[:64],
                expires_at=fresh.expires_at,
            )
        )
        return fresh


def poll(store: Store, secret: str, since_last: timedelta | None, now: datetime) -> tuple[PairingState, str | None]:
    """What the screen with this secret is told, and the view it was paired as. Raises Unavailable.

    A screen that did not hear the answer asks again, and is told the same.
    """
    with store.reading() as session:
        paired = select(models.Device.view).where(
            models.Device.token_digest == digest(secret), models.Device.revoked_at.is_(None)
        )
        view = session.scalar(paired)
        if view is not None:
            return PairingState.paired, view
        row = _row(session, secret)
        return pairing.polled(pairing_state(row) if row is not None else None, since_last, now), None


def _row(session: Session, secret: str) -> models.Pairing | None:
    if not secret:
        return None
    query = select(models.Pairing).where(models.Pairing.secret_digest == digest(secret))
    return session.scalars(query).one_or_none()


def _require_room(session: Session, address: str, now: datetime) -> None:
    query = select(func.count()).where(models.Pairing.expires_at > now, models.Pairing.device_id.is_(None))
    here = session.scalar(query.where(models.Pairing.address == address[:64])) or 0
    pairing.require_room(here, session.scalar(query) or 0)


def _unused_code(session: Session) -> str:
    while True:
        code = pairing.make_pairing_code(secrets.token_bytes(16))
        if session.scalar(select(models.Pairing.id).where(models.Pairing.code == code)) is None:
            return code
