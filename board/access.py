"""Who is asking, and what they may do: the one door for HTTP, sockets and rooms.

An asker is a signed-in person, a paired device, both, or nobody. What they may do is looked up in the permission
table, once, here; the rest of the server takes the asker as given.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from board import runtime
from board.commands.change import Actor, Answer, Command, Show, perform
from board.commands.setting_up import SCREEN_VIEWS, digest
from board.domain.codes import CodeKind, read_code
from board.domain.https import PLAIN_VIEWS
from board.domain.people import Role
from board.domain.permissions import Action, Principal, permitted
from board.domain.refusals import Refused
from board.screens.views import VIEWS, Audience
from board.store import models
from board.store.transaction import Store

IDLE_LIMIT: Final = timedelta(hours=12)
"""A sign-in that nobody used for this long has ended."""
ABSOLUTE_LIMIT: Final = timedelta(days=7)
_SEEN_EVERY: Final = timedelta(minutes=5)
_FREE_FAILURES: Final = 4
_LONGEST_LOCK: Final = timedelta(minutes=15)

DESK_COOKIE: Final = "board_session"
TABLET_COOKIE: Final = "board_tablet"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's argon2id settings for sign-in on small machines: 19 MiB, two passes."""


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
    session: int | None = None
    seen_at: datetime | None = None
    """When the sign-in was last known to be used (UTC)."""
    token: str = ""
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
        )


def _person_asker(session: Session, sign_in: models.SignIn, device: Any, principals: frozenset[Principal]) -> Asker:
    person = sign_in.person
    site = session.get_one(models.Site, person.site_id)
    return Asker(
        site=person.site_id,
        person=person.id,
        name=person.name,
        roles=frozenset({*(Role(role) for role in person.roles), *principals}),
        language=person.language or site.language,
        device=device.id if device else None,
        device_name=device.name if device else None,
        view=device.view if device else None,
        session=sign_in.id,
        seen_at=sign_in.seen_at,
        token=sign_in.token_digest,
    )


def _link_asker(store: Store, scanned: str, now: datetime) -> Asker:
    """The customer whose copy bears this code. Refused: `not_found`, the same for every code that opens nothing.

    Guesses are not counted: a code has 130 random bits, and the guests of a lounge share one address, so that a lock
    would only keep the others' pages from them.
    """
    try:
        code = read_code(scanned)
    except Refused:
        raise Refused("not_found") from None
    with store.reading() as session:
        query = select(models.Code).where(
            models.Code.text == code.text,
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
        select(device.id, device.name, device.view, device.site_id, language)
        .join(site, site.id == device.site_id)
        .where(device.token_digest == digest(token), device.revoked_at.is_(None))
    )
    return session.execute(query).one_or_none()


def _sign_in(session: Session, token: str, now: datetime) -> models.SignIn | None:
    if not token:
        return None
    query = select(models.SignIn).where(models.SignIn.token_digest == digest(token), *_still_counts(now))
    sign_in = session.scalars(query).one_or_none()
    return sign_in if sign_in is not None and sign_in.person.active else None


def permit(asker: Asker, action: Action) -> None:
    """Let the asker do it, or refuse with `sign_in_first` (nobody has signed in) or `not_allowed`."""
    if permitted(asker.roles, action):
        return
    raise Refused("not_allowed" if asker.person is not None or asker.device is not None else "sign_in_first")


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

    A display sees the view it was paired for and no other.
    """
    if view not in VIEWS:
        raise Refused("not_found")
    permit(asker, VIEWS[view].action)
    if asker.site is None:
        raise Refused("sign_in_first")
    if asker.person is None and asker.view != view:
        raise Refused("not_allowed")
    return Audience(asker.site, view, asker.person if VIEWS[view].personal else None)


def csrf_token(asker: Asker, secret_key: str) -> str:
    """What a page of this sign-in sends back with every change; bound to the sign-in, so it ends with it."""
    return hmac.new(secret_key.encode(), f"csrf:{asker.token}:{asker.device}".encode(), sha256).hexdigest()


def hash_secret(secret: str, salt: bytes | None = None) -> str:
    """A password or PIN as it is kept (argon2id). With a salt of one's own, 16 bytes that nobody else can have, the
    same secret gives the same again."""
    return str(runtime.offload(lambda: _hasher.hash(secret, salt=salt)))


def _fits(hashed: str | None, secret: str) -> bool:
    """Compare in the same time whether or not there is such a person."""
    try:
        return bool(runtime.offload(_hasher.verify, hashed or _DUMMY, secret)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


_DUMMY: Final = _hasher.hash(secrets.token_hex(16))


def sign_in_with_password(store: Store, login: str, password: str, address: str, now: datetime) -> str:
    """Sign a person in at a desk; gives the token for the cookie.

    Refused: `wrong_password`, `too_many_attempts` (per person and per address, with growing waits).
    """
    login = login.strip().casefold()
    if "\x00" in login:
        raise Refused("wrong_password")  # nobody's, and no text for a database
    subjects = (f"login:{login}"[:80], f"address:{address}"[:80])
    _require_unlocked(store, subjects, now)
    with store.reading() as session:
        query = select(models.Person).where(models.Person.login == login, models.Person.active)
        person = session.scalars(query).first()
    if not _fits(person.password_hash if person else None, password) or person is None:
        _count_failure(store, subjects, now)
        raise Refused("wrong_password")
    return _begin(store, person, None, subjects[:1], now)


def sign_in_on_tablet(store: Store, asker: Asker, person_id: int, pin: str, now: datetime) -> str:
    """Sign a person in on a paired tablet by PIN; gives the token for the cookie.

    Refused: `tablet_only`, `wrong_pin`, `too_many_attempts` (per person and per device, with growing waits).
    """
    if asker.device is None or asker.view != "tablet":
        raise Refused("tablet_only")
    subjects = (f"person:{person_id}", f"device:{asker.device}")
    _require_unlocked(store, subjects, now)
    with store.reading() as session:
        person = session.get(models.Person, person_id)
        device = session.get_one(models.Device, asker.device)
        if person is not None and (person.site_id != device.site_id or not person.active):
            person = None
    if not _fits(person.pin_hash if person else None, pin) or person is None:
        _count_failure(store, subjects, now)
        raise Refused("wrong_pin")
    return _begin(store, person, device.id, subjects, now)


def _begin(store: Store, person: models.Person, device_id: int | None, subjects: tuple[str, ...], now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    with store.changing() as session:
        _count_alone(session, subjects, now)
        for subject in subjects:
            attempts = session.get(models.Attempts, subject)
            if attempts is not None:
                session.delete(attempts)
        if device_id is not None:
            _end_all(session, models.SignIn.device_id == device_id, now)
        session.add(
            models.SignIn(
                token_digest=digest(token), person_id=person.id, device_id=device_id, began_at=now, seen_at=now
            )
        )
    return token


def sign_out(store: Store, asker: Asker, now: datetime) -> None:
    """End the asker's sign-in, everywhere it is used."""
    with store.changing() as session:
        _end_all(session, models.SignIn.id == asker.session, now)


