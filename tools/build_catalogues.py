"""Compiles the translation catalogues (.po to .mo): as a hatch build hook, and by `make catalogues`."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogues(root: Path = ROOT) -> None:
    """Write a messages.mo beside every messages.po under board/translations whose text is newer."""
    for source in sorted(root.glob("board/translations/*/LC_MESSAGES/messages.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        with target.open("wb") as binary:
            write_mo(binary, catalogue)


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Lets a wheel, and an editable install, carry compiled catalogues."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the files are collected."""
        compile_catalogues(Path(self.root))
