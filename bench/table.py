"""The figures of a run, as a table and as a file."""

import json
import os
import platform
import statistics
from collections import defaultdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
LIBRARIES = ("eventlet", "Flask", "Flask-SocketIO", "python-socketio", "python-engineio", "SQLAlchemy", "greenlet")


class Figures:
    """Every figure of every round, by whose it is."""

    def __init__(self) -> None:
        self.units: dict[str, str] = {}
        self.rounds: list[dict[str, dict[str, float]]] = []
        self._round: dict[str, dict[str, float]] = defaultdict(dict)

    def add(self, who: str, what: str, unit: str, value: float) -> None:
        self.units[what] = unit
        self._round[who][what] = value

    def end_round(self) -> None:
        self.rounds.append(dict(self._round))
        self._round = defaultdict(dict)

    def of(self, who: str, what: str) -> list[float]:
        """One value for each round that has it."""
        return [one[who][what] for one in self.rounds if what in one.get(who, {})]

    def ratios(self, what: str) -> list[float]:
        """Ours to the other's, round by round: a machine that is slow for a while is so for both."""
        other, theirs = against(what)
        pairs = zip(self.of("ours", what), self.of(other, theirs), strict=False)
        return [ours / its for ours, its in pairs if its]

    def best_ratio(self, what: str) -> float | None:
        """Ours to the other's, each at its best: what remains when other programs take the machine now and then."""
        other, theirs = against(what)
        best = max if self.units[what].endswith("/s") else min
        ours, its = self.of("ours", what), self.of(other, theirs)
        return best(ours) / best(its) if ours and its else None


def against(what: str) -> tuple[str, str]:
    """Whose figure one of ours is compared with, and which: a committed change with the peer's bare event."""
    if "scans/s" in what or what == "CPU per scan":
        return "untuned", what
    return "A", what.replace("commit to last", "event to last").replace("scan to last", "event to last")


def write(figures: Figures, event_bytes: int, snapshot_bytes: int, kind: str) -> str:
    """Writes the run to bench/results/ as JSON, and gives the table."""
    machine = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load_average": os.getloadavg(),
        **{name: version(name) for name in LIBRARIES},
    }
    rows = [_row(figures, what) for what in figures.units]
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{kind}.json"
    content = {
        "machine": machine,
        "kind": kind,
        "event_bytes": event_bytes,
        "snapshot_bytes": snapshot_bytes,
        "rounds": figures.rounds,
    }
    path.write_text(json.dumps(content, indent=1) + "\n")
    head = [
        f"{len(figures.rounds)} rounds, events of {event_bytes} bytes, snapshots of {snapshot_bytes} bytes; "
        f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}; min / median / max",
        "",
        "| figure | unit | ours | A (scans: untuned) | ours : other | best : best |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *rows, "", f"also in {path.relative_to(Path.cwd())}"])


def _row(figures: Figures, what: str) -> str:
    other, theirs = against(what)
    cells = [_spread(figures.of("ours", what)), _spread(figures.of(other, theirs)), _spread(figures.ratios(what), 2)]
    best = figures.best_ratio(what)
    cells.append("–" if best is None else f"{best:.2f}")
    return f"| {what} | {figures.units[what]} | {' | '.join(cells)} |"


def _spread(values: list[float], digits: int = 1) -> str:
    if not values:
        return "–"
    return " / ".join(f"{value:.{digits}f}" for value in (min(values), statistics.median(values), max(values)))


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
