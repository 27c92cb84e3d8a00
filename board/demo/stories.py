"""The cars of the demo workshop: how each of them stands at the moment it is seeded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from board.demo.catalogue import Text
from board.domain.add_ons import DecidedVia
from board.domain.andon import CallKind
from board.domain.following_up import CallResult
from board.domain.job import PauseReason, Priority
from board.domain.parts import PartState


@dataclass(frozen=True, slots=True)
class Made:
    """What an earlier act of the same car's story made (an add-on, a photo, a call), by the name it was given."""

    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the car's job by its place: an operation, or a part."""

    place: int


@dataclass(frozen=True, slots=True)
class Also:
    """Something that happens beside a car's way, `minutes` after what came before it: once its work has `begun`, or at
    the `end` of its story. `role` is whoever of the car's people has it."""

    at: str
    minutes: float
    verb: str
    role: str
    details: Mapping[str, Any] = field(default_factory=dict)
    makes: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One car. `until` is the last thing that was done to it, `ago` how many minutes ago that was.

    `promise` counts in minutes from now (from delivery for a car that has left). `worked` is the part of its standard
    time that somebody who is still at it, or was interrupted, has spent. `bay` is where it has to stand; else any
    that suits. `moved_to`: "" leaves it there, "out" parks it outside. `received`: it came through the gate and was
    walked round with its owner, and its order is signed. `car`: the same car as in the other stories that say so.
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
    received: bool = False
    car: str = ""
    also: tuple[Also, ...] = ()


def _found(work: str, photo: str, note: Text, at: str = "begun") -> tuple[Also, ...]:
    """Work that the technician finds, with a photo of it."""
    return (
        Also(at, 4, "add_photo", "technician", {"picture": photo, "caption": note}, makes="photo"),
        Also(
            at,
            1,
            "propose_add_on",
            "technician",
            {"work": work, "note": note, "photos": [Made("photo")]},
            makes="found",
        ),
    )


def _priced(work: str, at: str = "begun") -> Also:
    return Also(at, 6, "price_add_on", "parts", {"operation": Made("found"), "price_of": work})


def _part(minutes: float, place: int, state: PartState, expected: int | None = None, at: str = "begun") -> Also:
    """The store says of the car's part line at this place how far it is; `expected` counts in minutes from now."""
    details = {"part": Place(place), "state": state} | ({"expected": expected} if expected is not None else {})
    return Also(at, minutes, "set_part", "parts", details)


def _called(
    minutes: float, role: str, result: CallResult, note: Text, complaint: Mapping[str, Any] | None = None
) -> Also:
    told: dict[str, Any] = {"result": result, "note": note}
    return Also("end", minutes, "record_call", role, told | ({"complaint": complaint} if complaint else {}))


_WORN_PADS: Final = Text("前制动片剩余 2 毫米", "Front pads down to 2 mm")
_WORN_TYRE: Final = Text("左前轮内侧偏磨", "Left front tyre worn at the inner shoulder")
_WORN_DISC: Final = Text("制动盘有沟槽，厚度到极限", "Grooved disc, at its limit")

