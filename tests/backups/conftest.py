"""A workshop with pictures on its disk, and the settings that go with it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from board.backups.manifest import Manifest
from board.backups.taking import back_up, only_backup
from board.commands import attachments
from board.config import Settings
from board.domain.backups import Keep
from board.store.files import FOLDER, Files
from tests.commands.conftest import opened_postgres, opened_sqlite, postgres_workshop, sqlite_workshop, workshop
from tests.commands.workshop import Workshop

__all__ = ["opened_postgres", "opened_sqlite", "postgres_workshop", "sqlite_workshop", "workshop"]
KEY = "k" * 40


@dataclass
class House:
    """A workshop, its data folder and where its backups go."""

    workshop: Workshop
    settings: Settings
    root: Path

    @property
    def files(self) -> Files:
        """Its pictures."""
        return Files(self.settings.data_dir / FOLDER)

    def add_picture(self, content: bytes) -> str:
        """A photo of a new car; gives its digest."""
        digest = self.files.keep(content, "image/jpeg", small=b"small " + content)
        shape: dict[str, Any] = {"media_type": "image/jpeg", "size": len(content), "width": 1, "height": 1}
        self.workshop.do(attachments.add_photo, "advisor", job=self.workshop.take_in(), digest=digest, **shape)
        return digest

    def back_up(self, **keep: int) -> tuple[Path, Manifest]:
        """A backup in the usual place."""
        with only_backup(self.settings):
            return back_up(self.settings, self.root, Keep(**keep))


def _house(workshop: Workshop, tmp_path: Path) -> House:
    data = tmp_path / "data"
    data.mkdir()
    (data / "secret_key").write_text(KEY)
    settings = Settings(data_dir=data, database_url=workshop.store.url, secret_key=KEY)
    house = House(workshop, settings, tmp_path / "backups")
    house.add_picture(b"a photo")
    return house


@pytest.fixture
def house(workshop: Workshop, tmp_path: Path) -> House:
    """On SQLite and on PostgreSQL."""
    return _house(workshop, tmp_path)


@pytest.fixture
def postgres_house(postgres_workshop: Workshop, tmp_path: Path) -> House:
    """On PostgreSQL."""
    return _house(postgres_workshop, tmp_path)


@pytest.fixture
def sqlite_house(sqlite_workshop: Workshop, tmp_path: Path) -> House:
    """On SQLite, where the database is not the point."""
    return _house(sqlite_workshop, tmp_path)
