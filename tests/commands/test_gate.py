"""At the gate: cars come, with an appointment or without, and go again."""

from copy import copy
from datetime import date, timedelta

from board.commands import delivering, gate, receiving, setting_up
from board.domain.appointments import AppointmentState
from board.domain.bays import BayKind
from board.domain.codes import CodeKind, make_code
from board.domain.following_up import PaymentWay
from board.domain.job import ServiceType
from board.domain.masking import Salutation
from board.domain.stages import Stage
from board.screens import desk, foreman, lounge
from board.screens import gate as gate_screen
from board.screens import workshop as workshop_screen
from board.store import models
from tests.commands.workshop import Workshop, refused


def booked(workshop: Workshop, plate: str = "京A12345", **details: object) -> int:
    """An appointment in an hour, for an oil change with a price; gives its id."""
    site = workshop.site
    with workshop.store.changing() as session:
        vehicle = models.Vehicle(site_id=site, plate=plate, model="ID.4", colour="白", energy="ev")
        customer = models.Customer(site_id=site, name="欧阳若兰", salutation=Salutation.ms, phone="13800138000")
        row = models.Appointment(
            site_id=site,
            vehicle=vehicle,
            customer=customer,
            advisor_id=workshop.people["advisor"],
            booked_at=workshop.now,
            **{
                "at": workshop.now + timedelta(hours=1),
                "state": AppointmentState.booked,
                "service_type": ServiceType.express,
                "bay_kind": BayKind.ev,
                "concern": "保养",
                "waits": True,
                "wash_wanted": False,
                **details,
            },
        )
        row.lines.append(models.AppointmentLine(position=1, text="更换机油", standard_minutes=30, price_cents=19900))
        session.add(row)
        session.flush()
        return row.id


def appointment(workshop: Workshop, appointment_id: int) -> models.Appointment:
    with workshop.store.reading() as session:
        row = session.get_one(models.Appointment, appointment_id)
        session.expunge_all()
        return row


def test_an_appointment_becomes_a_job(workshop: Workshop) -> None:
    expected = booked(workshop)
    answer = workshop.do(gate.arrive, "guard", plate="京A·12345", appointment=expected)
    assert answer.job is not None
    row, came = workshop.job(answer.job), appointment(workshop, expected)
    assert (row.stage, row.arrived_at, row.stage_since) == (Stage.arrived, workshop.now, workshop.now)
    assert (row.appointment, row.advisor_id, row.service_type) == (
        True,
        workshop.people["advisor"],
        ServiceType.express,
    )
    assert (row.waits, row.wash_wanted, row.concern, row.vehicle.model) == (True, False, "保养", "ID.4")
    assert (row.customer.name, row.number) == ("欧阳若兰", answer.result["number"])
    assert [(line.text, line.standard_minutes, line.price_cents) for line in row.operations] == [
        ("更换机油", 30, 19900)
    ]
    assert (came.state, came.job_id, came.arrived_at) == (AppointmentState.arrived, row.id, workshop.now)
    assert {f"job:{row.id}", f"appointment:{expected}", f"site:{workshop.site}"} <= set(workshop.entries()[-1].touched)


def test_an_appointment_arrives_once(workshop: Workshop) -> None:
    expected = booked(workshop)
    job = workshop.do(gate.arrive, "guard", plate="京A12345", appointment=expected).job
    assert job is not None
    with refused(workshop, "already_here"):
        workshop.do(gate.arrive, "guard", plate="京A12345", appointment=expected)
    workshop.do(receiving.cancel, "advisor", job=job, reason="客户离开")
    with refused(workshop, "already_arrived"):
        workshop.do(gate.arrive, "guard", plate="京A12345", appointment=expected)


def test_only_its_own_car_takes_an_appointment(workshop: Workshop) -> None:
    expected = booked(workshop)
    with refused(workshop, "other_car"):
        workshop.do(gate.arrive, "guard", plate="京A99999", appointment=expected)
    with refused(workshop, "not_found"):
        workshop.do(gate.arrive, "guard", plate="京A12345", appointment=expected + 1000)
    cancelled = booked(workshop, "京A22222", state=AppointmentState.cancelled)
    with refused(workshop, "appointment_closed"):
        workshop.do(gate.arrive, "guard", plate="京A22222", appointment=cancelled)
    with refused(workshop, "plate_invalid"):
        workshop.do(gate.arrive, "guard", plate="·")


