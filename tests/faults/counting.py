"""How often the fault tests break things, and the table of what was tried: a part of pytest for this project.

`pytest --long` (`make faults`) tries each guarantee as often as it promises; a count of its own goes before that
(`--kills 20`). Every random choice follows from `--seed`, which is printed.
"""

import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

WRITTEN = Path(__file__).parents[1] / "output" / "faults.json"
GUARANTEES = {
    "R1": "an acknowledged scan is in the database, once",
    "R2": "replays, duplicates and shuffles end in one state",
    "R3": "a screen equals a fresh picture when its link is back",
    "R4": "a screen whose feed is dead says so",
    "R5": "two who move the same thing: one wins, the other is told",
    "R6": "what is revoked is cut on every process",
    "R7": "what an audience may not see is never sent",
    "R8": "locked, full or read-only: no false acknowledgement",
    "R9": "a stalled reader costs bounded memory and slows no one",
}
NUMBERS = {
    "kills": (4, 200, "times that the server is killed under load"),
    "replays": (50, 10_000, "days of an offline tablet that are replayed"),
    "races": (16, 1_000, "times that two people want the same thing"),
    "screens": (40, 300, "screens that live through the restarts"),
    "restarts": (2, 10, "restarts in a minute that they live through"),
    "cuts": (1, 10, "rounds in which every link is broken in every way"),
    "freeze": (11, 60, "seconds for which the server is frozen"),
}
"""Each count: in `make test`, in `make faults`, and what it is."""


@dataclass(frozen=True)
class Counts:
    """How often."""

    kills: int
    replays: int
    races: int
    screens: int
    restarts: int
    cuts: int
    freeze: int
    seed: int
    long: bool

    def dice(self, name: str) -> random.Random:
        """The random choices of one test, always the same for a seed."""
        return random.Random(f"{self.seed} {name}")


@dataclass(frozen=True)
class Tried:
    """A line of the table: what was done for a guarantee, how often, and the worst that was seen."""

    guarantee: str
    test: str
    did: str
    times: int
    worst: float | None
    unit: str
    seed: int
    passed: bool


Record = Callable[..., None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The counts and the seed."""
    group = parser.getgroup("faults", "how often the fault tests break things")
    group.addoption("--long", action="store_true", help="as often as the guarantees promise")
    group.addoption("--seed", type=int, help="of all random choices (default: another one each time)")
    for name, (short, long, what) in NUMBERS.items():
        group.addoption(f"--{name}", type=int, help=f"{what} ({short}, with --long {long})")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed once for all workers, and tell the table its marker."""
    config.addinivalue_line("markers", "guarantee(name): tries R1 to R9 (docs/faults.md)")
    worker = getattr(config, "workerinput", None)
    chosen = config.getoption("seed")
    seed = worker["seed"] if worker else time.time_ns() % 1_000_000 if chosen is None else chosen
    long = bool(config.getoption("long"))
    numbers: dict[str, int] = {
        name: int(config.getoption(name) or given[1 if long else 0]) for name, given in NUMBERS.items()
    }
    if long or config.getoption("replays"):
        os.environ["BOARD_REPLAYS"] = str(numbers["replays"])  # what hypothesis tries is settled as a test is imported
    config.stash[_COUNTS] = Counts(**numbers, seed=int(seed), long=long)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The workers of pytest-xdist draw from the same seed."""
    node.workerinput["seed"] = node.config.stash[_COUNTS].seed


_COUNTS = pytest.StashKey[Counts]()
_TRIED = pytest.StashKey[list[Tried]]()


def pytest_report_header(config: pytest.Config) -> str:
    """Say the seed."""
    counts = asdict(config.stash[_COUNTS])
    return "faults: " + " ".join(f"{name}={value}" for name, value in counts.items())


@pytest.fixture(scope="session")
def counts(pytestconfig: pytest.Config) -> Counts:
    """How often this run breaks things."""
    return pytestconfig.stash[_COUNTS]


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Record:
    """Tell the table what was done: `record("killed under load", times=7, worst=0.8, unit="s to be back")`."""
    guarantee = request.node.get_closest_marker("guarantee").args[0]

    def tell(did: str, *, times: int = 1, worst: float | None = None, unit: str = "", of: str = "") -> None:
        line = (of or guarantee, did, times, worst, unit)
        request.node.user_properties.append(("tried", line))

    return tell


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that records nothing is counted all the same."""
    for mark in item.iter_markers("guarantee"):
        item.user_properties.append(("guarantee", mark.args[0]))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """With --long: print the table and write it beside the other results."""
    counts = config.stash[_COUNTS]
    if not counts.long or hasattr(config, "workerinput"):
        return
    reports = [each for kind in ("passed", "failed", "error") for each in terminalreporter.stats.get(kind, [])]
    lines = [line for report in reports for line in _tried(report, counts.seed)]
    terminalreporter.section("what was tried")
    for text in table(lines):
        terminalreporter.write_line(text)
    WRITTEN.parent.mkdir(exist_ok=True)
    told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "counts": asdict(counts)}
    WRITTEN.write_text(json.dumps({**told, "tried": [asdict(line) for line in lines]}, indent=1, ensure_ascii=False))
    terminalreporter.write_line(f"seed {counts.seed}; as JSON in {WRITTEN.relative_to(Path.cwd())}")


def _tried(report: Any, seed: int) -> list[Tried]:
    test = str(report.nodeid).removeprefix("tests/")
    lines = [value for name, value in report.user_properties if name == "tried"]
    if not lines:
        lines = [(value, "", 1, None, "") for name, value in report.user_properties if name == "guarantee"]
    return [
        Tried(guarantee, test, did, times, worst, unit, seed, bool(report.passed))
        for guarantee, did, times, worst, unit in lines
    ]


def table(lines: list[Tried]) -> list[str]:
    """One row for each thing that was done in a guarantee, one for all tests of it that told nothing."""
    rows = []
    for name, what in GUARANTEES.items():
        mine = [line for line in lines if line.guarantee == name]
        rows.append(f"{name}  {what}: {_verdict(mine)}")
        kinds = dict.fromkeys((line.did, line.unit) for line in mine)
        for did, unit in kinds:
            same = [line for line in mine if (line.did, line.unit) == (did, unit)]
            worst = [line.worst for line in same if line.worst is not None]
            figure = f"{max(worst):10.2f} {unit}" if worst else ""
            times = sum(line.times for line in same)
            rows.append(f"    {did or 'other tests of it':48} {times:>6} x  {_verdict(same):7}{figure}")
    return rows


def _verdict(lines: list[Tried]) -> str:
    if not lines:
        return "NOT TRIED"
    return "held" if all(line.passed for line in lines) else "BROKEN"
