"""Writes docs/licences.md: everything that the board is delivered with and somebody else wrote."""

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# Licences of what we did not write

The board itself is under the MIT licence (`LICENSE`). It comes with the following; `make licences` rewrites this page,
and a test fails when a pinned package or a vendored file is missing from it.

## Python packages (requirements.txt)

| package | version | licence |
| --- | --- | --- |
"""
MIDDLE = """
The packages that only tests and checks use (requirements-dev.txt) are not delivered and not listed.

## Vendored files

Licence texts lie in `static/vendor/licences/`.

| file | npm package | version | licence |
| --- | --- | --- | --- |
"""
# Packages whose metadata says it wrongly or not at all; read from their licence files.
READ_BY_HAND = {"qrcode": "BSD-3-Clause"}


def pinned() -> list[str]:
    """Name the packages of requirements.txt."""
    return re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)


def licence_of(package: Distribution) -> str:
    """Return the licence that a package names: its SPDX expression, else its classifiers, else its licence field."""

    def lines(field: str) -> list[str]:
        return package.metadata.get_all(field) or []

    classifiers = [line.rsplit(" :: ", 1)[-1] for line in lines("Classifier") if line.startswith("License ::")]
    by_hand = READ_BY_HAND.get(package.name.lower())
    candidates = [by_hand, *lines("License-Expression"), " / ".join(classifiers), *lines("License")]
    named = next((candidate for candidate in candidates if candidate), "\n")
    if "\n" in named:
        raise SystemExit(f"{package.name} names no licence in one line: read it, and add it to READ_BY_HAND.")
    return named


def main() -> None:
    """Write the page."""
    packages = [distribution(name) for name in pinned()]
    rows = [f"| {item.name} | {item.version} | {licence_of(item)} |" for item in packages]
    vendored = [
        line
        for line in (ROOT / "static" / "vendor" / "README.md").read_text().splitlines()
        if line.startswith("| `") and "tests/" not in line
    ]
    (ROOT / "docs").mkdir(exist_ok=True)
    (ROOT / "docs" / "licences.md").write_text(HEAD + "\n".join(rows) + "\n" + MIDDLE + "\n".join(vendored) + "\n")


if __name__ == "__main__":
    main()
