"""The `board-kiosk` command: `run` is the service, `display` the X server, `status` says how the screen stands."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.config import CONFIG, ConfigRefused, load
from kiosk.service import note
from kiosk.showing import show_status


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="board-kiosk", description="A wall screen of the Transparent Workshop Board.")
    parser.add_argument("--config", type=Path, default=CONFIG, help="the settings (default: %(default)s)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("status", help="how the screen stands, and what was done about it")
    commands.add_parser("run", help="keep the board on the screen (what the service does)")
    commands.add_parser("display", help="start the X server (what the display's service does)")
    chosen = parser.parse_args(words)
    try:
        config = load(chosen.config)
    except ConfigRefused as refused:
        note(str(refused), warning=True)
        return 78  # EX_CONFIG: the unit does not start again by itself
    if chosen.command == "status":
        return show_status(config)
    if chosen.command == "display":
        from kiosk.xserver import become_x_server  # noqa: PLC0415 - root's part, not loaded by the browser's user

        become_x_server(config.display)
    from kiosk.launcher import Launcher  # noqa: PLC0415 - `status` needs none of it

    Launcher(config).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
