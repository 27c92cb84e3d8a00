"""Names for the ids in the journal: people, bays, operations, parts, each kind read in one question."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from board.screens.look import Look
from board.store import models
from board.store.models import JournalEntry


class Names:
    """Names for the ids in some entries, each kind read in one question."""

    def __init__(self, look: Look, entries: Iterable[JournalEntry]) -> None:
        session, site = look.session, look.site.id
        changed = [row for entry in entries for row in entry.rows]
        self.currency = look.site.currency
        self.own_reasons = {each["code"]: each for each in look.site.pause_reasons}
        person, operation, line, clocking = models.Person, models.Operation, models.PartLine, models.Clocking
        operations = {entry.details.get("operation") for entry in entries} | _ids(changed, "operation", "operation_id")
        lines = _ids(changed, "part_line", None)
        clockings = {(row["now"] or {}).get("clocking_id") for row in changed if row["table"] == "repair"}

        def named(query: Any) -> dict[int, Any]:
            return {row[0]: row[1] for row in session.execute(query)}

        self.people: dict[int, str] = named(select(person.id, person.name).where(person.site_id == site))
        self.bays = {bay.id: bay.number for bay in look.bays().values()}
        found = session.execute(
            select(operation.id, operation.text, operation.job_id).where(operation.id.in_(operations - {None}))
        ).all()
        self.operations: dict[int, str] = {each: text for each, text, _ in found}
        self.job_of_operation: dict[int, int] = {each: job for each, _, job in found}
        self.part_lines: dict[int, str] = named(select(line.id, line.name).where(line.id.in_(lines)))
        self.clocked: dict[int, int] = named(
            select(clocking.id, clocking.person_id).where(clocking.id.in_(clockings - {None}))
        )

    def person(self, person_id: int | None) -> str | None:
        """Somebody's name, also of people who have left."""
        return self.people.get(person_id or 0)

    def bay(self, bay_id: int | None) -> str | None:
        """A bay's number."""
        return self.bays.get(bay_id or 0)


def _ids(changed: Iterable[Mapping[str, Any]], table: str, column: str | None) -> set[int | None]:
    found: set[int | None] = {row["id"] for row in changed if row["table"] == table}
    if column is not None:
        found |= {(row["now"] or row["was"] or {}).get(column) for row in changed}
    return found
