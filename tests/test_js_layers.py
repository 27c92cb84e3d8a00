"""The browser's modules keep their layers, and what a television set loads keeps to what it understands."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import esprima
import pytest

pytestmark = pytest.mark.house

STATIC = Path(__file__).resolve().parent.parent / "static"
LAYERS = ["screens", "parts", "core", "vendor"]
WALLS = ["workshop", "lounge", "screen"]
IMPORT = re.compile(
    r"""^\s*(?:import\s*|(?:import|export)\b[^;"'()=]*\bfrom\s*)["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']""",
    re.MULTILINE,
)
NEWER_THAN_CHROMIUM_68 = re.compile(
    r"\b(globalThis|queueMicrotask|structuredClone|Object\.(fromEntries|hasOwn|groupBy)"
    r"|Promise\.(allSettled|any)|WeakRef|Intl\.(RelativeTimeFormat|ListFormat)|crypto\.randomUUID)\b"
    r"|\.(flat|flatMap|matchAll|replaceAll|at|toSorted|replaceChildren|finally)\("
)
STYLE_NEWER_THAN_CHROMIUM_68 = re.compile(
    r"\b(?:min|max|clamp|color-mix)\(|^\s*(?:inset|aspect-ratio|gap|row-gap)\s*:|:(?:is|where|has)\(", re.MULTILINE
)


def own_modules() -> list[Path]:
    return sorted(path for path in (STATIC / "js").rglob("*.js"))


def imports_of(module: Path) -> list[str]:
    return [first or second for first, second in IMPORT.findall(module.read_text())]


def layer_of(module: Path) -> str:
    return module.relative_to(STATIC / "js" if "js" in module.relative_to(STATIC).parts else STATIC).parts[0]


def reached_from(module: Path, seen: set[Path]) -> set[Path]:
    if module not in seen:
        seen.add(module)
        for name in imports_of(module):
            reached_from((module.parent / name).resolve(), seen)
    return seen


def wall_modules() -> list[Path]:
    seen: set[Path] = set()
    for wall in WALLS:
        reached_from(STATIC / "js" / "screens" / f"{wall}.js", seen)
    return sorted(path for path in seen if layer_of(path) != "vendor")


def nodes(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif hasattr(value, "type"):
        yield value
        for child in vars(value).values():
            yield from nodes(child)


@pytest.mark.parametrize("module", own_modules(), ids=lambda path: str(path.relative_to(STATIC)))
def test_imports_are_relative_exist_and_point_down_only(module: Path) -> None:
    for name in imports_of(module):
        assert name.startswith("."), f"{name} is not a relative path"
        target = (module.parent / name).resolve()
        assert target.is_file(), f"{name} is not there"
        assert LAYERS.index(layer_of(target)) >= LAYERS.index(layer_of(module)), f"{name} is a layer above"


def test_the_walls_reach_more_than_themselves() -> None:
    names = {path.name for path in wall_modules()}
    assert {"workshop.js", "lounge.js", "feed.js", "tile.js", "i18n.js"} <= names


@pytest.mark.parametrize("module", wall_modules(), ids=lambda path: str(path.relative_to(STATIC)))
def test_television_modules_keep_to_2017(module: Path) -> None:
    source = module.read_text()
    tree = esprima.parseModule(source)
    for node in nodes(tree.body):
        members = node.properties if node.type in ("ObjectExpression", "ObjectPattern") else []
        assert not [member for member in members if member.type in ("SpreadElement", "RestElement")], "object spread"
        assert not (node.type == "CallExpression" and node.callee.type == "Import"), "import() came after 2017"
    assert [match.group() for match in NEWER_THAN_CHROMIUM_68.finditer(source)] == []


@pytest.mark.parametrize("sheet", ["tokens", "base", "parts", *WALLS])
def test_television_styles_keep_to_what_chromium_68_draws(sheet: str) -> None:
    source = (STATIC / "css" / f"{sheet}.css").read_text()
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    assert [match.group().strip() for match in STYLE_NEWER_THAN_CHROMIUM_68.finditer(source)] == []
