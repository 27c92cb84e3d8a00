"""From settings to a listening server: what has to be right before the first screen connects."""

from socket import socket

from sqlalchemy.exc import SQLAlchemyError

from board import runtime
from board.app import create_board, now
from board.backups import presence
from board.config import Settings
from board.domain.refusals import SENTENCES, Refused
from board.https.addresses import NoSuchName, reached_at
from board.https.certificates import Certificates
from board.https.folder import Damaged
from board.https.given import Unfit
from board.store.migrating import Shape, shape
from board.store.transaction import Store, Unavailable


class ServingRefused(Exception):
    """The board cannot be served; the message says why and what to do."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises ServingRefused."""
    require_ready(settings)
    try:
        with presence.serving(settings):
            _serve(settings)
    except Refused as refused:
        raise ServingRefused(SENTENCES[refused.code] % refused.details) from None


def _serve(settings: Settings) -> None:
    certificates = _certificates(settings)
    listeners = [_listen(settings.host, settings.port, "BOARD_PORT")]
    if certificates is not None and settings.plain_port:
        listeners.append(_listen(settings.host, settings.plain_port, "BOARD_PLAIN_PORT"))
    made = create_board(settings)
    made.start(certificates)
    settings = settings.model_copy(update={"port": listeners[0].getsockname()[1]})
    address = reached_at(settings)
    print(f"The board is open at {address}", flush=True)  # noqa: T201
    if settings.https == "own":
        page = f"{address.replace('https://', 'http://', 1)}/trust"
        print(f"A device that does not trust it yet begins at {page}", flush=True)  # noqa: T201
    runtime.serve(made.app, listeners, certificates.context if certificates else None)


def _certificates(settings: Settings) -> Certificates | None:
    if settings.https == "off":
        return None
    try:
        return Certificates(settings, now())
    except (Unfit, Damaged) as error:
        raise ServingRefused(f"HTTPS cannot be served: {error}") from None
    except NoSuchName as error:
        raise ServingRefused(f"BOARD_TLS_NAMES: {error} is no name of a host. Correct it and start again.") from None
    except OSError as error:
        raise ServingRefused(
            f"HTTPS cannot be served: {error.filename or settings.data_dir / 'tls'}: {error.strerror}."
        ) from None


def _listen(host: str, port: int, setting: str) -> socket:
    try:
        return runtime.listen(host, port)
    except OSError as error:
        raise ServingRefused(
            f"{host}:{port} cannot be used ({error.strerror}). Is another board running? Set {setting} to another port."
        ) from None


def require_ready(settings: Settings) -> None:
    """The database has this version's shape and a workshop in it. Raises ServingRefused."""
    store = Store(settings.database_url)
    try:
        found = shape(store)
        if found is Shape.pending:
            raise ServingRefused("The database is not up to date. Run `board migrate`, then start again.")
        if found is Shape.newer:
            raise ServingRefused(
                "The database was written by a newer version of the board. Install that version, or restore a backup."
            )
        if store.installation() is None:
            raise ServingRefused(
                "There is no workshop yet. Make one with `board init`, or a demo with `board demo seed`."
            )
    except (SQLAlchemyError, Unavailable) as error:
        raise ServingRefused(
            f"The database cannot be read ({type(error).__name__}). `board doctor` says what is wrong."
        ) from None
    finally:
        store.close()
