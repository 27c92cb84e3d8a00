"""`make bench`, or `make bench ARGS=--quick`: measures, prints the table, and writes it to bench/results/."""

import argparse
import gc
import os
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench import measuring, table, workshop
from bench.crowd import Commander, Crowd, Loop
from bench.servers import LOAD_CORE, Server

SIZES = (100, 500, 1000)
SCAN_SCREENS = 100
SCANS_PER_SECOND = 100
DRIVER = b'{"driver":true}'


@dataclass
class Run:
    """One whole run: what it takes from round to round."""

    rounds: int
    kicks: int
    stamps: int
    seconds: float
    minutes: float
    folder: Path
    place: workshop.Workshop
    event_bytes: int = 500
    snapshot_bytes: int = 0
    figures: table.Figures = field(default_factory=table.Figures)
    scenes: int = 0

    @property
    def cookies(self) -> list[str]:
        return [f"board_device_workshop={token}" for token in self.place.device_tokens]

    def board(self, who: str = "tuned") -> Server:
        """The board on a fresh copy of the workshop: what earlier scenes stamped must not slow later ones."""
        for path in self.folder.glob("board.sqlite3*"):
            path.unlink()
        database = shutil.copy(self.folder / "made.sqlite3", self.folder / "board.sqlite3")
        environment = {"BOARD_DATA_DIR": str(self.folder), "BOARD_DATABASE_URL": f"sqlite:///{database}"}
        return Server("bench.ours", str(self.event_bytes), who, environment=environment)

    def prefix(self) -> str:
        """Begins the ids of one scene's commands."""
        self.scenes += 1
        return f"bench-{os.getpid()}-{self.scenes}"

    def stamping(self, loop: Loop, port: int) -> list[measuring.Stamps]:
        prefix = self.prefix()
        return [
            measuring.Stamps(loop, port, place.job, place.code, place.session, prefix)
            for place in self.place.workplaces
        ]


