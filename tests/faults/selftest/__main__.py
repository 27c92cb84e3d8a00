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
from pathlib import Path

from tests.faults.selftest.defects import DEFECTS, ROOT, Defect

LIMIT_SECONDS = 600
"""For the tests of one defect: what hangs catches nothing."""
LONG_SECONDS = 3600
SEED = "--seed=1"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "data", "output", "results", "node_modules", "dist", "build", "images", ".*_cache", "__pycache__"
)


def main(words: list[str]) -> int:
    """Try the chosen defects; returns the exit code."""
    chosen = [each for each in DEFECTS if not words or any(word in each.name for word in words)]
    with tempfile.TemporaryDirectory(prefix="board-selftest-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        tests = sorted({test for each in chosen for test in each.tests})
        code, red, seconds = run(tree, tests, LONG_SECONDS)
        print(f"{'as it is':58} {'green' if code == 0 else red or 'NOT RUN':70} {seconds:5.0f} s", flush=True)
        if code != 0:
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
        code, red, seconds = run(tree, defect.tests)
    finally:
        file.write_text(whole)
    found = code == 1 and bool(red)
    print(f"{defect.guarantee}  {defect.name:54} {red if found else 'SURVIVED':70} {seconds:5.0f} s", flush=True)
    return found


def run(tree: Path, tests: Iterable[str], limit: float = LIMIT_SECONDS) -> tuple[int, str, float]:
    """Run tests there until one is red: pytest's exit code (-1 when it hangs), the red test, seconds."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=line", "-p", "no:cacheprovider", SEED, *tests]
    environment = {**os.environ, "PYTHONPATH": str(tree), "BOARD_TEST_STRICT": "1"}
    began = time.monotonic()
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return -1, "", time.monotonic() - began
    red = [line.split()[1] for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    if done.returncode not in {0, 1}:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return done.returncode, red[0].removeprefix("tests/") if red else "", time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
