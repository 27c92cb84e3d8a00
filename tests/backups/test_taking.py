"""A backup is whole, private, and there under its name only when it was looked at; what is wrong is said."""

import errno
import hashlib
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from board.backups import disk, taking
from board.backups.manifest import backups_in, read_list, read_manifest
from board.backups.record import read_record
from board.backups.standing import stand
from board.backups.taking import back_up, only_backup
from board.backups.trying import try_out
from board.backups.verifying import require_good
from board.domain.backups import Keep
from board.domain.refusals import Refused
from tests.backups.conftest import KEY, House


def refusal(work: object, *args: object) -> str:
    with pytest.raises(Refused) as caught:
        work(*args)  # type: ignore[operator]
    return caught.value.code


def test_everything_is_in_it_and_nobody_else_can_read_it(house: House) -> None:
    folder, made = house.back_up()
    assert made == require_good(folder)
    assert made.facts.revisions == {str(house.workshop.site): house.workshop.revision}
    assert made.facts.rows["job"] == 1
    assert made.pictures == 2, "the photo and its small one"
    assert (folder / "secret_key").read_text().strip() == KEY
    for path in (house.root, *house.root.rglob("*")):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path
    written = read_record(house.settings.data_dir)
    assert (written.good, written.failed, written.good_at) == (str(folder), None, made.made_at)


def test_a_trial_restore_reads_and_counts_all_of_it(house: House) -> None:
    folder, _made = house.back_up()
    house.workshop.take_in()
    with only_backup(house.settings):
        assert try_out(house.settings, folder)
    written = read_record(house.settings.data_dir)
    assert (written.trial_of, written.trial_failed, written.trial_read_only) == (folder.name, None, False)
    assert [path.name for path in house.root.glob(".*")] == []
    assert house.workshop.revision > require_good(folder).facts.revisions[str(house.workshop.site)]


def test_pictures_are_written_once_however_many_backups_name_them(sqlite_house: House) -> None:
    house = sqlite_house
    first, _made = house.back_up()
    before = {path: path.stat().st_mtime_ns for path in (house.root / "attachments").rglob("*.jpg")}
    digest = house.add_picture(b"another")
    second, _made = house.back_up()
    after = {path: path.stat().st_mtime_ns for path in (house.root / "attachments").rglob("*.jpg")}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 2
    assert digest not in str(read_list(first))
    assert digest in str(read_list(second))


def test_what_only_old_backups_name_goes_with_them(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house = sqlite_house
    first, made = house.back_up()
    shutil.move(first, house.root / "board-20200101-000000Z")
    old = house.root / "board-20200101-000000Z"
    text = (old / "manifest.json").read_text()
    (old / "manifest.json").write_text(text.replace(made.made_at, "2020-01-01T00:00:00+00:00"))
    orphan = house.root / "attachments" / "00" / f"{'0' * 64}.jpg"
    orphan.parent.mkdir()
    orphan.write_bytes(b"of the old one alone")
    (old / "attachments.sha256").write_text(f"{'0' * 64}  attachments/00/{orphan.name}\n")
    second, _made = house.back_up()
    assert [folder for folder, _ in backups_in(house.root)] == [second]
    assert not orphan.exists()
    require_good(second)


def test_a_backup_that_cannot_be_read_keeps_the_pictures(sqlite_house: House) -> None:
    house = sqlite_house
    first, _made = house.back_up()
    (first / "manifest.json").write_text("{")
    orphan = house.root / "attachments" / "00" / f"{'0' * 64}.jpg"
    orphan.parent.mkdir()
    orphan.write_bytes(b"perhaps of the first one")
    house.back_up()
    assert orphan.exists()


def test_other_workshops_backups_are_left_alone(sqlite_house: House) -> None:
    house = sqlite_house
    first, made = house.back_up()
    text = (first / "manifest.json").read_text()
    foreign = text.replace(made.facts.founded_at, "2019-01-01 00:00:00").replace(
        made.made_at, "2019-02-01T00:00:00+00:00"
    )
    (first / "manifest.json").write_text(foreign)
    house.back_up()
    assert first.exists()


def test_a_picture_that_is_lost_is_told_and_stops_nothing(sqlite_house: House) -> None:
    house = sqlite_house
    lost, spoilt = house.add_picture(b"lost"), house.add_picture(b"spoilt")
    house.files.path(lost, "image/jpeg").unlink()
    house.files.path(spoilt, "image/jpeg").write_bytes(b"spoiled by the disk")
    folder, made = house.back_up()
    assert sorted(made.missing) == sorted([lost, spoilt])
    require_good(folder)
    written = read_record(house.settings.data_dir)
    assert (written.failed, written.failed_details, written.good) == (
        "backup_pictures_missing",
        {"count": 2},
        str(folder),
    )


def test_two_at_a_time_are_refused(sqlite_house: House) -> None:
    with only_backup(sqlite_house.settings):
        assert refusal(sqlite_house.back_up) == "backup_running"
    sqlite_house.back_up()


def test_backups_do_not_lie_among_the_board_s_own_files(sqlite_house: House) -> None:
    house = sqlite_house
    data = house.settings.data_dir
    inside, _made = house.back_up()
    for place in (data, data / "attachments", data / "attachments" / "x", inside, inside / "x"):
        assert refusal(back_up, house.settings, place, Keep()) == "backup_place_wrong"
        assert read_record(data).failed == "backup_place_wrong"


def test_a_place_that_is_not_there(sqlite_house: House) -> None:
    house = sqlite_house
    (house.root.parent / "file").write_text("no folder")
    assert refusal(back_up, house.settings, house.root.parent / "file", Keep()) == "backup_place_gone"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "backup_no_space"),
        (errno.EFBIG, "backup_no_space"),
        (errno.EACCES, "backup_no_rights"),
        (errno.EROFS, "backup_no_rights"),
        (errno.EIO, "backup_place_gone"),
    ],
)
def test_what_the_disk_says_becomes_a_sentence(number: int, code: str, tmp_path: Path) -> None:
    def work() -> None:
        with disk.trouble_with(tmp_path):
            raise OSError(number, os.strerror(number))

    assert refusal(work) == code


