"""A row that nobody can make sense of, after somebody wrote into the database by hand: it spoils the views that show
it, and no others."""

import sqlite3

from tests.contract.live import FOREMAN, INSPECTOR, TECHNICIAN, Live


def write_roles(live: Live, roles: str) -> None:
    connection = sqlite3.connect(live.floor.installation.folder / "board.sqlite3")
    with connection:
        connection.execute("UPDATE person SET roles = ? WHERE id = ?", (roles, live.floor.people[INSPECTOR]))
    connection.close()


def test_the_other_views_go_on_and_the_spoilt_one_heals(live: Live) -> None:
    car = live.car_in_bay()
    technician = live.person(TECHNICIAN)
    spoilt = live.screen(FOREMAN, "foreman")
    wall = live.screen(live.wall("workshop"), "workshop")
    write_roles(live, '["captain"]')
    done = technician.done("/scans", code=car.card, step="clock_on", via="camera")
    wall.reach(done["revision"])
    assert wall.cards[f"job:{car.job}"]["stage"] == "in_work"
    assert wall.state_hash() == live.wall("workshop").state_hash("workshop")["hash"]
    assert "change_failed" in live.server.log
    write_roles(live, '["inspector"]')
    spoilt.reach(technician.done("/scans", code=car.card, step="pause", reason="rest", via="camera")["revision"])
    assert spoilt.state_hash() == live.person(FOREMAN).state_hash("foreman")["hash"]
