"""The cars of the demo workshop: how each of them stands at the moment it is seeded."""

from dataclasses import dataclass
from typing import Final

from board.domain.job import PauseReason, Priority


@dataclass(frozen=True, slots=True)
class Story:
    """One car. `until` is the last thing that was done to it, `ago` how many minutes ago that was.

    `promise` counts in minutes from now (from delivery for a car that has left). `worked` is the part of its standard
    time that somebody who is still at it, or was interrupted, has spent. `bay` is where it has to stand; else any
    that suits. `moved_to`: "" leaves it there, "out" parks it outside.
    """

    order: str
    until: str
    ago: float
    promise: int
    worked: float = 1.0
    bay: str | None = None
    moved_to: str = ""
    waits: bool = False
    appointment: bool = False
    wash: bool = True
    priority: Priority = Priority.normal
    pause: PauseReason | None = None
    first_promise: int | None = None
    stall: str | None = None
    failed: bool = False
    team_of_two: bool = False


IN_THE_SHOP: Final = (
    # waiting for the foreman
    Story("comeback", "print_card", 9, 80, waits=True, priority=Priority.high),
    Story("service", "print_card", 14, 95, waits=True),
    Story("ev_cooling", "print_card", 4, 200, appointment=True),
    Story("brakes", "print_card", 6, 170),
    Story("tyres", "print_card", 2, 150, waits=True, appointment=True),
    Story("window", "print_card", 11, 240, wash=False),
    # given to somebody who has not begun
    Story("engine_light", "dispatch", 4, 130, bay="7", waits=True),
    # being worked on: one near its promise, one late
    Story("service", "work", 0, 9, worked=0.72, bay="1", waits=True),
    Story("service_fluid", "work", 0, 75, worked=0.12, bay="2", waits=True, appointment=True),
    Story("big_service", "work", 0, -12, worked=0.95, bay="3"),
    Story("door", "work", 0, 260, worked=0.4, bay="10", team_of_two=True),
    Story("spray", "work", 0, 330, worked=0.3, bay="11", wash=False),
    # interrupted
    Story("coolant", "pause", 35, 110, worked=0.4, bay="5", pause=PauseReason.parts, first_promise=20),
    Story("suspension", "pause", 22, 110, worked=0.65, moved_to="out", waits=True, pause=PauseReason.customer_approval),
    Story("ev_charger", "pause", 80, 180, worked=0.3, moved_to="out", pause=PauseReason.warranty_approval),
    # failed the final check, and is being put right
    Story("brakes", "rework", 7, 25, bay="6", failed=True),
    # checks
    Story("tyres", "work_done", 3, 40, bay="8", waits=True),
    Story("ev_service", "sign_self_check", 2, 55, moved_to="out", waits=True),
    Story("service_wipers", "sign_leader_check", 6, 30, moved_to="12", waits=True),
    # wash
    Story("service", "sign_final_check", 8, 45, waits=True),
    Story("recall", "sign_final_check", 17, 60),
    Story("service_wipers", "start_wash", 9, 35, waits=True),
    Story("engine_light", "start_wash", 4, 70),
    # ready: two customers know, two do not
    Story("service", "announce", 6, 20, waits=True, stall="A-03"),
    Story("engine_light", "announce", 18, 60, stall="A-05"),
    Story("service_wipers", "end_wash", 3, 40, waits=True, stall="A-07"),
    Story("pdi", "end_wash", 7, 90, stall="A-08"),
    # handing over
    Story("brakes", "hand_over", 6, 15, waits=True, stall="A-01"),
    Story("service", "hand_over", 11, 10, stall="A-02"),
    Story("window", "settle", 4, 5, stall="A-04"),
)

DELIVERED: Final = (
    Story("service", "deliver", 1, 22, waits=True),
    Story("brakes", "deliver", 2, 15),
    Story("service_wipers", "deliver", 3, 30, waits=True, appointment=True),
    Story("ev_service", "deliver", 4, 12),
    Story("recall", "deliver", 5, 40, wash=False),
    Story("service", "deliver", 6, -14, failed=True),
    Story("service_fluid", "deliver", 7, 18, waits=True),
    Story("engine_light", "deliver", 8, 25),
    Story("service", "deliver", 9, 35, appointment=True),
    Story("window", "deliver", 10, 20),
)
"""Today's, the latest first; `ago` is their order, the planner spreads them over the day."""
