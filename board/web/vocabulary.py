"""The words of the catalogue's table: written in the reader's language, understood in every one."""

from functools import cache

from flask_babel import force_locale

from board.domain.catalogue_sheet import Vocabulary
from board.domain.words import WORDS
from board.web.i18n import LANGUAGES, word

_LISTS = ("catalogue_column", "service_type", "skill", "yes_no")


def vocabulary() -> Vocabulary:
    """The words of the request's language for writing, those of all languages for reading."""
    return Vocabulary(say=word, meant=_meant())


@cache
def _meant() -> dict[str, dict[str, str]]:
    """For each list: a word in any language, or the code itself, in small letters, to its code."""
    found: dict[str, dict[str, str]] = {words: {code: code for code in WORDS[words]} for words in _LISTS}
    for language in LANGUAGES:
        with force_locale(language):
            for words in _LISTS:
                found[words] |= {word(words, code).casefold(): code for code in WORDS[words]}
    return found
