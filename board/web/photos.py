"""Pictures that people send: judged by what is in them, drawn anew without what they say about place and device,
kept on disk, and shown again.

What comes in is hostile until it was decoded; what is kept was written here.
"""

import contextlib
import io
from dataclasses import dataclass
from typing import Final

from flask import Response, make_response, request
from PIL import Image, ImageOps
from werkzeug.exceptions import RequestEntityTooLarge

from board import runtime
from board.domain.reception import AttachmentKind
from board.domain.refusals import Refused
from board.store import models
from board.store.files import FOLDER, Files
from board.store.transaction import Unavailable
from board.web.parts import parts

LARGEST_UPLOAD: Final = 15 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 2048
SMALL_SIDE: Final = 480
SIGNATURE_SIDE: Final = 1200
_READ: Final = ("JPEG", "PNG", "WEBP")
_KEPT_SECONDS: Final = 365 * 24 * 3600

Image.init()  # else WebP is known only after some other picture was saved


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that lies on disk, as its row describes it; sizes in pixels and bytes."""

    digest: str
    media_type: str
    size: int
    width: int
    height: int


def uploaded() -> bytes:
    """The body of a request that sends a picture. Refused: `photo_too_large`; one that broke off is a bad request."""
    request.max_content_length = LARGEST_UPLOAD
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise Refused("photo_too_large") from None


def keep(content: bytes, kind: AttachmentKind) -> Kept:
    """Draw a picture anew and keep it, off the hub. Refused: `photo_too_large`, `not_a_picture`, `signature_missing`
    (an empty sheet). Raises Unavailable when the disk does not take it."""
    work = _keep_photo if kind is AttachmentKind.photo else _keep_signature
    try:
        kept: Kept = runtime.offload(work, content, _files())
    except OSError as error:
        raise Unavailable(f"the picture cannot be kept: {error.strerror}") from None
    return kept


def answer_with(row: models.Attachment, small: bool = False) -> Response:
    """A picture as an answer that browsers may keep for ever. Whoever asks was let in before. Refused: `not_found`."""
    small = small and row.kind is AttachmentKind.photo
    path = _files().path(row.digest, row.media_type, small)
    try:
        content = runtime.offload(path.read_bytes)
    except FileNotFoundError:
        raise Refused("not_found") from None
    response = make_response(content)
    response.headers["Content-Type"] = row.media_type
    response.headers["Content-Disposition"] = f'inline; filename="{row.kind.value}-{row.id}{path.suffix}"'
    response.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.set_etag(f"{row.digest[:32]}{'-small' if small else ''}")
    response.make_conditional(request)
    return response


def _files() -> Files:
    return Files(parts().settings.data_dir / FOLDER)


def _keep_photo(content: bytes, files: Files) -> Kept:
    photo = _fitted(_drawn(content), LONGEST_SIDE)
    full, small = _jpeg(photo), _jpeg(_fitted(photo, SMALL_SIDE))
    return Kept(files.keep(full, "image/jpeg", small), "image/jpeg", len(full), *photo.size)


def _keep_signature(content: bytes, files: Files) -> Kept:
    signature = _fitted(_drawn(content), SIGNATURE_SIDE).convert("L")
    darkest, lightest = signature.getextrema()
    if darkest == lightest:
        raise Refused("signature_missing")
    written = io.BytesIO()
    signature.save(written, "PNG", optimize=True)
    return Kept(
        files.keep(written.getvalue(), "image/png"), "image/png", written.tell(), signature.width, signature.height
    )


def _drawn(content: bytes) -> Image.Image:
    """The picture itself, upright, on white, with nothing of what came along. Refused: `photo_too_large` (told by the
    header, before anything is decoded), `not_a_picture`."""
    try:
        with Image.open(io.BytesIO(content), formats=_READ) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise Refused("photo_too_large")
            sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at about the size that is kept
            with contextlib.suppress(Exception):  # a camera that writes bad notes takes good pictures all the same
                ImageOps.exif_transpose(sent, in_place=True)
            return _on_white(sent)
    except Refused:
        raise
    except Image.DecompressionBombError:
        raise Refused("photo_too_large") from None
    except Exception:  # what a hostile file makes a decoder raise is not told anywhere
        raise Refused("not_a_picture") from None


def _on_white(sent: Image.Image) -> Image.Image:
    if not sent.has_transparency_data:
        return _bare(sent.convert("RGB"))
    layer = sent.convert("RGBA")
    white = Image.new("RGB", layer.size, "white")
    white.paste(layer, mask=layer.getchannel("A"))
    return white


def _bare(image: Image.Image) -> Image.Image:
    """Without profiles, comments, positions and previews: they live in `info`, from where they would be saved again."""
    image.info = {}
    return image


def _fitted(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    return ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    return written.getvalue()
