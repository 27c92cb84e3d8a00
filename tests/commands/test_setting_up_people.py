"""People: what is known of them, how they get in, their certificates, and their leaving."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from board.commands import setting_up, working
from board.domain.people import CertificateKind, Role, Skill
from board.domain.stages import Stage
from board.store import models
from board.store.versions import version
from tests.commands.workshop import OPENING, PASSWORD_HASH, PIN_HASH, Workshop, refused

WASHER: dict[str, Any] = {"name": "吴刚", "roles": [Role.washer], "login": "washer"}
ADMIN: dict[str, Any] = {"name": "林清", "roles": [Role.admin], "login": "admin"}


def row(workshop: Workshop, login: str) -> models.Person:
    with workshop.store.reading() as session:
        return session.get_one(models.Person, workshop.people[login])


def sign_in(workshop: Workshop, login: str, device: int | None = None) -> int:
    with workshop.store.changing() as session:
        begun = models.SignIn(
            token_digest=f"{login}-{device}",
            person_id=workshop.people[login],
            device_id=device,
            began_at=workshop.now,
            seen_at=workshop.now,
        )
        session.add(begun)
        session.flush()
        return begun.id


def has_ended(workshop: Workshop, sign_in_id: int) -> bool:
    with workshop.store.reading() as session:
        return session.get_one(models.SignIn, sign_in_id).ended_at is not None


def badges(workshop: Workshop, login: str) -> dict[str, bool]:
    """Somebody's badges, and whether each is revoked."""
    with workshop.store.reading() as session:
        query = select(models.Code).where(models.Code.person_id == workshop.people[login])
        return {code.text or "": code.revoked_at is not None for code in session.scalars(query)}


