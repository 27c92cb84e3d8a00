"""The sockets of paired screens: which device's page each belongs to, and what its page was told last."""

import threading
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Attached:
    """A socket of a paired screen's page. `told` is the version of what the page was told."""

    sid: str
    device: int
    told: int


@dataclass
class AttachedScreens:
    """The attached sockets of this process."""

    _by_sid: dict[str, Attached] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def attach(self, sid: str, device: int, told: int) -> None:
        """This socket is of this device's page, which has just been told."""
        with self._lock:
            self._by_sid[sid] = Attached(sid, device, told)

    def detach(self, sid: str) -> None:
        """It went away."""
        with self._lock:
            self._by_sid.pop(sid, None)

    def device_of(self, sid: str) -> int | None:
        """The device whose page has this socket, or None."""
        found = self._by_sid.get(sid)
        return found.device if found is not None else None

    def devices(self) -> set[int]:
        """The devices whose pages are here."""
        with self._lock:
            return {each.device for each in self._by_sid.values()}

    def behind(self, versions: dict[int, int]) -> list[Attached]:
        """The sockets whose pages were told something older than these versions."""
        with self._lock:
            return [each for each in self._by_sid.values() if each.told < versions.get(each.device, 0)]

    def of(self, devices: frozenset[int]) -> list[Attached]:
        """The sockets of some devices."""
        with self._lock:
            return [each for each in self._by_sid.values() if each.device in devices]

    def note_told(self, attached: Attached, version: int) -> None:
        """Its page has been told this version, unless it has gone meanwhile."""
        with self._lock:
            if attached.sid in self._by_sid:
                self._by_sid[attached.sid] = replace(attached, told=version)
