"""By which names and addresses this machine is reached on the workshop's network."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from board.config import Settings
from board.domain.https import is_address, is_private

_NAME: Final = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)*")


class NoSuchName(Exception):
    """This can be no host's name or address; the message says which."""


def read_name(text: str) -> str:
    """A host's name or address as certificates have it; names in other scripts in their ASCII form.

    Raises NoSuchName.
    """
    given = text.strip().casefold().rstrip(".")
    if is_address(given):
        return str(ip_address(given))
    with suppress(UnicodeError):
        name = given.encode("idna").decode()
        if _NAME.fullmatch(name):
            return name
    raise NoSuchName(text)


def host_of(url: str) -> str | None:
    """The host of an address like `https://board.example.com:8443`, as certificates have it; None where it has none."""
    with suppress(ValueError, NoSuchName):
        return read_name(urlsplit(url).hostname or "")
    return None


def own_names() -> list[str]:
    """This machine's name, its name in the local network's own name service (mDNS), and `localhost`."""
    short = ""
    with suppress(NoSuchName):
        short = read_name(socket.gethostname()).split(".")[0]
    names = [short, f"{short}.local"] if short and short != "localhost" else []
    with suppress(NoSuchName):
        full = read_name(socket.gethostname())
        names += [full] if full not in names else []
    return [*names, "localhost"]


def own_addresses() -> list[str]:
    """The private addresses of all network interfaces: the one that leads outside first, IPv4 before IPv6, the
    machine's own loopback last."""
    found = {str(ip_address(each)) for each in (*_ipv4(), *_ipv6())}
    main = _leading_outside()
    outside = sorted(
        (each for each in found if is_private(each) and not ip_address(each).is_loopback),
        key=lambda each: (each != main, ip_address(each).version, int(ip_address(each))),
    )
    return [*outside, "127.0.0.1", "::1"]


def reached_at(settings: Settings) -> str:
    """Where other machines reach this board: the public address, or the one that leads to this machine."""
    if settings.public_url or settings.host not in {"0.0.0.0", "::"}:  # noqa: S104 - asked about, not listened on
        return settings.address
    return settings.model_copy(update={"host": best_host()}).address


def best_host() -> str:
    """By what other machines find this one without anybody's name service: its main IPv4 address, else its name."""
    main = own_addresses()[0]
    return main if ip_address(main).version == 4 and main != "127.0.0.1" else own_names()[0]


def _leading_outside() -> str:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; the kernel only chooses the way
        return str(probe.getsockname()[0])
    return ""


def _ipv4() -> Iterator[str]:
    # The kernel's own list has every interface; elsewhere than on Linux, what the machine's name leads to.
    with suppress(OSError):
        trie = Path("/proc/net/fib_trie").read_text()
        yield from re.findall(r"\|-- ([\d.]+)\n\s+/32 host LOCAL", trie)
        return
    with suppress(OSError):
        yield from (str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET))


def _ipv6() -> Iterator[str]:
    with suppress(OSError):
        for line in Path("/proc/net/if_inet6").read_text().splitlines():
            yield ":".join(re.findall("....", line.split()[0]))
