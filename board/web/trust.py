"""The way to trust this board: a page that every device can open before it does, and the certificate to take.

Nothing here is secret. The page comes over plain HTTP, where somebody could change it on the way; so it says what to
compare before the certificate is taken: the fingerprint, which the administrator sees over a way of their own.
"""

import plistlib
import uuid
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import force_locale

from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.https.authority import fingerprint
from board.https.folder import TlsFolder
from board.web.i18n import LANGUAGES, choose_locale
from board.web.parts import parts
from board.web.plainly import https_root
from board.web.routing import action

trust = Blueprint("trust", __name__)
_FILE: Final = "workshop-board-ca"


@trust.get("/trust")
@action(Action.read_trust)
def trust_page() -> str:
    """What to do, device by device. Works without a script and without signing in; `?language=` chooses one."""
    told = request.args.get("language")
    language = told if told in LANGUAGES else choose_locale()
    authority = _authority()
    with force_locale(language):
        return render_template(
            "trust/trust.html",
            language=language,
            languages=LANGUAGES,
            fingerprint=fingerprint(authority) if authority else None,
            name=_name(authority) if authority else None,
            secure=request.is_secure,
            board=https_root() if parts().settings.https != "off" else None,
            given=parts().settings.https == "given",
        )


@trust.get("/trust/ca.pem")
@action(Action.read_trust)
def authority_pem() -> Response:
    """The authority's certificate as text. Refused: `not_found` where there is none."""
    return _file(_found().public_bytes(Encoding.PEM), "application/x-pem-file", "pem")


@trust.get("/trust/ca.crt")
@action(Action.read_trust)
def authority_der() -> Response:
    """The same in the form that Windows and Android open by themselves. Refused: `not_found`."""
    return _file(_found().public_bytes(Encoding.DER), "application/x-x509-ca-cert", "crt")


@trust.get("/trust/ca.mobileconfig")
@action(Action.read_trust)
def authority_profile() -> Response:
    """The same as a profile, which iPhones, iPads and Macs install. Refused: `not_found`."""
    return _file(_profile(_found()), "application/x-apple-aspen-config", "mobileconfig")


def _authority() -> x509.Certificate | None:
    settings = parts().settings
    return TlsFolder(settings.data_dir).authority_certificate() if settings.https == "own" else None


def _found() -> x509.Certificate:
    authority = _authority()
    if authority is None:
        raise Refused("not_found")
    return authority


def _name(authority: x509.Certificate) -> str:
    return str(authority.subject.rfc4514_string()).removeprefix("CN=")


def _file(content: bytes, kind: str, ending: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{_FILE}.{ending}"'
    return response


def _profile(authority: x509.Certificate) -> bytes:
    """A configuration profile with one root certificate; installed again, it takes the place of the one before."""
    own = uuid.uuid5(uuid.NAMESPACE_OID, fingerprint(authority))
    identifier = f"transparent-workshop-board.{own}"
    certificate = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{identifier}.root",
        "PayloadUUID": str(uuid.uuid5(own, "root")).upper(),
        "PayloadDisplayName": _name(authority),
        "PayloadCertificateFileName": f"{_FILE}.crt",
        "PayloadContent": authority.public_bytes(Encoding.DER),
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": identifier,
            "PayloadUUID": str(own).upper(),
            "PayloadDisplayName": _name(authority),
            "PayloadDescription": f"SHA-256 {fingerprint(authority)}",
            "PayloadContent": [certificate],
        }
    )
