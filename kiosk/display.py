"""The X display: waited for, turned, and looked at again, as television sets are switched on after their machine."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TURNED: Final = {0: "normal", 90: "right", 180: "inverted", 270: "left"}
_SIZE: Final = re.compile(r"^Screen 0:.*?current (\d+) x (\d+)", re.MULTILINE)
_OUTPUT: Final = re.compile(
    r"^(\S+) (connected|disconnected)(?: primary)?(?: (\d+x\d+\+\d+\+\d+))?(?: (\w+))? \(", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Output:
    """A socket of the graphics card, and whether a screen on it is lit and how it is turned."""

    name: str
    connected: bool
    lit: bool
    turned: str


def read_outputs(told: str) -> tuple[Size | None, list[Output]]:
    """What `xrandr --query` says: the size of the whole screen, and its outputs."""
    size = _SIZE.search(told)
    outputs = [
        Output(name, state == "connected", bool(geometry), turned or "normal")
        for name, state, geometry, turned in _OUTPUT.findall(told)
    ]
    return (Size(int(size[1]), int(size[2])) if size else None), outputs


def arrangement(outputs: Sequence[Output], rotate: int) -> list[str]:
    """What to tell xrandr so that every connected screen is lit the right way up with one picture; nothing if so."""
    turned = _TURNED[rotate]
    connected = [output for output in outputs if output.connected]
    if all(output.lit and output.turned == turned for output in connected):
        return []
    words: list[str] = []
    for output in connected:
        place = ["--same-as", connected[0].name] if output is not connected[0] else ["--pos", "0x0"]
        words += ["--output", output.name, "--auto", "--rotate", turned, *place]
    for output in outputs:
        if output.lit and not output.connected:
            words += ["--output", output.name, "--off"]
    return words


class Display:
    """The display that the browser is shown on."""

    def __init__(self, name: str, rotate: int) -> None:
        self._name = name
        self._rotate = rotate

    @property
    def there(self) -> bool:
        """Whether its server listens."""
        return Path(f"/tmp/.X11-unix/X{self._name.lstrip(':').split('.')[0]}").exists()  # noqa: S108 - X's own place

    def arrange(self, probe: bool = False) -> Size | None:
        """Light and turn what is connected, and return the screen's size; None where nobody can tell.

        `probe` asks the screens themselves, which can make them flicker; otherwise what X has heard of them counts.
        """
        size, outputs = read_outputs(self._xrandr("--query" if probe else "--current"))
        if words := arrangement(outputs, self._rotate):
            self._xrandr(*words)
            size, _ = read_outputs(self._xrandr("--current"))
        return size

    def _xrandr(self, *words: str) -> str:
        try:
            done = subprocess.run(
                ["xrandr", "--display", self._name, *words], capture_output=True, text=True, timeout=10, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout
