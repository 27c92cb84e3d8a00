"""What every command of the command line begins and ends with."""

from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from board.config import Settings


def fail(sentence: str, code: int = 1) -> NoReturn:
    """End with a sentence and an exit code."""
    click.echo(sentence, err=True)
    raise SystemExit(code)


def settings(kept: bool = True) -> "Settings":
    """The settings (`kept`: with what `board https` decided), or the end with a sentence."""
    from board.config import UnsafeSettings, load_settings  # noqa: PLC0415

    try:
        return load_settings(kept)
    except UnsafeSettings as unsafe:
        fail(str(unsafe))
