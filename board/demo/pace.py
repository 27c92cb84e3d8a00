"""How fast the played day goes, and when something that is somebody's to do gets done."""

import random
import time
from collections.abc import Hashable
from typing import Final

_REMEMBERED: Final = 5_000
_TRIED_AGAIN_AFTER: Final = 8
"""Minutes of the day after which somebody who still sees the same does it again: it was refused, or came to nothing."""


class Pace:
    """`speed`: minutes of the day that pass in a minute."""

    def __init__(self, speed: float, chance: random.Random) -> None:
        self.chance = chance
        self._speed = speed
        self._due: dict[Hashable, float] = {}

    def seconds(self, minutes: float) -> float:
        """How long so many minutes of the day last."""
        return minutes * 60 / self._speed

    def is_time(self, what: Hashable, least: float, most: float) -> bool:
        """Whether somebody who first saw this some minutes of the day ago, between `least` and `most`, does it now."""
        now = time.monotonic()
        if what not in self._due:
            if len(self._due) > _REMEMBERED:
                self._due = {each: due for each, due in self._due.items() if due > now - 600}
            self._due[what] = now + self.seconds(self.chance.uniform(least, most))
        if now < self._due[what]:
            return False
        self._due[what] = now + self.seconds(_TRIED_AGAIN_AFTER)
        return True

    def every(self, what: Hashable, least: float, most: float) -> bool:
        """The same for what is done again and again."""
        if not self.is_time(what, least, most):
            return False
        del self._due[what]
        return True
