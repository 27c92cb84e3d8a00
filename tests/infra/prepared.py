"""A process that has loaded the board already and forks servers from itself.

Loading takes a second of processor time, and a run of the tests starts hundreds of servers. What is forked is a
process like any other: it has its own environment, output and process id, and can be stopped and killed.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_mothers: dict[str, "Mother"] = {}


class Mother:
    """The prepared process of one async mode. Ask for it with `mother`; it ends with the test run."""

    def __init__(self, mode: str) -> None:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("BOARD_")}
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.infra.prepared"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**clean, "BOARD_ASYNC_MODE": mode},
            cwd=Path(__file__).parents[2],
            text=True,
        )

    def start(self, words: Sequence[str], log: Path, environment: Mapping[str, str], folder: Path) -> "Forked":
        """Start `board` with these words in a folder, its output going to the end of `log`."""
        how = {"log": str(log), "environment": dict(environment), "folder": str(folder)}
        return Forked(self, int(self._ask({"start": list(words), **how})))

    def exit_code(self, pid: int) -> int | None:
        """How a process that was started here ended, negative for a signal; None while it runs."""
        code = self._ask({"ended": pid})
        return None if code is None else int(code)  # it is reaped when it is asked for

    def _ask(self, question: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def mother(mode: str) -> Mother:
    """The prepared process for `eventlet` or `threading`, started when it is first asked for."""
    if mode not in _mothers:
        _mothers[mode] = Mother(mode)
    return _mothers[mode]


class Forked:
    """A forked process, with what `Program` needs of `subprocess.Popen`."""

    def __init__(self, made_by: Mother, pid: int) -> None:
        self.pid = pid
        self._made_by = made_by
        self._ending = os.pidfd_open(pid)
        self._code: int | None = None

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        if self._code is None and select.select([self._ending], [], [], 0)[0]:
            self._code = self._made_by.exit_code(self.pid)
            if self._code is not None:
                os.close(self._ending)
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                raise subprocess.TimeoutExpired("board", timeout or 0)
            select.select([self._ending], [], [], left)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal while it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def _main() -> None:
    from board import runtime  # noqa: PLC0415

    runtime.patch()
    real = os
    if runtime.green():
        from eventlet.patcher import original  # noqa: PLC0415, TID251 - the questions must not start a hub before the fork

        real = original("os")
    import sqlalchemy.dialects.postgresql.pg8000  # noqa: PLC0415
    import sqlalchemy.dialects.sqlite.pysqlite  # noqa: PLC0415, F401

    import board.cli  # noqa: PLC0415
    import board.serving  # noqa: PLC0415

    while line := _line(real):
        question = json.loads(line)
        if "start" in question:
            pid = real.fork()
            if pid == 0:
                _become(question, board.cli.main, runtime.green())
            answer: int | None = pid
        else:
            pid, status = real.waitpid(question["ended"], real.WNOHANG)
            answer = real.waitstatus_to_exitcode(status) if pid else None
        real.write(1, f"{json.dumps(answer)}\n".encode())


def _line(real: Any) -> bytes:
    """The next question, or nothing when the test run is over."""
    read = b""
    while not read.endswith(b"\n"):
        more: bytes = real.read(0, 65536)
        if not more:
            return b""
        read += more
    return read


def _become(question: dict[str, Any], command: Any, runtime_is_green: bool) -> None:
    """In the fork: the environment, output and session of a program of its own, which ends with the test run."""
    import ctypes  # noqa: PLC0415

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    os.setsid()
    log = os.open(question["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for given, taken in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(given, taken)
    os.chdir(question["folder"])
    os.environ.clear()
    os.environ.update(question["environment"])
    if runtime_is_green:
        from eventlet import hubs  # noqa: PLC0415, TID251 - as above

        hubs.use_hub()  # of its own: with the mother's, all her children would wait on one epoll
    sys.argv = ["board", *question["start"]]
    code: Any = 1
    try:
        code = command(question["start"], prog_name="board", standalone_mode=True)
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else bool(code))


if __name__ == "__main__":
    _main()
