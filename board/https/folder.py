"""The folder `tls` in the data folder: the authority, the certificate in use, and what `board https` was told."""

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from board.config import KEPT_SETTINGS
from board.https.authority import Authority, read_authority

_AUTHORITY: Final = "authority.pem"
_AUTHORITY_KEY: Final = "authority.key"
_CERTIFICATE: Final = "certificate.pem"
_SERVED_SINCE: Final = "served_since"


class Damaged(Exception):
    """A file of the folder cannot be used; the message says which and what to do."""


class TlsFolder:
    """The files in `tls`. Every one is for the board's own user only, and is written whole or not at all."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "tls"

    @property
    def certificate(self) -> Path:
        """The file with the certificate of our own authority, and its key."""
        return self.path / _CERTIFICATE

    def authority(self) -> Authority | None:
        """The authority, where there is one. Raises Damaged."""
        certificate, key = self.path / _AUTHORITY, self.path / _AUTHORITY_KEY
        if not certificate.exists():
            return None
        try:
            return read_authority(certificate.read_bytes(), key.read_bytes())
        except (OSError, ValueError, TypeError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise Damaged(
                f"The authority in {self.path} cannot be used ({reason}). Put {_AUTHORITY} and {_AUTHORITY_KEY} back "
                "from a backup, or make a new one with `board https --new-authority`: every device must trust it anew."
            ) from None

    def authority_certificate(self) -> x509.Certificate | None:
        """What devices trust, where there is an authority: for that, its key need not be readable."""
        with suppress(OSError, ValueError):
            return x509.load_pem_x509_certificate((self.path / _AUTHORITY).read_bytes())
        return None

    def keep_authority(self, authority: Authority) -> None:
        """Write the authority down: the key first, so that there is never a certificate without."""
        self._write(_AUTHORITY_KEY, authority.key_pem)
        self._write(_AUTHORITY, authority.certificate.public_bytes(Encoding.PEM))
        self.certificate.unlink(missing_ok=True)  # another authority's

    def own_certificate(self) -> x509.Certificate | None:
        """The certificate that our own authority issued last; None where there is none that can be read."""
        with suppress(OSError, ValueError):
            return x509.load_pem_x509_certificate(self.certificate.read_bytes())
        return None

    def keep_certificate(self, pem: bytes) -> None:
        """Put a new certificate with its key in the place of the last one, in one step."""
        self._write(_CERTIFICATE, pem)

    def kept_settings(self) -> dict[str, Any]:
        """What `board https` was told last; nothing where that cannot be read."""
        with suppress(OSError, ValueError):
            kept = json.loads((self.path / KEPT_SETTINGS).read_text())
            return kept if isinstance(kept, dict) else {}
        return {}

    def keep_settings(self, settings: Mapping[str, Any]) -> None:
        """Write down what `board https` was told, under the names of the settings."""
        self._write(KEPT_SETTINGS, json.dumps(settings, indent=1).encode() + b"\n")

    def served_since(self, now: datetime) -> datetime:
        """Since when HTTPS has been served here (UTC): noted the first time that this is asked."""
        path = self.path / _SERVED_SINCE
        with suppress(OSError, ValueError):
            return datetime.fromisoformat(path.read_text().strip()).astimezone(UTC)
        with suppress(OSError):
            self._write(_SERVED_SINCE, now.isoformat().encode())
        return now

    def forget_served(self) -> None:
        """HTTPS was turned off: browsers are asked for trust from the beginning when it comes back."""
        (self.path / _SERVED_SINCE).unlink(missing_ok=True)

    def _write(self, name: str, content: bytes) -> None:
        if not self.path.is_dir():
            self.path.mkdir(mode=0o700)
            self._give(self.path)
        beside = self.path / f"{name}.{secrets.token_hex(4)}"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._give(beside)
        beside.replace(self.path / name)

    def _give(self, path: Path) -> None:
        """What root writes belongs to whom the data folder belongs, or the board could not read it."""
        if os.geteuid() == 0:
            owner = self.path.parent.stat()
            os.chown(path, owner.st_uid, owner.st_gid)
