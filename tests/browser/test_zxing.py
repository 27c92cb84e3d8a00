"""The code reader that we serve ourselves reads a printed code from a camera, and asks nobody else for anything."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import qrcode
from PIL import Image

from tests.infra.camera import camera_picture
from tests.infra.chromium import Pages
from tests.infra.programs import LOOPBACK

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
CODE = "WB1-J-7Q4M2KX9TD"
READ_FROM_CAMERA = """
async () => {
  const { prepare, readBarcodes } = await import("/vendor/zxing/reader.js");
  await prepare();
  const video = document.createElement("video");
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
  await video.play();
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  for (let tries = 0; tries < 200; tries += 1) {
    await new Promise((next) => video.requestVideoFrameCallback(next));
    context.drawImage(video, 0, 0);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true });
    if (found.length) return found[0].text;
  }
  return null;
}
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def static_files() -> Iterator[str]:
    server = ThreadingHTTPServer((LOOPBACK, 0), partial(Quiet, directory=STATIC))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{LOOPBACK}:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def printed_page(tmp_path: Path) -> Path:
    """An A5 page at 150 dots an inch with a code of 35 mm, corrected to grade Q as on greasy paper."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, box_size=8, border=4)
    code.add_data(CODE)
    paper = Image.new("RGB", (1240, 874), "white")
    paper.paste(code.make_image().get_image().convert("RGB").resize((206, 206)), (60, 60))
    paper.save(tmp_path / "page.png")
    return tmp_path / "page.png"


def test_camera_reads_a_printed_code(
    camera_pages: Callable[[Path], Pages], static_files: str, printed_page: Path, tmp_path: Path
) -> None:
    page = camera_pages(camera_picture(printed_page, tmp_path / "film.mjpeg")).open(
        static_files, permissions=["camera"]
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.evaluate(READ_FROM_CAMERA) == CODE
    assert [url for url in asked if not url.startswith((static_files, "data:", "blob:"))] == []
