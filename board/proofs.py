"""Who made a scan that arrives late: the PIN that was sealed to this server's key while there was no network.

The key pair is made once, in the data folder, and stays there. What is opened with it is compared and forgotten: never
logged, never stored.
"""

import base64
import binascii
import json
import os
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from board import runtime, signing_in
from board.domain.refusals import Refused
from board.store import models
from board.store.transaction import Store

KEY_FILE: Final = "tablet_seal.pem"
_BITS: Final = 3072
_REMEMBERED: Final = 1000
"""So many proofs are remembered: a tablet sends the same one with every scan of a session."""
_OAEP: Final = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a tablet sent to show who made a scan: the sealed PIN, as text, and the session it was given for."""

    person: int
    outbox: str
    session: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a PIN was right: `refused` is None when it was. `at` is when it was given, by the tablet's clock."""

    refused: Refused | None
    at: int = 0


class Seal:
    """The key that tablets seal PINs to. Raises OSError when the key file can be neither read nor made."""

    def __init__(self, folder: Path) -> None:
        path = folder / KEY_FILE
        if not path.exists():
            _make_key(path)
        key = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise OSError(f"{path} holds no RSA key")
        self._key = key
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.spki = base64.b64encode(public).decode()
        self.key_id = sha256(public).hexdigest()[:16]

    def open(self, sealed: str) -> dict[str, Any]:
        """What was sealed. Raises ValueError for what was not sealed to this key, or is no such proof."""
        try:
            opened = json.loads(self._key.decrypt(base64.b64decode(sealed, validate=True), _OAEP))
        except (binascii.Error, UnicodeError) as error:
            raise ValueError("not sealed to this key") from error
        if not isinstance(opened, dict):
            raise ValueError("no proof")
        return opened


def _make_key(path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    making = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(making, path)  # of two processes that start at once, one key
    except FileExistsError:
        pass
    finally:
        making.unlink()


class Proofs:
    """Judges sealed PINs. The key is read, or made, when the first tablet asks."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._made: Seal | None = None
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, ...], Verdict] = OrderedDict()

    @property
    def seal(self) -> Seal:
        """The key of this installation."""
        with self._lock:
            if self._made is None:
                self._made = runtime.offload(Seal, self._folder)
            return self._made

    def judge(self, device: int, shown: Shown, now: datetime) -> Verdict:
        """Whether the sealed PIN is this person's. Failures count, and lock, as those of signing in on the tablet do.

        One session is judged once: its scans bear the same proof. Raises Unavailable.
        """
        with self._store.reading() as session:
            person = session.get(models.Person, shown.person)
            kept = (person.pin_hash if person else None) or ""
        key = (shown.outbox, shown.session, str(shown.person), shown.sealed, kept)
        digest = tuple(sha256(part.encode("utf-8", "surrogatepass")).hexdigest() for part in key)
        if digest not in self._known:
            verdict = self._judged(device, shown, now)
            if verdict.refused is not None and verdict.refused.code == "too_many_attempts":
                return verdict  # not judged: it may be when the lock is over
            self._known[digest] = verdict
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[digest]

    def _judged(self, device: int, shown: Shown, now: datetime) -> Verdict:
        try:
            opened = runtime.offload(self.seal.open, shown.sealed)
        except ValueError:
            return Verdict(Refused("proof_unreadable"))
        pin, at = opened.get("pin"), opened.get("at")
        said = opened.get("person"), opened.get("session")
        if said != (shown.person, shown.session) or not isinstance(pin, str) or not _whole(at):
            return Verdict(Refused("proof_unreadable"))
        try:
            signing_in.require_pin(self._store, device, shown.person, pin[:20], now)
        except Refused as refused:
            return Verdict(refused)
        return Verdict(None, at)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53
