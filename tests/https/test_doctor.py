"""What the doctor says of HTTPS."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from board import doctor
from board.config import Settings
from board.doctor import Finding
from board.https.switching import use_given, use_own
from tests.infra.certificates import Giver

NOW = datetime.now(UTC)


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path)
    use_own(settings, [], None, False, NOW)
    return settings.model_copy(update={"https": "own"})


def bad(settings: Settings, now: datetime = NOW) -> list[tuple[str, str]]:
    """Level and advice of everything that is not good."""
    found: list[Finding] = [*doctor._https(settings, now)]
    return [(each.level, f"{each.what} {each.advice}") for each in found if each.level != "good"]


def test_without_https_it_advises_the_one_command(tmp_path: Path) -> None:
    advice = [each.advice for each in doctor._address(Settings(data_dir=tmp_path)) if "HTTPS" in each.what]
    assert advice[0].startswith("Run: board https")
    assert bad(Settings(data_dir=tmp_path)) == []


def test_all_is_well_after_it(own: Settings) -> None:
    assert bad(own) == []
    assert next(each.level for each in doctor._address(own)) == "good"


@pytest.mark.parametrize(("days", "level"), [(385, "warning"), (395, "wrong")], ids=["nearly ended", "ended"])
def test_a_certificate_that_nobody_renewed(own: Settings, days: int, level: str) -> None:
    [(found, advice)] = bad(own, NOW + timedelta(days=days))
    assert (found, "Start the board" in advice) == (level, True)


def test_an_authority_that_ends_must_be_made_anew_in_time(own: Settings) -> None:
    assert any("--new-authority" in advice for _, advice in bad(own, NOW + timedelta(days=3500)))


def test_a_clock_that_is_years_late(own: Settings) -> None:
    assert ("wrong", True) in [(level, "clock is wrong" in told) for level, told in bad(own, NOW - timedelta(days=900))]


def test_a_public_address_that_the_certificate_does_not_cover(own: Settings) -> None:
    [(level, advice)] = bad(own.model_copy(update={"public_url": "https://board.example.com"}))
    assert level == "wrong"
    assert "board https --name board.example.com" in advice
    [(level, advice)] = bad(own.model_copy(update={"public_url": "http://localhost:8000"}))
    assert (level, "plain HTTP" in advice) == ("warning", True)


def test_keys_that_others_can_read_and_files_that_are_gone(own: Settings) -> None:
    (own.data_dir / "tls" / "authority.key").chmod(0o644)
    assert [level for level, advice in bad(own) if "chmod" in advice] == ["warning"]
    (own.data_dir / "tls" / "authority.key").unlink()
    assert [level for level, advice in bad(own) if "from a backup" in advice] == ["wrong"]
    (own.data_dir / "tls" / "certificate.pem").unlink()
    assert [level for level, advice in bad(own) if "Run: board https" in advice] == ["wrong"]


def test_a_given_certificate_is_judged_again(tmp_path: Path) -> None:
    pair = Giver(tmp_path, ["board.example.com"]).give("board.example.com")
    settings = Settings(data_dir=tmp_path, public_url="https://board.example.com")
    use_given(settings, *pair, None, NOW)
    settings = settings.model_copy(update={"https": "given", "tls_certificate": pair[0], "tls_key": pair[1]})
    assert bad(settings) == []
    elsewhere = settings.model_copy(update={"public_url": "https://tafel.example.com"})
    assert [level for level, _ in bad(elsewhere)] == ["wrong"]
