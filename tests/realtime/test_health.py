"""The keeper of screens' reports: compared with the server's own picture, and written in one batch."""

from datetime import timedelta
from typing import Any

import pytest

from board.commands import setting_up
from board.domain.screens import StaleReason
from board.realtime.health import Health, HealthKeeper
from board.realtime.pictures import Pictures
from board.screens.views import Audience
from board.store import models
from tests.commands.conftest import opened_postgres, opened_sqlite, postgres_workshop, sqlite_workshop, workshop
from tests.commands.workshop import Workshop

__all__ = ["opened_postgres", "opened_sqlite", "postgres_workshop", "sqlite_workshop", "workshop"]

SAID: dict[str, Any] = {
    "view": "workshop", "status": "live", "revision": None, "state_hash": None, "version": "1", "painted_ms_ago": 200,
    "good_ms_ago": 90, "errors": 0, "last_error": None, "memory": None, "width": 1920, "height": 1080,
    "browser": "Chrome 120", "uptime_s": 60, "asleep": False,
}  # fmt: skip


class Desk:
    """A keeper on a workshop's database, and two paired walls."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.audience = Audience(workshop.site, "workshop")
        self.pictures = Pictures(workshop.store, "epoch", lambda: workshop.now)
        self.keeper = HealthKeeper(workshop.store, self.pictures, lambda: workshop.now)
        self.walls = [
            workshop.do(setting_up.pair_device, None, name=name, view="workshop", token_digest=name * 64).result[
                "device"
            ]
            for name in "ab"
        ]
        self.pictures.answer(self.audience, None, None)

    def says(self, device: int, **different: Any) -> None:
        self.keeper.take(device, self.audience, Health.model_validate({**SAID, **different}))

    def row(self, device: int) -> models.ScreenHealth:
        self.keeper.write()
        with self.workshop.store.reading() as session:
            return session.get_one(models.ScreenHealth, device)


@pytest.fixture
def desk(sqlite_workshop: Workshop) -> Desk:
    return Desk(sqlite_workshop)


def test_a_screen_is_stale_when_it_shows_something_else_at_the_same_revision(desk: Desk) -> None:
    wall, revision = desk.walls[0], desk.workshop.revision
    mine = desk.pictures.hash_at(desk.audience, revision)
    assert mine is not None
    desk.says(wall, revision=revision, state_hash=mine)
    assert desk.row(wall).stale is None
    desk.says(wall, revision=revision, state_hash="0" * 64)
    assert desk.row(wall).stale is StaleReason.differs
    desk.says(wall, revision=revision - 1, state_hash="0" * 64)
    assert desk.row(wall).stale is None, "another revision cannot be compared"
    desk.says(wall, view="lounge", revision=revision, state_hash="0" * 64)
    assert desk.row(wall).stale is None, "the other view of a playlist is another feed's"


def test_since_when_it_says_so_is_kept_over_reports_and_not_over_silence(desk: Desk) -> None:
    wall, began = desk.walls[0], desk.workshop.now
    desk.says(wall)
    assert desk.row(wall).since == began
    for _ in range(3):
        desk.workshop.now += timedelta(seconds=30)
        desk.says(wall)
        assert desk.row(wall).since == began
    desk.workshop.now += timedelta(seconds=30)
    desk.says(wall, status="stale")
    assert (desk.row(wall).since, desk.row(wall).stale) == (desk.workshop.now, StaleReason.not_live)
    desk.workshop.now += timedelta(minutes=9)
    desk.says(wall, status="stale")
    assert desk.row(wall).since == desk.workshop.now, "it was dark in between"


def test_one_batch_takes_the_last_report_of_each_and_no_unknown_screen(workshop: Workshop) -> None:
    desk = Desk(workshop)
    one, two = desk.walls
    desk.says(one, errors=1)
    desk.says(one, errors=2, last_error="out of\x00 memory \ud800", memory=5 * 2**20)
    desk.says(two, browser="Safari 17")
    desk.says(999)
    revision = workshop.revision
    assert (desk.row(one).errors, desk.row(one).last_error, desk.row(one).memory_mb) == (2, "out of memory ", 5)
    assert desk.row(two).browser == "Safari 17"
    assert workshop.revision == revision


def test_a_hasty_socket_is_not_read(desk: Desk) -> None:
    assert desk.keeper.may_report("a")
    assert not desk.keeper.may_report("a")
    assert desk.keeper.may_report("b")
    desk.keeper.forget("a")
    assert desk.keeper.may_report("a")
