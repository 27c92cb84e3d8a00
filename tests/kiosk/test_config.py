"""The kiosk's settings, and what is refused."""

from datetime import time
from pathlib import Path

import pytest

from kiosk.config import ConfigRefused, accept, load, server_address


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("https://board.example:8000/", "https://board.example:8000"),
        ("http://192.168.1.5", "http://192.168.1.5"),
        ("http://[fd00::5]:8000", "http://[fd00::5]:8000"),
    ],
)
def test_a_server_s_address(told: str, address: str) -> None:
    assert server_address(told) == address


@pytest.mark.parametrize(
    "told",
    [
        "board.example",
        "ftp://board.example",
        "https://",
        "https://board.example/workshop",
        "https://me:secret@board.example",
        "https://board.example?x",
        "https://board example",
        'https://board"example',
        "https://board.example:99999",
        "https://board.example:0",
        "https://board..example",
        None,
        7,
    ],
)
def test_what_is_no_server_s_address(told: object) -> None:
    with pytest.raises(ConfigRefused, match=r"must look like https://"):
        server_address(told)


@pytest.mark.parametrize(
    "more",
    [
        {"colour": "blue"},
        {"rotate": 45},
        {"language": "fr"},
        {"rotate": "90"},
        {"reboot": 1},
        {"look_every": 0},
        {"look_every": True},
        {"memory_limit_mb": -1},
        {"restart_at": "at night"},
    ],
)
def test_settings_that_cannot_work(more: dict[str, object]) -> None:
    with pytest.raises(ConfigRefused):
        accept({"server": "http://board", **more})


def test_defaults_are_enough() -> None:
    config = accept({"server": "http://board"})
    assert config.nightly == time(3, 30)
    assert not config.limits.may_reboot
    assert accept({"server": "http://board", "restart_at": "", "rotate": 270}).nightly is None


@pytest.mark.parametrize("text", ["server = ", "", "rotate = 90", "server = '\xff"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigRefused, match=r"kiosk\.toml"):
        load(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigRefused, match="Run the installer again"):
        load(tmp_path / "none.toml")
