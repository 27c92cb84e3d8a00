"""What follows from the installation's secret key: texts that are needed again but must not stand in the database."""

import hmac
from hashlib import sha256, sha512
from typing import Final

from board.domain.codes import CodeKind, make_code

CUSTOMER_LINK: Final = "customer link"
SECOND_FACTOR: Final = "second factor"
RECOVERY_CODE: Final = "recovery code"
KEY: Final = "key"
"""Where a transaction's session carries it."""


class NoKey(RuntimeError):
    """This store was opened without the secret key. A mistake of ours: whoever issues or reads such texts gives it."""


class Key:
    """The installation's secret key, as the store needs it."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def derive(self, purpose: str, nonce: str, length: int) -> bytes:
        """Up to 64 bytes that nobody can tell who has the nonce but not the key; always the same. Raises NoKey."""
        if not self._secret:
            raise NoKey(purpose)
        return hmac.new(self._secret, f"{purpose}:{nonce}".encode(), sha512).digest()[:length]


def link_text(key: Key, nonce: str) -> str:
    """The text of a customer's copy, as it is printed. Raises NoKey."""
    return make_code(CodeKind.customer_copy, key.derive(CUSTOMER_LINK, nonce, 17)).text


def link_digest(text: str) -> str:
    """What a customer's copy is found by. Its text is random, not chosen by a person: a plain digest is enough."""
    return sha256(text.encode()).hexdigest()