IN_THE_SHOP: Final = (
    # at the gate and in reception
    Story("service", "arrive", 2, 120, waits=True, appointment=True, received=True),
    Story("big_service", "mark_damage", 1, 240, received=True),
    # waiting for the foreman
    Story("comeback", "print_card", 9, 80, waits=True, priority=Priority.high, received=True, car="squealing"),
    Story("service", "print_card", 14, 95, waits=True),
    Story("ev_cooling", "print_card", 4, 200, appointment=True, received=True),
    Story(
        "brakes",
        "print_card",
        4,
        170,
        received=True,
        also=(
            _part(0.5, 0, PartState.in_stock, at="end"),
            _part(0.5, 1, PartState.ordered, 45, at="end"),
        ),
    ),
    Story("tyres", "print_card", 2, 150, waits=True, appointment=True, received=True),
    Story("window", "print_card", 11, 240, wash=False),
    # given to somebody who has not begun
    Story("engine_light", "dispatch", 4, 130, bay="7", waits=True),
    # being worked on: one near its promise, one late
    Story(
        "service",
        "work",
        3,
        9,
        worked=0.72,
        bay="1",
        waits=True,
        also=(
            Also(
                "end",
                0.2,
                "call_andon",
                "technician",
                {"kind": CallKind.parts, "note": Text("机滤型号不符", "The oil filter does not fit")},
                makes="call",
            ),
            Also("end", 2, "answer_andon", "parts", {"call": Made("call")}),
        ),
    ),
    Story(
        "service_fluid",
        "work",
        0,
        75,
        worked=0.2,
        bay="2",
        waits=True,
        appointment=True,
        received=True,
        also=(
            _part(0.5, 0, PartState.issued),
            _part(0.1, 1, PartState.issued),
            Also("begun", 1, "tick", "technician", {"operation": Place(0), "tick": 2}),
            *_found("front_pads", "brake_disc", _WORN_PADS),
        ),
    ),
    Story(
        "big_service",
        "work",
        2,
        -12,
        worked=0.95,
        bay="3",
        also=(
            Also("begun", 5, "want_part", "technician", {"name": Text("变速箱油滤清器", "Gearbox oil filter")}),
            Also(
                "end",
                0.2,
                "call_andon",
                "technician",
                {"kind": CallKind.technical_support, "note": Text("放油螺塞滑丝", "The drain plug's thread is gone")},
            ),
        ),
    ),
    Story(
        "door",
        "work",
        0,
        260,
        worked=0.4,
        bay="10",
        team_of_two=True,
        also=(
            *_found("polish", "scratch", Text("右侧有浅划痕，可抛光", "Light scratches on the right, to be polished")),
            _priced("polish"),
            Also(
                "begun",
                9,
                "approve_add_on",
                "advisor",
                {"operation": Made("found"), "via": DecidedVia.phone},
            ),
        ),
    ),
    Story(
        "spray",
        "work",
        0,
        330,
        worked=0.3,
        bay="11",
        wash=False,
        also=(
            Also(
                "begun",
                12,
                "call_andon",
                "technician",
                {"kind": CallKind.foreman, "note": Text("烤漆房温度上不去", "The booth does not get warm")},
                makes="call",
            ),
            Also("begun", 2, "answer_andon", "foreman", {"call": Made("call")}),
            Also(
                "begun",
                9,
                "resolve_andon",
                "foreman",
                {"call": Made("call"), "resolution": Text("更换燃烧器滤网", "Burner filter changed")},
            ),
        ),
    ),
    # interrupted
    Story(
        "coolant",
        "pause",
        28,
        110,
        worked=0.4,
        bay="5",
        pause=PauseReason.parts,
        first_promise=20,
        received=True,
        also=(_part(2, 0, PartState.ordered, 70, at="end"),),
    ),
    Story(
        "suspension",
        "pause",
        12,
        110,
        worked=0.65,
        moved_to="out",
        waits=True,
        pause=PauseReason.customer_approval,
        received=True,
        also=(*_found("tyres", "tyre", _WORN_TYRE), _priced("tyres", at="end")),
    ),
    Story(
        "ev_charger",
        "pause",
        80,
        180,
        worked=0.3,
        moved_to="out",
        pause=PauseReason.warranty_approval,
        also=(
            Also(
                "begun", 9, "want_part", "technician", {"name": Text("车载充电机", "On-board charger"), "number": "4KE"}
            ),
            _part(5, 0, PartState.ordered, -15),
        ),
    ),
    # failed the final check, and is being put right
    Story("brakes", "rework", 7, 25, bay="6", failed=True),
    # checks
    Story(
        "tyres",
        "work_done",
        3,
        40,
        bay="8",
        waits=True,
        received=True,
        also=(
            *_found("discs", "brake_disc", _WORN_DISC),
            _priced("discs"),
            Also("begun", 5, "add_signature", "advisor", {"picture": "signature"}, makes="declined"),
            Also(
                "begun",
                0.5,
                "decline_add_on",
                "advisor",
                {
                    "operation": Made("found"),
                    "via": DecidedVia.in_person,
                    "signature": Made("declined"),
                },
            ),
        ),
    ),
    Story("ev_service", "sign_self_check", 2, 55, moved_to="out", waits=True, received=True),
    Story(
        "service_wipers",
        "sign_leader_check",
        3,
        30,
        moved_to="12",
        waits=True,
        also=(Also("end", 3, "record_test_drive", "inspector", {"drive": 4}),),
    ),
    # wash
    Story("service", "sign_final_check", 8, 45, waits=True),
    Story("recall", "sign_final_check", 17, 60),
    Story("service_wipers", "start_wash", 9, 35, waits=True),
    Story("engine_light", "start_wash", 4, 70),
    # ready: two customers know, two do not
    Story("service", "announce", 6, 20, waits=True, stall="A-03", received=True, appointment=True),
    Story("engine_light", "announce", 18, 60, stall="A-05"),
    Story("service_wipers", "end_wash", 3, 40, waits=True, stall="A-07"),
    Story("pdi", "end_wash", 7, 90, stall="A-08"),
    # handing over
    Story("brakes", "hand_over", 6, 15, waits=True, stall="A-01", received=True),
    Story("service", "hand_over", 11, 10, stall="A-02"),
    Story("window", "settle", 4, 5, stall="A-04"),
)

