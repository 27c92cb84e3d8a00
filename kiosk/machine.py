"""The machine that the installer changes: its files and its commands, or a folder that stands for it (`--root`)."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

_TIMEOUT: Final = 60
RECORD: Final = Path("/etc/board-kiosk/installed.json")


class CommandFailed(Exception):
    """A command that had to work did not."""


class Machine:
    """Paths are the machine's own, absolute. With a `root`, they lie under it and commands are only told."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root
        record = self._read_record()
        self._folders: list[str] = record.get("folders", [])
        self.packages: list[str] = record.get("packages", [])
        """The packages that were not there before, for `uninstall`."""

    def at(self, path: Path) -> Path:
        """Where a path of the machine really lies."""
        return path if self._root is None else self._root / path.relative_to("/")

    # Commands

    def run(self, *words: str) -> None:
        """Run a command. Raises CommandFailed."""
        if self._root is not None:
            sys.stdout.write(f"would run: {' '.join(words)}\n")
        elif not self.works(*words):
            raise CommandFailed(f"`{' '.join(words)}` did not work; what it said stands above.")

    def works(self, *words: str, quiet: bool = False) -> bool:
        """Run a command that may fail, and tell whether it did not. With a `root` it is told, and works."""
        if self._root is not None:
            sys.stdout.write(f"would run: {' '.join(words)}\n")
            return True
        out = subprocess.DEVNULL if quiet else None
        try:
            return subprocess.run(words, check=False, stdin=subprocess.DEVNULL, stdout=out, stderr=out).returncode == 0
        except OSError:
            return False

    def is_so(self, *words: str) -> bool:
        """Ask the machine by a command that changes nothing; a `root` is an empty machine."""
        return self._root is None and self.works(*words, quiet=True)

    def run_within(self, *words: str, may_fail: bool = False) -> None:
        """Run a command that touches nothing but paths from `at`, also with a `root`. Raises CommandFailed."""
        try:
            done = subprocess.run(
                words, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_TIMEOUT
            )
        except OSError as error:
            raise CommandFailed(f"{words[0]} cannot be run ({error.strerror}).") from None
        except subprocess.TimeoutExpired:
            raise CommandFailed(f"{words[0]} did not end within {_TIMEOUT} s.") from None
        if done.returncode and not may_fail:
            raise CommandFailed(f"{words[0]} did not work: {done.stderr.strip()[-300:]}")

    # Files

    def write(self, path: Path, text: str, mode: int = 0o644) -> None:
        """Write a file whole or not at all."""
        self.make_folder(path.parent)
        place = self.at(path)
        fresh = place.with_name(place.name + ".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.chmod(mode)
        fresh.replace(place)

    def make_folder(self, path: Path, mode: int = 0o755) -> None:
        """Make a folder with all above it, and remember which were not there."""
        for folder in [*reversed(path.parents), path]:
            place = self.at(folder)
            if not place.is_dir():
                place.mkdir()
                place.chmod(mode if folder == path else 0o755)
                self._folders.append(str(folder))

    def copy_folder(self, source: Path, target: Path) -> None:
        """Put a copy of a folder in the place of what is there."""
        if source.resolve() == self.at(target).resolve():
            return
        self.make_folder(target.parent)
        fresh = self.at(target).with_name(target.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(source, fresh, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        shutil.rmtree(self.at(target), ignore_errors=True)
        fresh.rename(self.at(target))

    def remove(self, paths: Iterable[Path]) -> None:
        """Remove files and whole folders."""
        for path in map(self.at, paths):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def remove_own_folders(self) -> None:
        """Remove the folders that the installer made, where they are empty again."""
        for folder in sorted(self._folders, key=len, reverse=True):
            place = self.at(Path(folder))
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()

    def remember(self, packages: Sequence[str] = ()) -> None:
        """Write down what was added to the machine, so that it can be taken off again."""
        self.packages = sorted({*self.packages, *packages})
        self.make_folder(RECORD.parent)
        folders = sorted(set(self._folders))
        self.write(RECORD, json.dumps({"folders": folders, "packages": self.packages}, indent=1) + "\n")

    def _read_record(self) -> dict[str, Any]:
        try:
            record: dict[str, Any] = json.loads(self.at(RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return record
