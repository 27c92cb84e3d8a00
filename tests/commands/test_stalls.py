"""Ready stalls that the site has set up hold what it says; any other place is taken as said."""

from board.commands import delivering, dispatching, setting_up
from board.domain.bays import BayKind
from board.domain.stages import Stage
from tests.commands.workshop import Workshop, refused


def test_two_cars_never_stand_in_one_stall(workshop: Workshop) -> None:
    workshop.do(setting_up.add_bay, None, number="S-1", kind=BayKind.ready_stall)
    first, second = workshop.car_at(Stage.ready), workshop.car_at(Stage.ready)
    workshop.do(delivering.park_ready, "washer", job=first, stall=" S-1 ")
    with refused(workshop, "bay_taken"):
        workshop.do(delivering.park_ready, "washer", job=second, stall="S-1")
    workshop.do(delivering.park_ready, "washer", job=first, stall="S-1")
    assert workshop.job(first).stall == "S-1"


def test_a_stall_is_free_again_when_its_car_has_left(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    workshop.do(setting_up.add_bay, None, number="S-1", kind=BayKind.ready_stall)
    first, second = workshop.car_at(Stage.settled), workshop.car_at(Stage.washing)
    with refused(workshop, "wrong_stage"):
        workshop.do(delivering.park_ready, "washer", job=first, stall="S-1")
    workshop.do(delivering.deliver, "guard", job=first)
    workshop.do(delivering.end_wash, "washer", job=second, stall="S-1")
    assert workshop.job(second).stall == "S-1"


def test_a_place_that_is_no_stall_is_taken_as_said(sqlite_workshop: Workshop) -> None:
    first, second = sqlite_workshop.car_at(Stage.ready), sqlite_workshop.car_at(Stage.ready)
    for job in (first, second):
        sqlite_workshop.do(delivering.park_ready, "washer", job=job, stall="behind the hall")
    assert sqlite_workshop.job(second).stall == "behind the hall"


def test_a_car_without_a_bay_cannot_leave_it(sqlite_workshop: Workshop) -> None:
    job = sqlite_workshop.car_at(Stage.paused)
    bay = sqlite_workshop.job(job).bay_id
    sqlite_workshop.do(dispatching.move, "foreman", job=job, bay=None, seen_bay=bay)
    with refused(sqlite_workshop, "in_no_bay"):
        sqlite_workshop.do(dispatching.move, "foreman", job=job, bay=None, seen_bay=None)
