"""Putting a backup back: the workshop is as it was, what was there stays beside, and what is wrong changes nothing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from board.backups import programs, restoring
from board.backups.presence import alone, at_work, serving
from board.backups.restoring import chosen, require_restorable, restore
from board.backups.taking import only_backup
from board.backups.trying import try_out
from board.domain.refusals import Refused
from board.store.migrating import Shape, shape
from board.store.transaction import Store
from tests.backups.conftest import KEY, House
from tests.backups.test_taking import refusal
from tests.commands.workshop import all_rows


def rows(house: House) -> dict[str, Any]:
    """Every row, without which history it is."""
    with closing(Store(house.settings.database_url)) as store, store.reader.connect() as connection:
        found = all_rows(connection)
    return {name: each for name, each in found.items() if name != "installation"}


def epoch(house: House) -> str:
    with closing(Store(house.settings.database_url)) as store:
        installation = store.installation()
        assert installation is not None
        return installation.epoch


def changed_since(house: House) -> tuple[Path, dict[str, Any], str]:
    """A backup, and a workshop that went on since."""
    folder, _made = house.back_up()
    before, epoch_before = rows(house), epoch(house)
    house.add_picture(b"after the backup")
    (house.settings.data_dir / "secret_key").write_text("n" * 40)
    house.workshop.store.close()
    return folder, before, epoch_before


def put_back(house: House, folder: Path) -> Path | None:
    return restore(house.settings.model_copy(update={"secret_key": "n" * 40}), folder)


def test_a_round_trip(house: House) -> None:
    folder, before, epoch_before = changed_since(house)
    after = rows(house)
    assert after != before
    aside = put_back(house, folder)
    assert rows(house) == before
    assert epoch(house) != epoch_before, "live screens ask for a fresh picture"
    assert (house.settings.data_dir / "secret_key").read_text().strip() == KEY
    pictures = {path.name for path in (house.settings.data_dir / "attachments").rglob("*.jpg")}
    assert pictures == {path.name for path in (house.root / "attachments").rglob("*.jpg")}
    assert aside is not None
    assert aside.parent == house.settings.data_dir
    assert (aside / "secret_key").read_text() == "n" * 40
    assert len(list((aside / "attachments").rglob("*.jpg"))) == len(pictures) + 2
    kept = {"board.pgdump"} if not house.workshop.store.is_sqlite else {"board.db"}
    assert kept <= {path.name for path in aside.iterdir()}
    with closing(Store(house.settings.database_url)) as store:
        assert shape(store) is Shape.current
    assert [path.name for path in house.settings.data_dir.glob(".*")] == []


def test_what_stood_aside_is_whole(sqlite_house: House) -> None:
    folder, _before, _epoch = changed_since(sqlite_house)
    after = rows(sqlite_house)
    aside = put_back(sqlite_house, folder)
    assert aside is not None
    with closing(Store(f"sqlite:///{aside / 'board.db'}")) as store, store.reader.connect() as connection:
        assert {name: each for name, each in all_rows(connection).items() if name != "installation"} == after


def test_onto_an_empty_machine(sqlite_house: House, tmp_path: Path) -> None:
    folder, _made = sqlite_house.back_up()
    before = rows(sqlite_house)
    new = tmp_path / "new"
    new.mkdir()
    settings = sqlite_house.settings.model_copy(
        update={"data_dir": new, "database_url": f"sqlite:///{new / 'board.sqlite3'}"}
    )
    assert restore(settings, folder) is None, "nothing was there"
    moved = House(sqlite_house.workshop, settings, sqlite_house.root)
    assert rows(moved) == before
    assert not (new / "secret_key").exists(), "the key comes from the environment there"


@pytest.mark.parametrize("presence", [at_work, serving])
def test_over_a_board_at_work_it_is_refused(house: House, presence: Callable[..., Any]) -> None:
    folder, _before, _epoch = changed_since(house)
    after = rows(house)
    with presence(house.settings), presence(house.settings):
        assert refusal(put_back, house, folder) == "board_in_use"
    assert rows(house) == after
    assert list(house.settings.data_dir.glob("before-restore-*")) == []


def test_on_another_machine_the_database_itself_says_that_it_is_used(postgres_house: House, tmp_path: Path) -> None:
    """Two machines have data folders of their own; a file's lock tells the one nothing of the other."""
    house = postgres_house
    folder, _before, _epoch = changed_since(house)
    elsewhere = house.settings.model_copy(update={"data_dir": tmp_path})
    with serving(elsewhere):
        assert refusal(put_back, house, folder) == "board_in_use"
    with alone(house.settings):
        assert refusal(serving(elsewhere).__enter__) == "restore_running"


