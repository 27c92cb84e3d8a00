"""`board demo`: set the demo workshop up, and play a day in it."""

import sys
from datetime import UTC, datetime

import click
from sqlalchemy import select

from board.config import Settings, load_settings
from board.demo.catalogue import LANGUAGES
from board.demo.doors import Doors, read_doors
from board.demo.seed import seed
from board.domain.refusals import SENTENCES, Refused
from board.store import models
from board.store.transaction import Store


@click.group()
def demo() -> None:
    """A workshop to try the board with."""


@demo.command("seed")
@click.option("--if-empty", is_flag=True, help="Do nothing, without complaint, where there already is a workshop.")
@click.option("--language", type=click.Choice(LANGUAGES), default="zh_CN", show_default=True)
def seed_demo(if_empty: bool, language: str) -> None:
    """Set the demo workshop up in an empty database, and say how to get in."""
    settings = load_settings()
    store = Store(settings.database_url)
    try:
        doors = _doors(store, settings, if_empty, language)
    except Refused as refused:
        sys.exit(SENTENCES[refused.code])
    finally:
        store.close()
    if doors is not None:
        click.echo(doors.told(settings.public_url or f"http://{settings.host}:{settings.port}"))


def _doors(store: Store, settings: Settings, if_empty: bool, language: str) -> Doors | None:
    """The doors of the demo workshop, set up now or before; None where a real workshop is left alone."""
    installation = store.installation()
    with store.reading() as session:
        occupied = session.scalars(select(models.Site.id).limit(1)).first() is not None
    if occupied:
        if installation is None or not installation.demo:
            if if_empty:
                return None
            raise Refused("demo_refused")
        click.echo("The demo workshop is already there; nothing was changed.\n")
        return read_doors(settings.data_dir)
    doors = seed(store, language, datetime.now(UTC))
    doors.write(settings.data_dir)
    return doors
