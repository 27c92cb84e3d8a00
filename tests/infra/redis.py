"""A Redis of the tests' own."""

from pathlib import Path

from tests.infra.programs import LOOPBACK, Program, free_port, listens
from tests.infra.requirements import program
from tests.infra.waiting import wait_for


class RedisServer(Program):
    """A Redis that keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        where = ["--bind", LOOPBACK, "--port", str(self.port), "--dir", str(folder)]
        command = [str(program("redis-server")), *where, "--save", "", "--appendonly", "no"]
        super().__init__(command, folder / "redis.log")

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://{LOOPBACK}:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it listens."""
        super().start()
        wait_for(lambda: listens(self.port) or not self.alive, what="Redis")
        assert self.alive, self.log