def test_nobody_begins_work_while_one_is_put_back(sqlite_house: House) -> None:
    with alone(sqlite_house.settings):
        assert refusal(at_work(sqlite_house.settings).__enter__) == "restore_running"
        assert refusal(alone(sqlite_house.settings).__enter__) == "board_in_use"


def test_one_that_fails_leaves_all_as_it_was(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the last moment, when nearly everything has changed places."""
    folder, _before, epoch_before = changed_since(house)
    after = rows(house)

    def no_room(*_: object) -> bool:
        raise Refused("backup_no_space", folder="x")

    monkeypatch.setattr(restoring, "uses_key_file", no_room)
    assert refusal(put_back, house, folder) == "backup_no_space"
    assert rows(house) == after
    assert epoch(house) == epoch_before
    assert (house.settings.data_dir / "secret_key").read_text() == "n" * 40
    assert len(list((house.settings.data_dir / "attachments").rglob("*.jpg"))) == 4
    monkeypatch.undo()
    put_back(house, folder)
    assert rows(house) != after


def test_one_of_a_newer_board_is_refused(sqlite_house: House) -> None:
    house = sqlite_house
    with house.workshop.store.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))
    folder, _made = house.back_up()
    assert refusal(require_restorable, house.settings, folder) == "backup_newer"


def test_one_of_the_other_database_is_refused(sqlite_house: House) -> None:
    folder, _made = sqlite_house.back_up()
    other = sqlite_house.settings.model_copy(update={"database_url": "postgresql+pg8000://nobody@127.0.0.1:1/none"})
    assert refusal(require_restorable, other, folder) == "backup_other_database"


def test_a_damaged_one_is_refused_and_changes_nothing(house: House) -> None:
    folder, _before, _epoch = changed_since(house)
    after = rows(house)
    database = next(path for path in folder.iterdir() if path.name.startswith("board."))
    database.write_bytes(database.read_bytes()[:-1000])
    assert refusal(put_back, house, folder) == "backup_damaged"
    assert rows(house) == after


def test_the_newest_of_a_folder_is_meant(sqlite_house: House) -> None:
    house = sqlite_house
    assert refusal(chosen, house.root.parent) == "backup_not_found"
    first, _made = house.back_up()
    second, _made = house.back_up()
    assert chosen(house.root) == second
    assert chosen(first) == first


def test_a_missing_program_is_named(postgres_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house = postgres_house
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refused) as caught:
        house.back_up()
    assert (caught.value.code, caught.value.details) == ("backup_program_missing", {"program": "pg_dump"})


def test_a_trial_without_the_right_to_make_databases_reads_it_through(postgres_house: House) -> None:
    house = postgres_house
    folder, _made = house.back_up()
    with house.workshop.store.writer.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS humble"))
        connection.execute(text("CREATE ROLE humble LOGIN"))
    url = house.settings.database_url.replace("://postgres@", "://humble@")
    assert "humble" in url
    with only_backup(house.settings):
        assert not try_out(house.settings.model_copy(update={"database_url": url}), folder)


def test_a_password_is_no_word_of_a_command_line() -> None:
    from sqlalchemy import make_url  # noqa: PLC0415

    words, environment = programs._address(make_url("postgresql+pg8000://board:s3cret@db.example:5433/shop"))
    assert "s3cret" not in " ".join(words)
    assert words[:3] == ["--host=db.example", "--port=5433", "--username=board"]
    assert environment == {"PGDATABASE": "shop", "PGPASSWORD": "s3cret"}


def test_what_tablets_and_devices_trust_comes_back(sqlite_house: House, tmp_path: Path) -> None:
    """Or what tablets sealed could not be read, and every device would have to learn to trust the board anew."""
    data = sqlite_house.settings.data_dir
    kept = {"tablet_seal.pem": "a seal", "tls/authority.pem": "an authority", "tls/authority.key": "its key"}
    (data / "tls").mkdir()
    for name, content in kept.items():
        (data / name).write_text(content)
    folder, _made = sqlite_house.back_up()
    empty = tmp_path / "empty"
    empty.mkdir()
    elsewhere = {"data_dir": empty, "database_url": f"sqlite:///{empty / 'board.sqlite3'}"}
    restore(sqlite_house.settings.model_copy(update=elsewhere), folder)
    assert {name: (empty / name).read_text() for name in kept} == kept
    assert {(empty / name).stat().st_mode & 0o077 for name in kept} == {0}
