"""`make soak`: 100 screens and 20 tablets, who stamp ten times as often as people do, for as long as is wanted.

`make soak ARGS="--minutes 30"`. A week at ten times the speed takes 1008 minutes. Tells the slopes of memory, open
files, threads, the database, a page's heap and nodes, and whether all screens agree; ends with 1 when something grows.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench import workshop
from bench.crowd import Commander, Crowd, Loop
from bench.servers import TREE, Server
from tests.infra.chromium import launch
from tests.soak.growing import Growth, growth

SCREENS, TABLETS, SPEED = 100, 20, 10
STAMPS_PER_HOUR = 9
"""Of one tablet, as people use it."""
COME_AND_GO_SECONDS = 3.0
"""One screen is switched off and on again so often: what a connection leaves behind adds up."""
SAMPLES = 60
LEAST_MINUTES = 30
"""In less, a process that is still warming up looks like one that leaks: then nothing is judged."""
ALLOWED = {"memory": 2.0, "open files": 1.0, "threads": 0.5, "heap of the page": 1.0, "nodes of the page": 60.0}
"""Per hour at this speed: MB, files, threads, MB, nodes. The database may grow: it keeps what happened."""
WRITTEN = TREE / "tests" / "output" / "soak.json"


class Board(Server):
    """`board run`, as it is started in a workshop."""

    def __init__(self, folder: Path, database: Path) -> None:
        super().__init__("board.cli", environment={"BOARD_DATA_DIR": str(folder)})
        self._command = [sys.executable, "-m", "board.cli", "run"]
        self._environment |= {"BOARD_PORT": str(self.port), "BOARD_DATABASE_URL": f"sqlite:///{database}"}
        self._log = (folder / "server.log").open("w+b")

    def __enter__(self) -> "Board":
        self.start()
        return self

    def status(self, name: str) -> float:
        """A figure of /proc/…/status."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return float(next(line.split()[1] for line in lines if line.startswith(f"{name}:")))

    def open_files(self) -> float:
        return len(list(Path(f"/proc/{self._process.pid}/fd").iterdir()))


class Tablet:
    """Somebody who pauses and goes on with one car."""

    def __init__(self, loop: Loop, port: int, place: workshop.Workplace) -> None:
        self.commander = Commander(loop, port)
        self.commander.cookies["board_session"] = place.session
        self.commander.csrf = self.commander.ask("GET", "/api/v1/me")["csrf"]
        self.code = place.code
        self.paused = False
        self.stamps = self.refused = 0

    def stamp(self) -> None:
        """The next stamp; skipped while the last one has no answer."""
        if self.commander.busy:
            return
        self.stamps += 1
        body = {"id": f"soak-{os.getpid()}-{id(self)}-{self.stamps}", "code": self.code, "via": "wedge"}
        body |= {"step": "resume"} if self.paused else {"step": "pause", "reason": "rest"}
        self.commander.send("POST", "/api/v1/scans", body, then=self._answered)

    def _answered(self) -> None:
        if self.commander.status == 200:
            self.paused = not self.paused
        else:
            self.refused += 1
            self.paused = True  # a shift may have ended meanwhile: come back to the car

    @property
    def revision(self) -> int:
        body = self.commander.body
        return int(body["revision"]) if self.commander.status == 200 and "revision" in body else 0


