"""Whatever is delivered and was written by somebody else is listed, with its licence."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
LIST = (ROOT / "docs" / "licences.md").read_text()
VENDOR_LIST = (VENDOR / "README.md").read_text()
PINS = re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
VENDORED = [
    str(file.relative_to(ROOT))
    for folder in (VENDOR, ROOT / "board" / "web" / "fonts")
    for file in sorted(folder.rglob("*"))
    if file.is_file() and file != VENDOR / "README.md" and "licences" not in file.parts
]


@pytest.mark.parametrize(("name", "version"), PINS)
def test_pinned_package_is_listed_with_its_version(name: str, version: str) -> None:
    spelling = re.sub("[-_.]", "[-_.]", name)
    row = rf"^\| {spelling} \| {re.escape(version)} \| [^|]+ \|$"
    assert re.search(row, LIST, re.MULTILINE | re.IGNORECASE), "run `make licences`"


@pytest.mark.parametrize("file", VENDORED)
def test_vendored_file_is_listed(file: str) -> None:
    assert f"| `{file}` |" in VENDOR_LIST
    assert f"| `{file}` |" in LIST, "run `make licences`"


def test_everything_listed_is_there() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", LIST + VENDOR_LIST, re.MULTILINE)
    assert [file for file in listed if not (ROOT / file).is_file()] == []


def test_each_vendored_package_has_its_licence_text() -> None:
    packages = set(re.findall(r"^\| `[^`]+` \| (\S+) \|", VENDOR_LIST, re.MULTILINE))
    kept = {file.stem for file in (VENDOR / "licences").iterdir()}
    assert {package.removeprefix("@").replace("/", "-") for package in packages} == kept
