"""A real server's log holds nothing that opens something, and nothing that names a customer."""

import json
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

from sqlalchemy import select

from board.store import models
from board.store.transaction import Store
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for

CUSTOMER, PHONE, PLATE, VIN = "欧阳震华", "13912345678", "沪C98765", "LSVCC6A47HN012345"
WRONG_PASSWORD, WRONG_PIN, FOREIGN = "hunter2-hunter2", "9173", "https://evil.example/steal?card=1"


class _Browser:
    def __init__(self, server: ServerProcess) -> None:
        self.base = server.base_url
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        self.headers = {"Content-Type": "application/json"}

    def ask(self, path: str, body: Any = None, **headers: str) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        request = Request(self.base + path, data, {**self.headers, **headers})
        try:
            with self.opener.open(request, timeout=20) as answer:
                told = answer.read()
        except HTTPError as refused:
            told = refused.read()
        return json.loads(told) if told[:1] == b"{" else told


def test_the_log_holds_no_secret_and_no_customer(server: ServerProcess) -> None:
    doors = json.loads((server.installation.folder / "demo_doors.json").read_text())["doors"]
    secrets = {word for door in doors for word in (door.get("password"), door.get("pin")) if word}
    tokens = {door["href"].removeprefix("/d/") for door in doors if door["href"].startswith("/d/")}
    desk = _Browser(server)
    door = next(each for each in doors if each["login"] and "advisor" in each["role"])
    desk.ask("/api/v1/sign-in", {"login": door["login"], "password": WRONG_PASSWORD})
    desk.headers["X-CSRF-Token"] = desk.ask("/api/v1/sign-in", {"login": door["login"], "password": door["password"]})[
        "csrf"
    ]
    for token in tokens:
        _Browser(server).ask(f"/d/{token}")
    taken = desk.ask("/api/v1/jobs", _car())
    assert taken["job"], taken
    codes = desk.ask(f"/api/v1/jobs/{taken['job']}/print-card", {"id": "print-0001"})["result"]
    for text in (*codes.values(), PLATE, "沪C98766", CUSTOMER, PHONE, FOREIGN, codes["card"][:-1]):
        for via in ("camera", "typed"):
            desk.ask("/api/v1/scans/look", {"text": text, "via": via})
    desk.ask(f"/c/{codes['customer_copy']}")
    desk.ask(f"/c/{codes['customer_copy'][:-1]}")
    desk.ask("/api/v1/tablet/sign-in", {"person": 1, "pin": WRONG_PIN})
    desk.ask("/api/v1/jobs", {**_car(), "plate": "?" * 30, "id": "car-00002"})
    desk.ask(f"/api/v1/jobs?plate={PHONE}")
    server.stop()
    wait_for(lambda: not server.alive)
    store = Store(f"sqlite:///{server.installation.folder / 'board.sqlite3'}")
    with store.reading() as session:
        known = {*session.scalars(select(models.Code.text)), *codes.values()}
        hashes = {each for row in session.scalars(select(models.Person)) for each in (row.password_hash, row.pin_hash)}
        names = set(session.scalars(select(models.Customer.name))) | set(session.scalars(select(models.Vehicle.plate)))
    store.close()
    # A demo's first lines show its doors to the person at the terminal; the log is the JSON after them.
    log = "\n".join(line for line in server.log.splitlines() if line.startswith("{"))
    assert '"event": "scan_refused"' in log
    cookies = {cookie.value or "" for cookie in desk.jar}
    planted = {CUSTOMER, PHONE, PLATE, VIN, WRONG_PASSWORD, WRONG_PIN, FOREIGN, "沪C98766", "evil.example"}
    searched = {
        each for each in planted | secrets | tokens | known | hashes | names | cookies if each and len(each) > 3
    }
    # Four digits alone may stand in a time: a PIN would be a value of its own.
    assert sorted(each for each in searched if (f'"{each}"' if each.isdigit() and len(each) < 7 else each) in log) == []
    assert desk.headers["X-CSRF-Token"] not in log


def _car() -> dict[str, Any]:
    return {
        "id": "car-00001",
        "plate": PLATE,
        "model": "Model Y",
        "energy": "ev",
        "vin": VIN,
        "customer": {"name": CUSTOMER, "salutation": "mr", "phone": PHONE},
        "service_type": "general",
        "priority": "normal",
        "waits": True,
        "wash_wanted": True,
        "old_parts": "return",
        "appointment": False,
        "operations": [{"text": "更换机油", "standard_minutes": 30}],
    }
