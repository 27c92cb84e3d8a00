"""Whether the board's server is there, asked beside everything else, as a name server may take its time."""

import contextlib
import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from kiosk.config import Config


class Reach(StrEnum):
    """How far a question to the server gets."""

    unknown = "unknown"  # not asked yet
    no_network = "no_network"  # this machine has no address
    no_name = "no_name"  # nobody knows the server's name
    no_answer = "no_answer"  # nothing listens there, or it does not answer
    untrusted = "untrusted"  # its certificate is not one that this machine trusts
    not_ready = "not_ready"  # it answers that it cannot serve
    ready = "ready"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the last question brought."""

    reach: Reach
    own_address: str


class ServerWatch:
    """Asks `/readyz` every few seconds in a thread of its own."""

    def __init__(self, config: Config) -> None:
        self.answer = Answer(Reach.unknown, "")
        self._config = config
        self._ended = False
        self._news = threading.Condition()
        self._rounds = 0
        self._hurry = threading.Event()

    def start(self) -> None:
        """Begin to ask; the first answer is waited for, two seconds at most."""
        threading.Thread(target=self._run, daemon=True).start()
        self._wait(1, 2)

    def end(self) -> None:
        """Ask no more."""
        self._ended = True
        self._hurry.set()

    def fresh(self) -> Answer:
        """An answer to a question that is asked now; what takes longer than six seconds counts as none."""
        with self._news:
            wanted = self._rounds + 1
        self._hurry.set()
        return self.answer if self._wait(wanted, 6) else Answer(Reach.no_answer, self.answer.own_address)

    def _wait(self, rounds: int, timeout: float) -> bool:
        with self._news:
            return self._news.wait_for(lambda: self._rounds >= rounds, timeout)

    def _run(self) -> None:
        while not self._ended:
            self._hurry.clear()
            answer = ask(self._config.server, self._config.ca_file)
            with self._news:
                self.answer, self._rounds = answer, self._rounds + 1
                self._news.notify_all()
            self._hurry.wait(self._config.look_every)


def ask(server: str, ca_file: str = "", timeout: float = 5) -> Answer:
    """Ask a server once whether it is ready."""
    split = urlsplit(server)
    host, port = split.hostname or "", split.port or (443 if split.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # Python's answer to a name that cannot be one
        own = own_address(("192.0.2.1", 9), socket.AF_INET)  # an address that is nobody's: is there any way out?
        return Answer(Reach.no_name if own else Reach.no_network, own)
    own = own_address(found[0][4], found[0][0])
    if not own:
        return Answer(Reach.no_network, "")
    return Answer(_ready(split.scheme, host, port, ca_file, timeout), own)


def own_address(to: tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes], family: int) -> str:
    """The address that this machine would send from; empty without a network. Nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect(to)
        return str(probe.getsockname()[0])
    return ""


def trusting(ca_file: str) -> ssl.SSLContext:
    """A context that trusts what the system trusts, and the workshop's own authority where there is one."""
    context = ssl.create_default_context()
    if ca_file:
        with contextlib.suppress(OSError):
            context.load_verify_locations(ca_file)
    return context


def _ready(scheme: str, host: str, port: int, ca_file: str, timeout: float) -> Reach:
    connection = (
        http.client.HTTPSConnection(host, port, timeout=timeout, context=trusting(ca_file))
        if scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=timeout)
    )
    try:
        connection.request("GET", "/readyz")
        return Reach.ready if connection.getresponse().status == 200 else Reach.not_ready
    except ssl.SSLCertVerificationError:
        return Reach.untrusted
    except (OSError, http.client.HTTPException):
        return Reach.no_answer
    finally:
        connection.close()
