"""Photos and signatures: what is kept of them, who may add and see them, and what is refused."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from board.commands import setting_up
from board.domain.people import Role
from board.domain.stages import Stage
from board.store import models
from board.web import photos
from tests.access.door import Caller, Door
from tests.commands.workshop import PASSWORD, PASSWORD_HASH, all_rows, next_id

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **more: Any) -> bytes:
    """A picture, red on its left half and blue on its right."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def located_picture() -> bytes:
    """As a phone takes it: lying on its side, with the place, the make and a comment in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    exif[0x010F] = "Spy Phone"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 27.0)
    return picture(exif=exif, comment=b"taken at home", size=(3000, 1500))


def signature(stroke: bool = True) -> bytes:
    """Ink on glass: a transparent PNG."""
    image = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    if stroke:
        image.paste((20, 30, 40, 255), (50, 90, 500, 96))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def add(caller: Caller, job: int, content: bytes, command_id: str = "", what: str = "photos", **more: str) -> Any:
    return caller.put(f"/api/v1/jobs/{job}/{what}/{command_id or next_id()}", content, **more)


def told(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "attachments").rglob("*") if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data directory of the door."""
    return tmp_path


def test_a_photo_is_kept_upright_and_says_nothing_of_where_it_was_taken(any_door: Door, folder: Path) -> None:
    job = any_door.workshop.car_at(Stage.in_work)
    technician = any_door.on_tablet("technician")
    answer = add(technician, job, located_picture(), **{"X-Caption": "%E6%B8%97%E6%B2%B9"})
    assert answer.status_code == 200, answer.text
    photo = answer.get_json()["result"]["attachment"]
    shown = technician.get(f"/api/v1/photos/{photo}")
    image = Image.open(io.BytesIO(shown.data))
    assert (image.format, image.size) == ("JPEG", (1024, 2048))
    red, _, blue = image.convert("RGB").getpixel((500, 100))  # type: ignore[misc]
    assert red > 150 > blue, "what lay on the left is at the top now"
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert b"Spy Phone" not in shown.data
    with any_door.workshop.store.reading() as session:
        row = session.get_one(models.Attachment, photo)
        assert (row.caption, row.width, row.height, row.size) == ("渗油", 1024, 2048, len(shown.data))
        assert row.by_id == any_door.workshop.people["technician"]
    assert [path.name for path in files(folder)] == [f"{row.digest}.jpg", f"{row.digest}.small.jpg"]


