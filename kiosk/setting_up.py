"""The installer: makes a machine a wall screen, brings one up to date, or takes everything off again.

Run it by `install.sh` and `uninstall.sh`. It may be run again at any time; what was chosen before stays.
"""

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kiosk import trust
from kiosk.config import CONFIG, LANGUAGES, ROTATIONS, Config, ConfigRefused, accept, server_address
from kiosk.machine import CommandFailed, Machine

USER: Final = "board-kiosk"
HOME: Final = Path("/var/lib/board-kiosk")
LIBRARY: Final = Path("/usr/local/lib/board-kiosk")
AUTHORITY: Final = CONFIG.parent / "ca.pem"
UNITS: Final = ("board-kiosk-display.service", "board-kiosk.service")
REBOOT_UNITS: Final = ("board-kiosk-reboot.path",)
PACKAGES: Final = (
    "xserver-xorg-core",
    "x11-xserver-utils",
    "libnss3-tools",
    "fonts-noto-core",
    "fonts-noto-cjk",
)
GROUPS: Final = ("audio", "video", "render")
_SOURCE: Final = Path(__file__).resolve().parent
_SYSTEM: Final = _SOURCE / "system"
_POLICY: Final = Path("/etc/chromium/policies/managed/board-kiosk.json")
_POLICY_OF_OLD: Final = Path("/etc/chromium-browser/policies/managed/board-kiosk.json")
"""Where Raspberry Pi OS's own build of Chromium looks."""


class Refused(Exception):
    """The machine cannot be set up; the message says why and what to do."""


def install(machine: Machine, chosen: argparse.Namespace) -> None:
    """Set the machine up. Raises Refused, ConfigRefused, TrustRefused and CommandFailed; running it again mends it."""
    settings = _settings(machine, chosen)
    config = accept(settings)
    if machine.is_so("systemctl", "--quiet", "is-enabled", "display-manager.service"):
        raise Refused(
            "This machine starts a desktop, which would fight for the screen. Use an image without one (Raspberry Pi"
            " OS Lite), or switch it off first: sudo systemctl disable --now display-manager"
        )
    _install_packages(machine)
    _make_user(machine)
    _trust(machine, config, chosen)
    settings["ca_file"] = str(AUTHORITY) if machine.at(AUTHORITY).exists() else ""
    machine.copy_folder(_SOURCE, LIBRARY / "kiosk")
    for path, text in system_files(config.server).items():
        machine.write(path, text, 0o755 if path.parent.name == "bin" else 0o644)
    machine.write(CONFIG, _as_toml(settings))
    machine.remember()
    _start(machine, config)


def uninstall(machine: Machine) -> None:
    """Take off all that `install` put there, packages included where nothing else needs them."""
    for unit in (*REBOOT_UNITS, *reversed(UNITS)):
        machine.works("systemctl", "disable", "--now", unit)
    machine.remove([*system_files("-"), LIBRARY, CONFIG.parent, HOME])
    machine.remove_own_folders()
    machine.works("systemctl", "daemon-reload")
    machine.works("systemctl", "try-restart", "systemd-journald.service")
    machine.works("userdel", USER)
    if machine.packages:
        machine.works("apt-mark", "auto", *machine.packages)
        machine.works("apt-get", "autoremove", "--purge", "--yes")


def system_files(server: str) -> dict[Path, str]:
    """Each file that lies outside our own folders, with its text."""
    files = {
        Path("/") / file.relative_to(_SYSTEM): file.read_text(encoding="utf-8").replace("@SERVER@", server)
        for file in sorted(_SYSTEM.rglob("*"))
        if file.is_file()
    }
    return files | {_POLICY_OF_OLD: files[_POLICY]}


def _settings(machine: Machine, chosen: argparse.Namespace) -> dict[str, Any]:
    """What was set before, by the installer or by hand, with what is chosen now."""
    try:
        settings: dict[str, Any] = tomllib.loads(machine.at(CONFIG).read_text(encoding="utf-8"))
    except FileNotFoundError:
        settings = {}
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise Refused(
            f"{CONFIG} cannot be read ({error}). Correct it or remove it, and run the installer again."
        ) from None
    names = ("server", "language", "rotate", "reboot", "restart_at", "memory_limit_mb")
    settings |= {name: value for name in names if (value := getattr(chosen, name)) is not None}
    if "server" not in settings:
        raise Refused("Say where the board is: --server https://board.example:8000")
    settings["server"] = server_address(settings["server"])
    return settings


def _install_packages(machine: Machine) -> None:
    missing = [name for name in (*PACKAGES, *_browser_packages(machine)) if not _installed(machine, name)]
    if not missing:
        return
    machine.run("apt-get", "--quiet", "update")
    keep = "Dpkg::Options::=--force-confold"
    machine.run("apt-get", "--quiet", "install", "--yes", "--no-install-recommends", "-o", keep, *missing)
    machine.remember(missing)


def _browser_packages(machine: Machine) -> tuple[str, ...]:
    """Debian's Chromium with its sandbox, or Raspberry Pi OS's own build where that is there, or the only one."""
    known = machine.is_so("apt-cache", "show", "chromium") or not machine.is_so("apt-cache", "show", "chromium-browser")
    own_build = _installed(machine, "chromium-browser") and not _installed(machine, "chromium")
    return ("chromium-browser",) if own_build or not known else ("chromium", "chromium-sandbox")


