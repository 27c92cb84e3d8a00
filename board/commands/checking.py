"""Signing the three checks, and driving a car for a test."""

from collections.abc import Mapping, Sequence
from typing import Any

from board.commands.attachments import photo_of
from board.commands.change import Change, command
from board.commands.recording import write
from board.domain import checking as rules
from board.domain.job import CheckKind
from board.domain.permissions import Action
from board.store import models
from board.store.states import checklist_of, job_state, person_state


@command(Action.sign_self_check)
def sign_self_check(
    change: Change,
    job: int,
    passed: bool,
    items: Sequence[str] = (),
    note: str = "",
    ticked: Sequence[str] = (),
    photos: Sequence[int] = (),
    technician: int | None = None,
) -> Mapping[str, Any]:
    """The technician's own check. Refused as `domain.checking.sign_check`, and `not_found` (a photo, a technician)."""
    return _sign(change, job, CheckKind.self_check, passed, items, note, ticked, photos, technician)


@command(Action.sign_leader_check)
def sign_leader_check(
    change: Change,
    job: int,
    passed: bool,
    items: Sequence[str] = (),
    note: str = "",
    ticked: Sequence[str] = (),
    photos: Sequence[int] = (),
    technician: int | None = None,
) -> Mapping[str, Any]:
    """The team leader's check. Refused as `sign_self_check`."""
    return _sign(change, job, CheckKind.leader, passed, items, note, ticked, photos, technician)


@command(Action.sign_final_check)
def sign_final_check(
    change: Change,
    job: int,
    passed: bool,
    items: Sequence[str] = (),
    note: str = "",
    ticked: Sequence[str] = (),
    photos: Sequence[int] = (),
    technician: int | None = None,
) -> Mapping[str, Any]:
    """The inspector's check of every car. Refused as `sign_self_check`."""
    return _sign(change, job, CheckKind.final, passed, items, note, ticked, photos, technician)


def _sign(
    change: Change,
    job: int,
    kind: CheckKind,
    passed: bool,
    items: Sequence[str],
    note: str,
    ticked: Sequence[str],
    photos: Sequence[int],
    technician: int | None,
) -> Mapping[str, Any]:
    row = change.job(job)
    taken = [photo_of(change, job, each) for each in photos]
    again = None if technician is None else person_state(change.session, change.person(technician))
    after = rules.sign_check(
        job_state(row),
        kind,
        change.asker(),
        passed,
        items,
        note,
        change.at,
        checklist=checklist_of(change.session, change.site.id, kind.value, row.service_type.value),
        ticked=ticked,
        photos=taken,
        technician=again,
    )
    signed = after.checks[-1]
    change.details |= {"check": kind.value, "passed": passed, "items": list(signed.items), "note": note}
    if taken:
        change.details["photos"] = taken
    if again is not None and not passed:
        change.details["technician"] = again.id
    write(change, row, after)
    return {}


@command(Action.record_test_drive)
def record_test_drive(change: Change, job: int, from_km: int, to_km: int, note: str = "") -> Mapping[str, Any]:
    """Record that the asker drove the car for a test: mileage (km) before and after.

    Refused as `domain.checking.require_test_drive`.
    """
    row = change.job(job)
    rules.require_test_drive(job_state(row), from_km, to_km)
    drive = models.TestDrive(
        job_id=job, by_id=change.asker().id, at=change.at, from_km=from_km, to_km=to_km, note=note.strip()
    )
    change.session.add(drive)
    change.log.flush()
    change.details |= {"test_drive": drive.id, "from_km": from_km, "to_km": to_km, "note": note.strip()}
    change.touch("job", job)
    return {"test_drive": drive.id}