def test_a_no_show_that_comes_after_all_is_let_in(sqlite_workshop: Workshop) -> None:
    expected = booked(sqlite_workshop, state=AppointmentState.no_show)
    sqlite_workshop.do(gate.arrive, "guard", plate="京A12345", appointment=expected)
    assert appointment(sqlite_workshop, expected).state is AppointmentState.arrived


def test_a_car_that_was_never_here_comes_with_its_plate_alone(workshop: Workshop) -> None:
    job = workshop.do(gate.arrive, "guard", plate="粤b d12345").job
    assert job is not None
    row = workshop.job(job)
    assert (row.vehicle.plate, row.vehicle.model, row.customer.name, row.appointment) == ("粤BD12345", "", "", False)
    assert (row.stage, row.advisor_id, list(row.operations)) == (Stage.arrived, None, [])
    with workshop.look() as look:
        for build in (workshop_screen.cards, lounge.cards, foreman.cards, gate_screen.cards):
            assert f"job:{job}" in build(look, {f"job:{job}"}) or build is lounge.cards
        assert f"job:{job}" in desk.cards(look, {f"job:{job}"}, workshop.people["advisor"])


def test_a_car_that_was_here_comes_with_who_brought_it_last(workshop: Workshop) -> None:
    before = workshop.car_at(Stage.delivered, plate="京A12345")
    again = workshop.do(gate.arrive, "guard", plate="京A12345")
    assert again.job is not None
    row, last = workshop.job(again.job), workshop.job(before)
    assert (row.customer.name, row.customer.phone) == ("欧阳若兰", "13800138000")
    assert row.customer_id != last.customer_id  # what reception puts right now is not put right in the past
    assert (again.result["comeback_of"], row.comeback_of_id) == (before, None)


def test_after_thirty_days_it_is_no_comeback(sqlite_workshop: Workshop) -> None:
    sqlite_workshop.car_at(Stage.delivered, plate="京A12345")
    sqlite_workshop.now += timedelta(days=30)
    again = sqlite_workshop.do(gate.arrive, "guard", plate="京A12345")
    assert again.result["comeback_of"] is None


def test_a_car_that_is_here_does_not_come_again(workshop: Workshop) -> None:
    workshop.car_at(Stage.in_work, plate="京A12345")
    with refused(workshop, "already_here"):
        workshop.do(gate.arrive, "guard", plate="京a·12345")


def test_a_wrong_tap_is_taken_back(workshop: Workshop) -> None:
    expected = booked(workshop, day_before_at=workshop.now)
    job = workshop.do(gate.arrive, "guard", plate="京A12345", appointment=expected).job
    assert job is not None
    workshop.do(gate.undo_arrival, "guard", job=job)
    back = appointment(workshop, expected)
    assert (back.state, back.job_id, back.arrived_at) == (AppointmentState.confirmed_day_before, None, None)
    assert workshop.job(job).stage is Stage.cancelled
    with refused(workshop, "job_closed"):
        workshop.do(gate.undo_arrival, "guard", job=job)
    workshop.do(gate.arrive, "guard", plate="京A12345", appointment=expected)
    received = workshop.take_in()
    with refused(workshop, "wrong_stage"):
        workshop.do(gate.undo_arrival, "guard", job=received)


# the way out


def exit_pass(workshop: Workshop, job: int) -> str:
    """The pass of a car that is being settled now."""
    answer = workshop.do(delivering.settle, "cashier", job=job, amount_cents=19900, way=PaymentWay.wechat)
    return str(answer.result["exit_pass"])


def test_an_exit_pass_opens_the_gate_once(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.handover)
    text = exit_pass(workshop, job)
    again = workshop.do(delivering.issue_exit_pass, "cashier", job=job)
    assert again.result["exit_pass"] == text  # a reprint
    told = workshop.do(delivering.let_out, "guard", code=f" {text.lower()} ")
    assert (told.job, told.result["model"]) == (job, "Model 3")
    row = workshop.job(job)
    assert (row.stage, row.delivered_at) == (Stage.delivered, workshop.now)
    with refused(workshop, "exit_pass_used"):
        workshop.do(delivering.let_out, "guard", code=text)
    with refused(workshop, "job_closed"):
        workshop.do(delivering.issue_exit_pass, "cashier", job=job)


