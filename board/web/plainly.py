"""Where HTTPS is spoken: what a plain request is answered, and how strictly browsers are told to keep to HTTPS."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response

from board.config import Settings
from board.domain.https import Plainly, is_address, over_plain_http, strict_seconds
from board.domain.refusals import SENTENCES, Refused
from board.https.folder import TlsFolder
from board.web.parts import over_plain, parts

_BEHIND_A_PROXY: Final = "max-age=31536000"
_HOST: Final = re.compile(r"([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?")


def answer_plainly() -> Response | None:
    """The redirect to HTTPS that a plain request is answered with, or None when it is answered like any other.

    Refused: `https_only`.
    """
    if not over_plain():
        return None
    verdict = over_plain_http(request.method, request.path, parts().settings.plain_screens)
    if verdict is Plainly.refuse:
        raise Refused("https_only")
    return to_https() if verdict is Plainly.redirect else None


def to_https() -> Response:
    """To the same page by HTTPS. Not for ever: HTTPS may be turned off again."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(f"{https_root()}{quote(request.path)}{query}", 302)


def https_root() -> str:
    """Where this board is reached by HTTPS: by the name that the visitor used, unless a given certificate has but the
    public one. Refused: `bad_request` (a host that is none)."""
    settings = parts().settings
    if settings.https == "given" and settings.public_url.startswith("https://"):
        return settings.public_url
    match = _HOST.fullmatch(request.host)
    if match is None:
        raise Refused("bad_request")
    port = _served_port(settings)
    return f"https://{match[1]}{'' if port == 443 else f':{port}'}"


def _served_port(settings: Settings) -> int:
    """The port that HTTPS is reached at: of a port chosen by the system only the request knows."""
    asked = urlsplit(request.host_url).port or 80
    return settings.port or asked


def strict_since(settings: Settings, now: datetime) -> datetime | None:
    """Since when HTTPS has worked here, where browsers may be told to insist on it (HSTS).

    Not by itself with our own authority: a browser that insists lets nobody past a warning, and a workshop that sets
    its board up anew would lock its tablets out. With a given certificate there is no warning to get past.
    """
    if settings.https == "off" or settings.hsts == "off" or (settings.https == "own" and settings.hsts == "auto"):
        return None
    return TlsFolder(settings.data_dir).served_since(now)


def strict_transport() -> str | None:
    """The header `Strict-Transport-Security` of this answer, if it has one. By address browsers keep none."""
    settings, since = parts().settings, parts().strict_since
    if settings.https == "off":
        return _BEHIND_A_PROXY if settings.secure and settings.hsts != "off" else None
    if since is None or not request.is_secure or is_address(urlsplit(request.host_url).hostname or ""):
        return None
    return f"max-age={strict_seconds(since, parts().clock())}"


class SocketsOverHttps:
    """Lets sockets through that came over HTTPS, and a wall's plain ones where the workshop says so."""

    def __init__(self, served: Callable[..., Iterable[bytes]], walls: bool) -> None:
        self._served = served
        self._walls = walls

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """WSGI."""
        path = str(environ.get("PATH_INFO", ""))
        if environ["wsgi.url_scheme"] == "https" or not path.startswith("/socket.io"):
            return self._served(environ, start_response)
        if over_plain_http(environ["REQUEST_METHOD"], path, self._walls) is Plainly.answer:
            return self._served(environ, start_response)
        body = json.dumps({"code": "https_only", "sentence": SENTENCES["https_only"]}).encode()
        start_response("403 Forbidden", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]
