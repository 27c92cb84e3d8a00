"""The browser's profile: only what a paired screen needs outlives a start.

Whatever else lies there, a half-written preference, a lock of a machine with another name, a cache that only grows, is
taken away before each start, so that none of it can keep the browser from starting.
"""

import contextlib
import json
import shutil
from pathlib import Path
from typing import Final

KEPT: Final = ("Cookies", "Cookies-journal", "Network", "Local Storage")
"""In `Default`: the screen's pairing (a cookie), and what its pages keep for themselves."""
LARGEST_KEPT: Final = 64 * 1024 * 1024
_PREFERENCES: Final = {
    "autofill": {"credit_card_enabled": False, "profile_enabled": False},
    "credentials_enable_service": False,
    "profile": {"default_content_setting_values": {"notifications": 2, "geolocation": 2}, "exit_type": "Normal"},
    "translate": {"enabled": False},
}
"""Nothing that would open a bubble over the board."""


def prepare(profile: Path) -> None:
    """Leave of an old profile what is kept; of a profile that has grown beyond reason, the cookies alone."""
    _clear(profile)
    default = profile / "Default"
    default.mkdir(exist_ok=True, mode=0o700)
    (default / "Preferences").write_text(json.dumps(_PREFERENCES), encoding="utf-8")


def _clear(profile: Path) -> None:
    profile.mkdir(parents=True, exist_ok=True, mode=0o700)
    for entry in profile.iterdir():
        if entry.name != "Default":
            _remove(entry)
    default = profile / "Default"
    if not default.is_dir() or default.is_symlink():
        _remove(default)
        return
    kept = KEPT if _size(default, KEPT) <= LARGEST_KEPT else KEPT[:3]
    for entry in default.iterdir():
        if entry.name not in kept:
            _remove(entry)


def _size(folder: Path, names: tuple[str, ...]) -> int:
    files = [file for name in names for file in [folder / name, *(folder / name).rglob("*")]]
    return sum(file.lstat().st_size for file in files if file.is_file() and not file.is_symlink())


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
