"""Settings: read once from the environment (`BOARD_*`), frozen, and refused with a sentence when unsafe."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

AsyncMode = Literal["eventlet", "threading"]
HttpsMode = Literal["off", "own", "given"]
Hsts = Literal["auto", "on", "off"]
KEPT_SETTINGS: Final = "settings.json"
"""What `board https` decided, in the folder `tls` of the data folder; the environment wins over it."""


class UnsafeSettings(Exception):
    """The settings cannot be used; the message says which and what to do."""


class Settings(BaseSettings):
    """Everything an installation may set. Use `load_settings`, which also finds or makes the secret key."""

    model_config = SettingsConfigDict(env_prefix="BOARD_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    database_url: str = ""
    """Empty: an SQLite file in the data folder. `postgresql://…` for a dealer group."""
    data_dir: Path = Path("data")
    secret_key: str = ""
    secret_key_file: Path | None = None
    public_url: str = ""
    """What customers' phones and printed codes use; empty: what the request came in by."""
    async_mode: AsyncMode = "eventlet"
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """How many proxies in front may be believed about the client's address and scheme."""
    https: HttpsMode = "off"
    """Whether the board itself speaks HTTPS: with a certificate of its own authority, or with a given one."""
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_names: str = ""
    """More names and addresses for the certificate of our own authority, separated by commas."""
    plain_port: int = Field(default=0, ge=0, le=65535)
    """Where HTTPS is spoken: one more port, for whoever types an address without https://. 0: none."""
    plain_screens: bool = False
    """Where HTTPS is spoken: walls may go on over plain HTTP."""
    hsts: Hsts = "auto"
    backup: bool = True
    """Make a backup every night."""
    backup_at: str = Field(default="02:30", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    """When it begins, at the site."""
    backup_dir: Path | None = None
    """None: `backups` in the data folder."""

    @property
    def backup_folder(self) -> Path:
        """Where backups lie."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def secure(self) -> bool:
        """People reach the board over HTTPS."""
        return self.https != "off" or self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """Where people reach the board, as far as the settings say: for what is printed on the command line."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"{'http' if self.https == 'off' else 'https'}://{host}:{self.port}"

    @property
    def certificate_names(self) -> list[str]:
        """`tls_names`, one by one, as they were written."""
        return [name.strip() for name in self.tls_names.split(",") if name.strip()]


def load_settings(kept: bool = True) -> Settings:
    """Read the environment; make the data folder and, where none is given, a secret key that stays. `kept`: what
    `board https` decided counts, where the environment says nothing.

    Raises UnsafeSettings with a sentence for the operator.
    """
    settings = _read(_from_environment)
    _require_folder(settings.data_dir)
    if kept:
        settings = _read(lambda: _with_kept(settings))
    _require_certificate(settings)
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise UnsafeSettings(
                "BOARD_PUBLIC_URL must look like https://board.example.com. Correct it and start again."
            )
    return settings.model_copy(
        update={
            "secret_key": _secret_key(settings),
            "database_url": _database_url(settings),
            "public_url": settings.public_url.rstrip("/"),
        }
    )


def _read(make: Callable[[], Settings]) -> Settings:
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        name = "BOARD_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UnsafeSettings(f"{name}: {first['msg']}. Correct it and start again.") from None


def _from_environment() -> Settings:
    settings = Settings()
    if settings.tls_certificate is not None and "https" not in settings.model_fields_set:
        return Settings(https="given")
    return settings


def _with_kept(settings: Settings) -> Settings:
    """The settings with what `board https` decided, where the environment says nothing about it."""
    path = settings.data_dir / "tls" / KEPT_SETTINGS
    try:
        kept = json.loads(path.read_text())
    except FileNotFoundError:
        return settings
    except (OSError, ValueError) as error:
        raise UnsafeSettings(
            f"{path} cannot be read ({error}). Run `board https` again, or `board https off`."
        ) from None
    told = settings.model_dump(include=settings.model_fields_set)
    if "https" in told:  # its certificate belongs to it
        kept = {name: value for name, value in kept.items() if name not in {"tls_certificate", "tls_key"}}
    return Settings(**{**kept, **told})


def _require_certificate(settings: Settings) -> None:
    given = settings.tls_certificate is not None and settings.tls_key is not None
    if settings.https == "given" and not given:
        raise UnsafeSettings(
            "BOARD_HTTPS=given needs BOARD_TLS_CERTIFICATE and BOARD_TLS_KEY. Set both, or run "
            "`board https --certificate FILE --key FILE`."
        )


def _require_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnsafeSettings(
            f"The data folder {folder} cannot be made ({error.strerror}). Set BOARD_DATA_DIR to another folder."
        ) from None
    if not os.access(folder, os.W_OK):
        raise UnsafeSettings(f"The data folder {folder} cannot be written. Set BOARD_DATA_DIR or change its rights.")


def _database_url(settings: Settings) -> str:
    url = settings.database_url
    if not url:
        return f"sqlite:///{(settings.data_dir / 'board.sqlite3').absolute()}"
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+pg8000://" + url.split("://", 1)[1]
    if url.startswith(("sqlite:///", "postgresql+pg8000://")):
        return url
    raise UnsafeSettings("BOARD_DATABASE_URL must begin with sqlite:/// or postgresql://. Correct it and start again.")


def _secret_key(settings: Settings) -> str:
    if settings.secret_key and settings.secret_key_file:
        raise UnsafeSettings("Set BOARD_SECRET_KEY or BOARD_SECRET_KEY_FILE, not both.")
    key = settings.secret_key
    if not key:
        path = settings.secret_key_file or settings.data_dir / "secret_key"
        if settings.secret_key_file is None and not path.exists():
            _make_key(path)
        try:
            key = path.read_text().strip()
        except OSError as error:
            raise UnsafeSettings(f"The secret key file {path} cannot be read ({error.strerror}).") from None
    if len(key) < 32:
        raise UnsafeSettings("The secret key must have at least 32 characters: make one with `openssl rand -hex 32`.")
    return key


def _make_key(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
