"""What a test needs of the machine, and what happens where it is missing."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

STRICT = os.environ.get("BOARD_TEST_STRICT") == "1"


def absent(what: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be skipped (BOARD_TEST_STRICT=1)."""
    sentence = f"{what} is not installed: sh tools/test-system.sh says how to get it"
    if STRICT:
        pytest.fail(sentence)
    pytest.skip(sentence)


def program(*names: str) -> Path:
    """Return the first of the programs `names` that is installed."""
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    absent(names[0])


def postgresql_programs() -> Path:
    """Return the folder of the newest PostgreSQL server programs; Debian keeps them off the path."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return folders[-1].parent if folders else absent("postgresql")
