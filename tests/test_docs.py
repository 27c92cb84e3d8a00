"""What an operator can set or run is in the documentation."""

import re
from pathlib import Path

import click
import pytest

from board.cli import main
from board.config import Settings
from board.web.errors import _STATUS

pytestmark = pytest.mark.house
DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`BOARD_{setting.upper()}`" in (DOCS / "operating.md").read_text()


def test_every_command_says_what_it_does() -> None:
    silent = [name for name, command in commands(main) if not command.get_short_help_str()]
    assert not silent


@pytest.mark.parametrize("status", sorted({str(status) for status in _STATUS.values()} - {"500"}))
def test_every_status_of_a_refusal_is_documented(status: str) -> None:
    assert status in (DOCS / "api.md").read_text()


def commands(group: click.Group, path: str = "board") -> list[tuple[str, click.Command]]:
    """Every command with its words."""
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        words = f"{path} {name}"
        found += commands(command, words) if isinstance(command, click.Group) else [(words, command)]
    return found


@pytest.mark.parametrize("page", ["security.md", "asvs.md"])
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    """What is said to be held by a test is held by one that exists."""
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (DOCS / page).read_text()))
    assert named
    root = DOCS.parent
    there = {path: (root / path).read_text() if (root / path).exists() else "" for path, _ in named}
    assert sorted(f"{path}::{name}" for path, name in named if f"def {name}(" not in there[path]) == []
