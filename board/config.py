"""Settings: read once from the environment (`BOARD_*`), frozen, and refused with a sentence when unsafe."""

import os
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

AsyncMode = Literal["eventlet", "threading"]


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
        return self.public_url.startswith("https://")


def load_settings() -> Settings:
    """Read the environment; make the data folder and, where none is given, a secret key that stays.

    Raises UnsafeSettings with a sentence for the operator.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "BOARD_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UnsafeSettings(f"{name}: {first['msg']}. Correct it and start again.") from None
    _require_folder(settings.data_dir)
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
