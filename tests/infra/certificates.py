"""Certificates for tests: an authority of their own, files as a certificate's giver would write them, and what a
server shows."""

import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from board.domain.https import CERTIFICATE_LIFE
from board.https.authority import Authority, found_authority


class Giver:
    """Somebody who gives certificates: an authority in a file, and certificates with their keys beside it."""

    def __init__(self, folder: Path, names: Sequence[str] = ()) -> None:
        self.folder = folder
        self.own: Authority = found_authority("giver", names, datetime.now(UTC))
        self.file = folder / "giver.pem"
        self.file.write_bytes(self.own.certificate.public_bytes(Encoding.PEM))

    def give(self, *names: str, ends: datetime | None = None, file: str = "given") -> tuple[Path, Path]:
        """Write `given.pem` and `given.key` for these names; `ends` (UTC) lies in the past or in the future."""
        begins = datetime.now(UTC) if ends is None else ends - CERTIFICATE_LIFE
        both = self.own.issue(names, begins)
        key, mark, certificate = both.partition(b"-----BEGIN CERTIFICATE-----")
        paths = self.folder / f"{file}.pem", self.folder / f"{file}.key"
        paths[1].write_bytes(key)
        paths[0].write_bytes(mark + certificate)
        return paths


def trusting(authority: Path) -> ssl.SSLContext:
    """What a device that trusts this authority checks."""
    return ssl.create_default_context(cafile=str(authority))


def shown_by(port: int, authority: Path, host: str = "127.0.0.1") -> x509.Certificate:
    """The certificate that a server shows, checked for `host`. Raises ssl.SSLError where it is not good."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as raw,
        trusting(authority).wrap_socket(raw, server_hostname=host) as tls,
    ):
        found = tls.getpeercert(binary_form=True)
    assert found is not None
    return x509.load_der_x509_certificate(found)
