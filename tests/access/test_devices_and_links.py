"""Paired screens see their view and no other; a customer's link opens one car; other sites are not there."""

import json

import pytest
from sqlalchemy import event, select

from board.commands import receiving, setting_up
from board.domain.bays import BayKind
from board.domain.codes import CodeKind, make_code
from board.domain.people import Role
from board.domain.stages import Stage
from board.store import models
from tests.access.door import Caller, Door
from tests.commands.workshop import Workshop, all_rows


@pytest.mark.parametrize(
    ("paired", "other"),
    [("workshop", "lounge"), ("lounge", "workshop"), ("tablet", "workshop"), ("workshop", "foreman")],
)
def test_a_screen_does_not_open_another_view(door: Door, paired: str, other: str) -> None:
    screen, _ = door.paired(paired)
    assert screen.get(f"/{paired}").status_code == 200
    screen.headers["X-Board-View"] = paired
    assert screen.get(f"/api/v1/state-hash/{other}").status_code in {401, 403}
    assert screen.get(f"/api/v1/views/{other}").status_code in {401, 403}
    screen.client.set_cookie(f"board_device_{other}", screen.client.get_cookie(f"board_device_{paired}").value)  # type: ignore[union-attr]
    screen.headers["X-Board-View"] = other
    assert screen.get(f"/{other}").status_code in {302, 403}
    assert screen.get(f"/api/v1/state-hash/{other}").status_code in {401, 403}


def test_a_revoked_screen_sees_nothing(door: Door) -> None:
    screen, device = door.paired("workshop")
    assert screen.get("/api/v1/state-hash/workshop").status_code == 200
    assert screen.get("/api/v1/views/workshop").get_json()["cards"].keys() >= {"site:1"}
    door.workshop.do(setting_up.revoke_device, None, device=device)
    assert screen.get("/api/v1/state-hash/workshop").status_code == 401
    assert screen.get("/workshop").location == "/screen?from=workshop"
    assert screen.get("/screen?from=workshop").status_code == 200, "it is paired anew there"


def test_nobody_works_on_a_revoked_tablet(door: Door) -> None:
    tablet = door.on_tablet("technician")
    job = door.workshop.car_at(Stage.dispatched)
    with door.workshop.look() as look:
        device = look.session.scalar(select(models.Device.id))
    door.workshop.do(setting_up.revoke_device, None, device=device)
    assert tablet.command(f"/jobs/{job}/clock-on").status_code == 401


def _link(workshop: Workshop, job: int) -> str:
    return workshop.link(job)


def test_a_customer_s_link_shows_the_one_car(any_door: Door) -> None:
    workshop = any_door.workshop
    job = workshop.take_in(plate="京A6K218", concern="刹车异响", vin="LSVAA4182E2123456")
    page = any_door.nobody().get(f"/c/{_link(workshop, job)}")
    assert page.status_code == 200
    assert "京A·6K218" in page.text
    for private in ("13800138000", "刹车异响", "LSVAA4182E2123456", "欧阳若兰"):
        assert private not in page.text


def test_every_code_that_opens_nothing_is_answered_alike(any_door: Door) -> None:
    workshop = any_door.workshop
    job = workshop.take_in()
    revoked = _link(workshop, job)
    card = workshop.do(receiving.print_card, "advisor", job=job).result["card"]
    workshop.do(receiving.revoke_card, "advisor", job=job)
    foreign = make_code(CodeKind.customer_copy, bytes(17)).text
    codes = (
        revoked,
        foreign,
        card,
        workshop.badges["foreman"],
        "WBC0",
        "x",
        "京A12345",
        "%00",
        "a" * 2000,
        foreign[:-1],
    )
    answers = [any_door.nobody().get(f"/c/{code}") for code in codes]
    assert {(each.status_code, each.text) for each in answers} == {(404, answers[0].text)}
    assert len({tuple(sorted(each.headers.items())) for each in answers}) == 1


def test_a_link_stands_nowhere_in_the_database(any_door: Door) -> None:
    """Not in its row, not in the journal, not in the answers that are kept for a repeat; it can be printed again."""
    workshop = any_door.workshop
    job = workshop.take_in()
    advisor = any_door.person("advisor")
    printed = advisor.command(f"/jobs/{job}/print-card", "print-0001").get_json()
    again = advisor.command(f"/jobs/{job}/print-card", "print-0001").get_json()
    lost = printed["result"]["customer_copy"]
    assert (again["repeated"], again["result"]) == (True, printed["result"])
    assert advisor.get(f"/api/v1/jobs/{job}/customer-link").get_json()["link"]["address"].endswith(f"/c/{lost}")
    renewed = advisor.command(f"/jobs/{job}/renew-customer-link").get_json()["result"]["customer_copy"]
    assert any_door.nobody().get(f"/c/{renewed}").status_code == 200
    assert any_door.nobody().get(f"/c/{lost}").status_code == 404
    with workshop.store.reader.connect() as connection:
        text = json.dumps(all_rows(connection), default=str)
    assert printed["result"]["card"] in text
    for link in (lost, renewed):
        assert link not in text
        assert link[3:-1] not in text