class Soak:
    """One run, and the samples that it has taken."""

    def __init__(self, board: Board, database: Path, place: workshop.Workshop, page: Page | None) -> None:
        self.loop, self.board, self.database, self.page = Loop(), board, database, page
        self.samples: dict[str, list[tuple[float, float]]] = {}
        self.disagreements = 0
        self.crowd = Crowd(self.loop, board.port, view="workshop")
        self.crowd.follows = True
        self.cookies = [f"board_device_workshop={token}" for token in place.device_tokens]
        self.tablets = [Tablet(self.loop, board.port, each) for each in place.workplaces[:TABLETS]]
        self._probe: CDPSession | None = page.context.new_cdp_session(page) if page else None
        if self._probe:
            self._probe.send("Performance.enable")
            self._probe.send("HeapProfiler.enable")

    def last(self, seconds: float) -> None:
        """Stamp, come and go, and sample, for so long."""
        self.crowd.come(SCREENS, self.cookies)
        begin = time.monotonic()
        due = dict.fromkeys(("stamp", "come", "sample"), begin)
        every = {
            "stamp": 3600 / STAMPS_PER_HOUR / SPEED / TABLETS,
            "come": COME_AND_GO_SECONDS,
            "sample": max(5.0, seconds / SAMPLES),
        }
        turn = 0
        while (now := time.monotonic()) - begin < seconds:
            for what, moment in due.items():
                if now >= moment:
                    due[what] = moment + every[what]
                    turn += 1
                    self._do(what, turn, now - begin)
            self.loop.turn(max(0.0, min(due.values()) - time.monotonic()))

    def _do(self, what: str, turn: int, second: float) -> None:
        if what == "stamp":
            self.tablets[turn % TABLETS].stamp()
        elif what == "come":
            screen = self.crowd.screens.pop(0)
            self.loop.drop(screen.connection)
            self.crowd.ready -= 1
            self.crowd.come(1, [self.cookies[turn % len(self.cookies)]])
        else:
            self._sample(second)

    def _sample(self, second: float) -> None:
        self.loop.until(lambda: not any(each.commander.busy for each in self.tablets), "the tablets' answers")
        revision = max(each.revision for each in self.tablets)
        self.loop.rest(1.0)
        self.disagreements += len({screen.revision for screen in self.crowd.screens}) > 1
        self.disagreements += any(screen.revision < revision for screen in self.crowd.screens)
        self._note(second, "memory", self.board.memory_bytes() / 1e6)
        self._note(second, "open files", self.board.open_files())
        self._note(second, "threads", self.board.status("Threads"))
        size = sum(file.stat().st_size for file in self.database.parent.glob(f"{self.database.name}*"))
        self._note(second, "database", size / 1e6)
        if self._probe and self.page:
            self._probe.send("HeapProfiler.collectGarbage")
            told = {each["name"]: each["value"] for each in self._probe.send("Performance.getMetrics")["metrics"]}
            self._note(second, "heap of the page", told["JSHeapUsedSize"] / 1e6)
            self._note(second, "nodes of the page", told["Nodes"])
            shown = self.page.evaluate("() => [board.feed.status.value, board.feed.revision.value]")
            self.disagreements += shown[0] != "live" or shown[1] < revision

    def _note(self, second: float, what: str, figure: float) -> None:
        self.samples.setdefault(what, []).append((second, figure))


def report(soak: Soak, minutes: float) -> bool:
    """Print the table and write it as JSON; whether nothing grows and all agreed."""
    stamps, refused = (sum(getattr(each, name) for each in soak.tablets) for name in ("stamps", "refused"))
    found: dict[str, Growth] = {name: growth(samples) for name, samples in soak.samples.items()}
    good = not soak.disagreements
    print(f"{minutes:g} minutes, {stamps} stamps ({refused} refused), {soak.crowd.losses} screens lost")
    for name, each in found.items():
        verdict = _verdict(each, ALLOWED.get(name), minutes)
        good &= verdict != "GROWS"
        line = f"{each.first:9.1f} -> {each.last:9.1f}   {each.per_hour:+9.2f} +- {each.error:.2f} an hour"
        print(f"  {name:18} {line}   {verdict}")
    print(f"  screens that did not agree when they were looked at: {soak.disagreements}")
    WRITTEN.parent.mkdir(exist_ok=True)
    told: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "minutes": minutes, "stamps": stamps}
    told |= {"refused": refused, "disagreements": soak.disagreements, "samples": soak.samples}
    WRITTEN.write_text(json.dumps(told, indent=1))
    return good


def _verdict(found: Growth, allowed: float | None, minutes: float) -> str:
    if allowed is None:
        return ""
    if minutes < LEAST_MINUTES:
        return "too short to tell"
    return "steady" if found.is_steady(allowed) else "GROWS"


@contextmanager
def watching(port: int, token: str, wanted: bool) -> Iterator[Page | None]:
    """A page of the workshop's wall in Chromium."""
    if not wanted:
        yield None
        return
    with sync_playwright() as driver, launch(driver) as browser:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/d/{token}")
        page.wait_for_function("() => self.board && self.board.feed.status.value === 'live'")
        yield page


def main() -> int:
    """Make a workshop, open it, and stay."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="how long (a simulated week: 1008)")
    parser.add_argument("--no-page", action="store_true", help="without Chromium")
    arguments = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, hard), hard))
    with tempfile.TemporaryDirectory(prefix="board-soak-") as name:
        folder = Path(name)
        database = folder / "board.sqlite3"
        place = workshop.make(f"sqlite:///{database}")
        with (
            Board(folder, database) as board,
            watching(board.port, place.device_tokens[0], not arguments.no_page) as page,
        ):
            soak = Soak(board, database, place, page)
            soak.last(arguments.minutes * 60)
            return 0 if report(soak, arguments.minutes) else 1


if __name__ == "__main__":
    sys.exit(main())
