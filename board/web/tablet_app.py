"""The tablet as an installed app: its manifest, its service worker, and the shell that the worker keeps for times
without network."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from flask_babel import force_locale, gettext

from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.web.i18n import LANGUAGES, catalogue, choose_locale
from board.web.pages import boot
from board.web.parts import parts
from board.web.routing import action

tablet_app = Blueprint("tablet_app", __name__)

_ENTRY: Final = "js/screens/tablet.js"
_WORKER: Final = "js/worker/tablet_worker.js"
_BESIDE: Final = (
    "css/tokens.css",
    "css/base.css",
    "css/parts.css",
    "css/tablet.css",
    "css/scanner.css",
    "icons/board.svg",
    "icons/tablet-192.png",
    "icons/tablet-512.png",
    "vendor/zxing/zxing_reader.wasm",
)
"""What the page loads and no module imports; the WebAssembly lets the camera read codes without network."""
_IMPORT: Final = re.compile(
    r"""^\s*(?:import\s*|(?:import|export)\b[^;"'()=]*\bfrom\s*)["'](\.[^"']+)["']|\bimport\(\s*["'](\.[^"']+)["']""",
    re.MULTILINE,
)
_NOWHERE: Final = {"name": "", "timezone": "UTC", "brand": "#0b6e69", "currency": "CNY"}


def modules_reached(static: Path, entry: str) -> Iterator[str]:
    """A module of ours and all that it imports, directly or not, as paths inside `static`. Each comes once."""
    seen, open_ = {entry}, [entry]
    while open_:
        here = open_.pop()
        yield here
        if here.startswith("vendor/"):
            continue  # vendored modules are single files
        for first, second in _IMPORT.findall((static / here).read_text()):
            there = (static / here).parent.joinpath(first or second).resolve().relative_to(static.resolve()).as_posix()
            if there not in seen:
                seen.add(there)
                open_.append(there)


@cache
def static_files(static: Path) -> tuple[tuple[str, ...], str]:
    """Exactly what the tablet's page loads from `static`, and a digest over it; read once a process."""
    files = tuple(sorted({*modules_reached(static, _ENTRY), *_BESIDE}))
    digest = hashlib.sha256()
    for name in (*files, _WORKER):
        digest.update(name.encode() + (static / name).read_bytes())
    return tuple(f"/static/{name}" for name in files), digest.hexdigest()[:8]


def worker_script(source: str, precache: Mapping[str, Any]) -> str:
    """The service worker as a browser gets it: what it is to keep, then what it does."""
    return f"const PRECACHE = {json.dumps(precache, ensure_ascii=False)};\n{source}"


@tablet_app.get("/tablet-worker.js")
@action(Action.load_static)
def worker() -> Response:
    """The service worker. Its text changes with every file that it keeps, so that browsers see a newer version."""
    files, digest = static_files(parts().static)
    shells = {language: f"/tablet/shell?language={language}" for language in LANGUAGES}
    catalogues = [_catalogue(language) for language in LANGUAGES]
    words = hashlib.sha256("".join(catalogues).encode()).hexdigest()[:8]
    precache = {
        "version": f"{parts().version}-{digest}-{words}",
        "page": parts().version,
        "files": [*files, *catalogues, *shells.values()],
        "shells": shells,
        "language": LANGUAGES[0],
    }
    response = make_response(worker_script((parts().static / _WORKER).read_text(), precache))
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


@tablet_app.get("/tablet/shell")
@action(Action.load_static)
def shell() -> str:
    """The tablet's page with nobody and nothing in it, for a browser to keep. Refused: `not_found`."""
    language = request.args.get("language", LANGUAGES[0])
    if language not in LANGUAGES:
        raise Refused("not_found")
    neutral = {"shell": True, "language": language, "site": _NOWHERE, "catalogue": _catalogue(language)}
    with force_locale(language):
        return render_template("tablet/tablet.html", boot=boot("tablet", **neutral))


@tablet_app.get("/tablet.webmanifest")
@action(Action.load_static)
def manifest() -> Response:
    """What an installed tablet is called, and how it opens. Refused: `not_found`."""
    language = request.args.get("language", choose_locale())
    if language not in LANGUAGES:
        raise Refused("not_found")
    with force_locale(language):
        name, about = gettext("Workshop tablet"), gettext("Scan a job card and take the next step.")
    icons = [
        {"src": f"/static/icons/tablet-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": "/tablet",
        "name": name,
        "short_name": name,
        "description": about,
        "lang": language.replace("_", "-"),
        "start_url": "/tablet",
        "scope": "/tablet",
        "display": "standalone",
        "background_color": "#f4f6f8",
        "theme_color": "#0b6e69",
        "icons": [*icons, {"src": "/static/icons/board.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    response = jsonify(told)
    response.headers["Content-Type"] = "application/manifest+json"
    return response


def _catalogue(language: str) -> str:
    return f"/i18n/{language}.js?v={catalogue(language)[1]}"
