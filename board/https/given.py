"""A certificate that somebody else issued: looked at before it is used, and told in words what is wrong with it."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from board.domain.https import covers
from board.https.authority import names_of


class Unfit(Exception):
    """The certificate cannot be used; the message says why and what to do."""


class Unsuitable(Unfit):
    """The certificate and its key are sound, but browsers will refuse it here or now."""


def examine(certificate: Path, key: Path, host: str | None, now: datetime) -> x509.Certificate:
    """The certificate, when it can be used now (UTC) with this key, and for `host` where people go to one.

    Raises Unfit; Unsuitable where it could be shown, but to no avail.
    """
    first = _certificate(certificate)
    _require_key(certificate, key, first)
    if now >= first.not_valid_after_utc:
        raise Unsuitable(f"The certificate ended on {first.not_valid_after_utc:%Y-%m-%d %H:%M} UTC. Have it renewed.")
    if now < first.not_valid_before_utc:
        raise Unsuitable(
            f"The certificate begins only on {first.not_valid_before_utc:%Y-%m-%d %H:%M} UTC. "
            "Is this machine's clock right?"
        )
    names = names_of(first)
    if not names:
        raise Unsuitable(
            "The certificate names no host (subject alternative name), so browsers refuse it. Have it issued anew."
        )
    if host is not None and not covers(names, host):
        raise Unsuitable(
            f"The certificate is for {', '.join(names)}, not for {host}. "
            "Set BOARD_PUBLIC_URL to an address that it covers, or have it issued for that name."
        )
    return first


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())[0]
    except OSError as error:
        raise Unfit(f"The certificate file {path} cannot be read ({error.strerror}).") from None
    except ValueError:
        raise Unfit(
            f"{path} is no certificate in PEM form (-----BEGIN CERTIFICATE-----). Give the server's own certificate, "
            "followed by the intermediate ones, in one file."
        ) from None


def _require_key(certificate: Path, path: Path, first: x509.Certificate) -> None:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise Unfit(f"The key file {path} cannot be read ({error.strerror}).") from None
    except TypeError:
        raise Unfit(
            f"The key in {path} is protected by a passphrase, and the board starts with nobody to type it. "
            f"Take it off: openssl pkey -in {path} -out new.key"
        ) from None
    except ValueError:
        raise Unfit(f"{path} is no private key in PEM form (-----BEGIN PRIVATE KEY-----).") from None
    if key.public_key() != first.public_key():
        raise Unfit(f"The key in {path} does not belong to the certificate in {certificate}. Give the two that fit.")
