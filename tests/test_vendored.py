"""The vendored modules load where they must: on television sets of 2020, without a bundler, without the network."""

import re
from pathlib import Path

import esprima
import pytest

pytestmark = pytest.mark.house

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
NEWER_THAN_CHROMIUM_68 = re.compile(
    r"\b(globalThis|structuredClone|Object\.(fromEntries|hasOwn|groupBy)|Promise\.(allSettled|any)|WeakRef)\b"
    r"|\.(flat|flatMap|matchAll|replaceAll|at|toSorted)\("
)


@pytest.mark.parametrize("name", ["preact.js", "socket.io.js", "icons.js"])
def test_television_modules_keep_to_2017_and_import_nothing(name: str) -> None:
    source = (VENDOR / name).read_text()
    module = esprima.parseModule(source)
    assert [item.type for item in module.body if item.type == "ImportDeclaration"] == []
    assert [match.group() for match in NEWER_THAN_CHROMIUM_68.finditer(source)] == []


def test_queue_microtask_is_looked_up_before_it_is_used() -> None:
    """Chromium 68 has none: `make vendor` puts a stand-in into Preact, and no bare call may remain."""
    source = (VENDOR / "preact.js").read_text()
    assert re.findall(r"(?<!\.)\bqueueMicrotask\b", source) == []


@pytest.mark.parametrize("module", ["zxing/reader.js"])
def test_tablet_modules_import_nothing(module: str) -> None:
    assert re.findall(r"""\b(?:import|from)\s*["'][^"']+["']|\bimport\(["']""", (VENDOR / module).read_text()) == []
