"""What the administrator's set-up tells of HTTPS."""

from typing import Any

from board.domain.permissions import Action
from board.https.certificates import shown
from board.screens.look import ms
from board.web.api import wire
from board.web.api.endpoints import endpoint
from board.web.paper.qr import qr_svg
from board.web.parts import parts, public_url


@endpoint("GET", "/set-up/https", Action.read_set_up, answer=wire.AnyAnswer)
def read_https() -> dict[str, Any]:
    """Whether HTTPS is spoken, with which certificate, and how a device comes to trust it. `qr` is the trust page's
    address as an SVG; a device that does not trust the board yet opens it over plain HTTP."""
    settings = parts().settings
    certificate = shown(settings)
    page = f"{public_url().replace('https://', 'http://', 1)}/trust"
    own = settings.https == "own"
    return {
        "mode": settings.https,
        "proxy": settings.https == "off" and settings.secure,
        "names": list(certificate.names) if certificate else [],
        "ends_at": ms(certificate.ends) if certificate else None,
        "fingerprint": certificate.fingerprint if certificate else None,
        "authority_ends_at": ms(certificate.authority_ends) if certificate and certificate.authority_ends else None,
        "plain_screens": settings.plain_screens,
        "page": page if own else None,
        "qr": qr_svg(page) if own else None,
    }
