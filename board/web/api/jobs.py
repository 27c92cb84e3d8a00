"""Jobs: taking one in, every verb on it, and reading it."""

from typing import Any

from flask import Response, jsonify, make_response
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from board.commands import checking, clockings, delivering, dispatching, receiving, working
from board.domain.clockings import spans
from board.domain.own_reasons import text_of
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.screens import desk, foreman
from board.screens.look import ms
from board.store import models
from board.store.states import clocking_state
from board.web.api import wire
from board.web.api.endpoints import answered, carry_out, command_endpoint, done, endpoint, look, plain
from board.web.parts import asker, parts

for _path, _command, _body in (
    ("dispatch", dispatching.dispatch, wire.Dispatch),
    ("assign", dispatching.assign, wire.Assign),
    ("move", dispatching.move, wire.MoveCar),
    ("recall", dispatching.recall, wire.Recall),
    ("clock-on", working.clock_on, wire.OnOperation),
    ("resume", working.resume, wire.OnOperation),
    ("switch", working.switch, wire.Switch),
    ("pause", working.pause, wire.Pause),
    ("finish-operation", working.finish_operation, wire.FinishOperation),
    ("take-over", working.take_over, wire.TakeOver),
    ("tick", working.tick, wire.Tick),
    ("test-drive", checking.record_test_drive, wire.RecordTestDrive),
    ("self-check", checking.sign_self_check, wire.SignCheck),
    ("leader-check", checking.sign_leader_check, wire.SignCheck),
    ("final-check", checking.sign_final_check, wire.SignCheck),
    ("start-wash", delivering.start_wash, wire.StartWash),
    ("end-wash", delivering.end_wash, wire.EndWash),
    ("park-ready", delivering.park_ready, wire.ParkReady),
    ("announce", delivering.announce, wire.CommandBody),
    ("deliver", delivering.deliver, wire.CommandBody),
    ("cancel", receiving.cancel, wire.Cancel),
    ("promise", receiving.change_promise, wire.ChangePromise),
    ("revoke-card", receiving.revoke_card, wire.CommandBody),
):
    command_endpoint(_path, _command, _body)


@endpoint("POST", "/jobs", Action.take_in, wire.TakeIn, wire.CommandAnswer)
def take_in(sent: wire.TakeIn) -> Response:
    """Take in a job whose order the customer signed."""
    answer = done(receiving.take_in, sent.id, plain(sent))
    return make_response(jsonify(answered(answer)), 200 if answer.repeated else 201)


@endpoint(
    "POST", "/clockings/<int:clocking>/correct", Action.correct_clocking, wire.CorrectClocking, wire.CommandAnswer
)
def correct_clocking(sent: wire.CorrectClocking, clocking: int) -> Response:
    """Put the time of a clocking right, with a reason; the original stays."""
    return carry_out(clockings.correct_clocking, sent, clocking=clocking)


@endpoint("POST", "/clockings/<int:clocking>/confirm", Action.confirm_clocking, wire.CommandBody, wire.CommandAnswer)
def confirm_clocking(sent: wire.CommandBody, clocking: int) -> Response:
    """Confirm a clock-off that the end of the shift made."""
    return carry_out(clockings.confirm_clocking, sent, clocking=clocking)


@endpoint("GET", "/jobs", Action.read_jobs, answer=wire.AnyAnswer)
def read_jobs() -> dict[str, Any]:
    """Every car in the shop, with the steps the asker may take."""
    with parts().store.reading() as session:
        cards = desk.cards(look(session), None, _person_id())
    return {"jobs": {key: card for key, card in cards.items() if key.startswith("job:")}}


@endpoint("GET", "/jobs/<int:job>", Action.read_jobs, answer=wire.AnyAnswer)
def read_job(job: int) -> dict[str, Any]:
    """One car in the shop. Refused: `not_found` (also when it has left)."""
    with parts().store.reading() as session:
        cards = desk.cards(look(session), {f"job:{job}"}, _person_id())
    if f"job:{job}" not in cards:
        raise Refused("not_found")
    return {"job": cards[f"job:{job}"]}


@endpoint("GET", "/jobs/<int:job>/journal", Action.read_journal, answer=wire.AnyAnswer)
def read_journal(job: int) -> dict[str, Any]:
    """What happened to this car, oldest first, and who was clocked on to it."""
    with parts().store.reading() as session:
        view = look(session)
        row = session.get(models.Job, job)
        if row is None or row.site_id != view.site.id:
            raise Refused("not_found")
        query = select(models.JournalEntry).where(models.JournalEntry.job_id == job).order_by(models.JournalEntry.id)
        entries = [
            {
                "revision": entry.revision,
                "verb": entry.verb,
                "at": ms(entry.at),
                "person": view.name(entry.person_id),
                "details": entry.details,
                "reason_text": text_of(view.site.pause_reasons, str(entry.details.get("reason"))),
            }
            for entry in session.scalars(query)
        ]
        operations = {line["id"]: line["text"] for line in foreman.operations(row)}
        clocked = [
            {
                "person": view.name(span.person),
                "operation": operations.get(span.operation or 0),
                "from_at": ms(span.start),
                "until_at": ms(span.end),
                "reason": span.reason,
                "reason_text": text_of(view.site.pause_reasons, str(span.reason)),
                "on_clocking": span.started_by,
                "off_clocking": span.ended_by,
                "unconfirmed": span.unconfirmed,
            }
            for span in spans(clocking_state(each) for each in row.clockings)
        ]
    return {"entries": entries, "clockings": clocked}


@endpoint("GET", "/jobs/<int:job>/test-drives", Action.read_jobs, answer=wire.AnyAnswer)
def read_test_drives(job: int) -> dict[str, Any]:
    """The test drives of a car, oldest first. Refused: `not_found`."""
    with parts().store.reading() as session:
        view = look(session)
        row = session.get(models.Job, job, options=(lazyload("*"),))
        if row is None or row.site_id != view.site.id:
            raise Refused("not_found")
        query = select(models.TestDrive).where(models.TestDrive.job_id == job).order_by(models.TestDrive.id)
        drives = [
            {
                "at": ms(each.at),
                "by": view.name(each.by_id),
                "from_km": each.from_km,
                "to_km": each.to_km,
                "note": each.note,
            }
            for each in session.scalars(query)
        ]
    return {"test_drives": drives}


def _person_id() -> int:
    person = asker().person
    if person is None:
        raise Refused("sign_in_first")
    return person