def test_a_photo_is_shown_small_and_kept_by_the_browser(door: Door) -> None:
    advisor, job = door.person("advisor"), door.workshop.take_in()
    photo = add(advisor, job, picture("PNG", (1600, 800))).get_json()["result"]["attachment"]
    small = advisor.get(f"/api/v1/photos/{photo}?small=1")
    assert Image.open(io.BytesIO(small.data)).size == (480, 240)
    assert small.headers["Content-Type"] == "image/jpeg"
    assert small.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert small.headers["X-Content-Type-Options"] == "nosniff"
    assert small.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = advisor.get(f"/api/v1/photos/{photo}?small=1", **{"If-None-Match": small.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_known_by_what_is_in_it(door: Door, kind: str) -> None:
    advisor, job = door.person("advisor"), door.workshop.take_in()
    assert add(advisor, job, picture(kind), Content_Type="text/html").status_code == 200


NO_PICTURES = {
    "nothing": b"",
    "a page": b"<script>alert(1)</script>",
    "a drawing with script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "half a picture": picture()[:1500],
    "a film": picture("GIF"),
    "the beginning of one": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
}


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused(door: Door, folder: Path, content: bytes) -> None:
    advisor, job = door.person("advisor"), door.workshop.take_in()
    assert told(add(advisor, job, content)) == (422, "not_a_picture")
    assert files(folder) == []


def bomb(side: int) -> bytes:
    """A few hundred bytes that claim to be a large square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))


def test_pictures_that_are_too_large_are_refused_before_they_are_decoded(door: Door, folder: Path) -> None:
    advisor, job = door.person("advisor"), door.workshop.take_in()
    most = photos.LARGEST_UPLOAD
    assert told(add(advisor, job, bomb(30_000))) == (413, "photo_too_large")
    assert told(add(advisor, job, bomb(7_072))) == (413, "photo_too_large")
    assert told(add(advisor, job, bomb(7_071))) == (422, "not_a_picture")
    assert told(add(advisor, job, picture() + bytes(most))) == (413, "photo_too_large")
    assert files(folder) == []
    assert add(advisor, job, picture() + bytes(most - len(picture()))).status_code == 200


def test_other_endpoints_take_no_more_than_before(door: Door) -> None:
    answer = door.person("advisor").post("/api/v1/jobs", data=bytes(2 * 1024 * 1024))
    assert told(answer) == (413, "too_large")


def test_the_same_photo_sent_again_is_answered_not_added(door: Door) -> None:
    advisor, job = door.person("advisor"), door.workshop.take_in()
    first = add(advisor, job, picture(), "the-same-photo-1").get_json()
    again = add(advisor, job, picture(), "the-same-photo-1").get_json()
    assert again == first | {"repeated": True}
    assert told(add(advisor, job, picture("PNG", (99, 99)), "the-same-photo-1")) == (409, "command_id_reused")


def test_a_bad_command_id_or_caption_is_named(door: Door) -> None:
    advisor, job = door.person("advisor"), door.workshop.take_in()
    assert told(add(advisor, job, picture(), "short")) == (422, "invalid_input")
    assert told(add(advisor, job, picture(), **{"X-Caption": "x" * 201})) == (422, "invalid_input")


def test_a_signature_is_ink_on_white_and_only_for_the_desk(door: Door) -> None:
    advisor, job = door.person("advisor"), door.workshop.take_in()
    answer = add(advisor, job, signature(), what="signatures")
    signed = answer.get_json()["result"]["attachment"]
    shown = advisor.get(f"/api/v1/signatures/{signed}")
    image = Image.open(io.BytesIO(shown.data))
    assert (image.format, image.mode, image.size) == ("PNG", "L", (600, 200))
    assert (image.getpixel((5, 5)), image.getpixel((200, 93))) == (255, 28)
    assert shown.headers["Content-Type"] == "image/png"
    assert advisor.get(f"/api/v1/photos/{signed}").status_code == 404
    assert told(door.on_tablet("technician").get(f"/api/v1/signatures/{signed}")) == (403, "not_allowed")
    assert told(add(advisor, job, signature(stroke=False), what="signatures")) == (409, "signature_missing")


def test_whose_pictures_they_are(door: Door, folder: Path) -> None:
    workshop = door.workshop
    advisor, job = door.person("advisor"), workshop.take_in()
    photo = add(advisor, job, picture()).get_json()["result"]["attachment"]
    assert told(add(door.person("admin"), job, picture())) == (403, "not_allowed")
    assert told(door.person("lounge_attendant").get(f"/api/v1/photos/{photo}")) == (403, "not_allowed")
    assert told(door.paired("workshop")[0].get(f"/api/v1/photos/{photo}")) == (403, "not_allowed")
    assert told(door.nobody().get(f"/api/v1/photos/{photo}")) == (401, "sign_in_first")
    other = setting_up.found_site(workshop.store, "另一家", "zh_CN", "Asia/Shanghai", workshop.now)
    who: dict[str, Any] = {"name": "别人", "login": "stranger", "roles": [Role.advisor], "password_hash": PASSWORD_HASH}
    home, workshop.site = workshop.site, other
    workshop.do(setting_up.add_person, None, **who)
    workshop.site = home
    stranger = door.nobody()
    signed_in = stranger.post("/api/v1/sign-in", {"login": "stranger", "password": PASSWORD})
    stranger.headers["X-CSRF-Token"] = signed_in.get_json()["csrf"]
    kept = files(folder)
    assert told(stranger.get(f"/api/v1/photos/{photo}")) == (404, "not_found")
    assert told(add(stranger, job, picture("PNG", (77, 77)))) == (404, "not_found")
    assert files(folder) == kept, "nothing is kept for a job that is not theirs"


def test_a_closed_job_takes_no_more_photos(door: Door) -> None:
    job = door.workshop.car_at(Stage.cancelled)
    assert told(add(door.person("advisor"), job, picture())) == (409, "job_closed")


def test_a_disk_that_takes_nothing_leaves_nothing(door: Door, folder: Path) -> None:
    advisor, job = door.person("advisor"), door.workshop.take_in()
    (folder / "attachments").write_text("a file where the folder should be")
    with door.workshop.store.reader.connect() as connection:
        before = all_rows(connection)
    assert told(add(advisor, job, picture(), "sent-twice-01")) == (503, "unavailable")
    with door.workshop.store.reader.connect() as connection:
        assert all_rows(connection) == before
    (folder / "attachments").unlink()
    answer = add(advisor, job, picture(), "sent-twice-01").get_json()
    assert (answer["repeated"], len(files(folder))) == (False, 2)
