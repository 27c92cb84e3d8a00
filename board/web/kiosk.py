"""What a wall screen's own machine is set up with, for download: the installer, and all of kiosk/ in one archive."""

import gzip
import io
import tarfile
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, make_response

from board.domain.permissions import Action
from board.web.parts import parts
from board.web.routing import action

kiosk = Blueprint("kiosk", __name__)


@kiosk.get("/kiosk/install.sh")
@action(Action.load_static)
def installer() -> Response:
    """The installer alone; it fetches the archive from the server that it is told."""
    return _download((_folder() / "install.sh").read_bytes(), "text/x-shellscript; charset=utf-8")


@kiosk.get("/kiosk/board-kiosk.tar.gz")
@action(Action.load_static)
def archive() -> Response:
    """All files of kiosk/; the same bytes every time."""
    return _download(_packed(_folder()), "application/gzip")


def _download(data: bytes, media_type: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = media_type
    return response


def _folder() -> Path:
    """Beside static/: in a checkout at the top, in a wheel inside the package."""
    return parts().static.parent / "kiosk"


@cache
def _packed(folder: Path) -> bytes:
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as compressed,
        tarfile.open(fileobj=compressed, mode="w") as archive_file,
    ):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                _add(archive_file, file, f"kiosk/{file.relative_to(folder).as_posix()}")
    return packed.getvalue()


def _add(archive_file: tarfile.TarFile, file: Path, name: str) -> None:
    """Add a file as root's, readable by all, of no date: who built the board is nobody's business."""
    entry = tarfile.TarInfo(name)
    entry.size = file.stat().st_size
    entry.mode = 0o644
    with file.open("rb") as data:
        archive_file.addfile(entry, data)
