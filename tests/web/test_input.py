"""What the API takes and what it refuses: missing, wrong, hostile, oversized."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from board.domain.stages import Stage
from tests.access.door import Caller, Door
from tests.commands.workshop import all_rows, next_id

HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE job; --",
    "{{ 7*7 }} ${7*7} %(name)s %s",
    "\u202e\u200b\u0007\r\n\t",
    "../../etc/passwd",
    "😀𠮷ﷺ",
)


def _car(**more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": next_id(),
        "plate": "京A12345",
        "model": "Model 3",
        "energy": "ev",
        "customer": {"name": "欧阳若兰", "salutation": "ms"},
        "service_type": "general",
        "operations": [{"text": "更换机油", "standard_minutes": 30}],
    }
    return given | more


@pytest.fixture
def advisor(any_door: Door) -> Caller:
    """An advisor at a desk."""
    return any_door.person("advisor")


def _fields(answer: TestResponse) -> dict[str, str]:
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_input"), answer.text
    assert set(answer.get_json()) == {"code", "sentence", "details", "present", "fields"}
    return {each["field"]: each["sentence"] for each in answer.get_json()["fields"]}


def test_a_job_is_taken_in(advisor: Caller) -> None:
    body = _car()
    answer = advisor.post("/api/v1/jobs", body)
    assert (answer.status_code, answer.get_json()["repeated"]) == (201, False)
    again = advisor.post("/api/v1/jobs", body)
    assert (again.status_code, again.get_json() | {"repeated": False}) == (200, answer.get_json())
    other = advisor.post("/api/v1/jobs", {**body, "model": "Model Y"})
    assert (other.status_code, other.get_json()["code"]) == (409, "command_id_reused")


@pytest.mark.parametrize(
    ("language", "missing", "long", "many"),
    [
        ("en", "Please fill this in.", "This text is too long: at most 200 characters.", "Please add at least one."),
        ("zh_CN", "请填写此项。", "文字过长：最多 200 个字符。", "请至少添加一项。"),
    ],
)
def test_each_wrong_field_has_its_sentence(door: Door, language: str, missing: str, long: str, many: str) -> None:
    caller = door.person("advisor")
    token = caller.headers["X-CSRF-Token"]
    caller.post("/language", data={"language": language, "csrf": token})
    body = _car(model="x" * 201, operations=[], customer={"name": "  "})
    del body["plate"]
    assert _fields(caller.post("/api/v1/jobs", body)) == {
        "plate": missing,
        "model": long,
        "customer.name": missing,
        "operations": many,
    }


WRONG: tuple[tuple[str, Any], ...] = (
    ("energy", "steam"),
    ("energy", None),
    ("mileage_km", -1),
    ("mileage_km", 10**30),
    ("mileage_km", 1.5),
    ("mileage_km", "many"),
    ("fuel_eighths", 9),
    ("promised_at", "tomorrow"),
    ("promised_at", 10**20),
    ("promised_at", True),
    ("promised_at", -1),
    ("waits", "perhaps"),
    ("customer", "欧阳"),
    ("customer", []),
    ("operations", {}),
    ("operations", [1]),
    ("operations", [{"text": "x", "standard_minutes": 6001}]),
    ("operations", [{"text": "x", "standard_minutes": 1, "skill": "magic"}]),
    ("operations", [{"text": "x", "standard_minutes": 1}] * 1001),
    ("advisor", 0),
    ("advisor", 2**60),
    ("vin", "x" * 21),
    ("colour", ""),
    ("model", "a\x00b"),
    ("concern", "\x00"),
    ("concern", "x" * 2001),
    ("unheard_of", 1),
    ("id", "short"),
    ("id", "with spaces in it"),
    ("id", 12345678),
    ("id", "x" * 65),
)


@pytest.mark.parametrize(("field", "value"), WRONG, ids=lambda value: repr(value)[:24])
def test_what_is_no_input(door: Door, field: str, value: Any) -> None:
    answer = door.person("advisor").post("/api/v1/jobs", _car(**{field: value}))
    assert [name.split(".")[0] for name in _fields(answer)] == [field]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_kept_as_text(advisor: Caller, text: str) -> None:
    body = _car(
        model=f"m{text}",
        colour="c" + text[:30],
        concern=f"c{text}",
        vin="v" + text[:15],
        customer={"name": f"n{text}", "phone": f"p{text}"[:40]},
        operations=[{"text": f"o{text}", "standard_minutes": 1, "code": "k" + text[:30]}],
    )
    taken = advisor.post("/api/v1/jobs", body)
    assert taken.status_code == 201, taken.text
    job = taken.get_json()["job"]
    card = advisor.get(f"/api/v1/jobs/{job}").get_json()["job"]
    assert (card["model"], card["concern"]) == (f"m{text}".strip(), f"c{text}".strip())
    assert card["operations"][0]["text"] == f"o{text}".strip()
    printed = advisor.command(f"/jobs/{job}/print-card").get_json()["result"]
    for path in (f"/jobs/{job}/card", f"/c/{printed['customer_copy']}"):
        page = advisor.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "49" not in page.text.split("</head>")[1].replace(printed["card"], "") or "7*7" not in text
    assert advisor.get(f"/jobs/{job}/card.pdf").data.startswith(b"%PDF")


LONGEST = {"model": 200, "concern": 2000, "colour": 40, "vin": 20}


@pytest.mark.parametrize("field", LONGEST)
def test_texts_may_be_as_long_as_they_may_be(advisor: Caller, field: str) -> None:
    most = LONGEST[field]
    assert advisor.post("/api/v1/jobs", _car(**{field: "龘" * most})).status_code == 201
    assert field in _fields(advisor.post("/api/v1/jobs", _car(**{field: "龘" * (most + 1)})))


def test_longest_texts_of_every_command_are_stored(any_door: Door) -> None:
    workshop = any_door.workshop
    advisor, foreman, inspector = (any_door.person(each) for each in ("advisor", "foreman", "inspector"))
    washer, technician = any_door.person("washer"), any_door.person("technician")
    checked, washed = workshop.car_at(Stage.final_check, bay="2"), workshop.car_at(Stage.washing, bay="3")
    paused, at_work = workshop.car_at(Stage.paused, bay="3"), workshop.car_at(Stage.in_work, bay="1")
    clocking = workshop.job(paused).clockings[0]
    came = int(clocking.at.timestamp() * 1000)
    soon, minute = int(workshop.now.timestamp() * 1000), 60_000
    sent = [
        inspector.command(f"/jobs/{checked}/final-check", passed=False, items=["龘" * 200] * 50, note="龘" * 500),
        washer.command(f"/jobs/{washed}/end-wash", stall="龘" * 24),
        washer.command(f"/jobs/{washed}/park-ready", stall="龙" * 24),
        technician.command(f"/jobs/{at_work}/pause", reason="parts", note="龘" * 500),
        foreman.command(f"/clockings/{clocking.id}/correct", at=came - minute, reason="龘" * 200),
        advisor.command(f"/jobs/{paused}/promise", promised_at=soon + 99 * minute, reason="龘" * 500, told="龘" * 200),
        advisor.command(f"/jobs/{paused}/cancel", reason="龘" * 500),
    ]
    assert [(each.status_code, each.get_json().get("code")) for each in sent] == [(200, None)] * len(sent)
    too_long = [
        foreman.command(f"/clockings/{clocking.id}/correct", at=came - minute, reason="龘" * 201),
        washer.command(f"/jobs/{washed}/park-ready", stall="龘" * 25),
        inspector.command(f"/jobs/{checked}/final-check", passed=False, items=["龘" * 201]),
    ]
    assert [each.status_code for each in too_long] == [422] * 3


@pytest.mark.parametrize(
    ("plate", "stored"),
    [
        ("B-MW 1234E", "B·MW·1234E"),
        ("京A·D12345", None),
        ("使014578", None),
        ("粤Z1234港", None),
        ("WJ京12345", None),
        ("7", None),
        ("ａｂｃ１２３", "ABC123"),
        ("Ж777ЖЖ", None),
        ("龘" * 20, None),
    ],
)
def test_plates_of_any_country_are_welcome(door: Door, plate: str, stored: str | None) -> None:
    caller = door.person("advisor")
    answer = caller.post("/api/v1/jobs", _car(plate=plate))
    assert answer.status_code == 201
    card = caller.get(f"/api/v1/jobs/{answer.get_json()['job']}").get_json()["job"]
    assert card["plate"]["text"].replace("·", "") == (stored or plate).replace("·", "")


@pytest.mark.parametrize("plate", ["?", "🚗🚗🚗", "'; --", "A" * 21, "㌖" * 9])
def test_plates_that_are_none(door: Door, plate: str) -> None:
    answer = door.person("advisor").post("/api/v1/jobs", _car(plate=plate))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "plate_invalid")


BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b'"x"',
    b"\xff\xfe",
    b"{" * 5000,
    b"[" * 100_000,
    b'{"id": "\\ud800"}',
    b"NaN",
)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body)[:16])
def test_what_is_no_json(door: Door, body: bytes) -> None:
    answer = door.person("advisor").post("/api/v1/jobs", data=body)
    assert (answer.status_code, answer.get_json()["code"]) in {(400, "bad_request"), (422, "invalid_input")}
    assert answer.get_json()["sentence"]


def test_too_much_at_once_is_refused(door: Door) -> None:
    caller = door.person("advisor")
    for size in (257 * 1024, 2 * 1024 * 1024):
        answer = caller.post("/api/v1/jobs", data=b'{"id": "' + b"x" * size + b'"}')
        assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("job", ["0", "99", "9007199254740992", "9223372036854775808", "9" * 40, "-1", "1.5", "x"])
def test_jobs_that_are_not_there(any_door: Door, job: str) -> None:
    caller = any_door.person("advisor")
    answers = [
        caller.get(f"/api/v1/jobs/{job}"),
        caller.command(f"/jobs/{job}/announce"),
        caller.get(f"/jobs/{job}/card"),
    ]
    assert [each.status_code for each in answers] == [404] * 3


@pytest.mark.parametrize("wrong", [{"bay": 2**53}, {"technicians": [2**53]}, {"bay": 2**63}, {"technicians": [0]}])
def test_bays_and_people_that_are_not_there(any_door: Door, wrong: dict[str, Any]) -> None:
    workshop = any_door.workshop
    given = {"bay": workshop.bays["1"], "technicians": [workshop.people["technician"]], **wrong}
    answer = any_door.person("foreman").command(f"/jobs/{workshop.take_in()}/dispatch", **given)
    assert answer.status_code in {404, 422}


def test_refused_input_changes_nothing(any_door: Door) -> None:
    caller = any_door.person("advisor")
    with any_door.workshop.store.reader.connect() as connection:
        before = all_rows(connection)
    for body in (_car(plate="?"), _car(energy="steam"), {}, _car(promised_at=1)):
        assert caller.post("/api/v1/jobs", body).status_code in {409, 422}
    with any_door.workshop.store.reader.connect() as connection:
        assert all_rows(connection) == before
