"""Who is asking, and what they may do: the one door for HTTP, sockets and rooms.

An asker is a signed-in person, a paired device, both, or nobody. What they may do is looked up in the permission
table, once, here; the rest of the server takes the asker as given.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from board.commands.change import Actor, Answer, Command, Show, perform
from board.commands.setting_up import digest
from board.domain.codes import CodeKind, read_code
from board.domain.https import PLAIN_VIEWS
from board.domain.people import Role
from board.domain.permissions import Action, Principal, permitted
from board.domain.refusals import Refused
from board.domain.screens import SCREEN_VIEWS
from board.domain.signing_in import Need
from board.screens.views import VIEWS, Audience
from board.signing_in import Rights, still_counts
from board.signing_in.sign_ins import roles_of
from board.store import models
from board.store.keys import link_digest
from board.store.transaction import Store

DESK_COOKIE: Final = "board_session"
TABLET_COOKIE: Final = "board_tablet"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is asking. `session` is the id of the sign-in, `token` what its CSRF token is made from."""

    site: int | None = None
    person: int | None = None
    name: str | None = None
    roles: frozenset[Role | Principal] = frozenset()
    language: str | None = None
    device: int | None = None
    device_name: str | None = None
    view: str | None = None
    shows: frozenset[str] = frozenset()
    """The views that the device is set to show: `view`, and those of its playlist."""
    session: int | None = None
    seen_at: datetime | None = None
    """When the sign-in was last known to be used (UTC)."""
    token: str = ""
    needs: Need | None = None
    """What is missing before the sign-in counts; until then the person has no role."""
    own_job: int | None = None
    """The one job that a customer's link opens."""

    @property
    def actor(self) -> Actor:
        """The asker as the doer of a command. Refused: `sign_in_first` for one who belongs to no site."""
        if self.site is None:
            raise Refused("sign_in_first")
        return Actor(self.site, self.person, self.device)


NOBODY: Final = Asker()


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request or a socket came with: the tokens of its cookies, and whether it came from this machine."""

    session: str = ""
    device: str = ""
    link: str = ""
    local: bool = False
    plain: bool = False
    """It came over plain HTTP where HTTPS is spoken: it may be a wall's, and nobody else's."""


def credentials(
    cookies: Mapping[str, str], surface: str | None, local: bool = False, token: str = "", plain: bool = False
) -> Credentials:
    """The tokens that count where a request comes from. `surface` is the view that the page shows.

    Each wall, the tablet and the desks of one browser keep cookies of their own: a demo on one laptop, or a spare
    screen on the foreman's machine, must not sign anybody out. A wall that is paired is that wall, whoever has signed
    in beside it. `token` is a device's token from elsewhere than a cookie. Over `plain` HTTP walls have cookies of
    their own, and no other counts: what was sent there once may be known to anybody on the network.
    """
    if plain:
        kept = cookies.get(device_cookie(surface, plain=True), "") if surface in PLAIN_VIEWS else ""
        return Credentials(device=(token or kept)[:200], plain=True)
    device = token or cookies.get(device_cookie(surface), "") if surface in SCREEN_VIEWS else token
    if surface in SCREEN_VIEWS and device:
        session = cookies.get(TABLET_COOKIE, "") if surface == "tablet" else ""
        return Credentials(session[:200], device[:200], local=local)
    session = cookies.get(DESK_COOKIE, "")
    if session or surface is not None:
        return Credentials(session[:200], token[:200], local=local)
    tokens = (cookies.get(device_cookie(view), "") for view in ("tablet", "workshop", "lounge"))
    device = token or next((each for each in tokens if each), "")
    return Credentials(cookies.get(TABLET_COOKIE, "")[:200], device[:200], local=local)


def device_cookie(view: str | None, plain: bool = False) -> str:
    """The name of the cookie in which a paired screen keeps its token: no plain page may touch a secure one's."""
    return f"board_plain_{view}" if plain else f"board_device_{view}"


def identify(store: Store, credentials: Credentials, now: datetime) -> Asker:
    """Find out who is asking; unknown, ended and revoked tokens count as none. Raises Unavailable."""
    if credentials.link:
        return _link_asker(store, credentials.link, now)
    principals = frozenset({Principal.operator}) if credentials.local else frozenset()
    if not credentials.session and not credentials.device:
        return Asker(roles=principals)
    with store.reading() as session:
        device = _device(session, credentials.device)
        sign_in = _sign_in(session, credentials.session, now)
        if sign_in is not None and sign_in.device_id is not None and (not device or sign_in.device_id != device.id):
            sign_in = None  # a tablet's sign-in is worth nothing on another device
        if sign_in is not None:
            return _person_asker(session, sign_in, device, principals)
        if device is None or (credentials.plain and device.view not in PLAIN_VIEWS):
            return Asker(roles=principals)
        role = Principal.tablet if device.view == "tablet" else Role.display
        return Asker(
            site=device.site_id,
            roles=frozenset({role, *principals}),
            language=device.language,
            device=device.id,
            device_name=device.name,
            view=device.view,
            shows=_shows(device),
        )


def _shows(device: Any) -> frozenset[str]:
    return frozenset({device.view, *(each["view"] for each in device.playlist)})


