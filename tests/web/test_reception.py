"""Reception over the API and on paper: who may, what is said of what is wrong, and the order in both languages."""

from typing import Any

import pytest

from board.commands import gate, walking_round
from board.domain.stages import Stage
from board.store import models
from tests.access.door import Caller, Door
from tests.web.test_attachments import add, picture, signature, told

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def job(door: Door) -> int:
    """A car in reception."""
    found = door.workshop.do(gate.arrive, "guard", plate="京A6K218").job
    assert found is not None
    door.workshop.do(walking_round.open_reception, "advisor", job=found)
    return found


@pytest.fixture
def advisor(door: Door) -> Caller:
    return door.person("advisor", view="desk")


def order(door: Door, **different: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "vehicle": {"plate": "京A6K218", "model": "A6L", "energy": "petrol"},
        "customer": {"name": "欧阳若兰", "salutation": "ms", "phone": "13800138000"},
        "service_type": "general",
        "operations": [{"code": "B-101", "text": "更换前制动片", "standard_minutes": 54, "price_cents": 48_000}],
        "parts": [{"name": "前制动片", "number": "8W0698151", "quantity": 2, "price_cents": 36_000, "operation": 0}],
        "promised_at": int(door.workshop.now.timestamp() * 1000) + 4 * 3_600_000,
        "old_parts": "return",
    }
    return given | different


def write(advisor: Caller, door: Door, job: int, **different: Any) -> None:
    answer = advisor.command(f"/jobs/{job}/order", **order(door, **different))
    assert answer.status_code == 200, answer.text


def test_an_order_is_signed_as_it_was_read(door: Door, advisor: Caller, job: int) -> None:
    write(advisor, door, job)
    read = advisor.get(f"/api/v1/jobs/{job}/order?language=en").get_json()
    assert read["digest"] == advisor.get(f"/api/v1/jobs/{job}/file").get_json()["digest"]
    ink = add(advisor, job, signature(), what="signatures").get_json()["result"]["attachment"]
    write(advisor, door, job, wash_wanted=False)
    late = advisor.command(f"/jobs/{job}/sign-order", seen=read["digest"], signature=ink)
    assert told(late) == (409, "order_changed")
    assert late.get_json()["present"][f"job:{job}"]["wash_wanted"] is False
    digest = advisor.get(f"/api/v1/jobs/{job}/order").get_json()["digest"]
    assert advisor.command(f"/jobs/{job}/sign-order", seen=digest, signature=ink).status_code == 200
    assert door.workshop.job(job).stage is Stage.waiting_dispatch


def test_an_order_is_read_in_the_customer_s_language(door: Door, advisor: Caller, job: int) -> None:
    with door.workshop.store.changing() as session:
        names = {"text_zh": "更换前制动片", "text_en": "Replace front brake pads"}
        session.add(models.StandardJob(site_id=1, code="B-101", standard_minutes=54, **names))
    write(advisor, door, job)
    mark: dict[str, Any] = {"position": "rear", "kind": "dent", "x": 500, "y": 500, "note": HOSTILE}
    assert advisor.command(f"/jobs/{job}/marks", **mark).status_code == 200
    english = advisor.get(f"/api/v1/jobs/{job}/order?language=en").get_json()["order"]
    chinese = advisor.get(f"/api/v1/jobs/{job}/order?language=zh_CN").get_json()["order"]
    assert [(line["text"], line["price"]) for line in english["work"]] == [("Replace front brake pads", "¥480.00")]
    assert [line["text"] for line in chinese["work"]] == ["更换前制动片"]
    assert [(line["amount"], line["price"]) for line in english["parts"]] == [("× 2", "¥720.00")]
    assert english["sums"][-1] == {"label": "Total", "value": "¥1,200.00"}
    assert english["marks"] == [{"number": 1, "text": f"Rear · Dent · {HOSTILE}", "x": 485, "y": 140}]
    assert english["title"] != chinese["title"]


