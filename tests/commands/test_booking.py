"""Booking appointments and what becomes of them, in a real workshop."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from board.access import NOBODY, Asker, carry_out
from board.commands import booking, clockings, gate, receiving, setting_up
from board.commands.change import Actor, Answer, perform
from board.domain.appointments import AppointmentState, Confirmation, MadeBy
from board.domain.bays import BayKind
from board.domain.job import Energy, ServiceType
from board.domain.people import Role, Skill
from board.domain.refusals import Refused
from board.realtime.pictures import difference
from board.screens.appointments import cards, day_capacity, known_car
from board.screens.views import Audience, build
from board.store import models
from tests.commands.workshop import BATTERY, OIL, Workshop, next_id, refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
on_sqlite = pytest.mark.parametrize("workshop", ["sqlite"], indirect=True)
"""Where the database is not the point."""


def _details(workshop: Workshop, **different: Any) -> dict[str, Any]:
    return {
        "plate": "京a·6k218",
        "model": "A6L",
        "energy": Energy.petrol,
        "customer": {"name": " 欧阳若兰 ", "salutation": "ms", "phone": "13800138000"},
        "at": workshop.now + HOUR,
        "service_type": ServiceType.express,
        "lines": [OIL],
        "advisor": workshop.people["advisor"],
        **different,
    }


def _book(workshop: Workshop, by: str = "advisor", **different: Any) -> int:
    booked = workshop.do(booking.book, by, **_details(workshop, **different)).result["appointment"]
    assert isinstance(booked, int)
    return booked


def _row(workshop: Workshop, appointment: int) -> models.Appointment:
    with workshop.store.reading() as session:
        row = session.get_one(models.Appointment, appointment)
        session.expunge_all()
        return row


def _seen(workshop: Workshop, appointment: int) -> dict[str, Any]:
    row = _row(workshop, appointment)
    return {"appointment": appointment, "seen_at": row.at, "seen_advisor": row.advisor_id}


def _close(workshop: Workshop, day: date) -> None:
    with workshop.store.changing() as session:
        session.add(models.SpecialDay(site_id=workshop.site, day=day, name="元旦", open=False))


def test_an_appointment_is_booked_with_its_car_customer_and_work(workshop: Workshop) -> None:
    at = workshop.now + HOUR
    more = {"bay_kind": BayKind.lift, "concern": " 异响 ", "waits": True, "made_by": MadeBy.customer, "minutes": 45}
    row = _row(workshop, _book(workshop, "follow_up_clerk", at=at, **more))
    assert (row.at, row.minutes, row.state) == (at, 45, AppointmentState.booked)
    assert (row.vehicle.plate, row.vehicle.model, row.customer.name) == ("京A6K218", "A6L", "欧阳若兰")
    assert (row.bay_kind, row.concern, row.waits, row.made_by) == (BayKind.lift, "异响", True, MadeBy.customer)
    assert [(line.text, line.standard_minutes) for line in row.lines] == [("更换机油", 30)]
    assert (row.booked_at, row.booked_by_id) == (workshop.now, workshop.people["follow_up_clerk"])
    assert workshop.entries()[-1].touched == [f"appointment:{row.id}"]


@on_sqlite
def test_the_price_of_a_standard_job_is_the_catalogue_s(workshop: Workshop) -> None:
    with workshop.store.changing() as session:
        job = {"code": "OIL", "text_zh": "机油", "standard_minutes": 30, "price_cents": 39900}
        session.add(models.StandardJob(site_id=workshop.site, **job))
    lines = [{**OIL, "code": "OIL"}, {**OIL, "code": "NONE"}, OIL]
    row = _row(workshop, _book(workshop, lines=lines))
    assert [line.price_cents for line in row.lines] == [39900, None, None]


@on_sqlite
def test_a_known_car_stays_as_reception_saw_it_and_one_only_the_gate_saw_is_described(workshop: Workshop) -> None:
    workshop.take_in(plate="京A6K218", model="A6L 45 TFSI", energy=Energy.hybrid)
    assert _row(workshop, _book(workshop)).vehicle.model == "A6L 45 TFSI"
    job = workshop.do(gate.arrive, "guard", plate="沪B88888").job
    row = _row(workshop, _book(workshop, plate="沪B88888"))
    assert (row.vehicle.model, workshop.entries()[-1].touched) == ("A6L", [f"appointment:{row.id}", f"job:{job}"])


@on_sqlite
@pytest.mark.parametrize(
    ("different", "code"),
    [
        ({"at": timedelta()}, "appointment_past"),
        ({"at": 12 * HOUR}, "outside_opening"),
        ({"at": DAY}, "closed_day"),
        ({"advisor": "technician"}, "not_an_advisor"),
        ({"advisor": "nobody"}, "not_found"),
        ({"plate": "·"}, "plate_invalid"),
    ],
)
def test_what_cannot_be_booked_leaves_nothing_behind(workshop: Workshop, different: dict[str, Any], code: str) -> None:
    _close(workshop, date(2026, 11, 22))
    given = dict(different)
    if "at" in given:
        given["at"] = workshop.now + given["at"]
    if "advisor" in given:
        given["advisor"] = workshop.people.get(given["advisor"], 999)
    with refused(workshop, code):
        _book(workshop, **given)


@on_sqlite
def test_an_appointment_moves_and_says_from_where(workshop: Workshop) -> None:
    booked = _book(workshop)
    was = _row(workshop, booked).at
    workshop.do(booking.move_appointment, "foreman", at=was + HOUR, advisor=None, **_seen(workshop, booked))
    row = _row(workshop, booked)
    assert (row.at, row.advisor_id) == (was + HOUR, None)
    assert workshop.entries()[-1].details == {
        "appointment": booked,
        "was": {"at": was.isoformat(), "advisor": workshop.people["advisor"]},
        "at": (was + HOUR).isoformat(),
        "advisor": None,
    }


def test_two_who_move_one_appointment_end_with_one_winner(workshop: Workshop) -> None:
    booked = _book(workshop)
    seen, at = _seen(workshop, booked), _row(workshop, booked).at
    start = Barrier(2)

    def move(login: str, to: int) -> Answer | str:
        details = {**seen, "at": at + to * HOUR, "advisor": workshop.people["advisor"]}
        actor = Actor(workshop.site, workshop.people[login])
        start.wait()
        try:
            return perform(workshop.store, booking.move_appointment, actor, next_id(), details, workshop.now)
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(move, ("advisor", "foreman"), (1, 2)))
    assert sorted(each if isinstance(each, str) else "done" for each in results) == ["done", "moved_meanwhile"]
    winner = 1 if isinstance(results[0], Answer) else 2
    assert _row(workshop, booked).at == at + winner * HOUR


@on_sqlite
def test_confirmations_and_calls_without_an_answer_are_kept(workshop: Workshop) -> None:
    booked = _book(workshop, at=workshop.now + DAY)
    workshop.do(booking.confirm_appointment, "advisor", appointment=booked, when=Confirmation.day_before, reached=False)
    tried = _row(workshop, booked)
    assert (tried.state, tried.tries, tried.tried_at) == (AppointmentState.booked, 1, workshop.now)
    workshop.do(booking.confirm_appointment, "advisor", appointment=booked, when=Confirmation.day_before)
    asked = _row(workshop, booked)
    assert (asked.state, asked.day_before_at, asked.tries) == (
        AppointmentState.confirmed_day_before,
        workshop.now,
        0,
    )
    with refused(workshop, "already_confirmed"):
        workshop.do(booking.confirm_appointment, "advisor", appointment=booked, when=Confirmation.day_before)


@on_sqlite
def test_a_no_show_and_a_cancelled_one(workshop: Workshop) -> None:
    missed, called_off = _book(workshop), _book(workshop, plate="京B00002")
    with refused(workshop, "appointment_ahead"):
        workshop.do(booking.mark_no_show, "advisor", appointment=missed)
    with refused(workshop, "reason_needed"):
        workshop.do(booking.cancel_appointment, "advisor", appointment=called_off, reason=" ")
    workshop.do(booking.cancel_appointment, "advisor", appointment=called_off, reason="客户出差")
    assert workshop.entries()[-1].details == {"appointment": called_off, "reason": "客户出差"}
    workshop.now += HOUR
    workshop.do(booking.mark_no_show, "advisor", appointment=missed)
    assert _row(workshop, missed).state is AppointmentState.no_show
    assert workshop.do(gate.arrive, "guard", plate="京A6K218", appointment=missed).job


@on_sqlite
def test_what_arrived_is_moved_no_more(workshop: Workshop) -> None:
    booked = _book(workshop)
    workshop.do(gate.arrive, "guard", plate="京A6K218", appointment=booked)
    seen = _seen(workshop, booked)
    with refused(workshop, "already_arrived"):
        workshop.do(booking.move_appointment, "advisor", at=workshop.now + HOUR, advisor=None, **seen)


@pytest.mark.parametrize("login", ["guard", "technician", "cashier", "admin"])
def test_whoever_may_not_book_books_nothing(sqlite_workshop: Workshop, login: str) -> None:
    asker = Asker(site=sqlite_workshop.site, person=sqlite_workshop.people[login], roles=frozenset({Role(login)}))
    for who, code in ((asker, "not_allowed"), (NOBODY, "sign_in_first")):
        with refused(sqlite_workshop, code):
            details = _details(sqlite_workshop)
            carry_out(sqlite_workshop.store, who, booking.book, next_id(), details, sqlite_workshop.now)


def test_another_site_s_appointment_is_not_found(sqlite_workshop: Workshop) -> None:
    with refused(sqlite_workshop, "not_found"):
        sqlite_workshop.do(booking.mark_no_show, "advisor", appointment=999)


# what the board shows


@on_sqlite
def test_what_is_told_after_each_act_adds_up_to_the_whole_board(workshop: Workshop) -> None:
    audience = Audience(workshop.site, "appointments")
    shown: dict[str, Any] = {}

    def follow() -> None:
        with workshop.look() as look:
            touched = set(workshop.entries()[-1].touched)
            told = difference(audience, build(look, audience, touched), touched)
            for key in told["drop"]:
                shown.pop(key, None)
            shown.update(told["set"])
            assert shown == build(look, audience, None)

    with workshop.look() as look:
        shown.update(build(look, audience, None))
    booked = _book(workshop)
    follow()
    workshop.do(booking.confirm_appointment, "advisor", appointment=booked, when=Confirmation.half_hour)
    follow()
    later = _row(workshop, booked).at + HOUR
    workshop.do(booking.move_appointment, "foreman", at=later, advisor=None, **_seen(workshop, booked))
    follow()
    job = workshop.do(gate.arrive, "guard", plate="京A6K218", appointment=booked).job
    follow()
    workshop.do(gate.undo_arrival, "guard", job=job)
    follow()
    papers: dict[str, Any] = {"login": "advisor", "roles": [Role.advisor]}
    workshop.do(setting_up.change_person, "admin", person=workshop.people["advisor"], name="王晓敏", **papers)
    follow()
    for _ in range(3):
        workshop.now += DAY
        workshop.do(clockings.turn_day, None)
        follow()
    assert f"appointment:{booked}" not in shown


def test_the_board_shows_yesterday_and_what_is_to_come(workshop: Workshop) -> None:
    booked, later = _book(workshop), _book(workshop, plate="京B00002", at=workshop.now + 30 * DAY)
    with workshop.look() as look:
        shown = cards(look, None)
    assert {key for key in shown if key.startswith("appointment")} == {f"appointment:{booked}", f"appointment:{later}"}
    assert [card["name"] for card in shown.values() if card["kind"] == "person"] == ["王敏"]
    for days in (1, 2):
        workshop.now += DAY
        workshop.do(clockings.turn_day, None)
        with workshop.look() as look:
            assert (f"appointment:{booked}" in cards(look, None)) is (days == 1)
    assert f"appointment:{booked}" in workshop.entries()[-1].touched


def test_hours_there_are_the_people_s_and_sold_are_the_day_s(workshop: Workshop) -> None:
    with workshop.store.changing() as session:
        late = models.Shift(site_id=workshop.site, name="晚班", start="12:00", end="18:00", days=[5])
        session.add(late)
        session.flush()
        session.get_one(models.Person, workshop.people["technician"]).shift_id = late.id
        session.get_one(models.Person, workshop.people["technician"]).skills = [Skill.mechanic.value]
        session.get_one(models.Person, workshop.people["both"]).active = False
    _book(workshop, lines=[{"text": "制动", "standard_minutes": 90, "skill": Skill.mechanic}, OIL])
    gone = _book(workshop, plate="京B00002", lines=[{"text": "制动", "standard_minutes": 500, "skill": Skill.mechanic}])
    workshop.do(booking.cancel_appointment, "advisor", appointment=gone, reason="客户取消")
    workshop.take_in(BATTERY, promised_at=workshop.now + 3 * HOUR)
    workshop.take_in(OIL, promised_at=workshop.now + DAY)
    with workshop.look() as look:
        today, tomorrow = (day_capacity(look, date(2026, 11, day)) for day in (21, 22))
        left = round((look.now.replace(hour=10, minute=0, second=0) - look.now).total_seconds() / 60)
    assert today["skills"]["mechanic"] == {
        "there_minutes": 360,
        "sold_minutes": 90,
        "free_minutes": 270,
    }
    assert today["skills"]["high_voltage"]["sold_minutes"] == 60
    assert today["skills"]["high_voltage"]["there_minutes"] == left
    assert (today["total"]["there_minutes"], today["total"]["sold_minutes"]) == (360 + 2 * left, 90 + 30 + 60)
    assert (tomorrow["total"]["there_minutes"], tomorrow["total"]["sold_minutes"]) == (2 * 600, 30)


@on_sqlite
def test_on_a_closed_day_nobody_is_there(workshop: Workshop) -> None:
    _close(workshop, date(2026, 11, 22))
    with workshop.look() as look:
        told = day_capacity(look, date(2026, 11, 22))
    assert (told["open"], told["name"], told["opens_at"], told["total"]["there_minutes"]) == (False, "元旦", None, 0)


@on_sqlite
def test_a_plate_brings_its_car_and_whoever_came_last(workshop: Workshop) -> None:
    with workshop.look() as look:
        assert known_car(look, "京A6K218") == {"vehicle": None, "customer": None, "appointments": []}
    workshop.take_in(plate="京A6K218", model="A6L", customer={"name": "旧车主", "phone": "1"})
    booked = _book(workshop, customer={"name": "新车主", "phone": "2"})
    job = workshop.take_in(plate="京A6K218", model="A6L", customer={"name": "新车主", "phone": "3"})
    workshop.do(receiving.cancel, "advisor", job=job, reason="客户取消")
    with workshop.look() as look:
        known = known_car(look, "京A6K218")
    assert (known["vehicle"]["model"], known["customer"]["name"], known["customer"]["phone"]) == ("A6L", "新车主", "3")
    assert [each["id"] for each in known["appointments"]] == [booked]
