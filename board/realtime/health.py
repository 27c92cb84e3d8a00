"""How paired screens are: their reports are compared with the server's own picture, and kept in batches.

A report costs no question to the database. What is kept is one row a device, written over: no part of the journal, and
no revision rises for it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final, Literal

import structlog
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import delete, insert, select

from board.domain.screens import DARK_AFTER, Report, StaleReason, stale_reason
from board.realtime.pictures import Pictures
from board.screens.views import VIEWS, Audience
from board.store import models
from board.store.transaction import BrokenRule, Store, Unavailable

WRITE_SECONDS: Final = 30.0
LEAST_SECONDS_BETWEEN: Final = 10.0
"""Reports of one socket that come faster are left unread."""
_LONG: Final = 2**53

log = structlog.get_logger()


def _printable(text: str) -> str:
    """Without what a database does not take: one screen's text must not spoil the batch of all."""
    return "".join(letter for letter in text if letter.isprintable())


_Text = Annotated[str, AfterValidator(_printable)]


class Health(BaseModel):
    """What a screen's page says of itself."""

    model_config = ConfigDict(extra="ignore", strict=True)

    view: _Text = Field(max_length=32)
    status: Literal["loading", "live", "stale", "refused", "none"]
    revision: int | None = Field(default=None, ge=0, le=_LONG)
    state_hash: str | None = Field(default=None, max_length=64)
    version: _Text = Field(max_length=40)
    painted_ms_ago: int = Field(ge=0, le=_LONG)
    good_ms_ago: int | None = Field(default=None, ge=0, le=_LONG)
    errors: int = Field(ge=0, le=2**31 - 1)
    last_error: _Text | None = Field(default=None, max_length=200)
    memory: int | None = Field(default=None, ge=0, le=_LONG)
    width: int = Field(ge=0, le=100_000)
    height: int = Field(ge=0, le=100_000)
    browser: _Text = Field(max_length=40)
    uptime_s: int = Field(ge=0, le=_LONG)
    asleep: bool


@dataclass
class HealthKeeper:
    """The reports that came to this process since they were written the last time."""

    store: Store
    pictures: Pictures
    clock: Callable[[], datetime]
    _waiting: dict[int, dict[str, Any]] = field(default_factory=dict)
    _heard: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _some: threading.Event = field(default_factory=threading.Event)

    def may_report(self, sid: str) -> bool:
        """Whether this socket's next report is read; it counts as one."""
        moment = time.monotonic()
        if moment - self._heard.get(sid, -LEAST_SECONDS_BETWEEN) < LEAST_SECONDS_BETWEEN:
            return False
        self._heard[sid] = moment
        return True

    def forget(self, sid: str) -> None:
        """A socket went away."""
        self._heard.pop(sid, None)

    def take(self, device: int, audience: Audience | None, said: Health) -> None:
        """Keep a report; `audience` is what the reporting socket watches."""
        differs = self._differs(audience, said)
        report = Report(said.status in {"live", "none"}, said.painted_ms_ago, said.asleep, differs)
        row = _row(device, said, stale_reason(report), self.clock())
        with self._lock:
            self._waiting[device] = row
        self._some.set()

    def run(self) -> None:
        """Write what has come, at most every 30 seconds, for ever."""
        while True:
            self._some.wait()
            try:
                self.write()
            except (Unavailable, BrokenRule) as error:
                log.warning("screen_health_not_kept", reason=str(error))
            except Exception:
                log.exception("screen_health_failed")
            time.sleep(WRITE_SECONDS)

    def write(self) -> None:
        """Write the reports that wait, in one transaction. Raises Unavailable: they are lost, the next come soon."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            self._some.clear()
        if not waiting:
            return
        table = models.ScreenHealth
        with self.store.changing() as session:
            known = select(models.Device.id).where(models.Device.id.in_(waiting))
            rows = [waiting[device] for device in session.scalars(known)]
            before = select(table.device_id, table.stale, table.since, table.seen_at)
            for device, stale, since, seen_at in session.execute(before.where(table.device_id.in_(waiting))):
                row = waiting[device]
                if stale == row["stale"] and row["seen_at"] - seen_at <= DARK_AFTER:
                    row["since"] = since
            session.execute(delete(table).where(table.device_id.in_(waiting)))
            if rows:
                session.execute(insert(table), rows)

    def _differs(self, audience: Audience | None, said: Health) -> bool | None:
        """Whether the screen shows something else than the server has at the same revision; None: nothing to compare.

        A person's own view is left out: what it offers depends on the moment it was built.
        """
        if audience is None or said.revision is None or said.state_hash is None:
            return None
        if audience.view != said.view or VIEWS[audience.view].personal:
            return None
        mine = self.pictures.hash_at(audience, said.revision)
        return None if mine is None else mine != said.state_hash


def _row(device: int, said: Health, stale: StaleReason | None, now: datetime) -> dict[str, Any]:
    return {
        "device_id": device,
        "seen_at": now,
        "since": now,
        "stale": stale,
        "asleep": said.asleep,
        "view": said.view,
        "version": said.version,
        "revision": said.revision,
        "painted_ms_ago": said.painted_ms_ago,
        "good_ms_ago": said.good_ms_ago,
        "errors": said.errors,
        "last_error": said.last_error,
        "memory_mb": said.memory // 2**20 if said.memory is not None else None,
        "width": said.width,
        "height": said.height,
        "browser": said.browser,
        "uptime_s": said.uptime_s,
    }
