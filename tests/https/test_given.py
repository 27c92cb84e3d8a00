"""A given certificate is looked at before it is used; what is wrong with it is told in words."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from board.https.given import Unfit, Unsuitable, examine
from tests.infra.certificates import Giver
from tests.infra.requirements import program

NOW = datetime.now(UTC)


@pytest.fixture
def giver(tmp_path: Path) -> Giver:
    return Giver(tmp_path, ["board.example.com"])


def test_one_that_fits_is_taken(giver: Giver) -> None:
    examine(*giver.give("board.example.com"), "board.example.com", NOW)
    examine(*giver.give("board.example.com"), None, NOW)


def test_another_one_s_key(giver: Giver) -> None:
    certificate, _ = giver.give("board.example.com")
    _, key = giver.give("board.example.com", file="other")
    with pytest.raises(Unfit, match="does not belong to the certificate"):
        examine(certificate, key, None, NOW)


def test_one_that_ended_or_has_not_begun(giver: Giver) -> None:
    ended = giver.give("board.example.com", ends=NOW - timedelta(hours=1))
    with pytest.raises(Unsuitable, match="ended on"):
        examine(*ended, None, NOW)
    with pytest.raises(Unsuitable, match="clock right"):
        examine(*giver.give("board.example.com"), None, NOW - timedelta(days=3))


def test_one_for_another_name(giver: Giver) -> None:
    with pytest.raises(Unsuitable, match=r"is for board\.example\.com, not for tafel\.example\.com"):
        examine(*giver.give("board.example.com"), "tafel.example.com", NOW)


def test_a_key_behind_a_passphrase(giver: Giver, tmp_path: Path) -> None:
    certificate, key = giver.give("board.example.com")
    locked = tmp_path / "locked.key"
    words: list[str | Path] = [program("openssl"), "pkey", "-in", key, "-aes256", "-passout", "pass:secret"]
    subprocess.run([*words, "-out", locked], check=True)
    with pytest.raises(Unfit, match="passphrase"):
        examine(certificate, locked, None, NOW)


def test_files_that_are_none(giver: Giver, tmp_path: Path) -> None:
    certificate, key = giver.give("board.example.com")
    with pytest.raises(Unfit, match="cannot be read"):
        examine(tmp_path / "nowhere.pem", key, None, NOW)
    with pytest.raises(Unfit, match="cannot be read"):
        examine(certificate, tmp_path / "nowhere.key", None, NOW)
    with pytest.raises(Unfit, match="no certificate in PEM form"):
        examine(key, key, None, NOW)
    with pytest.raises(Unfit, match="no private key in PEM form"):
        examine(certificate, certificate, None, NOW)
