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
from board.realtime.outlet import Encoded
from board.realtime.pictures import Pictures
from board.realtime.rooms import Rooms, Watcher
from board.screens.look import PersonLeft
from board.store.transaction import Store, Unavailable

NAMESPACE = "/board"
_FAREWELL_SECONDS: Final = 1.0

ACTIONS = {
    "connect": Action.open_home,
    "disconnect": Action.open_home,
    "watch": "the view's own action",
    "sync": "the view's own action",
}
"""Every event of the namespace, and what the permission table says about it."""

log = structlog.get_logger()


class Watch(BaseModel):
    """What a screen asks for, and what it already has."""

    model_config = ConfigDict(extra="ignore", strict=True)

    view: str = Field(max_length=32)
    epoch: str | None = Field(default=None, max_length=64)
    revision: int | None = None


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
        self._take_out(request.sid)  # type: ignore[attr-defined]

    def on_watch(self, data: Any = None) -> Any:
        """Join a view's room; answered with the picture, or the changes since what the screen has."""
        sid: str = request.sid  # type: ignore[attr-defined]
        asker = access.NOBODY
        try:
            wish = Watch.model_validate(data)
            asker = self._asker(wish.view)
            audience = access.audience(asker, wish.view)
            self._let_in(Watcher(sid, audience, asker.session, asker.device))
            return self._pictures.answer(audience, wish.epoch, wish.revision)
        except ValidationError:
            return self._refusal("bad_request", asker)
        except Refused as refused:
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
        return self.on_watch({"view": watcher.audience.view, "epoch": has.epoch, "revision": has.revision})

    def dismiss(self, watcher: Watcher, code: str) -> None:
        """Tell a socket why it may no longer watch, and cut it."""
        self._take_out(watcher.sid)
        message = {"code": code, "sentence": self._say(code, None)}
        server = self._socketio.server
        connection = server.manager.eio_sid_from_sid(watcher.sid, NAMESPACE)
        server.emit("gone", message, to=watcher.sid, namespace=NAMESPACE)
        server.disconnect(watcher.sid, namespace=NAMESPACE)
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