def main() -> None:
    arguments = _arguments()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, hard), hard))
    os.sched_setaffinity(0, {LOAD_CORE})
    gc.disable()
    with tempfile.TemporaryDirectory(prefix="board-bench-") as folder:
        run = _prepared(arguments, Path(folder))
        _probe(run)
        end = time.monotonic() + run.minutes * 60
        for number in range(run.rounds):
            if time.monotonic() > end:
                break  # a busy machine has fewer rounds, not a longer run
            print(f"round {number + 1} of at most {run.rounds}", file=sys.stderr, flush=True)
            _peer(run)
            _ours(run)
            _scans(run, tuned=False)
            _scans(run, tuned=True)
            run.figures.end_round()
            gc.collect()
    text = table.write(run.figures, run.event_bytes, run.snapshot_bytes, "quick" if arguments.quick else "full")
    print(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short rounds, about two minutes")
    return parser.parse_args()


def _prepared(arguments: argparse.Namespace, folder: Path) -> Run:
    place = workshop.make(f"sqlite:///{folder / 'made.sqlite3'}")
    if arguments.quick:
        return Run(2, 60, 40, 1.0, 2, folder, place)
    return Run(8, 120, 80, 2.0, 10, folder, place)


def _probe(run: Run) -> None:
    """How large a real change is: the peer's events are made as large."""
    loop = Loop()
    with run.board() as server:
        crowd = Crowd(loop, server.port, view="workshop")
        crowd.come(1, run.cookies)
        stamping = run.stamping(loop, server.port)
        sizes = []
        for one in stamping[:2] * 2:
            crowd.changes = 0
            one.stamp()
            loop.until(one.is_answered, "a stamp's answer")
            one.revision()
            loop.until(lambda: crowd.changes > 0, "a change")
            sizes.append(crowd.change_bytes)
        crowd.leave()
    run.event_bytes = sum(sizes) // len(sizes)
    run.snapshot_bytes = crowd.snapshot_bytes


def _peer(run: Run) -> None:
    loop = Loop()
    with Server("bench.peer_a", str(run.event_bytes)) as server:
        driver = Crowd(loop, server.port, auth=DRIVER)
        driver.come(1)
        crowd = Crowd(loop, server.port)
        before = server.memory_bytes()
        for size in SIZES:
            crowd.come(size - len(crowd.screens))
            times = measuring.kicks(loop, crowd, driver.screens[0], run.kicks)
            run.figures.add("A", f"event to last of {size}, p50", "ms", times.at(0.5))
            run.figures.add("A", f"event to last of {size}, p99", "ms", times.at(0.99))
            rate, cpu = measuring.deliveries(loop, crowd, driver.screens[0], server, run.seconds)
            run.figures.add("A", f"deliveries/s to {size}", "k/s", rate / 1000)
            run.figures.add("A", f"CPU per delivery to {size}", "us", cpu)
        run.figures.add(
            "A", f"memory per screen at {SIZES[-1]}", "kB", (server.memory_bytes() - before) / SIZES[-1] / 1e3
        )
        crowd.leave()
        driver.leave()
        server.stop()
        server.start()
        run.figures.add("A", f"all of {SIZES[-1]} back", "ms", crowd.come(SIZES[-1]) * 1000)
        crowd.leave()


def _ours(run: Run) -> None:
    loop = Loop()
    with run.board() as server:
        driver = Crowd(loop, server.port, auth=DRIVER)
        driver.come(1)
        stamping = run.stamping(loop, server.port)
        commits = Commander(loop, server.port)
        crowd = Crowd(loop, server.port, view="workshop")
        before = server.memory_bytes()
        for size in SIZES:
            crowd.come(size - len(crowd.screens), run.cookies)
            times = measuring.kicks(loop, crowd, driver.screens[0], run.kicks)
            run.figures.add("ours", f"event to last of {size}, p50", "ms", times.at(0.5))
            run.figures.add("ours", f"event to last of {size}, p99", "ms", times.at(0.99))
            rate, cpu = measuring.deliveries(loop, crowd, driver.screens[0], server, run.seconds)
            run.figures.add("ours", f"deliveries/s to {size}", "k/s", rate / 1000)
            run.figures.add("ours", f"CPU per delivery to {size}", "us", cpu)
            if size == SIZES[-1]:
                memory = (server.memory_bytes() - before) / size / 1e3
                run.figures.add("ours", f"memory per screen at {size}", "kB", memory)
            real = measuring.stamps(loop, crowd, stamping, commits, run.stamps)
            run.figures.add("ours", f"commit to last of {size}, p50", "ms", real.from_commit.at(0.5))
            run.figures.add("ours", f"commit to last of {size}, p99", "ms", real.from_commit.at(0.99))
            run.figures.add("ours", f"scan to last of {size}, p50", "ms", real.from_trigger.at(0.5))
            run.figures.add("ours", f"scan to last of {size}, p99", "ms", real.from_trigger.at(0.99))
        crowd.leave()
        driver.leave()
        server.stop()
        server.start()
        run.figures.add("ours", f"all of {SIZES[-1]} back", "ms", crowd.come(SIZES[-1], run.cookies) * 1000)
        crowd.leave()


def _scans(run: Run, *, tuned: bool) -> None:
    who = "ours" if tuned else "untuned"
    loop = Loop()
    with run.board(who) as server:
        stamping = run.stamping(loop, server.port)
        crowd = Crowd(loop, server.port, view="workshop")
        crowd.come(SCAN_SCREENS, run.cookies)
        measuring.stamps_at(loop, crowd, stamping, SCANS_PER_SECOND / 2, 1)
        cpu = server.cpu_seconds()
        times = measuring.stamps_at(loop, crowd, stamping, SCANS_PER_SECOND, 2 * run.seconds)
        cpu = (server.cpu_seconds() - cpu) / len(times.values)
        what = f"{SCANS_PER_SECOND} scans/s to last of {SCAN_SCREENS}"
        run.figures.add(who, f"{what}, p50", "ms", times.at(0.5))
        run.figures.add(who, f"{what}, p99", "ms", times.at(0.99))
        run.figures.add(who, "CPU per scan", "ms", cpu * 1000)
        crowd.leave()


if __name__ == "__main__":
    main()
