"""The board itself as a process, as it runs in a workshop."""

import os
import re
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.infra.prepared import mother
from tests.infra.programs import LOOPBACK, Program, free_port
from tests.infra.waiting import wait_for

BOARD = Path(sys.executable).parent / "board"
PRINTED = "printed-by-seed.txt"
ADMIN = ("admin", "quiet-river-7-stones")


@dataclass(frozen=True)
class Installation:
    """A data folder and the settings that go with it: what `board` commands and a server share."""

    folder: Path
    database_url: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command: nothing of the developer's own BOARD_* settings leaks in."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith("BOARD_")}
        chosen = {"BOARD_DATABASE_URL": self.database_url} if self.database_url else {}
        return {**clean, "BOARD_DATA_DIR": str(self.folder), "PYTHONUNBUFFERED": "1", **chosen, **self.extra}

    def board(self, *words: str, expect: int = 0) -> str:
        """Run a `board` command here and return what it printed; `expect` is its exit code."""
        mode = self.environment.get("BOARD_ASYNC_MODE", "eventlet") if words[0] == "run" else "threading"
        with tempfile.NamedTemporaryFile("r", errors="replace") as printed:
            code = mother(mode).start(words, Path(printed.name), self.environment, self.folder).wait(timeout=300)
            said = printed.read()
        assert code == expect, f"board {' '.join(words)} ended with {code}\n{said}"
        return said

    def found(self, language: str = "zh_CN") -> None:
        """Make an empty workshop here; its administrator signs in with ADMIN."""
        login, password = ADMIN
        admin = ("--admin-name", "林清", "--admin-login", login, "--admin-password", password)
        self.board("init", "--name", "测试车间", "--language", language, "--no-second-factor", *admin)

    def seed(self, language: str = "zh_CN") -> None:
        """Make the demo workshop here, and keep what was printed."""
        self.board("migrate")
        (self.folder / PRINTED).write_text(self.board("demo", "seed", "--language", language))

    def screens(self, view: str) -> list[str]:
        """Return the paths (`/d/…`) that pair the demo workshop's screens of a view."""
        return re.findall(rf"^\s*{view}\s+\S+?(/d/\S+)", (self.folder / PRINTED).read_text(), re.MULTILINE)

    def copy_to(self, folder: Path) -> "Installation":
        """Return a copy of the whole data folder (SQLite only: another database is not in it)."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Installation(folder, None, self.extra)


class ServerProcess(Program):
    """`board run` on a free port; it keeps the port over restarts. `https`: its settings turn HTTPS on."""

    def __init__(
        self, installation: Installation, *, async_mode: str = "eventlet", port: int | None = None, https: bool = False
    ) -> None:
        self.installation = installation
        self.port = port or free_port()
        self.plain_url = f"http://{LOOPBACK}:{self.port}"
        self.base_url = f"https://{LOOPBACK}:{self.port}" if https else self.plain_url
        self.async_mode = async_mode
        own = {"BOARD_HOST": LOOPBACK, "BOARD_PORT": str(self.port), "BOARD_ASYNC_MODE": async_mode}
        super().__init__(
            [BOARD, "run"],
            installation.folder / f"server-{self.port}.log",
            environment={"BOARD_PUBLIC_URL": self.base_url, **installation.environment, **own},
        )

    def start(self) -> None:
        """Start it and wait until it is ready to serve."""
        self._process = mother(self.async_mode).start(["run"], self.log_file, self.environment, self.log_file.parent)
        wait_for(lambda: not self.alive or self.ready(), timeout=60, what="the board to be ready")
        assert self.alive, f"the board ended with {self.exit_code}\n{self.log}"

    def restart(self) -> None:
        """Stop it in good order and start it again."""
        self.stop()
        self.start()

    def ready(self) -> bool:
        """Whether /readyz says yes."""
        try:
            with urllib.request.urlopen(f"{self.plain_url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
