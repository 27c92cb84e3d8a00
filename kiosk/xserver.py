"""The X server for the one browser: a cookie for the kiosk's user, then Xorg takes this process's place."""

import grp
import os
import secrets
import struct
from pathlib import Path
from typing import Final, NoReturn

USER: Final = "board-kiosk"
COOKIE: Final = Path("/run/board-kiosk-display/Xauthority")
_ANY_HOST: Final = 65535  # FamilyWild
_VT: Final = "vt7"


def authority(secret: bytes) -> bytes:
    """An X authority file with one cookie that is good for every display of this machine."""
    parts = (b"", b"", b"MIT-MAGIC-COOKIE-1", secret)
    return struct.pack(">H", _ANY_HOST) + b"".join(struct.pack(">H", len(part)) + part for part in parts)


def write_cookie(path: Path, group: int) -> None:
    """Write a new cookie that only root and the kiosk's group can read."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, "wb") as file:
        file.write(authority(secrets.token_bytes(16)))
        os.fchown(file.fileno(), -1, group)


def command(display: str) -> list[str]:
    """Xorg without a pointer, without blanking and power saving, deaf on the network."""
    still = ["-nocursor", "-s", "0", "-dpms", "-nolisten", "tcp", "-noreset"]
    return ["Xorg", display, _VT, *still, "-auth", str(COOKIE), "-config", "board-kiosk.conf"]


def become_x_server(display: str) -> NoReturn:
    """Write the cookie and become the X server. Needs root."""
    write_cookie(COOKIE, grp.getgrnam(USER).gr_gid)
    words = command(display)
    os.execvp(words[0], words)  # noqa: S606 - no shell is wanted
