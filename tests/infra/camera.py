"""A believable camera view of a printed page, as a film that Chromium takes for its camera."""

import io
import random
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

Point = tuple[float, float]
WORKBENCH = (92, 88, 84)


def camera_picture(page: Path, film: Path, *, frames: int = 24, size: tuple[int, int] = (1280, 720)) -> Path:
    """Film a picture of a printed page: held a little askew by a hand that shakes, unevenly lit, grainy.

    Writes Motion JPEG to `film` (it must end in .mjpeg) and returns it; for `--use-file-for-fake-video-capture`.
    """
    assert film.suffix == ".mjpeg"
    hand = random.Random(7)
    paper = Image.open(page).convert("RGB")
    with film.open("wb") as stream:
        for _ in range(frames):
            shot = io.BytesIO()
            _expose(_hold(paper, size, hand), hand).save(shot, "JPEG", quality=82)
            stream.write(shot.getvalue())
    return film


def _hold(paper: Image.Image, size: tuple[int, int], hand: random.Random) -> Image.Image:
    """Put the page before the lens: its far edge a little smaller, turned by a few degrees."""
    width, height = size
    scale = min(width * 0.94 / paper.width, height * 0.94 / paper.height)
    half_width, half_height = paper.width * scale / 2, paper.height * scale / 2
    corners = []
    for right, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        away = 0.93 if down < 0 else 1.0
        x, y = right * half_width * away, down * half_height * 0.96
        turned = (x - 0.06 * y, y + 0.06 * x)
        corners.append((width / 2 + turned[0] + hand.uniform(-3, 3), height / 2 + turned[1] + hand.uniform(-3, 3)))
    page_corners: list[Point] = [(0, 0), (paper.width, 0), (paper.width, paper.height), (0, paper.height)]
    view = _perspective(corners, page_corners)
    return paper.transform(size, Image.Transform.PERSPECTIVE, view, Image.Resampling.BICUBIC, fillcolor=WORKBENCH)


def _perspective(seen: list[Point], page: list[Point]) -> list[float]:
    """Return the eight numbers that map each point seen to its point of the page (a homography)."""
    rows = []
    for (x, y), (u, v) in zip(seen, page, strict=True):
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v])
    for column in range(8):
        pivot = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(8):
            factor = 0.0 if row == column else rows[row][column]
            rows[row] = [value - factor * above for value, above in zip(rows[row], rows[column], strict=True)]
    return [row[8] for row in rows]


def _expose(view: Image.Image, hand: random.Random) -> Image.Image:
    """Light it from one side, a little out of focus, with a cheap sensor's grain."""
    light = Image.linear_gradient("L").rotate(90).resize(view.size).point(lambda value: 150 + value * 95 // 255)
    lit = ImageChops.multiply(view, light.convert("RGB")).filter(ImageFilter.GaussianBlur(0.9))
    grain = Image.effect_noise(view.size, 14 + hand.random() * 4).convert("RGB")
    return ImageChops.add(lit, grain, 1.0, -128)
