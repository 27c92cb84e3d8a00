"""Turning HTTPS on and off: what is made, what stays, what is refused, and who may read it."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from board.config import Settings, UnsafeSettings, load_settings
from board.https.switching import CannotSwitch, turn_off, use_given, use_own
from tests.infra.certificates import Giver

NOW = datetime.now(UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("BOARD_DATA_DIR", str(tmp_path))
    return load_settings(kept=False)


def kept(settings: Settings) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((settings.data_dir / "tls" / "settings.json").read_text())
    return told


def test_one_command_makes_everything_and_the_board_takes_it_up(settings: Settings) -> None:
    switched = use_own(settings, ["board.lan", "192.168.7.7"], None, False, NOW)
    assert {"board.lan", "192.168.7.7", "localhost", "127.0.0.1"} <= set(switched.certificate.names)
    assert (switched.board, switched.page) == ("https://board.lan:8000", "http://board.lan:8000/trust")
    loaded = load_settings()
    assert (loaded.https, loaded.certificate_names) == ("own", ["board.lan", "192.168.7.7"])
    assert loaded.address == "https://127.0.0.1:8000"
    assert loaded.secure


def test_its_files_are_for_nobody_else(settings: Settings) -> None:
    use_own(settings, [], None, False, NOW)
    files = list((settings.data_dir / "tls").iterdir())
    assert {path.name for path in files} == {"authority.key", "authority.pem", "certificate.pem", "settings.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((settings.data_dir / "tls").stat().st_mode) == 0o700


def test_once_more_changes_nothing_and_another_name_keeps_the_authority(settings: Settings) -> None:
    first = use_own(settings, ["board.lan"], True, False, NOW)
    assert use_own(settings, [], None, False, NOW + timedelta(hours=1)) == first
    more = use_own(settings, ["tafel.lan"], None, False, NOW)
    assert more.certificate.fingerprint == first.certificate.fingerprint
    assert {"board.lan", "tafel.lan"} <= set(more.certificate.names)
    assert kept(settings)["plain_screens"] is True


def test_a_public_name_is_promised_at_the_beginning_or_needs_a_new_authority(settings: Settings) -> None:
    first = use_own(settings, [], None, False, NOW)
    with pytest.raises(CannotSwitch, match="--new-authority"):
        use_own(settings, ["board.example.com"], None, False, NOW)
    assert kept(settings)["tls_names"] == ""
    renewed = use_own(settings, ["board.example.com"], None, True, NOW)
    assert renewed.certificate.fingerprint != first.certificate.fingerprint
    assert "board.example.com" in renewed.certificate.names


@pytest.mark.parametrize(
    ("name", "says"), [("8.8.8.8", "public address"), ("not a name", "no name of a host"), ("-x.lan", "no name")]
)
def test_what_is_no_name_here_is_refused_and_nothing_is_half_done(settings: Settings, name: str, says: str) -> None:
    with pytest.raises(CannotSwitch, match=says):
        use_own(settings, [name], None, False, NOW)
    assert not (settings.data_dir / "tls" / "settings.json").exists()


def test_off_keeps_what_devices_trust(settings: Settings) -> None:
    first = use_own(settings, [], None, False, NOW)
    turn_off(settings)
    assert load_settings().https == "off"
    assert use_own(settings, [], None, False, NOW).certificate.fingerprint == first.certificate.fingerprint


def test_a_given_certificate_is_looked_at_and_its_files_are_remembered(settings: Settings, tmp_path: Path) -> None:
    giver = Giver(tmp_path, ["board.example.com"])
    certificate, key = giver.give("board.example.com")
    switched = use_given(settings, certificate, key, None, NOW)
    assert (switched.board, switched.certificate.fingerprint) == ("https://board.example.com:8000", None)
    loaded = load_settings()
    assert (loaded.https, loaded.tls_certificate, loaded.tls_key) == ("given", certificate, key)
    _, wrong = giver.give("board.example.com", file="other")
    with pytest.raises(CannotSwitch, match="does not belong"):
        use_given(settings, certificate, wrong, None, NOW)
    assert load_settings().tls_key == key


def test_a_given_certificate_must_cover_the_public_name(settings: Settings, tmp_path: Path) -> None:
    public = settings.model_copy(update={"public_url": "https://tafel.example.com"})
    pair = Giver(tmp_path, ["board.example.com"]).give("board.example.com")
    with pytest.raises(CannotSwitch, match=r"not for tafel\.example\.com"):
        use_given(public, *pair, None, NOW)


def test_a_damaged_authority_is_told_and_can_be_made_anew(settings: Settings) -> None:
    use_own(settings, [], None, False, NOW)
    (settings.data_dir / "tls" / "authority.key").write_text("gone")
    with pytest.raises(CannotSwitch, match="from a backup"):
        use_own(settings, [], None, False, NOW)
    assert use_own(settings, [], None, True, NOW).certificate.fingerprint


def test_the_environment_wins(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    use_own(settings, ["board.lan"], True, False, NOW)
    monkeypatch.setenv("BOARD_HTTPS", "off")
    assert load_settings().https == "off"
    monkeypatch.setenv("BOARD_HTTPS", "given")
    with pytest.raises(UnsafeSettings, match="BOARD_TLS_CERTIFICATE and BOARD_TLS_KEY"):
        load_settings()
    monkeypatch.delenv("BOARD_HTTPS")
    monkeypatch.setenv("BOARD_TLS_CERTIFICATE", "/etc/board/a.pem")
    monkeypatch.setenv("BOARD_TLS_KEY", "/etc/board/a.key")
    assert load_settings().https == "given"


def test_settings_that_cannot_be_read_are_told_and_the_command_mends_them(settings: Settings) -> None:
    use_own(settings, [], None, False, NOW)
    (settings.data_dir / "tls" / "settings.json").write_text("{")
    with pytest.raises(UnsafeSettings, match="board https"):
        load_settings()
    use_own(load_settings(kept=False), [], None, False, NOW)
    assert load_settings().https == "own"
