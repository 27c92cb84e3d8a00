"""`make faults-selftest`: plants one defect after the other in a copy of the tree and runs the tests named with it.

First the same tests run on the copy as it is: what is red there catches nothing. Ends with 1 when a defect survives.
Words as arguments choose the defects whose names contain one of them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.selftest.defects import DEFECTS, ROOT, Defect

LIMIT_SECONDS = 600
"""For the tests of one defect: what hangs catches nothing."""
LONG_SECONDS = 3600
SEED = "--seed=1"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "data", "output", "results", "node_modules", "dist", "build", "images", ".*_cache", "__pycache__"
)


@dataclass(frozen=True)
class Outcome:
    """What became of some tests: pytest's exit code (-1: they hung), the red one, and why it was red."""

    code: int
    red: str
    why: str
    seconds: float


def main(words: list[str]) -> int:
    """Try the chosen defects; returns the exit code."""
    chosen = [each for each in DEFECTS if not words or any(word in each.name for word in words)]
    with tempfile.TemporaryDirectory(prefix="board-selftest-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        tests = sorted({test for each in chosen for test in each.tests})
        outcome = run(tree, tests, LONG_SECONDS)
        say("as it is", "green" if outcome.code == 0 else outcome.red or "NOT RUN", outcome)
        if outcome.code != 0:
            return 1
        survived = [each.name for each in chosen if not caught(tree, each)]
    for name in survived:
        print(f"SURVIVED: {name}")
    print(f"{len(chosen) - len(survived)} of {len(chosen)} defects were caught")
    return 1 if survived else 0


def caught(tree: Path, defect: Defect) -> bool:
    """Plant it, run its tests, take it out again, and say what happened."""
    file = tree / defect.file
    whole = file.read_text()
    file.write_text(defect.planted(tree))
    try:
        outcome = run(tree, defect.tests)
    finally:
        file.write_text(whole)
    found = outcome.code == 1 and bool(outcome.red)
    say(f"{defect.guarantee}  {defect.name}", f"caught by {outcome.red}" if found else "SURVIVED", outcome)
    return found


def say(what: str, became: str, outcome: Outcome) -> None:
    """A row of the table, and why the test was red."""
    print(f"{what:58} {outcome.seconds:5.0f} s  {became}", flush=True)
    if outcome.why:
        print(f"{'':68}{outcome.why[:160]}", flush=True)


def run(tree: Path, tests: Iterable[str], limit: float = LIMIT_SECONDS) -> Outcome:
    """Run tests there until one is red."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=short", "-p", "no:cacheprovider", SEED, *tests]
    environment = {**os.environ, "PYTHONPATH": str(tree), "BOARD_TEST_STRICT": "1"}
    began = time.monotonic()
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return Outcome(-1, "", "", time.monotonic() - began)
    lines = done.stdout.splitlines()
    red = [line.split()[1].removeprefix("tests/") for line in lines if line.startswith(("FAILED ", "ERROR "))]
    why = [line.removeprefix("E ").strip() for line in lines if line.startswith("E  ")]
    if done.returncode not in {0, 1}:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return Outcome(done.returncode, red[0] if red else "", why[0] if why else "", time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
