"""The catalogue: added to, changed, retired, and taken over from a table, all or nothing."""

from typing import Any

from board.commands import setting_up
from board.domain.standard_jobs import Row
from board.screens import set_up
from tests.commands.workshop import Workshop, refused

OIL: dict[str, Any] = {
    "text_zh": "更换机油",
    "standard_minutes": 30,
    "price_cents": 12000,
    "checklist": ["放油螺栓扭矩"],
    "parts": [{"name": "机油滤清器", "number": "06L", "quantity": 1, "price_cents": 6500}],
}


def codes(workshop: Workshop) -> list[str]:
    with workshop.look() as look:
        return [job["code"] for job in set_up.catalogue(look)]


def test_a_standard_job_is_offered_in_both_languages(workshop: Workshop) -> None:
    workshop.do(setting_up.add_standard_job, "admin", code="OIL", **OIL)
    with workshop.look() as look:
        told = set_up.catalogue(look)
    assert told == [
        {
            "code": "OIL",
            "text": {"zh_CN": "更换机油", "en": "更换机油"},
            "service_type": None,
            "standard_minutes": 30,
            "skill": None,
            "high_voltage": False,
            "safety": False,
            "price_cents": 12000,
            "checklist": ["放油螺栓扭矩"],
            "parts": [{"name": "机油滤清器", "number": "06L", "quantity": 1, "price_cents": 6500}],
        }
    ]
    with refused(workshop, "code_taken"):
        workshop.do(setting_up.add_standard_job, "admin", code=" OIL ", **OIL)


def test_what_is_no_standard_job_is_refused(sqlite_workshop: Workshop) -> None:
    for change, code in (
        ({"code": " "}, "code_needed"),
        ({"text_zh": ""}, "words_needed"),
        ({"standard_minutes": 0}, "minutes_wrong"),
        ({"checklist": ["a", " a "]}, "item_twice"),
        ({"parts": [{"name": "a"}] * 51}, "too_many"),
        ({"parts": [{"name": "a", "quantity": 0}]}, "number_wrong"),
        ({"text_en": "x" * 201}, "too_long"),
    ):
        with refused(sqlite_workshop, code):
            sqlite_workshop.do(setting_up.add_standard_job, "admin", **{"code": "A", **OIL, **change})


def test_a_standard_job_is_retired_and_nobody_undoes_another_s_change(sqlite_workshop: Workshop) -> None:
    sqlite_workshop.do(setting_up.add_standard_job, "admin", code="OIL", **OIL)
    with sqlite_workshop.look() as look:
        seen = set_up.whole_catalogue(look)[0]["seen"]
    sqlite_workshop.do(setting_up.change_standard_job, "admin", code="OIL", **OIL, active=False, seen=seen)
    assert codes(sqlite_workshop) == []
    with refused(sqlite_workshop, "changed_meanwhile"):
        sqlite_workshop.do(setting_up.change_standard_job, "admin", code="OIL", **OIL, seen=seen)
    with refused(sqlite_workshop, "not_found"):
        sqlite_workshop.do(setting_up.change_standard_job, "admin", code="TYRE", **OIL)


def test_a_table_is_taken_over_once_and_again_changes_nothing(workshop: Workshop) -> None:
    workshop.do(setting_up.add_standard_job, "admin", code="OIL", **OIL)
    rows = [
        Row(2, {"code": "OIL", "standard_minutes": 40}),
        Row(3, {"code": "TYRE", "text_en": "Tyres", "standard_minutes": 45}),
    ]
    first = workshop.do(setting_up.import_catalogue, "admin", rows=rows)
    assert first.result == {"added": 1, "changed": 1, "unchanged": 0}
    assert workshop.do(setting_up.import_catalogue, "admin", rows=rows).result["unchanged"] == 2
    assert codes(workshop) == ["OIL", "TYRE"]


def test_one_mistake_and_nothing_is_taken_over(sqlite_workshop: Workshop) -> None:
    rows = [
        Row(2, {"code": "OIL", "text_en": "Oil", "standard_minutes": 40}),
        Row(3, {"code": "TYRE", "standard_minutes": 45}),
    ]
    with refused(sqlite_workshop, "sheet_mistakes"):
        sqlite_workshop.do(setting_up.import_catalogue, "admin", rows=rows)
