"""Pairing a screen over HTTP: the code, the phone, the token that only the screen gets; and who may not."""

from datetime import timedelta
from typing import Any

import pytest

from board.commands import setting_up
from board.domain.pairing import ALPHABET, LIFETIME
from board.domain.people import PEOPLE_ROLES, Role
from board.store import models
from tests.access.door import Caller, Door
from tests.commands.workshop import PASSWORD, Workshop

PAIRED = {"name": "工位上方电视", "view": "workshop"}


def screen_of(door: Door) -> tuple[Caller, str]:
    """A new screen, and the code that it shows."""
    screen = door.nobody()
    shown = screen.post("/api/v1/pairing").get_json()
    return screen, shown["code"]


def polled(screen: Caller) -> dict[str, Any]:
    told: dict[str, Any] = screen.post("/api/v1/pairing/poll").get_json()
    return told


def cookies_of(screen: Caller) -> set[str]:
    return {cookie.key for cookie in (screen.client._cookies or {}).values()}


def test_a_new_screen_is_paired_by_its_code(any_door: Door) -> None:
    door = any_door
    screen, code = screen_of(door)
    assert screen.get("/screen").status_code == 200
    assert polled(screen) == {"state": "waiting", "view": None, "interval": 1}
    paired = door.person("admin").command("/set-up/screens/pair", code=code, **PAIRED)
    assert paired.status_code == 200, paired.text
    assert "token" not in paired.text, "the token is the screen's secret, and nobody else's"
    assert polled(screen)["view"] == "workshop"
    assert cookies_of(screen) == {"board_device_workshop"}
    assert screen.get("/workshop").status_code == 200
    assert screen.get("/screen").location == "/workshop"
    assert screen.get("/screen?new").status_code == 200


def test_an_answer_that_was_lost_is_given_again(door: Door) -> None:
    screen, code = screen_of(door)
    secret = screen.client.get_cookie("board_pairing")
    assert secret is not None
    door.person("admin").command("/set-up/screens/pair", code=code, **PAIRED)
    lost = polled(screen)
    screen.client.set_cookie("board_pairing", secret.value)
    assert polled(screen) == lost
    screen.client.set_cookie("board_pairing", secret.value)
    screen.client.delete_cookie("board_device_workshop")
    assert screen.get("/screen").location == "/workshop"


def test_the_token_goes_to_the_screen_that_showed_the_code(door: Door) -> None:
    _, code = screen_of(door)
    other, _ = screen_of(door)
    admin = door.person("admin")
    admin.command("/set-up/screens/pair", code=code, **PAIRED)
    assert polled(other)["state"] == "waiting"
    assert polled(admin)["state"] == polled(door.nobody())["state"] == "expired"


def test_a_hasty_screen_is_told_to_slow_down(door: Door) -> None:
    screen, _ = screen_of(door)
    assert polled(screen)["state"] == "waiting"
    assert polled(screen) == {"state": "slow_down", "view": None, "interval": 6}
    door.workshop.now += timedelta(seconds=6)
    assert polled(screen)["state"] == "waiting"


def test_codes_that_cannot_be_used_are_refused_with_a_sentence(door: Door) -> None:
    admin = door.person("admin")
    _, code = screen_of(door)

    def refused(**different: str) -> str:
        answer = admin.command("/set-up/screens/pair", **{"code": code, **PAIRED, **different})
        assert answer.status_code in {409, 422}
        return str(answer.get_json()["code"])

    assert refused(code="ABC") == "pairing_shape"
    assert refused(code=_other(code)) == "pairing_unknown"
    assert refused(view="foreman") == refused(name=" ") == "invalid_input"
    assert admin.command("/set-up/screens/pair", code=code, **PAIRED).status_code == 200
    assert refused() == "pairing_used"
    _, code = screen_of(door)
    door.workshop.now += LIFETIME
    assert refused() == "pairing_expired"


def _other(code: str) -> str:
    return ALPHABET[(ALPHABET.index(code[0]) + 1) % len(ALPHABET)] + code[1:]


def test_whoever_types_wrong_codes_waits_longer_and_longer(door: Door) -> None:
    admin = door.person("admin")
    _, code = screen_of(door)
    for _ in range(4):
        assert admin.command("/set-up/screens/pair", code=_other(code), **PAIRED).status_code == 409
    locked = admin.command("/set-up/screens/pair", code=code, **PAIRED)
    assert (locked.status_code, locked.get_json()["code"]) == (429, "too_many_attempts")
    first = int(locked.headers["Retry-After"])
    door.workshop.now += timedelta(seconds=first)
    admin.command("/set-up/screens/pair", code=_other(code), **PAIRED)
    again = admin.command("/set-up/screens/pair", code=code, **PAIRED)
    assert int(again.headers["Retry-After"]) > first
    door.workshop.now += timedelta(seconds=int(again.headers["Retry-After"]))
    assert admin.command("/set-up/screens/pair", code=code, **PAIRED).status_code == 200


