"""What a socket was let in by, looked at again: one question to the database, and who is cut for what."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from board.access import lost_right
from board.commands import setting_up
from board.domain.people import Role
from board.domain.permissions import Principal
from board.screens.views import Audience
from board.signing_in import Rights, rights
from board.store import models
from tests.access.door import Door

KNOWN = Rights(
    sign_ins={1: frozenset({Role.foreman}), 2: frozenset({Role.washer}), 3: frozenset({Principal.code_due})},
    devices={7: 1, 8: 3},
)


@pytest.mark.parametrize(
    ("view", "sign_in", "device", "lost"),
    [
        ("foreman", 1, None, None),
        ("workshop", 1, None, None),
        ("foreman", 2, None, "not_allowed"),
        ("workshop", 3, None, "not_allowed"),
        ("foreman", 9, None, "sign_in_first"),
        ("tablet", 2, 8, None),
        ("tablet", 2, 9, "sign_in_first"),
        ("workshop", None, 7, None),
        ("workshop", None, 9, "not_allowed"),
        ("workshop", None, None, "not_allowed"),
    ],
)
def test_who_is_cut_for_what(view: str, sign_in: int | None, device: int | None, lost: str | None) -> None:
    assert lost_right(KNOWN, Audience(1, view), sign_in, device) == lost


def test_one_question_tells_everything_however_many_there_are(any_door: Door) -> None:
    workshop, asked = any_door.workshop, []
    foreman, tablet = any_door.person("foreman"), any_door.on_tablet("both")
    with workshop.store.reading() as session:
        tablet_id = session.scalars(select(models.Device.id)).one()
    wall, wall_id = any_door.paired("workshop")
    event.listen(workshop.store.reader, "before_cursor_execute", lambda *told: asked.append(told[2]))
    known = rights(workshop.store, workshop.now)
    assert len([each for each in asked if each.startswith("SELECT")]) == 1
    assert set(known.sign_ins.values()) == {
        frozenset({Role.foreman}),
        frozenset({Role.technician, Role.foreman}),
    }
    assert known.devices.keys() == {wall_id, tablet_id}
    assert {caller.get("/api/v1/me").status_code for caller in (foreman, tablet, wall)} == {200}
    workshop.do(setting_up.revoke_device, None, device=wall_id)
    assert wall_id not in rights(workshop.store, workshop.now).devices
    roles: dict[str, Any] = {"roles": [Role.washer], "name": "李强", "login": "foreman"}
    workshop.do(setting_up.change_person, None, person=workshop.people["foreman"], **roles)
    assert set(rights(workshop.store, workshop.now).sign_ins.values()) == {frozenset({Role.technician, Role.foreman})}
    assert rights(workshop.store, workshop.now + timedelta(hours=13)).sign_ins == {}
