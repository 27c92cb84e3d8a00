"""What an operator can set or run is in the documentation."""

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
