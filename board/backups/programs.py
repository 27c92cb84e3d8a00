"""PostgreSQL's own programs, with the address from the settings. The password goes by the environment, never as a word
of the command line, where everybody on the machine could read it."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

from board.domain.refusals import Refused

_LONGEST_REASON: Final = 160


def dump(url: str, target: Path, snapshot: str | None = None) -> None:
    """Write the database as it is now, or in a transaction's exported snapshot. Refused: as `_run`."""
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    _run("pg_dump", words if snapshot is None else [*words, f"--snapshot={snapshot}"], url, target.parent)


def put_back(url: str, dump_file: Path) -> None:
    """Fill an empty schema from a dump, all of it or nothing. Refused: as `_run`."""
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump_file)]
    _run("pg_restore", [f"--dbname={make_url(url).database}", *words], url, dump_file.parent)


def read_through(dump_file: Path, thorough: bool) -> None:
    """Read a dump's contents (`thorough`: every row) without a database. Refused: `backup_damaged`, as `_run`."""
    words = ["--file=/dev/null"] if thorough else ["--list", "--file=/dev/null"]
    try:
        _run("pg_restore", [*words, str(dump_file)], None, dump_file.parent)
    except Refused as refused:
        if refused.code != "backup_program_failed":
            raise
        raise Refused("backup_damaged", what=dump_file.name) from None


def _run(program: str, words: Sequence[str], url: str | None, folder: Path) -> None:
    """Refused: `backup_program_missing`, `backup_program_failed` (with its own first line), `backup_no_space`."""
    found = shutil.which(program)
    if found is None:
        raise Refused("backup_program_missing", program=program)
    address, environment = _address(make_url(url)) if url is not None else ([], {})
    # The program is found on the path of whoever runs the board, and every word is ours.
    done = subprocess.run(  # noqa: S603
        [found, *address, *words],
        env={**os.environ, **environment, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return
    if "No space left" in done.stderr or "File too large" in done.stderr:
        raise Refused("backup_no_space", folder=str(folder))
    raise Refused("backup_program_failed", program=program, reason=_reason(done.stderr))


def _address(url: URL) -> tuple[list[str], dict[str, str]]:
    local = url.query.get("unix_sock")
    host = str(Path(str(local)).parent) if local else url.host
    known = {"--host": host, "--port": url.port, "--username": url.username}
    words = [f"{name}={value}" for name, value in known.items() if value]
    return [*words, "--no-password"], {
        "PGDATABASE": url.database or "",
        **({"PGPASSWORD": str(url.password)} if url.password else {}),
    }


def _reason(said: str) -> str:
    """The first line that says what is wrong, without the program's own name."""
    lines = [re.sub(r"^pg_\w+: (error: )?", "", line).strip() for line in said.splitlines() if line.strip()]
    return lines[0].rstrip(".")[:_LONGEST_REASON] if lines else "no reason given"
