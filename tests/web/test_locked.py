"""While another program holds the database: nothing is confirmed that did not happen, and looking goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import text

from board.domain.stages import Stage
from board.store.transaction import Store
from tests.access.door import Door
from tests.commands.workshop import all_rows, next_id


@contextmanager
def _held(store: Store) -> Iterator[None]:
    if store.is_sqlite:
        with closing(sqlite3.connect(store.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    other_program = Store(store.url)
    with other_program.writer.connect() as connection:
        connection.execute(text("SELECT 1 FROM site FOR UPDATE"))
        yield
        connection.rollback()
    other_program.close()


def test_a_command_is_refused_for_now_and_done_when_sent_again(any_door: Door) -> None:
    workshop = any_door.workshop
    job, command_id = workshop.car_at(Stage.ready), next_id()
    advisor = any_door.person("advisor")
    with workshop.store.reader.connect() as connection:
        before = all_rows(connection)
    with _held(workshop.store):
        refused = advisor.command(f"/jobs/{job}/announce", command_id)
        assert (refused.status_code, refused.get_json()["code"]) == (503, "unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        assert advisor.get(f"/api/v1/jobs/{job}").get_json()["job"]["announced_at"] is None
        assert advisor.get("/desk").status_code == 200
        with workshop.store.reader.connect() as connection:
            assert all_rows(connection) == before
    done = advisor.command(f"/jobs/{job}/announce", command_id)
    assert (done.status_code, done.get_json()["repeated"]) == (200, False)
    again = advisor.command(f"/jobs/{job}/announce", command_id)
    assert (again.status_code, again.get_json()["repeated"]) == (200, True)


def test_readiness_follows_the_database(door: Door) -> None:
    assert door.nobody().get("/readyz").get_json() == {"status": "ready", "migrations": "current"}
    with door.workshop.store.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))
    answer = door.nobody().get("/readyz")
    assert (answer.status_code, answer.get_json()["migrations"]) == (503, "newer")
    assert door.nobody().get("/healthz").status_code == 200
