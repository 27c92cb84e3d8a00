"""The assembled application on a workshop's database, and callers who knock at its door."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from board.app import create_board
from board.commands import setting_up
from board.config import Settings
from tests.commands.workshop import PASSWORD, PIN, SECRET_KEY, Workshop, next_id

ELSEWHERE = "192.0.2.7"
"""An address of another machine: nobody there is the operator."""


class Caller:
    """A browser, with its cookies and the CSRF token of its pages."""

    def __init__(self, app: Flask, view: str = "", address: str = ELSEWHERE) -> None:
        self.client = app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address
        self.headers = {"X-Board-View": view} if view else {}

    def get(self, path: str, **headers: str) -> TestResponse:
        """Ask for a page or for data."""
        return self.client.get(path, headers={**self.headers, **headers})

    def post(self, path: str, body: Any = None, *, data: Any = None, **headers: str) -> TestResponse:
        """Send JSON, or `data` as it is, with the token that pages send."""
        sent = {"json": {} if body is None else body} if data is None else {"data": data}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, headers={**self.headers, **given}, **sent)

    def put(self, path: str, data: bytes = b"", **headers: str) -> TestResponse:
        """Send a file, with the token that pages send."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.put(path, headers={**self.headers, **given}, data=data)

    def command(self, path: str, command_id: str = "", **body: Any) -> TestResponse:
        """Send a command of the API."""
        return self.post(f"/api/v1{path}", {"id": command_id or next_id(), **body})


@dataclass
class Door:
    """A board whose clock is the workshop's."""

    app: Flask
    workshop: Workshop

    def nobody(self, **how: str) -> Caller:
        """Somebody who has not signed in."""
        return Caller(self.app, **how)

    def person(self, login: str, **how: str) -> Caller:
        """Somebody who has signed in at a desk."""
        caller = Caller(self.app, **how)
        answer = caller.post("/api/v1/sign-in", {"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        caller.headers["X-CSRF-Token"] = answer.get_json()["csrf"]
        return caller

    def paired(self, view: str, name: str = "大屏") -> tuple[Caller, int]:
        """A paired screen or tablet, opened by its address; and its id."""
        token = f"token-of-{view}-{name}-{self.workshop.revision}"
        digest = setting_up.digest(token)
        paired = self.workshop.do(setting_up.pair_device, None, name=name, view=view, token_digest=digest)
        caller = Caller(self.app, view)
        answer = caller.get(f"/d/{token}")
        assert (answer.status_code, answer.location) == (302, f"/{view}")
        caller.headers["X-CSRF-Token"] = caller.get("/api/v1/me").get_json()["csrf"]
        return caller, paired.result["device"]

    def on_tablet(self, login: str) -> Caller:
        """Somebody who has signed in on a tablet."""
        tablet, _ = self.paired("tablet", login)
        answer = tablet.post("/api/v1/tablet/sign-in", {"person": self.workshop.people[login], "pin": PIN})
        assert answer.status_code == 200, answer.text
        tablet.headers["X-CSRF-Token"] = answer.get_json()["csrf"]
        return tablet


def open_door(workshop: Workshop, folder: Path, **settings: Any) -> Door:
    """The application on this workshop's database, with its clock."""
    chosen = {"secret_key": SECRET_KEY, "data_dir": folder, "async_mode": "threading", **settings}
    app = create_board(Settings(database_url=workshop.store.url, **chosen)).app
    app.extensions["board"] = replace(app.extensions["board"], clock=lambda: workshop.now)
    return Door(app, workshop)
