"""The journal is the record: its rows alone rebuild what the commands wrote."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Date, insert

from board import ticker
from board.commands import (
    add_ons,
    advising,
    andon,
    attachments,
    booking,
    checking,
    clockings,
    comebacks,
    delivering,
    dispatching,
    following_up,
    gate,
    ordering,
    parts,
    receiving,
    setting_up,
    walking_round,
    working,
)
from board.commands.change import COMMANDS
from board.commands.late_settling import settle_late_scan
from board.domain.add_ons import DecidedVia
from board.domain.andon import CallKind
from board.domain.appointments import Confirmation
from board.domain.bays import BayKind
from board.domain.checklists import Occasion
from board.domain.following_up import CallResult, PaymentWay
from board.domain.job import Energy, PauseReason, ServiceType
from board.domain.late_scans import Settling
from board.domain.parts import PartState
from board.domain.people import CertificateKind, Role
from board.domain.reception import MarkKind, WalkPosition
from board.domain.stages import Stage
from board.domain.standard_jobs import Row
from board.screens import reception
from board.store import models
from board.store.journal import touched_since
from board.store.models import Base
from board.store.transaction import Store
from board.store.types import UtcTime
from tests.commands.late import late_scans, tablet
from tests.commands.workshop import BATTERY, BRAKES, OIL, PASSWORD_HASH, Workshop, all_rows

NOT_JOURNALED = {"installation", "attempts", "journal", "outbox", "receipt", "sign_in"}
SECRET = {"password_hash", "pin_hash", "token_digest"}

Rows = dict[str, list[dict[str, Any]]]


def test_rows_of_the_journal_rebuild_the_workshop(workshop: Workshop, sqlite_url: str) -> None:
    _live_through_a_day(workshop)
    assert {entry.verb for entry in workshop.entries()} == set(COMMANDS), "a command that this day does not play"
    with workshop.store.reader.connect() as connection:
        written = _without_secrets(all_rows(connection))
    empty = Store(sqlite_url)
    with empty.writer.begin() as connection:
        for table, rows in _replayed(workshop.entries()).items():
            connection.execute(insert(Base.metadata.tables[table]), rows)
    with empty.reader.connect() as connection:
        rebuilt = _without_secrets(all_rows(connection))
    empty.close()
    for table, rows in written.items():
        assert rebuilt[table] == rows, table


def _live_through_a_day(workshop: Workshop) -> None:
    people, bays = workshop.people, workshop.bays
    _pass_the_gate(workshop)
    gone = workshop.car_at(Stage.delivered)
    workshop.car_at(Stage.cancelled)
    failed = workshop.car_at(Stage.final_check)
    workshop.do(checking.sign_final_check, "inspector", job=failed, passed=False, items=["异响", "渗油"])
    workshop.do(dispatching.move, "foreman", job=failed, bay=bays["2"], seen_bay=bays["1"])
    workshop.do(dispatching.assign, "foreman", job=failed, technicians=[people["leader"], people["electrician"]])
    back = workshop.car_at(Stage.dispatched)
    workshop.do(dispatching.recall, "foreman", job=back, seen_bay=bays["1"])
    ready = workshop.car_at(Stage.ready)
    workshop.do(delivering.park_ready, "washer", job=ready, stall="B-02")
    workshop.do(delivering.announce, "advisor", job=ready)
    two, electric = workshop.take_in(OIL, BRAKES, plate="京A00001"), workshop.take_in(BATTERY, plate="京A00001")
    workshop.dispatch(two)
    workshop.dispatch(electric, "3", "electrician")
    workshop.do(working.clock_on, "electrician", job=two)
    workshop.do(working.switch, "electrician", job=electric, from_job=two, reason=PauseReason.parts)
    workshop.do(working.clock_on, "technician", job=two)
    workshop.do(working.finish_operation, "technician", job=two, operation=workshop.job(two).operations[0].id)
    later = workshop.now + timedelta(hours=3)
    workshop.do(receiving.change_promise, "advisor", job=two, promised_at=later, reason="待料", told="王敏")
    workshop.do(receiving.print_card, "advisor", job=two)
    workshop.do(receiving.revoke_card, "advisor", job=two)
    first = workshop.job(gone).clockings[0]
    at = first.at - timedelta(minutes=3)
    workshop.do(clockings.correct_clocking, "foreman", clocking=first.id, at=at, reason="补卡")
    workshop.do(setting_up.take_bay_out, "admin", bay=bays["W"], reason="停水", until=later)
    device = workshop.do(setting_up.pair_device, None, name="大屏", view="workshop", token_digest="0" * 64)
    workshop.do(setting_up.revoke_device, None, device=device.result["device"])
    workshop.now += timedelta(days=1)
    ticker.tick(workshop.store, workshop.now)
    forgotten = workshop.job(electric).clockings[-1]
    assert forgotten.forgotten
    workshop.do(clockings.confirm_clocking, "foreman", clocking=forgotten.id)
    _set_the_workshop_up(workshop)
    _work_together(workshop)
    _receive(workshop)
    _call_for_help(workshop)
    _book_appointments(workshop)
    _call_back(workshop)
    _find_work_and_fetch_parts(workshop)
    _scan_without_network(workshop)


def _scan_without_network(workshop: Workshop) -> None:
    """One scan is carried out when it arrives, one when another tablet brings what it waited for, two are settled."""
    job = workshop.take_in(OIL)
    workshop.bays["11"] = workshop.do(setting_up.add_bay, "admin", number="11", kind=BayKind.lift).result["bay"]
    workshop.dispatch(job, "11", "electrician")
    operation = workshop.job(job).operations[0].id
    theirs, leaders = tablet(workshop, "electrician"), tablet(workshop, "leader")
    theirs.keep("electrician", "clock_on", job)
    theirs.keep("electrician", "finish_operation", job, said={"operation": operation})
    theirs.keep("electrician", "pass_self_check", job, said={"passed": True})
    leaders.keep("leader", "pass_leader_check", job, said={"passed": True})
    leaders.keep("leader", "clock_on", 999_999)
    start = workshop.now
    theirs.keep("electrician", "clock_on", job)
    assert leaders.codes() == ["wrong_stage", "not_found"]
    assert theirs.codes()[:3] == ["done", "done", "done"]
    workshop.now += timedelta(hours=1)
    late = [each.id for each in late_scans(workshop) if each.settled_at is None]
    more: dict[str, Any] = {"start": start, "end": start + timedelta(minutes=5), "reason": "补录"}
    workshop.do(settle_late_scan, "foreman", late_scan=late[0], way=Settling.dismiss, reason="扫错车")
    workshop.do(settle_late_scan, "foreman", late_scan=late[1], way=Settling.record_time, **more)


def _replayed(entries: Iterable[models.JournalEntry]) -> Rows:
    """What the entries say one after the other, in the order in which tables can be filled; the site was founded."""
    found: dict[tuple[str, int], dict[str, Any]] = {("site", 1): _founded()}
    for entry in entries:
        for row in entry.rows:
            key = (row["table"], row["id"])
            if row["now"] is None:
                assert found.pop(key) == row["was"], key
            elif row["was"] is None:
                assert key not in found, key
                found[key] = row["now"]
            else:
                assert {name: found[key][name] for name in row["was"]} == row["was"], key
                found[key].update(row["now"])
    return {
        table.name: [
            {column.name: _value(column, row) for column in table.columns}
            for (name, _), row in sorted(found.items())
            if name == table.name
        ]
        for table in Base.metadata.sorted_tables
        if any(name == table.name for name, _ in found)
    }


def _founded() -> dict[str, Any]:
    shift = {"shift_start": "08:00", "shift_end": "18:00", "jobs_at_once": 1, "brand": "#0b6e69"}
    where: dict[str, Any] = {"name": "测试车间", "language": "zh_CN", "timezone": "Asia/Shanghai"}
    standards = {"service_types": {}, "time_standards": {}, "pause_reasons": [], "currency": "CNY"}
    week = {"open_days": [0, 1, 2, 3, 4, 5, 6]}
    return {"id": 1, "revision": 0, "day": "2026-11-21", **where, **shift, **standards, **week}


def _value(column: Column[Any], row: dict[str, Any]) -> Any:
    if column.name in SECRET:
        return f"secret of {row['id']}" if not column.nullable else None
    value = row[column.name]
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(column.type, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _without_secrets(tables: Rows) -> Rows:
    return {
        name: [
            {key: value for key, value in row.items() if key not in SECRET and (name, key) != ("site", "revision")}
            for row in rows
        ]
        for name, rows in tables.items()
        if name not in NOT_JOURNALED
    }


def test_the_keys_touched_since_a_revision(workshop: Workshop) -> None:
    before = workshop.revision
    job = workshop.take_in()
    workshop.do(receiving.print_card, "advisor", job=job)
    workshop.dispatch(job)
    assert [(entry.revision, entry.verb) for entry in workshop.entries()[-3:]] == [
        (before + 1, "take_in"),
        (before + 2, "print_card"),
        (before + 3, "dispatch"),
    ]
    with workshop.store.reading() as session:
        keys = {f"job:{job}", f"person:{workshop.people['technician']}", "bay:1", f"site:{workshop.site}"}
        assert touched_since(session, workshop.site, before, 3) == keys
        assert touched_since(session, workshop.site, before, 2) is None
        assert touched_since(session, workshop.site, workshop.revision, 3) == set()


def test_only_what_changed_is_written_down(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.ready)
    workshop.do(delivering.park_ready, "washer", job=job, stall="C-09")
    row = {"table": "job", "id": job, "was": {"stall": "A-03"}, "now": {"stall": "C-09"}}
    assert workshop.entries()[-1].rows == [row]


def _call_for_help(workshop: Workshop) -> None:
    job = workshop.take_in(OIL)
    call = workshop.do(andon.call_andon, "technician", kind=CallKind.parts, job=job).result["call"]
    workshop.do(andon.answer_andon, "parts", call=call)
    workshop.do(andon.resolve_andon, "technician", call=call, resolution="已送到")


def _receive(workshop: Workshop) -> None:
    job = workshop.take_in(OIL)
    picture: dict[str, Any] = {"digest": "0" * 64, "media_type": "image/jpeg", "size": 1, "width": 1, "height": 1}
    workshop.do(attachments.add_photo, "technician", job=job, **picture)
    came = workshop.do(gate.arrive, "guard", plate="京B00007").job
    workshop.do(walking_round.open_reception, "advisor", job=came)
    workshop.do(walking_round.note_walk_round, "advisor", job=came, seen=list(WalkPosition), valuables="手机")
    where: dict[str, Any] = {"position": WalkPosition.rear, "kind": MarkKind.dent, "x": 1, "y": 2}
    mark = workshop.do(walking_round.mark_damage, "advisor", job=came, **where).result["mark"]
    workshop.do(walking_round.remove_mark, "advisor", job=came, mark=mark)
    written: dict[str, Any] = {
        "vehicle": {"plate": "京B00008", "model": "A6L", "energy": Energy.petrol},
        "customer": {"name": "王敏"},
        "service_type": ServiceType.general,
        "promised_at": workshop.now + timedelta(hours=2),
    }
    parts = [{"name": "机油", "operation": 1}]
    workshop.do(ordering.write_order, "advisor", job=came, **written, operations=[BRAKES, OIL], parts=parts)
    workshop.do(ordering.write_order, "advisor", job=came, **written, operations=[BRAKES])
    signature = workshop.do(attachments.add_signature, "advisor", job=came, **picture).result["attachment"]
    with workshop.look() as look:
        seen = reception.file(look, came or 0)["digest"]
    workshop.do(ordering.sign_order, "advisor", job=came, seen=seen, signature=signature)


def _set_the_workshop_up(workshop: Workshop) -> None:
    people, bays = workshop.people, workshop.bays
    day = workshop.now.date() + timedelta(days=9)
    workshop.do(setting_up.return_bay, "foreman", bay=bays["W"])
    larger: dict[str, Any] = {"number": "R", "kind": BayKind.ready_stall, "capacity": 12}
    workshop.do(setting_up.change_bay, "admin", bay=bays["R"], **larger, place=1)
    spare = workshop.do(setting_up.add_bay, "admin", number="9", kind=BayKind.paint).result["bay"]
    workshop.do(setting_up.remove_bay, "admin", bay=spare)
    team = workshop.do(setting_up.add_team, "admin", name="钣喷组").result["team"]
    workshop.do(setting_up.rename_team, "admin", team=team, name="钣金组")
    hours: dict[str, Any] = {"start": "07:30", "end": "16:00", "days": [4, 0]}
    shift = workshop.do(setting_up.add_shift, "admin", name="早班", **hours).result["shift"]
    workshop.do(setting_up.change_shift, "admin", shift=shift, name="早班", start="07:00", end="15:30", days=[0])
    washer: dict[str, Any] = {"person": people["washer"], "name": "吴小刚", "roles": [Role.washer], "login": "wu"}
    workshop.do(setting_up.change_person, "admin", **washer, team=team, shift=shift, phone="13900000000")
    workshop.do(setting_up.set_password, "admin", person=people["washer"], password_hash=PASSWORD_HASH)
    workshop.do(setting_up.set_pin, "admin", person=people["washer"], pin_hash=None)
    papers = {CertificateKind.electrician_licence: day}
    workshop.do(setting_up.set_certificates, "admin", person=people["electrician"], certificates=papers)
    workshop.do(setting_up.renew_badge, "admin", person=people["electrician"])
    workshop.do(setting_up.deactivate_person, "admin", person=people["washer"])
    workshop.do(setting_up.reactivate_person, "admin", person=people["washer"])
    workshop.do(setting_up.remove_team, "admin", team=team)
    workshop.do(setting_up.remove_shift, "admin", shift=shift)
    workshop.do(setting_up.set_opening, "admin", start="07:00", end="19:00", open_days=[0, 1, 2, 3, 4, 5])
    special = workshop.do(setting_up.add_special_day, "admin", day=day, name="元旦", open=False).result["special_day"]
    workshop.do(setting_up.add_special_day, "admin", day=day + timedelta(days=1), name="补班", open=True)
    workshop.do(setting_up.remove_special_day, "admin", special_day=special)
    called: dict[str, Any] = {
        "name": "新店",
        "language": "en",
        "timezone": "Asia/Tokyo",
        "brand": "#123456",
        "currency": "JPY",
    }
    workshop.do(setting_up.change_workshop, "admin", **called, jobs_at_once=2)
    workshop.do(setting_up.change_service_type, "admin", service_type=ServiceType.pdi, active=False, wash=False)
    workshop.do(setting_up.set_time_standards, "admin", standards={"": {"arrived": 5}})
    code = workshop.do(setting_up.add_pause_reason, "admin", zh="等举升机", en="", owner=Role.foreman).result["code"]
    told: dict[str, Any] = {"zh": "等举升机", "en": "Waiting for a lift", "owner": Role.foreman, "active": False}
    workshop.do(setting_up.change_pause_reason, "admin", code=code, **told)
    workshop.do(setting_up.set_checklist, "admin", occasion=Occasion.handover, items=["旧件"])
    workshop.do(setting_up.set_checklist, "admin", occasion=Occasion.handover, items=["旧件", "车内干净"])
    workshop.do(setting_up.set_checklist, "admin", occasion=Occasion.handover, items=None)
    job: dict[str, Any] = {"text_zh": "更换机油", "standard_minutes": 30, "parts": [{"name": "机油滤清器"}]}
    workshop.do(setting_up.add_standard_job, "admin", code="OIL", **job)
    workshop.do(setting_up.change_standard_job, "admin", code="OIL", **job, price_cents=12000)
    row = Row(2, {"code": "TYRE", "text_en": "Change tyres", "standard_minutes": 40})
    workshop.do(setting_up.import_catalogue, "admin", rows=[row])


def _pass_the_gate(workshop: Workshop) -> None:
    wrong = workshop.do(gate.arrive, "guard", plate="京A00009").job
    workshop.do(gate.undo_arrival, "guard", job=wrong)
    workshop.do(gate.arrive, "guard", plate="京A00009")
    job = workshop.car_at(Stage.ready)
    workshop.do(delivering.hand_over, "advisor", job=job, old_parts_given=True, next_service_km=60_000)
    workshop.do(delivering.settle, "cashier", job=job, amount_cents=19900, way=PaymentWay.card, invoice="A-7")
    shown = workshop.do(delivering.issue_exit_pass, "cashier", job=job).result["exit_pass"]
    workshop.do(delivering.let_out, "guard", code=shown)


def _call_back(workshop: Workshop) -> None:
    people, plate = workshop.people, "京A00010"
    workshop.bays["10"] = workshop.do(setting_up.add_bay, "admin", number="10", kind=BayKind.lift).result["bay"]
    gone = workshop.car_at(Stage.delivered, bay="10", plate=plate)
    back = workshop.take_in(plate=plate)
    workshop.do(comebacks.link_comeback, "advisor", job=back, of=gone)
    workshop.do(advising.assign_advisor, "manager", job=back, advisor=people["advisor"])
    workshop.do(following_up.record_call, "follow_up_clerk", job=gone, result=CallResult.not_reached)
    case: dict[str, Any] = {"text": "异响还在", "owner": people["advisor"], "due": workshop.now + timedelta(days=1)}
    angry = workshop.do(following_up.record_call, "manager", job=gone, result=CallResult.complaint, complaint=case)
    workshop.do(following_up.open_complaint, "advisor", job=back, **case)
    workshop.do(following_up.give_complaint, "advisor", complaint=angry.result["complaint"], owner=people["foreman"])
    workshop.do(following_up.close_complaint, "foreman", complaint=angry.result["complaint"], resolution="免费返修")


def _find_work_and_fetch_parts(workshop: Workshop) -> None:
    do, job = workshop.do, workshop.take_in(OIL)
    pads = {"number": "8W0", "name": "制动片", "quantity": 2, "price_cents": 45_000}
    found = [
        do(add_ons.propose_add_on, "foreman", job=job, text=text).result["operation"] for text in ("片", "盘", "液")
    ]
    for operation in found:
        do(add_ons.price_add_on, "parts", job=job, operation=operation, price_cents=100, parts=[pads])
    do(add_ons.price_add_on, "advisor", job=job, operation=found[0], price_cents=90, parts=[{"name": "垫片"}])
    spoken: dict[str, Any] = {"job": job, "name": "欧阳若兰", "via": DecidedVia.phone}
    do(add_ons.approve_add_on, "advisor", operation=found[0], **spoken)
    do(add_ons.decline_add_on, "advisor", operation=found[1], **spoken)
    own: dict[str, Any] = {"job": job, "name": "欧阳若兰", "address": "203.0.113.9"}
    do(add_ons.decide_own_add_on, None, operation=found[2], approved=True, **own)
    wanted = do(parts.want_part, "technician", job=job, name="滤芯").result["part"]
    do(parts.set_part, "parts", job=job, part=wanted, state=PartState.ordered)
    do(parts.cancel_part, "parts", job=job, part=wanted)
    do(add_ons.renew_customer_link, "advisor", job=job)


def _work_together(workshop: Workshop) -> None:
    """Two technicians on one operation with a list, a reason of the shop's own, a test drive, and a time put right."""
    own = workshop.do(setting_up.add_pause_reason, "admin", zh="等拖车", en="Tow truck", owner=Role.foreman)
    job = workshop.take_in({**OIL, "checklist": ["扭矩", "液位"]}, plate="京A77777")
    first = workshop.job(job).operations[0].id
    bay = workshop.do(setting_up.add_bay, "admin", number="21", kind=BayKind.general).result["bay"]
    leader = workshop.people["leader"]
    workshop.do(dispatching.dispatch, "foreman", job=job, bay=bay, technicians=[leader])
    workshop.do(working.clock_on, "leader", job=job)
    workshop.do(working.tick, "leader", job=job, operation=first, ticked=["扭矩"])
    workshop.do(working.take_over, "technician", job=job, operation=first, from_person=leader)
    workshop.do(working.pause, "technician", job=job, reason=own.result["code"])
    workshop.do(working.resume, "technician", job=job)
    workshop.do(checking.record_test_drive, "technician", job=job, from_km=100, to_km=104, note="正常")
    workshop.do(working.tick, "technician", job=job, operation=first, ticked=["液位"])
    workshop.do(working.finish_operation, "technician", job=job, operation=first)
    off = workshop.job(job).clockings[-1]
    for accepted in (False, True):
        at = off.at - timedelta(seconds=30)
        told = workshop.do(
            clockings.propose_repair, "technician", clocking=off.id, at=at, explanation="早半分钟"
        ).result
        workshop.do(clockings.decide_repair, "foreman", repair=told["repair"], accepted=accepted, answer="看过了")


def _book_appointments(workshop: Workshop) -> None:
    at, advisor = workshop.now + timedelta(days=1), workshop.people["advisor"]  # Monday: the week was changed
    car: dict[str, Any] = {"model": "A6L", "energy": Energy.petrol, "customer": {"name": "欧阳若兰"}}
    order: dict[str, Any] = {"service_type": ServiceType.express, "at": at, "lines": [OIL, BATTERY]}
    moved, missed, called_off = (
        workshop.do(booking.book, "advisor", plate=plate, **car, **order).result["appointment"]
        for plate in ("京A88881", "京A88882", "京A88883")
    )
    seen: dict[str, Any] = {"seen_at": at, "seen_advisor": None}
    later = at + timedelta(hours=1)
    workshop.do(booking.move_appointment, "foreman", appointment=moved, at=later, advisor=advisor, **seen)
    for reached in (False, True):
        answer: dict[str, Any] = {"when": Confirmation.half_hour, "reached": reached}
        workshop.do(booking.confirm_appointment, "advisor", appointment=moved, **answer)
    workshop.do(booking.cancel_appointment, "advisor", appointment=called_off, reason="客户出差")
    workshop.now = at
    workshop.do(booking.mark_no_show, "advisor", appointment=missed)