def test_no_room_is_known_before_anything_is_written(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house = sqlite_house
    monkeypatch.setattr(taking, "_ROOM_BESIDE", 2**60)
    assert refusal(house.back_up) == "backup_no_space"
    assert list(house.root.glob("*board-*")) == []


def test_a_database_that_is_not_there(sqlite_house: House) -> None:
    Path(sqlite_house.workshop.store.url.removeprefix("sqlite:///")).unlink()
    assert refusal(sqlite_house.back_up) == "backup_database_gone"
    assert not Path(sqlite_house.workshop.store.url.removeprefix("sqlite:///")).exists(), "none is made by looking"


def test_what_an_ended_process_left_is_taken_away(sqlite_house: House) -> None:
    house = sqlite_house
    for name in (".half-board-20260101-000000Z", ".going-board-20260101-000000Z", ".trial-board-20260101-000000Z"):
        (house.root / name / "attachments").mkdir(parents=True)
    half = house.root / "attachments" / "aa" / ".half.jpg.77"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"hal")
    house.back_up()
    assert [path for path in house.root.rglob("*") if path.name.startswith(".")] == []


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["board.sqlite3", "secret_key", "attachments.sha256", "manifest.json"])
@pytest.mark.parametrize("damage", [_flip, Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-9])])
def test_damage_is_found(sqlite_house: House, name: str, damage: object) -> None:
    folder, _made = sqlite_house.back_up()
    damage(folder / name)  # type: ignore[operator]
    assert refusal(require_good, folder) in {"backup_damaged", "backup_not_found"}


def test_a_spoilt_picture_is_found_by_reading(sqlite_house: House) -> None:
    folder, _made = sqlite_house.back_up()
    picture = next((sqlite_house.root / "attachments").rglob("*.jpg"))
    _flip(picture)
    require_good(folder, thorough=False)
    with only_backup(sqlite_house.settings):
        assert refusal(try_out, sqlite_house.settings, folder) == "backup_damaged"
    assert read_record(sqlite_house.settings.data_dir).trial_failed == "backup_damaged"


def test_rows_that_the_manifest_does_not_know_are_found(sqlite_house: House) -> None:
    """A database that is sound, but not the one that was written down."""
    folder, made = sqlite_house.back_up()
    path = folder / "board.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM journal WHERE id = 1")
        connection.commit()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = (folder / "manifest.json").read_text().replace(made.files["board.sqlite3"], digest)
    (folder / "manifest.json").write_text(text)
    assert refusal(require_good, folder) == "backup_damaged"


def test_a_manifest_of_a_newer_board_is_told_apart(sqlite_house: House) -> None:
    folder, _made = sqlite_house.back_up()
    text = (folder / "manifest.json").read_text().replace('"format": 1', '"format": 2')
    (folder / "manifest.json").write_text(text)
    assert refusal(read_manifest, folder) == "backup_newer"


def test_what_is_to_be_seen_to(sqlite_house: House) -> None:
    house = sqlite_house
    assert stand(house.settings, house.workshop.store, house.workshop.now).worries == []
    folder, made = house.back_up()
    later = max(made.at, house.workshop.now) + timedelta(days=30)
    standing = stand(house.settings, house.workshop.store, later)
    assert (standing.worries, standing.folder) == (["old", "untried", "same_disk"], folder.parent)
    house.root.chmod(0o755)
    assert "open_to_others" in stand(house.settings, house.workshop.store, later).worries
