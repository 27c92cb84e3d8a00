"""The sockets of `/board`: who may watch, joining, and the first picture. Writes go over HTTP."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import structlog
from flask import request
from flask_socketio import Namespace, SocketIO
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from board import access, runtime
from board.access import Asker
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.realtime.attached import AttachedScreens
from board.realtime.health import Health, HealthKeeper
from board.realtime.outlet import Encoded
from board.realtime.pictures import Pictures, milliseconds
from board.realtime.rooms import Rooms, Watcher
from board.screens import paired
from board.screens.look import PersonLeft
from board.signing_in import note_refusal
from board.store.door_events import Caller
from board.store.transaction import Store, Unavailable

NAMESPACE = "/board"
_FAREWELL_SECONDS: Final = 1.0

ACTIONS = {
    "connect": Action.open_home,
    "disconnect": Action.open_home,
    "screen": Action.open_screen,
    "health": Action.open_screen,
    "watch": "the view's own action",
    "sync": "the view's own action",
}
"""Every event of the namespace, and what the permission table says about it."""

log = structlog.get_logger()


class Watch(BaseModel):
    """What a screen asks for, and what it already has."""

    model_config = ConfigDict(extra="ignore", strict=True)

    view: str = Field(max_length=32)
    surface: str | None = Field(default=None, max_length=32)
    """The view whose page asks, where that is another one: a wall can show several in turn."""
    epoch: str | None = Field(default=None, max_length=64)
    revision: int | None = None


class Attach(BaseModel):
    """The view whose page a paired screen has opened."""

    model_config = ConfigDict(extra="ignore", strict=True)

    surface: str = Field(max_length=32)


class Sync(BaseModel):
    """What a watching screen already has."""

    model_config = ConfigDict(extra="ignore", strict=True)

    epoch: str | None = Field(default=None, max_length=64)
    revision: int | None = None


class BoardSockets(Namespace):  # type: ignore[misc]
    """The namespace's events. Each looks the asker up again: a socket outlives a sign-in."""

    def __init__(
        self,
        socketio: SocketIO,
        store: Store,
        rooms: Rooms,
        pictures: Pictures,
        attached: AttachedScreens,
        health: HealthKeeper,
        clock: Callable[[], datetime],
        say: Callable[[str, str | None], str],
        https: bool = False,
    ) -> None:
        """`https`: HTTPS is spoken here, so a plain socket can be a wall's at most."""
        super().__init__(NAMESPACE)
        self._socketio = socketio
        self._store = store
        self._rooms = rooms
        self._pictures = pictures
        self._attached = attached
        self._health = health
        self._clock = clock
        self._say = say
        self._https = https
        self._tokens: dict[str, str] = {}

    def on_connect(self, auth: Any = None) -> None:
        """A socket may come without identity; without one it may watch nothing."""
        token = auth.get("token") if isinstance(auth, dict) else None
        if isinstance(token, str) and len(token) <= 200:
            self._tokens[request.sid] = token  # type: ignore[attr-defined]

    def on_disconnect(self, reason: str | None = None) -> None:  # noqa: ARG002
        """A screen went away, or sent an event of this name: either way it hears nothing more."""
        self._tokens.pop(request.sid, None)  # type: ignore[attr-defined]
        self._attached.detach(request.sid)  # type: ignore[attr-defined]
        self._health.forget(request.sid)  # type: ignore[attr-defined]
        self._take_out(request.sid)  # type: ignore[attr-defined]

    def on_watch(self, data: Any = None) -> Any:
        """Join a view's room; answered with the picture, or the changes since what the screen has."""
        sid: str = request.sid  # type: ignore[attr-defined]
        asker = access.NOBODY
        try:
            wish = Watch.model_validate(data)
            surface = wish.surface or wish.view
            asker = self._asker(surface)
            audience = access.audience(asker, wish.view)
            self._let_in(Watcher(sid, audience, asker.session, asker.device, surface))
            return self._pictures.answer(audience, wish.epoch, wish.revision)
        except ValidationError:
            return self._refusal("bad_request", asker)
        except Refused as refused:
            self._note(refused, asker)
            return self._refusal(refused.code, asker)
        except PersonLeft:
            return self._refusal("sign_in_first", asker)
        except Unavailable:
            return self._refusal("unavailable", asker)
        except Exception:  # a screen that is told nothing would wait in silence; one that is told asks again
            log.exception("watch_failed", view=wish.view)
            return self._refusal("unavailable", asker)

    def on_sync(self, data: Any = None) -> Any:
        """The same for a socket that watches already."""
        watcher = self._rooms.watcher(request.sid)  # type: ignore[attr-defined]
        if watcher is None:
            return self._refusal("sign_in_first", access.NOBODY)
        try:
            has = Sync.model_validate(data)
        except ValidationError:
            return self._refusal("bad_request", access.NOBODY)
        wish = {"view": watcher.audience.view, "surface": watcher.surface}
        return self.on_watch({**wish, "epoch": has.epoch, "revision": has.revision})

    def on_screen(self, data: Any = None) -> Any:
        """This socket is of a paired screen's page: answered with what the page is told, and again when it changes."""
        asker = access.NOBODY
        try:
            asker = self._asker(Attach.model_validate(data).surface)
            access.permit(asker, Action.open_screen)
            return {"ok": True, "screen": self._attach(asker), "now": milliseconds(self._clock())}
        except ValidationError:
            return self._refusal("bad_request", asker)
        except Refused as refused:
            return self._refusal(refused.code, asker)
        except Unavailable:
            return self._refusal("unavailable", asker)

    def _attach(self, asker: Asker) -> Any:
        sid: str = request.sid  # type: ignore[attr-defined]
        if asker.device is None:
            raise Refused("not_allowed")
        with self._store.reading() as session:
            told = paired.told(session, asker.device, self._clock())
        if told is None:
            raise Refused("not_allowed")
        self._attached.attach(sid, asker.device, told["version"])
        if not self._socketio.server.manager.is_connected(sid, NAMESPACE):
            self._attached.detach(sid)  # it went away while we looked up who it is
        return told

    def trigger_event(self, event: str, *arguments: Any) -> Any:
        """Reports come by the hundred and look at no cookie: they go past the request that Flask would make."""
        if event == "health":
            return self.on_health(*arguments[:2])
        return super().trigger_event(event, *arguments)

    def on_health(self, sid: str, data: Any = None) -> Any:
        """How an attached screen is. Read from a socket every ten seconds at most."""
        device = self._attached.device_of(sid)
        if device is None:
            return self._refusal("not_allowed", access.NOBODY)
        if not self._health.may_report(sid):
            return {"ok": True, "read": False}
        try:
            said = Health.model_validate(data)
        except ValidationError:
            return self._refusal("bad_request", access.NOBODY)
        watcher = self._rooms.watcher(sid)
        self._health.take(device, watcher.audience if watcher is not None else None, said)
        return {"ok": True, "read": True}

    def tell_screen(self, sid: str, told: dict[str, Any]) -> None:
        """Tell a screen's page what it is to show from now on."""
        self._socketio.server.emit("screen", told, to=sid, namespace=NAMESPACE)

    def dismiss(self, watcher: Watcher, code: str) -> None:
        """Tell a socket why it may no longer watch, and cut it."""
        self._take_out(watcher.sid)
        self.send_off(watcher.sid, code)

    def send_off(self, sid: str, code: str) -> None:
        """Tell a socket why it may not stay, and cut it."""
        message = {"code": code, "sentence": self._say(code, None)}
        server = self._socketio.server
        connection = server.manager.eio_sid_from_sid(sid, NAMESPACE)
        server.emit("gone", message, to=sid, namespace=NAMESPACE)
        server.disconnect(sid, namespace=NAMESPACE)
        if connection is not None:
            runtime.spawn(self._hang_up, connection)

    def _hang_up(self, connection: str) -> None:
        """Close the connection itself too, when the farewell has had time to go out."""
        time.sleep(_FAREWELL_SECONDS)
        self._socketio.server.eio.disconnect(connection)

    def _asker(self, view: str) -> Asker:
        token = self._tokens.get(request.sid, "")  # type: ignore[attr-defined]
        plain = self._https and not request.is_secure
        credentials = access.credentials(request.cookies, view, token=token, plain=plain)
        return access.identify(self._store, credentials, self._clock())

    def _note(self, refused: Refused, asker: Asker) -> None:
        """Refusals of what somebody may not see are written down, where the database can be written."""
        action = refused.details.get("action")
        if action is None:
            return
        try:
            caller = Caller(asker.site, asker.person, asker.device, request.remote_addr or "")
            note_refusal(self._store, caller, str(action), self._clock())
        except Unavailable as error:
            log.warning("refusal_not_noted", reason=str(error))

    def _let_in(self, watcher: Watcher) -> None:
        before = self._rooms.join(watcher)
        if before is not None and before.audience != watcher.audience:
            self._left(before)
        if self._socketio.server.manager.is_connected(watcher.sid, NAMESPACE):
            self._socketio.server.enter_room(watcher.sid, watcher.audience.room, namespace=NAMESPACE)
        else:  # it went away while we looked up who it is
            self._take_out(watcher.sid)

    def _take_out(self, sid: str) -> None:
        watcher = self._rooms.leave(sid)
        if watcher is not None:
            self._left(watcher)

    def _left(self, watcher: Watcher) -> None:
        self._socketio.server.leave_room(watcher.sid, watcher.audience.room, namespace=NAMESPACE)
        if watcher.audience not in self._rooms.audiences(watcher.audience.site):
            self._pictures.forget(watcher.audience)

    def _refusal(self, code: str, asker: Asker) -> dict[str, Any] | Encoded:
        return {"ok": False, "code": code, "sentence": self._say(code, asker.language)}
