"""A running server's certificate: renewed before it ends, read again when it changed, and never exchanged for worse.

Connections are real; the clock is the test's.
"""

import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from board.config import Settings
from board.domain.https import CERTIFICATE_LIFE, RENEW_BEFORE
from board.handshakes import Handshakes
from board.https.addresses import own_names
from board.https.authority import names_of
from board.https.certificates import Certificates
from board.https.folder import TlsFolder
from board.https.given import Unfit
from board.https.switching import use_given, use_own
from tests.infra.certificates import Giver, shown_by, trusting

NOW = datetime.now(UTC)


class Listening:
    """Takes connections with the certificate of the moment, and answers each line with the same."""

    def __init__(self, certificates: Certificates) -> None:
        self._handshakes = Handshakes(certificates.context)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, address = self._listener.accept()
                threading.Thread(target=self._answer, args=(connection, address[0]), daemon=True).start()

    def _answer(self, connection: socket.socket, address: str) -> None:
        with suppress(OSError), self._handshakes.secure(connection, address) as tls:
            while line := tls.recv(100):
                tls.sendall(line)

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def listening() -> Iterator[type[Listening]]:
    opened: list[Listening] = []

    class Kept(Listening):
        def __init__(self, certificates: Certificates) -> None:
            super().__init__(certificates)
            opened.append(self)

    yield Kept
    for each in opened:
        each.close()


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path)
    use_own(settings, [], None, False, NOW)
    return settings.model_copy(update={"https": "own"})


def given(tmp_path: Path, certificate: Path, key: Path) -> Settings:
    settings = Settings(data_dir=tmp_path, public_url="https://board.example.com")
    use_given(settings, certificate, key, None, NOW)
    return settings.model_copy(update={"https": "given", "tls_certificate": certificate, "tls_key": key})


def test_it_is_renewed_a_month_before_its_end_and_open_connections_go_on(
    own: Settings, listening: type[Listening]
) -> None:
    begun = NOW - CERTIFICATE_LIFE + RENEW_BEFORE + timedelta(minutes=5)
    TlsFolder(own.data_dir).certificate.unlink()
    certificates = Certificates(own, begun)
    authority = own.data_dir / "tls" / "authority.pem"
    port = listening(certificates).port
    first = shown_by(port, authority)
    with connected(port, authority) as screen:
        certificates.look(NOW)
        assert shown_by(port, authority) == first
        certificates.look(NOW + timedelta(minutes=10))
        renewed = shown_by(port, authority)
        assert renewed.not_valid_after_utc > NOW + timedelta(days=380)
        assert renewed.public_key() != first.public_key()
        screen.sendall(b"still here")
        assert screen.recv(100) == b"still here"


def test_a_name_that_came_is_certified_and_one_beyond_the_promise_is_left_out(
    own: Settings, listening: type[Listening]
) -> None:
    more = own.model_copy(update={"tls_names": "new.lan, bank.example.com"})
    names = names_of(shown_by(listening(Certificates(more, NOW)).port, own.data_dir / "tls" / "authority.pem"))
    assert "new.lan" in names
    assert "bank.example.com" not in names
    assert own_names()[0] in names


def test_nothing_is_made_anew_without_need(own: Settings) -> None:
    before = TlsFolder(own.data_dir).certificate.stat()
    Certificates(own, NOW).look(NOW + timedelta(days=200))
    assert TlsFolder(own.data_dir).certificate.stat() == before


def test_a_given_one_is_read_again_when_its_files_changed(tmp_path: Path, listening: type[Listening]) -> None:
    giver = Giver(tmp_path, ["board.example.com"])
    pair = giver.give("board.example.com")
    certificates = Certificates(given(tmp_path, *pair), NOW)
    port = listening(certificates).port
    first = shown_by(port, giver.file, "board.example.com")
    certificates.look(NOW)
    assert shown_by(port, giver.file, "board.example.com") == first
    giver.give("board.example.com")
    certificates.look(NOW)
    assert shown_by(port, giver.file, "board.example.com") != first


def test_a_given_one_that_is_half_written_does_not_take_the_place_of_the_one_before(
    tmp_path: Path, listening: type[Listening]
) -> None:
    giver = Giver(tmp_path, ["board.example.com"])
    certificate, key = giver.give("board.example.com")
    certificates = Certificates(given(tmp_path, certificate, key), NOW)
    port = listening(certificates).port
    first = shown_by(port, giver.file, "board.example.com")
    old = certificate.read_bytes()
    giver.give("board.example.com")
    renewed = certificate.read_bytes()
    certificate.write_bytes(old)  # the key has been written already, the certificate not yet
    certificates.look(NOW)
    certificate.unlink()
    certificates.look(NOW)
    assert shown_by(port, giver.file, "board.example.com") == first
    certificate.write_bytes(renewed)
    certificates.look(NOW)
    assert shown_by(port, giver.file, "board.example.com") != first


def test_one_that_ended_is_still_shown_after_a_restart_but_a_wrong_key_is_not_served(tmp_path: Path) -> None:
    giver = Giver(tmp_path, ["board.example.com"])
    pair = giver.give("board.example.com")
    settings = given(tmp_path, *pair)
    Certificates(settings, NOW + timedelta(days=500))
    _, other = giver.give("board.example.com", file="other")
    with pytest.raises(Unfit, match="does not belong"):
        Certificates(settings.model_copy(update={"tls_key": other}), NOW)


def test_what_is_older_than_tls_1_2_is_not_agreed_on(own: Settings, listening: type[Listening]) -> None:
    port = listening(Certificates(own, NOW)).port
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw, pytest.raises(ssl.SSLError):
        old.wrap_socket(raw)


def connected(port: int, authority: Path) -> ssl.SSLSocket:
    raw = socket.create_connection(("127.0.0.1", port), timeout=20)
    return trusting(authority).wrap_socket(raw, server_hostname="localhost")