LEFT_OVER: Final = Story("suspension", "left_over", 0, 400, moved_to="out")
"""Somebody went home yesterday and forgot to clock off: its hour is that of the shift's end."""

DELIVERED: Final = (
    Story("service", "deliver", 1, 22, waits=True),
    Story("brakes", "deliver", 2, 15),
    Story("service_wipers", "deliver", 3, 30, waits=True, appointment=True),
    Story("ev_service", "deliver", 4, 12),
    Story("recall", "deliver", 5, 40, wash=False),
    Story("service", "deliver", 6, -14, failed=True),
    Story("service_fluid", "deliver", 7, 18, waits=True),
    Story(
        "engine_light",
        "deliver",
        8,
        25,
        also=(
            Also(
                "end",
                2,
                "propose_repair",
                "technician",
                {"earlier": 12, "explanation": Text("去取件，忘了下工", "Went for parts and forgot to clock off")},
            ),
        ),
    ),
    Story("service", "deliver", 9, 35, appointment=True),
    Story("window", "deliver", 10, 20),
)
"""Today's, the latest first; `ago` is their order, the planner spreads them over the day."""

EARLIER: Final = (
    Story(
        "service",
        "deliver",
        50,
        20,
        also=(_called(1500, "followup", CallResult.satisfied, Text("很满意，服务热情", "Very happy")),),
    ),
    Story("brakes", "deliver", 1730, 25, car="squealing"),
    Story(
        "engine_light",
        "deliver",
        35,
        30,
        also=(
            _called(1700, "followup", CallResult.not_reached, Text("无人接听", "No answer")),
            _called(1100, "followup", CallResult.not_reached, Text("关机", "Phone switched off")),
        ),
    ),
    Story(
        "aircon",
        "deliver",
        95,
        15,
        also=(
            _called(
                1600,
                "followup",
                CallResult.complaint,
                Text("空调两天后又不凉了", "Not cold again after two days"),
                {
                    "text": Text(
                        "空调只凉了两天，要求免费复查", "Cold for two days only; wants it checked for nothing"
                    ),
                    "owner": "advisor1",
                    "due": 1440,
                },
            ),
        ),
    ),
    Story("window", "deliver", 4250, 20),
)
"""Delivered before today, for the follow-up; `ago` is that of the last thing, also when that was the call."""
