"""The parts people's page: the lines that somebody waits for and found work without a price, each with its car."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from board.domain.job import OperationState
from board.domain.parts import OPEN
from board.domain.stages import LIVE, PROMISE_WARNING
from board.screens import calls
from board.screens.add_ons import counted_parts, found_work, part, part_lines
from board.screens.look import Keys, Look, ids_of, ms
from board.screens.workshop import plate
from board.store import models


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The cards among the keys, all of them when None; of cars that need something from the store."""
    asked = _concerned(look) if keys is None else ids_of("job", keys)
    found: dict[str, Any] = calls.cards(look, keys)
    if not asked:
        return found
    rows = look.jobs({f"job:{each}" for each in asked})
    lines = _by_job(part_lines(look.session, [row.id for row in rows]))
    add_ons = _by_job(found_work(look.session, [row.id for row in rows]))
    for row in rows:
        card = _card(look, row, lines.get(row.id, []), add_ons.get(row.id, []))
        if card["parts"] or card["add_ons"]:
            found[f"job:{row.id}"] = card
    return found


def _concerned(look: Look) -> set[int]:
    """The live jobs that have an open part line or undecided found work."""
    here = (models.Job.site_id == look.site.id, models.Job.stage.in_(LIVE))
    with_lines = (
        select(models.PartLine.job_id)
        .join(models.Job, models.Job.id == models.PartLine.job_id)
        .where(models.PartLine.state.in_(OPEN), *here)
    )
    undecided = (
        select(models.AddOn.job_id)
        .join(models.Job, models.Job.id == models.AddOn.job_id)
        .where(models.AddOn.decided_at.is_(None), *here)
    )
    return set(look.session.scalars(with_lines)) | set(look.session.scalars(undecided))


def _card(
    look: Look, row: models.Job, lines: Collection[models.PartLine], add_ons: Collection[models.AddOn]
) -> dict[str, Any]:
    job = look.state(row)
    bay = look.bays().get(row.bay_id) if row.bay_id else None
    operations = {each.id: each for each in row.operations}
    proposed = {each.id for each in row.operations if each.state is OperationState.proposed}
    return {
        "kind": "job",
        "number": row.number,
        "plate": plate(row.vehicle.plate),
        "model": row.vehicle.model,
        "vin": row.vehicle.vin,
        "service_type": row.service_type.value,
        "stage": job.stage.value,
        "stage_since_at": ms(job.stage_since),
        "bay": bay.number if bay else None,
        "waits": row.waits,
        "promised_at": ms(job.promised_at),
        "warn_at": ms(job.promised_at - PROMISE_WARNING) if job.promised_at else None,
        "pause": {"reason": job.pause.reason, "since_at": ms(job.pause.since)} if job.pause else None,
        "advisor": look.name(row.advisor_id),
        "people": sorted({each.person.name for each in row.assignments} | {each.person.name for each in row.on}),
        "parts": [
            {**part(each), "operation": operations[each.operation_id].text if each.operation_id in operations else None}
            for each in lines
            if each.state in OPEN and each.operation_id not in proposed
        ],
        "add_ons": [
            _to_price(look, operations[each.operation_id], each, lines)
            for each in add_ons
            if each.operation_id in proposed
        ],
    }


def _to_price(
    look: Look, line: models.Operation, found: models.AddOn, lines: Collection[models.PartLine]
) -> dict[str, Any]:
    return {
        "operation": line.id,
        "text": line.text,
        "code": line.code,
        "standard_minutes": line.standard_minutes,
        "safety": line.safety,
        "high_voltage": line.high_voltage,
        "price_cents": line.price_cents,
        "note": found.note,
        "photos": list(found.photos),
        "found_by": look.name(found.found_by_id),
        "found_at": ms(found.found_at),
        "priced_at": ms(found.priced_at),
        "parts": [part(each) for each in counted_parts(line, lines)],
    }


def _by_job(rows: Collection[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.job_id, []).append(row)
    return found
