"""A photo that breaks off on its way: nothing of it is there, and the same photo sent again is added once. And many at
once: the screens go on meanwhile."""

import io
import socket
import threading
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import func, select

from board.store import models
from tests.contract.live import ADVISOR, FOREMAN, TECHNICIAN, Live, Visitor, command_id
from tests.infra.waiting import wait_for


def noise(side: int = 1200) -> bytes:
    written = io.BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


def put(visitor: Visitor, job: int, content: bytes, command: str) -> Any:
    url = f"{visitor.base_url}/api/v1/jobs/{job}/photos/{command}"
    return visitor.http.put(url, data=content, timeout=60)


def begin(visitor: Visitor, job: int, content: bytes, command: str, sent: int) -> None:
    """Announce the whole photo, send some of it, and hang up."""
    host, port = visitor.base_url.removeprefix("http://").split(":")
    head = (
        f"PUT /api/v1/jobs/{job}/photos/{command} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {len(content)}\r\n"
        f"Content-Type: image/jpeg\r\nX-Board-View: desk\r\nX-CSRF-Token: {visitor.http.headers['X-CSRF-Token']!s}\r\n"
        f"Cookie: {visitor.cookies}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(head.encode() + content[:sent])


def attachments(live: Live) -> int:
    with live.floor.store.reading() as session:
        return session.scalar(select(func.count()).select_from(models.Attachment)) or 0


def files(live: Live) -> list[Path]:
    return [path for path in (live.floor.installation.folder / "attachments").rglob("*") if path.is_file()]


def test_photos_that_break_off_and_photos_sent_twice(live: Live) -> None:
    """One server for both: what breaks off leaves nothing, and is added once however often it is sent."""
    job, content = live.car_in_bay().job, noise()
    _break_off(live, job, content, command_id())
    _send_from_two_lines(live, job, content, command_id())


def _break_off(live: Live, job: int, content: bytes, command: str) -> None:
    advisor = live.person(ADVISOR)
    for sent in (0, 1, len(content) // 2, len(content) - 1):
        begin(advisor, job, content, command, sent)
    wait_for(lambda: live.server.log.count("photos/<command>") >= 4, what="the server to find the lines broken")
    assert (attachments(live), files(live)) == (0, [])
    assert '"event": "failed"' not in live.server.log
    first, again = put(advisor, job, content, command), put(advisor, job, content, command)
    assert (first.status_code, first.json()["repeated"], again.json()["repeated"]) == (200, False, True)
    assert (attachments(live), len(files(live))) == (1, 2)


def _send_from_two_lines(live: Live, job: int, content: bytes, command: str) -> None:
    advisors = [live.person(ADVISOR), live.newly(ADVISOR)]
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda who=who: answers.append(put(who, job, content, command))) for who in advisors
    ]
    screen = live.screen(FOREMAN, "foreman")
    for thread in threads:
        thread.start()
    screen.hear("pulse")
    for thread in threads:
        thread.join()
    assert sorted(answer.json()["repeated"] for answer in answers) == [False, True]
    assert len({answer.json()["result"]["attachment"] for answer in answers}) == 1
    photo = answers[0].json()["result"]["attachment"]
    shown = live.person(TECHNICIAN).get(f"/photos/{photo}", params={"small": "1"})
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert (attachments(live), len(files(live))) == (2, 2)
