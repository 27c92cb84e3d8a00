"""What is measured, the same way for the board and for its peer."""

import time
from dataclasses import dataclass, field
from functools import partial

from bench.crowd import KICK, Commander, Crowd, Loop, Screen
from bench.servers import Server

IN_FLIGHT = 4
PAUSE_SECONDS = 0.005


@dataclass
class Samples:
    """Times in seconds."""

    values: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The quantile in milliseconds: of 100 values `at(0.99)` is the second largest."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def kicks(loop: Loop, crowd: Crowd, driver: Screen, count: int) -> Samples:
    """One event at a time to the whole room: from the trigger to the last screen."""
    samples = Samples()
    for _ in range(count + 5):
        crowd.changes = 0
        begin = time.monotonic()
        driver.say(KICK)
        loop.until(lambda: crowd.changes >= len(crowd.screens), "an event to reach everybody")
        samples.values.append(time.monotonic() - begin)
        loop.rest(PAUSE_SECONDS)
    del samples.values[:5]  # the first ones warm up
    return samples


def deliveries(loop: Loop, crowd: Crowd, driver: Screen, server: Server, seconds: float) -> tuple[float, float]:
    """Events back to back, always some in flight: deliveries a second, and the server's CPU us for each."""
    screens = len(crowd.screens)
    crowd.changes = 0
    sent = IN_FLIGHT
    cpu = server.cpu_seconds()
    begin = time.monotonic()
    end = begin + seconds
    for _ in range(IN_FLIGHT):
        driver.say(KICK)
    while crowd.changes < sent * screens:
        loop.turn(1.0)
        while crowd.changes >= (sent - IN_FLIGHT + 1) * screens and time.monotonic() < end:
            driver.say(KICK)
            sent += 1
    took = time.monotonic() - begin
    loop.rest(0.02)
    return crowd.changes / took, (server.cpu_seconds() - cpu) / crowd.changes * 1e6


class Stamps:
    """A technician's stamp at the wall tablet, over and over: pause, resume, pause."""

    def __init__(self, loop: Loop, port: int, job: int, code: str, session: str, prefix: str) -> None:
        self.commander = Commander(loop, port)
        self.commander.cookies["board_session"] = session
        self.commander.csrf = self.commander.ask("GET", "/api/v1/me")["csrf"]
        self._code = code
        self._prefix = f"{prefix}-{job}"
        self._number = 0
        self._paused = False

    def stamp(self) -> float:
        """Sends the next stamp and gives the moment; its answer comes later."""
        self._number += 1
        body = {"id": f"{self._prefix}-{self._number}", "code": self._code, "via": "wedge"}
        body |= {"step": "resume"} if self._paused else {"step": "pause", "reason": "parts"}
        self._paused = not self._paused
        return self.commander.send("POST", "/api/v1/scans", body)

    def is_answered(self) -> bool:
        """Whether the last stamp has its answer."""
        return not self.commander.busy

    def revision(self) -> int:
        """What the last stamp brought the site to."""
        if self.commander.status != 200:
            raise SystemExit(f"a stamp was refused: {self.commander.status} {self.commander.body}")
        return int(self.commander.body["revision"])


@dataclass
class Stamped:
    """From the stamp, and from its commit, to the last screen."""

    from_trigger: Samples
    from_commit: Samples


def stamps(loop: Loop, crowd: Crowd, stamping: list[Stamps], commits: Commander, count: int) -> Stamped:
    """One real change at a time."""
    crowd.follows = True
    moments = []
    for number in range(count + 5):
        one = stamping[number % len(stamping)]
        begin = one.stamp()
        loop.until(one.is_answered, "a stamp's answer")
        revision = one.revision()
        loop.until(partial(crowd.last_at.__contains__, revision), "a change to reach everybody")
        moments.append((begin, revision))
        loop.rest(PAUSE_SECONDS)
    committed = {int(key): value for key, value in commits.ask("GET", "/bench/commits").items()}
    crowd.follows = False
    last = crowd.last_at
    return Stamped(
        Samples([last[revision] - begin for begin, revision in moments[5:]]),
        Samples([last[revision] - committed[revision] for _, revision in moments[5:]]),
    )


def stamps_at(loop: Loop, crowd: Crowd, stamping: list[Stamps], rate: float, seconds: float) -> Samples:
    """So many stamps a second, whatever becomes of them, in the rhythm of a clock: from when each was due to the last
    screen. Stuck when one is lost."""
    crowd.follows = True
    due: dict[int, float] = {}
    waiting: list[tuple[float, Stamps]] = []
    begin = time.monotonic()
    count = int(rate * seconds)
    for number in range(count):
        moment = begin + number / rate
        while (left := moment - time.monotonic()) > 0:
            loop.turn(left)
        one = stamping[number % len(stamping)]
        loop.until(one.is_answered, "an earlier stamp's answer")
        _settle(waiting, due)
        one.stamp()
        waiting.append((moment, one))
    loop.until(lambda: all(one.is_answered() for _, one in waiting), "the last stamps' answers")
    _settle(waiting, due)
    loop.until(lambda: all(revision in crowd.last_at for revision in due), "the last changes to reach everybody")
    crowd.follows = False
    return Samples([crowd.last_at[revision] - moment for revision, moment in due.items()])


def _settle(waiting: list[tuple[float, Stamps]], due: dict[int, float]) -> None:
    for moment, one in list(waiting):
        if one.is_answered():
            due[one.revision()] = moment
            waiting.remove((moment, one))
