"""By which names and addresses this machine is reached on the workshop's network."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

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
    """The private addresses of all network interfaces, IPv4 before IPv6; the machine's own loopback last."""
    found = {str(ip_address(each)) for each in (*_ipv4(), *_ipv6())}
    outside = sorted(
        (each for each in found if is_private(each) and not ip_address(each).is_loopback),
        key=lambda each: (ip_address(each).version, ip_address(each)),
    )
    return [*outside, "127.0.0.1", "::1"]


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
