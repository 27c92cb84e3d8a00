"""What an administrator changes of a screen: told to its page on this process, and what it lost is cut."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from board.realtime.attached import AttachedScreens
from board.realtime.rooms import Rooms, Watcher
from board.screens import paired
from board.store import models
from board.store.transaction import Store


@dataclass
class ScreenSettings:
    """Follows the versions of the devices whose sockets are here."""

    store: Store
    rooms: Rooms
    attached: AttachedScreens
    clock: Callable[[], datetime]
    tell: Callable[[str, dict[str, Any]], None]
    """Tells a socket what its page is to show."""
    dismiss: Callable[[Watcher, str], None]
    send_off: Callable[[str, str], None]
    """Tells a socket that watches nothing why it may not stay, and cuts it."""
    _versions: dict[int, int] = field(default_factory=dict)
    _changed: set[int] = field(default_factory=set)

    def devices(self) -> set[int]:
        """The devices whose pages are here."""
        return self.attached.devices()

    def follow(self, versions: Mapping[int, int]) -> None:
        """Tell the pages whose settings changed, and cut what watches something that it is not set to show. `versions`
        has every screen that is paired.

        A page is told at one look and cut at the next: it goes by itself where it can.
        """
        for each in self.attached.of(frozenset(self.devices() - versions.keys())):
            self.attached.detach(each.sid)
            if self.rooms.watcher(each.sid) is None:
                self.send_off(each.sid, "not_allowed")
        told = {device for device, version in versions.items() if self._versions.get(device) == version}
        self._cut_strays(self._changed & told)
        self._changed = versions.keys() - told
        self._versions = dict(versions)
        behind = self.attached.behind(self._versions)
        if behind:
            self._tell({each.device for each in behind})

    def _tell(self, devices: set[int]) -> None:
        with self.store.reading() as session:
            found = {device: paired.told(session, device, self.clock()) for device in devices}
        for each in self.attached.of(frozenset(devices)):
            told = found[each.device]
            if told is not None:
                self.tell(each.sid, dict(told))
                self.attached.note_told(each, told["version"])

    def _cut_strays(self, devices: set[int]) -> None:
        watchers = [each for each in self.rooms.all() if each.sign_in is None and each.device in devices]
        if not watchers:
            return
        device = models.Device
        with self.store.reading() as session:
            query = select(device.id, device.site_id, device.view, device.playlist, device.version)
            shown = {
                row.id: {(row.site_id, view) for view in (row.view, *(each["view"] for each in row.playlist))}
                for row in session.execute(query.where(device.id.in_(devices)))
                if row.version == self._versions[row.id]
            }
        for watcher in watchers:
            audience, may = watcher.audience, shown.get(watcher.device or 0)
            if may is not None and (audience.site, audience.view) not in may:
                self.dismiss(watcher, "not_allowed")