def test_every_code_costs_the_same_work(door: Door) -> None:
    """One question to the database, whether a code opens something, opened something once, or is no code at all."""
    workshop, asked = door.workshop, []
    job = workshop.take_in()
    revoked = workshop.link(job)
    workshop.do(receiving.revoke_card, "advisor", job=job)
    foreign = make_code(CodeKind.customer_copy, bytes(17)).text
    event.listen(workshop.store.reader, "before_cursor_execute", lambda *told: asked.append(told[2]))
    for code in (revoked, foreign, foreign[:-1], "x", workshop.badges["foreman"]):
        assert door.nobody().get(f"/c/{code}").status_code == 404
    assert {each: asked.count(each) % 5 for each in set(asked)} == dict.fromkeys(asked, 0)


def test_a_link_opens_nothing_else(door: Door) -> None:
    job = door.workshop.take_in()
    caller = door.nobody()
    caller.get(f"/c/{_link(door.workshop, job)}")
    for path in (f"/api/v1/jobs/{job}", "/lounge", "/desk", f"/jobs/{job}/card"):
        assert caller.get(path).status_code in {302, 401}


@pytest.fixture
def elsewhere(door: Door) -> tuple[Door, int, int, int]:
    """Another site in the same database: its job, bay and clocking; the door is our site's."""
    other = another_site(door.workshop)
    job = other.car_at(Stage.in_work)
    return door, job, other.bays["1"], other.job(job).clockings[0].id


def another_site(workshop: Workshop) -> Workshop:
    """A second workshop in the same database."""
    other = Workshop(
        workshop.store,
        setting_up.found_site(workshop.store, "分店", "zh_CN", "Asia/Shanghai", workshop.now),
        workshop.now,
    )
    for login, role in (("advisor", Role.advisor), ("foreman", Role.foreman), ("technician", Role.technician)):
        added = other.do(setting_up.add_person, None, name="别店", roles=[role], login=f"other-{login}")
        other.people[login], other.badges[login] = added.result["person"], added.result["badge"]
    other.bays["1"] = other.do(setting_up.add_bay, None, number="1", kind=BayKind.lift).result["bay"]
    return other


def test_what_is_another_site_s_is_not_found(elsewhere: tuple[Door, int, int, int]) -> None:
    door, job, bay, clocking = elsewhere
    ours = door.workshop.take_in()
    foreman, both = door.person("foreman"), door.person("both")
    technicians = [door.workshop.people["technician"]]
    asked = [
        foreman.get(f"/api/v1/jobs/{job}"),
        foreman.get(f"/api/v1/jobs/{job}/journal"),
        foreman.get(f"/jobs/{job}/card"),
        foreman.get(f"/jobs/{job}/card.pdf"),
        foreman.command(f"/jobs/{job}/move", bay=None, seen_bay=bay),
        foreman.command(f"/jobs/{ours}/dispatch", bay=bay, technicians=technicians),
        foreman.command(f"/clockings/{clocking}/correct", at=1_700_000_000_000, reason="x"),
        both.command(f"/jobs/{job}/clock-on"),
        both.command(f"/jobs/{ours}/switch", from_job=job, reason="parts"),
    ]
    assert [each.status_code for each in asked] == [404] * len(asked)
    numbers = [card["number"] for card in foreman.get("/api/v1/jobs").get_json()["jobs"].values()]
    assert numbers == [door.workshop.job(ours).number]
    assert str(bay) not in foreman.get("/api/v1/bays").get_json()["bays"]


def test_another_site_s_people_cannot_be_given_work_nor_sign_in_here(elsewhere: tuple[Door, int, int, int]) -> None:
    door = elsewhere[0]
    theirs = max(door.workshop.people.values()) + 3
    ours = door.workshop.take_in()
    answer = door.person("foreman").command(f"/jobs/{ours}/dispatch", bay=door.workshop.bays["1"], technicians=[theirs])
    assert answer.status_code == 404
    tablet, _ = door.paired("tablet")
    assert tablet.post("/api/v1/tablet/sign-in", {"person": theirs, "pin": "2580"}).get_json()["code"] == "wrong_pin"
    assert theirs not in {each["id"] for each in tablet.get("/api/v1/tablet/people").get_json()["people"]}


def test_another_site_s_codes_are_foreign(elsewhere: tuple[Door, int, int, int]) -> None:
    door, job, _, _ = elsewhere
    with door.workshop.look() as look:
        other = look.session.get_one(models.Job, job).site_id
    workshop = Workshop(door.workshop.store, other, door.workshop.now)
    card = workshop.do(receiving.print_card, None, job=job).result["card"]
    caller: Caller = door.person("foreman")
    answer = caller.post("/api/v1/scans/look", {"text": card, "via": "camera"})
    assert answer.get_json()["code"] == "scan_foreign"
