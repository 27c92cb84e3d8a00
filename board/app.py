"""The one place where the parts are joined."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from flask import Flask
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

import board
from board import runtime, ticker
from board.backups import nightly
from board.config import Settings
from board.https.certificates import Certificates
from board.proofs import Proofs
from board.realtime.attached import AttachedScreens
from board.realtime.health import HealthKeeper
from board.realtime.outlet import Outlet, WireJSON
from board.realtime.pictures import Pictures
from board.realtime.push import Push
from board.realtime.rooms import Rooms
from board.realtime.settings import ScreenSettings
from board.realtime.sockets import BoardSockets
from board.store.transaction import Store
from board.web import errors, plainly, routing
from board.web.api import (
    account,
    add_ons,
    advising,
    andon,
    appointments,
    attachments,
    backups,
    delivering,
    follow_up,
    gate,
    jobs,
    late_scans,
    links,
    pairing,
    parts,
    people,
    reception,
    repairs,
    scans,
    set_up,
    set_up_https,
    story,
)
from board.web.api.endpoints import api, spec
from board.web.customer import customer
from board.web.i18n import babel, choose_locale, sentence, word
from board.web.kiosk import kiosk
from board.web.operating import operating
from board.web.pages import pages
from board.web.parts import Parts
from board.web.printing import printing
from board.web.tablet_app import tablet_app
from board.web.trust import trust
from board.web.ways_in import ways_in

LARGEST_REQUEST = 1024 * 1024
_ENDPOINT_MODULES = (
    account,
    add_ons,
    advising,
    andon,
    appointments,
    attachments,
    backups,
    delivering,
    follow_up,
    gate,
    jobs,
    late_scans,
    links,
    pairing,
    parts,
    people,
    reception,
    repairs,
    scans,
    set_up,
    set_up_https,
    story,
)
"""Imported for the endpoints they register."""


@dataclass(frozen=True, slots=True)
class Board:
    """An assembled server: the application to serve, and what runs beside it."""

    app: Flask
    store: Store
    push: Push
    health: HealthKeeper
    settings: Settings

    def start(self, certificates: Certificates | None = None) -> None:
        """Begin to publish, pulse and do what is due, and keep the certificates current where HTTPS is served.

        Raises Unavailable when the database cannot be read.
        """
        self.push.publish()
        runtime.spawn(self.push.run)
        runtime.spawn(self.health.run)
        runtime.spawn(ticker.run, self.store, now, certificates)
        runtime.spawn(nightly.run, self.settings, self.store, now)


def now() -> datetime:
    """The one clock of the server (UTC)."""
    return datetime.now(UTC)


def create_app(settings: Settings) -> Flask:
    """The WSGI application for a database that has been migrated, with its feed running. See `create_board`."""
    made = create_board(settings.model_copy(update={"https": "off"}))  # whoever serves the application speaks it
    made.start()
    return made.app


def create_board(settings: Settings) -> Board:
    """Join the parts for these settings. The database must be migrated and have a site; raises Unavailable."""
    store = Store(settings.database_url, settings.secret_key)
    installation = store.installation()
    static = folder("static")
    app = Flask("board", static_folder=str(static), template_folder=str(folder("templates")))
    app.secret_key = settings.secret_key
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    epoch, demo = (installation.epoch, installation.demo) if installation else ("", False)
    version = f"{board.__version__}-{_digest(static)}"
    app.extensions["board"] = Parts(
        settings,
        store,
        now,
        version,
        static,
        epoch,
        demo,
        Proofs(store, settings.data_dir),
        plainly.strict_since(settings, now()),
    )
    _join_web(app)
    push, health = _join_feed(app, settings, store, epoch, version)
    if settings.trusted_proxies:  # outermost: the sockets ask where a request went to as well
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    store.announce = push.wake
    return Board(app, store, push, health, settings)


def _join_web(app: Flask) -> None:
    babel.init_app(
        app,
        default_locale="en",
        default_translation_directories=str(resources.files("board") / "translations"),
        locale_selector=choose_locale,
    )
    app.jinja_env.globals["word"] = word
    app.url_map.converters["int"] = routing.IdConverter
    for blueprint in (pages, tablet_app, ways_in, printing, customer, operating, trust, kiosk, api):
        app.register_blueprint(blueprint)
    spec.app = app  # not `register`: it would add pages of its own, which load from elsewhere and are no actions
    routing.guard(app)
    errors.answer_errors(app)


def _join_feed(app: Flask, settings: Settings, store: Store, epoch: str, version: str) -> tuple[Push, HealthKeeper]:
    socketio = SocketIO(
        async_mode=settings.async_mode,
        json=WireJSON,
        manage_session=False,
        cors_allowed_origins=_own_origin(settings),
        max_http_buffer_size=64 * 1024,
        http_compression=False,
        ping_interval=25,
        ping_timeout=20,
        websocket_max_message_size=64 * 1024,
    )
    socketio.init_app(app)
    outlet = Outlet(socketio.server)
    rooms, pictures = Rooms(), Pictures(store, epoch, now)

    def say(code: str, language: str | None) -> str:
        with app.app_context():
            return sentence(code, {}, language or "zh_CN")

    attached, health = AttachedScreens(), HealthKeeper(store, pictures, now)
    https = settings.https != "off"
    if https:
        app.wsgi_app = plainly.SocketsOverHttps(app.wsgi_app, settings.plain_screens)  # type: ignore[method-assign]
    sockets = BoardSockets(socketio, store, rooms, pictures, attached, health, now, say, https)
    socketio.on_namespace(sockets)
    settings_told = ScreenSettings(store, rooms, attached, now, sockets.tell_screen, sockets.dismiss, sockets.send_off)
    push = Push(store, outlet, rooms, pictures, version, now, sockets.dismiss, settings_told)
    return push, health


def _own_origin(settings: Settings) -> Callable[[str | None, dict[str, Any]], bool]:
    """Whether a page that opens a socket is ours: loaded from where the socket goes to, or from the public address."""

    def own(origin: str | None, environ: dict[str, Any]) -> bool:
        host_url = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"
        return origin is not None and routing.own_origin(origin, host_url, settings.public_url)

    return own


def folder(name: str) -> Path:
    """`static` or `templates`: beside the package in a checkout, inside it in a wheel."""
    package = Path(str(resources.files("board")))
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def _digest(static: Path) -> str:
    """A digest of the screens' code: when it changes, open pages load themselves again."""
    digest = hashlib.sha256()
    for path in sorted(static.rglob("*")):
        if path.suffix in {".js", ".css"}:
            digest.update(path.relative_to(static).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:8]