def _installed(machine: Machine, package: str) -> bool:
    return machine.is_so("sh", "-c", f"dpkg-query -W -f '${{db:Status-Status}}' {package} | grep -qx installed")


def _make_user(machine: Machine) -> None:
    """One user that nobody can sign in as: no password, no shell."""
    if not machine.is_so("id", USER):
        there = ["--home-dir", str(HOME), "--no-create-home", "--shell", "/usr/sbin/nologin"]
        machine.run("useradd", "--system", "--user-group", *there, "--comment", "Workshop board screen", USER)
    groups = [group for group in GROUPS if machine.is_so("getent", "group", group)]
    if groups:
        machine.run("usermod", "--append", "--groups", ",".join(groups), USER)
    machine.make_folder(HOME, 0o700)


def _trust(machine: Machine, config: Config, chosen: argparse.Namespace) -> None:
    """Trust the workshop's own certificate authority, where the server's certificate needs one. Raises TrustRefused."""
    if config.server.startswith("https://") and (chosen.fingerprint or not trust.is_trusted(config.server)):
        address = server_address(chosen.ca_from) if chosen.ca_from else config.server
        pem = trust.fetch_authority(address)
        _compare(pem, chosen.fingerprint)
        machine.write(AUTHORITY, pem)
        machine.make_folder(trust.database(HOME), 0o700)
        for words in trust.trusting_commands(machine.at(HOME), machine.at(AUTHORITY)):
            machine.run_within(*words, may_fail="-D" in words)
    machine.run("chown", "-R", f"{USER}:", str(HOME))


def _compare(pem: str, expected: str | None) -> None:
    found = trust.fingerprint(pem)
    if expected is None:
        question = f"The board's certificate authority has this SHA-256 fingerprint:\n  {found}\n"
        if not _confirmed(f"{question}Is it the one that `board https` and the set-up page show? Type yes: "):
            raise trust.TrustRefused(
                "It was not confirmed. Nothing is trusted. With --fingerprint no question is asked."
            )
    elif not trust.same_fingerprint(expected, found):
        raise trust.TrustRefused(
            f"The board's certificate authority has another fingerprint: {found}. Nothing is trusted."
        )


def _confirmed(question: str) -> bool:
    """Ask whoever sits at the terminal; the installer itself may come through a pipe."""
    try:
        with open("/dev/tty", "r+", encoding="utf-8", buffering=1) as terminal:  # noqa: PTH123 - a device
            terminal.write(question)
            return terminal.readline().strip().casefold() in {"yes", "是"}
    except OSError:
        return False


def _start(machine: Machine, config: Config) -> None:
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "try-restart", "systemd-journald.service")
    machine.works("systemctl", "enable" if config.reboot else "disable", "--now", *REBOOT_UNITS)
    machine.run("systemctl", "enable", *UNITS)
    machine.run("systemctl", "restart", *UNITS)


def _as_toml(settings: Mapping[str, Any]) -> str:
    head = "# Written by the installer, which keeps what is changed here. Then: systemctl restart board-kiosk\n"
    return head + "".join(f"{name} = {json.dumps(value)}\n" for name, value in sorted(settings.items()))


def _words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="install.sh", description="Makes this machine a wall screen of the board.")
    parser.add_argument("--root", type=Path, help="a folder that stands for the machine; commands are only told")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("uninstall").add_argument("--root", type=Path, default=argparse.SUPPRESS)
    words = commands.add_parser("install", prog="install.sh")
    words.add_argument("--root", type=Path, default=argparse.SUPPRESS, help="a folder that stands for the machine")
    words.add_argument("--server", help="the board's address, e.g. https://board.example:8000")
    words.add_argument("--fingerprint", help="SHA-256 of the board's certificate authority, from `board https`")
    words.add_argument("--ca-from", help="another address to fetch the authority from, e.g. the plain http:// one")
    words.add_argument("--language", choices=LANGUAGES, help="until the screen is paired (zh-CN)")
    words.add_argument("--rotate", type=int, choices=ROTATIONS, help="turn the picture clockwise")
    words.add_argument("--reboot", action=argparse.BooleanOptionalAction, help="reboot when nothing else helps")
    words.add_argument("--restart-at", help="time of the nightly restart of the browser (03:30); empty: none")
    words.add_argument("--memory-limit-mb", type=int, help="restart the browser when it holds more (1200)")
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Install or uninstall, and return the exit code."""
    chosen = _words().parse_args(words)
    if chosen.root is None and os.geteuid() != 0:
        sys.stderr.write("This needs root: run it with sudo.\n")
        return 1
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    machine = Machine(chosen.root)
    try:
        if chosen.command == "uninstall":
            uninstall(machine)
            sys.stdout.write("The screen's service is gone from this machine.\n")
        else:
            install(machine, chosen)
            sys.stdout.write("The screen starts now. `board-kiosk status` says how it stands.\n")
    except (Refused, ConfigRefused, trust.TrustRefused, CommandFailed, OSError) as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
