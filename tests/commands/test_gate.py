"""At the gate: cars come, with an appointment or without, and go again."""

from datetime import timedelta

from board.commands import gate, receiving
from board.commands.change import Change
from board.domain.appointments import AppointmentState
from board.domain.bays import BayKind
from board.domain.job import ServiceType
from board.domain.masking import Salutation
from board.domain.stages import Stage
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
            at=workshop.now + timedelta(hours=1),
            vehicle=vehicle,
            customer=customer,
            advisor_id=workshop.people["advisor"],
            booked_at=workshop.now,
            **{
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
