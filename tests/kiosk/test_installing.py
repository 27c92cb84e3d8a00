"""The installer, on a folder that stands for the machine: what it puts there, again, anew, and takes off again."""

import configparser
import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest
import requests

from kiosk.__main__ import main as board_kiosk
from kiosk.setting_up import main, system_files
from tests.conftest import StartServer

KIOSK = Path(__file__).resolve().parents[2] / "kiosk"
SERVER = "http://127.0.0.1:9"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine with something on it already."""
    folder = tmp_path / "root"
    for path in ("etc/systemd/system/other.service", "usr/local/bin/other", "etc/chromium/policies/managed/other.json"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    return folder


def install(root: Path, *words: str, expect: int = 0) -> None:
    assert main(["install", "--root", str(root), *words]) == expect


def contents(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): "" if path.is_dir() else path.read_text(errors="replace")
        for path in root.rglob("*")
    }


def settings(root: Path) -> dict[str, object]:
    return tomllib.loads((root / "etc/board-kiosk/kiosk.toml").read_text())


def test_uninstalling_leaves_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(root)
    install(root, "--server", SERVER, "--reboot")
    assert contents(root) != before
    capsys.readouterr()
    assert main(["uninstall", "--root", str(root)]) == 0
    assert contents(root) == before
    told = capsys.readouterr().out
    commands = ("userdel board-kiosk", "apt-mark auto chromium", "apt-get autoremove --purge")
    units = [f"disable --now board-kiosk{part}" for part in (".service", "-display.service", "-reboot.path")]
    for command in (*commands, *units):
        assert command in told


def test_installing_again_changes_nothing(root: Path) -> None:
    install(root, "--server", SERVER, "--rotate", "90", "--restart-at", "")
    once = contents(root)
    install(root)
    assert contents(root) == once


def test_what_was_chosen_before_stays_and_what_is_chosen_now_counts(root: Path) -> None:
    install(root, "--server", SERVER, "--rotate", "90", "--reboot")
    path = root / "etc/board-kiosk/kiosk.toml"
    path.write_text(path.read_text() + "paint_within = 20\n")
    install(root, "--server", "http://board.example:8000/", "--no-reboot")
    assert settings(root) == {
        "ca_file": "", "paint_within": 20, "reboot": False, "rotate": 90, "server": "http://board.example:8000",
    }  # fmt: skip


def test_an_old_version_s_files_go(root: Path) -> None:
    install(root, "--server", SERVER)
    old = root / "usr/local/lib/board-kiosk/kiosk/of_old.py"
    old.write_text("")
    install(root)
    assert not old.exists()


def test_the_machine_is_told_to_do_what_is_needed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(root, "--server", SERVER)
    told = capsys.readouterr().out
    for command in ("apt-get --quiet install", "useradd --system", "--shell /usr/sbin/nologin",
                    "systemctl daemon-reload", "systemctl disable --now board-kiosk-reboot.path",
                    "systemctl enable board-kiosk-display.service board-kiosk.service",
                    "systemctl restart board-kiosk-display.service board-kiosk.service"):  # fmt: skip
        assert command in told
    install(root, "--reboot")
    assert "systemctl enable --now board-kiosk-reboot.path" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "--server https://board.example:8000"),
        (["--server", "board.example"], "must look like https://"),
        (["--server", SERVER, "--restart-at", "noon"], "restart_at"),
        (["--server", "https://127.0.0.1:9"], "cannot be fetched"),
    ],
)
def test_what_cannot_be_installed_changes_nothing(
    root: Path, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    install(root, *words, expect=1)
    assert sentence in capsys.readouterr().err
    assert not (root / "etc/board-kiosk/kiosk.toml").exists()
    assert not (root / "usr/local/bin/board-kiosk").exists()


def test_the_units_are_whole(root: Path) -> None:
    install(root, "--server", SERVER)
    units = configparser.ConfigParser(strict=False, interpolation=None)
    units.optionxform = str  # type: ignore[assignment, method-assign]
    units.read(root / "etc/systemd/system/board-kiosk.service")
    service = units["Service"]
    assert (service["User"], service["Type"], service["OOMPolicy"]) == ("board-kiosk", "notify", "continue")
    assert int(service["WatchdogSec"]) >= 60, "a look may take half a minute"
    assert service["ExecStart"].split()[0] == "/usr/local/bin/board-kiosk"


def test_the_browser_may_go_to_the_board_and_nowhere_else(root: Path) -> None:
    install(root, "--server", "https://127.0.0.1:9", "--fingerprint", "00", expect=1)
    install(root, "--server", SERVER)
    for folder in ("etc/chromium", "etc/chromium-browser"):
        policy = json.loads((root / folder / "policies/managed/board-kiosk.json").read_text())
        assert policy["URLBlocklist"] == ["*"]
        assert policy["URLAllowlist"] == [SERVER, "file:///usr/local/lib/board-kiosk/kiosk/offline.html"]


def test_no_placeholder_is_left() -> None:
    for path, text in system_files(SERVER).items():
        assert "@SERVER@" not in text, path


def test_what_was_installed_runs_by_itself(root: Path) -> None:
    install(root, "--server", SERVER)
    library, config = root / "usr/local/lib/board-kiosk", root / "etc/board-kiosk/kiosk.toml"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(library), "LC_ALL": "C.UTF-8"}
    words = ["python3", "-s", "-B", "-m", "kiosk", "--config", str(config), "status"]
    done = subprocess.run(words, env=environment, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == board_kiosk(["--config", str(config), "status"]) == 3, done.stderr


@pytest.mark.parametrize("script", ["install.sh", "uninstall.sh", "system/usr/local/bin/board-kiosk"])
def test_scripts_are_plain_shell(script: str) -> None:
    assert subprocess.run(["sh", "-n", KIOSK / script], check=False).returncode == 0


def test_one_command_fetches_all_of_it_from_the_board(start_server: StartServer, root: Path) -> None:
    server = start_server(demo=False)
    script = requests.get(f"{server.base_url}/kiosk/install.sh", timeout=20)
    assert script.headers["Content-Type"] == "text/x-shellscript; charset=utf-8"
    folder = root.parent / "download"
    folder.mkdir()
    words = ["sh", "-s", "--", "--root", str(root), "--server", server.base_url]
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(folder)}
    done = subprocess.run(words, input=script.text, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert settings(root)["server"] == server.base_url
    delivered = {str(path.relative_to(KIOSK)) for path in KIOSK.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    library = root / "usr/local/lib/board-kiosk/kiosk"
    assert {str(path.relative_to(library)) for path in library.rglob("*") if path.is_file()} == delivered
    assert not list(folder.iterdir()), "nothing is left of the download"
    archives = [requests.get(f"{server.base_url}/kiosk/board-kiosk.tar.gz", timeout=20) for _ in range(2)]
    assert archives[0].content == archives[1].content, "who built it, and when, is not in it"
    assert archives[0].headers["Content-Type"] == "application/gzip"


def test_a_board_that_does_not_answer_is_told(root: Path) -> None:
    words = ["sh", "-s", "--", "--root", str(root), "--server", SERVER]
    script = (KIOSK / "install.sh").read_text()
    done = subprocess.run(words, input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cannot be fetched" in done.stderr
    assert not (root / "etc/board-kiosk").exists()
