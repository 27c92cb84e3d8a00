"""What is personal in a stay that ended long ago is found nowhere any more; what is counted stays as it was."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Connection, String, insert, text

from board import ticker
from board.commands import (
    add_ons,
    andon,
    attachments,
    booking,
    checking,
    clockings,
    delivering,
    following_up,
    gate,
    ordering,
    receiving,
    setting_up,
    walking_round,
    working,
)
from board.domain.add_ons import DecidedVia
from board.domain.andon import CallKind
from board.domain.appointments import AppointmentState
from board.domain.following_up import CallResult, PaymentWay
from board.domain.job import Energy, ServiceType
from board.domain.permissions import Action
from board.domain.reception import MarkKind, WalkPosition
from board.domain.retention import PERSONAL, REMOVED, USUAL_DAYS
from board.domain.stages import Stage
from board.retention import A_FEW, due_now, forget_a_few, forget_all, forget_unnamed_cars
from board.screens import reception
from board.screens.story import story
from board.store import models
from board.store.models import Base
from board.store.transaction import Store
from tests.commands.workshop import OIL, OPENING, Workshop, all_rows, refused
from tests.store.test_journal import _replayed, _without_secrets

PLATE, MISSED, WORD = "京Z9CANA", "京Z8CANA", "canary"
LONG = timedelta(days=USUAL_DAYS + 40)
PICTURE: dict[str, Any] = {"digest": WORD.encode().hex().ljust(64, "0"), "media_type": "image/png", "size": 1}
PICTURE |= {"width": 1, "height": 1}
NEVER_PERSONAL = {
    "job": {"number", "service_type", "priority", "old_parts", "stage", "stall", "pause_reason", "pause_owner"}
    | {"settled_way"},
    "operation": {"code", "text", "skill", "state", "checklist", "ticked"},
    "add_on": {"decided_via"},
    "part_line": {"number", "name", "state"},
    "follow_up_call": {"result"},
    "check": {"kind", "items", "ticked"},
    "andon_call": {"kind"},
    "clocking": {"act"},
    "walk_round": {"seen"},
    "walk_mark": {"position", "kind"},
    "appointment": {"state", "made_by", "service_type", "bay_kind"},
    "appointment_line": {"code", "text", "skill"},
    "vehicle": {"model", "energy"},
    "late_scan": {"outbox", "command_id", "step", "clock", "code", "way"},
}
"""Texts of a stay that are codes, or the work's own words."""
NOT_OF_A_STAY = {
    "attempts", "bay", "certificate", "checklist", "device", "installation", "journal", "mention", "person", "receipt",
    "shift", "sign_in", "site", "special_day", "standard_job", "team", "assignment", "clocked_on", "second_factor",
    "door_event", "outbox", "pairing", "screen_health",
}  # fmt: skip


@pytest.mark.house
def test_every_text_of_a_stay_is_decided() -> None:
    for name, table in Base.metadata.tables.items():
        if name in NOT_OF_A_STAY | REMOVED:
            continue
        texts = {column.name for column in table.columns if _holds_text(column.type)}
        assert texts == texts & (set(PERSONAL.get(name, ())) | NEVER_PERSONAL.get(name, set())), name


def _holds_text(kind: Any) -> bool:
    return isinstance(kind, String | JSON) or isinstance(getattr(kind, "impl_instance", None), String)


def test_nothing_personal_is_left_and_nothing_counted_is_lost(workshop: Workshop, sqlite_url: str) -> None:
    job = _a_stay_full_of_canaries(workshop)
    kept = workshop.take_in(OIL, plate="京A55555")
    with workshop.store.reader.connect() as connection:
        before = all_rows(connection)
        assert len(_canaries(connection)) > 30, "the canaries are planted"
    workshop.now += LONG
    for _ in range(3):
        ticker.tick(workshop.store, workshop.now)
    with workshop.store.reader.connect() as connection:
        assert _canaries(connection) == []
        _require_no_canary_in_the_file(connection)
        after = all_rows(connection)
    assert _counted(after) == _counted(before)
    assert workshop.job(job).anonymised_at == workshop.now
    assert workshop.job(kept).customer.name == "欧阳若兰", "a car that is still here is nobody's past"
    _rebuilds(workshop, sqlite_url, after)
    last = next(each for each in reversed(workshop.entries()) if each.verb == "forget_stay")
    assert (last.job_id, last.details) == (job, {})
    with workshop.look() as look:
        told = story(look, job)
        assert told is not None
        assert told["job"]["customer"] == {"name": "", "salutation": "none"}
        assert len(told["entries"]) > 20


