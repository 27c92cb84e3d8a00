"""What the launcher tells systemd, the status file, and whoever asks `board-kiosk status`."""

import json
import socket
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.service import Status, notify


@pytest.fixture
def told(tmp_path: Path) -> list[str]:
    config = tmp_path / "kiosk.toml"
    config.write_text(f'server = "http://board:8000"\nrun_dir = "{tmp_path}"\n')
    return ["--config", str(config), "status"]


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1", "STATUS=healthy")
        assert systemd.recv(100) == b"READY=1\nSTATUS=healthy"
        for _ in range(1000):  # a systemd that hears nothing holds nobody
            notify("WATCHDOG=1")


@pytest.mark.parametrize("address", ["", "/nowhere/notify"])
def test_without_systemd_nothing_happens(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("READY=1")


def test_a_state_keeps_its_time_and_the_latest_steps_are_few(tmp_path: Path) -> None:
    status = Status(tmp_path, "http://board:8000")
    status.say("healthy", reach="ready")
    since = json.loads((tmp_path / "status.json").read_text())["since"]
    for _ in range(20):
        status.count("restart", "gone")
    status.say("healthy", reach="ready")
    said = json.loads((tmp_path / "status.json").read_text())
    assert (said["since"], said["restarts"], said["reloads"], len(said["latest"])) == (since, 20, 0, 8)


def test_a_status_file_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    Status(tmp_path / "gone", "http://board:8000").say("healthy")


@pytest.mark.parametrize(("language", "sentence"), [("en_GB.UTF-8", "on the screen"), ("zh_CN.UTF-8", "看板正常显示")])
def test_status_in_words(
    tmp_path: Path, told: list[str], language: str, sentence: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("LC_ALL", language)
    status = Status(tmp_path, "http://board:8000")
    status.count("reload", "frozen")
    status.say("healthy", reach="ready", own_address="10.0.0.7", page={"view": "lounge"}, memory_mb=300)
    assert main(told) == 0
    said = capsys.readouterr().out
    for part in (sentence, "http://board:8000 (ready)", "10.0.0.7", "300 MB", "view lounge", "frozen -> reload"):
        assert part in said


@pytest.mark.parametrize(("state", "code"), [("offline", 1), ("hung", 1), ("ended", 3), ("no_display", 1)])
def test_status_as_exit_code(tmp_path: Path, told: list[str], state: str, code: int) -> None:
    Status(tmp_path, "http://board:8000").say(state)
    assert main(told) == code


def test_status_of_what_does_not_run(told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(told) == 3
    assert "systemctl status board-kiosk" in capsys.readouterr().out


def test_settings_that_cannot_be_read_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tmp_path / "none.toml"), "run"]) == 78
    assert "Run the installer again" in capsys.readouterr().err
