"""Trust in the workshop's own certificate authority."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import trust
from kiosk.setting_up import main
from tests.infra.requirements import program
from tests.kiosk.authority import make_authority, serving_context
from tests.kiosk.board_double import GREEN, BoardDouble
from tests.kiosk.machine import KioskMachine, VirtualDisplay


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def board(authority: Path) -> Iterator[BoardDouble]:
    """A board with HTTPS by its own authority, as `board https` sets it up."""
    double = BoardDouble(serving_context(authority.parent))
    double.files["/trust/ca.pem"] = authority.read_bytes()
    double.start()
    yield double
    double.stop()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    program("certutil")
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


def install(root: Path, board: BoardDouble, *words: str) -> int:
    return main(["install", "--root", str(root), "--server", board.base_url, *words])


def trusted(root: Path) -> list[str]:
    """What the kiosk's user trusts."""
    folder = root / "var/lib/board-kiosk/.pki/nssdb"
    words = ["certutil", "-d", f"sql:{folder}", "-L"]
    lines = subprocess.run(words, capture_output=True, text=True, check=False).stdout.splitlines()
    return [line.split("  ")[0] for line in lines if "C,," in line]


def test_a_fingerprint_as_openssl_shows_it(authority: Path) -> None:
    words = ["openssl", "x509", "-in", str(authority), "-noout", "-fingerprint", "-sha256"]
    shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip().split("=")[1]
    found = trust.fingerprint(authority.read_text())
    assert found == shown
    assert trust.same_fingerprint(shown.replace(":", "").lower(), found)
    assert not trust.same_fingerprint("", "")


@pytest.mark.browser
def test_the_screen_shows_a_board_with_the_workshop_s_own_certificate(board: BoardDouble, authority: Path) -> None:
    tmp_path = Path(tempfile.mkdtemp(prefix="kiosk-"))  # Chromium's sockets want short paths
    root = tmp_path / "root"
    root.mkdir()
    assert install(root, board, "--fingerprint", trust.fingerprint(authority.read_text())) == 0
    assert install(root, board, "--fingerprint", trust.fingerprint(authority.read_text())) == 0
    assert trusted(root) == [trust.NICKNAME]
    display = VirtualDisplay(tmp_path)
    display.start()
    ca_file = str(root / "etc/board-kiosk/ca.pem")
    machine = KioskMachine(tmp_path, display, board.base_url, root / "var/lib/board-kiosk", ca_file=ca_file)
    try:
        machine.launcher.start()
        machine.wait_until("healthy")
        machine.wait_for_colour(GREEN)
    finally:
        machine.stop()
        display.stop()


def test_another_fingerprint_is_refused(
    root: Path, board: BoardDouble, capsys: pytest.CaptureFixture[str], authority: Path
) -> None:
    other = trust.fingerprint(authority.read_text()).translate(str.maketrans("01", "10"))
    assert install(root, board, "--fingerprint", other) == 1
    assert "another fingerprint" in capsys.readouterr().err
    assert not trusted(root)
    assert not (root / "etc/board-kiosk/ca.pem").exists()


def test_without_a_fingerprint_somebody_has_to_confirm(
    root: Path, board: BoardDouble, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def refuse(question: str) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr("kiosk.setting_up._confirmed", refuse)
    assert install(root, board) == 1
    assert trust.fingerprint(board.files["/trust/ca.pem"].decode()) in asked[0]
    assert "not confirmed" in capsys.readouterr().err
    monkeypatch.setattr("kiosk.setting_up._confirmed", lambda _question: True)
    assert install(root, board) == 0
    assert trusted(root) == [trust.NICKNAME]


def test_the_authority_may_come_over_plain_http(root: Path, board: BoardDouble, authority: Path) -> None:
    plain = BoardDouble()
    plain.files = board.files
    board.files = {}
    plain.start()
    wanted = trust.fingerprint(authority.read_text())
    assert install(root, board, "--fingerprint", wanted) == 1
    assert install(root, board, "--fingerprint", wanted, "--ca-from", plain.base_url) == 0
    plain.stop()


@pytest.mark.parametrize("served", [b"", b"<html>", b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"])
def test_what_is_no_certificate(root: Path, board: BoardDouble, served: bytes) -> None:
    board.files["/trust/ca.pem"] = served
    assert install(root, board, "--fingerprint", "00" * 32) == 1
    assert not trusted(root)


def test_plain_http_needs_no_trust(root: Path) -> None:
    assert main(["install", "--root", str(root), "--server", "http://127.0.0.1:9"]) == 0
    assert not (root / "etc/board-kiosk/ca.pem").exists()
