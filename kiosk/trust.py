"""Trust in the workshop's own certificate authority: fetched, compared by fingerprint, kept for this user alone."""

import hashlib
import re
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

NICKNAME: Final = "Workshop board"
_LARGEST: Final = 64 * 1024
_TIMEOUT: Final = 20


class TrustRefused(Exception):
    """There is no certificate to trust; the message says why and what to do."""


def fetch_authority(address: str) -> str:
    """The authority's certificate (PEM) from `/trust/ca.pem`; its fingerprint decides. Raises TrustRefused."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    url = f"{address}/trust/ca.pem"
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT, context=context) as answer:  # noqa: S310 - http or https
            return only_certificate(answer.read(_LARGEST).decode("ascii", "replace"))
    except (OSError, ValueError) as error:
        raise TrustRefused(
            f"{url} cannot be fetched ({error}). Is HTTPS set up on the server (`board https`)?"
        ) from None


def only_certificate(pem: str) -> str:
    """The first certificate of a PEM text, alone. Raises TrustRefused when there is none."""
    found = re.search(r"-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----", pem)
    try:
        return ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(found[0] if found else ""))
    except ValueError:
        raise TrustRefused("What the server calls its certificate authority is no certificate.") from None


def fingerprint(pem: str) -> str:
    """The SHA-256 of a certificate, as `board https` and the administrator's page show it: AA:BB:…"""
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    return ":".join(digest[place : place + 2] for place in range(0, len(digest), 2))


def same_fingerprint(one: str, other: str) -> bool:
    """Whether two fingerprints are the same, however they are written."""
    return _bare(one) == _bare(other) and len(_bare(one)) == 64


def is_trusted(server: str) -> bool:
    """Whether the server's certificate is one that every system trusts, so that no authority need be added."""
    try:
        with urllib.request.urlopen(f"{server}/healthz", timeout=_TIMEOUT):  # noqa: S310 - the server's address was checked
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False


def database(home: Path) -> Path:
    """The folder of a user's own certificates, where Chromium looks (the one that old and new versions share)."""
    return home / ".pki" / "nssdb"


def trusting_commands(home: Path, certificate: Path) -> list[list[str]]:
    """The commands that put an authority in the place of the one before, if there is one."""
    where = ["certutil", "-d", f"sql:{database(home)}"]
    there = (database(home) / "cert9.db").exists()
    # Told to make a database that is there, certutil asks for its password for ever.
    make = [] if there else [[*where, "-N", "--empty-password"]]
    forget = [[*where, "-D", "-n", NICKNAME]] if there else []
    return [*make, *forget, [*where, "-A", "-n", NICKNAME, "-t", "C,,", "-i", str(certificate)]]


def _bare(told: str) -> str:
    return re.sub(r"[\s:]", "", told).casefold()
