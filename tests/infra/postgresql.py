"""A PostgreSQL of the tests' own: a fresh cluster, thrown away afterwards."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pg8000.native

from tests.infra.programs import LOOPBACK, Program, free_port, listens
from tests.infra.requirements import postgresql_programs
from tests.infra.waiting import wait_for

OWNER = "postgres"


class Cluster:
    """One PostgreSQL server; `create_database` gives each test a database of its own."""

    def __init__(self) -> None:
        self.programs = postgresql_programs()
        self.port = free_port()
        # PostgreSQL refuses to run as root, and its user cannot look into the test run's own folder.
        self.folder = Path(tempfile.mkdtemp(prefix="board-postgresql-"))
        self.user = _other_user() if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user, self.user)
        self._numbers = itertools.count(1)
        self.server = Program(
            [self.programs / "postgres", "-D", self.folder / "data", "-p", str(self.port), *_settings()],
            self.folder / "log",
            user=self.user,
            stop_signal=signal.SIGINT,
        )

    def initialise(self) -> None:
        """Make the cluster's files."""
        as_user = ["setpriv", "--reuid", self.user, "--regid", self.user, "--clear-groups", "--"] if self.user else []
        shape = ["-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        command = [*as_user, str(self.programs / "initdb"), "-D", str(self.folder / "data"), *shape]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.server.start()
        wait_for(lambda: listens(self.port) or not self.server.alive, what="PostgreSQL")
        assert self.server.alive, self.server.log
        wait_for(self._answers, what="PostgreSQL's first answer")

    def remove(self) -> None:
        """Stop the server and take its files away."""
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, template: str = "template1") -> str:
        """Make a database, as a copy of `template`, and return its name."""
        name = f"board_{next(self._numbers)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, cutting off whoever still uses it."""
        self.run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def url(self, database: str) -> str:
        """Return a database's address as BOARD_DATABASE_URL takes it."""
        return f"postgresql+pg8000://{OWNER}@{LOOPBACK}:{self.port}/{database}"

    def run(self, statement: str, database: str = OWNER) -> list[list[object]]:
        """Run one statement outside the board, and return its rows."""
        connection = pg8000.native.Connection(
            OWNER, host=LOOPBACK, port=self.port, database=database, ssl_context=False
        )
        try:
            return [list(row) for row in connection.run(statement) or []]
        finally:
            connection.close()

    def _answers(self) -> bool:
        try:
            return bool(self.run("SELECT 1"))
        except (pg8000.exceptions.DatabaseError, pg8000.exceptions.InterfaceError):
            return False


def _settings() -> list[str]:
    wanted = {
        "listen_addresses": LOOPBACK,
        "unix_socket_directories": "",
        "max_connections": "200",
        # The files live for one test run: nothing need survive a power cut.
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
    }
    return [word for key, value in wanted.items() for word in ("-c", f"{key}={value}")]


def _other_user() -> str:
    users = {entry.pw_name for entry in pwd.getpwall()}
    return OWNER if OWNER in users else "nobody"
