"""The installation's own certificate authority, and the certificates that it issues.

The authority promises (X.509 name constraints) to vouch for nothing but this workshop's names and private addresses:
a device that trusts it need not fear for its bank, not even if the key is stolen. Browsers honour that.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from board.domain.https import (
    AUTHORITY_LIFE,
    CERTIFICATE_LIFE,
    DATED_BACK,
    PRIVATE_DOMAINS,
    PRIVATE_NETWORKS,
    is_address,
    may_vouch_for,
)

_PRODUCT = "Transparent Workshop Board"


class NotVouchedFor(Exception):
    """The authority promised not to vouch for this name or address; the message is the name."""


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority: its certificate, which devices trust, and its key, which never leaves the data folder."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def key_pem(self) -> bytes:
        """The key as its file has it."""
        return _key_pem(self.key)

    @property
    def promised(self) -> list[str]:
        """The names, beside the private ones, for which it may vouch."""
        constraints = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        permitted = constraints.permitted_subtrees or []
        return [each.value for each in permitted if isinstance(each, x509.DNSName)]

    def issue(self, names: Iterable[str], now: datetime) -> bytes:
        """A new certificate with a new key for these names and addresses, as one PEM text: key first.

        Raises NotVouchedFor.
        """
        names = list(names)
        for name in names:
            if not may_vouch_for(name, self.promised):
                raise NotVouchedFor(name)
        key = ec.generate_private_key(ec.SECP256R1())
        ends = min(now + CERTIFICATE_LIFE, self.certificate.not_valid_after_utc)
        certificate = (
            _begun(_named(f"{_PRODUCT}: {names[0]}"), self.certificate.subject, key, now, ends)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
            .add_extension(self._key_identifier(), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return _key_pem(key) + certificate.public_bytes(Encoding.PEM)

    def _key_identifier(self) -> x509.AuthorityKeyIdentifier:
        own = self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def found_authority(host: str, names: Iterable[str], now: datetime) -> Authority:
    """Make an authority for the installation on `host` that may vouch for these names, beside the private ones."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _named(f"{_PRODUCT} CA: {host} {now:%Y-%m-%d}")
    domains = dict.fromkeys([*PRIVATE_DOMAINS, *(name for name in names if not is_address(name))])
    permitted: list[x509.GeneralName] = [x509.DNSName(domain) for domain in domains]
    permitted += [x509.IPAddress(network) for network in PRIVATE_NETWORKS]
    certificate = (
        _begun(subject, subject, key, now, now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate, key)


def read_authority(certificate: bytes, key: bytes) -> Authority:
    """An authority from its files. Raises ValueError when they are none, or do not belong together."""
    own = x509.load_pem_x509_certificate(certificate)
    private = load_pem_private_key(key, None)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.public_key() != own.public_key():
        raise ValueError("the key is not the certificate's")
    return Authority(own, private)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 over the certificate, as every device shows it: `AA:BB:…`."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def names_of(certificate: x509.Certificate) -> list[str]:
    """The names and addresses that a certificate is good for."""
    try:
        alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    addresses = (str(each) for each in alternative.get_values_for_type(x509.IPAddress))
    return [*alternative.get_values_for_type(x509.DNSName), *addresses]


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DATED_BACK)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64])])


def _general(name: str) -> x509.GeneralName:
    return x509.IPAddress(ipaddress.ip_address(name)) if is_address(name) else x509.DNSName(name)


def _key_usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
