"""What the administrator of the demo workshop has set up: catalogue, shifts, holidays. Prices are invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from board.demo.catalogue import ORDERS, WORK, Text


@dataclass(frozen=True, slots=True)
class Money:
    """What an hour costs, and what a part costs in this country for each unit of PARTS, in cents."""

    currency: str
    hour_cents: int
    unit_cents: int


MONEY: Final = {"zh_CN": Money("CNY", 38_000, 100), "en": Money("GBP", 9_600, 12)}

SAFETY: Final = frozenset({"front_pads", "discs", "brake_fluid", "arms", "tyres"})
"""Work that a customer signs for when they decline it."""

PARTS: Final = {
    "oil": (
        ("06L115562B", Text("机油滤清器", "Oil filter"), 1, 85),
        ("G052577M4", Text("机油 0W-20 4升", "Oil 0W-20, 4 l"), 1, 420),
    ),
    "cabin": (("4M0819439B", Text("空调滤清器", "Cabin air filter"), 1, 168),),
    "wipers": (("8W1998002", Text("雨刮片一对", "Pair of wiper blades"), 1, 260),),
    "plugs": (("06K905601N", Text("火花塞", "Spark plug"), 4, 98),),
    "front_pads": (("8W0698151BB", Text("前制动片", "Front brake pads"), 1, 1280),),
    "discs": (("8W0615301N", Text("前制动盘", "Front brake disc"), 2, 960),),
    "brake_fluid": (("B000750M3", Text("制动液 1升", "Brake fluid, 1 l"), 1, 120),),
    "pump": (("06L121111M", Text("水泵", "Water pump"), 1, 1650),),
}

CHECKLISTS: Final = {
    "oil": (
        Text("放油螺栓 30 Nm", "Drain plug 30 Nm"),
        Text("机油液位在上下限之间", "Oil level between the marks"),
        Text("保养提示已复位", "Service reminder reset"),
    ),
    "front_pads": (
        Text("制动液液位已检查", "Brake fluid level checked"),
        Text("车轮螺栓 120 Nm", "Wheel bolts 120 Nm"),
    ),
    "tyres": (Text("胎压已按标牌调整", "Pressures set as on the plate"), Text("车轮螺栓 120 Nm", "Wheel bolts 120 Nm")),
}

OWN_REASON: Final = Text("等第三方检测", "Waiting for an outside specialist")
"""Why a car waits here that elsewhere nobody waits for."""

SHIFTS: Final = (
    (Text("早班", "Early shift"), "07:30", "16:00", (0, 1, 2, 3, 4, 5)),
    (Text("晚班", "Late shift"), "12:00", "20:30", (0, 1, 2, 3, 4)),
)


def code_of(key: str) -> str:
    """The code in the catalogue of a piece of WORK."""
    return key.upper().replace("_", "-")


def price_cents(key: str, language: str) -> int:
    """The labour of a piece of WORK."""
    return round(WORK[key].minutes * MONEY[language].hour_cents / 60 / 100) * 100


def checklist_of(key: str, language: str) -> list[str]:
    """What is ticked while a piece of WORK is done."""
    return [item.said_in(language) for item in CHECKLISTS.get(key, ())]


def parts_of(key: str, language: str) -> list[dict[str, Any]]:
    """The parts that a piece of WORK takes; the price is of one of them."""
    return [
        {
            "number": number,
            "name": name.said_in(language),
            "quantity": quantity,
            "price_cents": units * MONEY[language].unit_cents,
        }
        for number, name, quantity, units in PARTS.get(key, ())
    ]


def standard_jobs(language: str) -> Iterator[dict[str, Any]]:
    """The work of the demo as lines of its catalogue, as `add_standard_job` wants them."""
    for key, work in WORK.items():
        services = {order.service_type for order in ORDERS.values() if key in order.work}
        yield {
            "code": code_of(key),
            "text_zh": work.text.zh,
            "text_en": work.text.en,
            "service_type": services.pop() if len(services) == 1 else None,
            "standard_minutes": work.minutes,
            "skill": work.skill,
            "high_voltage": work.high_voltage,
            "safety": key in SAFETY,
            "price_cents": price_cents(key, language),
            "checklist": checklist_of(key, language),
            "parts": parts_of(key, language),
        }


def special_days(today: date, language: str) -> Iterator[dict[str, Any]]:
    """The next holidays, as `add_special_day` wants them."""
    name = Text("元旦", "New Year's Day").said_in(language)
    yield {"day": date(today.year + 1, 1, 1), "name": name, "open": False}
