"""Server processes of the bench, on a core of their own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TREE = Path(__file__).parent.parent
SERVER_CORE, LOAD_CORE = (0, 1) if (os.cpu_count() or 1) > 1 else (0, 0)


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server process, pinned to its core; `stop` ends it, and so does leaving the `with` block."""

    def __init__(self, module: str, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self.port = free_port()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the server
        self._command = [sys.executable, "-W", "ignore", "-m", module, str(self.port), *arguments]
        self._environment = {**os.environ, **(environment or {})}

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        begin = time.monotonic()
        self._process = subprocess.Popen(
            self._command, cwd=TREE, env=self._environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        os.sched_setaffinity(self._process.pid, {SERVER_CORE})
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() - begin > 60:
                self.stop()
                raise SystemExit(f"the server did not start: {' '.join(self._command)}\n{self.log()}")
            time.sleep(0.02)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def log(self) -> str:
        """The end of what the server wrote."""
        self._log.seek(0)
        return self._log.read()[-3000:].decode(errors="replace")

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_bytes(self) -> int:
        """What of its memory is really in use (resident)."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True
