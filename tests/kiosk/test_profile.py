"""What outlives a start of the browser."""

import json
from pathlib import Path

import pytest

from kiosk import profile


@pytest.fixture
def used(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    for path in ("Default/Cookies", "Default/Network/Cookies", "Default/Local Storage/leveldb/1.log"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    for path in ("Default/Preferences", "Default/Cache/big", "Local State", "ShaderCache/x"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("{broken")
    (folder / "SingletonLock").symlink_to("another-machine-77")
    return folder


def test_the_pairing_stays_and_the_rest_goes(used: Path) -> None:
    profile.prepare(used)
    left = {str(path.relative_to(used)) for path in used.rglob("*") if path.is_file() or path.is_symlink()}
    assert left == {
        "Default/Cookies", "Default/Network/Cookies", "Default/Local Storage/leveldb/1.log", "Default/Preferences",
    }  # fmt: skip
    assert json.loads((used / "Default/Preferences").read_text())["translate"] == {"enabled": False}


def test_what_has_grown_beyond_reason_goes_too(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "LARGEST_KEPT", 10)
    profile.prepare(used)
    assert not (used / "Default/Local Storage").exists()
    assert (used / "Default/Cookies").exists()


def test_a_first_start(tmp_path: Path) -> None:
    profile.prepare(tmp_path / "new" / "profile")
    assert (tmp_path / "new/profile/Default/Preferences").exists()


def test_a_file_in_the_folder_s_place(tmp_path: Path) -> None:
    (tmp_path / "Default").write_text("not a folder")
    profile.prepare(tmp_path)
    assert (tmp_path / "Default/Preferences").exists()
