"""The kiosk's settings: one small file, read once at the start, refused with a sentence when it cannot work."""

import tomllib
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from kiosk.health import Patience
from kiosk.ladder import Limits

CONFIG: Final = Path("/etc/board-kiosk/kiosk.toml")
ROTATIONS: Final = (0, 90, 180, 270)
LANGUAGES: Final = ("zh-CN", "en")


class ConfigRefused(Exception):
    """The settings cannot be used; the message says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that may be set. Durations are in seconds."""

    server: str
    language: str = "zh-CN"
    """What the browser asks for until the screen is paired: nobody can press a button on a wall."""
    rotate: int = 0
    """Degrees, clockwise."""
    reboot: bool = False
    """Whether the machine may be rebooted when nothing else helped."""
    restart_at: str = "03:30"
    """Local time of the nightly restart of the browser; empty: none."""
    memory_limit_mb: int = 1200
    browser: str = ""
    """The program; empty: the system's Chromium."""
    display: str = ":0"
    ca_file: str = ""
    """The workshop's own certificate authority, for asking the server whether it is ready."""
    state_dir: str = "/var/lib/board-kiosk"
    run_dir: str = "/run/board-kiosk"
    look_every: float = 5
    answer_within: float = 15
    start_within: float = 90
    open_within: float = 45
    paint_within: float = 30
    good_within: float = 60
    quiet_after: float = 60
    first_delay: float = 10
    longest_delay: float = 300
    calm_after: float = 3600

    @property
    def limits(self) -> Limits:
        """How patient the ladder is."""
        return Limits(self.first_delay, self.longest_delay, self.calm_after, may_reboot=self.reboot)

    @property
    def patience(self) -> Patience:
        """How long a page may take."""
        return Patience(self.open_within, self.paint_within, self.good_within)

    @property
    def nightly(self) -> time | None:
        """When the browser is restarted at night."""
        return time.fromisoformat(self.restart_at) if self.restart_at else None


def load(path: Path = CONFIG) -> Config:
    """Read the settings. Raises ConfigRefused with a sentence."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigRefused(f"{path} cannot be read ({error.strerror}). Run the installer again.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigRefused(f"{path}: {error}. Correct it, or run the installer again.") from None
    try:
        return accept(told)
    except ConfigRefused as refused:
        raise ConfigRefused(f"{path}: {refused}") from None


def accept(told: dict[str, Any]) -> Config:
    """Settings from a table. Raises ConfigRefused with a sentence."""
    types = {field.name: field.type for field in fields(Config)}
    for name, value in told.items():
        if name not in types:
            raise ConfigRefused(f"there is no setting {name}.")
        wanted: Any = (int, float) if types[name] is float else types[name]
        if not isinstance(value, wanted) or (isinstance(value, bool) and types[name] is not bool):
            raise ConfigRefused(f"{name} = {value!r} is not of the right kind.")
        if types[name] in {int, float} and (value < 0 or (value == 0 and name != "rotate")):
            raise ConfigRefused(f"{name} = {value!r} must be more than nothing.")
    if told.get("rotate", 0) not in ROTATIONS:
        raise ConfigRefused("rotate must be 0, 90, 180 or 270.")
    if told.get("language", LANGUAGES[0]) not in LANGUAGES:
        raise ConfigRefused("language must be zh-CN or en.")
    config = Config(**{**told, "server": server_address(told.get("server"))})
    try:
        _ = config.nightly
    except ValueError:
        raise ConfigRefused("restart_at must be a time such as 03:30, or empty.") from None
    return config


def server_address(told: object) -> str:
    """A server's address without a path. Raises ConfigRefused for what is none."""
    try:
        split = urlsplit(str(told))
        good = split.scheme in {"http", "https"} and bool((split.hostname or "").encode("idna")) and split.port != 0
    except ValueError:
        good = False
    if not good or split.path.strip("/") or split.query or split.fragment or "@" in split.netloc:
        raise ConfigRefused("the server's address must look like https://board.example:8000.")
    if any(character in '"\\' or not character.isprintable() or character.isspace() for character in split.netloc):
        raise ConfigRefused("the server's address must look like https://board.example:8000.")
    return f"{split.scheme}://{split.netloc}"
