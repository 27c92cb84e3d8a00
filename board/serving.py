"""From settings to a listening server: what has to be right before the first screen connects."""

from sqlalchemy.exc import SQLAlchemyError

from board import runtime
from board.app import create_board
from board.backups import presence
from board.config import Settings
from board.domain.refusals import SENTENCES, Refused
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
    try:
        listener = runtime.listen(settings.host, settings.port)
    except OSError as error:
        raise ServingRefused(
            f"{settings.host}:{settings.port} cannot be used ({error.strerror}). "
            "Is another board running? Set BOARD_PORT to another port."
        ) from None
    made = create_board(settings)
    made.start()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"The board is open at {settings.public_url or f'http://{host}:{listener.getsockname()[1]}'}", flush=True)  # noqa: T201
    runtime.serve(made.app, listener)


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
