"""Keeps the translations in step with the sentences in the code.

python tools/catalogues.py check    every sentence is translated, none is fuzzy, none is left over
python tools/catalogues.py update   takes new sentences into the .po files and drops those that are gone
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "board" / "translations"
LANGUAGES = ("zh_CN",)
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "NP_": ((1, "c"), 2),
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
JAVASCRIPT_CALL = re.compile(r"""(?<![\w.$])(?:t|N_)\(\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""")

COMMENT_LINE = re.compile(r"^\s*(?://|/\*|\*).*$", re.MULTILINE)


def extract_javascript(
    source: IO[bytes], *_settings: Any, **_options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the sentences of `t("…")` and `N_("…")`.

    Babel's own reader loses its way in nested html`` templates, which is where most of our calls stand; a call
    with one literal string can be found without understanding what is round it.
    """
    text = COMMENT_LINE.sub("", source.read().decode())
    for call in JAVASCRIPT_CALL.finditer(text):
        yield text.count("\n", 0, call.start()) + 1, "_", ast.literal_eval(call.group(1)), []


METHODS: list[tuple[str, Any]] = [
    ("board/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("static/js/**.js", extract_javascript),
]


def extract() -> Catalog:
    """Collect the sentences of Python, templates and JavaScript."""
    template = Catalog(charset="utf-8")
    for name in ("board", "templates", "static/js"):
        for filename, _line, message, _comments, context in extract_from_dir(
            ROOT / name, [_below(name, method) for method in METHODS], keywords=KEYWORDS
        ):
            template.add(message, None, [(f"{name}/{filename}", 0)], context=context)
    return template


def _below(folder: str, method: tuple[str, Any]) -> tuple[str, Any]:
    pattern, how = method
    return pattern.removeprefix(folder + "/"), how


def catalogue_file(language: str) -> Path:
    """Where the sentences of a language lie."""
    # Babel's full name of the locale (zh_Hans_CN for zh_CN): the only one Flask-Babel looks for.
    return TRANSLATIONS / str(Locale.parse(language)) / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Read a language's catalogue."""
    with catalogue_file(language).open("rb") as text:
        return read_po(text, locale=language)


def complaints(language: str, template: Catalog) -> list[str]:
    """List what is wrong with a language's catalogue, a line each."""
    catalogue = read(language)
    wanted = {(message.id, message.context) for message in template if message.id}
    found = {(message.id, message.context): message for message in catalogue if message.id}
    lines = ["the whole catalogue is marked fuzzy"] if catalogue.fuzzy else []
    lines += [f"not in the catalogue: {key[0]!r}" for key in sorted(wanted - found.keys(), key=str)]
    lines += [f"no longer used: {key[0]!r}" for key in sorted(found.keys() - wanted, key=str)]
    lines += [f"no longer used: {message.id!r}" for message in catalogue.obsolete.values()]
    for key in sorted(wanted & found.keys(), key=str):
        message = found[key]
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if message.fuzzy:
            lines.append(f"fuzzy: {message.id!r}")
        elif not all(strings):
            lines.append(f"not translated: {message.id!r}")
        lines += [f"{error}: {message.id!r}" for error in message.check(catalogue)]
        if any(_placeholders(message.id) != _placeholders(string) for string in strings if string):
            lines.append(f"other placeholders than the English: {message.id!r}")
    return [f"{language}: {line}" for line in lines]


def _placeholders(text: str | tuple[str, ...] | list[str]) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text if isinstance(text, str) else text[-1]))


def new_catalogue(language: str) -> Catalog:
    """Return an empty catalogue with our header."""
    return Catalog(
        locale=language,
        project="Transparent Workshop Board",
        version="1",
        header_comment="# The board's sentences. `make catalogues` takes in new ones; translate what is empty.",
        msgid_bugs_address="the project's issue tracker",
        last_translator="the board's authors",
        language_team=language,
        fuzzy=False,
    )


def update(language: str, template: Catalog) -> None:
    """Bring a language's catalogue in step; what is new stands there with an empty translation."""
    catalogue = read(language) if catalogue_file(language).exists() else new_catalogue(language)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue_file(language).parent.mkdir(parents=True, exist_ok=True)
    with catalogue_file(language).open("wb") as text:
        write_po(text, catalogue, width=100, include_lineno=False, sort_by_file=True)


def main() -> int:
    """Run the command named on the command line; 1 when a catalogue is out of step."""
    template = extract()
    if sys.argv[1:] == ["update"]:
        for language in LANGUAGES:
            update(language, template)
        return 0
    if sys.argv[1:] == ["check"]:
        lines = [line for language in LANGUAGES for line in complaints(language, template)]
        print("\n".join(lines) or "Catalogues are in step.")
        return 1 if lines else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
