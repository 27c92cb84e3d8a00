"""Signing in by steps: a code after the password, a password of one's own, a second factor that the workshop wants."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection

from board.cli import main
from board.commands import setting_up
from board.domain.second_factor import STEP_SECONDS, code_at, step_of
from tests.access.door import Caller, Door
from tests.commands.workshop import PASSWORD, PASSWORD_HASH, SECRET_KEY, Workshop, all_rows

OWN = "three-cats-in-a-canoe"
LOCKED_OUT = ("/api/v1/jobs", "/api/v1/people", "/api/v1/views/desk", "/api/v1/set-up", "/api/v1/me")


def code_of(door: Door, secret: str, off: int = 0) -> str:
    """What the app shows now."""
    plain = secret.replace(" ", "")
    return code_at(base64.b32decode(plain + "=" * (-len(plain) % 8)), step_of(door.workshop.now) + off)


def with_factor(door: Door, login: str) -> tuple[Caller, str, list[str]]:
    """Somebody who sets a second factor up; with its secret and the recovery codes."""
    caller = door.person(login)
    secret = caller.get("/api/v1/account/second-factor").get_json()["secret"]
    answer = caller.command("/account/second-factor", code=code_of(door, secret), present=PASSWORD)
    assert answer.status_code == 200, answer.text
    caller.headers["X-CSRF-Token"] = answer.get_json()["csrf"]
    return caller, secret, answer.get_json()["recovery_codes"]


def half_way(door: Door, login: str, password: str = PASSWORD) -> tuple[Caller, dict[str, Any]]:
    """Somebody whose password was right."""
    caller = door.nobody()
    answer = caller.post("/api/v1/sign-in", {"login": login, "password": password})
    assert answer.status_code == 200, answer.text
    caller.headers["X-CSRF-Token"] = answer.get_json()["csrf"]
    return caller, answer.get_json()


def give(caller: Caller, code: str) -> Any:
    return caller.post("/api/v1/sign-in/code", {"code": code})


def later(door: Door) -> None:
    """The next code of the app."""
    door.workshop.now = door.workshop.now.fromtimestamp(
        door.workshop.now.timestamp() + STEP_SECONDS, door.workshop.now.tzinfo
    )


def test_after_the_password_comes_the_code_and_nothing_before_it(any_door: Door) -> None:
    _, secret, _ = with_factor(any_door, "manager")
    later(any_door)
    caller, told = half_way(any_door, "manager")
    assert (told["next"], told["person"]["roles"]) == ("/sign-in/code", ["code_due"])
    assert {caller.get(path).get_json()["code"] for path in LOCKED_OUT} == {"sign_in_unfinished"}
    assert caller.get("/foreman").location == "/sign-in/code?next=/foreman"
    assert caller.get("/").location == "/sign-in/code"
    assert caller.get("/account").location == "/sign-in/code?next=/account"
    answer = give(caller, code_of(any_door, secret))
    assert (answer.status_code, answer.get_json()["next"]) == (200, None)
    assert caller.get("/api/v1/me").get_json()["person"]["roles"] == ["manager"]


def test_each_step_is_a_new_sign_in(door: Door) -> None:
    _, secret, _ = with_factor(door, "manager")
    later(door)
    caller, told = half_way(door, "manager")
    before = caller.client.get_cookie("board_session")
    answer = give(caller, code_of(door, secret)).get_json()
    after = caller.client.get_cookie("board_session")
    assert before is not None
    assert after is not None
    assert (before.value != after.value, told["csrf"] != answer["csrf"]) == (True, True)
    stolen = door.nobody()
    stolen.client.set_cookie("board_session", before.value)
    assert stolen.get("/api/v1/me").status_code == 401
    assert give(stolen, code_of(door, secret)).status_code == 401


def test_a_code_is_good_once_also_for_somebody_who_looked_on(any_door: Door) -> None:
    _, secret, _ = with_factor(any_door, "manager")
    used = code_of(any_door, secret)
    caller, _ = half_way(any_door, "manager")
    assert give(caller, used).get_json()["code"] == "wrong_code"
    later(any_door)
    code = code_of(any_door, secret)
    assert give(caller, code).status_code == 200
    other, _ = half_way(any_door, "manager")
    assert give(other, code).get_json()["code"] == "wrong_code"


def test_codes_have_a_limit_of_their_own_that_nobody_reaches_without_the_password(door: Door) -> None:
    _, secret, _ = with_factor(door, "manager")
    later(door)
    caller, _ = half_way(door, "manager")
    assert [give(caller, "000000").get_json()["code"] for _ in range(6)] == ["wrong_code"] * 5 + ["too_many_attempts"]
    assert give(caller, code_of(door, secret)).status_code == 429
    assert half_way(door, "manager")[1]["next"] == "/sign-in/code"


def test_a_recovery_code_lets_in_once(any_door: Door) -> None:
    with_factor_, _, codes = with_factor(any_door, "manager")
    assert len(set(codes)) == 10
    caller, _ = half_way(any_door, "manager")
    assert give(caller, codes[4].lower()).status_code == 200
    again, _ = half_way(any_door, "manager")
    assert give(again, codes[4]).get_json()["code"] == "wrong_code"
    account = caller.get("/api/v1/account").get_json()
    assert account["second_factor"]["codes_left"] == 9
    caller.headers["X-CSRF-Token"] = caller.get("/api/v1/me").get_json()["csrf"]
    renewed = caller.command("/account/recovery-codes", present=PASSWORD).get_json()["recovery_codes"]
    assert set(renewed).isdisjoint(codes)
    third, _ = half_way(any_door, "manager")
    assert give(third, codes[5]).get_json()["code"] == "wrong_code"
    assert give(third, renewed[5]).status_code == 200
    assert with_factor_.get("/api/v1/me").status_code == 200


def test_an_unfinished_sign_in_does_not_last(door: Door) -> None:
    _, secret, _ = with_factor(door, "manager")
    caller, _ = half_way(door, "manager")
    for _ in range(31):
        later(door)
    assert give(caller, code_of(door, secret)).get_json()["code"] == "sign_in_first"


def test_the_second_step_works_without_script(door: Door) -> None:
    _, secret, _ = with_factor(door, "foreman")
    later(door)
    caller = door.nobody()
    answer = caller.post("/sign-in", data={"login": "foreman", "password": PASSWORD, "next": "/foreman"})
    assert (answer.status_code, answer.location) == (302, "/sign-in/code?next=/foreman")
    page = caller.get(answer.location)
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    wrong = caller.post("/sign-in/code", data={"code": "000000", "csrf": csrf, "next": "/foreman"})
    assert (wrong.status_code, "sign-in-error" in wrong.text) == (401, True)
    right = caller.post("/sign-in/code", data={"code": code_of(door, secret), "csrf": csrf, "next": "/foreman"})
    assert (right.status_code, right.location) == (302, "/foreman")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"code": "000000", "present": PASSWORD}, "wrong_code"),
        ({"code": "right", "present": "wrong"}, "old_password_wrong"),
        ({"code": "right"}, "old_password_wrong"),
    ],
)
def test_a_factor_is_set_up_with_the_password_and_a_code(door: Door, body: dict[str, str], code: str) -> None:
    caller = door.person("manager")
    secret = caller.get("/api/v1/account/second-factor").get_json()["secret"]
    sent = {**body, "code": code_of(door, secret) if body["code"] == "right" else body["code"]}
    assert caller.command("/account/second-factor", **sent).get_json()["code"] == code
    assert caller.get("/api/v1/account").get_json()["second_factor"] is None
    assert half_way(door, "manager")[1]["next"] is None


def test_a_factor_is_given_up_with_the_password(door: Door) -> None:
    caller, _, _ = with_factor(door, "manager")
    other = door.person("cashier")
    assert (
        other.command("/account/second-factor/give-up", present=PASSWORD).get_json()["code"] == "second_factor_missing"
    )
    refused = caller.command("/account/second-factor/give-up", present="x")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "old_password_wrong")
    answer = caller.command("/account/second-factor/give-up", present=PASSWORD)
    assert answer.status_code == 200
    assert half_way(door, "manager")[1]["next"] is None


def test_administrators_set_one_up_when_the_workshop_wants_it_but_nobody_is_kept_out_the_first_time(door: Door) -> None:
    workshop = door.workshop
    workshop.do(setting_up.require_second_factor, None, of_admins=True)
    first = door.person("admin")
    assert first.get("/api/v1/set-up").status_code == 200
    caller, told = half_way(door, "admin")
    assert told["next"] == "/account"
    assert first.get("/api/v1/set-up").status_code == 200
    assert caller.get("/api/v1/set-up").get_json()["code"] == "sign_in_unfinished"
    assert caller.get("/account").status_code == 200
    secret = caller.get("/api/v1/account/second-factor").get_json()["secret"]
    answer = caller.command("/account/second-factor", code=code_of(door, secret))
    assert (answer.status_code, answer.get_json()["next"]) == (200, None)
    assert caller.get("/api/v1/set-up").status_code == 200
    caller.headers["X-CSRF-Token"] = answer.get_json()["csrf"]
    kept = caller.command("/account/second-factor/give-up", present=PASSWORD)
    assert kept.get_json()["code"] == "second_factor_kept"
    assert half_way(door, "manager")[1]["next"] is None


def test_another_administrator_takes_a_lost_factor_away(door: Door) -> None:
    caller, _, _ = with_factor(door, "manager")
    admin, person = door.person("admin"), door.workshop.people["manager"]
    assert admin.command(f"/set-up/people/{person}/reset-second-factor").status_code == 200
    assert caller.get("/api/v1/me").status_code == 401
    assert half_way(door, "manager")[1]["next"] is None
    again = admin.command(f"/set-up/people/{person}/reset-second-factor")
    assert again.get_json()["code"] == "second_factor_missing"


def test_a_password_from_somebody_else_lets_in_once_to_choose_another(any_door: Door) -> None:
    workshop, given = any_door.workshop, "given-by-the-office-42"
    person = workshop.people["cashier"]
    assert any_door.person("admin").command(f"/set-up/people/{person}/password", password=given).status_code == 200
    caller, told = half_way(any_door, "cashier", given)
    assert told["next"] == "/account"
    assert {caller.get(path).get_json()["code"] for path in LOCKED_OUT} == {"sign_in_unfinished"}
    for password, code in ((given, "same_password"), ("short", "password_short"), ("password-1234", "password_weak")):
        assert caller.command("/account/password", present=given, password=password).get_json()["code"] == code
    answer = caller.command("/account/password", present=given, password=OWN)
    assert (answer.status_code, answer.get_json()["next"]) == (200, None)
    assert caller.get("/api/v1/me").get_json()["person"]["roles"] == ["cashier"]
    assert half_way(any_door, "cashier", OWN)[1]["next"] is None
    assert any_door.nobody().post("/api/v1/sign-in", {"login": "cashier", "password": given}).status_code == 401


def test_an_administrator_s_own_password_is_no_one_time_password(door: Door) -> None:
    admin = door.person("admin")
    own = f"/set-up/people/{door.workshop.people['admin']}/password"
    assert admin.command(own, password=OWN).status_code == 200
    assert half_way(door, "admin", OWN)[1]["next"] is None


@pytest.fixture
def command_line(door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The `board` command on the door's workshop, run in this process."""
    monkeypatch.setenv("BOARD_DATABASE_URL", door.workshop.store.url)
    monkeypatch.setenv("BOARD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BOARD_SECRET_KEY", SECRET_KEY)
    return lambda *words, **more: CliRunner().invoke(main, words, **more)