def _canaries(connection: Connection) -> list[str]:
    words = (WORD, WORD.upper(), PLATE[1:], MISSED[1:], PICTURE["digest"])
    found = []
    for name in Base.metadata.tables:
        quoted = connection.dialect.identifier_preparer.quote(name)
        for row in connection.execute(text(f"SELECT * FROM {quoted}")).mappings():
            said = json.dumps(dict(row), default=str, ensure_ascii=False)
            found += [f"{name}: {said}" for word in words if word in said or json.dumps(word)[1:-1] in said]
    return found


def _require_no_canary_in_the_file(connection: Connection) -> None:
    """What SQLite has let go of is overwritten, in the file and in the log beside it."""
    if connection.dialect.name != "sqlite":
        return
    connection.rollback()
    path = Path(connection.engine.url.database or "")
    connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    content = path.read_bytes()
    words = (WORD, WORD.upper(), PLATE, PLATE[1:], MISSED[1:], PICTURE["digest"])
    assert [word for word in words if word.encode() in content] == []


def _counted(tables: dict[str, Any]) -> dict[str, Any]:
    """Everything that no rule calls personal: the stages, times, hours, amounts and kinds that are reported."""
    return {
        name: [
            {key: value for key, value in row.items() if key not in {*PERSONAL.get(name, ()), "anonymised_at"}}
            for row in rows
        ]
        for name, rows in tables.items()
        if name not in {*REMOVED, "journal", "mention", "receipt", "site"}
    }


def _rebuilds(workshop: Workshop, sqlite_url: str, written: dict[str, Any]) -> None:
    empty = Store(sqlite_url)
    with empty.writer.begin() as connection:
        for table, rows in _replayed(workshop.entries()).items():
            connection.execute(insert(Base.metadata.tables[table]), rows)
    with empty.reader.connect() as connection:
        rebuilt = _without_secrets(all_rows(connection))
    empty.close()
    assert rebuilt == _without_secrets(written)


def _a_stay_full_of_canaries(workshop: Workshop) -> int:
    """One stay with a canary wherever somebody can write something."""
    do, at = workshop.do, workshop.now + timedelta(days=1)
    owner = {"name": f"{WORD} name", "salutation": "ms", "phone": f"{WORD}-phone"}
    car: dict[str, Any] = {"plate": PLATE, "model": "A6L", "energy": Energy.petrol}
    order: dict[str, Any] = {"service_type": ServiceType.general, "concern": f"{WORD} concern", "lines": [OIL]}
    booked = do(booking.book, "advisor", **car, customer=owner, at=at, **order).result["appointment"]
    missed = {**car, "plate": MISSED}
    other = do(booking.book, "advisor", **missed, customer=owner, at=at, **order).result["appointment"]
    do(booking.cancel_appointment, "advisor", appointment=other, reason=f"{WORD} cancelled")
    job = do(gate.arrive, "guard", plate=PLATE, appointment=booked).job
    assert job is not None
    do(walking_round.open_reception, "advisor", job=job)
    photo = do(attachments.add_photo, "advisor", job=job, **PICTURE, caption=WORD).result["attachment"]
    where: dict[str, Any] = {"position": WalkPosition.rear, "kind": MarkKind.dent, "x": 1, "y": 2}
    do(walking_round.mark_damage, "advisor", job=job, **where, note=WORD, photo=photo)
    gone = do(walking_round.mark_damage, "advisor", job=job, **where, note=WORD).result["mark"]
    do(walking_round.remove_mark, "advisor", job=job, mark=gone)
    said: dict[str, Any] = {"concern": f"{WORD} again", "answers": {"when": WORD}, "valuables": WORD}
    do(walking_round.note_walk_round, "advisor", job=job, seen=list(WalkPosition), **said)
    written: dict[str, Any] = {
        "vehicle": {**car, "colour": f"{WORD} red", "vin": WORD.upper() * 2},
        "customer": {**owner, "name": f"{WORD} other"},
        "service_type": ServiceType.general,
        "promised_at": workshop.now + timedelta(hours=3),
    }
    do(ordering.write_order, "advisor", job=job, **written, operations=[OIL])
    signature = do(attachments.add_signature, "advisor", job=job, **PICTURE).result["attachment"]
    with workshop.look() as look:
        seen = reception.file(look, job)["digest"]
    do(ordering.sign_order, "advisor", job=job, seen=seen, signature=signature)
    do(receiving.print_card, "advisor", job=job)
    _work(workshop, job, photo)
    _hand_over(workshop, job)
    return job


