"""The ground that other tests stand on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.infra.postgresql import Cluster
from tests.infra.programs import Program, listens
from tests.infra.redis import RedisServer
from tests.infra.waiting import wait_for


def test_each_database_is_empty_and_apart(postgresql: Cluster) -> None:
    one, other = postgresql.create_database(), postgresql.create_database()
    postgresql.run("CREATE TABLE car (plate text)", database=one)
    assert postgresql.run("SELECT count(*) FROM pg_tables WHERE tablename = 'car'", database=one) == [[1]]
    assert postgresql.run("SELECT count(*) FROM pg_tables WHERE tablename = 'car'", database=other) == [[0]]
    postgresql.drop_database(one)
    postgresql.drop_database(other)


def test_redis_listens(redis_server: RedisServer) -> None:
    assert listens(redis_server.port)
    redis_server.stop()
    assert not listens(redis_server.port)


def test_a_killed_program_is_gone_and_can_be_started_again(tmp_path: Path) -> None:
    program = Program([sys.executable, "-c", "print('up', flush=True); import time; time.sleep(600)"], tmp_path / "log")
    program.start()
    wait_for(lambda: program.log == "up\n")
    program.kill()
    assert (program.alive, program.exit_code) == (False, -signal.SIGKILL)
    program.start()
    wait_for(lambda: program.log == "up\nup\n")
    program.stop()
    assert program.exit_code == -signal.SIGTERM


def test_programs_end_with_a_killed_test_run(tmp_path: Path) -> None:
    run = f"""
import pathlib, sys, time
from tests.infra.programs import Program
child = Program([sys.executable, "-c", "import time; time.sleep(600)"], pathlib.Path({str(tmp_path / "log")!r}))
child.start()
print(child.pid, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", run], stdout=subprocess.PIPE, text=True) as killed:
        try:
            assert killed.stdout
            child = int(killed.stdout.readline())
            # The guard is in place once the program itself runs.
            wait_for(lambda: b"time.sleep" in _third_word(child))
        finally:
            killed.kill()
    wait_for(lambda: not _runs(child))


def test_waiting_in_vain_says_what_was_seen() -> None:
    before = time.monotonic()
    with pytest.raises(AssertionError, match=r"two cars.*last seen: 0"):
        wait_for(lambda: 0, timeout=0.1, what="two cars")
    assert time.monotonic() > before


def _third_word(pid: int) -> bytes:
    """Of a command line; empty while a program is just being put in the place of another."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return words[2] if len(words) > 2 else b""


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
