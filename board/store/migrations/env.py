"""Alembic's entry: runs the migrations on the connection that `board.store.migrating` hands it."""

from typing import Any, Literal

from alembic import context

from board.store.models import Base
from board.store.types import UtcTime, Word


def _plain_types(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Migrations name the database's own types: what they made must not change when the code does."""
    if kind == "type" and isinstance(item, Word):
        return "sa.String(32)"
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_plain_types,
)
with context.begin_transaction():
    context.run_migrations()
