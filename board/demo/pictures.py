"""A few pictures for the demo: what a phone would have taken of a car, drawn, and what a customer would have signed."""

import io
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFilter

from board.store.files import FOLDER, Files

_SIZE: Final = (960, 720)
_SMALL: Final = (480, 360)
_Drawing = ImageDraw.ImageDraw


@cache
def photo(name: str) -> bytes:
    """A picture of PHOTOS as a JPEG."""
    return _jpeg(_photo(name))


@cache
def signature() -> bytes:
    """A name as it is written on glass, a PNG."""
    image = Image.new("L", (600, 200), 255)
    points = [
        (60 + 4.6 * step, 105 + 46 * math.sin(step / 5.2) * math.cos(step / 17) - step / 6) for step in range(104)
    ]
    ImageDraw.Draw(image).line(points, fill=20, width=5, joint="curve")
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def keep_pictures(folder: Path) -> dict[str, dict[str, Any]]:
    """Put all of them among a data folder's attachments; each as `add_photo` and `add_signature` want it described."""
    files = Files(folder / FOLDER)
    kept = {}
    for name in PHOTOS:
        content, small = photo(name), _jpeg(_photo(name).resize(_SMALL))
        digest = files.keep(content, "image/jpeg", small)
        kept[name] = _described(digest, "image/jpeg", content, _SIZE)
    digest = files.keep(signature(), "image/png")
    return kept | {"signature": _described(digest, "image/png", signature(), (600, 200))}


def _described(digest: str, media_type: str, content: bytes, size: tuple[int, int]) -> dict[str, Any]:
    return {"digest": digest, "media_type": media_type, "size": len(content), "width": size[0], "height": size[1]}


@cache
def _photo(name: str) -> Image.Image:
    image = Image.new("RGB", _SIZE, "#30353b")
    PHOTOS[name](ImageDraw.Draw(image))
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=82)
    return written.getvalue()


def _round(draw: _Drawing, radius: int, fill: str) -> None:
    x, y = _SIZE[0] // 2, _SIZE[1] // 2
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _bolts(draw: _Drawing, circle: int, radius: int, fill: str) -> None:
    for number in range(5):
        angle = math.tau * number / 5 - 0.4
        x, y = _SIZE[0] / 2 + circle * math.cos(angle), _SIZE[1] / 2 + circle * math.sin(angle)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _brake_disc(draw: _Drawing) -> None:
    """Worn, with grooves and a rusty edge."""
    for radius, fill in ((330, "#6b4a32"), (312, "#a9adb0")):
        _round(draw, radius, fill)
    for radius in range(160, 305, 9):
        x, y = _SIZE[0] // 2, _SIZE[1] // 2
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline="#84888c", width=2 + radius % 4)
    _round(draw, 145, "#5b5148")
    _round(draw, 60, "#26292d")
    _bolts(draw, 100, 15, "#26292d")
    draw.rounded_rectangle((690, 210, 850, 510), 30, fill="#b3261e")


def _scratch(draw: _Drawing) -> None:
    """Across a door, through the paint."""
    draw.rectangle((0, 0, 960, 720), fill="#2f4a66")
    draw.polygon(((0, 0), (960, 0), (960, 170), (0, 230)), fill="#3d5d7e")
    draw.line((0, 540, 960, 500), fill="#243a52", width=10)
    draw.rounded_rectangle((690, 260, 880, 310), 24, fill="#263c54")
    for shift in range(0, 40, 8):
        draw.line((160 + shift, 420 - shift, 480, 360 + shift // 3, 720 - shift * 2, 395), fill="#dde3ea", width=3)


def _tyre(draw: _Drawing) -> None:
    """Worn down at the shoulder."""
    for radius, fill in ((345, "#17191b"), (330, "#24272a"), (235, "#9aa0a6"), (215, "#3b4046"), (70, "#9aa0a6")):
        _round(draw, radius, fill)
    for number in range(48):
        angle = math.tau * number / 48
        inner, outer = (300, 344) if number > 14 else (332, 344)
        x, y = math.cos(angle), math.sin(angle)
        draw.line((480 + inner * x, 360 + inner * y, 480 + outer * x, 360 + outer * y), fill="#0c0d0e", width=8)
    for number in range(5):
        angle = math.tau * number / 5
        end = (480 + 220 * math.cos(angle), 360 + 220 * math.sin(angle))
        draw.line((480, 360, *end), fill="#9aa0a6", width=34)
    _bolts(draw, 42, 9, "#26292d")


PHOTOS: Final[dict[str, Callable[[_Drawing], None]]] = {
    "brake_disc": _brake_disc,
    "scratch": _scratch,
    "tyre": _tyre,
}
