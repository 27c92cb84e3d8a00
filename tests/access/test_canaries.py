"""Whatever a stranger, a paired wall or a customer asks of whatever address: nothing that is not theirs comes back.

A car, an appointment and a complaint are planted with words that occur nowhere else; then every route is asked by
every method, and every byte of the answers, headers and errors too, is searched for them.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from board.commands import add_ons, andon, booking, following_up, receiving, working
from board.domain.andon import CallKind
from board.domain.job import Energy, PauseReason, ServiceType
from board.domain.people import Role
from board.domain.permissions import PERMISSIONS, Action, Principal
from tests.access.door import Caller, Door
from tests.commands.workshop import Workshop
from tests.infra.traces import traces

PLATE, VIN, PHONE = "京A7Q9XZ", "LFV3A23C8M3170945", "13917264583"
OTHER_PLATE, OTHER_PHONE = "沪C5M5Y6", "13655512099"
NAME, OTHER_NAME = "慕容鹤鸣", "东方不白"
WORDS = {
    "concern": "右后轮异响且抖动",
    "booked concern": "空调吹热风三天",
    "colour": "孔雀石绿",
    "work": "更换鹤鸣轴承",
    "pause note": "等鹤鸣配件来货",
    "valuables": "后备箱有象牙梳",
    "answer": "过减速带时咯噔响",
    "found": "左前球笼渗油处",
    "found note": "防尘套裂口三厘米",
    "complaint": "座椅弄脏要求赔偿",
    "call note": "说下周二再来电",
    "help": "放油螺塞滑丝求助",
}
CANARIES = {PLATE, "A·7Q9XZ", "7Q9XZ", VIN, PHONE, OTHER_PLATE, "5M5Y6", OTHER_PHONE, NAME, OTHER_NAME, *WORDS.values()}


def plant(workshop: Workshop) -> int:
    """Everything personal that the product knows happens to one car, and another is booked; returns the job."""
    job = workshop.take_in(
        {"text": WORDS["work"], "standard_minutes": 30},
        plate=PLATE,
        vin=VIN,
        colour=WORDS["colour"],
        concern=WORDS["concern"],
        customer={"name": NAME, "salutation": "ms", "phone": PHONE},
        waits=True,
    )
    workshop.do(
        booking.book,
        "advisor",
        plate=OTHER_PLATE,
        model="A4L",
        energy=Energy.petrol,
        customer={"name": OTHER_NAME, "phone": OTHER_PHONE},
        at=workshop.now + timedelta(days=1),
        service_type=ServiceType.general,
        concern=WORDS["booked concern"],
    )
    workshop.do(receiving.print_card, "advisor", job=job)
    workshop.dispatch(job)
    workshop.do(working.clock_on, "technician", job=job)
    found: dict[str, Any] = {"text": WORDS["found"], "standard_minutes": 10, "note": WORDS["found note"]}
    workshop.do(add_ons.propose_add_on, "technician", job=job, **found)
    workshop.do(andon.call_andon, "technician", kind=CallKind.technical_support, job=job, note=WORDS["help"])
    workshop.do(working.pause, "technician", job=job, reason=PauseReason.parts, note=WORDS["pause note"])
    due = workshop.now + timedelta(days=2)
    owner = workshop.people["advisor"]
    workshop.do(following_up.open_complaint, "advisor", job=job, text=WORDS["complaint"], owner=owner, due=due)
    return job


@pytest.fixture
def planted(door: Door) -> Door:
    """A door behind which the canaries are."""
    plant(door.workshop)
    return door


def everything(door: Door, caller: Caller) -> Iterator[str]:
    """Every byte of every route's answer: status, headers and body, for each method that it takes and one that not."""
    with door.app.test_request_context():
        routes = [
            (door.app.url_for(rule.endpoint, **_values(rule.arguments)), rule.methods or set())
            for rule in door.app.url_map.iter_rules()
        ]
    for path, methods in routes:
        for method in (methods - {"OPTIONS", "HEAD"}) | {"DELETE"}:
            yield told(caller.client.open(path, method=method, headers=caller.headers, json=None))


def _values(arguments: Iterable[str]) -> dict[str, Any]:
    known = {
        "language": "en",
        "view": "workshop",
        "filename": "none",
        "code": "WBC",
        "token": "x",
        "command": "canary-1",
    }
    return {name: known.get(name, 1) for name in sorted(arguments)}


def told(answer: TestResponse) -> str:
    """All that came back."""
    return f"{answer.status}\n{answer.headers}\n{answer.get_data().decode(errors='replace')}"


def test_the_canaries_are_there(planted: Door) -> None:
    """Or the search below would find nothing because there is nothing: somebody who may see them does."""
    foreman = planted.person("foreman")
    seen = [told(foreman.get(path)) for path in ("/api/v1/jobs/1/story", "/api/v1/jobs/1", "/api/v1/views/foreman")]
    words = {"7Q9XZ", NAME, WORDS["work"], WORDS["concern"], WORDS["found"]}
    assert {word for word, _ in traces(words, seen)} == words


def test_strangers_get_nothing_from_any_address(planted: Door) -> None:
    assert traces(CANARIES, everything(planted, planted.nobody())) == []


def test_a_lounge_display_gets_nothing_from_any_address(planted: Door) -> None:
    caller, _ = planted.paired("lounge")
    assert traces(CANARIES, everything(planted, caller)) == []


def test_a_tablet_on_which_nobody_signed_in_gets_no_customer(planted: Door) -> None:
    """What it may keep are plates and lines of work: never who the customer is or what they say."""
    caller, _ = planted.paired("tablet")
    of_customers = {
        VIN,
        PHONE,
        OTHER_PHONE,
        NAME,
        OTHER_NAME,
        WORDS["concern"],
        WORDS["booked concern"],
        WORDS["complaint"],
    }
    assert traces(of_customers, everything(planted, caller)) == []


def test_people_whose_role_does_not_look_at_cars_get_nothing(planted: Door) -> None:
    """The lounge attendant sees what the lounge sees, and the workshop's wall."""
    caller = planted.person("lounge_attendant")
    assert not any(Role.lounge_attendant in PERMISSIONS[each] for each in (Action.read_jobs, Action.read_story))
    on_the_wall = {PLATE, "A·7Q9XZ", "7Q9XZ"}
    seen = CANARIES - on_the_wall - {WORDS["help"]}
    assert traces(seen, everything(planted, caller)) == []


def test_nobody_stands_for_anyone_in_what_is_personal() -> None:
    """The table itself: what anyone may do opens no car and no person."""
    open_to_all = {action for action, who in PERMISSIONS.items() if Principal.anyone in who}
    assert open_to_all == {
        Action.open_home,
        Action.sign_in,
        Action.choose_language,
        Action.open_device,
        Action.open_pairing,
        Action.read_trust,
        Action.read_health,
        Action.load_static,
    }
