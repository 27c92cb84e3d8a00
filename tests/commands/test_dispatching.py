"""Giving cars bays and people, and taking them back."""

from board.commands import dispatching, setting_up, working
from board.domain.stages import Stage
from tests.commands.workshop import BATTERY, Workshop, refused


def test_a_dispatched_car_stands_in_its_bay(workshop: Workshop) -> None:
    job = workshop.take_in()
    workshop.dispatch(job, "2", "technician", "leader")
    row = workshop.job(job)
    assert (row.stage, row.bay_id, row.planned_start) == (Stage.dispatched, workshop.bays["2"], workshop.now)
    assert {each.person_id for each in row.assignments} == {workshop.people["technician"], workshop.people["leader"]}


def test_what_dispatch_refuses(workshop: Workshop) -> None:
    job, electric = workshop.take_in(), workshop.take_in(BATTERY)
    workshop.car_at(Stage.dispatched, bay="1")
    workshop.do(setting_up.take_bay_out, None, bay=workshop.bays["2"], reason="举升机检修")
    for bay, people, code in (
        ("1", ("technician",), "bay_taken"),
        ("2", ("technician",), "bay_out_of_service"),
        ("W", ("technician",), "bay_not_for_work"),
        ("3", ("washer",), "not_a_technician"),
    ):
        with refused(workshop, code):
            workshop.dispatch(job, bay, *people)
    with refused(workshop, "not_hv_qualified"):
        workshop.dispatch(electric, "3", "electrician", "technician")
    with refused(workshop, "technicians_needed"):
        workshop.do(dispatching.dispatch, "foreman", job=job, bay=workshop.bays["3"], technicians=[])
    with refused(workshop, "not_found"):
        workshop.do(dispatching.dispatch, "foreman", job=job, bay=999, technicians=[workshop.people["technician"]])
    with refused(workshop, "not_found"):
        workshop.do(dispatching.dispatch, "foreman", job=job, bay=workshop.bays["3"], technicians=[999])
    workshop.dispatch(electric, "3", "electrician")
    with refused(workshop, "already_dispatched"):
        workshop.dispatch(electric, "2", "electrician")


def test_other_people_are_assigned(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.dispatched)
    chosen = [workshop.people["leader"], workshop.people["electrician"]]
    workshop.do(dispatching.assign, "foreman", job=job, technicians=[*chosen, chosen[0]])
    assert {each.person_id for each in workshop.job(job).assignments} == set(chosen)
    touched = set(workshop.entries()[-1].touched)
    assert touched == {f"job:{job}", *(f"person:{each}" for each in (*chosen, workshop.people["technician"]))}
    with refused(workshop, "technicians_needed"):
        workshop.do(dispatching.assign, "foreman", job=job, technicians=[])


def test_a_car_is_moved_by_who_saw_where_it_stands(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work, bay="1")
    one, two = workshop.bays["1"], workshop.bays["2"]
    workshop.do(dispatching.move, "foreman", job=job, bay=two, seen_bay=one)
    assert workshop.job(job).bay_id == two
    assert {f"bay:{one}", f"bay:{two}"} <= set(workshop.entries()[-1].touched)
    with refused(workshop, "moved_meanwhile"):
        workshop.do(dispatching.move, "foreman2", job=job, bay=workshop.bays["3"], seen_bay=one)
    with refused(workshop, "already_there"):
        workshop.do(dispatching.move, "foreman2", job=job, bay=two, seen_bay=two)
    with refused(workshop, "people_on_job"):
        workshop.do(dispatching.move, "foreman2", job=job, bay=None, seen_bay=two)
    with refused(workshop, "not_found"):
        workshop.do(dispatching.move, "foreman2", job=job, bay=999, seen_bay=two)


def test_a_car_not_yet_begun_goes_back_into_the_queue(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.dispatched)
    with refused(workshop, "moved_meanwhile"):
        workshop.do(dispatching.recall, "foreman", job=job, seen_bay=workshop.bays["2"])
    workshop.do(dispatching.recall, "foreman", job=job, seen_bay=workshop.bays["1"])
    row = workshop.job(job)
    assert (row.stage, row.bay_id, row.assignments, row.planned_start) == (Stage.waiting_dispatch, None, [], None)
    workshop.dispatch(job)
    workshop.do(working.clock_on, "technician", job=job)
    with refused(workshop, "wrong_stage"):
        workshop.do(dispatching.recall, "foreman", job=job, seen_bay=workshop.bays["1"])