def _person_asker(session: Session, sign_in: models.SignIn, device: Any, principals: frozenset[Principal]) -> Asker:
    person = sign_in.person
    site = session.get_one(models.Site, person.site_id)
    return Asker(
        site=person.site_id,
        person=person.id,
        name=person.name,
        roles=roles_of(person.roles, sign_in.needs, sign_in.device_id) | principals,
        language=person.language or site.language,
        device=device.id if device else None,
        device_name=device.name if device else None,
        view=device.view if device else None,
        shows=_shows(device) if device else frozenset(),
        session=sign_in.id,
        seen_at=sign_in.seen_at,
        token=sign_in.token_digest,
        needs=sign_in.needs,
    )


def _link_asker(store: Store, scanned: str, now: datetime) -> Asker:
    """The customer whose copy bears this code. Refused: `not_found`, the same for every code that opens nothing, and
    after the same work: one question to the database, whatever was sent.

    Guesses are not counted: a code has 130 random bits, and the guests of a lounge share one address, so that a lock
    would only keep the others' pages from them.
    """
    try:
        text = read_code(scanned).text
    except Refused:
        text = ""  # nobody's
    with store.reading() as session:
        query = select(models.Code).where(
            models.Code.digest == link_digest(text),
            models.Code.kind == CodeKind.customer_copy,
            models.Code.revoked_at.is_(None),
            models.Code.expires_at.is_(None) | (models.Code.expires_at > now),
        )
        row = session.scalars(query).one_or_none()
        if row is None:
            raise Refused("not_found")
        return Asker(site=row.site_id, roles=frozenset({Role.customer}), own_job=row.job_id)


def _device(session: Session, token: str) -> Any:
    """The paired screen with this token, with the language that it speaks: its own, or the workshop's.

    Columns only, in one query: after a restart every screen asks this at the same time.
    """
    if not token:
        return None
    device, site = models.Device, models.Site
    language = func.coalesce(device.language, site.language).label("language")
    query = (
        select(device.id, device.name, device.view, device.playlist, device.site_id, language)
        .join(site, site.id == device.site_id)
        .where(device.token_digest == digest(token), device.revoked_at.is_(None))
    )
    return session.execute(query).one_or_none()


def _sign_in(session: Session, token: str, now: datetime) -> models.SignIn | None:
    if not token:
        return None
    query = select(models.SignIn).where(models.SignIn.token_digest == digest(token), *still_counts(now))
    sign_in = session.scalars(query).one_or_none()
    return sign_in if sign_in is not None and sign_in.person.active else None


def permit(asker: Asker, action: Action) -> None:
    """Let the asker do it, or refuse with `sign_in_first` (nobody has signed in), `sign_in_unfinished` or
    `not_allowed`."""
    if permitted(asker.roles, action):
        return
    if asker.needs is not None:
        raise Refused("sign_in_unfinished")
    if asker.person is None and asker.device is None:
        raise Refused("sign_in_first")
    raise Refused("not_allowed", action=action.value)


def carry_out(
    store: Store,
    asker: Asker,
    command: Command,
    command_id: str,
    details: Mapping[str, Any],
    now: datetime,
    show: Show | None = None,
) -> Answer:
    """Carry a command out for an asker who may do it. Refused as the command, `sign_in_first`, `not_allowed`."""
    permit(asker, command.action)
    return perform(store, command, asker.actor, command_id, details, now, show)


def audience(asker: Asker, view: str) -> Audience:
    """The audience that an asker joins for a view. Refused: `not_found` (no such view), `not_allowed`, `sign_in_first`.

    A display sees what it is set to show and nothing else.
    """
    if view not in VIEWS:
        raise Refused("not_found")
    permit(asker, VIEWS[view].action)
    if asker.site is None:
        raise Refused("sign_in_first")
    if asker.person is None and view not in asker.shows:
        raise Refused("not_allowed", action=VIEWS[view].action.value)
    return Audience(asker.site, view, asker.person if VIEWS[view].personal else None)


def csrf_token(asker: Asker, secret_key: str) -> str:
    """What a page of this sign-in sends back with every change; bound to the sign-in, so it ends with it."""
    return hmac.new(secret_key.encode(), f"csrf:{asker.token}:{asker.device}".encode(), sha256).hexdigest()


def lost_right(known: Rights, audience: Audience, sign_in: int | None, device: int | None) -> str | None:
    """Why a socket that was let in to an audience would not be let in now, as a refusal's code, or None: its sign-in
    counts, its screen is paired, and what they are may see the view. What a screen is set to show may change while it
    shows it: `realtime.settings` tells it first."""
    if sign_in is not None:
        if sign_in not in known.sign_ins or (device is not None and device not in known.devices):
            return "sign_in_first"
        return None if permitted(known.sign_ins[sign_in], VIEWS[audience.view].action) else "not_allowed"
    return None if device in known.devices else "not_allowed"


def choose_language(store: Store, asker: Asker, language: str) -> None:
    """Remember the language of a person, or of a screen that nobody signed in on."""
    with store.changing() as session:
        if asker.person is not None:
            session.get_one(models.Person, asker.person).language = language
        elif asker.device is not None:
            session.get_one(models.Device, asker.device).language = language
