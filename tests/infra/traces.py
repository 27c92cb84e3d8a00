"""Looking for words that must not have been sent: planted canaries, in every form in which they could hide."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote


def traces(words: Iterable[str], texts: Iterable[str]) -> list[tuple[str, str]]:
    """Each word that occurs in a text: as it is, backwards, escaped for JSON or an address, in hex or in base64."""
    hidden = {word: _forms(word) | _forms(word[::-1]) for word in words}
    found = []
    for text in texts:
        for word, forms in hidden.items():
            if any(form in text for form in forms):
                found.append((word, text[:300]))
    return found


def _forms(word: str) -> set[str]:
    raw = word.encode()
    inside_base64 = {base64.b64encode(b"x" * shift + raw).decode()[[0, 2, 3][shift] : -4 or None] for shift in range(3)}
    inside_base64 |= {each.translate(str.maketrans("+/", "-_")) for each in inside_base64}
    plain = {word, json.dumps(word)[1:-1], quote(word), raw.hex(), word.encode("unicode_escape").decode()}
    return plain | {each for each in inside_base64 if len(each) >= 4}