def test_a_car_let_out_by_its_plate_leaves_no_open_pass(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.handover)
    text = exit_pass(workshop, job)
    workshop.do(delivering.deliver, "guard", job=job)
    with refused(workshop, "exit_pass_used"):
        workshop.do(delivering.let_out, "guard", code=text)


def test_what_is_no_pass_opens_nothing(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.handover)
    card = workshop.do(receiving.print_card, "advisor", job=job).result["card"]
    with refused(workshop, "not_an_exit_pass"):
        workshop.do(delivering.let_out, "guard", code=card)
    with refused(workshop, "not_settled"):
        workshop.do(delivering.issue_exit_pass, "cashier", job=job)
    with refused(workshop, "exit_pass_unknown"):
        workshop.do(delivering.let_out, "guard", code=make_code(CodeKind.exit_pass, bytes(17)).text)
    with refused(workshop, "not_an_exit_pass"):
        workshop.do(delivering.let_out, "guard", code="https://example.org/")
    text = exit_pass(workshop, job)
    with refused(workshop, "exit_pass_damaged"):
        workshop.do(delivering.let_out, "guard", code=text[:-1] + ("0" if text[-1] != "0" else "1"))


def test_a_revoked_pass_opens_nothing_and_a_new_one_does(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.handover)
    lost = exit_pass(workshop, job)
    workshop.do(receiving.revoke_card, "advisor", job=job)
    with refused(workshop, "exit_pass_revoked"):
        workshop.do(delivering.let_out, "guard", code=lost)
    new = str(workshop.do(delivering.issue_exit_pass, "cashier", job=job).result["exit_pass"])
    assert new != lost
    workshop.do(delivering.let_out, "guard", code=new)


def test_a_pass_of_another_workshop_opens_nothing(sqlite_workshop: Workshop) -> None:
    text = exit_pass(sqlite_workshop, sqlite_workshop.car_at(Stage.handover))
    other = copy(sqlite_workshop)
    other.site = setting_up.found_site(other.store, "分店", "zh_CN", "Asia/Shanghai", other.now)
    with refused(other, "exit_pass_unknown"):
        other.do(delivering.let_out, None, code=text)


# handing over


def test_a_car_is_handed_over_when_everything_is_ticked(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.ready)
    with workshop.store.changing() as session:
        session.add(models.Checklist(site_id=workshop.site, occasion="handover", items=["旧件", "清洁"]))
    with refused(workshop, "checklist_open"):
        workshop.do(delivering.hand_over, "advisor", job=job, ticked=["旧件"])
    workshop.do(
        delivering.hand_over,
        "advisor",
        job=job,
        ticked=["清洁", "旧件"],
        old_parts_given=True,
        next_service_on=date(2027, 5, 21),
        next_service_km=60_000,
    )
    row = workshop.job(job)
    assert (row.stage, row.handed_over_at, row.old_parts_given) == (Stage.handover, workshop.now, True)
    assert (row.next_service_on, row.next_service_km) == (date(2027, 5, 21), 60_000)
    exit_pass(workshop, job)
    row = workshop.job(job)
    assert (row.settled_cents, row.settled_way, row.invoice) == (19900, PaymentWay.wechat, None)


def test_a_list_of_the_service_type_counts_before_the_one_for_all(sqlite_workshop: Workshop) -> None:
    job = sqlite_workshop.car_at(Stage.ready)
    with sqlite_workshop.store.changing() as session:
        for service_type, items in (("", ["旧件"]), ("general", []), ("express", ["清洁"])):
            session.add(
                models.Checklist(
                    site_id=sqlite_workshop.site, occasion="handover", service_type=service_type, items=items
                )
            )
    sqlite_workshop.do(delivering.hand_over, "advisor", job=job)
    assert sqlite_workshop.job(job).stage is Stage.handover
