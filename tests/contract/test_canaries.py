"""What lounge, customers and strangers may not see is never sent to them: not in a picture, a change, an answer, a
header. Words that occur nowhere else are planted, and every byte that such an audience gets is searched for them."""

import base64
import json
from urllib.parse import quote

import pytest
import requests

from tests.contract.live import ADVISOR, FOREMAN, GUARD, TECHNICIAN, Live, Visitor
from tests.contract.screen import Screen
from tests.infra.traces import traces

pytestmark = pytest.mark.guarantee("R7")

PLATE, VIN, PHONE = "京A7Q9XZ", "LFV3A23C8M3170945", "13917264583"
NAME, CONCERN, COLOUR, WORK = "慕容鹤鸣", "右后轮异响且抖动", "孔雀石绿", "更换鹤鸣轴承"
NOTE, STALL = "等鹤鸣配件", "Z-77"
SECRET = {PLATE, "A·7Q9XZ", "7Q9XZ", VIN, PHONE, NAME, "鹤鸣", CONCERN, COLOUR, WORK, NOTE, STALL}
UNSEEN_BY_ALL = SECRET | {"TESTMODELX"}


def test_the_search_finds_what_is_hidden() -> None:
    hidden = [
        f"…{NAME}…",
        json.dumps({"a": NAME}),
        quote(f"/x/{NAME}"),
        base64.b64encode(f"ab{NAME}cd".encode()).decode(),
        f"…{NAME[::-1]}…",
        base64.urlsafe_b64encode(f"a{NAME[::-1]}".encode()).decode(),
    ]
    assert [word for word, _ in traces({NAME}, hidden)] == [NAME] * 6
    assert traces({NAME}, ["王小明", base64.b64encode("王小明".encode()).decode()]) == []


def everything_happens(live: Live) -> tuple[int, str]:
    """One car with every canary goes through work, a pause and a move; returns its job and its customer's code."""
    car = live.car_in_bay(
        TECHNICIAN,
        plate=PLATE,
        model="TESTMODELX",
        vin=VIN,
        colour=COLOUR,
        concern=CONCERN,
        customer={"name": NAME, "salutation": "ms", "phone": PHONE},
        operations=[{"text": WORK, "standard_minutes": 30}],
        waits=True,
    )
    technician, foreman = live.person(TECHNICIAN), live.person(FOREMAN)
    technician.done("/scans", code=car.card, step="clock_on", via="camera")
    technician.done("/scans", code=car.card, step="pause", reason="parts", note=NOTE, via="camera")
    seen = foreman.get(f"/jobs/{car.job}").json()["job"]["bay"]["id"]
    foreman.done(f"/jobs/{car.job}/move", bay=live.bay(), seen_bay=seen)
    return car.job, car.customer_copy


