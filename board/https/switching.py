"""Turning HTTPS on and off: what `board https` does. The board does it at its next start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from board.config import Settings
from board.domain.https import is_address, may_vouch_for
from board.https.addresses import NoSuchName, best_host, host_of, own_names, read_name
from board.https.authority import found_authority
from board.https.certificates import Shown, renew, shown, wanted_names
from board.https.folder import Damaged, TlsFolder
from board.https.given import Unfit, examine


class CannotSwitch(Exception):
    """HTTPS stays as it was; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What is served from the next start on. `board` and `page` are addresses: the board's, and the trust page's."""

    certificate: Shown
    board: str
    page: str


def use_own(
    settings: Settings, names: Sequence[str], plain_screens: bool | None, new_authority: bool, now: datetime
) -> Switched:
    """Make what is missing of authority and certificate, good for these names too, and use them from now on.

    Names from before stay. Once more with the same changes nothing. Raises CannotSwitch.
    """
    folder = TlsFolder(settings.data_dir)
    kept = folder.kept_settings()
    before = str(kept.get("tls_names", "")).split(",")
    chosen = ",".join(dict.fromkeys(_read(name) for name in [*before, *names] if name))
    walls = bool(kept.get("plain_screens", False)) if plain_screens is None else plain_screens
    decided = {"https": "own", "tls_names": chosen, "plain_screens": walls}
    settings = settings.model_copy(update=decided)
    try:
        wanted = wanted_names(settings)
        if new_authority:
            folder.keep_authority(found_authority(own_names()[0], wanted, now))
        _require_promise(folder, [*chosen.split(","), host_of(settings.public_url) or ""])
        renew(settings, folder, now)
        folder.keep_settings(decided)
    except NoSuchName as name:
        raise CannotSwitch(_no_name(str(name))) from None
    except Damaged as damaged:
        raise CannotSwitch(str(damaged)) from None
    except OSError as error:
        raise CannotSwitch(_not_written(folder, error)) from None
    return _switched(settings)


def use_given(settings: Settings, certificate: Path, key: Path, plain_screens: bool | None, now: datetime) -> Switched:
    """Use a certificate that somebody else issued, after a look at it. Raises CannotSwitch."""
    folder = TlsFolder(settings.data_dir)
    certificate, key = certificate.absolute(), key.absolute()
    kept = folder.kept_settings()
    walls = bool(kept.get("plain_screens", False)) if plain_screens is None else plain_screens
    decided = {"https": "given", "plain_screens": walls, "tls_certificate": str(certificate), "tls_key": str(key)}
    try:
        examine(certificate, key, host_of(settings.public_url), now)
        folder.keep_settings(decided)
    except Unfit as unfit:
        raise CannotSwitch(str(unfit)) from None
    except OSError as error:
        raise CannotSwitch(_not_written(folder, error)) from None
    return _switched(settings.model_copy(update={**decided, "tls_certificate": certificate, "tls_key": key}))


def turn_off(settings: Settings) -> None:
    """Speak plain HTTP again. The authority stays, so that devices trust it when it is turned on once more.

    Raises CannotSwitch.
    """
    folder = TlsFolder(settings.data_dir)
    try:
        folder.keep_settings({"https": "off"})
        folder.forget_served()
    except OSError as error:
        raise CannotSwitch(_not_written(folder, error)) from None


def _switched(settings: Settings) -> Switched:
    certificate = shown(settings)
    if certificate is None:
        raise CannotSwitch("The certificate cannot be read. `board doctor` says more.")
    board = settings.public_url
    if not board.startswith("https://"):
        host = _best_name(settings, certificate)
        board = f"https://{f'[{host}]' if ':' in host else host}:{settings.port}"
    return Switched(certificate, board, f"http://{board.removeprefix('https://')}/trust")


def _best_name(settings: Settings, certificate: Shown) -> str:
    """By what other machines surely find this one: a name that somebody chose, else an address."""
    chosen = [read_name(name) for name in settings.certificate_names]
    if settings.https == "given":
        return next((name for name in certificate.names if "*" not in name), "localhost")
    return next(iter(chosen), best_host())


def _require_promise(folder: TlsFolder, names: list[str]) -> None:
    authority = folder.authority()
    for name in names:
        if not name:
            continue
        if is_address(name) and not may_vouch_for(name, []):
            raise CannotSwitch(
                f"{name} is a public address, and the board's own authority vouches for private ones only. "
                "Use a name, or a given certificate."
            )
        if authority is not None and not may_vouch_for(name, authority.promised):
            raise CannotSwitch(
                f"The board's authority promised to vouch for its own names and private ones only, and {name} is none "
                "of them. `board https --new-authority` makes a new one for it; every device must trust that anew."
            )


def _read(name: str) -> str:
    try:
        return read_name(name)
    except NoSuchName:
        raise CannotSwitch(_no_name(name)) from None


def _no_name(name: str) -> str:
    return f"{name} is no name of a host, and no address. Write it like board.example.com or 192.168.1.20."


def _not_written(folder: TlsFolder, error: OSError) -> str:
    return f"{error.filename or folder.path} cannot be written ({error.strerror}). Run it as the user of the board."
