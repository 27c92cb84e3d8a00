"""The certificate that the server shows: made, renewed and read again while it runs."""

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog
from cryptography import x509

from board.config import Settings
from board.domain.https import RENEW_BEFORE, covers, may_vouch_for, renewal_due
from board.handshakes import tls_context
from board.https.addresses import NoSuchName, host_of, own_addresses, own_names, read_name
from board.https.authority import Authority, fingerprint, found_authority, names_of
from board.https.folder import Damaged, TlsFolder
from board.https.given import Unfit, Unsuitable, examine

NONE_YET: Final = "There is no certificate that can be used."
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate in use, as people are told of it. `fingerprint` is the authority's, which devices trust; None for
    a given certificate, which they trust already."""

    mode: str
    names: tuple[str, ...]
    begins: datetime
    ends: datetime
    fingerprint: str | None
    authority_ends: datetime | None


def shown(settings: Settings) -> Shown | None:
    """What the server shows, as the files say; None where HTTPS is off or there is no certificate yet."""
    folder = TlsFolder(settings.data_dir)
    authority = folder.authority_certificate() if settings.https == "own" else None
    certificate = folder.own_certificate() if settings.https == "own" else _read_given(settings)
    if certificate is None:
        return None
    return Shown(
        settings.https,
        tuple(names_of(certificate)),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        fingerprint(authority) if authority else None,
        authority.not_valid_after_utc if authority else None,
    )


def _read_given(settings: Settings) -> x509.Certificate | None:
    if settings.https != "given" or settings.tls_certificate is None:
        return None
    try:
        return x509.load_pem_x509_certificate(settings.tls_certificate.read_bytes())
    except (OSError, ValueError):
        return None


def wanted_names(settings: Settings) -> list[str]:
    """Everything by which people may call this machine: chosen names first, then its own names and addresses.

    Raises NoSuchName.
    """
    public = host_of(settings.public_url)
    chosen = [read_name(name) for name in settings.certificate_names]
    return list(dict.fromkeys([*([public] if public else []), *chosen, *own_names(), *own_addresses()]))


class Certificates:
    """The certificate of a running server. `look` keeps it current; `context` is what new connections are shown."""

    def __init__(self, settings: Settings, now: datetime) -> None:
        """Find, or make, the certificate. Raises Unfit, Damaged and NoSuchName with sentences for the operator."""
        self._settings = settings
        self._folder = TlsFolder(settings.data_dir)
        self._stamp: object = None
        self._context: ssl.SSLContext | None = None
        self._trouble = ""
        self._look(now)

    def context(self) -> ssl.SSLContext:
        """What a connection that begins now is shown."""
        if self._context is None:
            raise Unfit(NONE_YET)
        return self._context

    def look(self, now: datetime) -> None:
        """Renew our own certificate when it is due or a name has come; read a given one again when it changed.

        What cannot be used is left alone: the certificate from before goes on.
        """
        trouble = ""
        try:
            self._look(now)
        except (Unfit, Damaged, NoSuchName, OSError, ValueError) as error:
            trouble = str(error)
        if trouble and trouble != self._trouble:
            log.warning("certificate_not_renewed", reason=trouble)
        self._trouble = trouble

    def _look(self, now: datetime) -> None:
        if self._settings.https == "own":
            renew(self._settings, self._folder, now)
            certificate, key = self._folder.certificate, None
        else:
            certificate, key = self._given()
        stamp = (_stamp(certificate), _stamp(key) if key else None)
        if stamp == self._stamp:
            return
        if key is not None:
            self._examine(certificate, key, now)
        self._context = _readable(certificate, key)
        log.info("certificate_in_use", mode=self._settings.https, again=self._stamp is not None)
        self._stamp = stamp

    def _examine(self, certificate: Path, key: Path, now: datetime) -> None:
        try:
            examine(certificate, key, host_of(self._settings.public_url), now)
        except Unsuitable as unsuitable:
            if self._context is not None:
                raise
            # Better shown than not served: the walls over plain HTTP and this machine's own go on.
            log.error("certificate_unsuitable", reason=str(unsuitable))

    def _given(self) -> tuple[Path, Path]:
        certificate, key = self._settings.tls_certificate, self._settings.tls_key
        if certificate is None or key is None:
            raise Unfit(NONE_YET)
        return certificate, key


def renew(settings: Settings, folder: TlsFolder, now: datetime) -> bool:
    """Make what is missing, due, or no longer names all that this machine is called: the authority, then its
    certificate. Tells whether a new certificate was made. Raises Damaged, NoSuchName."""
    wanted = wanted_names(settings)
    authority = folder.authority()
    if authority is None:
        authority = found_authority(own_names()[0], wanted, now)
        folder.keep_authority(authority)
    names = [name for name in wanted if may_vouch_for(name, authority.promised)]
    if not _due(folder.own_certificate(), authority, names, now):
        return False
    folder.keep_certificate(authority.issue(names, now))
    return True


def _due(certificate: x509.Certificate | None, authority: Authority, names: list[str], now: datetime) -> bool:
    if certificate is None or certificate.issuer != authority.certificate.subject:
        return True
    ends = certificate.not_valid_after_utc
    # One that ends with its authority cannot be made longer.
    if renewal_due(ends, now) and authority.certificate.not_valid_after_utc - RENEW_BEFORE > now:
        return True
    covered = names_of(certificate)
    return not all(covers(covered, name) for name in names)


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise Unfit(f"The file {path} cannot be read ({error.strerror}).") from None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _readable(certificate: Path, key: Path | None) -> ssl.SSLContext:
    try:
        return tls_context(certificate, key)
    except OSError as error:
        raise Unfit(f"The certificate in {certificate} cannot be used ({error}).") from None