def _work(workshop: Workshop, job: int, photo: int) -> None:
    do = workshop.do
    workshop.dispatch(job)
    do(working.clock_on, "technician", job=job)
    later = workshop.now + timedelta(hours=5)
    do(receiving.change_promise, "advisor", job=job, promised_at=later, reason=f"{WORD} why", told=f"{WORD} told")
    call = do(andon.call_andon, "technician", kind=CallKind.parts, job=job, note=WORD).result["call"]
    do(andon.answer_andon, "parts", call=call)
    do(andon.resolve_andon, "technician", call=call, resolution=WORD)
    found: dict[str, Any] = {"text": "制动片", "note": WORD, "photos": [photo]}
    add_on = do(add_ons.propose_add_on, "technician", job=job, **found).result["operation"]
    do(add_ons.price_add_on, "parts", job=job, operation=add_on, price_cents=100, parts=[{"name": "制动片"}])
    promise = {"promised_at": later + timedelta(hours=1), "reason": WORD, "told": WORD}
    spoken: dict[str, Any] = {"name": f"{WORD} said", "via": DecidedVia.phone, "promise": promise}
    do(add_ons.approve_add_on, "advisor", job=job, operation=add_on, **spoken)
    own = do(add_ons.propose_add_on, "technician", job=job, text="雨刮", note=WORD).result["operation"]
    do(add_ons.price_add_on, "parts", job=job, operation=own, price_cents=100)
    who: dict[str, Any] = {"name": WORD, "address": f"{WORD}.9", "approved": False}
    do(add_ons.decide_own_add_on, None, job=job, operation=own, **who)
    do(checking.record_test_drive, "technician", job=job, from_km=100, to_km=104, note=WORD)
    for operation in (workshop.job(job).operations[0].id, add_on):
        do(working.finish_operation, "technician", job=job, operation=operation)
    off = workshop.job(job).clockings[-1]
    told: dict[str, Any] = {"at": off.at - timedelta(seconds=20), "explanation": WORD}
    repair = do(clockings.propose_repair, "technician", clocking=off.id, **told).result["repair"]
    do(clockings.decide_repair, "foreman", repair=repair, accepted=True, answer=WORD)
    right: dict[str, Any] = {"at": off.at - timedelta(seconds=30), "reason": WORD}
    do(clockings.correct_clocking, "foreman", clocking=off.id, **right)
    do(checking.sign_self_check, "technician", job=job, passed=True, note=WORD)
    do(checking.sign_leader_check, "leader", job=job, passed=True, photos=[photo])
    do(checking.sign_final_check, "inspector", job=job, passed=True)


def _hand_over(workshop: Workshop, job: int) -> None:
    do = workshop.do
    do(delivering.start_wash, "washer", job=job)
    do(delivering.end_wash, "washer", job=job, stall="A-03")
    do(delivering.hand_over, "advisor", job=job)
    do(delivering.settle, "cashier", job=job, amount_cents=19900, way=PaymentWay.card, invoice=f"{WORD}-7")
    do(delivering.let_out, "guard", code=do(delivering.issue_exit_pass, "cashier", job=job).result["exit_pass"])
    case = {"text": WORD, "owner": workshop.people["advisor"], "due": workshop.now + timedelta(days=1)}
    called: dict[str, Any] = {"result": CallResult.complaint, "note": WORD, "complaint": case}
    complaint = do(following_up.record_call, "manager", job=job, **called).result["complaint"]
    do(following_up.close_complaint, "advisor", complaint=complaint, resolution=WORD)


@pytest.fixture
def gone(sqlite_workshop: Workshop) -> int:
    """A car that left on the first day."""
    return sqlite_workshop.car_at(Stage.delivered, plate="京A00001")