@dataclass(frozen=True, slots=True)
class Ended:
    """Sign-ins and devices that no longer count."""

    sign_ins: frozenset[int]
    devices: frozenset[int]


def ended(store: Store, sign_ins: set[int], devices: set[int], now: datetime) -> Ended:
    """Which of these sign-ins have ended and which of these devices were revoked. Raises Unavailable."""
    with store.reading() as session:
        valid_sign_ins = session.scalars(
            select(models.SignIn.id)
            .join(models.Person, models.Person.id == models.SignIn.person_id)
            .where(models.SignIn.id.in_(sign_ins), models.Person.active, *_still_counts(now))
        )
        valid_devices = session.scalars(
            select(models.Device.id).where(models.Device.id.in_(devices), models.Device.revoked_at.is_(None))
        )
        return Ended(frozenset(sign_ins.difference(valid_sign_ins)), frozenset(devices.difference(valid_devices)))


def _still_counts(now: datetime) -> tuple[Any, ...]:
    return (
        models.SignIn.ended_at.is_(None),
        models.SignIn.seen_at > now - IDLE_LIMIT,
        models.SignIn.began_at > now - ABSOLUTE_LIMIT,
    )


def _end_all(session: Session, which: Any, now: datetime) -> None:
    for row in session.scalars(select(models.SignIn).where(which, models.SignIn.ended_at.is_(None))):
        row.ended_at = now


def mark_seen(store: Store, asker: Asker, now: datetime) -> None:
    """Keep a sign-in that is used from ending; written at most every few minutes."""
    if asker.seen_at is None or now - asker.seen_at < _SEEN_EVERY:
        return
    with store.changing() as session:
        row = session.get(models.SignIn, asker.session)
        if row is not None:
            row.seen_at = now


def choose_language(store: Store, asker: Asker, language: str) -> None:
    """Remember the language of a person, or of a screen that nobody signed in on."""
    with store.changing() as session:
        if asker.person is not None:
            session.get_one(models.Person, asker.person).language = language
        elif asker.device is not None:
            session.get_one(models.Device, asker.device).language = language


def _require_unlocked(store: Store, subjects: tuple[str, ...], now: datetime) -> None:
    with store.reading() as session:
        _refuse_locked(session, subjects, now)


def _refuse_locked(session: Session, subjects: tuple[str, ...], now: datetime) -> None:
    for subject in subjects:
        attempts = session.get(models.Attempts, subject)
        if attempts is not None and attempts.locked_until is not None and attempts.locked_until > now:
            wait = int((attempts.locked_until - now).total_seconds()) + 1
            raise Refused("too_many_attempts", seconds=wait)


def _count_alone(session: Session, subjects: tuple[str, ...], now: datetime) -> None:
    """Attempts sent all at once are counted one after the other; after a lock they are refused, right or wrong."""
    session.execute(select(models.Installation.id).with_for_update())
    _refuse_locked(session, subjects, now)


def _count_failure(store: Store, subjects: tuple[str, ...], now: datetime) -> None:
    with store.changing() as session:
        _count_alone(session, subjects, now)
        for subject in subjects:
            attempts = session.get(models.Attempts, subject)
            if attempts is None or now - attempts.last_at > timedelta(hours=12):
                attempts = attempts or models.Attempts(subject=subject)
                attempts.failures = 0
                session.add(attempts)
            attempts.failures += 1
            attempts.last_at = now
            # A house shares its tablets and often one address: these are given more room than a person.
            free = _FREE_FAILURES if subject.startswith(("person:", "login:")) else _FREE_FAILURES * 5
            over = attempts.failures - free
            attempts.locked_until = (
                now + min(timedelta(seconds=15 * 2 ** min(over, 10)), _LONGEST_LOCK) if over >= 0 else None
            )
