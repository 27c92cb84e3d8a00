"""Making a workshop: bays, people, badges, screens."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.commands import setting_up
from board.domain.bays import BayKind
from board.domain.codes import CodeKind, read_code
from board.domain.people import Role
from board.domain.refusals import Refused
from board.store import models
from tests.commands.workshop import OPENING, Workshop, refused


def test_bays_stand_in_the_order_they_were_added(workshop: Workshop) -> None:
    added = workshop.do(setting_up.add_bay, "admin", number="12", kind=BayKind.paint).result["bay"]
    with workshop.look() as look:
        assert list(look.bays()) == [*workshop.bays.values(), added]
    with refused(workshop, "number_taken"):
        workshop.do(setting_up.add_bay, "admin", number="12", kind=BayKind.lift)


def test_a_bay_goes_out_of_service_with_a_reason(workshop: Workshop) -> None:
    bay, later = workshop.bays["1"], OPENING + timedelta(hours=3)
    with refused(workshop, "reason_needed"):
        workshop.do(setting_up.take_bay_out, "admin", bay=bay, reason=" ")
    workshop.do(setting_up.take_bay_out, "admin", bay=bay, reason=" 举升机检修 ", until=later)
    with workshop.look() as look:
        assert (look.bays()[bay].out_of_service, look.bays()[bay].out_of_service_until) == ("举升机检修", later)
    assert workshop.entries()[-1].touched == [f"bay:{bay}"]
    with refused(workshop, "not_found"):
        workshop.do(setting_up.take_bay_out, "admin", bay=999, reason="x")


def test_somebody_new_gets_a_badge_that_no_other_has(workshop: Workshop) -> None:
    added = workshop.do(setting_up.add_person, "admin", name="新来的", roles=[Role.washer], login="new").result
    code = read_code(added["badge"])
    assert (code.kind, added["badge"] in workshop.badges.values()) == (CodeKind.badge, False)
    assert workshop.entries()[-1].touched == [f"person:{added['person']}"]
    with refused(workshop, "login_taken"):
        workshop.do(setting_up.add_person, "admin", name="另一个", roles=[Role.washer], login="new")


def test_demo_people_do_not_come_to_a_real_workshop(workshop: Workshop) -> None:
    with refused(workshop, "demo_refused"):
        workshop.do(setting_up.add_person, None, name="演示", roles=[Role.guard], demo=True)
    with pytest.raises(Refused, match="demo_refused"):
        setting_up.found_site(workshop.store, "演示店", "zh_CN", "Asia/Shanghai", OPENING, demo=True)


def test_a_screen_is_paired_by_a_digest_and_revoked(workshop: Workshop) -> None:
    digest = setting_up.digest("the token itself")
    with refused(workshop, "not_found"):
        workshop.do(setting_up.pair_device, None, name="大屏", view="foreman", token_digest=digest)
    device = workshop.do(setting_up.pair_device, None, name="大屏", view="workshop", token_digest=digest).result[
        "device"
    ]
    workshop.do(setting_up.revoke_device, None, device=device)
    with workshop.store.reading() as session:
        assert session.get_one(models.Device, device).revoked_at == workshop.now
    with refused(workshop, "not_found"):
        workshop.do(setting_up.revoke_device, None, device=device + 1)


def test_secrets_are_in_no_journal(workshop: Workshop) -> None:
    digest = setting_up.digest("the token itself")
    workshop.do(setting_up.pair_device, None, name="大屏", view="workshop", token_digest=digest)
    with workshop.store.reading() as session:
        hashes = {each for row in session.scalars(select(models.Person)) for each in (row.password_hash, row.pin_hash)}
    written = str([(entry.rows, entry.details) for entry in workshop.entries()])
    assert "大屏" in written
    assert not [secret for secret in {*hashes, digest} if secret and secret in written]


def test_receipts_hold_no_secret(workshop: Workshop) -> None:
    with workshop.store.reading() as session:
        answers = str([row.answer for row in session.scalars(select(models.Receipt))])
    assert "argon2" not in answers
