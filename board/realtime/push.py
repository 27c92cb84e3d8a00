"""From a commit to the screens: read what was touched, build it once per audience, send it once per room.

One thread of work publishes, so that changes leave in the order of their revisions. It is woken by this process's own
commits, and looks for those of others.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from board import access
from board.metrics import CHANGES, DELIVERIES, PUBLISH_SECONDS
from board.realtime.outlet import Encoded, Outlet, WireJSON
from board.realtime.pictures import MOST_ENTRIES, Pictures, milliseconds
from board.realtime.rooms import Rooms, Watcher
from board.realtime.settings import ScreenSettings
from board.screens.look import Look, PersonLeft
from board.screens.views import Audience
from board.signing_in import rights
from board.store import models
from board.store.journal import touched_since
from board.store.transaction import Store, Unavailable

PULSE_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 1.5
"""Between two looks for what other processes did and for rights that ended: within 2 s, with what a look takes."""
BREATH_SECONDS: Final = 0.01
"""Between two publications: changes that come faster go out together."""

log = structlog.get_logger()


@dataclass
class Push:
    """The publisher of one process. `version` is the version of the screens' own code, told with every pulse."""

    store: Store
    outlet: Outlet
    rooms: Rooms
    pictures: Pictures
    version: str
    clock: Callable[[], datetime]
    dismiss: Callable[[Watcher, str], None]
    """Tells a socket why it may no longer watch, and cuts it."""
    settings: ScreenSettings
    _published: dict[int, int] = field(default_factory=dict)
    _woken: threading.Event = field(default_factory=threading.Event)
    _healthy: bool = True
    _screens_changed: bool = False
    """Somebody has just changed what a screen shows: it is looked at before its time."""
    _history: str = field(init=False)
    """The epoch that the database had when it was last looked at."""

    def __post_init__(self) -> None:
        self._history = self.pictures.epoch

    def wake(self, site_id: int, revision: int) -> None:  # noqa: ARG002 - what is there is read, not believed
        """A commit raised a site's revision: `run` publishes it. Under eventlet that happens before this comes back, so
        that the screens do not wait until the asker's own answer is built."""
        self._woken.set()
        time.sleep(0)

    def run(self) -> None:
        """Publish, look and pulse for ever."""
        next_look = next_pulse = moment = time.monotonic()
        while True:
            self._woken.wait(timeout=max(0.0, min(next_look, next_pulse) - time.monotonic()))
            breath = moment + BREATH_SECONDS - time.monotonic()
            if breath > 0:
                time.sleep(breath)
            self._woken.clear()
            self._carefully(self.publish)
            moment = time.monotonic()
            if moment >= next_look or self._screens_changed:
                self._screens_changed = False
                next_look = moment + LOOK_SECONDS
                self._carefully(self.follow_history)
                self._carefully(self.cut_ended)
            if moment >= next_pulse:
                next_pulse = moment + PULSE_SECONDS
                self._carefully(self.pulse)

    def publish(self) -> None:
        """Send every site's changes since the last time to whoever watches it."""
        started = time.perf_counter()
        with self.store.reading() as session:
            sites = session.scalars(select(models.Site)).all()
            if any(site.revision < self._published.get(site.id, 0) for site in sites):
                self._begin_anew(session)
            for site in sites:
                # Sites that nobody watches are followed too: a screen's first change must find where it began.
                since = self._published.setdefault(site.id, site.revision)
                if since < site.revision and self.rooms.audiences(site.id):
                    touched = touched_since(session, site.id, since, MOST_ENTRIES)
                    if touched is not None:  # else: so far behind that the pulse makes every screen sync
                        self._publish_site(Look(session, site, self.clock()), since, touched)
                    PUBLISH_SECONDS.observe(time.perf_counter() - started)
                self._published[site.id] = site.revision

    def follow_history(self) -> None:
        """Notice that a backup took the database's place while this process serves it: what was published did not
        happen there, so every screen has to take a fresh picture."""
        self.store.let_go_of_replaced_file()
        with self.store.reading() as session:
            if session.get_one(models.Installation, 1).epoch != self._history:
                self._begin_anew(session)

    def _begin_anew(self, session: Session) -> None:
        """The next pulse tells of another epoch; what was put back by hand has the old one, and is given its own."""
        epoch = session.get_one(models.Installation, 1).epoch
        self.pictures.begin_anew(f"{epoch}-{secrets.token_hex(4)}" if epoch == self._history else epoch)
        self._history = epoch
        self._published.clear()
        log.warning("another_history")

    def _publish_site(self, look: Look, since: int, touched: set[str]) -> None:
        if any(key.startswith("screen:") for key in touched):
            self._screens_changed = True
        for audience in self.rooms.audiences(look.site.id):
            try:
                change = self.pictures.change(look, audience, since, touched)
            except PersonLeft:
                self._dismiss_all(audience)
                continue
            except Unavailable:
                raise
            except Exception:  # what spoils one view must not stop the others; its screens ask again at the next pulse
                log.exception("change_failed", view=audience.view)
                continue
            self._send(audience, "change", change)
            CHANGES.labels(audience.view).inc()

    def pulse(self) -> None:
        """Tell every room that the feed lives, and at which revision."""
        if not self._healthy:
            return
        for audience in self.rooms.audiences():
            revision = self._published.get(audience.site)
            if revision is not None:
                now = milliseconds(self.clock())
                epoch = self.pictures.epoch
                self._send(
                    audience, "pulse", {"epoch": epoch, "revision": revision, "now": now, "version": self.version}
                )

    def cut_ended(self) -> None:
        """Cut the sockets of people who signed out, left, or may not see this any more, and of screens that were
        revoked, and tell screens what was changed of them, wherever that happened."""
        watchers = self.rooms.all()
        attached = self.settings.devices()
        if not watchers and not attached:
            return
        known = rights(self.store, self.clock())
        for watcher in watchers:
            lost = access.lost_right(known, watcher.audience, watcher.sign_in, watcher.device)
            if lost is not None:
                self.dismiss(watcher, lost)
        self.settings.follow(known.devices)

    def _dismiss_all(self, audience: Audience) -> None:
        for watcher in self.rooms.of([audience]):
            self.dismiss(watcher, "sign_in_first")

    def _send(self, audience: Audience, event: str, message: dict[str, Any]) -> None:
        reached = self.outlet.send(audience.room, event, Encoded(WireJSON.dumps(message)))
        DELIVERIES.labels(event).inc(reached)

    def _carefully(self, work: Callable[[], None]) -> None:
        """Without the database there is nothing to tell: screens say so themselves when no pulse comes."""
        try:
            work()
        except Unavailable as error:
            if self._healthy:
                log.warning("feed_stopped", reason=str(error))
            self._healthy = False
        except Exception:
            log.exception("feed_failed", work=work.__name__)
        else:
            if not self._healthy and work == self.publish:
                log.info("feed_goes_on")
                self._healthy = True
