"""What somebody sees of their own account."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from board.domain.second_factor import RECOVERY_CODES
from board.domain.signing_in import ABSOLUTE_LIMIT, IDLE_LIMIT
from board.screens.look import ms
from board.store import models

_BROWSERS: Final = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""The first that is in a browser's name for itself: each one also says the names of those below it."""
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def account(session: Session, person: int, own: int | None, now: datetime) -> dict[str, Any]:
    """How somebody gets in, and where they are signed in; `own` is the sign-in that asks."""
    row = session.get_one(models.Person, person)
    factor = session.get(models.SecondFactor, person)
    site = session.get_one(models.Site, row.site_id)
    return {
        "name": row.name,
        "login": row.login,
        "roles": list(row.roles),
        "has_password": row.password_hash is not None,
        "has_pin": row.pin_hash is not None,
        "second_factor": {
            "since": ms(factor.since),
            "codes_left": RECOVERY_CODES - len(factor.used_codes),
            "required": site.second_factor_for_admins and "admin" in row.roles,
        }
        if factor
        else None,
        "sign_ins": _sign_ins(session, person, own, now),
    }


def _sign_ins(session: Session, person: int, own: int | None, now: datetime) -> list[dict[str, Any]]:
    row = models.SignIn
    query = (
        select(row, models.Device.name)
        .outerjoin(models.Device, models.Device.id == row.device_id)
        .where(
            row.person_id == person,
            row.ended_at.is_(None),
            row.needs.is_(None) | (row.id == own),
            row.seen_at > now - IDLE_LIMIT,
            row.began_at > now - ABSOLUTE_LIMIT,
        )
        .order_by(row.seen_at.desc(), row.id.desc())
    )
    return [
        {
            "id": each.id,
            "here": each.id == own,
            "device": device,
            "browser": browser_told(each.browser),
            "address": each.address,
            "began_at": ms(each.began_at),
            "seen_at": ms(each.seen_at),
        }
        for each, device in session.execute(query)
    ]


def browser_told(called: str) -> str:
    """`Chrome · Windows` of how a browser calls itself; empty when it is none that is known."""
    browser = next((name for sign, name in _BROWSERS if sign in called), "")
    system = next((name for sign, name in _SYSTEMS if sign in called), "")
    return " · ".join(each for each in (browser, system) if each)
