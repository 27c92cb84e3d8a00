"""The backup of the night: begun by whoever serves, in a process of its own, once, and tried once a week."""

from datetime import UTC, datetime, timedelta

import pytest

from board.backups.nightly import look, measure
from board.backups.record import read_record, write_record
from board.metrics import BACKUP_FAILED, BACKUP_GOOD, BACKUP_TRIAL
from board.store import models
from tests.backups.conftest import KEY, House
from tests.infra.waiting import wait_for


@pytest.fixture
def night(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose processes have its settings, and that is three days old."""
    house = sqlite_house
    monkeypatch.setenv("BOARD_DATABASE_URL", house.settings.database_url)
    monkeypatch.setenv("BOARD_SECRET_KEY", KEY)
    monkeypatch.setenv("BOARD_BACKUP_DIR", str(house.root))
    with house.workshop.store.changing() as session:
        session.get_one(models.Installation, 1).made_at = datetime.now(UTC) - timedelta(days=3)
    house.settings = house.settings.model_copy(update={"backup_dir": house.root})
    return house


def test_a_missed_night_is_caught_up_once_and_tried(night: House) -> None:
    old = night.files.path(night.files.keep(b"nobody's", "image/png"), "image/png")
    import os  # noqa: PLC0415

    os.utime(old, (1, 1))
    store, data = night.workshop.store, night.settings.data_dir
    assert look(night.settings, store, datetime.now(UTC))
    wait_for(lambda: read_record(data).trial_at is not None, timeout=60, what="the backup and its trial")
    written = read_record(data)
    assert (written.failed, written.trial_failed, written.missing) == (None, None, 0)
    assert not old.exists(), "a picture that no row names is deleted on the way"
    assert not look(night.settings, store, datetime.now(UTC)), "this night has its backup"
    measure(written)
    record = written.record
    assert record.good_at is not None
    assert BACKUP_GOOD._value.get() == record.good_at.timestamp()
    assert BACKUP_TRIAL._value.get() > 0
    assert BACKUP_FAILED._value.get() == 0


def test_switched_off_none_is_made(night: House) -> None:
    write_record(night.settings.data_dir, swept_at=datetime.now(UTC).isoformat())
    off = night.settings.model_copy(update={"backup": False})
    assert not look(off, night.workshop.store, datetime.now(UTC))