def test_somebody_is_changed_and_stands_on_the_cards(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    job = workshop.car_at(Stage.in_work)
    person = workshop.people["technician"]
    shift = workshop.do(setting_up.add_shift, "admin", name="早班", start="07:00", end="15:00", days=[0, 1]).result[
        "shift"
    ]
    changed: dict[str, Any] = {
        "name": "张大伟",
        "roles": [Role.technician, Role.leader],
        "login": " ZhangWei ",
        "phone": "13800000001",
    }
    workshop.do(setting_up.change_person, "admin", person=person, **changed, shift=shift, skills=[Skill.paint])
    after = row(workshop, "technician")
    assert (after.name, after.login, after.phone, after.skills) == ("张大伟", "zhangwei", "13800000001", ["paint"])
    assert workshop.entries()[-1].touched == [f"job:{job}", f"person:{person}"]
    with workshop.look() as look:
        assert look.hours_of(look.people()[person]) == ("07:00", "15:00")
        assert look.hours_of(look.people()[workshop.people["washer"]]) == ("08:00", "18:00")


def test_what_cannot_be_known_of_somebody_is_refused(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    washer: dict[str, Any] = {**WASHER, "person": workshop.people["washer"]}
    with refused(workshop, "login_taken"):
        workshop.do(setting_up.change_person, "admin", **{**washer, "login": "Foreman"})
    with refused(workshop, "login_shape"):
        workshop.do(setting_up.change_person, "admin", **{**washer, "login": "wu gang"})
    for missing in ({"team": 99}, {"shift": 99}, {"person": 999}):
        with refused(workshop, "not_found"):
            workshop.do(setting_up.change_person, "admin", **{**washer, **missing})


def test_who_saw_an_older_state_changes_nothing(sqlite_workshop: Workshop) -> None:
    seen = version(row(sqlite_workshop, "washer"))
    washer: dict[str, Any] = {**WASHER, "person": sqlite_workshop.people["washer"]}
    sqlite_workshop.do(setting_up.change_person, "admin", **washer, phone="1", seen=seen)
    with refused(sqlite_workshop, "changed_meanwhile"):
        sqlite_workshop.do(setting_up.change_person, "admin", **washer, phone="2", seen=seen)


def test_who_may_do_less_is_signed_out_and_who_may_do_more_is_not(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    sign_in_id = sign_in(workshop, "both")
    both: dict[str, Any] = {"person": workshop.people["both"], "name": "蒋平", "login": "both"}
    workshop.do(setting_up.change_person, "admin", **both, roles=[Role.technician, Role.foreman, Role.guard])
    assert not has_ended(workshop, sign_in_id)
    workshop.do(setting_up.change_person, "admin", **both, roles=[Role.technician])
    assert has_ended(workshop, sign_in_id)


def test_the_last_administrator_stays_one(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    admin: dict[str, Any] = {"person": workshop.people["admin"]}
    second: dict[str, Any] = {"name": "二号", "roles": [Role.admin], "login": "second"}
    other = workshop.do(setting_up.add_person, None, **second).result["person"]
    for change in ({**ADMIN, "roles": [Role.manager]}, {**ADMIN, "login": None}):
        with refused(workshop, "last_admin"):  # the other one has no password yet
            workshop.do(setting_up.change_person, "admin", **admin, **change)
    with refused(workshop, "last_admin"):
        workshop.do(setting_up.set_password, "admin", **admin, password_hash=None)
    with refused(workshop, "last_admin"):
        workshop.do(setting_up.deactivate_person, None, **admin)
    workshop.do(setting_up.set_password, "admin", person=other, password_hash=PASSWORD_HASH)
    with refused(workshop, "not_yourself"):
        workshop.do(setting_up.deactivate_person, "admin", **admin)
    workshop.do(setting_up.deactivate_person, None, **admin)
    assert not row(workshop, "admin").active


def test_a_new_password_and_a_new_pin_end_the_sign_ins_of_the_old(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    paired = workshop.do(setting_up.pair_device, None, name="平板", view="tablet", token_digest="0" * 64)
    desk, tablet = sign_in(workshop, "foreman"), sign_in(workshop, "foreman", paired.result["device"])
    foreman = workshop.people["foreman"]
    workshop.do(setting_up.set_password, "admin", person=foreman, password_hash="a new one")
    assert (has_ended(workshop, desk), has_ended(workshop, tablet)) == (True, False)
    workshop.do(setting_up.set_pin, "admin", person=foreman, pin_hash="another")
    assert has_ended(workshop, tablet)
    assert (row(workshop, "foreman").password_hash, row(workshop, "foreman").pin_hash) == ("a new one", "another")
    assert "a new one" not in str([(entry.rows, entry.details) for entry in workshop.entries()])
    nameless = workshop.do(setting_up.add_person, None, name="无名", roles=[Role.washer]).result["person"]
    with refused(workshop, "login_needed"):
        workshop.do(setting_up.set_password, "admin", person=nameless, password_hash="x")
    with refused(workshop, "not_found"):
        workshop.do(setting_up.set_pin, "admin", person=999, pin_hash=PIN_HASH)


def test_who_leaves_is_signed_out_and_given_no_work(workshop: Workshop) -> None:
    job = workshop.car_at(Stage.in_work)
    person = workshop.people["technician"]
    sign_in_id = sign_in(workshop, "technician")
    with refused(workshop, "still_clocked_on"):
        workshop.do(setting_up.deactivate_person, "admin", person=person)
    workshop.do(working.pause, "technician", job=job, reason="parts")
    workshop.do(setting_up.deactivate_person, "admin", person=person)
    assert has_ended(workshop, sign_in_id)
    assert workshop.job(job).assignments == []
    assert workshop.entries()[-1].touched == [f"job:{job}", f"person:{person}"]
    assert set(badges(workshop, "technician").values()) == {True}
    with refused(workshop, "not_found"):
        workshop.do(setting_up.deactivate_person, "admin", person=person)
    with refused(workshop, "not_found"):
        workshop.do(working.clock_on, "technician", job=job)


def test_who_comes_back_has_a_new_badge(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    person = workshop.people["washer"]
    with refused(workshop, "not_found"):
        workshop.do(setting_up.reactivate_person, "admin", person=person)
    workshop.do(setting_up.deactivate_person, "admin", person=person)
    badge = workshop.do(setting_up.reactivate_person, "admin", person=person).result["badge"]
    assert row(workshop, "washer").active
    assert badges(workshop, "washer") == {workshop.badges["washer"]: True, badge: False}


def test_a_lost_badge_opens_nothing_more(sqlite_workshop: Workshop) -> None:
    badge = sqlite_workshop.do(setting_up.renew_badge, "admin", person=sqlite_workshop.people["washer"]).result["badge"]
    assert badges(sqlite_workshop, "washer") == {sqlite_workshop.badges["washer"]: True, badge: False}


def test_a_certificate_is_good_until_its_last_day_is_over_at_the_site(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    electrician = workshop.people["electrician"]
    day = date(2026, 11, 21)  # at the site it is half past eight in the morning of this day
    papers = dict.fromkeys(CertificateKind, day)
    workshop.do(setting_up.set_certificates, "admin", person=electrician, certificates=papers)
    with workshop.look() as look:
        person = look.person(electrician)
        assert person.high_voltage_until == datetime(2026, 11, 21, 16, tzinfo=UTC)
        assert person.high_voltage_qualified(datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC))
        assert not person.high_voltage_qualified(datetime(2026, 11, 21, 16, tzinfo=UTC))


def test_a_certificate_that_ended_yesterday_keeps_them_from_high_voltage_work(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    electrician = workshop.people["electrician"]
    papers = dict.fromkeys(CertificateKind, date(2026, 11, 20))
    workshop.do(setting_up.set_certificates, "admin", person=electrician, certificates=papers)
    job = workshop.take_in({"text": "动力电池", "standard_minutes": 60, "high_voltage": True})
    with refused(workshop, "not_hv_qualified"):
        workshop.dispatch(job, "3", "electrician")


def test_certificates_are_taken_away_and_nobody_undoes_another_s_change(workshop: Workshop) -> None:
    electrician = workshop.people["electrician"]
    with workshop.store.reading() as session:
        held = session.get_one(models.Person, electrician).certificates
        seen = version(*sorted(held, key=lambda each: each.id))
    one: dict[str, Any] = {CertificateKind.electrician_licence: date(2027, 1, 31)}
    workshop.do(setting_up.set_certificates, "admin", person=electrician, certificates=one, seen=seen)
    with workshop.store.reading() as session:
        kept = session.get_one(models.Person, electrician).certificates
        assert [(each.kind, each.expires_at) for each in kept] == [
            (CertificateKind.electrician_licence, datetime(2027, 1, 31, 16, tzinfo=UTC))
        ]
    with refused(workshop, "changed_meanwhile"):
        workshop.do(setting_up.set_certificates, "admin", person=electrician, certificates={}, seen=seen)


def test_teams_are_renamed_and_removed_with_their_people_kept(workshop: Workshop) -> None:
    team = row(workshop, "technician").team_id
    with refused(workshop, "name_taken"):
        workshop.do(setting_up.add_team, "admin", name="机电一组")
    workshop.do(setting_up.rename_team, "admin", team=team, name="机电组")
    assert f"person:{workshop.people['technician']}" in workshop.entries()[-1].touched
    removed = workshop.do(setting_up.remove_team, "admin", team=team)
    assert removed.result["people"] == 3
    assert row(workshop, "technician").team_id is None
    with refused(workshop, "not_found"):
        workshop.do(setting_up.remove_team, "admin", team=team)


def test_nothing_of_another_workshop_is_changed(sqlite_workshop: Workshop) -> None:
    name = ("分店", "zh_CN", "Asia/Shanghai", OPENING)
    other = Workshop(sqlite_workshop.store, setting_up.found_site(sqlite_workshop.store, *name))
    person = other.do(setting_up.add_person, None, name="外人", roles=[Role.washer]).result["person"]
    team = other.do(setting_up.add_team, None, name="外组").result["team"]
    bay = other.do(setting_up.add_bay, None, number="1", kind="lift").result["bay"]
    for command, which in (
        (setting_up.deactivate_person, {"person": person}),
        (setting_up.set_pin, {"person": person, "pin_hash": None}),
        (setting_up.renew_badge, {"person": person}),
        (setting_up.rename_team, {"team": team, "name": "x"}),
        (setting_up.return_bay, {"bay": bay}),
    ):
        with refused(sqlite_workshop, "not_found"):
            sqlite_workshop.do(command, "admin", **which)
