"""What the administrator is told of the backups, and that one at a time is made."""

from board.backups.record import write_record
from board.backups.taking import only_backup
from board.web.parts import Parts
from tests.access.door import Door


def test_how_the_backups_stand(door: Door) -> None:
    parts: Parts = door.app.extensions["board"]
    write_record(
        parts.settings.data_dir,
        tried_at="2026-11-21T18:30:00+00:00",
        failed="backup_no_space",
        failed_details={"folder": "/media/disk"},
        good_at="2026-11-20T18:30:00+00:00",
        good="/media/disk/board-20261120-183000Z",
        size=5_000_000,
    )
    told = door.person("admin").get("/api/v1/set-up/backups").get_json()
    assert told["failed"] == "/media/disk 空间不足，无法备份。请腾出空间，或换一块磁盘。"
    assert (told["folder"], told["size"], told["running"]) == ("/media/disk", 5_000_000, False)
    assert "failed" in told["worries"]
    assert told["good_at"] == 1795199400000
    assert told["nightly_at"] == "02:30"


def test_a_second_one_is_refused_while_one_is_made(door: Door) -> None:
    parts: Parts = door.app.extensions["board"]
    admin = door.person("admin")
    with only_backup(parts.settings):
        assert admin.get("/api/v1/set-up/backups").get_json()["running"]
        refused = admin.command("/set-up/backups")
        assert (refused.status_code, refused.get_json()["code"]) == (409, "backup_running")
