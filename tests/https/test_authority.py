"""The board's own authority, judged by OpenSSL: what it issues is good for the workshop, and for nobody else."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from board.https.authority import Authority, NotVouchedFor, fingerprint, found_authority, names_of, read_authority
from tests.infra.requirements import program

NOW = datetime.now(UTC)
NAMES = ["board-pc", "board-pc.local", "192.168.1.5", "fd00::5"]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return found_authority("board-pc", NAMES, NOW)


def openssl(*words: str | Path) -> str:
    done = subprocess.run([program("openssl"), *map(str, words)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def written(folder: Path, authority: Authority, certificate: bytes) -> tuple[Path, Path]:
    root, leaf = folder / "root.pem", folder / "leaf.pem"
    root.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    leaf.write_bytes(certificate)
    return root, leaf


@pytest.mark.parametrize("host", NAMES)
def test_a_device_that_trusts_it_accepts_the_board(authority: Authority, tmp_path: Path, host: str) -> None:
    root, leaf = written(tmp_path, authority, authority.issue(NAMES, NOW))
    named = ("-verify_ip", host) if host[0] in "1f" else ("-verify_hostname", host)
    said = openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", root, *named, leaf)
    assert said.endswith(": OK\n"), said


def test_it_is_for_servers_alone_and_signs_nothing(authority: Authority, tmp_path: Path) -> None:
    root, leaf = written(tmp_path, authority, authority.issue(NAMES, NOW))
    purposes = openssl("x509", "-in", leaf, "-noout", "-purpose")
    assert "SSL server : Yes\n" in purposes
    assert "SSL server CA : No\n" in purposes
    assert "SSL client : No\n" in purposes
    assert "SSL server CA : Yes\n" in openssl("x509", "-in", root, "-noout", "-purpose")


def test_it_lives_for_less_than_397_days_and_the_authority_for_ten_years(authority: Authority) -> None:
    leaf = x509.load_pem_x509_certificate(authority.issue(NAMES, NOW))
    assert timedelta(days=380) < leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=397)
    life = authority.certificate.not_valid_after_utc - authority.certificate.not_valid_before_utc
    assert life > timedelta(days=3640)
    assert leaf.not_valid_before_utc < NOW - timedelta(hours=23)  # for tablets whose clock is late


def test_a_certificate_ends_with_its_authority(authority: Authority) -> None:
    late = authority.certificate.not_valid_after_utc - timedelta(days=40)
    leaf = x509.load_pem_x509_certificate(authority.issue(NAMES, late))
    assert leaf.not_valid_after_utc == authority.certificate.not_valid_after_utc


@pytest.mark.parametrize("name", ["bank.example.com", "8.8.8.8", "2001:db8::1"])
def test_it_does_not_vouch_for_others(authority: Authority, name: str) -> None:
    with pytest.raises(NotVouchedFor, match=name):
        authority.issue([name], NOW)


def test_not_even_with_its_stolen_key(authority: Authority, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("bank.example.com")]), critical=True)
        .sign(authority.key, hashes.SHA256())
    )
    root, leaf = written(tmp_path, authority, forged.public_bytes(Encoding.PEM))
    assert "permitted subtree violation" in openssl("verify", "-CAfile", root, leaf)


def test_the_fingerprint_is_the_one_that_devices_show(authority: Authority, tmp_path: Path) -> None:
    root, _ = written(tmp_path, authority, b"")
    assert fingerprint(authority.certificate) in openssl("x509", "-in", root, "-noout", "-fingerprint", "-sha256")


def test_names_are_read_back_and_the_files_belong_together(authority: Authority) -> None:
    assert names_of(x509.load_pem_x509_certificate(authority.issue(NAMES, NOW))) == NAMES
    root = authority.certificate.public_bytes(Encoding.PEM)
    assert read_authority(root, authority.key_pem).promised == authority.promised
    with pytest.raises(ValueError, match="not the certificate's"):
        read_authority(root, found_authority("other", [], NOW).key_pem)