def test_only_an_administrator_pairs_and_tends_screens(door: Door) -> None:
    screen, code = screen_of(door)
    _, device = door.paired("workshop")
    for role in sorted(PEOPLE_ROLES - {Role.admin}):
        caller = door.person(role.value)
        assert caller.command("/set-up/screens/pair", code=code, **PAIRED).status_code == 403, role
        assert caller.command(f"/set-up/screens/{device}/identify").status_code == 403, role
        assert caller.get("/api/v1/set-up/screens").status_code == 403, role
        assert caller.get("/pair").status_code == 403, role
    assert door.nobody().command("/set-up/screens/pair", code=code, **PAIRED).status_code == 401
    assert polled(screen)["state"] == "waiting"


def test_the_code_is_kept_while_the_administrator_signs_in(door: Door) -> None:
    phone = door.nobody()
    asked = phone.get("/pair?code=BCDF-GHJK").location
    assert asked == "/sign-in?next=/pair%3Fcode%3DBCDF-GHJK"
    form = {"login": "admin", "password": PASSWORD, "next": "/pair?code=BCDF-GHJK"}
    assert phone.post("/sign-in", data=form).location == "/pair?code=BCDF-GHJK"
    assert '"code": "BCDF-GHJK"' in phone.get("/pair?code=BCDF-GHJK").text


def test_another_site_s_screens_are_not_there(door: Door) -> None:
    site = setting_up.found_site(door.workshop.store, "分店", "zh_CN", "Asia/Shanghai", door.workshop.now)
    other = Workshop(door.workshop.store, site, door.workshop.now)
    theirs = other.do(setting_up.pair_device, None, name="x", view="lounge", token_digest="1" * 64).result["device"]
    admin = door.person("admin")
    assert admin.get("/api/v1/set-up/screens").get_json() == {"screens": []}
    change = {"name": "我的", "view": "workshop"}
    for path, body in (("change", change), ("reload", {}), ("identify", {}), ("revoke", {})):
        assert admin.command(f"/set-up/screens/{theirs}/{path}", **body).status_code == 404, path


def test_a_screen_that_became_another_view_goes_there_with_its_own_cookie(door: Door) -> None:
    screen, device = door.paired("workshop")
    change: dict[str, Any] = {"device": device, "name": "大屏"}
    door.workshop.do(setting_up.change_screen, "admin", **change, view="lounge")
    assert screen.get("/workshop").location == "/screen?from=workshop"
    assert screen.get("/screen?from=workshop").location == "/lounge"
    assert cookies_of(screen) == {"board_device_lounge"}
    screen.headers["X-Board-View"] = "lounge"
    assert screen.get("/lounge").status_code == 200
    door.workshop.do(setting_up.change_screen, "admin", **change, view="tablet")
    assert screen.get("/lounge").location == "/screen?from=lounge"
    assert screen.get("/screen?from=lounge").location == "/tablet"


def test_a_playlist_opens_its_views_and_no_others(door: Door) -> None:
    screen, device = door.paired("workshop")
    turns = [{"view": "workshop", "seconds": 30}, {"view": "lounge", "seconds": 15}]
    assert screen.get("/api/v1/views/lounge").status_code == 403
    door.workshop.do(setting_up.change_screen, "admin", device=device, name="大屏", view="workshop", playlist=turns)
    assert screen.get("/api/v1/views/lounge").status_code == 200
    assert screen.get("/api/v1/views/foreman").status_code == 403


def test_a_page_of_a_screen_that_is_not_paired_tells_nothing_of_the_workshop(door: Door) -> None:
    screen, code = screen_of(door)
    admin = door.person("admin")
    asked = [screen.get("/screen"), screen.post("/api/v1/pairing"), screen.post("/api/v1/pairing/poll")]
    asked += [admin.get("/screen"), admin.post("/api/v1/pairing")]
    with door.workshop.store.reading() as session:
        site = session.get_one(models.Site, door.workshop.site)
        hidden = {site.name, site.timezone, "林清", "王敏"}
    for answer in asked:
        assert [word for word in hidden if word in answer.text] == []
        assert code not in str(answer.headers)


@pytest.mark.parametrize("path", ["/api/v1/pairing", "/api/v1/pairing/poll"])
def test_another_page_cannot_ask_in_a_screen_s_name(door: Door, path: str) -> None:
    assert door.nobody().post(path, Origin="https://elsewhere.example").get_json()["code"] == "foreign_origin"