def test_the_printed_order_bears_both_codes_once_they_are_issued(door: Door, advisor: Caller, job: int) -> None:
    write(advisor, door, job)
    advisor.command(f"/jobs/{job}/walk-round", concern=HOSTILE)
    before = advisor.get(f"/jobs/{job}/order").text
    assert 'class="qr"' not in before
    assert HOSTILE not in before
    assert "&lt;script&gt;" in before
    card = advisor.command(f"/jobs/{job}/print-card").get_json()["result"]["card"]
    paper = advisor.get(f"/jobs/{job}/order?language=en").text
    assert paper.count('class="qr"') == 2
    assert card[:3] in paper
    assert "Repair order" in paper
    assert "¥480.00" in paper
    assert told(door.person("technician").get(f"/api/v1/jobs/{job}/order")) == (403, "not_allowed")
    assert advisor.get("/jobs/999/order").status_code == 404


def test_each_wrong_field_is_named(door: Door, advisor: Caller, job: int) -> None:
    line = {"text": "", "standard_minutes": -1, "price_cents": -5}
    wrong = advisor.command(f"/jobs/{job}/order", **order(door, operations=[line], promised_at="now"))
    assert told(wrong) == (422, "invalid_input")
    assert {each["field"] for each in wrong.get_json()["fields"]} == {
        "operations.0.text",
        "operations.0.standard_minutes",
        "operations.0.price_cents",
        "promised_at",
    }
    far = advisor.command(f"/jobs/{job}/marks", position="rear", kind="dent", x=1001, y=-1)
    assert {each["field"] for each in far.get_json()["fields"]} == {"x", "y"}
    asked = advisor.get(f"/api/v1/jobs/{job}/promise-proposal?minutes=many")
    assert told(asked) == (422, "invalid_input")


def test_who_may_receive_and_who_may_read(door: Door, advisor: Caller, job: int) -> None:
    write(advisor, door, job)
    foreman, technician = door.person("foreman"), door.on_tablet("technician")
    assert told(foreman.command(f"/jobs/{job}/order", **order(door))) == (403, "not_allowed")
    assert foreman.get(f"/api/v1/jobs/{job}/file").status_code == 200
    assert foreman.get(f"/reception/{job}").status_code == 200
    assert told(technician.get(f"/api/v1/jobs/{job}/file")) == (403, "not_allowed")
    assert told(advisor.get("/api/v1/jobs/999/file")) == (404, "not_found")
    photo = add(technician, job, picture(), **{"X-Caption": "seen"}).get_json()["result"]["attachment"]
    [shown] = advisor.get(f"/api/v1/jobs/{job}/file").get_json()["photos"]
    assert (shown["id"], shown["caption"], shown["by"]) == (photo, "seen", "张伟")


def test_a_proposal_says_what_it_is_made_of(door: Door, advisor: Caller, job: int) -> None:
    with_wash = advisor.get(f"/api/v1/jobs/{job}/promise-proposal?minutes=90&wash=1").get_json()
    without = advisor.get(f"/api/v1/jobs/{job}/promise-proposal?minutes=90&wash=0").get_json()
    assert (with_wash["wash_minutes"], without["wash_minutes"], without["work_minutes"]) == (35, 0, 90)
    assert with_wash["promised_at"] - without["promised_at"] == 35 * 60_000


def test_a_job_may_be_taken_in_with_its_prices(door: Door, advisor: Caller) -> None:
    short = {"plate": "京B00001", "model": "A4", "energy": "petrol", "service_type": "express"}
    line = {"text": "更换机油", "standard_minutes": 30, "price_cents": 19_900}
    taken = advisor.command("/jobs", **short, customer={"name": "周瑾"}, operations=[line]).get_json()["job"]
    assert advisor.get(f"/api/v1/jobs/{taken}/file").get_json()["total_cents"] == 19_900
