"""What an audience sees at a revision, kept while somebody watches: the first picture of a thousand screens that all
come back at once is built and written once.

A picture is made by the view's own function and carried forward by the very changes that are pushed; whoever asks for
an older revision than the database has gets it made anew.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from board.realtime.outlet import Encoded, WireJSON
from board.screens.look import Look, own_person_among
from board.screens.views import VIEWS, Audience, build, state_hash
from board.store import models
from board.store.journal import touched_since
from board.store.transaction import Store

MOST_ENTRIES: Final = 500
"""Beyond so many journal entries a whole picture is smaller than the changes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An audience's cards at a revision; `text` is their JSON, written when first needed."""

    revision: int
    cards: dict[str, Any]
    text: list[str] = field(default_factory=list)
    digest: list[str] = field(default_factory=list)

    def state_hash(self) -> str:
        """The digest of the cards, as a screen computes its own."""
        if not self.digest:
            self.digest.append(state_hash(self.cards))
        return self.digest[0]

    def written(self) -> str:
        """The cards as JSON."""
        if not self.text:
            self.text.append(WireJSON.dumps(self.cards))
        return self.text[0]


class Pictures:
    """The pictures of this process. `epoch` tells this database's history from another."""

    def __init__(self, store: Store, epoch: str, clock: Callable[[], datetime]) -> None:
        self.epoch = epoch
        self._store = store
        self._clock = clock
        self._kept: dict[Audience, Picture] = {}
        self._lock = threading.RLock()

    def answer(self, audience: Audience, epoch: str | None, revision: int | None) -> Encoded:
        """What a screen gets that says what it has: the changes since, or the whole picture when it has nothing that
        helps. Raises PersonLeft and Unavailable.

        A screen that has nothing gets the picture that the others have, without asking the database: whatever is newer
        is on its way to all of them.
        """
        now = self._clock()
        kept = self._kept.get(audience)
        if kept is not None and audience.person is None and (epoch != self.epoch or revision is None):
            return self._whole(kept, now)
        with self._store.reading() as session:
            site = session.get_one(models.Site, audience.site)
            touched = None
            if epoch == self.epoch and revision is not None and 0 <= revision <= site.revision:
                touched = touched_since(session, site.id, revision, MOST_ENTRIES)
            picture = self._at(audience, Look(session, site, now))
        if touched is None or own_person_among(touched, audience.person) or len(touched) > len(picture.cards):
            return self._whole(picture, now)
        head = {"ok": True, "kind": "change", "epoch": self.epoch, "from": revision, "to": picture.revision}
        changed = difference(audience, picture.cards, touched)
        return Encoded(WireJSON.dumps(head | {"now": milliseconds(now)} | changed))

    def _whole(self, picture: Picture, now: datetime) -> Encoded:
        head = {"ok": True, "kind": "snapshot", "epoch": self.epoch, "revision": picture.revision}
        return Encoded(f'{WireJSON.dumps(head | {"now": milliseconds(now)})[:-1]},"cards":{picture.written()}}}')

    def change(self, look: Look, audience: Audience, since: int, touched: set[str]) -> dict[str, Any]:
        """What changed for an audience between two revisions, and the kept picture carried forward by it."""
        cards = build(look, audience, touched)
        changed = difference(audience, cards, touched | cards.keys())
        with self._lock:
            kept = self._kept.get(audience)
            if kept is not None and kept.revision == since:
                after = {**kept.cards, **changed["set"]}
                for key in changed["drop"]:
                    after.pop(key, None)
                self._kept[audience] = Picture(look.site.revision, after)
        return {"epoch": self.epoch, "from": since, "to": look.site.revision, "now": milliseconds(look.now), **changed}

    def hash_at(self, audience: Audience, revision: int) -> str | None:
        """The digest of an audience's picture at a revision; None when another one is kept, or none."""
        kept = self._kept.get(audience)
        return kept.state_hash() if kept is not None and kept.revision == revision else None

    def begin_anew(self, epoch: str) -> None:
        """The database is another history from now on, told apart by `epoch`: nothing that is kept belongs to it."""
        with self._lock:
            self.epoch = epoch
            self._kept.clear()

    def forget(self, audience: Audience) -> None:
        """Nobody watches it any more."""
        with self._lock:
            self._kept.pop(audience, None)

    def _at(self, audience: Audience, look: Look) -> Picture:
        with self._lock:
            kept = self._kept.get(audience)
            if kept is None or kept.revision != look.site.revision:
                kept = Picture(look.site.revision, build(look, audience, None))
                self._kept[audience] = kept
            return kept


def difference(audience: Audience, cards: dict[str, Any], touched: set[str]) -> dict[str, Any]:
    """Touched cards as `set`, those that are no longer there as `drop`; only of the kinds that the view has."""
    kinds = VIEWS[audience.view].kinds
    mine = sorted(key for key in touched if key.split(":")[0] in kinds)
    return {
        "set": {key: cards[key] for key in mine if key in cards},
        "drop": [key for key in mine if key not in cards],
    }


def milliseconds(now: datetime) -> int:
    """Server time on the wire."""
    return round(now.timestamp() * 1000)