def test_a_car_that_came_back_is_known_until_its_newest_stay_is_old(sqlite_workshop: Workshop, gone: int) -> None:
    workshop = sqlite_workshop
    workshop.now = OPENING + timedelta(days=USUAL_DAYS - 100)
    back = workshop.take_in(OIL, plate="京A00001")
    workshop.do(receiving.cancel, "advisor", job=back, reason="客户取消")
    workshop.now = OPENING + timedelta(days=USUAL_DAYS + 1)
    assert forget_a_few(workshop.store, workshop.site, workshop.now).stays == 1
    first = workshop.job(gone)
    assert (first.customer.name, first.vehicle.plate) == ("", "京A00001")
    assert workshop.job(back).customer.name == "欧阳若兰"
    workshop.now += timedelta(days=USUAL_DAYS)
    forget_a_few(workshop.store, workshop.site, workshop.now)
    assert workshop.job(back).vehicle.plate == f"*{first.vehicle_id}"


Meanwhile = Callable[[Workshop, int], object]


def _a_case_is_open(workshop: Workshop, job: int) -> None:
    case: dict[str, Any] = {"text": "异响", "owner": workshop.people["advisor"]}
    workshop.do(following_up.open_complaint, "advisor", job=job, **case, due=workshop.now + timedelta(days=1))


def _somebody_called(workshop: Workshop, job: int) -> None:
    workshop.now = OPENING + timedelta(days=USUAL_DAYS - 10)
    workshop.do(following_up.record_call, "manager", job=job, result=CallResult.not_reached)


def _for_ever(workshop: Workshop, job: int) -> None:
    _keep_for(workshop, 0)


def _keep_for(workshop: Workshop, days: int) -> None:
    with workshop.store.reading() as session:
        site = session.get_one(models.Site, workshop.site)
        said = {name: getattr(site, name) for name in ("name", "language", "timezone", "brand", "currency")}
    workshop.do(setting_up.change_workshop, "admin", **said, jobs_at_once=1, personal_days=days)


@pytest.mark.parametrize("meanwhile", [_a_case_is_open, _somebody_called, _for_ever])
def test_what_is_still_needed_is_kept(sqlite_workshop: Workshop, gone: int, meanwhile: Meanwhile) -> None:
    workshop = sqlite_workshop
    meanwhile(workshop, gone)
    workshop.now = OPENING + timedelta(days=USUAL_DAYS + 1)
    assert due_now(workshop.store, workshop.now)[0].stays == 0
    assert forget_a_few(workshop.store, workshop.site, workshop.now).stays == 0
    assert workshop.job(gone).customer.name == "欧阳若兰"


def test_a_day_short_of_the_time_nothing_is_forgotten(sqlite_workshop: Workshop, gone: int) -> None:
    early, due = OPENING + timedelta(days=USUAL_DAYS - 1), OPENING + timedelta(days=USUAL_DAYS + 1)
    assert [due_now(sqlite_workshop.store, each)[0].stays for each in (early, due)] == [0, 1]


@pytest.mark.parametrize("days", [-1, 1, 89, 3651])
def test_a_time_out_of_bounds_is_refused(sqlite_workshop: Workshop, days: int) -> None:
    with refused(sqlite_workshop, "personal_days_wrong"):
        _keep_for(sqlite_workshop, days)


def test_nobody_forgets_what_is_not_old(sqlite_workshop: Workshop, gone: int) -> None:
    from board.commands.forgetting import forget_appointment, forget_stay, forget_vehicle  # noqa: PLC0415

    workshop = sqlite_workshop
    car: dict[str, Any] = {"plate": "京A1", "model": "A6L", "energy": Energy.petrol, "customer": {"name": "王"}}
    order: dict[str, Any] = {"service_type": ServiceType.express, "at": workshop.now + timedelta(days=1)}
    booked = workshop.do(booking.book, "advisor", **car, **order).result["appointment"]
    assert forget_stay.action is forget_appointment.action is forget_vehicle.action is Action.forget
    for command, what, row in (
        (forget_stay, "job", gone),
        (forget_appointment, "appointment", booked),
        (forget_vehicle, "vehicle", workshop.job(gone).vehicle_id),
    ):
        with refused(workshop, "still_needed"):
            workshop.do(command, None, command_id=None, **{what: row})
        with refused(workshop, "not_found"):
            workshop.do(command, None, command_id=None, **{what: 999})