def test_the_operator_takes_a_lost_factor_away(door: Door, command_line: Callable[..., Result]) -> None:
    with_factor(door, "manager")
    done = command_line("person", "reset-second-factor", "Manager")
    assert (done.exit_code, "password alone" in done.output) == (0, True)
    assert half_way(door, "manager")[1]["next"] is None
    for login, told in (("manager", "No second factor is set up."), ("nobody", "Nobody signs in as nobody.")):
        refused = command_line("person", "reset-second-factor", login)
        assert (refused.exit_code, told in refused.output) == (1, True)


def test_the_operator_s_passwords_and_pins_keep_the_rules_and_let_in_once(
    door: Door, command_line: Callable[..., Result]
) -> None:
    words = ("person", "add", "刘颖", "--role", "advisor", "--login", "liuying")
    weak = command_line(*words, input="liuying-liuying\nliuying-liuying\n")
    assert (weak.exit_code, "first that are guessed" in weak.output) == (1, True)
    weak = command_line("person", "add", "x", "--role", "washer", "--pin", input="1234\n1234\n")
    assert (weak.exit_code, "first that are guessed" in weak.output) == (1, True)
    given = "from-the-office-42"
    assert command_line(*words, input=f"{given}\n{given}\n").exit_code == 0
    assert half_way(door, "liuying", given)[1]["next"] == "/account"


def test_no_secret_of_a_factor_stands_in_the_database(any_door: Door) -> None:
    _, secret, codes = with_factor(any_door, "manager")
    any_door.workshop.do(setting_up.set_password, "admin", person=1, password_hash=PASSWORD_HASH)
    text = _everything(any_door.workshop)
    for hidden in (secret, secret.replace(" ", ""), base64.b32decode(secret.replace(" ", "")).hex(), *codes):
        assert hidden not in text
        assert hidden.replace("-", "") not in text


def _everything(workshop: Workshop) -> str:
    with workshop.store.reader.connect() as connection:
        return told(connection)


def told(connection: Connection) -> str:
    """All rows of all tables as text."""
    return json.dumps(all_rows(connection), default=str, ensure_ascii=False)
