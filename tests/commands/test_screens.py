"""Paired screens: changed live, told by their versions, kept to their site, and missed by the foreman."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from board import doctor, ticker
from board.cli import main
from board.commands import pairing, setting_up
from board.config import Settings
from board.domain.pairing import LIFETIME, MOST_AT_AN_ADDRESS, PairingState
from board.domain.refusals import Refused
from board.domain.screens import StaleReason
from board.screens import foreman, paired
from board.store import models
from tests.commands.workshop import Workshop, refused

TURNS = [{"view": "workshop", "seconds": 30}, {"view": "lounge", "seconds": 15}]
CALLED: dict[str, Any] = {"name": "工位上方", "view": "workshop"}


def pair(workshop: Workshop, view: str = "workshop", token: str = "a") -> int:
    digest = setting_up.digest(token)
    device: int = workshop.do(setting_up.pair_device, None, name="大屏", view=view, token_digest=digest).result[
        "device"
    ]
    return device


def told(workshop: Workshop, device: int) -> paired.Told:
    with workshop.store.reading() as session:
        found = paired.told(session, device, workshop.now)
    assert found is not None
    return found


def report(workshop: Workshop, device: int, stale: StaleReason | None = None, since: timedelta = timedelta(0)) -> None:
    """What the keeper of reports writes."""
    with workshop.store.changing() as session:
        session.merge(
            models.ScreenHealth(
                device_id=device, seen_at=workshop.now, since=workshop.now - since, stale=stale, asleep=False,
                view="workshop", version="1", revision=1, painted_ms_ago=9, good_ms_ago=9, errors=0, last_error=None,
                memory_mb=None, width=1920, height=1080, browser="Chrome 120", uptime_s=60,
            )
        )  # fmt: skip


def test_a_code_is_shown_used_once_and_then_worth_nothing(workshop: Workshop) -> None:
    shown = pairing.show_code(workshop.store, "192.0.2.7", "", workshop.now)
    again = pairing.show_code(workshop.store, "192.0.2.7", shown.secret, workshop.now)
    assert again == shown, "a page that is loaded anew shows the same code"
    assert pairing.poll(workshop.store, shown.secret, None, workshop.now) == (PairingState.waiting, None)
    device = workshop.do(setting_up.pair_screen, "admin", code=shown.code.lower(), name="大屏", view="lounge")
    for _ in range(2):
        assert pairing.poll(workshop.store, shown.secret, None, workshop.now) == (PairingState.paired, "lounge")
    with refused(workshop, "pairing_used"):
        workshop.do(setting_up.pair_screen, "admin", code=shown.code, name="又一块", view="lounge")
    workshop.do(setting_up.revoke_device, "admin", device=device.result["device"])
    assert pairing.poll(workshop.store, shown.secret, None, workshop.now) == (PairingState.expired, None)


def test_a_code_that_ran_out_or_that_no_screen_shows_is_refused(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    shown = pairing.show_code(workshop.store, "192.0.2.7", "", workshop.now)
    workshop.now += LIFETIME
    assert pairing.poll(workshop.store, shown.secret, None, workshop.now) == (PairingState.expired, None)
    fresh = pairing.show_code(workshop.store, "192.0.2.7", shown.secret, workshop.now)
    assert (fresh.code == shown.code, fresh.secret == shown.secret) == (False, False)
    with refused(workshop, "pairing_expired"):
        workshop.do(setting_up.pair_screen, "admin", code=shown.code, **CALLED)
    unknown = "BCDFGHJK" if shown.code != "BCDFGHJK" else "KJHGFDCB"
    with refused(workshop, "pairing_unknown"):
        workshop.do(setting_up.pair_screen, "admin", code=unknown, **CALLED)


def test_an_address_shows_only_so_many_codes(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    for _ in range(MOST_AT_AN_ADDRESS):
        pairing.show_code(workshop.store, "192.0.2.7", "", workshop.now)
    with pytest.raises(Refused, match="pairing_busy"):
        pairing.show_code(workshop.store, "192.0.2.7", "", workshop.now)
    pairing.show_code(workshop.store, "192.0.2.8", "", workshop.now)
    pairing.show_code(workshop.store, "192.0.2.7", "", workshop.now + LIFETIME)


def test_what_is_changed_of_a_screen_is_told_to_it(workshop: Workshop) -> None:
    device = pair(workshop)
    first = told(workshop, device)
    workshop.do(
        setting_up.change_screen, "admin", device=device, **CALLED, playlist=TURNS,
        sleep_from="20:00", sleep_until="07:00",
    )  # fmt: skip
    changed = told(workshop, device)
    assert changed["version"] > first["version"]
    assert changed["reloads"] == first["reloads"], "a name, a playlist and hours are shown without loading anew"
    assert (changed["name"], changed["playlist"]) == ("工位上方", TURNS)
    assert changed["sleep"] is not None
    assert workshop.entries()[-1].touched == [f"screen:{device}"]
    workshop.do(setting_up.change_screen, "admin", device=device, name="工位上方", view="lounge", language="en")
    workshop.do(setting_up.reload_screen, "admin", device=device)
    assert told(workshop, device)["reloads"] == first["reloads"] + 2
    workshop.do(setting_up.identify_screen, "admin", device=device)
    until = round((workshop.now + timedelta(seconds=10)).timestamp() * 1000)
    assert told(workshop, device)["identify_until_at"] == until


def test_the_screens_of_a_workshop_that_is_called_otherwise_load_themselves_anew(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    device = pair(workshop)
    same: dict[str, Any] = {"name": "测试车间", "language": "zh_CN", "timezone": "Asia/Shanghai", "brand": "#0b6e69"}
    before = told(workshop, device)
    workshop.do(setting_up.change_workshop, "admin", **same, currency="EUR", jobs_at_once=2)
    assert told(workshop, device) == before
    workshop.do(
        setting_up.change_workshop, "admin", **{**same, "timezone": "Asia/Tokyo"}, currency="EUR", jobs_at_once=2
    )
    assert told(workshop, device)["reloads"] == before["reloads"] + 1


def test_what_does_not_fit_a_screen_is_refused(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    device = pair(workshop)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("not_found", {"view": "foreman"}),
        ("turns_wrong", {"playlist": TURNS[:1]}),
        ("hours_wrong", {"sleep_from": "25:00", "sleep_until": "07:00"}),
        ("not_a_wall", {"view": "tablet", "playlist": TURNS}),
        ("not_a_wall", {"view": "tablet", "sleep_from": "20:00", "sleep_until": "07:00"}),
        ("changed_meanwhile", {"seen": "0123456789abcdef"}),
        ("not_found", {"device": 999}),
    ]
    for code, different in wrong:
        with refused(workshop, code):
            workshop.do(setting_up.change_screen, "admin", **{"device": device, **CALLED, **different})
    workshop.do(setting_up.revoke_device, "admin", device=device)
    for command in (setting_up.reload_screen, setting_up.identify_screen):
        with refused(workshop, "not_found"):
            workshop.do(command, "admin", device=device)


def test_a_screen_is_moved_to_another_site_and_is_not_found_here_any_more(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    device = pair(workshop, "tablet")
    there = setting_up.found_site(workshop.store, "分店", "zh_CN", "Asia/Shanghai", workshop.now)
    with refused(workshop, "not_found"):
        workshop.do(setting_up.move_screen, None, device=device, to=999)
    before = told(workshop, device)["reloads"]
    workshop.do(setting_up.move_screen, None, device=device, to=there)
    assert told(workshop, device)["reloads"] == before + 1
    with refused(workshop, "not_found"):
        workshop.do(setting_up.change_screen, "admin", device=device, **CALLED)
    elsewhere = Workshop(workshop.store, there, workshop.now)
    elsewhere.do(setting_up.reload_screen, None, device=device)


def test_the_operator_moves_a_screen_by_the_workshop_s_name(
    sqlite_workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    workshop = sqlite_workshop
    device = pair(workshop)
    there = setting_up.found_site(workshop.store, "分店", "zh_CN", "Asia/Shanghai", workshop.now)
    monkeypatch.setenv("BOARD_DATABASE_URL", workshop.store.url)
    monkeypatch.setenv("BOARD_DATA_DIR", str(tmp_path))
    nowhere = CliRunner().invoke(main, ["device", "move", str(device), "没有的店"])
    assert (nowhere.exit_code, "没有的店" in nowhere.output) == (1, True)
    assert CliRunner().invoke(main, ["device", "move", str(device), "分店"]).exit_code == 0
    with workshop.store.reading() as session:
        assert session.get_one(models.Device, device).site_id == there


def missed(workshop: Workshop) -> dict[str, Any]:
    with workshop.look() as look:
        return {key: card for key, card in foreman.cards(look, None).items() if card["kind"] == "screen"}


def test_the_foreman_is_told_of_a_dark_wall_once_and_when_it_is_back(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    wall, _tablet = pair(workshop), pair(workshop, "tablet", "b")
    report(workshop, wall)
    quiet = workshop.revision
    workshop.now += timedelta(minutes=2)
    ticker.tick(workshop.store, workshop.now)
    assert (workshop.revision, missed(workshop)) == (quiet, {})
    since = round((workshop.now - timedelta(minutes=2)).timestamp() * 1000)
    workshop.now += timedelta(seconds=20)
    for _ in range(3):
        ticker.tick(workshop.store, workshop.now)
    assert workshop.revision == quiet + 1, "a state is noted when it changes, and not again"
    assert missed(workshop) == {
        f"screen:{wall}": {"kind": "screen", "name": "大屏", "trouble": "dark", "since_at": since}
    }
    report(workshop, wall)
    ticker.tick(workshop.store, workshop.now)
    assert (workshop.revision, missed(workshop)) == (quiet + 2, {})
    report(workshop, wall, StaleReason.differs, since=timedelta(minutes=3))
    ticker.tick(workshop.store, workshop.now)
    assert missed(workshop)[f"screen:{wall}"]["trouble"] == "stale"
    workshop.do(setting_up.revoke_device, "admin", device=wall)
    ticker.tick(workshop.store, workshop.now)
    assert missed(workshop) == {}


def test_nobody_is_told_at_night_and_everybody_in_the_morning(sqlite_workshop: Workshop) -> None:
    workshop = sqlite_workshop
    wall, _never_opened = pair(workshop), pair(workshop, token="b")
    report(workshop, wall)
    workshop.now += timedelta(minutes=9)
    ticker.tick(workshop.store, workshop.now)
    assert missed(workshop)
    workshop.now += timedelta(hours=14)
    ticker.tick(workshop.store, workshop.now)
    assert missed(workshop) == {}
    workshop.now += timedelta(hours=10)
    ticker.tick(workshop.store, workshop.now)
    assert missed(workshop).keys() == {f"screen:{wall}"}


def test_the_doctor_names_the_walls_that_do_not_report(sqlite_workshop: Workshop) -> None:
    pair(sqlite_workshop)
    folder = sqlite_workshop.store.url.removeprefix("sqlite:///").rsplit("/", 1)[0]
    found = doctor.examine(Settings(database_url=sqlite_workshop.store.url, data_dir=folder, secret_key="k" * 32))
    assert [each.level for each in found if "do not report: 大屏" in each.what] == ["warning"]