def test_a_few_at_a_time_and_the_oldest_first(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    jobs = [workshop.car_at(Stage.cancelled) for _ in range(A_FEW + 1)]
    workshop.now += LONG
    assert forget_a_few(workshop.store, workshop.site, workshop.now).stays == A_FEW
    assert [job for job in jobs if workshop.job(job).anonymised_at is None] == jobs[-1:]


def test_a_plate_that_was_typed_wrong_is_forgotten_too(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.do(gate.arrive, "guard", plate="京A0WRNG").job
    workshop.do(walking_round.open_reception, "advisor", job=job)
    wrong = workshop.job(job or 0).vehicle_id
    right: dict[str, Any] = {
        "vehicle": {"plate": "京A0RGHT", "model": "A6L", "energy": Energy.petrol},
        "customer": {"name": "王"},
    }
    workshop.do(ordering.write_order, "advisor", job=job, **right, service_type=ServiceType.general, operations=[OIL])
    workshop.now += LONG
    forget_unnamed_cars(workshop.store, workshop.site, workshop.now)
    with workshop.store.reading() as session:
        assert session.get_one(models.Vehicle, wrong).plate == f"*{wrong}"
        assert session.get_one(models.Job, job).vehicle.plate == "京A0RGHT"
    assert "WRNG" not in json.dumps([[entry.rows, entry.details] for entry in workshop.entries()], default=str)


def test_picture_files_go_when_no_row_names_them(sqlite_workshop: Workshop, tmp_path: Path) -> None:
    from board.config import Settings  # noqa: PLC0415
    from board.store.files import Files  # noqa: PLC0415

    workshop, files = sqlite_workshop, Files(tmp_path / "attachments")
    kept, shared, lost = (files.keep(each, "image/png", small=each) for each in (b"kept", b"shared", b"lost"))
    first = workshop.take_in(plate="京A00001")
    second = workshop.take_in(plate="京A00002")
    shape: dict[str, Any] = {"media_type": "image/png", "size": 1, "width": 1, "height": 1}
    for job, digest in ((first, shared), (first, lost), (second, shared), (second, kept)):
        workshop.do(attachments.add_photo, "advisor", job=job, digest=digest, **shape)
    workshop.do(receiving.cancel, "advisor", job=first, reason="客户取消")
    workshop.now += LONG
    settings = Settings(data_dir=tmp_path)
    done = forget_all(workshop.store, settings, workshop.now)
    assert (done.stays, done.files) == (1, 2)
    there = {path.name.split(".")[0] for path in (tmp_path / "attachments").glob("*/*")}
    assert there == {kept, shared}


def test_a_picture_that_is_kept_again_is_not_deleted(tmp_path: Path) -> None:
    import os  # noqa: PLC0415
    from datetime import UTC, datetime  # noqa: PLC0415

    from board.store.files import Files  # noqa: PLC0415

    files = Files(tmp_path)
    path = files.path(files.keep(b"seen before", "image/png"), "image/png")
    os.utime(path, (1, 1))
    then = datetime.now(UTC) - timedelta(days=1)
    assert files.older_than(then) == [path]
    files.keep(b"seen before", "image/png")
    assert not files.discard(path, then)
    assert path.read_bytes() == b"seen before"


def test_an_appointment_nobody_came_to_is_forgotten(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    car: dict[str, Any] = {"plate": "京A00003", "model": "A6L", "energy": Energy.petrol, "customer": {"name": "王"}}
    order: dict[str, Any] = {"service_type": ServiceType.express, "at": workshop.now + timedelta(days=1)}
    booked = workshop.do(booking.book, "advisor", **car, **order, concern="异响").result["appointment"]
    workshop.now += timedelta(days=2)
    workshop.do(booking.mark_no_show, "advisor", appointment=booked)
    workshop.now += LONG
    assert forget_a_few(workshop.store, workshop.site, workshop.now).appointments == 1
    with workshop.store.reading() as session:
        row = session.get_one(models.Appointment, booked)
        assert (row.concern, row.customer.name, row.vehicle.plate) == ("", "", f"*{row.vehicle_id}")
        assert row.state is AppointmentState.no_show