def answered(answer: requests.Response) -> str:
    """All that came back over HTTP."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{answer.url}\n{headers}\n{answer.text}"


def test_the_lounge_gets_masked_plates_and_surnames_only(live: Live) -> None:
    wall = live.wall("lounge")
    before = live.screen(wall, "lounge")
    job, _ = everything_happens(live)
    after = live.screen(wall, "lounge")
    before.sync()
    foreign = live.screen(wall)
    for view in ("workshop", "foreman", "tablet", "desk"):
        foreign.ask("watch", {"view": view})
    heard = [*before.heard, *after.heard, *foreign.heard]
    pages = [answered(wall.http.get(f"{live.base_url}{path}", timeout=20)) for path in ("/lounge", "/", "/foreman")]
    asked = [
        answered(wall.get(path)) for path in ("/state-hash/lounge", "/jobs", f"/jobs/{job}", f"/jobs/{job}/journal")
    ]
    assert any('"京A·7Q**Z"' in text for text in heard), "the car is shown, masked"
    assert any("慕容" in text for text in heard)
    assert traces(UNSEEN_BY_ALL, heard + pages + asked) == []
    card = after.cards[f"job:{job}"]
    assert card.keys() == {"kind", "plate", "owner", "step", "wash", "expected_at", "ready", "ready_at"}
    assert card["owner"] == {"surname": "慕容", "salutation": "ms"}
    assert {key.split(":")[0] for key in after.cards} == {"site", "job"}


def test_a_car_whose_customer_does_not_wait_is_not_told_to_the_lounge(live: Live) -> None:
    screen = live.screen(live.wall("lounge"), "lounge")
    car = live.car(waits=False)
    screen.reach(live.person(ADVISOR).done(f"/jobs/{car.job}/print-card")["revision"])
    assert f"job:{car.job}" not in screen.cards
    assert f"job:{car.job}" not in live.screen(live.wall("lounge"), "lounge").cards


def test_strangers_get_nothing(live: Live) -> None:
    job, code = everything_happens(live)
    stranger = Visitor(live.base_url)
    screen = live.screen(stranger)
    for view in ("workshop", "lounge", "foreman", "tablet", "desk"):
        screen.ask("watch", {"view": view})
    screen.ask("sync", {})
    screen.ask("screen", {"surface": "workshop"})
    screen.ask("health", {})
    paths = (
        f"/jobs/{job}",
        "/jobs",
        f"/jobs/{job}/journal",
        "/people",
        "/bays",
        "/me",
        "/state-hash/lounge",
        "/openapi.json",
    )
    asked = [answered(stranger.get(path)) for path in paths]
    pages = (
        "/",
        "/workshop",
        "/lounge",
        "/foreman",
        "/desk",
        "/tablet",
        f"/jobs/{job}/card",
        f"/jobs/{job}/card.pdf",
        "/sign-in",
        "/screen",
        "/pair",
    )
    asked += [answered(stranger.post("/pairing")), answered(stranger.post("/pairing/poll"))]
    asked += [answered(stranger.http.get(f"{live.base_url}{path}", timeout=20)) for path in pages]
    asked += [
        answered(stranger.does(f"/jobs/{job}/announce")),
        answered(stranger.post("/scans/look", text=PLATE, via="typed")),
    ]
    asked += [answered(stranger.http.get(f"{live.base_url}/c/{code[:-1]}", timeout=20))]
    own_words = [text.replace(quote(PLATE), "") for text in asked]
    assert traces(UNSEEN_BY_ALL | {"慕容", code}, [*screen.heard, *own_words]) == []


def test_a_customer_sees_the_own_car_and_nothing_of_the_workshop(live: Live) -> None:
    job, code = everything_happens(live)
    other = live.car(plate="沪C55Y66", customer={"name": "东方不白", "salutation": "mr"}, model="OTHERMODEL")
    customer = Visitor(live.base_url)
    page = customer.http.get(f"{live.base_url}/c/{code}", timeout=20)
    assert page.ok
    assert "7Q9XZ" in page.text, "their own plate, whole"
    state = customer.http.get(f"{live.base_url}/c/{code}/state", timeout=20)
    # The lines of their own order are theirs to read; who wrote them is not.
    shown = [answered(each).replace(WORK, "") for each in (page, state)]
    allowed = {PLATE, "A·7Q9XZ", "7Q9XZ", WORK}
    hidden = (SECRET - allowed) | {"慕容", "沪C", "55Y66", "东方不白", "OTHERMODEL", other.card, other.customer_copy}
    assert traces(hidden, shown) == []
    screen = Screen(live.base_url, cookies=customer.cookies)
    assert screen.ask("watch", {"view": "lounge"})["code"] == "sign_in_first"
    screen.close()
    assert customer.get(f"/jobs/{job}").status_code == 401


def test_the_gate_gets_plates_and_surnames_only(live: Live) -> None:
    guard = live.person(GUARD)
    screen = live.screen(guard, "gate")
    job, _ = everything_happens(live)
    screen.reach(guard.state_hash("gate")["revision"])
    asked = [answered(guard.get(f"/gate/look?plate={PLATE}")), answered(guard.get("/views/gate"))]
    private = SECRET - {PLATE, "A·7Q9XZ", "7Q9XZ", COLOUR, STALL}
    assert f"job:{job}" in screen.cards
    assert traces(private, [*screen.heard, *asked]) == []


def test_the_workshops_wall_shows_no_customer(live: Live) -> None:
    wall = live.wall("workshop")
    screen = live.screen(wall, "workshop")
    everything_happens(live)
    screen.sync()
    private = {VIN, PHONE, NAME, "鹤鸣", "慕容", CONCERN, NOTE}
    assert traces(private, screen.heard) == []
