"""What is delivered: a wheel that works in any folder, and a fresh clone that runs by one command."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import socketio

from tests.infra.programs import LOOPBACK, Program, free_port
from tests.infra.waiting import wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
KIOSK = "/kiosk/board-kiosk.tar.gz"


def clean_environment(**more: str) -> dict[str, str]:
    """Nothing of the developer's own board or virtual environment."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("BOARD_", "VIRTUAL_ENV", "PYTHON"))}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def run(*words: str | Path, folder: Path, **more: str) -> str:
    """Run a command to its good end, and return what it printed."""
    done = subprocess.run(words, cwd=folder, env=clean_environment(**more), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def serves_everything(base_url: str, printed: str) -> None:
    """Pages, what they load, the sentences in Chinese, the feed, and a PDF's fonts are all there."""
    assert requests.get(f"{base_url}/readyz", timeout=20).ok
    browser = requests.Session()
    paired = re.search(r"workshop\s+\S+?(/d/\S+)", printed)
    assert paired
    page = browser.get(base_url + paired[1], timeout=20)
    assert page.ok
    loaded = re.findall(r'(?:src|href)="(/(?:static|i18n)/[^"]+)"', page.text)
    assert len(loaded) > 3
    for path in [*loaded, "/static/vendor/zxing/zxing_reader.wasm", "/static/js/screens/foreman.js", KIOSK]:
        assert browser.get(base_url + path, timeout=20).ok, path
    catalogue = next(path for path in loaded if path.startswith("/i18n/zh_CN"))
    assert "作业中" in browser.get(base_url + catalogue, timeout=20).text
    client = socketio.Client(reconnection=False)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
    client.connect(base_url, headers={"Cookie": cookies}, namespaces=["/board"], wait_timeout=20)
    assert client.call("watch", {"view": "workshop"}, namespace="/board", timeout=20)["cards"]
    client.disconnect()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def serving(port: int, tmp_path: Path) -> Iterator[list[Program]]:
    """Programs that a test starts here are stopped afterwards."""
    programs: list[Program] = []
    yield programs
    for program in programs:
        program.stop()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone, with nothing installed for it yet."""
    folder = tmp_path_factory.mktemp("fresh")
    run("git", "clone", "--quiet", ROOT, folder / "clone", folder=folder)
    return folder / "clone"


@pytest.mark.slow
def test_a_fresh_clone_runs_by_one_command(clone: Path, tmp_path: Path, port: int, serving: list[Program]) -> None:
    make = Program(["make", "-C", clone, "run"], tmp_path / "log", environment=clean_environment(BOARD_PORT=str(port)))
    serving.append(make)
    make.start()
    wait_for(lambda: "The board is open" in make.log or not make.alive, timeout=400, what="make run to serve")
    assert make.alive, make.log[-3000:]
    serves_everything(f"http://{LOOPBACK}:{port}", make.log)
    assert run("git", "-C", clone, "status", "--porcelain", folder=tmp_path) == "", "it leaves the clone clean"


@pytest.mark.slow
def test_the_wheel_works_from_another_folder(clone: Path, tmp_path: Path, port: int, serving: list[Program]) -> None:
    """With what `make run` installed for the clone, which is what a wheel asks for, and without the clone itself."""
    run("make", "--silent", ".venv/run.stamp", folder=clone)
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    # As `make wheel` builds it, with the build tools that are installed already.
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path / "dist", clone, folder=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, folder=tmp_path)
    run(*pip, "--python", venv, "install", "--no-deps", wheel, folder=tmp_path)
    (installed,), (own,) = (list(each.glob("lib/python*/site-packages")) for each in (clone / ".venv", venv))
    (own / "dependencies.pth").write_text(f"{installed}\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    board = venv / "bin" / "board"
    where = {"BOARD_DATA_DIR": str(tmp_path / "data"), "BOARD_PORT": str(port)}
    run(board, "migrate", folder=elsewhere, **where)
    printed = run(board, "demo", "seed", folder=elsewhere, **where)
    serving.append(Program([board, "run"], tmp_path / "log", environment=clean_environment(**where)))
    serving[0].start()
    base_url = f"http://{LOOPBACK}:{port}"
    wait_for(
        lambda: "The board is open" in serving[0].log or not serving[0].alive, timeout=60, what="the board to open"
    )
    assert serving[0].alive, serving[0].log
    serves_everything(base_url, printed)
    inside = run(venv / "bin" / "python", "-c", "import board; print(board.__file__)", folder=elsewhere)
    assert str(venv) in inside, "the tree was used, not the wheel"
