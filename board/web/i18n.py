"""Languages: which one a request speaks, refusals as sentences, and the same catalogues for the browser."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final

from flask import g, has_request_context, request
from flask_babel import Babel, force_locale, get_translations, gettext, pgettext

from board.domain.job import OperationState
from board.domain.parts import PartState
from board.domain.people import Role
from board.domain.refusals import SENTENCES
from board.domain.stages import Stage
from board.domain.words import WORDS

LANGUAGES: Final = ("zh_CN", "en")
_WORD_LISTS: Final[Mapping[type[StrEnum], str]] = {
    Stage: "stage",
    OperationState: "operation_state",
    PartState: "part_state",
    Role: "role",
}

_ACCEPTED: Final = {"zh": "zh_CN", "zh-CN": "zh_CN", "en": "en"}

babel = Babel()


def choose_locale() -> str:
    """The asker's language, else this browser's choice, else what it accepts, else Chinese."""
    if not has_request_context():
        return LANGUAGES[0]
    asker = g.get("asker")
    told = [asker.language if asker else None, request.cookies.get("board_language")]
    chosen = next((each for each in told if each in LANGUAGES), None)
    return chosen or _ACCEPTED[request.accept_languages.best_match(_ACCEPTED, "zh")]


def sentence(code: str, details: Mapping[str, Any], language: str | None = None) -> str:
    """A refusal's sentence in a language (the request's when None)."""
    if language is not None:
        with force_locale(language):
            return sentence(code, details)
    shown = {name: _shown(value) for name, value in details.items()}
    return str(gettext(SENTENCES[code])) % shown if shown else str(gettext(SENTENCES[code]))


def word(words: str, code: str) -> str:
    """The trade's word for a value, in the request's language."""
    return str(pgettext(words, WORDS[words][code]))


def _shown(value: object) -> object:
    if isinstance(value, StrEnum) and type(value) in _WORD_LISTS:
        return word(_WORD_LISTS[type(value)], value.value)
    return value


def catalogue_script(language: str) -> str:
    """The browser's catalogue: a script that sets `BOARD_I18N`."""
    with force_locale(language):
        translations = get_translations()
        found: Mapping[Any, str] = getattr(translations, "_catalog", {})
        messages = {key: text for key, text in found.items() if isinstance(key, str) and key and "\x04" not in key}
        words = {name: {code: word(name, code) for code in codes} for name, codes in WORDS.items()}
    told = {"language": language, "messages": messages, "words": words}
    return f"self.BOARD_I18N = {json.dumps(told, ensure_ascii=False, sort_keys=True)};\n"


@cache
def catalogue(language: str) -> tuple[str, str]:
    """The script and a short digest of it, made once: catalogues do not change while the server runs."""
    script = catalogue_script(language)
    return script, hashlib.sha256(script.encode()).hexdigest()[:12]
